import type { DifferenceKind } from './contract.ts';

interface Mark {
  version: number;
  digest: string;
}

/**
 * What a row of a copy is to its source; null: the same. A version that both have with another
 * content is a copy that somebody changed by hand (`differs`); a copy that is newer than its source
 * is `ahead`, and never overwritten.
 */
export function differenceOf(source: Mark | null, copy: Mark | null): DifferenceKind | null {
  if (source === null) return copy === null ? null : 'extra';
  if (copy === null) return 'missing';
  if (copy.version < source.version) return 'stale';
  if (copy.version > source.version) return 'ahead';
  return copy.digest === source.digest ? null : 'differs';
}
