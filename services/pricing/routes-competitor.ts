/** What competitors ask, for operators: brought in and listed. */
import { Type } from 'typebox';
import { idSchema } from '#kernel/core/id.ts';
import { toMajor } from '#kernel/core/money.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import { pageFrom, pageOf, pageQuery, readCursor } from '#kernel/http/page.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { catalogCalls } from '#services/catalog/contract.ts';
import { competitorRows_max, importCompetitors, rowsOfCsv } from './competitors.ts';
import { competitor_days } from './store-standing.ts';
import { readCompetitors } from './store-demand.ts';
import { namesOf, variantNames } from './variant-names.ts';

interface Deps {
  ctx: RoomContext;
  catalog: Client<typeof catalogCalls>;
}

const access = { audience: 'admin', roles: ['catalogue', 'finance'], owner: 'none' } as const;

const row = {
  variantId: idSchema('var'),
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  price: Type.Number({ minimum: 0, maximum: 1e12 }),
  /** Who asks it; each has one price for a variant. */
  source: Type.String({ minLength: 1, maxLength: 100 }),
};

const importBody = Type.Union([
  Type.Object({
    prices: Type.Array(Type.Object(row), { minItems: 1, maxItems: competitorRows_max }),
  }),
  /** With the columns variantId, currency, price, source. */
  Type.Object({ csv: Type.String({ minLength: 1, maxLength: 300_000 }) }),
]);

const shown = Type.Object({
  ...row,
  ...variantNames,
  seenAt: Type.String(),
  /** Not too old to move a price. */
  counts: Type.Boolean(),
});

export function competitorRoutes(deps: Deps): Route[] {
  return [importRoute(deps), listRoute(deps)];
}

function importRoute(deps: Deps): Route {
  return route({
    ...access,
    method: 'POST',
    path: '/admin/competitor-prices',
    summary: 'Bring in what competitors ask, as rows or as CSV; all of them or none',
    description: `A price counts for ${competitor_days} days from when it was brought in.`,
    limit: 'write',
    idempotency: 'accepted',
    body: importBody,
    replies: { 200: Type.Object({ kept: Type.Integer() }) },
    errors: ['validation-failed', 'not-found', 'currency-unknown', 'amount-precision'],
    handle: async (req) => {
      const isCsv = 'csv' in req.body;
      const rows = 'csv' in req.body ? rowsOfCsv(req.body.csv) : req.body.prices;
      if (isRefusal(rows)) return rows;
      // Of a text the line counts, as an editor shows it.
      const at = (nth: number) => (isCsv ? `/csv/${nth + 2}` : `/prices/${nth}`);
      const kept = await importCompetitors(deps, rows, at);
      return isRefusal(kept) ? kept : reply(200, { kept });
    },
  });
}

const day_ms = 86_400_000;

function listRoute({ ctx, catalog }: Deps): Route {
  return route({
    ...access,
    method: 'GET',
    path: '/admin/competitor-prices',
    summary: 'What competitors ask, by variant',
    limit: 'read',
    idempotency: 'none',
    query: Type.Object({ ...pageQuery, variantId: Type.Optional(idSchema('var')) }),
    replies: { 200: pageOf(shown) },
    errors: ['validation-failed'],
    handle: async (req) => {
      const { limit, cursor, variantId = null } = req.query;
      const key = cursor === undefined ? ['', '', ''] : readCursor(cursor);
      if (!isKey(key)) return noCursor;
      const rows = await readCompetitors(ctx.db, { after: key, limit: limit + 1, variantId });
      const page = pageFrom(rows, limit, (one) => [one.variantId, one.currency, one.source]);
      const name = await namesOf(catalog, page.data);
      const since_ms = ctx.clock.now() - competitor_days * day_ms;
      return reply(200, {
        ...page,
        data: page.data.map(({ price_minor, seenAt, ...one }) => ({
          ...one,
          ...name(one.variantId),
          price: toMajor(price_minor, one.currency),
          seenAt: seenAt.toISOString(),
          counts: seenAt.getTime() > since_ms,
        })),
      });
    },
  });
}

const noCursor = refuse('validation-failed', {
  errors: [{ pointer: '/cursor', in: 'query', code: 'not-valid', detail: 'is no cursor' }],
});

function isKey(key: unknown): key is [string, string, string] {
  return Array.isArray(key) && key.length === 3 && key.every((one) => typeof one === 'string');
}
