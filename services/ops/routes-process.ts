// What processes have: breakers, caches, repeated upkeep, background jobs; and what the checker
// of the invariants said.
import { Type } from 'typebox';
import { Failure } from '#kernel/core/error.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import { processSchema, type OpsProcess } from '#kernel/ops/contract.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import type { Checks } from './checks.ts';
import { reasonSchema } from './contract.ts';
import { acting, away, reading, text, textOrNull, word, type RouteDeps } from './shared.ts';
import type { CheckRow } from './store.ts';

type Deps = RouteDeps & { checks: Checks };

const { breakers, caches, tasks } = processSchema.properties;
const inProcess = { processId: text, pid: Type.Integer() };
const done = Type.Object({ name: text });
const named = Type.Object({
  name: word,
  reason: reasonSchema,
});

export function processRoutes(deps: Deps): Route[] {
  return [
    ...guardRoutes(deps),
    ...cacheRoutes(deps),
    jobsRoute(deps),
    ...jobActs(deps),
    ...invariantRoutes(deps),
  ];
}

/** The processes that serve the rooms, each once. */
async function processes({ gather }: RouteDeps): Promise<{ all: OpsProcess[]; away: string[] }> {
  const { found, away: silent } = await gather.all((client) => client.opsProcess({}));
  const byId = new Map(found.map(({ answer }) => [answer.processId, answer]));
  return { all: [...byId.values()], away: silent };
}

function guardRoutes(deps: Deps): Route[] {
  const schema = Type.Object({
    processes: Type.Array(Type.Object({ ...inProcess, breakers })),
    away,
  });
  return [
    route({
      ...reading,
      path: '/admin/ops/breakers',
      summary: 'Guards around calls that leave a process, by process',
      replies: { 200: schema },
      errors: [],
      handle: async () => {
        const { all, away: silent } = await processes(deps);
        const list = all.map(({ processId, pid, breakers: guards }) => ({
          processId,
          pid,
          breakers: guards,
        }));
        return reply(200, { processes: list, away: silent });
      },
    }),
  ];
}

function cacheRoutes(deps: Deps): Route[] {
  const { gather, audit } = deps;
  const schema = Type.Object({
    processes: Type.Array(Type.Object({ ...inProcess, caches })),
    away,
  });
  return [
    route({
      ...reading,
      path: '/admin/ops/caches',
      summary: 'Caches in memory, by process',
      replies: { 200: schema },
      errors: [],
      handle: async () => {
        const { all, away: silent } = await processes(deps);
        const list = all.map(({ processId, pid, caches: kept }) => ({
          processId,
          pid,
          caches: kept,
        }));
        return reply(200, { processes: list, away: silent });
      },
    }),
    route({
      ...acting,
      path: '/admin/ops/caches/purge',
      summary: 'Empty a cache in the processes that answer; it fills again by itself',
      body: named,
      replies: { 200: Type.Object({ name: text, purged: Type.Integer(), away }) },
      errors: ['task-not-found'],
      handle: async (req) => {
        const { name, reason } = req.body;
        const what = { action: 'cache.purge', target: name, reason };
        const result = await audit.deed(req, what, async () => {
          const { found, away: silent } = await gather.all((client) =>
            client.opsPurge({ cache: name }),
          );
          const known = found.some(({ answer }) => answer.known);
          if (!known) return refuse('task-not-found', { cache: name });
          const purged = found.reduce((sum, { answer }) => sum + answer.purged, 0);
          return { name, purged, away: silent };
        });
        return isRefusal(result) ? result : reply(200, result);
      },
    }),
  ];
}

