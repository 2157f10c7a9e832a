// The one document that everybody in a line reads, and what they work out from it. It is the same
// for all, so a cache can answer for the shop, and what it costs does not grow with the line.
import { Type, type Static } from 'typebox';
import { lineOf, type Line } from './model-line.ts';

export const saleStates = [
  'DRAFT',
  'ANNOUNCED',
  'PRE_QUEUE',
  'DRAW',
  'RUNNING',
  'PAUSED',
  'SOLD_OUT',
  'ENDED',
] as const;
export type SaleState = (typeof saleStates)[number];

const count = Type.Integer({ minimum: 0 });

export const watermarkSchema = Type.Object({
  saleId: Type.String(),
  state: Type.Enum([...saleStates]),
  /** Grows with every change of the document. */
  version: count,
  preQueueAt: Type.String(),
  startsAt: Type.String(),
  endsAt: Type.String(),
  /** SHA-256 of the seed, known from the announcement on. */
  seedHash: Type.String(),
  /** From the draw on: the seed, and how many people were in it. */
  draw: Type.Union([Type.Object({ seed: Type.String(), people: count }), Type.Null()]),
  /** People in the line, late ones included. */
  tickets: count,
  /** Ranks below this may claim. */
  released: count,
  ratePerMinute: count,
  /** Let in within the last minute; null while that is not known. */
  measuredPerMinute: Type.Union([count, Type.Null()]),
  allocation: count,
  sold: count,
  /** Held by tokens and open checkouts: they may return. */
  held: count,
  /** What the operators have to say to everybody in the line. */
  message: Type.Union([Type.Object({ text: Type.String(), at: Type.String() }), Type.Null()]),
  /** Seconds until it is worth asking again. */
  refresh_s: Type.Integer({ minimum: 1 }),
  serverTime: Type.String(),
});
export type Watermark = Static<typeof watermarkSchema>;

/** Requests a second that polling may cost, edge cache aside. */
export const polls_per_s = 2_000;
const refresh_s_min = 2;
const refresh_s_max = 60;

/** How long a client waits between two looks: longer the more of them there are. */
export function refreshOf(state: SaleState, waiting: number): number {
  if (state === 'ENDED') return refresh_s_max;
  const quiet = state === 'DRAFT' || state === 'ANNOUNCED' ? 30 : refresh_s_min;
  return Math.min(refresh_s_max, Math.max(quiet, Math.ceil(waiting / polls_per_s)));
}

export type Place =
  | { phase: 'before-draw' }
  | { phase: 'waiting'; rank: number; ahead: number; estimate_s: Estimate | null }
  | { phase: 'admitted'; rank: number }
  | { phase: 'sold-out'; rank: number; ahead: number; mayReturn: number }
  | { phase: 'ended' };

/** A range; null where nobody can know. */
export interface Estimate {
  from: number;
  to: number;
}

/**
 * Where a number stands by this document. Pure: a client, the server and whoever checks the draw
 * afterwards get the same. Whoever keeps the line of the document gives it.
 */
export function placeOf(mark: Watermark, number: number, line = lineIn(mark)): Place {
  if (mark.state === 'ENDED') return { phase: 'ended' };
  if (mark.draw === null || line === null) return { phase: 'before-draw' };
  const rank = line.rankOf(number);
  if (rank < mark.released) return { phase: 'admitted', rank };
  const ahead = rank - mark.released;
  if (mark.state === 'SOLD_OUT') return { phase: 'sold-out', rank, ahead, mayReturn: mark.held };
  return { phase: 'waiting', rank, ahead, estimate_s: estimateOf(mark, ahead) };
}

function lineIn({ saleId, draw }: Watermark): Line | null {
  return draw === null ? null : lineOf({ saleId, seed: draw.seed, drawn: draw.people });
}

/**
 * How long it takes until that many were let in, from the measured pace and, before there is one,
 * from the set one. Unknown while the sale is paused, or when there are not enough units left.
 */
export function estimateOf(mark: Watermark, ahead: number): Estimate | null {
  if (mark.state !== 'RUNNING' && mark.state !== 'DRAW') return null;
  const left = mark.allocation - mark.sold - mark.held;
  const pace = mark.measuredPerMinute ?? mark.ratePerMinute;
  if (pace === 0 || ahead >= left) return null;
  const middle_s = (ahead / pace) * 60;
  return { from: Math.floor(middle_s * 0.8), to: Math.ceil(middle_s * 1.3) + mark.refresh_s };
}
