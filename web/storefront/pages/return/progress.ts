/** How far a return is, in steps that people follow; pure. Words are made of it elsewhere. */
import type { ReplyOf } from '../../../client/request.ts';

export type OwnReturn = ReplyOf<'GET /returns/{returnId}'>;
export type SharedReturn = ReplyOf<'GET /returns/{returnId}/shared'>;
export type AnyReturn = OwnReturn | SharedReturn;
export type ReturnStatus = AnyReturn['status'];

export interface ReturnStep {
  key: string;
  status: ReturnStatus;
  /** ISO time; null: still to come. */
  at: string | null;
  by: string | null;
  reason: string | null;
  state: 'done' | 'now' | 'ahead' | 'problem';
}

const bad: readonly ReturnStatus[] = ['REJECTED', 'EXPIRED', 'CANCELLED'];
const over: readonly ReturnStatus[] = [...bad, 'REFUNDED', 'EXCHANGED'];
const path: readonly ReturnStatus[] = ['REQUESTED', 'IN_TRANSIT', 'RECEIVED', 'INSPECTED'];

/** Nothing of it changes by itself any more. */
export const isOver = (status: ReturnStatus): boolean => over.includes(status);

/** What happened, then what will if all goes well. */
export function stepsOf(of: Pick<AnyReturn, 'timeline' | 'status' | 'resolution'>): ReturnStep[] {
  const done = of.timeline.map(({ status, at, by, reason }, index): ReturnStep => {
    const state = bad.includes(status) ? 'problem' : 'done';
    return { key: `${status} ${index}`, status, at, by, reason, state };
  });
  if (isOver(of.status)) return done;
  const last = done.at(-1);
  if (last?.state === 'done') last.state = 'now';
  return [...done, ...aheadOf(of)];
}

function aheadOf({ status, resolution }: Pick<AnyReturn, 'status' | 'resolution'>): ReturnStep[] {
  const reached = status === 'LABELLED' ? 0 : path.indexOf(status);
  const end: ReturnStatus = resolution === 'EXCHANGE' ? 'EXCHANGED' : 'REFUNDED';
  const ahead = reached < 0 ? [end] : [...path.slice(reached + 1), end];
  return ahead.map((one) => {
    return { key: one, status: one, at: null, by: null, reason: null, state: 'ahead' };
  });
}

export type ReturnAction = 'label' | 'sent' | 'cancel' | 'appeal';

export const may = (of: Pick<AnyReturn, 'actions'>, name: ReturnAction): boolean =>
  of.actions.some((one) => one.action === name && one.allowed);
