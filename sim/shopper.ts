// Shoppers as they are: they add and wander off, press twice, change their mind, pay with cards
// that work, fail, hang or ask for more, leave in the middle, and cancel what they bought.
import type { Answer, Ask } from './front.ts';
import { minorOf, type Client } from './client.ts';
import { CURRENCY, things, type Shopper } from './people.ts';
import { fillPurse, partsOf } from './purse.ts';
import { sendBack } from './returner.ts';
import { useCoupon } from './voucher.ts';

const TOKENS: readonly string[] = [
  ...Array<string>(8).fill('tok_visa'),
  'tok_declined',
  'tok_declined',
  'tok_cvc',
  'tok_stolen',
  'tok_timeout_success',
  'tok_timeout_success',
  'tok_timeout_declined',
  'tok_error_success',
  'tok_slow',
  'tok_3ds',
  'tok_3ds',
  'tok_late_success',
];

interface Buying {
  me: Client;
  shopper: Shopper;
  hold_ms: number;
  /** What bought orders go through, and what is in the purse, in the seeds that have these. */
  returns: boolean;
  credit: boolean;
  coupons: boolean;
}

type Item = { variantId: string; quantity: number };
type Short = { variantId: string; requested: number; available: number };

interface Opened {
  checkoutId: string;
  cartId: string;
}

/** One to three purchases, each with whatever comes to mind. */
export async function shop(of: Buying): Promise<void> {
  const { me } = of;
  const purchases = me.dice.int(1, 2);
  if (of.credit && me.likely(0.6)) await fillPurse(me, of.shopper);
  for (let n = 0; n < purchases; n += 1) {
    await me.think(0, 15_000);
    const cartId = await fill(of);
    if (cartId === undefined) continue;
    if (of.coupons && me.likely(0.7)) await useCoupon(me, of.shopper);
    const opened = await open(of, cartId);
    if (opened === undefined) continue;
    await decide(of, opened);
  }
}

function asking(of: Buying): Pick<Ask, 'principal'> {
  return { principal: of.shopper.principal };
}

/** A few lines; popular things are scarce. */
async function fill(of: Buying): Promise<string | undefined> {
  const { me } = of;
  const lines = me.dice.int(1, 3);
  const wanted = me.dice.shuffle(things).slice(0, lines);
  let cartId: string | undefined;
  const add = async ({ productId, variantId }: (typeof things)[number]): Promise<void> => {
    const quantity = me.likely(0.7) ? 1 : me.dice.int(2, 3);
    const body = { productId, variantId, quantity, currency: CURRENCY };
    const answer = await me.ask({ ...asking(of), method: 'POST', path: '/cart/items', body });
    if (answer.status < 300 && answer.status > 0) cartId = answer.body.cartId as string;
  };
  if (me.likely(0.3)) await Promise.all(wanted.map(add));
  else for (const thing of wanted) await add(thing);
  return cartId;
}

async function open(of: Buying, cartId: string): Promise<Opened | undefined> {
  const { me, shopper } = of;
  const { addressId } = shopper;
  const body = { cartId, shippingAddressId: addressId, billingAddressId: addressId };
  const ask = (more: object = {}): Promise<Answer> => {
    // An older checkout of the cart gives way.
    const { userId } = shopper;
    me.journal.intervals.end({ userId }, me.stage.scheduler.now_us);
    return me.ask({
      ...asking(of),
      method: 'POST',
      path: '/checkout/initiate',
      body: { ...body, ...more },
    });
  };
  // Two tabs, or a finger that pressed twice.
  const answers = me.likely(0.15) ? await Promise.all([ask(), ask()]) : [await ask()];
  let answer = answers.find(({ status }) => status === 201) ?? (answers[0] as Answer);
  for (const one of answers) remember(of, one);
  if (answer.body?.code === 'price-changed') {
    me.stage.fates.note('a price rise was refused until it was accepted');
    if (me.likely(0.3)) return undefined;
    answer = await ask({ acceptChanges: String(answer.body.changesToken) });
    remember(of, answer);
  }
  if (answer.body?.code === 'stock-too-low') me.stage.fates.note('stock was too low');
  if (answer.status !== 201) return undefined;
  const checkoutId = answer.body.checkoutId as string;
  // Of two tabs with a checkout each, one gave way to the other.
  if (answers.every((one) => [undefined, checkoutId].includes(one.body?.checkoutId as string))) {
    claim(of, answer);
  } else me.journal.intervals.unsure(of.shopper.userId);
  return { checkoutId, cartId };
}