function jobsRoute(deps: Deps): Route {
  const count = Type.Object({
    task: text,
    due: Type.Integer(),
    later: Type.Integer(),
    running: Type.Integer(),
    dead: Type.Integer(),
  });
  const dead = Type.Object({
    id: text,
    task: text,
    attempts: Type.Integer(),
    lastError: textOrNull,
    at: text,
  });
  return route({
    ...reading,
    path: '/admin/ops/jobs',
    summary: 'Repeated upkeep by process, background jobs by task, and jobs that gave up',
    replies: {
      200: Type.Object({
        processes: Type.Array(Type.Object({ ...inProcess, tasks })),
        jobs: Type.Array(count),
        dead: Type.Array(dead),
        away,
      }),
    },
    errors: [],
    handle: async () => {
      const [{ all, away: silent }, counts, gone] = await Promise.all([
        processes(deps),
        deps.ctx.jobs.counts(),
        deps.ctx.jobs.dead(100),
      ]);
      return reply(200, {
        processes: all.map(({ processId, pid, tasks: list }) => ({
          processId,
          pid,
          tasks: list,
        })),
        jobs: counts,
        // Payloads may name people: what is needed to retry is the id.
        dead: gone.map(({ payload: _, at, ...job }) => ({ ...job, at: at.toISOString() })),
        away: silent,
      });
    },
  });
}

function jobActs({ ctx, gather, audit }: Deps): Route[] {
  return [
    route({
      ...acting,
      path: '/admin/ops/jobs/run',
      summary: 'Run a repeated task now instead of at its time',
      body: named,
      replies: { 202: done },
      errors: ['task-not-found', 'room-unavailable'],
      handle: async (req) => {
        const { name, reason } = req.body;
        const what = { action: 'task.run', target: name, reason };
        const result = await audit.deed(req, what, async () => {
          const room = name.slice(0, Math.max(0, name.indexOf('.')));
          if (!ctx.rooms.includes(room)) return refuse('task-not-found', { task: name });
          const { started } = await gather.of(room).opsRunTask({ task: name });
          return started ? { name } : refuse('task-not-found', { task: name });
        });
        return isRefusal(result) ? result : reply(202, result);
      },
    }),
    route({
      ...acting,
      path: '/admin/ops/jobs/retry',
      summary: 'Give background jobs that gave up a new set of tries',
      body: Type.Object({
        ids: Type.Array(Type.String({ pattern: '^\\d{1,18}$' }), { minItems: 1, maxItems: 100 }),
        reason: reasonSchema,
      }),
      replies: { 200: Type.Object({ retried: Type.Integer() }) },
      errors: [],
      handle: async (req) => {
        const { ids, reason } = req.body;
        const what = { action: 'job.retry', target: ids.join(',').slice(0, 200), reason };
        const retried = await audit.deed(req, what, () => ctx.jobs.retry(ids));
        return reply(200, { retried });
      },
    }),
  ];
}

const checkSchema = Type.Object({
  checkId: text,
  askedBy: textOrNull,
  startedAt: text,
  finishedAt: textOrNull,
  violations: Type.Union([Type.Integer(), Type.Null()]),
  instant: Type.Record(text, Type.Integer()),
  quiescent: Type.Record(text, Type.Integer()),
  error: textOrNull,
});

function checkJson({ result, startedAt, finishedAt, ...row }: CheckRow) {
  const counts = (result ?? {}) as Partial<Record<'instant' | 'quiescent', Record<string, number>>>;
  return {
    ...row,
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    instant: counts.instant ?? {},
    quiescent: counts.quiescent ?? {},
  };
}

function invariantRoutes({ checks, audit }: Deps): Route[] {
  return [
    route({
      ...reading,
      path: '/admin/ops/invariants',
      summary: 'What the checker of all invariants said last, newest first',
      replies: { 200: Type.Object({ data: Type.Array(checkSchema) }) },
      errors: [],
      handle: async () => reply(200, { data: (await checks.list(20)).map(checkJson) }),
    }),
    route({
      ...acting,
      path: '/admin/ops/invariants/check',
      summary: 'Have every invariant checked now, in a process of its own',
      body: Type.Object({ reason: reasonSchema }),
      replies: { 202: checkSchema },
      errors: ['checker-failed'],
      handle: async (req) => {
        const { reason } = req.body;
        const what = { action: 'invariants.check', target: 'all', reason };
        const begun = await audit.deed(req, what, () => checks.begin(req.principal.id));
        if (begun === undefined) throw new Failure('checker-failed');
        return reply(202, checkJson(begun));
      },
    }),
  ];
}
