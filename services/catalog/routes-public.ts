/** What everybody may read: list with facets, product page, variants, categories, brands. */
import { Type } from 'typebox';
import { fromMajor, isCurrency } from '#kernel/core/money.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import { etagOf } from '#kernel/http/etag.ts';
import { content, reply, route, type Route } from '#kernel/http/route.ts';
import type { Category } from './model-category.ts';
import { crumb } from './model-page.ts';
import {
  decodeCursor,
  offset_max,
  sorts,
  type AttributeFilter,
  type ListFilter,
  type Sort,
} from './model-list.ts';
import type { Lists, ListQuery } from './queries-list.ts';
import type { Pages } from './queries-product.ts';
import type { Answer, ReadShop } from './queries.ts';
import {
  categoriesSchema,
  categorySchema,
  listSchema,
  productSchema,
  variantSchema,
} from './schemas.ts';
import { sitemapRoutes } from './routes-sitemap.ts';
import { brandPage, brandsByKeys } from './store-category.ts';

const json = 'application/json; charset=utf-8';
const currencySchema = Type.String({ pattern: '^[A-Z]{3}$' });
const attributeKey = '^attr\\.[A-Za-z0-9 _-]{1,40}$';
const words = Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 20 });
/** For clients that name no currency. */
const currency_default = 'USD';
const attributes_max = 8;

/** Shared caches may keep a page for seconds and show an old one while they renew it. */
const pageHeaders = {
  'cache-control': 'public, max-age=0, s-maxage=5, stale-while-revalidate=30',
} as const;

function problemOf(field: string, expected: string): Refusal<'validation-failed'> {
  const detail = `expected ${expected}`;
  const error = { pointer: `/${field}`, in: 'query', code: 'not-accepted', detail };
  return refuse('validation-failed', { errors: [error] });
}

function answered(answer: Answer) {
  return reply(200, answer.text, { etag: answer.etag, headers: pageHeaders });
}

const listQuery = Type.Object(
  {
    category: Type.Optional(
      Type.String({ maxLength: 1000, description: 'Id, path or slug of a category.' }),
    ),
    brand: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
        maxItems: 50,
        description: 'Slugs, names or ids; any of them.',
      }),
    ),
    minPrice: Type.Optional(Type.Number({ minimum: 0 })),
    maxPrice: Type.Optional(Type.Number({ minimum: 0 })),
    rating: Type.Optional(Type.Number({ minimum: 0, maximum: 5, description: 'At least.' })),
    inStock: Type.Optional(Type.Boolean()),
    sort: Type.Optional(Type.Union(sorts.map((sort) => Type.Literal(sort)))),
    page: Type.Optional(Type.Integer({ minimum: 0, maximum: offset_max })),
    size: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    cursor: Type.Optional(Type.String({ maxLength: 300 })),
    currency: Type.Optional(currencySchema),
  },
  { patternProperties: { [attributeKey]: words }, additionalProperties: false },
);

type ListInput = {
  category?: string;
  brand?: string[];
  minPrice?: number;
  maxPrice?: number;
  rating?: number;
  inStock?: boolean;
  sort?: Sort;
  page?: number;
  size?: number;
  cursor?: string;
  currency?: string;
};

