// Runs and breaks for operators. What changes something is written to the audit log before and
// after; without the log it is not done.
import { Type } from 'typebox';
import { idSchema } from '#kernel/core/id.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import { opsCalls } from '#kernel/ops/contract.ts';
import { idCursor, pageFrom, pageOf, pageQuery } from '#kernel/http/page.ts';
import { reply, route, type AnyRequest, type Route } from '#kernel/http/route.ts';
import type { RoomContext } from '#kernel/service.ts';
import { opsRoomCalls, reasonSchema } from '#services/ops/contract.ts';
import { audited, type Act, type Commands } from './commands.ts';
import { breakClasses, breakStates } from './contract.ts';
import { breakJson, runJson } from './queries.ts';
import type { Runner } from './runner.ts';
import * as breaks from './store-break.ts';
import * as runs from './store-run.ts';

interface Deps {
  ctx: RoomContext;
  runner: Runner;
  commands: Commands;
}

const text = Type.String();
const textOrNull = Type.Union([text, Type.Null()]);
const runSchema = Type.Object({
  runId: text,
  kind: text,
  span: text,
  askedBy: textOrNull,
  state: text,
  part: Type.Integer(),
  looked: Type.Integer(),
  found: Type.Integer(),
  repaired: Type.Integer(),
  opened: Type.Integer(),
  notes: Type.Array(text),
  askedAt: text,
  startedAt: textOrNull,
  finishedAt: textOrNull,
});
const breakFields = {
  breakId: text,
  class: text,
  subject: text,
  subjects: Type.Record(text, text),
  amount: Type.Union([Type.Number(), Type.Null()]),
  currency: textOrNull,
  sentence: text,
  state: text,
  seen: Type.Integer(),
  runId: text,
  action: textOrNull,
  doneBy: textOrNull,
  reason: textOrNull,
  age_s: Type.Integer(),
  firstSeenAt: text,
  lastSeenAt: text,
  closedAt: textOrNull,
};
const breakSchema = Type.Object(breakFields);
const entrySchema = Type.Object({
  seq: Type.Integer(),
  at: text,
  actor: text,
  action: text,
  reason: textOrNull,
});
const overview = Type.Object({
  ...pageOf(breakSchema).properties,
  /** The last run, or the one that is under way. */
  run: Type.Union([runSchema, Type.Null()]),
  open: Type.Array(Type.Object({ class: text, open: Type.Integer(), oldest_s: Type.Integer() })),
});
const about = [
  'orderId',
  'paymentId',
  'checkoutId',
  'sagaId',
  'reservationId',
  'variantId',
] as const;
const listQuery = Type.Object({
  state: Type.Optional(Type.Enum([...breakStates])),
  class: Type.Optional(Type.Enum([...breakClasses])),
  ...Object.fromEntries(
    about.map((name) => [name, Type.Optional(Type.String({ pattern: '^[\\w-]{1,80}$' }))]),
  ),
  ...pageQuery,
});
type ListQuery = {
  state?: (typeof breakStates)[number];
  class?: (typeof breakClasses)[number];
  limit: number;
  cursor?: string;
} & Partial<Record<(typeof about)[number], string>>;

const reading = {
  method: 'GET',
  audience: 'admin',
  owner: 'none',
  limit: 'read',
  idempotency: 'none',
} as const;
const acting = {
  method: 'POST',
  audience: 'admin',
  owner: 'none',
  limit: 'write',
  idempotency: 'required',
} as const;

export function reconciliationRoutes(deps: Deps): Route[] {
  return [overviewRoute(deps), breakRoute(deps), runsRoute(deps), runRoute(deps), ...acts(deps)];
}

function overviewRoute({ ctx: { db } }: Deps): Route {
  return route({
    ...reading,
    path: '/admin/ops/reconciliation',
    summary: 'Breaks, newest first, with how many are open and the last run',
    query: listQuery,
    replies: { 200: overview },
    errors: ['validation-failed'],
    handle: async (req) => {
      const query = req.query as unknown as ListQuery;
      const before = idCursor(query.cursor, 'brk');
      if (isRefusal(before)) return before;
      const name = about.find((one) => query[one] !== undefined);
      const filter = {
        state: query.state ?? null,
        class: query.class ?? null,
        about: name === undefined ? null : { name, id: query[name] ?? '' },
        before,
        limit: query.limit + 1,
      };
      const [rows, [run], open] = await Promise.all([
        breaks.listBreaks(db, filter),
        runs.listRuns(db, null, 1),
        breaks.countOpen(db),
      ]);
      const page = pageFrom(rows, query.limit, (row) => [row.breakId]);
      return reply(200, {
        ...page,
        data: page.data.map(breakJson),
        run: run === undefined ? null : runJson(run),
        open: open.map((one) => ({
          class: one.class,
          open: one.open,
          oldest_s: Math.round(one.oldest_s),
        })),
      });
    },
  });
}

