// One coupon of a seed, with fewer uses than people: whoever comes first makes it, all put it into
// their carts, and some take it out again. That it is never used too often, and never lost, is for
// the laws P1 to P5.
import type { Client } from './client.ts';
import { CURRENCY, admin, type Shopper } from './people.ts';

const CODE = 'SIMULATED';

/** Puts the coupon into a shopper's cart; that it cannot be had is an answer like any other. */
export async function useCoupon(me: Client, { principal }: Shopper): Promise<void> {
  const effect = { kind: 'percent', percent: 10 };
  const terms = { usesMax: 2, usesPerPerson: 1, budget: 50, currency: CURRENCY };
  const body = { name: 'Simulated', code: CODE, effect, ...terms };
  // The second to make it is told that its code is taken.
  await me.ask({ principal: admin, method: 'POST', path: '/admin/coupons', body });
  const put = { principal, method: 'POST', path: '/cart/coupons', body: { code: CODE } } as const;
  const answer = await me.ask(put);
  const { fates } = me.stage;
  if (answer.status === 200) fates.note('a coupon was put into a cart');
  else if (answer.body?.code === 'coupon-not-valid') fates.note('a coupon was refused');
  if (answer.status !== 200 || me.likely(0.9)) return;
  await me.ask({ principal, method: 'DELETE', path: `/cart/coupons/${CODE}` });
}
