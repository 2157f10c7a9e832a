// What one person does in a sale: joins, waits, reloads, claims, opens a checkout, pays; or walks
// away, lets a unit lapse, is declined, or tries what is not allowed and goes on as an honest
// person afterwards.
import { newId } from '#kernel/core/id.ts';
import { prng } from '#kernel/core/prng.ts';
import { beforeTurn, afterPurchase, withTokens } from './harness-cheat.ts';
import { pause, within } from './harness-load.ts';
import { codeOf, type Answer } from './harness-pool.ts';
import type { Sale } from './harness-sale.ts';
import { paths, type Shopper } from './harness-shop.ts';

const patience_ms = 1_000;
/** Between what the clock of the shop says and what a client can know of it. */
const slack_ms = 2_500;
/** For what somebody had under way when the last unit was sold. */
const rest_ms_max = 60_000;

export type Fate = 'buys' | 'walks' | 'idles' | 'leaves' | 'declined' | 'declined-leaves';

export interface Buyer extends Shopper {
  fate: Fate;
  /** Joins only after the draw. */
  isLate: boolean;
  reloads: boolean;
  repeats: boolean;
  cheats: boolean;
  ticket: string;
  number: number;
  /** A ticket of another sale, if they have one. */
  otherTicket: string;
  tokenId: string;
}

/** A fifth walks away somewhere, a tenth is declined, a twentieth cheats, and so on; by seed. */
export function castOf(crowd: readonly Shopper[], seed: string): Buyer[] {
  const chance = prng(seed);
  return crowd.map((one) => ({
    ...one,
    fate: fateOf(chance.next()),
    isLate: chance.next() < 0.3,
    reloads: chance.next() < 0.1,
    repeats: chance.next() < 0.05,
    cheats: chance.next() < 0.05,
    ticket: '',
    number: -1,
    otherTicket: '',
    tokenId: '',
  }));
}

function fateOf(part: number): Fate {
  if (part < 0.07) return 'walks';
  if (part < 0.14) return 'idles';
  if (part < 0.2) return 'leaves';
  if (part < 0.25) return 'declined';
  return part < 0.3 ? 'declined-leaves' : 'buys';
}

/**
 * A crowd through a sale whose line is open: the storm before the draw, the start, those who come
 * late, until the last unit is sold or the time is over. Never rejects.
 */
export async function through(
  sale: Sale,
  crowd: readonly Buyer[],
  of: { late_ms: number; seconds_max: number },
): Promise<void> {
  const early = crowd.filter((one) => !one.isLate);
  const late = crowd.filter((one) => one.isLate);
  const storm = await Promise.all(early.map((one) => join(sale, one)));
  const lives = early.filter((_, at) => storm[at]).map((one) => live(sale, one, crowd));
  await sale.start();
  const comers = late.map(async (one, at) => {
    await pause((of.late_ms * at) / late.length);
    if (!sale.isOver && (await join(sale, one))) await live(sale, one, crowd);
  });
  const all = Promise.all([...lives, ...comers]);
  await within(of.seconds_max * 1_000, all);
  if (!sale.isOver) sale.fault(`not sold within ${of.seconds_max} s`);
  await sale.close();
  await within(rest_ms_max, all);
}

/** A place in the line; twice at once where somebody is impatient. */
export async function join(sale: Sale, one: Buyer): Promise<boolean> {
  const asked = { method: 'POST', path: sale.path('join') } as const;
  const tries = Array.from({ length: one.repeats ? 2 : 1 }, () =>
    sale.ask('join', one, asked).catch(() => ({ status: 0, body: { code: 'no answer' } })),
  );
  const answers = await Promise.all(tries);
  for (const answer of answers) {
    if (answer.status !== 200) {
      if (!sale.isOver) sale.fault(`join ${answer.status} ${codeOf(answer)}`);
      return false;
    }
    const { ticket, number } = answer.body as { ticket: string; number: number };
    if (one.number >= 0 && one.number !== number) sale.fault('one person, two places');
    one.ticket = ticket;
    one.number = number;
  }
  return true;
}

/** From the place in the line to the order, or to wherever it ends. Never rejects. */
export async function live(sale: Sale, one: Buyer, others: readonly Buyer[]): Promise<void> {
  try {
    if (one.cheats) await beforeTurn(sale, one, others);
    if (one.reloads) await reload(sale, one);
    if (!(await sale.whenIn(one.number))) return sale.fate('waited till the end');
    if (one.fate === 'walks') return sale.fate('walked away');
    if (!(await claim(sale, one))) return;
    if (one.cheats) await withTokens(sale, one, others);
    if (one.fate === 'idles') return sale.fate('let a unit lapse');
    await checkOut(sale, one);
  } catch (error) {
    if (!sale.isOver) sale.fault(error instanceof Error ? error.message : String(error));
  }
}

/** A reload in the middle of waiting: the same place again. */
async function reload(sale: Sale, one: Buyer): Promise<void> {
  const answer = await sale.ask('place', one, { method: 'GET', path: sale.path('place') });
  const { number, ticket } = answer.body;
  if (number !== one.number || ticket !== one.ticket) sale.fault('a reload lost the place');
}

