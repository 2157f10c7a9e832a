/** What goods cost at a place and time, and why, for operators. */
import { Type } from 'typebox';
import { idSchema } from '#kernel/core/id.ts';
import { toMajor } from '#kernel/core/money.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import { couponReasons } from './contract.ts';
import { explainBody, explainGoods, type ExplainDeps } from './explain.ts';
import { unsures } from './past.ts';
import { withListNames } from './list-names.ts';

const access = {
  audience: 'admin',
  roles: ['catalogue', 'finance', 'support'],
  owner: 'none',
} as const;

const stepSchema = Type.Object({
  stage: Type.String(),
  lineNo: Type.Union([Type.Integer(), Type.Null()]),
  /** The promotion, rule or price list; null: of the price itself. */
  promotionId: Type.Union([Type.String(), Type.Null()]),
  name: Type.String(),
  amount: Type.Number(),
});

const explained = Type.Object({
  at: Type.String(),
  /** Of a time that is past: what nobody knows any more, so that it may have cost otherwise. */
  unsure: Type.Array(Type.Enum([...unsures])),
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

const errors = [
  'validation-failed',
  'currency-unknown',
  'not-found',
  'price-missing',
  'amount-precision',
  'coupon-not-found',
];

const { currency, country, state, at: time, coupon: code, userId } = explainBody.properties;

export function explainRoutes(deps: ExplainDeps): Route[] {
  return [
    route({
      ...access,
      method: 'POST',
      path: '/admin/prices/explain',
      summary: 'What goods cost at a place and time, step by step, with a draft tried on them',
      description: 'Goods only: shipping and tax are those of the checkout. Nothing is kept.',
      limit: 'write',
      idempotency: 'none',
      body: explainBody,
      replies: { 200: explained },
      errors,
      handle: async (req) => answered(deps, await explainGoods(deps, req.body), req.body.currency),
    }),
    route({
      ...access,
      method: 'GET',
      path: '/admin/prices/explain',
      summary: 'What one product costs, or did, for a customer at a place and time, step by step',
      limit: 'read',
      idempotency: 'none',
      query: Type.Object({
        variantId: idSchema('var'),
        quantity: Type.Integer({ minimum: 1, maximum: 99, default: 1 }),
        currency,
        country,
        state,
        at: time,
        coupon: code,
        userId,
      }),
      replies: { 200: explained },
      errors,
      handle: async (req) => {
        const { variantId, quantity, ...rest } = req.query;
        const lines = [{ variantId, quantity }];
        return answered(deps, await explainGoods(deps, { ...rest, lines }), rest.currency);
      },
    }),
  ];
}

async function answered(
  { db }: Pick<ExplainDeps, 'db'>,
  found: Awaited<ReturnType<typeof explainGoods>>,
  unit: string,
) {
  if (isRefusal(found)) return found;
  const { goods, coupon, at_ms, unsure } = found;
  const steps = await withListNames(db, goods.steps);
  const { subtotal_minor, discount_minor } = goods;
  return reply(200, {
    at: new Date(at_ms).toISOString(),
    unsure,
    subtotal: toMajor(subtotal_minor, unit),
    discount: toMajor(discount_minor, unit),
    total: toMajor(subtotal_minor - discount_minor, unit),
    freeShipping: goods.freeShipping !== null,
    steps: steps.map(({ stage, lineNo, ref, name, amount_minor }) => {
      return { stage, lineNo, promotionId: ref, name, amount: toMajor(amount_minor, unit) };
    }),
    passed: goods.passed.map(({ ref, why }) => ({ promotionId: ref, why })),
    coupon,
  });
}
