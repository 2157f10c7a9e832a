/** Rules for operators: list, save, switch. */
import { Type } from 'typebox';
import type { Clock } from '#kernel/core/clock.ts';
import { idSchema } from '#kernel/core/id.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import { idCursor, pageFrom, pageOf, pageQuery } from '#kernel/http/page.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import type { Breaks } from './broken.ts';
import { ruleBody, ruleFrom, ruleJson, shownRule } from './rule-edge.ts';
import type { Rules } from './rules.ts';
import type { RuleRow } from './store-rule.ts';

interface RuleDeps {
  rules: Rules;
  breaks: Pick<Breaks, 'of'>;
  clock: Clock;
}

const access = {
  audience: 'admin',
  roles: ['catalogue', 'finance'],
  owner: 'none',
} as const;

const params = Type.Object({ ruleId: idSchema('rul') });
const saveErrors = [
  'validation-failed',
  'amount-precision',
  'too-many-rules',
  'not-found',
  'precondition-failed',
];

export function ruleRoutes(deps: RuleDeps): Route[] {
  return [...readRoutes(deps), ...saveRoutes(deps), switchRoute(deps)];
}

function jsonOf({ clock, breaks }: RuleDeps, row: RuleRow) {
  return ruleJson(row, { now_ms: clock.now(), broken: breaks.of(row.ruleId) });
}

function tagged<const Status extends 200 | 201>(deps: RuleDeps, status: Status, row: RuleRow) {
  const options = { etag: `"${row.version}"` };
  const location = `/api/v1/admin/price-rules/${row.ruleId}`;
  return reply(status, jsonOf(deps, row), status === 201 ? { ...options, location } : options);
}

function readRoutes(deps: RuleDeps): Route[] {
  const { rules } = deps;
  return [
    route({
      ...access,
      method: 'GET',
      path: '/admin/price-rules',
      summary: 'Rules that move prices, the newest first, each with what it does in a sentence',
      limit: 'read',
      idempotency: 'none',
      query: Type.Object(pageQuery),
      replies: { 200: pageOf(shownRule) },
      errors: ['validation-failed'],
      handle: async (req) => {
        const { limit, cursor } = req.query;
        const below = idCursor(cursor, 'rul');
        if (isRefusal(below)) return below;
        const rows = await rules.page(below ?? 'rum', limit + 1);
        const page = pageFrom(rows, limit, (row) => [row.ruleId]);
        return reply(200, { ...page, data: page.data.map((row) => jsonOf(deps, row)) });
      },
    }),
    route({
      ...access,
      method: 'GET',
      path: '/admin/price-rules/:ruleId',
      summary: 'One rule',
      limit: 'read',
      idempotency: 'none',
      params,
      replies: { 200: shownRule },
      errors: ['not-found'],
      handle: async (req) => {
        const row = await rules.find(req.params.ruleId);
        return row ? tagged(deps, 200, row) : refuse('not-found', { what: 'rule' });
      },
    }),
  ];
}

function saveRoutes(deps: RuleDeps): Route[] {
  const { rules } = deps;
  return [
    route({
      ...access,
      method: 'POST',
      path: '/admin/price-rules',
      summary: 'Add a rule; it moves prices from now or from when it begins',
      description:
        'A rule for everybody moves the price that is shown everywhere. One for price lists or ' +
        'places moves it for those only, and may only lower it.',
      limit: 'write',
      idempotency: 'accepted',
      body: ruleBody,
      replies: { 201: shownRule },
      errors: saveErrors,
      handle: async (req) => {
        const rule = ruleFrom(req.body);
        if (isRefusal(rule)) return rule;
        const row = await rules.save({ rule, version: null, actor: req.principal.id });
        return isRefusal(row) ? row : tagged(deps, 201, row);
      },
    }),
    route({
      ...access,
      method: 'PUT',
      path: '/admin/price-rules/:ruleId',
      summary: 'Change a rule as a whole; quotes that were made keep their prices',
      limit: 'write',
      idempotency: 'accepted',
      ifMatch: true,
      params,
      body: ruleBody,
      replies: { 200: shownRule },
      errors: saveErrors,
      handle: async (req) => {
        const { ruleId } = req.params;
        const wanted = ruleFrom(req.body);
        if (isRefusal(wanted)) return wanted;
        const was = await rules.find(ruleId);
        if (!was) return refuse('not-found', { what: 'rule' });
        const rule = { ...wanted, ruleId, enabled: was.enabled };
        const row = await rules.save({ rule, version: req.ifMatch, actor: req.principal.id });
        return isRefusal(row) ? row : tagged(deps, 200, row);
      },
    }),
  ];
}

function switchRoute(deps: RuleDeps): Route {
  return route({
    ...access,
    method: 'POST',
    path: '/admin/price-rules/:ruleId/switch',
    summary: 'Switch a rule off, or on again, at once',
    limit: 'write',
    idempotency: 'accepted',
    params,
    body: Type.Object({ enabled: Type.Boolean() }),
    replies: { 200: shownRule },
    errors: ['not-found', 'validation-failed'],
    handle: async (req) => {
      const { enabled } = req.body;
      const actor = req.principal.id;
      const row = await deps.rules.turn({ id: req.params.ruleId, enabled, actor });
      return isRefusal(row) ? row : tagged(deps, 200, row);
    },
  });
}
