/** What the steps of a return share; pure. */
import type { ReplyOf } from '../../../client/request.ts';

export type Return = ReplyOf<'GET /seller/returns/{returnId}'>;

export interface StepProps {
  of: Return;
  onChanged(of: Return): void;
}

export const whys = [
  'not-as-declared',
  'used',
  'damaged-by-buyer',
  'incomplete',
  'wrong-item',
  'not-all-received',
  'not-received',
  'other',
] as const;
export type Why = (typeof whys)[number];
