/** Promotions for operators: list, save, switch, and what a price would be and why. */
import { Type } from 'typebox';
import type { Clock } from '#kernel/core/clock.ts';
import { idSchema } from '#kernel/core/id.ts';
import { toMajor } from '#kernel/core/money.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import { idCursor, pageFrom, pageOf, pageQuery } from '#kernel/http/page.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import { couponReasons } from './contract.ts';
import { explainBody, explainGoods, type ExplainDeps } from './explain.ts';
import { promotionBody, promotionFrom, promotionJson, shownPromotion } from './promotion-edge.ts';
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
  return [...readRoutes(deps), ...saveRoutes(deps), switchRoute(deps), explainRoute(deps)];
}

function tagged<const Status extends 200 | 201>(status: Status, row: PromotionRow, clock: Clock) {
  const options = { etag: `"${row.version}"` };
  const location = `/api/v1/admin/promotions/${row.promotionId}`;
  const body = promotionJson(row, clock.now());
  return reply(status, body, status === 201 ? { ...options, location } : options);
}

function readRoutes({ promotions, clock }: PromotionDeps): Route[] {
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
        const now_ms = clock.now();
        return reply(200, { ...page, data: page.data.map((row) => promotionJson(row, now_ms)) });
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
        return row ? tagged(200, row, clock) : refuse('not-found', { what: 'promotion' });
      },
    }),
  ];
}

function saveRoutes({ promotions, clock }: PromotionDeps): Route[] {
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
        return isRefusal(row) ? row : tagged(201, row, clock);
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
        return isRefusal(row) ? row : tagged(200, row, clock);
      },
    }),
  ];
}

function switchRoute({ promotions, clock }: PromotionDeps): Route {
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
      return isRefusal(row) ? row : tagged(200, row, clock);
    },
  });
}

const stepSchema = Type.Object({
  stage: Type.String(),
  lineNo: Type.Union([Type.Integer(), Type.Null()]),
  /** The promotion; null: of the price itself. */
  promotionId: Type.Union([Type.String(), Type.Null()]),
  name: Type.String(),
  amount: Type.Number(),
});

const explained = Type.Object({
  subtotal: Type.Number(),
  discount: Type.Number(),
  total: Type.Number(),
  freeShipping: Type.Boolean(),
  steps: Type.Array(stepSchema),
  /** What would have fitted and why it is not taken off. */
  passed: Type.Array(Type.Object({ promotionId: Type.String(), why: Type.String() })),
  /** What became of the coupon; null: none was asked for. `reason` null: it is taken off. */
  coupon: Type.Union([
    Type.Object({
      couponId: Type.String(),
      code: Type.String(),
      name: Type.String(),
      reason: Type.Union([Type.Enum([...couponReasons]), Type.Null()]),
    }),
    Type.Null(),
  ]),
});

function explainRoute(deps: PromotionDeps): Route {
  return route({
    ...access,
    roles: ['catalogue', 'finance', 'support'],
    method: 'POST',
    path: '/admin/prices/explain',
    summary: 'What goods cost at a place and time, step by step, with a draft tried on them',
    description: 'Goods only: shipping and tax are those of the checkout. Nothing is kept.',
    limit: 'write',
    idempotency: 'none',
    body: explainBody,
    replies: { 200: explained },
    errors: [
      'validation-failed',
      'currency-unknown',
      'not-found',
      'price-missing',
      'amount-precision',
      'coupon-not-found',
    ],
    handle: async (req) => {
      const { currency } = req.body;
      const found = await explainGoods(deps, req.body);
      if (isRefusal(found)) return found;
      const { goods, coupon } = found;
      const { subtotal_minor, discount_minor } = goods;
      return reply(200, {
        subtotal: toMajor(subtotal_minor, currency),
        discount: toMajor(discount_minor, currency),
        total: toMajor(subtotal_minor - discount_minor, currency),
        freeShipping: goods.freeShipping !== null,
        steps: goods.steps.map(({ stage, lineNo, ref, name, amount_minor }) => {
          return { stage, lineNo, promotionId: ref, name, amount: toMajor(amount_minor, currency) };
        }),
        passed: goods.passed.map(({ ref, why }) => ({ promotionId: ref, why })),
        coupon,
      });
    },
  });
}
