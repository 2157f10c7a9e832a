/** What orders of the last days would have cost with a draft: ask for it, then how far it is. */
import { Type } from 'typebox';
import { idSchema } from '#kernel/core/id.ts';
import { toMajor } from '#kernel/core/money.ts';
import { assert } from '#kernel/core/assert.ts';
import { isRefusal, type Refusal } from '#kernel/core/refusal.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import { faultsOf, ruleFaults } from './model-check.ts';
import type { Draft } from './model-simulate.ts';
import { promotionBody, promotionFrom, wrong, type PromotionBody } from './promotion-edge.ts';
import { ruleBody, ruleFrom, type RuleBody } from './rule-edge.ts';
import { ordersPerSimulation_max, type SimulationDesk } from './simulation.ts';
import type { SimulationRow } from './store-simulation.ts';

const access = {
  audience: 'admin',
  roles: ['catalogue', 'finance'],
  owner: 'none',
} as const;

const days_max = 31;

const outcome = { before: Type.Number(), after: Type.Number(), change: Type.Number() };

const shownSimulation = Type.Object({
  simulationId: Type.String(),
  state: Type.Enum(['RUNNING', 'DONE', 'FAILED']),
  from: Type.String(),
  until: Type.String(),
  /** Orders of the period that were read, the newest first, and the most that are. */
  looked: Type.Integer(),
  max: Type.Integer(),
  /** Whether these are all of the period; false: the newest, back to `oldest`. */
  complete: Type.Boolean(),
  oldest: Type.Union([Type.String(), Type.Null()]),
  /** Of those: they cannot be priced again, since what they were bought with has changed. */
  unknown: Type.Integer(),
  /** Goods and sending before tax, of the orders that could be priced again. */
  totals: Type.Array(
    Type.Object({
      currency: Type.String(),
      orders: Type.Integer(),
      touched: Type.Integer(),
      ...outcome,
    }),
  ),
  /** The newest that would have cost something else. */
  examples: Type.Array(
    Type.Object({
      orderId: Type.String(),
      orderNumber: Type.String(),
      createdAt: Type.String(),
      currency: Type.String(),
      ...outcome,
    }),
  ),
});

function money(of: { before_minor: number; after_minor: number }, currency: string) {
  return {
    before: toMajor(of.before_minor, currency),
    after: toMajor(of.after_minor, currency),
    change: toMajor(of.after_minor - of.before_minor, currency),
  };
}

function simulationJson({ simulationId, state, fromAt, untilAt, tally }: SimulationRow) {
  const { looked, unknown, oldest, sums, examples } = tally;
  return {
    simulationId,
    state,
    from: fromAt.toISOString(),
    until: untilAt.toISOString(),
    looked,
    max: ordersPerSimulation_max,
    complete: tally.ended,
    oldest,
    unknown,
    totals: Object.entries(sums)
      .sort(([, a], [, b]) => b.orders - a.orders)
      .map(([currency, { orders, touched, ...sum }]) => {
        return { currency, orders, touched, ...money(sum, currency) };
      }),
    examples: examples.map(({ orderId, orderNumber, createdAt, currency, ...sum }) => {
      return { orderId, orderNumber, createdAt, currency, ...money(sum, currency) };
    }),
  };
}

interface Typed {
  draft?: PromotionBody;
  rule?: RuleBody;
  replaces?: string | null;
}

/** What is to be tried. By itself only: what it does beside others is what is tried. */
function draftOf({ draft, rule, replaces = null }: Typed): Draft | Refusal {
  if ((draft === undefined) === (rule === undefined)) {
    return wrong(draft === undefined ? '/draft' : '/rule', 'either a draft or a rule is tried');
  }
  if (draft !== undefined) {
    const promotion = promotionFrom(draft);
    if (isRefusal(promotion)) return promotion;
    const [fault] = faultsOf(promotion, []);
    return fault ? wrong(`/draft/${fault.field}`, fault.detail) : { promotion, replaces };
  }
  assert(rule !== undefined, 'one of both is there');
  const made = ruleFrom(rule);
  if (isRefusal(made)) return made;
  const [fault] = ruleFaults(made);
  if (fault) return wrong(`/rule/${fault.field}`, fault.detail);
  const asked = {
    stock: made.stock !== null,
    demand: made.demand !== null,
    effect: made.effect.kind === 'match',
    dailyChangePercent: made.dailyChange_bp !== null,
  };
  const unknown = Object.entries(asked).find(([, isAsked]) => isAsked);
  if (unknown) return wrong(`/rule/${unknown[0]}`, 'is not known of orders that were');
  return { rule: made, replaces };
}

export function simulationRoutes(desk: SimulationDesk): Route[] {
  return [
    route({
      ...access,
      method: 'POST',
      path: '/admin/simulations',
      summary: 'Try a promotion or a rule on the orders of the last days; nothing is changed',
      description:
        'A job looks at the newest orders of the period, as many as `max`; ask for it by its id. ' +
        'The draft is tried as if it had been in force then, at its hours of the day. Give ' +
        'either `draft`, a promotion, or `rule`. Of orders nobody knows stock, demand, ' +
        'competitors and prices of the day before, so a rule that asks for these is refused.',
      limit: 'write',
      idempotency: 'accepted',
      body: Type.Object({
        draft: Type.Optional(promotionBody),
        rule: Type.Optional(ruleBody),
        /** The promotion or rule that the draft would change. */
        replaces: Type.Optional(Type.Union([idSchema('pmo'), idSchema('rul')])),
        days: Type.Integer({ minimum: 1, maximum: days_max, default: 7 }),
      }),
      replies: { 202: shownSimulation },
      errors: ['validation-failed', 'amount-precision', 'too-many-simulations', 'not-found'],
      handle: async (req) => {
        const { days } = req.body;
        const draft = draftOf(req.body);
        if (isRefusal(draft)) return draft;
        const id = await desk.start(draft, { days, actor: req.principal.id });
        if (isRefusal(id)) return id;
        const row = await desk.find(id);
        if (isRefusal(row)) return row;
        return reply(202, simulationJson(row), { location: `/api/v1/admin/simulations/${id}` });
      },
    }),
    route({
      ...access,
      method: 'GET',
      path: '/admin/simulations/:simulationId',
      summary: 'How far a simulation is, and what it came to; kept for a day',
      limit: 'read',
      idempotency: 'none',
      params: Type.Object({ simulationId: idSchema('sim') }),
      replies: { 200: shownSimulation },
      errors: ['not-found'],
      handle: async (req) => {
        const row = await desk.find(req.params.simulationId);
        return isRefusal(row) ? row : reply(200, simulationJson(row));
      },
    }),
  ];
}