function remember({ me, shopper }: Buying, { status, body, span }: Answer): void {
  if (body?.code === 'stock-too-low' && span !== undefined) {
    me.journal.intervals.refuse({ userId: shopper.userId, span, items: body.items as Short[] });
  }
  if (status !== 201) {
    const isRefused = status >= 400 && status < 500 && !String(body?.code).endsWith('-in-progress');
    if (!isRefused) me.journal.intervals.unsure(shopper.userId);
    return;
  }
  const { checkoutId, total, currency } = body;
  const total_minor = minorOf(total, currency);
  me.journal.open(checkoutId, { userId: shopper.userId, total_minor, currency });
}

/** What is held belongs to the shopper until it expires or they do something about it. */
function claim({ me, shopper }: Buying, { body }: Answer): void {
  const { checkoutId, items, expiresAt } = body;
  const to_us = Date.parse(expiresAt as string) * 1_000;
  const of = { id: checkoutId as string, userId: shopper.userId, to_us };
  const from_us = me.stage.scheduler.now_us;
  me.journal.intervals.claim({ ...of, from_us }, items as Item[]);
}

/** With an open checkout: wait, ask for more time, leave, forget it, or pay. */
async function decide(of: Buying, opened: Opened): Promise<void> {
  const { me, hold_ms } = of;
  const { checkoutId } = opened;
  await me.think(0, 20_000);
  if (me.likely(0.1)) {
    const path = `/checkout/${checkoutId}/extend`;
    await me.ask({ ...asking(of), method: 'POST', path });
  }
  if (me.likely(0.1)) await leave(of, checkoutId);
  else if (me.likely(0.06)) me.stage.fates.note('a shopper forgot a checkout');
  else {
    // Some come back when the hold is nearly over, or over.
    if (me.likely(0.15)) await me.think(Math.round(hold_ms * 0.6), Math.round(hold_ms * 1.3));
    await payUntilDone(of, checkoutId);
  }
}

async function leave(of: Buying, checkoutId: string): Promise<void> {
  const { me } = of;
  const path = `/checkout/${checkoutId}`;
  const answer = await me.ask({ ...asking(of), method: 'DELETE', path });
  if (answer.status === 204) me.journal.end(checkoutId, 'left');
}

async function payUntilDone(of: Buying, checkoutId: string): Promise<void> {
  const { me } = of;
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const answer = await pay(of, checkoutId);
    const { status, body } = answer;
    if (status === 200 || status === 202) {
      await afterwards(of, checkoutId, answer);
      return;
    }
    if (status !== 402) return;
    if (body.outcome === 'terminal') {
      me.journal.end(checkoutId, 'declined for good');
      return;
    }
    await me.think(500, 15_000);
    if (me.likely(0.2)) {
      await leave(of, checkoutId);
      return;
    }
  }
}

/** One press of the button, or two at once. */
async function pay(of: Buying, checkoutId: string): Promise<Answer> {
  const { me } = of;
  const path = `/checkout/${checkoutId}/pay`;
  const press = async (paymentToken: string): Promise<Answer> => {
    const key = me.key();
    const paymentMethod = me.likely(0.06) ? 'COD' : 'CARD';
    const parts = of.credit && paymentMethod === 'CARD' ? partsOf(me) : undefined;
    const body = { paymentMethod, paymentToken, ...(parts === undefined ? {} : { parts }) };
    const answer = await me.ask({ ...asking(of), method: 'POST', path, body, key });
    if (answer.status === 200 || answer.status === 202) tell(of, checkoutId, answer);
    await sameAgain(of, { path, body, key, answer });
    return answer;
  };
  const token = me.dice.pick(TOKENS);
  if (!me.likely(0.12)) return press(token);
  me.stage.fates.note('two pressed pay at once');
  const answers = await Promise.all([press(token), press(me.dice.pick(TOKENS))]);
  return answers.find(({ status }) => status === 200) ?? (answers[0] as Answer);
}

