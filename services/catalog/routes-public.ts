/** What everybody may read besides lists: product page, variants, categories, brands. */
import { Type } from 'typebox';
import { isCurrency } from '#kernel/core/money.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import { etagOf } from '#kernel/http/etag.ts';
import { content, reply, route, type Route } from '#kernel/http/route.ts';
import type { Category } from './model-category.ts';
import { byName, crumb, ruleView } from './model-page.ts';
import type { Counts } from './counts.ts';
import type { Pages } from './queries-product.ts';
import type { Answer, ReadShop } from './queries.ts';
import {
  answered,
  currencyOf,
  currencySchema,
  json,
  pageHeaders,
  problemOf,
  tongueQuery,
  words,
} from './query-input.ts';
import { goneFrom, offersRoute } from './routes-offers.ts';
import { categoriesSchema, categorySchema, productSchema, variantSchema } from './schemas.ts';
import { brandPage } from './store-category.ts';

const productKey = Type.Object({ productId: Type.String({ minLength: 1, maxLength: 120 }) });

function productRoute(shop: ReadShop, pages: Pages): Route {
  return route({
    method: 'GET',
    path: '/products/:productId',
    summary: 'One product by id or slug: page, variants, price and stock',
    audience: 'public',
    owner: 'none',
    limit: 'read',
    idempotency: 'none',
    params: productKey,
    query: tongueQuery,
    replies: { 200: content(json, 'the product page', productSchema) },
    errors: ['not-found', 'product-withdrawn', 'product-paused', 'validation-failed'],
    handle: async (req) => {
      const currency = req.query.currency ?? null;
      if (currency !== null && !isCurrency(currency)) {
        return problemOf('currency', 'a known currency code');
      }
      const { locale } = req.query;
      const answer = await pages.product(req.params.productId, { currency, locale });
      return answer === null ? goneFrom(shop, req.params.productId) : answered(answer);
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

function categoriesRoute(shop: ReadShop, counting: Counts): Route {
  // One text per tree, count map and locale: the first two are replaced, never changed in place.
  const made = new WeakMap<object, { revision: string; answers: Map<string, Answer> }>();
  return route({
    method: 'GET',
    path: '/categories',
    summary: 'The category tree with counts of visible products',
    audience: 'public',
    owner: 'none',
    limit: 'read',
    idempotency: 'none',
    query: tongueQuery,
    replies: { 200: content(json, 'categories, nested in children', categoriesSchema) },
    errors: ['validation-failed'],
    handle: async (req) => {
      const currency = currencyOf(req.query);
      if (isRefusal(currency)) return currency;
      const shelf = await shop.shelf.get();
      const counts = await counting.of(currency);
      const { revision } = shelf;
      const locale = shelf.localeOf(req.query.locale);
      let ready = made.get(counts);
      if (ready?.revision !== revision) {
        ready = { revision, answers: new Map<string, Answer>() };
        made.set(counts, ready);
      }
      const known = ready.answers.get(locale);
      if (known !== undefined) return answered(known);
      const nodes = (parentId: string): CategoryNode[] =>
        byName(shelf.tree.children.get(parentId) ?? [], locale).map((category) => ({
          ...crumb(category, locale),
          productCount: counts.get(category.categoryId) ?? 0,
          children: nodes(category.categoryId),
        }));
      const text = JSON.stringify({ categories: nodes('') });
      const answer = { text, etag: etagOf(text) };
      ready.answers.set(locale, answer);
      return answered(answer);
    },
  });
}

function categoryRoute(shop: ReadShop, counting: Counts): Route {
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
    query: tongueQuery,
    replies: { 200: categorySchema },
    errors: ['not-found', 'validation-failed'],
    handle: async (req) => {
      const currency = currencyOf(req.query);
      if (isRefusal(currency)) return currency;
      const shelf = await shop.shelf.get();
      const category = shelf.tree.find(req.params.category);
      if (category === undefined) return refuse('not-found', { category: req.params.category });
      const counts = await counting.of(currency);
      const locale = shelf.localeOf(req.query.locale);
      const counted = (one: Category) => {
        return { ...crumb(one, locale), productCount: counts.get(one.categoryId) ?? 0 };
      };
      const rules = shelf.rulesFor(category.categoryId).filter((rule) => rule.filterable);
      const body = {
        ...counted(category),
        breadcrumb: shelf.tree.line(category.categoryId).map((one) => crumb(one, locale)),
        children: byName(shelf.tree.children.get(category.categoryId) ?? [], locale).map(counted),
        attributes: rules.map((rule) => ruleView(rule, locale)),
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
export function publicRoutes(tools: { shop: ReadShop; pages: Pages; counts: Counts }): Route[] {
  const { shop, pages, counts } = tools;
  return [
    productRoute(shop, pages),
    variantsRoute(pages),
    categoriesRoute(shop, counts),
    categoryRoute(shop, counts),
    brandsRoute(shop),
    offersRoute(shop),
  ];
}
