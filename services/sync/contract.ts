/** What the command line asks of this room, in its own process, and the error codes. */
import { type Static, Type } from 'typebox';
import { defineErrors } from '#kernel/core/error.ts';
import { call, defineCalls } from '#kernel/http/contract.ts';

/** Rows of a part that has one sum. */
export const partRows = 100;
/** Differences that a run keeps as rows once they are repaired. */
export const keptDifferences_max = 10_000;

const id = Type.String({ minLength: 1, maxLength: 200 });
const count = Type.Integer({ minimum: 0 });
const countOrNull = Type.Union([Type.Integer(), Type.Null()]);
const textOrNull = Type.Union([Type.String(), Type.Null()]);

export const syncErrors = defineErrors({
  'sync-job-not-found': {
    status: 404,
    title: 'No such comparison',
    explain: 'There is no job of this name; the list of jobs has the names.',
    retryable: false,
  },
  'sync-run-not-found': {
    status: 404,
    title: 'Run not found',
    explain: 'There is no such run, or it is older than what is kept.',
    retryable: false,
  },
});

/** One run in numbers; the same for callers and over HTTP. */
export const runFields = {
  runId: id,
  job: Type.String(),
  dryRun: Type.Boolean(),
  acceptShrink: Type.Boolean(),
  state: Type.String(),
  sourceRows: count,
  compared: count,
  missing: count,
  stale: count,
  differs: count,
  extra: count,
  ahead: count,
  repaired: count,
  failed: count,
  /** How long a copy was wrong, at most: what events alone would have left. null: nothing was. */
  lag_ms: countOrNull,
  note: textOrNull,
  took_ms: countOrNull,
};
export const runViewSchema = Type.Object(runFields);
export type SyncRunView = Static<typeof runViewSchema>;

export const differenceSchema = Type.Object({
  key: Type.String(),
  kind: Type.String(),
  sourceVersion: Type.Union([Type.Integer(), Type.Null()]),
  copyVersion: Type.Union([Type.Integer(), Type.Null()]),
  state: Type.String(),
  lag_ms: countOrNull,
  reason: textOrNull,
});
export type SyncDifference = Static<typeof differenceSchema>;

export const standingSchema = Type.Object({
  job: id,
  says: Type.String(),
  /** null: the comparison itself. */
  key: textOrNull,
  kind: Type.String(),
  sourceVersion: Type.Union([Type.Integer(), Type.Null()]),
  copyVersion: Type.Union([Type.Integer(), Type.Null()]),
  reason: textOrNull,
});
export type Standing = Static<typeof standingSchema>;

export const syncRoomCalls = defineCalls('sync', {
  jobs: call({
    input: Type.Object({}),
    output: Type.Object({ jobs: Type.Array(Type.Object({ name: id, says: Type.String() })) }),
    retry: true,
  }),
  /** Asks for a run, or finds the one that is under way, and begins it. */
  ask: call({
    input: Type.Object({
      job: id,
      dryRun: Type.Boolean(),
      acceptShrink: Type.Boolean(),
      askedBy: id,
    }),
    output: runViewSchema,
    refusals: ['sync-job-not-found'],
  }),
  run: call({
    input: Type.Object({ runId: id }),
    output: Type.Object({ run: Type.Union([runViewSchema, Type.Null()]) }),
    retry: true,
  }),
  /**
   * What no run could put right: rows that could not be written, copies that are ahead of their
   * sources, comparisons that were refused or gave up. Of each job's last run; 100 rows of one.
   */
  standing: call({
    input: Type.Object({}),
    output: Type.Object({ standing: Type.Array(standingSchema) }),
    retry: true,
  }),
  /** What a run found, in the order of the keys. */
  differences: call({
    input: Type.Object({
      runId: id,
      after: Type.String(),
      limit: Type.Integer({ minimum: 1, maximum: 1_000 }),
    }),
    output: Type.Object({ differences: Type.Array(differenceSchema) }),
    retry: true,
  }),
});
