// A part of a run: it gives one page of findings at a time, can look at single subjects again,
// and knows what to do about a finding where the rule is certain.
import type { Clock } from '#kernel/core/clock.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { BreakClass } from './contract.ts';
import type { Finding } from './model.ts';
import type { Neighbours } from './neighbours.ts';

export interface Scope {
  /** null: nothing is written down, as in a rehearsal; gateway books are then kept in memory. */
  runId: string | null;
  /** ISO; ids made before it are left out. */
  since: string;
  /** ISO; what changed after it may be work in flight and is never a finding. */
  until: string;
}

export interface Page {
  findings: Finding[];
  /** How many things were looked at. */
  looked: number;
  /** The place of the next page; null: the part is over. */
  next: unknown;
  /** What had to be left out, for the run's notes. */
  note?: string;
  /** Written in the transaction that writes the place. */
  write?(tx: Sql): Promise<void>;
}

/** What was tried about a finding, in words, and whether it is over with that. */
export interface Repair {
  action: string;
  done: boolean;
}

export interface Part {
  readonly name: string;
  /** For the note when it had to be left out. */
  readonly says: string;
  readonly classes: readonly BreakClass[];
  page(scope: Scope, place: unknown): Promise<Page>;
  /** The findings that these subjects of one class still are. */
  again(scope: Scope, of: { class: BreakClass; subjects: string[] }): Promise<Finding[]>;
  /** Absent where only a person can know. */
  repair?(finding: Finding): Promise<Repair>;
}

export interface PartNeeds {
  neighbours: Neighbours;
  clock: Clock;
}

/** The lowest id with a prefix that could have been made at a time: ids begin with their time. */
export function idAtTime(prefix: string, iso: string): string {
  return `${prefix}_${Math.max(0, Date.parse(iso)).toString(16).padStart(12, '0')}`;
}

export const isBefore = (iso: string, until: string): boolean =>
  Date.parse(iso) <= Date.parse(until);
