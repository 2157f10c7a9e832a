// What a schedule can be made of: the steps of the purchase and their five crash points, how the
// gateway behaves, and who dies. The matrix is their product; no cell is left out.
import { prng } from '#kernel/core/prng.ts';

/**
 * Where within a step: a before the intent is written, b intent written and the call not made,
 * c the call has had its effect and its reply is on the way, d the reply is there and the result
 * not written, e the result is written and nothing has followed.
 */
export type At = 'a' | 'b' | 'c' | 'd' | 'e';
const ats: readonly At[] = ['a', 'b', 'c', 'd', 'e'];

/** The statement or request whose reply is withheld at point c. */
export type Effect =
  | { over: 'postgres'; text: RegExp; values?: RegExp }
  | { over: 'gateway'; path: RegExp };

/** What the shopper must live through so that a step is passed. */
export type Path =
  | 'order'
  | 'undo'
  | 'undo-pending'
  | 'undo-reopened'
  | 'leave'
  | 'extend'
  | 'bank'
  /** A part of it is paid with a gift card. */
  | 'parts'
  | 'undo-parts'
  /** Paid in parts: the rest is declined, and its money comes after all. */
  | 'late-parts'
  /** With a coupon in the cart. */
  | 'coupon'
  | 'undo-coupon'
  /** With a thing that a promotion for so many orders is for. */
  | 'held'
  | 'undo-held'
  /** The shopper cancels the order: money and units go back. */
  | 'cancel'
  /** The order is sent, and all of it comes back: for money, for the same again, for cash. */
  | 'return'
  | 'return-exchange'
  | 'return-cash'
  /** For money that the gateway does not send at once. */
  | 'return-late';

interface Step {
  effect: Effect;
  path: Path;
}

const sql = (text: RegExp, values?: RegExp): Effect => ({ over: 'postgres', text, values });
const order = (status: string) =>
  sql(/insert into "order"|update "order" o set status/, new RegExp(`"(?:status|to)":"${status}"`));
const payment = (status: string) =>
  sql(/update payment p set status/, new RegExp(`"to":"${status}"`));
const gatewayCharge: Effect = { over: 'gateway', path: /\/sandbox\/charge$/ };
const ended = /"to":"(?:FAILED|RELEASED|EXPIRED)"/;