function breakRoute({ ctx: { db } }: Deps): Route {
  return route({
    ...reading,
    path: '/admin/ops/reconciliation/breaks/:breakId',
    summary: 'A break with everything that was done about it',
    params: Type.Object({ breakId: idSchema('brk') }),
    replies: { 200: Type.Object({ ...breakFields, history: Type.Array(entrySchema) }) },
    errors: ['break-not-found'],
    handle: async ({ params }) => {
      const row = await breaks.readBreak(db, params.breakId);
      if (row === undefined) return refuse('break-not-found', params);
      const entries = await breaks.readEntries(db, params.breakId);
      const history = entries.map((one) => ({ ...one, at: one.at.toISOString() }));
      return reply(200, { ...breakJson(row), history });
    },
  });
}

function runsRoute({ ctx: { db } }: Deps): Route {
  return route({
    ...reading,
    path: '/admin/ops/reconciliation/runs',
    summary: 'Runs, newest first',
    query: Type.Object(pageQuery),
    replies: { 200: pageOf(runSchema) },
    errors: ['validation-failed'],
    handle: async ({ query }) => {
      const before = idCursor(query.cursor, 'run');
      if (isRefusal(before)) return before;
      const rows = await runs.listRuns(db, before, query.limit + 1);
      const page = pageFrom(rows, query.limit, (row) => [row.runId]);
      return reply(200, { ...page, data: page.data.map(runJson) });
    },
  });
}

function runRoute({ ctx, runner }: Deps): Route {
  const audit = audited(ctx.client(opsRoomCalls));
  const own = ctx.client(opsCalls(ctx.room));
  return route({
    ...acting,
    path: '/admin/ops/reconciliation/run',
    summary: 'Look at everything now; gives the run that is under way where there is one',
    roles: ['support', 'finance'],
    body: Type.Object({
      span: Type.Optional(Type.Union([Type.Literal('recent'), Type.Literal('full')])),
      reason: reasonSchema,
    }),
    replies: { 202: runSchema },
    errors: ['validation-failed'],
    handle: async (req) => {
      const { span = 'recent', reason } = req.body;
      const act = { ...actOf(req, reason), action: 'reconciliation.run', target: span };
      const wish = { kind: 'asked', span, askedBy: act.actor } as const;
      const run = await audit(act, () => runner.ask(wish));
      // At once, in this process; if it dies another finds the run within seconds.
      await own.opsRunTask({ task: 'reconciliation.run' });
      ctx.log.info({ runId: run.runId }, 'reconciliation was asked for');
      return reply(202, runJson(run));
    },
  });
}

function acts({ ctx, commands }: Deps): Route[] {
  const audit = audited(ctx.client(opsRoomCalls));
  const act = (verb: 'accept' | 'retry', of: { summary: string; roles: string[] }) =>
    route({
      ...acting,
      path: `/admin/ops/reconciliation/breaks/:breakId/${verb}`,
      ...of,
      params: Type.Object({ breakId: idSchema('brk') }),
      body: Type.Object({ reason: reasonSchema }),
      replies: { 200: breakSchema },
      errors: ['break-not-found', 'break-closed'],
      timeout_ms: 60_000,
      handle: async (req) => {
        const { breakId } = req.params;
        const by = actOf(req, req.body.reason);
        const what = { ...by, action: `break.${verb}`, target: breakId };
        const done = await audit(what, () => commands[verb](breakId, by));
        return isRefusal(done) ? done : reply(200, breakJson(done));
      },
    });
  return [
    act('accept', {
      summary: 'Accept a difference as it is; it is not reported again while it is the same',
      roles: ['finance'],
    }),
    act('retry', {
      summary: 'Look at a break again and repair it where the rule is certain',
      roles: ['support', 'finance'],
    }),
  ];
}

function actOf(req: Pick<AnyRequest, 'principal' | 'requestId'>, reason: string): Act {
  return { actor: req.principal.id, reason, requestId: req.requestId };
}
