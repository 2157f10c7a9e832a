// Decisions of a sale, as functions of what is known: what may follow what, whether a plan makes
// sense, and how many people are let in next. No clock, no chance, no I/O.
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { SaleState } from './model-watermark.ts';

export const moves: Readonly<Record<SaleState, readonly SaleState[]>> = {
  DRAFT: ['ANNOUNCED'],
  ANNOUNCED: ['PRE_QUEUE', 'ENDED'],
  PRE_QUEUE: ['DRAW', 'ENDED'],
  DRAW: ['RUNNING', 'ENDED'],
  RUNNING: ['PAUSED', 'SOLD_OUT', 'ENDED'],
  PAUSED: ['RUNNING', 'ENDED'],
  SOLD_OUT: ['RUNNING', 'ENDED'],
  ENDED: [],
};

export function mayMove(from: SaleState, to: SaleState): boolean {
  return moves[from].includes(to);
}

/** People can join: not before the line opens, and as long as something may be left. */
export const joinable: readonly SaleState[] = [
  'PRE_QUEUE',
  'DRAW',
  'RUNNING',
  'PAUSED',
  'SOLD_OUT',
];
/** A tick has something to do. */
export const live: readonly SaleState[] = ['ANNOUNCED', ...joinable];

export interface Plan {
  preQueueAt_ms: number;
  startsAt_ms: number;
  endsAt_ms: number;
  items: readonly { variantId: string; quantity: number; price_minor: number }[];
  perPerson: number;
  perAddress: number;
}

export interface Problem {
  pointer: string;
  code: string;
  detail: string;
}

/** Why a plan is not taken, all reasons at once; undefined where it is. */
export function planRefusal(
  plan: Plan,
  now_ms: number,
): Refusal<'sale-plan-not-valid'> | undefined {
  const errors: Problem[] = [];
  const add = (pointer: string, code: string, detail: string) =>
    errors.push({ pointer, code, detail });
  if (plan.startsAt_ms <= now_ms) add('/startsAt', 'in-the-past', 'A sale starts in the future.');
  if (plan.preQueueAt_ms >= plan.startsAt_ms) {
    add('/preQueueAt', 'after-start', 'The line opens before the sale starts.');
  }
  if (plan.endsAt_ms <= plan.startsAt_ms) {
    add('/endsAt', 'before-start', 'A sale ends after it starts.');
  }
  const seen = new Set<string>();
  plan.items.forEach(({ variantId }, index) => {
    if (seen.has(variantId)) {
      add(`/items/${index}/variantId`, 'twice', 'A thing is in a sale once.');
    }
    seen.add(variantId);
  });
  if (plan.perAddress < plan.perPerson) {
    add('/perAddress', 'below-per-person', 'An address may have what a person may have.');
  }
  return errors.length > 0 ? refuse('sale-plan-not-valid', { errors }) : undefined;
}

export interface Pace {
  /** Ranks below this are in. */
  released: number;
  /** Thousandths of a person that the pace has earned and nobody was let in for. */
  carry_milli: number;
}

/**
 * How many are in after so much time. Three things bound it: the pace, the people there are, and
 * the units: who is let in finds a unit, so no more are let in than are free and not yet meant
 * for somebody who was let in before and may still claim. Time that could not be used is not
 * saved up beyond one second's worth: a line that stood still does not burst.
 */
export function nextPace(
  { released, carry_milli }: Pace,
  of: {
    ratePerMinute: number;
    elapsed_ms: number;
    tickets: number;
    /** Units neither held nor sold. */
    free: number;
    /** Let in, and may still claim. */
    outstanding: number;
  },
): Pace {
  const earned_milli = carry_milli + Math.floor((of.ratePerMinute * of.elapsed_ms) / 60);
  const room = Math.min(of.tickets - released, of.free - of.outstanding);
  const steps = Math.max(0, Math.min(Math.floor(earned_milli / 1_000), room));
  const second_milli = Math.ceil(of.ratePerMinute / 60) * 1_000 + 999;
  const rest_milli = Math.min(earned_milli - steps * 1_000, second_milli);
  return { released: released + steps, carry_milli: rest_milli };
}

