// What a room says about one of its ends of a comparison: where its rows are, and for a copy how
// they are written. All of it is of the room itself; the other end has the same fields.
import type { Sql } from '#kernel/db/db.ts';
import type { SyncGone, SyncKey, SyncRow } from './contract.ts';

/** SQL of a room's own, for one end. */
export interface SyncTable {
  /** A table with what is joined to it, at most one row for a key. */
  readonly from: string;
  /** Columns of an index that names a row, in its order; texts that sort by byte. */
  readonly key: readonly [string, ...string[]];
  /** A whole number that grows with every change that copies are told of. */
  readonly version: string;
  /** What is compared, by name: the same names, and the same text of them, at both ends. */
  readonly fields: Readonly<Record<string, string>>;
  /** Rows that take part; all when left out. */
  readonly where?: string;
  /** Of a source: when its row last changed, if it knows; never later than it did. */
  readonly changed?: string;
  /** Of a source: what copies are written from, as JSON. */
  readonly row?: string;
  /** Of a copy: whether it keeps a row with the key (k.k1, k.k2, …); always when left out. */
  readonly keeps?: string;
  /** Of a copy of a part: true of rows that say that the source has no such row. */
  readonly gone?: string;
}

/** What a row has, by the names of the table's fields. */
export type Fields = Readonly<Record<string, string | number | boolean | null>>;

export interface SyncChange {
  rows: readonly SyncRow[];
  /** To be taken away, with the version that was seen here. */
  gone: readonly SyncGone[];
}

export interface SyncEnd {
  /** Absent where a source gives rows only by key. */
  readonly table?: SyncTable;
  /** Of a source: rows in full, where the table's own `row` does not do. */
  rows?(keys: readonly SyncKey[]): Promise<SyncRow[]>;
  /** Of a copy: writes in one transaction; an older version never overwrites. Each key once. */
  apply?(tx: Sql, change: SyncChange): Promise<void>;
  /** Of a copy that is written by several transactions, instead of `apply`. */
  write?(change: SyncChange): Promise<void>;
  /** After that was committed. */
  applied?(): void;
  /** Of a copy of a part: the fields that a row of the source would have here. */
  render?(row: unknown): Fields;
}

export type SyncEnds = Readonly<Record<string, SyncEnd>>;