/** `attr.color=red` parts of a query, sorted by code. */
export function attributeFilters(query: Record<string, unknown>): AttributeFilter[] {
  return Object.entries(query)
    .filter(([key]) => key.startsWith('attr.'))
    .map(([key, values]) => ({
      code: key.slice('attr.'.length),
      values: (Array.isArray(values) ? values : [values]).map(String).sort(),
    }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}

function minorOf(value: number | undefined, currency: string): number | null {
  if (value === undefined) return null;
  const minor = fromMajor(value, currency);
  // A bound finer than the currency matches the same products as the one rounded.
  if (!isRefusal(minor)) return minor;
  const rounded = fromMajor(Math.round(value), currency);
  return isRefusal(rounded) ? null : rounded;
}

async function filterOf(
  shop: ReadShop,
  query: ListInput,
): Promise<{ filter: ListFilter; category: Category | null } | Refusal<string>> {
  const currency = query.currency ?? currency_default;
  if (!isCurrency(currency)) return problemOf('currency', 'a known currency code');
  const { tree } = await shop.shelf.get();
  const category = query.category === undefined ? null : tree.find(query.category);
  if (category === undefined) return refuse('not-found', { category: query.category });
  const attributes = attributeFilters(query);
  if (attributes.length > attributes_max) return problemOf('attr', `at most ${attributes_max}`);
  const brandIds = query.brand === undefined ? null : await brandIdsOf(shop, query.brand);
  const rating_x100 = query.rating === undefined ? null : Math.round(query.rating * 100);
  const filter: ListFilter = {
    currency,
    categoryPath: category?.path ?? null,
    brandIds,
    min_minor: minorOf(query.minPrice, currency),
    max_minor: minorOf(query.maxPrice, currency),
    rating_x100,
    inStock: query.inStock ?? null,
    attributes,
  };
  return { filter, category };
}

async function brandIdsOf(shop: ReadShop, keys: string[]): Promise<string[]> {
  const brands = await brandsByKeys(shop.db, keys);
  return brands.map((brand) => brand.brandId).sort();
}

async function listQueryOf(shop: ReadShop, query: ListInput): Promise<ListQuery | Refusal<string>> {
  const found = await filterOf(shop, query);
  if (isRefusal(found)) return found;
  const sort = query.sort ?? 'newest';
  const page = query.page ?? 0;
  const size = query.size ?? 20;
  if (page * size > offset_max) {
    return problemOf('page', `at most ${offset_max} products before it; use cursor beyond`);
  }
  const cursor = query.cursor === undefined ? null : decodeCursor(query.cursor, sort);
  if (query.cursor !== undefined && cursor === null) {
    return problemOf('cursor', 'a nextCursor of the same sort');
  }
  return { ...found, sort, cursor, page, size };
}

function listRoute(shop: ReadShop, lists: Lists): Route {
  return route({
    method: 'GET',
    path: '/products',
    summary: 'List products with facets',
    description:
      'Totals and facet counts are exact up to 10,000 matches; above that they are estimated ' +
      'from a sample, and totalIsExact is false. A facet that is filtered by keeps the counts ' +
      'of its other values.',
    audience: 'public',
    owner: 'none',
    limit: 'read',
    idempotency: 'none',
    query: listQuery,
    replies: { 200: content(json, 'a page of products with facets', listSchema) },
    errors: ['not-found', 'validation-failed'],
    handle: async (req) => {
      const query = await listQueryOf(shop, req.query as ListInput);
      return isRefusal(query) ? query : answered(await lists.list(query));
    },
  });
}

const productKey = Type.Object({ productId: Type.String({ minLength: 1, maxLength: 120 }) });

function productRoute(pages: Pages): Route {
  return route({
    method: 'GET',
    path: '/products/:productId',
    summary: 'One product by id or slug: page, variants, price and stock',
    audience: 'public',
    owner: 'none',
    limit: 'read',
    idempotency: 'none',
    params: productKey,
    query: Type.Object({ currency: Type.Optional(currencySchema) }),
    replies: { 200: content(json, 'the product page', productSchema) },
    errors: ['not-found', 'validation-failed'],
    handle: async (req) => {
      const currency = req.query.currency ?? null;
      if (currency !== null && !isCurrency(currency)) {
        return problemOf('currency', 'a known currency code');
      }
      const answer = await pages.product(req.params.productId, currency);
      return answer === null ? refuse('not-found') : answered(answer);
    },
  });
}

function variantsRoute(pages: Pages): Route {
  return route({
    method: 'GET',
    path: '/products/:productId/variants',
    summary: 'Variants of a product, by any attribute: ?color=red&size=M',
    audience: 'public',
    owner: 'none',
    limit: 'read',
    idempotency: 'none',
    params: productKey,
    query: Type.Object(
      { currency: Type.Optional(currencySchema) },
      { patternProperties: { '^[A-Za-z0-9 _-]{1,40}$': words }, additionalProperties: false },
    ),
    replies: { 200: Type.Object({ variants: Type.Array(variantSchema) }) },
    errors: ['not-found', 'validation-failed'],
    handle: async (req) => {
      const { currency = null, ...rest } = req.query as Record<string, unknown>;
      if (currency !== null && !isCurrency(currency)) {
        return problemOf('currency', 'a known currency code');
      }
      const attributes = new Map(
        Object.entries(rest).map(([code, values]) => [code, (values as unknown[]).map(String)]),
      );
      const variants = await pages.variants(req.params.productId, { currency, attributes });
      return variants === null ? refuse('not-found') : { variants };
    },
  });
}

interface CategoryNode {
  categoryId: string;
  name: string;
  slug: string;
  path: string;
  productCount: number;
  children: CategoryNode[];
}

function categoriesRoute(shop: ReadShop, lists: Lists): Route {
  // One text per tree and count map: both are replaced, never changed in place.
  const made = new WeakMap<object, { revision: string; answer: Answer }>();
  return route({
    method: 'GET',
    path: '/categories',
    summary: 'The category tree with counts of visible products',
    audience: 'public',
    owner: 'none',
    limit: 'read',
    idempotency: 'none',
    query: Type.Object({ currency: Type.Optional(currencySchema) }),
    replies: { 200: content(json, 'categories, nested in children', categoriesSchema) },
    errors: ['validation-failed'],
    handle: async (req) => {
      const shelf = await shop.shelf.get();
      const counts = await lists.counts(req.query.currency ?? currency_default);
      const ready = made.get(counts);
      if (ready?.revision === shelf.revision) return answered(ready.answer);
      const nodes = (parentId: string): CategoryNode[] =>
        (shelf.tree.children.get(parentId) ?? []).map((category) => ({
          categoryId: category.categoryId,
          name: category.name,
          slug: category.slug,
          path: category.path,
          productCount: counts.get(category.categoryId) ?? 0,
          children: nodes(category.categoryId),
        }));
      const text = JSON.stringify({ categories: nodes('') });
      const answer = { text, etag: etagOf(text) };
      made.set(counts, { revision: shelf.revision, answer });
      return answered(answer);
    },
  });
}

function categoryRoute(shop: ReadShop, lists: Lists): Route {
  return route({
    method: 'GET',
    path: '/categories/:category',
    summary: 'A category by id, slug, or path with its slashes encoded',
    description: 'With the way to it from the root, its children, and the attributes in use there.',
    audience: 'public',
    owner: 'none',
    limit: 'read',
    idempotency: 'none',
    params: Type.Object({ category: Type.String({ minLength: 1, maxLength: 1000 }) }),
    query: Type.Object({ currency: Type.Optional(currencySchema) }),
    replies: { 200: categorySchema },
    errors: ['not-found', 'validation-failed'],
    handle: async (req) => {
      const shelf = await shop.shelf.get();
      const category = shelf.tree.find(req.params.category);
      if (category === undefined) return refuse('not-found', { category: req.params.category });
      const counts = await lists.counts(req.query.currency ?? currency_default);
      const counted = (one: Category) => {
        return { ...crumb(one), productCount: counts.get(one.categoryId) ?? 0 };
      };
      const rules = shelf.rulesFor(category.categoryId).filter((rule) => rule.filterable);
      const body = {
        ...counted(category),
        breadcrumb: shelf.tree.line(category.categoryId).map(crumb),
        children: (shelf.tree.children.get(category.categoryId) ?? []).map(counted),
        attributes: rules.map(({ code, name, kind, unit, choices }) => {
          return { code, name, kind, unit, choices };
        }),
      };
      return reply(200, body, { etag: etagOf(JSON.stringify(body)), headers: pageHeaders });
    },
  });
}

export const brandSchema = Type.Object({
  brandId: Type.String(),
  name: Type.String(),
  slug: Type.String(),
  logoUrl: Type.Union([Type.String(), Type.Null()]),
  version: Type.Integer(),
});

function brandsRoute(shop: ReadShop): Route {
  return route({
    method: 'GET',
    path: '/brands',
    summary: 'Brands by name',
    audience: 'public',
    owner: 'none',
    limit: 'read',
    idempotency: 'none',
    query: Type.Object({
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
      cursor: Type.Optional(Type.String({ maxLength: 600 })),
    }),
    replies: {
      200: Type.Object({
        data: Type.Array(brandSchema),
        nextCursor: Type.Union([Type.String(), Type.Null()]),
        hasMore: Type.Boolean(),
      }),
    },
    errors: ['validation-failed'],
    handle: async (req) => {
      const { limit = 20, cursor } = req.query;
      const after = cursor === undefined ? null : brandCursor(cursor);
      if (after === undefined) return problemOf('cursor', 'a nextCursor');
      const brands = await brandPage(shop.db, after, limit + 1);
      const data = brands.slice(0, limit);
      const last = data.at(-1);
      const hasMore = brands.length > limit;
      const next = last === undefined ? null : [last.name.toLowerCase(), last.brandId];
      const text = Buffer.from(JSON.stringify(next)).toString('base64url');
      return { data, nextCursor: hasMore ? text : null, hasMore };
    },
  });
}

function brandCursor(text: string): { name: string; brandId: string } | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (!Array.isArray(value)) return undefined;
    const [name, brandId] = value as unknown[];
    return typeof name === 'string' && typeof brandId === 'string' ? { name, brandId } : undefined;
  } catch {
    return undefined;
  }
}

/** All public routes of the catalogue. */
export function publicRoutes(tools: { shop: ReadShop; pages: Pages; lists: Lists }): Route[] {
  const { shop, pages, lists } = tools;
  return [
    listRoute(shop, lists),
    productRoute(pages),
    variantsRoute(pages),
    categoriesRoute(shop, lists),
    categoryRoute(shop, lists),
    brandsRoute(shop),
    ...sitemapRoutes(shop),
  ];
}