const claimRequest = (sale: Sale, one: Buyer) =>
  ({
    method: 'POST',
    path: sale.path('claim'),
    body: JSON.stringify({ ticket: one.ticket, variantId: sale.plan.variantId }),
  }) as const;

/** Claims until there is a unit or the sale is over. */
async function claim(sale: Sale, one: Buyer): Promise<boolean> {
  const in_ms = performance.now();
  while (!sale.isOver) {
    const answer = await sale.ask('claim', one, claimRequest(sale, one));
    if (answer.status === 200) return claimed(sale, one, answer);
    const code = codeOf(answer);
    const inTime = performance.now() - in_ms < sale.plan.claimSeconds * 1_000 - slack_ms;
    if (code === 'sale-sold-out' || code === 'sale-turn-over') {
      if (inTime) sale.fault(`false: ${code} for somebody in time`);
      await pause(patience_ms);
    } else if (code === 'sale-closed') {
      break;
    } else {
      sale.fault(`claim ${answer.status} ${code}`);
      return false;
    }
  }
  sale.fate('came too late for a unit');
  return false;
}

async function claimed(sale: Sale, one: Buyer, answer: Answer): Promise<boolean> {
  one.tokenId = String(answer.body['tokenId']);
  if (answer.body['state'] !== 'HELD') {
    // Claimed before, by a repeat of theirs that was thought lost, and over by now.
    sale.fate('claimed and did not hear of it in time');
    return false;
  }
  if (!one.repeats) return true;
  const more = await sale.ask('claim', one, claimRequest(sale, one));
  if (more.body['tokenId'] !== one.tokenId) sale.fault('a repeated claim gave another token');
  return true;
}

async function checkOut(sale: Sale, one: Buyer): Promise<void> {
  const { addressId } = one;
  const wanted = {
    cartId: one.tokenId,
    shippingAddressId: addressId,
    billingAddressId: addressId,
  };
  const opened = await sale.ask('initiate', one, {
    method: 'POST',
    path: paths.initiate,
    key: newId('key'),
    body: JSON.stringify(wanted),
  });
  if (opened.status !== 201) return late(sale, 'initiate', opened);
  const checkoutId = String(opened.body['checkoutId']);
  if (opened.body['subtotal'] !== 10) sale.fault('not the price of the sale');
  if (one.fate === 'leaves') return leave(sale, one, checkoutId);
  if (one.fate !== 'buys') {
    const said = await pay(sale, one, { checkoutId, card: 'tok_declined' });
    if (said.status !== 402) return late(sale, 'pay', said);
    sale.fate('declined once');
    if (one.fate === 'declined-leaves') return leave(sale, one, checkoutId);
  }
  await buy(sale, one, checkoutId);
}

async function buy(sale: Sale, one: Buyer, checkoutId: string): Promise<void> {
  const key = newId('key');
  let said = await pay(sale, one, { checkoutId, card: 'tok_visa', key });
  // Not known yet, which is not failed: the same question again until it is.
  for (let tries = 0; said.status === 202 && tries < 100; tries += 1) {
    await pause(patience_ms);
    const path = `/api/v1/orders/${String(said.body['orderId'])}`;
    const order = await sale.ask('order', one, { method: 'GET', path });
    const status = String(order.body['status'] ?? 'PENDING');
    if (status !== 'PENDING')
      said = { status: status === 'CONFIRMED' ? 200 : 409, body: order.body };
  }
  if (said.status !== 200) return late(sale, 'pay', said);
  const { orderId, total, currency } = said.body as {
    orderId: string;
    total: number;
    currency: string;
  };
  const total_minor = Math.round(total * 100);
  sale.bought({ checkoutId, orderId, total_minor, currency });
  sale.fate('bought');
  if (one.repeats) {
    const more = await pay(sale, one, { checkoutId, card: 'tok_visa', key });
    if (more.body['orderId'] !== orderId) sale.fault('a repeated payment gave another order');
  }
  if (one.cheats) await afterPurchase(sale, one);
}

function pay(
  sale: Sale,
  one: Buyer,
  of: { checkoutId: string; card: string; key?: string },
): Promise<Answer> {
  return sale.ask('pay', one, {
    method: 'POST',
    path: `/api/v1/checkout/${of.checkoutId}/pay`,
    key: of.key ?? newId('key'),
    body: JSON.stringify({ paymentMethod: 'CARD', paymentToken: of.card }),
  });
}

/** Leaves the checkout and gives the unit up for the next. */
async function leave(sale: Sale, one: Buyer, checkoutId: string): Promise<void> {
  const path = `/api/v1/checkout/${checkoutId}`;
  await sale.ask('leave', one, { method: 'DELETE', path, key: newId('key') });
  await sale.ask('leave', one, { method: 'DELETE', path: sale.path('token') });
  sale.fate('left a checkout');
}

const lateCodes = ['sale-token-not-valid', 'checkout-ended', 'hold-gone', 'payment-failed'];

/** Too late for the token's or the checkout's clock, which on a busy machine can be. */
function late(sale: Sale, step: string, answer: Answer): void {
  const code = codeOf(answer);
  if (lateCodes.includes(code)) sale.fate(`${step} after the time was over`);
  else sale.fault(`${step} ${answer.status} ${code}`);
}
