import { differenceKinds, type DifferenceKind, type SyncKey } from '#kernel/sync/contract.ts';

/** A key that both ends were asked about and that is not the same at both. */
export interface Difference {
  key: SyncKey;
  kind: DifferenceKind;
  sourceVersion: number | null;
  copyVersion: number | null;
  /** How long ago the source changed, at most; null where it does not know. */
  age_ms: number | null;
}

export type Counts = Record<DifferenceKind, number>;

/** How many there are of each kind. */
export function countsOf(differences: readonly Difference[]): Counts {
  const counts: Counts = { missing: 0, stale: 0, differs: 0, extra: 0, ahead: 0 };
  for (const { kind } of differences) counts[kind] += 1;
  return counts;
}

/** Differences in all. */
export function sumOf(counts: Counts): number {
  return differenceKinds.reduce((sum, kind) => sum + counts[kind], 0);
}

/** A source may lose so much between two runs, in hundredths, before somebody has to agree. */
export const shrink_percent_max = 20;

/** True when a source has so few rows that its copy should not follow without being told to. */
export function hasShrunk(of: { before: number; now: number }): boolean {
  return of.now * 100 < of.before * (100 - shrink_percent_max);
}

const first_wait_ms = 1_000;
const wait_ms_max = 10 * 60_000;
/** A run whose rooms do not answer is given up after so many tries, some 40 minutes. */
export const tries_max = 12;

/** The rest before the next try. */
export function waitOf(tries: number): number {
  return Math.min(wait_ms_max, first_wait_ms * 2 ** Math.min(tries, 20));
}

/** How a key is written down: its parts with a space between. Ids have none, SKUs may. */
export const keyText = (key: SyncKey): string =>
  key.map((part) => part.replaceAll(/[% ]/g, encodeURIComponent)).join(' ');
export const keyFrom = (text: string): SyncKey => text.split(' ').map(decodeURIComponent);
