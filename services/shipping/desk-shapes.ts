/** What the pages of operators have in common: calendars as people write them, and faults. */
import { Type } from 'typebox';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Fault } from './check.ts';

export const calendarFields = {
  timeZone: Type.String({ minLength: 1, maxLength: 60 }),
  /** What is ordered later leaves the next working day; null: whenever it is ordered. */
  cutoff: Type.Union([Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' }), Type.Null()]),
  /** Sunday is 0. */
  restDays: Type.Array(Type.Integer({ minimum: 0, maximum: 6 }), { maxItems: 7 }),
  holidays: Type.Array(
    Type.Object({
      day: Type.String({ format: 'date' }),
      name: Type.String({ minLength: 1, maxLength: 100 }),
    }),
    { maxItems: 400 },
  ),
};

/** How often it was changed, which If-Match names; 0 there: it is not there yet. */
export const version = Type.Integer({ minimum: 1 });

/** Why something of this version, undefined where there is none, cannot be taken away. */
export function notTaken(
  known: number | undefined,
  ifMatch: number,
  what: string,
): Refusal<'not-found' | 'precondition-failed'> | null {
  if (known === undefined) return refuse('not-found', { what });
  return known === ifMatch ? null : refuse('precondition-failed');
}

export const faultsOf = (faults: readonly Fault[]): Refusal<'validation-failed'> =>
  refuse('validation-failed', {
    errors: faults.map(({ field, detail }) => {
      return { pointer: `/${field}`, in: 'body', code: 'not-valid', detail };
    }),
  });

const clock = (minute: number | null): string | null =>
  minute === null
    ? null
    : `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

export function minuteOf(cutoff: string | null): number | null {
  const [hour = 0, minute = 0] = (cutoff ?? '').split(':').map(Number);
  return cutoff === null ? null : hour * 60 + minute;
}

export function withClock<Row extends { cutoff_minute: number | null }>({
  cutoff_minute,
  ...row
}: Row) {
  return { ...row, cutoff: clock(cutoff_minute) };
}
