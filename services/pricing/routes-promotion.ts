/** Promotions for operators: list, save, switch, and what a price would be and why. */
import { Type } from 'typebox';
import { assert } from '#kernel/core/assert.ts';
import { idSchema } from '#kernel/core/id.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import { idCursor, pageFrom, pageOf, pageQuery } from '#kernel/http/page.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import type { ExplainDeps } from './explain.ts';
import { promotionBody, promotionFrom, promotionJson, shownPromotion } from './promotion-edge.ts';
import { explainRoutes } from './routes-explain.ts';
import { runningRoute } from './routes-running.ts';
import type { PromotionRow } from './store-promotion.ts';

export type PromotionDeps = ExplainDeps;

const access = {
  audience: 'admin',
  roles: ['catalogue', 'finance'],
  owner: 'none',
} as const;

const params = Type.Object({ promotionId: idSchema('pmo') });
const saveErrors = [
  'validation-failed',
  'amount-precision',
  'too-many-promotions',
  'not-found',
  'precondition-failed',
];

export function promotionRoutes(deps: PromotionDeps): Route[] {
  return [
    ...readRoutes(deps),
    ...saveRoutes(deps),
    switchRoute(deps),
    ...explainRoutes(deps),
    runningRoute(deps),
  ];
}

type Deps = Pick<PromotionDeps, 'promotions' | 'clock'>;

/** Promotions as operators see them; one statement more where some of them have limits. */
async function shown({ promotions, clock }: Deps, rows: readonly PromotionRow[]) {
  const limited = rows.filter((row) => row.definition.limits !== undefined);
  const purses = await promotions.purses.taken(limited.map((row) => row.promotionId));
  const taken = new Map(purses.map((one) => [`${one.promotionId} ${one.currency}`, one.taken]));
  const now_ms = clock.now();
  return rows.map((row) =>
    promotionJson(row, now_ms, (of) => taken.get(`${row.promotionId} ${of}`) ?? 0),
  );
}

async function tagged<const Status extends 200 | 201>(
  status: Status,
  row: PromotionRow,
  deps: Deps,
) {
  const options = { etag: `"${row.version}"` };
  const location = `/api/v1/admin/promotions/${row.promotionId}`;
  const [body] = await shown(deps, [row]);
  assert(body !== undefined, 'every row is shown');
  return reply(status, body, status === 201 ? { ...options, location } : options);
}

function readRoutes(deps: PromotionDeps): Route[] {
  const { promotions } = deps;
  return [
    route({
      ...access,
      method: 'GET',
      path: '/admin/promotions',
      summary: 'Promotions, the newest first, each with what it does in a sentence',
      limit: 'read',
      idempotency: 'none',
      query: Type.Object(pageQuery),
      replies: { 200: pageOf(shownPromotion) },
      errors: ['validation-failed'],
      handle: async (req) => {
        const { limit, cursor } = req.query;
        const below = idCursor(cursor, 'pmo');
        if (isRefusal(below)) return below;
        const rows = await promotions.page(below ?? 'pmp', limit + 1);
        const page = pageFrom(rows, limit, (row) => [row.promotionId]);
        return reply(200, { ...page, data: await shown(deps, page.data) });
      },
    }),
    route({
      ...access,
      method: 'GET',
      path: '/admin/promotions/:promotionId',
      summary: 'One promotion',
      limit: 'read',
      idempotency: 'none',
      params,
      replies: { 200: shownPromotion },
      errors: ['not-found'],
      handle: async (req) => {
        const row = await promotions.find(req.params.promotionId);
        return row ? tagged(200, row, deps) : refuse('not-found', { what: 'promotion' });
      },
    }),
  ];
}

function saveRoutes(deps: PromotionDeps): Route[] {
  const { promotions } = deps;
  return [
    route({
      ...access,
      method: 'POST',
      path: '/admin/promotions',
      summary: 'Add a promotion; it is in force from now or from when it begins',
      limit: 'write',
      idempotency: 'accepted',
      body: promotionBody,
      replies: { 201: shownPromotion },
      errors: saveErrors,
      handle: async (req) => {
        const promotion = promotionFrom(req.body);
        if (isRefusal(promotion)) return promotion;
        const actor = req.principal.id;
        const row = await promotions.save({ promotion, version: null, actor });
        return isRefusal(row) ? row : tagged(201, row, deps);
      },
    }),
    route({
      ...access,
      method: 'PUT',
      path: '/admin/promotions/:promotionId',
      summary: 'Change a promotion as a whole; quotes that were made keep their prices',
      limit: 'write',
      idempotency: 'accepted',
      ifMatch: true,
      params,
      body: promotionBody,
      replies: { 200: shownPromotion },
      errors: saveErrors,
      handle: async (req) => {
        const { promotionId } = req.params;
        const wanted = promotionFrom(req.body);
        if (isRefusal(wanted)) return wanted;
        const was = await promotions.find(promotionId);
        if (!was) return refuse('not-found', { what: 'promotion' });
        const promotion = { ...wanted, promotionId, enabled: was.enabled };
        const actor = req.principal.id;
        const row = await promotions.save({ promotion, version: req.ifMatch, actor });
        return isRefusal(row) ? row : tagged(200, row, deps);
      },
    }),
  ];
}

function switchRoute(deps: PromotionDeps): Route {
  const { promotions } = deps;
  return route({
    ...access,
    method: 'POST',
    path: '/admin/promotions/:promotionId/switch',
    summary: 'Switch a promotion off, or on again, at once',
    limit: 'write',
    idempotency: 'accepted',
    params,
    body: Type.Object({ enabled: Type.Boolean() }),
    replies: { 200: shownPromotion },
    errors: ['not-found', 'validation-failed'],
    handle: async (req) => {
      const { enabled } = req.body;
      const actor = req.principal.id;
      const row = await promotions.turn({ id: req.params.promotionId, enabled, actor });
      return isRefusal(row) ? row : tagged(200, row, deps);
    },
  });
}