function tell({ me, shopper }: Buying, checkoutId: string, { status, body }: Answer): void {
  const { orderId, total, currency } = body;
  if (status === 202) me.stage.fates.note('a payment was pending');
  const total_minor = minorOf(total, currency);
  me.journal.order({ checkoutId, orderId, total_minor, currency });
  if (status !== 200 || body.status !== 'CONFIRMED') return;
  const { intervals } = me.journal;
  const { userId } = shopper;
  const of = { id: orderId as string, userId, from_us: me.stage.scheduler.now_us };
  intervals.claim({ ...of, to_us: Number.POSITIVE_INFINITY }, intervals.itemsOf(checkoutId));
}

/** The same request again says the same, and another one under its key is refused. */
async function sameAgain(
  of: Buying,
  first: { path: string; body: object; key: string; answer: Answer },
): Promise<void> {
  const { me } = of;
  const { path, body, key, answer } = first;
  if (answer.status !== 200) return;
  if (me.likely(0.2)) {
    const again = await me.ask({ ...asking(of), method: 'POST', path, body, key });
    const isSame = JSON.stringify(again.body) === JSON.stringify(answer.body);
    if (again.status === 200 && !isSame) me.journal.complain('a repeat was answered differently');
    // Where the first reply could not be kept, the key looks busy for a minute.
    const busy = again.body?.code === 'request-in-progress';
    if (again.status !== 200 && again.status !== 0 && again.status < 500 && !busy) {
      me.journal.complain(`a repeat of what succeeded was answered ${again.status}`);
    }
  }
  if (me.likely(0.1)) {
    const other = { ...body, paymentToken: 'tok_other' };
    const reused = await me.ask({ ...asking(of), method: 'POST', path, body: other, key });
    if (reused.status === 200) me.journal.complain('a key was good for another request');
  }
}

/** After the order: the bank's page, the order's page, and second thoughts. */
async function afterwards(of: Buying, checkoutId: string, answer: Answer): Promise<void> {
  const { me, shopper } = of;
  const { orderId, actionUrl } = answer.body as { orderId: string; actionUrl?: string };
  if (actionUrl !== undefined && me.likely(0.85)) {
    await me.think(500, 20_000);
    const verb = me.likely(0.7) ? 'approve' : 'decline';
    await me.ask({ ...asking(of), method: 'POST', path: `/${actionUrl}/${verb}`, raw: '' });
  }
  if (answer.status === 202 && me.likely(0.12)) await leave(of, checkoutId);
  const status = await watch(of, orderId);
  if (status !== 'CONFIRMED') return;
  if (me.likely(0.25)) await cancel(of, orderId);
  else if (of.returns && me.likely(0.5)) await sendBack({ me, shopper, checkoutId, orderId });
}

/** Looks at the order now and then; it never vanishes and never goes back. */
async function watch(of: Buying, orderId: string): Promise<string> {
  const { me } = of;
  let last = '';
  const looks = me.dice.int(1, 4);
  for (let look = 0; look < looks; look += 1) {
    await me.think(500, 30_000);
    const path = `/orders/${orderId}`;
    const { status, body } = await me.ask({ ...asking(of), method: 'GET', path });
    if (status === 404) me.journal.complain(`${orderId} was said to be there and is not`);
    if (status !== 200) continue;
    if (last !== '' && last !== 'PENDING' && body.status === 'PENDING') {
      me.journal.complain(`${orderId} went back from ${last} to PENDING`);
    }
    last = body.status as string;
    if (last !== 'PENDING') break;
  }
  return last;
}

async function cancel(of: Buying, orderId: string): Promise<void> {
  const { me } = of;
  await me.think(0, 20_000);
  const path = `/orders/${orderId}/cancel`;
  const body = { reason: 'changed-mind' };
  const answer = await me.ask({ ...asking(of), method: 'POST', path, body });
  if (answer.status === 200) me.journal.cancelled.add(orderId);
}