/** The eleven steps of the matrix: seven forward and four that take something back. */
export const steps: Readonly<Record<string, Step>> = {
  QUOTE: { path: 'order', effect: sql(/insert into quote\b/) },
  HOLD: { path: 'order', effect: sql(/from hold_batch\(/) },
  OPEN: { path: 'order', effect: sql(/'CHECKOUT_INITIATED', 'checkout'/) },
  CHARGE_1: { path: 'order', effect: gatewayCharge },
  CONFIRM: { path: 'order', effect: sql(/from confirm_batch\(/) },
  ORDER: { path: 'order', effect: order('CONFIRMED') },
  FINISH: { path: 'order', effect: sql(/update checkout c set status/, /"to":"COMPLETED"/) },
  ORDER_FAILED: { path: 'undo-pending', effect: order('FAILED') },
  'CHARGE_1.undo': {
    path: 'undo',
    effect: { over: 'gateway', path: /\/sandbox\/(?:cancel|refund)$/ },
  },
  'OPEN.undo': { path: 'undo', effect: sql(/update checkout c set status/, ended) },
  'HOLD.undo': { path: 'undo', effect: sql(/release_for_good\(/) },
};

/** The other steps of the same saga, with the outcome under which they are passed. */
export const otherSteps: Readonly<Record<string, Step & { outcome: Outcome }>> = {
  ORDER_PENDING: { path: 'order', outcome: 'timeout-success', effect: order('PENDING') },
  PENDING: {
    path: 'order',
    outcome: 'timeout-success',
    effect: sql(/update checkout c set status/, /"to":"PENDING"/),
  },
  CLOSE_1: {
    path: 'order',
    outcome: 'decline',
    effect: { over: 'gateway', path: /\/sandbox\/cancel$/ },
  },
  CHARGE_2: { path: 'order', outcome: 'decline', effect: gatewayCharge },
  /** After the bank's no: another card for the same order. */
  REOPEN_1: {
    path: 'bank',
    outcome: 'decline',
    effect: sql(/update checkout c set status/, /"from":\["PENDING"\],"to":"OPEN"/),
  },
  /** After the bank's no the shopper leaves: the order that waited ends. */
  'ORDER_PENDING.undo': { path: 'undo-reopened', outcome: 'decline', effect: order('FAILED') },
  EXTEND_1: {
    path: 'extend',
    outcome: 'success',
    effect: sql(/update checkout c set status/, /CHECKOUT_EXTENDED/),
  },
  /** A question about a payment, when the shopper gives up waiting for the gateway. */
  ASK_1: {
    path: 'leave',
    outcome: 'timeout-success',
    effect: { over: 'gateway', path: /\/sandbox\/cancel$/ },
  },
  RESERVE_1: { path: 'parts', outcome: 'success', effect: sql(/'AUTHORIZED', \$12/) },
  TAKE_1: { path: 'parts', outcome: 'success', effect: payment('CAPTURED') },
  RELEASE_1: { path: 'parts', outcome: 'decline', effect: payment('CANCELLED') },
  /** Money of an attempt whose credit was given up. */
  GIVE_BACK_1: {
    path: 'late-parts',
    outcome: 'decline',
    effect: { over: 'gateway', path: /\/sandbox\/refund$/ },
  },
  COUPON: {
    path: 'coupon',
    outcome: 'success',
    effect: sql(/update coupon_use set state = 'consumed'/),
  },
  'QUOTE.undo': {
    path: 'undo-coupon',
    outcome: 'success',
    effect: sql(/then 'released' else 'returned'/),
  },
  'RESERVE_1.undo': { path: 'undo-parts', outcome: 'success', effect: sql(/insert into refund\b/) },
};

const carriedOut = sql(/update return_decision set done_at/);
const refund: Effect = { over: 'gateway', path: /\/sandbox\/refund$/ };

/** The steps of the saga that carries a return out; null: the step has no effect but its record. */
export const returnSteps: Readonly<Record<string, { path: Path; effect: Effect | null }>> = {
  STOCK: { path: 'return', effect: sql(/take_back_batch\(/) },
  REFUNDING: { path: 'return', effect: sql(/update return_request r set status/) },
  ORDER: { path: 'return', effect: sql(/insert into line_return\b/) },
  MONEY: { path: 'return', effect: refund },
  REFUNDED: { path: 'return', effect: carriedOut },
  SETTLED: {
    path: 'return',
    effect: sql(/update "order" o set status/, /"(?:status|to)":"REFUNDED"/),
  },
  HOLD: { path: 'return-exchange', effect: sql(/from hold_batch\(/) },
  CONFIRM: { path: 'return-exchange', effect: sql(/from confirm_batch\(/) },
  EXCHANGED: { path: 'return-exchange', effect: carriedOut },
  PAYOUT: { path: 'return-cash', effect: sql(/update return_decision set refund_id/) },
  SENT: { path: 'return-late', effect: null },
  ASK_1: { path: 'return-late', effect: sql(/insert into refund\b/) },
};

/** A quote that holds a use: of a coupon, or of a promotion for so many orders. Every victim. */
const heldSteps: readonly { name: string; path: Path; effect: Effect }[] = [
  { name: 'QUOTE', path: 'held', effect: sql(/insert into promotion_use/) },
  { name: 'COUPON', path: 'held', effect: sql(/update promotion_use u set state = 'consumed'/) },
  { name: 'QUOTE.undo', path: 'undo-held', effect: sql(/update promotion_use u set ended_at/) },
  { name: 'QUOTE', path: 'coupon', effect: sql(/insert into coupon_use/) },
  { name: 'COUPON', path: 'coupon', effect: sql(/update coupon_use set state = 'consumed'/) },
  { name: 'QUOTE.undo', path: 'undo-coupon', effect: sql(/update coupon_use u set ended_at/) },
];

/** How the gateway behaves towards the first attempt of a schedule. */
export const outcomes = [
  'success',
  'decline',
  'timeout-success',
  'timeout-decline',
  'error-success',
  'never-arrived',
  'webhook-twice',
  'webhook-first',
] as const;
export type Outcome = (typeof outcomes)[number];

export const victims = ['orchestrator', 'postgres', 'gateway', 'relay', 'everything'] as const;
export type Victim = (typeof victims)[number];

export interface Cell {
  /** victim/outcome/STEP.at */
  id: string;
  victim: Victim;
  outcome: Outcome;
  path: Path;
  /** Name of the failpoint; for c that of b, after which the effect is looked for. */
  failpoint: string;
  /** With c: whose reply is withheld. */
  effect: Effect | undefined;
}

function stepCell(of: { victim: Victim; outcome: Outcome; name: string; at: At }): Cell {
  const { victim, outcome, name, at } = of;
  const step = steps[name] ?? otherSteps[name];
  if (step === undefined) throw new TypeError(`there is no step ${name}`);
  return {
    id: `${victim}/${outcome}/${name}.${at}`,
    victim,
    outcome,
    path: step.path,
    failpoint: `checkout.${name}.${at === 'c' ? 'b' : at}`,
    effect: at === 'c' ? step.effect : undefined,
  };
}

/** 11 steps × 5 points × 8 outcomes × 5 victims = 2,200 cells. */
export function matrix(): Cell[] {
  return victims.flatMap((victim) =>
    Object.keys(steps).flatMap((name) =>
      ats.flatMap((at) => outcomes.map((outcome) => stepCell({ victim, outcome, name, at }))),
    ),
  );
}

const flow = (consumer: string) => [`relay.${consumer}.delivered`, `inbox.${consumer}.handled`];

/** Crash points outside of the eleven steps, each with a story that passes it. */
const elsewhere: [failpoints: string[], outcome: Outcome, path: Path][] = [
  [['checkout.SHOPPER_1.e', 'checkout.END.a', 'checkout.END.e'], 'success', 'order'],
  [['payments.charge.begun', 'payments.charge.answered'], 'success', 'order'],
  [['checkout.GATEWAY_1.e'], 'timeout-success', 'order'],
  [['checkout.SHOPPER_2.e'], 'decline', 'order'],
  [['payments.refund.begun', 'payments.refund.answered'], 'success', 'undo'],
  [['catalog.stock', 'checkout.settle', 'cart.clear'].flatMap(flow), 'success', 'order'],
  [flow('notifications.orders'), 'timeout-success', 'order'],
  [flow('orders.refunds'), 'success', 'undo'],
  [['payments.part.held', 'payments.part.taken'], 'success', 'parts'],
  [['payments.part.released'], 'decline', 'parts'],
  [['payments.refund.begun', 'payments.refund.answered'], 'success', 'cancel'],
  [['inventory.restock', 'payments.refund'].flatMap(flow), 'success', 'cancel'],
];

/** The saga of a return, struck at every point of every step. */
function returnCells(): Cell[] {
  const victim = 'orchestrator';
  const ofSteps = Object.entries(returnSteps).flatMap(([name, { path, effect }]) =>
    ats.flatMap((at): Cell[] => {
      if (at === 'c' && effect === null) return [];
      const failpoint = `return.${name}.${at === 'c' ? 'b' : at}`;
      const id = `${victim}/${path}/${name}.${at}`;
      const struck = at === 'c' && effect !== null ? effect : undefined;
      return [{ id, victim, outcome: 'success', path, failpoint, effect: struck }];
    }),
  );
  const others = [
    'return.END.a',
    'return.END.e',
    'payments.refund.begun',
    'payments.refund.answered',
  ];
  const named = others.map((failpoint): Cell => {
    const id = `${victim}/return/${failpoint}`;
    return { id, victim, outcome: 'success', path: 'return', failpoint, effect: undefined };
  });
  const waits: Cell[] = [
    ['return.GATEWAY_1.e', 'return-late'],
    ['relay.returns.refunds.delivered', 'return-late'],
    ['inbox.returns.refunds.handled', 'return-late'],
    ['return.PERSON_PAYOUT_1.e', 'return-cash'],
  ].map(([failpoint = '', path]) => {
    const id = `${victim}/${path}/${failpoint}`;
    return { id, victim, outcome: 'success', path: path as Path, failpoint, effect: undefined };
  });
  return [...ofSteps, ...named, ...waits];
}

/** 6 steps × 5 points × 5 victims = 150 cells. */
function heldCells(): Cell[] {
  return victims.flatMap((victim) =>
    heldSteps.flatMap(({ name, path, effect }) =>
      ats.map((at): Cell => ({
        id: `${victim}/${path}/${name}.${at}`,
        victim,
        outcome: 'success',
        path,
        failpoint: `checkout.${name}.${at === 'c' ? 'b' : at}`,
        effect: at === 'c' ? effect : undefined,
      })),
    ),
  );
}

/** The end of a saga is one write: its intent, effect and result. b is a, and d is e. */
const endWrite = sql(/insert into saga_journal/, /"status":"COMPLETED","step":null/);

/** Cells beyond the matrix: the saga's other steps, its ends and waits, payments and events. */
export function further(): Cell[] {
  const victim = 'orchestrator';
  const ofSteps = Object.entries(otherSteps).flatMap(([name, { outcome }]) =>
    ats.map((at) => stepCell({ victim, outcome, name, at })),
  );
  const named = elsewhere.flatMap(([names, outcome, path]) =>
    names.map((name) => namedCell(name, { outcome, path, effect: undefined })),
  );
  const end = namedCell('checkout.END.a', { outcome: 'success', path: 'order', effect: endWrite });
  const left = ['OPEN.undo', 'HOLD.undo'].flatMap((name) =>
    ats.map((at) => ({
      ...stepCell({ victim, outcome: 'success', name, at }),
      id: `${victim}/left/${name}.${at}`,
      path: 'leave' as const,
    })),
  );
  return [
    ...ofSteps,
    ...named,
    { ...end, id: `${victim}/success/checkout.END.c` },
    ...left,
    ...heldCells(),
    ...returnCells(),
  ];
}

function namedCell(
  failpoint: string,
  of: { outcome: Outcome; path: Path; effect: Effect | undefined },
): Cell {
  return {
    id: `orchestrator/${of.path === 'cancel' ? 'cancelled' : of.outcome}/${failpoint}`,
    victim: 'orchestrator',
    failpoint,
    ...of,
  };
}

/** Cells in an order of chance; the same for the same seed. */
export function drawn(cells: readonly Cell[], seed: string): Cell[] {
  return prng(`cells ${seed}`).shuffle([...cells]);
}
