/** Lists of addresses for sitemaps, in files of a bounded size. */
import { Type } from 'typebox';
import { memoryCache } from '#kernel/cache/memory.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { etagOf } from '#kernel/http/etag.ts';
import { cursorOf, idCursor, pageFrom } from '#kernel/http/page.ts';
import { content, reply, route, type Route } from '#kernel/http/route.ts';
import type { Answer, ReadShop } from './queries.ts';
import { sitemapPageSchema, sitemapSchema } from './schemas.ts';
import {
  sitemapCategories,
  sitemapPage_max,
  sitemapProducts,
  sitemapSellers,
  sitemapStarts,
} from './store-sitemap.ts';

const json = 'application/json; charset=utf-8';
const headers = { 'cache-control': 'public, max-age=0, s-maxage=600' } as const;
const kept_ms = 10 * 60_000;

export function sitemapRoutes(shop: ReadShop): Route[] {
  return [sitemapRoute(shop), sitemapPageRoute(shop)];
}

async function makeSitemap({ db }: ReadShop): Promise<Answer> {
  const [starts, categories, sellers] = await Promise.all([
    sitemapStarts(db),
    sitemapCategories(db),
    sitemapSellers(db),
  ]);
  const productPages = [null, ...starts.map((id) => cursorOf([id]))].map((cursor) => ({ cursor }));
  const text = JSON.stringify({ productPages, categories, sellers });
  return { text, etag: etagOf(text) };
}

function sitemapRoute(shop: ReadShop): Route {
  const { clock } = shop;
  const cache = memoryCache<Answer>({
    name: 'catalog.sitemap',
    entries_max: 1,
    ttl_ms: kept_ms,
    clock,
  });
  return route({
    method: 'GET',
    path: '/sitemap',
    summary: 'What a sitemap index lists: files of products, categories, sellers',
    description: `Each cursor begins a file of at most ${sitemapPage_max} products.`,
    audience: 'public',
    owner: 'none',
    limit: 'read',
    idempotency: 'none',
    replies: { 200: content(json, 'files, categories and sellers', sitemapSchema) },
    errors: [],
    handle: async () => {
      const { text, etag } = await cache.load('', async () => ({ value: await makeSitemap(shop) }));
      return reply(200, text, { etag, headers });
    },
  });
}

function sitemapPageRoute({ db }: ReadShop): Route {
  return route({
    method: 'GET',
    path: '/sitemap/products',
    summary: 'Addresses of products with the time of their last change',
    audience: 'public',
    owner: 'none',
    limit: 'read',
    idempotency: 'none',
    query: Type.Object({
      cursor: Type.Optional(Type.String({ maxLength: 500 })),
      limit: Type.Integer({ minimum: 1, maximum: sitemapPage_max, default: sitemapPage_max }),
    }),
    replies: { 200: sitemapPageSchema },
    errors: ['validation-failed'],
    handle: async (req) => {
      const { cursor, limit } = req.query;
      const after = idCursor(cursor, 'prod');
      if (isRefusal(after)) return after;
      const rows = await sitemapProducts(db, after, limit + 1);
      const page = pageFrom(rows, limit, (row) => [row.productId]);
      const data = page.data.map(({ slug, lastmod }) => ({ slug, lastmod: lastmod.toISOString() }));
      return reply(200, { ...page, data }, { headers });
    },
  });
}
