// What happens to an order after it is bought: it is sent and arrives, some of it goes back, the
// seller looks at it and grants all, part or nothing. Each step may be pressed twice or come late.
import { minorOf, type Client } from './client.ts';
import type { Answer, Ask } from './front.ts';
import { admin, seller, type Shopper } from './people.ts';

interface Returning {
  me: Client;
  shopper: Shopper;
  checkoutId: string;
  orderId: string;
}

interface Item {
  lineNo: number;
  variantId: string;
  quantity: number;
}

interface Decision {
  round: number;
  resolution: string;
  amount: number;
  items: { lineNo: number; restock: number }[];
}

type Step = Pick<Ask, 'principal' | 'path'> & { body?: object };

/** An order is picked, packed, shipped and delivered, and then some of it goes back. */
export async function sendBack(of: Returning): Promise<void> {
  const { me, orderId } = of;
  const order = `/seller/orders/${orderId}`;
  const parcel = { carrier: 'Carrier', trackingNumber: 'T-1' };
  const steps: Step[] = [
    { principal: seller, path: `${order}/pick` },
    { principal: seller, path: `${order}/pack` },
    { principal: seller, path: `${order}/ship`, body: parcel },
    { principal: admin, path: `/admin/orders/${orderId}/deliver` },
  ];
  for (const step of steps) {
    await me.think(100, 8_000);
    // A repeat whose first answer was lost is told that it has moved on.
    const { status } = await press(me, step);
    if (status === 404) return me.journal.complain(`${orderId} cannot be found to be sent`);
  }
  const announced = await announce(of);
  if (announced === undefined) return;
  me.stage.fates.note('a return was announced');
  await atTheDesk(of, announced);
  await follow(of, announced.returnId);
}

/** A step, sometimes pressed twice at once. */
async function press(me: Client, step: Step): Promise<Answer> {
  const ask = (): Promise<Answer> => me.ask({ ...step, method: 'POST' });
  if (!me.likely(0.12)) return ask();
  const answers = await Promise.all([ask(), ask()]);
  return answers.find(({ status }) => status < 300 && status > 0) ?? (answers[0] as Answer);
}

interface Announced {
  returnId: string;
  items: Item[];
  exchange: boolean;
}

async function announce(of: Returning): Promise<Announced | undefined> {
  const { me, shopper, orderId } = of;
  const { principal } = shopper;
  await me.think(500, 20_000);
  const path = `/orders/${orderId}/return-options`;
  const options = await me.ask({ principal, method: 'GET', path });
  if (options.status !== 200) return undefined;
  type Line = { lineNo: number; variantId: string; left: number };
  const lines = (options.body.lines as Line[]).filter(({ left }) => left > 0);
  if (lines.length === 0) return undefined;
  const chosen = me.dice.shuffle(lines).slice(0, me.dice.int(1, lines.length));
  const items = chosen.map(({ lineNo, variantId, left }) => {
    return { lineNo, variantId, quantity: me.dice.int(1, left) };
  });
  const exchange = me.likely(0.15);
  const body = {
    items: items.map(({ lineNo, quantity }) => ({ lineNo, quantity })),
    reason: 'changed-mind',
    condition: 'UNUSED',
    resolution: exchange ? 'EXCHANGE' : 'REFUND',
  };
  const step = { principal, path: `/orders/${orderId}/return`, body };
  const answer = await press(me, step);
  const returnId = answer.body?.returns?.[0]?.returnId as string | undefined;
  return answer.status === 201 && returnId !== undefined
    ? { returnId, items, exchange }
    : undefined;
}

/** The seller receives it, looks, and decides. */
async function atTheDesk(of: Returning, announced: Announced): Promise<void> {
  const { me } = of;
  const { returnId, items } = announced;
  const at = (verb: string, body?: object): Promise<Answer> => {
    const step = { principal: seller, path: `/seller/returns/${returnId}/${verb}` };
    return press(me, body === undefined ? step : { ...step, body });
  };
  if (me.likely(0.5)) {
    const path = `/returns/${returnId}/sent`;
    await press(me, { principal: of.shopper.principal, path, body: {} });
  }
  await me.think(500, 20_000);
  await at('receive');
  const found = items.map(({ lineNo, quantity }) => {
    const received = me.likely(0.8) ? quantity : me.dice.int(0, quantity);
    const writeOff = me.likely(0.75) ? 0 : me.dice.int(0, received);
    return { lineNo, received, restock: received - writeOff, writeOff };
  });
  await at('inspect', { items: found });
  await me.think(0, 10_000);
  if (me.likely(0.1)) {
    await at('reject', { reason: 'used' });
    me.stage.fates.note('a return was refused');
    return;
  }
  const part = found.map(({ lineNo, received }) => ({
    lineNo,
    quantity: me.dice.int(0, received),
  }));
  const answer = await at('approve', me.likely(0.25) ? { items: part, reason: 'used' } : {});
  hear(of, announced, answer);
}

/** Remembers what was granted; what nobody heard of is nobody's promise. */
function hear(of: Returning, { returnId, items, exchange }: Announced, answer: Answer): void {
  const { journal } = of.me;
  const { checkoutId } = of;
  const decisions = answer.status === 200 ? (answer.body.decisions as Decision[]) : [];
  const isSure = decisions.length > 0 && !exchange;
  if (!isSure) {
    journal.unsureMoney.add(checkoutId);
    for (const { variantId } of items) journal.unsure.add(variantId);
  }
  const { currency } = answer.body ?? {};
  for (const { round, resolution, amount, items: units } of decisions) {
    if (resolution !== 'REFUND') continue;
    of.me.stage.fates.note('a return was granted');
    const granted_minor = minorOf(amount, currency as string);
    journal.granted.set(`${returnId}:${round}`, { checkoutId, granted_minor });
    for (const { lineNo, restock } of units) {
      const variantId = items.find((item) => item.lineNo === lineNo)?.variantId;
      if (isSure) journal.adjust(`${variantId}:${returnId}`, restock);
    }
  }
}

/** The buyer looks now and then: never more back than granted, and never less than before. */
async function follow({ me, shopper }: Returning, returnId: string): Promise<void> {
  let before = 0;
  const looks = me.dice.int(0, 3);
  for (let look = 0; look < looks; look += 1) {
    await me.think(500, 20_000);
    const ask = { principal: shopper.principal, method: 'GET', path: `/returns/${returnId}` };
    const { status, body } = await me.ask(ask);
    if (status === 404) me.journal.complain(`${returnId} was announced and is not there`);
    if (status !== 200) continue;
    const { granted, refunded } = body.money as { granted: number; refunded: number };
    if (refunded > granted) {
      me.journal.complain(`${returnId}: ${refunded} went back of ${granted} granted`);
    }
    if (refunded < before)
      me.journal.complain(`${returnId}: ${before} went back, then ${refunded}`);
    before = refunded;
    const { byHand } = body.money as { byHand: boolean };
    if (byHand && body.status === 'REFUNDING') {
      // Cash goes back over the counter, and somebody says so.
      const path = `/admin/returns/${returnId}/paid-out`;
      await press(me, { principal: admin, path, body: { reference: 'from the till' } });
    }
    if (['REFUNDED', 'EXCHANGED', 'REJECTED'].includes(body.status as string)) return;
  }
}
