/** What a browser makes of the one document that everybody in a line reads. */
import type { Routes } from '../../client/routes.gen.ts';
import { lineOf } from './line.ts';

export type Mark = Routes['GET /flash-sales/{saleId}/watermark']['reply'];

export interface Estimate {
  from: number;
  to: number;
}

export type Place =
  | { phase: 'before-draw' }
  | { phase: 'waiting'; rank: number; ahead: number; estimate_s: Estimate | null }
  | { phase: 'admitted'; rank: number }
  | { phase: 'sold-out'; rank: number; ahead: number; mayReturn: number }
  | { phase: 'ended' };

/** The same as the server would say: nobody has to ask it. */
export function placeOf(mark: Mark, number: number): Place {
  if (mark.state === 'ENDED') return { phase: 'ended' };
  if (mark.draw === null) return { phase: 'before-draw' };
  const rank = lineOf({ saleId: mark.saleId, ...mark.draw })(number);
  if (rank < mark.released) return { phase: 'admitted', rank };
  const ahead = rank - mark.released;
  if (mark.state === 'SOLD_OUT') return { phase: 'sold-out', rank, ahead, mayReturn: mark.held };
  return { phase: 'waiting', rank, ahead, estimate_s: estimateOf(mark, ahead) };
}

/** A range by the measured pace; null where nobody can know. */
function estimateOf(mark: Mark, ahead: number): Estimate | null {
  if (mark.state !== 'RUNNING' && mark.state !== 'DRAW') return null;
  const pace = mark.measuredPerMinute ?? mark.ratePerMinute;
  if (pace === 0 || ahead >= mark.allocation - mark.sold - mark.held) return null;
  const middle_s = (ahead / pace) * 60;
  return { from: Math.floor(middle_s * 0.8), to: Math.ceil(middle_s * 1.3) + mark.refresh_s };
}
