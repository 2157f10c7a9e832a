/** The rules of what can go back, kept by operators. */
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import type { Sql } from '#kernel/db/db.ts';
import { pageFrom, pageQuery } from '#kernel/http/page.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import { Type } from 'typebox';
import * as schemas from './schemas.ts';
import { dropRule, listRules, putRule, type RuleRow } from './store-rule.ts';

const ruleJson = ({ window_days, updatedAt, ...rest }: RuleRow) => {
  return { ...rest, windowDays: window_days, updatedAt: updatedAt.toISOString() };
};

const operator = { audience: 'admin', owner: 'none' } as const;
const writing = {
  roles: ['support', 'catalogue'],
  limit: 'write',
  idempotency: 'accepted',
} as const;

/** Rules are few and put whole: the last one counts, and who put it is kept. */
export function ruleRoutes(db: Sql): Route[] {
  return [
    route({
      ...operator,
      method: 'GET',
      limit: 'read',
      idempotency: 'none',
      path: '/admin/return-rules',
      summary: 'The rules of what can be returned, by scope and key',
      query: Type.Object(pageQuery),
      replies: { 200: schemas.rulePage },
      errors: ['validation-failed'],
      handle: async ({ query }) => {
        const after = cursorKey(query.cursor);
        if (isRefusal(after)) return after;
        const rows = await listRules(db, after, query.limit + 1);
        const page = pageFrom(rows, query.limit, (row) => [row.scope, row.key]);
        return { ...page, data: page.data.map(ruleJson) };
      },
    }),
    route({
      ...operator,
      ...writing,
      method: 'PUT',
      path: '/admin/return-rules',
      summary: 'Make or change the rule of a category, a product, a variant, or of all the rest',
      description: 'The closest rule of a thing counts; a category is named by its path.',
      body: schemas.ruleBody,
      replies: { 200: schemas.rule },
      errors: ['validation-failed'],
      handle: async ({ body, principal }) => {
        const { windowDays: window_days, why = null, ...rest } = body;
        const wrong = wrongRule(body);
        if (wrong) return wrong;
        const made = await putRule(db, { ...rest, window_days, why }, `admin:${principal.id}`);
        return made ? reply(200, ruleJson(made)) : refuse('validation-failed', { errors: [] });
      },
    }),
    route({
      ...operator,
      ...writing,
      method: 'DELETE',
      path: '/admin/return-rules',
      summary: 'Drop a rule; the next closest one counts',
      query: schemas.ruleKeyQuery,
      replies: { 204: null },
      errors: ['return-rule-not-found'],
      handle: async ({ query }) => {
        const { scope, key } = query;
        const gone = await dropRule(db, scope, key);
        return gone ? reply(204, null) : refuse('return-rule-not-found', { scope, key });
      },
    }),
  ];
}

function problem(pointer: string, detail: string) {
  return refuse('validation-failed', {
    errors: [{ pointer, in: 'body', code: 'not-valid', detail }],
  });
}

function wrongRule({
  scope,
  key,
  returnable,
  why,
}: {
  scope: string;
  key: string;
  returnable: boolean;
  why?: string;
}) {
  if ((scope === 'default') !== (key === ''))
    return problem('/key', 'is empty for the default only');
  if (returnable !== (why === undefined))
    return problem('/why', 'is told when, and only when, nothing goes back');
  return null;
}

function cursorKey(cursor: string | undefined) {
  if (cursor === undefined) return null;
  const no = refuse('validation-failed', {
    errors: [{ pointer: '/cursor', in: 'query', code: 'not-valid', detail: 'is no cursor' }],
  });
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (!Array.isArray(key) || key.length !== 2) return no;
    const [scope, name] = key as unknown[];
    return typeof scope === 'string' && typeof name === 'string' ? ([scope, name] as const) : no;
  } catch {
    return no;
  }
}
