/**
 * The calls that every room answers about its ends of comparisons, wherever it runs. The room
 * `sync` compares copies with their sources through them, and sees no table of another room.
 */
import { type Static, Type } from 'typebox';
import { defineErrors } from '#kernel/core/error.ts';
import { call, defineCalls, type CallSet } from '#kernel/http/contract.ts';

/** Rows that one statement of a walk reads. */
export const walkedRows_max = 10_000;
/** Keys of one call that reads or writes rows in full. */
export const syncedKeys_max = 500;
/** Parts of one walk: with 100 rows each. */
const parts_max = 1_000;
const keyColumns_max = 4;

export const syncErrors = defineErrors({
  'sync-end-missing': {
    status: 503,
    title: 'The room has no such end of a comparison',
    explain: 'The process that serves the room is of another version; look at it again later.',
    retryable: true,
  },
});

const end = Type.String({ minLength: 1, maxLength: 80 });
const count = Type.Integer({ minimum: 0 });
/** The values of the key columns, in their order. */
export const keySchema = Type.Array(Type.String({ maxLength: 400 }), {
  minItems: 1,
  maxItems: keyColumns_max,
});
const keys = Type.Array(keySchema, { maxItems: syncedKeys_max });
const keyOrNull = Type.Union([keySchema, Type.Null()]);
const version = Type.Integer();
const limit = Type.Integer({ minimum: 1, maximum: walkedRows_max });

const partSchema = Type.Object({ to: keySchema, count, sum: Type.String() });
const markSchema = Type.Object({ key: keySchema, version, digest: Type.String() });
const seenSchema = Type.Object({
  key: keySchema,
  /** null: no such row. */
  mark: Type.Union([Type.Object({ version, digest: Type.String() }), Type.Null()]),
  /** Whether the room would keep a row with this key; a source always says yes. */
  kept: Type.Boolean(),
  /** How long ago the source's row changed, at most; null where nobody knows. */
  age_ms: Type.Union([Type.Integer(), Type.Null()]),
});
const rowSchema = Type.Object({ key: keySchema, version, row: Type.Unknown() });
const goneSchema = Type.Object({ key: keySchema, version });
const kinds = ['missing', 'stale', 'differs', 'extra', 'ahead'] as const;
export const differenceKinds = kinds;

export type SyncKey = Static<typeof keySchema>;
export type SyncPart = Static<typeof partSchema>;
export type SyncMark = Static<typeof markSchema>;
export type SyncSeen = Static<typeof seenSchema>;
export type SyncRow = Static<typeof rowSchema>;
export type SyncGone = Static<typeof goneSchema>;
export type DifferenceKind = (typeof kinds)[number];

const told = { timeout_ms: 8_000, retry: true } as const;

const calls = {
  syncCount: call({ input: Type.Object({ end }), output: Type.Object({ rows: count }), ...told }),
  /** The next rows in the order of the key, as parts with a sum each. */
  syncWalk: call({
    input: Type.Object({ end, after: keyOrNull, rows: limit, part: limit }),
    output: Type.Object({
      parts: Type.Array(partSchema, { maxItems: parts_max }),
      isLast: Type.Boolean(),
    }),
    ...told,
  }),
  /** Sums of the same parts at the other end. `isLast`: the last part has no end. */
  syncSums: call({
    input: Type.Object({
      end,
      after: keyOrNull,
      tos: Type.Array(keySchema, { minItems: 1, maxItems: parts_max }),
      isLast: Type.Boolean(),
      /** Rows of a part that are read; more than there should be are not counted. */
      part: limit,
    }),
    output: Type.Object({
      sums: Type.Array(Type.Object({ count, sum: Type.String() }), { maxItems: parts_max }),
    }),
    ...told,
  }),
  /** Rows after one key, up to another (null: to the end), in order. */
  syncRange: call({
    input: Type.Object({ end, after: keyOrNull, to: keyOrNull, limit }),
    output: Type.Object({ marks: Type.Array(markSchema) }),
    ...told,
  }),
  /** How single rows are, in the order of the keys. */
  syncKeys: call({
    input: Type.Object({ end, keys }),
    output: Type.Object({ seen: Type.Array(seenSchema) }),
    ...told,
  }),
  /** Rows of a source in full, as its copies take them; those that are not there are left out. */
  syncRows: call({
    input: Type.Object({ end, keys }),
    output: Type.Object({ rows: Type.Array(rowSchema) }),
    ...told,
  }),
  /** For copies of a part of the source: which of its rows are not what the source has. */
  syncCompare: call({
    input: Type.Object({ end, rows: Type.Array(rowSchema), absent: keys }),
    output: Type.Object({
      differences: Type.Array(
        Type.Object({
          key: keySchema,
          kind: Type.Enum([...kinds]),
          sourceVersion: Type.Union([version, Type.Null()]),
          copyVersion: Type.Union([version, Type.Null()]),
        }),
      ),
    }),
    ...told,
  }),
  /** Writes rows where they are not older, and takes rows away that have not changed since. */
  syncApply: call({
    input: Type.Object({
      end,
      rows: Type.Array(rowSchema, { maxItems: syncedKeys_max }),
      gone: Type.Array(goneSchema, { maxItems: syncedKeys_max }),
    }),
    output: Type.Object({}),
    timeout_ms: 15_000,
    retry: true,
  }),
};

export type SyncCalls = CallSet<typeof calls, string>;

const made = new Map<string, SyncCalls>();

/** The calls about ends of comparisons of a room: the same set for every room, under its name. */
export function syncCalls(room: string): SyncCalls {
  let known = made.get(room);
  if (known === undefined) {
    known = defineCalls(room, calls);
    made.set(room, known);
  }
  return known;
}
