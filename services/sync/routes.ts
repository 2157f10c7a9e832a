// Comparisons and their runs for operators. What changes something is written to the audit log
// before and after; without the log it is not done.
import { Type } from 'typebox';
import { idSchema } from '#kernel/core/id.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import { idCursor, pageFrom, pageOf, pageQuery, readCursor } from '#kernel/http/page.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import { opsCalls } from '#kernel/ops/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import { opsRoomCalls, reasonSchema } from '#services/ops/contract.ts';
import { differenceSchema, runFields } from './contract.ts';
import type { Runner } from './runner.ts';
import { listDifferences } from './store-difference.ts';
import * as store from './store-run.ts';
import { runJson } from './views.ts';

interface Deps {
  ctx: RoomContext;
  runner: Runner;
}

const text = Type.String();
const textOrNull = Type.Union([text, Type.Null()]);
const runSchema = Type.Object({
  ...runFields,
  askedBy: textOrNull,
  askedAt: text,
  startedAt: textOrNull,
  finishedAt: textOrNull,
});
const runOrNull = Type.Union([runSchema, Type.Null()]);
const jobSchema = Type.Object({
  job: text,
  says: text,
  source: text,
  copy: text,
  /** The last run that repairs, or the one that is under way. */
  run: runOrNull,
  /** The last one that came to its end. */
  finished: runOrNull,
});
const jobName = Type.String({ pattern: '^[a-z-]{1,40}$' });

const reading = {
  method: 'GET',
  audience: 'admin',
  owner: 'none',
  limit: 'read',
  idempotency: 'none',
} as const;

export function syncRoutes(deps: Deps): Route[] {
  return [jobsRoute(deps), runsRoute(deps), differencesRoute(deps), runRoute(deps)];
}

function jobsRoute({ ctx: { db }, runner }: Deps): Route {
  return route({
    ...reading,
    path: '/admin/ops/sync',
    summary: 'Copies that are compared with their sources, with the last run of each',
    replies: {
      200: Type.Object({ every_ms: Type.Integer(), jobs: Type.Array(jobSchema) }),
    },
    errors: [],
    handle: async () => {
      const names = runner.jobs.map((one) => one.name);
      const [last, finished] = await Promise.all([
        store.lastRuns(db, names),
        store.finishedRuns(db, names),
      ]);
      const of = (runs: store.RunRow[], job: string) => {
        const run = runs.find((one) => one.job === job);
        return run === undefined ? null : runJson(run);
      };
      const list = runner.jobs.map(({ name, says, source, copy }) => ({
        job: name,
        says,
        source: source.room,
        copy: copy.room,
        run: of(last, name),
        finished: of(finished, name),
      }));
      return reply(200, { every_ms: runner.every_ms, jobs: list });
    },
  });
}

function runsRoute({ ctx: { db } }: Deps): Route {
  return route({
    ...reading,
    path: '/admin/ops/sync/runs',
    summary: 'Runs of comparisons, newest first',
    query: Type.Object({ job: Type.Optional(jobName), ...pageQuery }),
    replies: { 200: pageOf(runSchema) },
    errors: ['validation-failed'],
    handle: async ({ query }) => {
      const before = idCursor(query.cursor, 'run');
      if (isRefusal(before)) return before;
      const of = { job: query.job ?? null, before, limit: query.limit + 1 };
      const rows = await store.listRuns(db, of);
      const page = pageFrom(rows, query.limit, (row) => [row.runId]);
      return reply(200, { ...page, data: page.data.map(runJson) });
    },
  });
}

function differencesRoute({ ctx: { db } }: Deps): Route {
  return route({
    ...reading,
    path: '/admin/ops/sync/runs/:runId/differences',
    summary: 'What a run found, by key',
    params: Type.Object({ runId: idSchema('run') }),
    query: Type.Object(pageQuery),
    replies: {
      200: Type.Object({ ...pageOf(differenceSchema).properties, run: runSchema }),
    },
    errors: ['validation-failed', 'sync-run-not-found'],
    handle: async ({ params: { runId }, query }) => {
      const after = keyCursor(query.cursor);
      if (isRefusal(after)) return after;
      const run = await store.readRun(db, runId);
      if (run === undefined) return refuse('sync-run-not-found', { runId });
      const rows = await listDifferences(db, runId, { after, limit: query.limit + 1 });
      const page = pageFrom(rows, query.limit, (row) => [row.key]);
      return reply(200, { ...page, run: runJson(run) });
    },
  });
}

function keyCursor(cursor: string | undefined) {
  if (cursor === undefined) return '';
  const key = readCursor(cursor);
  const [first] = Array.isArray(key) ? key : [];
  if (typeof first === 'string' && first !== '') return first;
  return refuse('validation-failed', {
    errors: [{ pointer: '/cursor', in: 'query', code: 'not-valid', detail: 'is no cursor' }],
  });
}

function runRoute({ ctx, runner }: Deps): Route {
  const ops = ctx.client(opsRoomCalls);
  const own = ctx.client(opsCalls(ctx.room));
  return route({
    method: 'POST',
    audience: 'admin',
    owner: 'none',
    limit: 'write',
    idempotency: 'required',
    roles: ['support', 'catalogue'],
    path: '/admin/ops/sync/:job/run',
    summary: 'Compare a copy with its source now; gives the run that is under way if there is one',
    params: Type.Object({ job: jobName }),
    body: Type.Object({
      /** Lists what differs and repairs nothing. */
      dryRun: Type.Optional(Type.Boolean()),
      /** Goes on although the source lost more than a fifth of its rows. */
      acceptShrink: Type.Optional(Type.Boolean()),
      reason: reasonSchema,
    }),
    replies: { 202: runSchema },
    errors: ['validation-failed', 'sync-job-not-found'],
    handle: async (req) => {
      const { job } = req.params;
      const { dryRun = false, acceptShrink = false, reason } = req.body;
      if (!runner.jobs.some((one) => one.name === job)) {
        return refuse('sync-job-not-found', { job });
      }
      const actor = req.principal.id;
      const entry = {
        actor,
        action: 'sync.run',
        target: job,
        reason,
        detail: { dryRun, acceptShrink },
        requestId: req.requestId,
      };
      await ops.audit({ ...entry, outcome: 'asked' });
      const run = await runner.ask({ job, dry: dryRun, acceptShrink, askedBy: actor });
      await ops.audit({ ...entry, outcome: 'done', detail: { runId: run.runId } });
      // At once, in this process; if it dies another finds the run within seconds.
      await own.opsRunTask({ task: runner.tasks[0].name });
      return reply(202, runJson(run));
    },
  });
}
