import { Type } from 'typebox';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import { pageFrom, pageOf, pageQuery } from '#kernel/http/page.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import { cursorParts, plain, reading, text, textOrNull, word, type RouteDeps } from './shared.ts';
import { listAudit, verifyAudit, type AuditRow } from './store.ts';

const entry = Type.Object({
  auditId: text,
  seq: Type.Integer(),
  at: text,
  actor: text,
  action: text,
  target: text,
  reason: textOrNull,
  outcome: text,
  detail: Type.Any(),
  requestId: textOrNull,
  hash: text,
});

const listQuery = Type.Object({
  actor: Type.Optional(plain),
  target: Type.Optional(plain),
  action: Type.Optional(word),
  ...pageQuery,
});

/** What operators did, and whether the record of it is whole. */
export function auditRoutes({ ctx: { db } }: RouteDeps): Route[] {
  const list = (path: string) =>
    route({
      ...reading,
      path,
      summary: 'What operators did, newest first: who, what, why and how it ended',
      query: listQuery,
      replies: { 200: pageOf(entry) },
      errors: ['validation-failed'],
      handle: async ({ query }) => {
        const parts = cursorParts(query.cursor, 1);
        if (isRefusal(parts)) return parts;
        const before = parts === null ? null : Number(parts[0]);
        if (before !== null && !Number.isSafeInteger(before)) return refuse('validation-failed');
        const { actor = null, target = null, action = null, limit } = query;
        const rows = await listAudit(db, { actor, target, action, before, limit: limit + 1 });
        const page = pageFrom(rows, limit, (row) => [String(row.seq)]);
        return reply(200, { ...page, data: page.data.map(entryJson) });
      },
    });
  return [
    list('/admin/audit'),
    route({
      ...reading,
      path: '/admin/audit/verify',
      summary: 'Walk the chain of the audit log: is every entry as it was written?',
      replies: {
        200: Type.Object({
          intact: Type.Boolean(),
          entries: Type.Integer(),
          firstBroken: Type.Union([Type.Integer(), Type.Null()]),
        }),
      },
      errors: [],
      handle: async () => {
        const found = await verifyAudit(db);
        return reply(200, { intact: found.firstBroken === null, ...found });
      },
    }),
  ];
}

function entryJson({ at, detail, ...row }: AuditRow) {
  return { ...row, at: at.toISOString(), detail: JSON.parse(detail) as unknown };
}