/**
 * How long a claim may take on average. Beginning a checkout, for which half a second is promised
 * to ninety-nine of a hundred, is four such steps.
 */
const claim_ms_max = 60;

/** Claims that take less tell of a shop that has hardly anything to do. */
export const quick_ms = claim_ms_max / 4;

/** The least part of a pace: a neighbour that stands still must not end a sale. */
const throttle_min = 1 / 16;

/** A sale begins at the least: how much the shop can do is found out from below. */
export const throttle_first = throttle_min;

/**
 * Which part of the planned pace comes next: less while claims take long, because who is let in
 * faster than the shop can serve them only waits elsewhere; more while they do not, and half as
 * much again while the shop has hardly anything to do.
 */
export function nextThrottle(part: number, claim_ms: number): number {
  if (claim_ms > claim_ms_max) return Math.max(throttle_min, part * 0.8);
  if (claim_ms * 2 > claim_ms_max) return part;
  return Math.min(1, claim_ms < quick_ms ? part * 1.5 : part + 0.05);
}

/** What an address is to a limit: letters and digits only, whatever the case and the spaces. */
export function addressKeyOf(address: {
  line1: string;
  line2?: string;
  postalCode: string;
  country: string;
}): string {
  const plain = (text: string) =>
    text
      .normalize('NFKD')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]/gu, '');
  const { country, postalCode, line1, line2 = '' } = address;
  return [country, postalCode, line1 + line2].map(plain).join('|');
}

export interface Hours {
  state: SaleState;
  now_ms: number;
  preQueueAt_ms: number;
  startsAt_ms: number;
  endsAt_ms: number;
  /** Units neither held nor sold. */
  free: number;
}

/** The state that follows by time and by what is left; the same where nothing follows. */
export function nextState(of: Hours): SaleState {
  const { state, now_ms, free } = of;
  if (state === 'DRAFT' || state === 'ENDED') return state;
  if (now_ms >= of.endsAt_ms) return 'ENDED';
  if (state === 'ANNOUNCED') return now_ms >= of.preQueueAt_ms ? 'PRE_QUEUE' : state;
  if (state === 'PRE_QUEUE') return now_ms >= of.startsAt_ms ? 'DRAW' : state;
  if (state === 'DRAW') return 'RUNNING';
  if (state === 'RUNNING') return free === 0 ? 'SOLD_OUT' : state;
  if (state === 'SOLD_OUT') return free > 0 ? 'RUNNING' : state;
  return state;
}

/** As everybody reads it. */
export function messageOf(row: {
  message: string | null;
  messageAt: Date | null;
}): { text: string; at: string } | null {
  const { message: text, messageAt } = row;
  return text === null || messageAt === null ? null : { text, at: messageAt.toISOString() };
}

/** States in which each can be asked, by the last part of its path. */
export const verbs = {
  'pre-queue': { from: ['ANNOUNCED'], openNow: true },
  start: { from: ['ANNOUNCED', 'PRE_QUEUE'], startNow: true },
  pause: { from: ['RUNNING'], to: 'PAUSED' },
  resume: { from: ['PAUSED'], to: 'RUNNING' },
  rate: { from: ['ANNOUNCED', 'PRE_QUEUE', 'DRAW', 'RUNNING', 'PAUSED', 'SOLD_OUT'] },
  extend: { from: ['ANNOUNCED', 'PRE_QUEUE', 'DRAW', 'RUNNING', 'PAUSED', 'SOLD_OUT'] },
  message: { from: ['ANNOUNCED', 'PRE_QUEUE', 'DRAW', 'RUNNING', 'PAUSED', 'SOLD_OUT'] },
  end: {
    from: ['ANNOUNCED', 'PRE_QUEUE', 'DRAW', 'RUNNING', 'PAUSED', 'SOLD_OUT'],
    endNow: true,
  },
} as const satisfies Record<
  string,
  { from: readonly SaleState[]; to?: SaleState; openNow?: true; startNow?: true; endNow?: true }
>;
