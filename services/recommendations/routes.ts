/** Recommendations for pages, and the switch of the person. */
import { Type } from 'typebox';
import { isCurrency } from '#kernel/core/money.ts';
import { refuse } from '#kernel/core/refusal.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import { cardSchema } from '#services/catalog/contract.ts';
import { seeds_max, shown_max } from './contract.ts';
import type { Queries } from './queries.ts';

const size_default = 8;
const productId = Type.String({ minLength: 1, maxLength: 64 });
const ids = Type.Array(productId, { maxItems: seeds_max });
const asked = {
  currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
  size: Type.Optional(Type.Integer({ minimum: 1, maximum: shown_max })),
};

const named = Type.Object({
  ...cardSchema.properties,
  variantName: Type.String({ description: 'Of the variant whose price is shown.' }),
  variantInStock: Type.Boolean(),
});
const cards = Type.Array(named);

const reading = { method: 'GET', limit: 'read', idempotency: 'none' } as const;
const open = { ...reading, audience: 'public', owner: 'none' } as const;
const own = { audience: 'guest', owner: 'the switch is of the caller', tag: 'me' } as const;

/** Shared caches may keep an answer for a second, as with lists. */
const headers = { 'cache-control': 'public, max-age=0, s-maxage=1' } as const;

interface Input {
  currency?: string;
  size?: number;
}

function askedOf({ currency = 'USD', size = size_default }: Input) {
  if (isCurrency(currency)) return { currency, size };
  const error = { pointer: '/currency', in: 'query', code: 'not-accepted', detail: 'not known' };
  return refuse('validation-failed', { errors: [error] });
}

export function recommendationRoutes(queries: Queries): Route[] {
  return [
    productRoute(queries),
    ...listRoutes(queries),
    ...personRoutes(queries),
    ...choiceRoutes(queries),
  ];
}

function productRoute(queries: Queries): Route {
  return route({
    ...open,
    path: '/products/:productId/recommendations',
    summary: 'What is bought together with a product, bought as well, and alike',
    description:
      'Rows in the order to show them; a row without enough to show is left out. Everything ' +
      'in them is listed and in stock, at the prices of now.',
    params: Type.Object({ productId }),
    query: Type.Object(asked),
    replies: {
      200: Type.Object({
        rows: Type.Array(
          Type.Object({
            kind: Type.Enum(['together', 'also', 'alike', 'best']),
            products: cards,
          }),
        ),
      }),
    },
    errors: ['validation-failed'],
    handle: async (req) => {
      const query = askedOf(req.query);
      if (!('size' in query)) return query;
      const rows = await queries.ofProduct(req.params.productId, query);
      return reply(200, { rows }, { headers });
    },
  });
}

function listRoutes(queries: Queries): Route[] {
  return [
    route({
      ...open,
      path: '/recommendations/with',
      summary: 'What was bought with several products, such as those in a cart',
      query: Type.Object({ ...asked, product: ids }),
      replies: {
        200: Type.Object({ basis: Type.Enum(['orders', 'alike', 'best']), products: cards }),
      },
      errors: ['validation-failed'],
      handle: async (req) => {
        const query = askedOf(req.query);
        if (!('size' in query)) return query;
        return reply(200, await queries.ofProducts(req.query.product, query), { headers });
      },
    }),
    route({
      ...open,
      path: '/recommendations/best-sellers',
      summary: 'What sells best in 30 days: beside some products, or in the whole shop',
      query: Type.Object({ ...asked, near: Type.Optional(ids) }),
      replies: { 200: Type.Object({ products: cards }) },
      errors: ['validation-failed'],
      handle: async (req) => {
        const query = askedOf(req.query);
        if (!('size' in query)) return query;
        const products = await queries.best(req.query.near ?? [], query);
        return reply(200, { products }, { headers });
      },
    }),
    route({
      ...open,
      path: '/recommendations/viewed',
      summary: 'Some products as lists show them now, in this order, for what was looked at',
      description: 'Nothing is kept. What is not listed any more is left out.',
      query: Type.Object({ currency: asked.currency, product: ids }),
      replies: { 200: Type.Object({ products: cards }) },
      errors: ['validation-failed'],
      handle: async (req) => {
        const query = askedOf(req.query);
        if (!('size' in query)) return query;
        return { products: await queries.shown(req.query.product, query.currency) };
      },
    }),
  ];
}

function personRoutes(queries: Queries): Route[] {
  return [
    route({
      ...open,
      owner: 'orders of the caller alone are looked at, and only where the caller said so',
      path: '/recommendations/for-you',
      summary: 'For one person: from what the browser looked at and, if they agreed, their orders',
      description:
        '`viewed` is what the browser remembers; it is used for this answer and not kept. ' +
        '`personal` is the switch of the person, off unless they switched it on.',
      query: Type.Object({ ...asked, viewed: Type.Optional(ids) }),
      replies: {
        200: Type.Object({
          personal: Type.Boolean(),
          from: Type.Array(Type.Enum(['orders', 'views'])),
          products: cards,
        }),
      },
      errors: ['validation-failed'],
      handle: async (req) => {
        const query = askedOf(req.query);
        if (!('size' in query)) return query;
        const { kind, id } = req.principal;
        const userId = kind === 'user' || kind === 'guest' ? id : null;
        return queries.forPerson({ userId, viewed: req.query.viewed ?? [] }, query);
      },
    }),
  ];
}

const choice = Type.Object({
  personal: Type.Boolean({ description: 'Whether orders may be used for what is recommended.' }),
  changedAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
});

const json = (of: { personal: boolean; changedAt: Date | null }) => ({
  personal: of.personal,
  changedAt: of.changedAt?.toISOString() ?? null,
});

function choiceRoutes(queries: Queries): Route[] {
  return [
    route({
      ...own,
      ...reading,
      path: '/me/recommendations',
      summary: 'Whether my orders are used for what I am recommended',
      replies: { 200: choice },
      errors: [],
      handle: async ({ principal }) => json(await queries.choice(principal.id)),
    }),
    route({
      ...own,
      method: 'PUT',
      path: '/me/recommendations',
      summary: 'Let my orders be used for what I am recommended, or not any more',
      limit: 'write',
      idempotency: 'accepted',
      body: Type.Object({ personal: Type.Boolean() }),
      replies: { 200: choice },
      errors: ['validation-failed'],
      handle: async ({ principal, body }) =>
        json(await queries.choose(principal.id, body.personal)),
    }),
  ];
}
