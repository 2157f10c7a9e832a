/** Routes over products for sellers (their own) and admins (all): the same set, two doors. */
import { Type } from 'typebox';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import {
  createProduct,
  removeProduct,
  setStatus,
  updateProduct,
  type NewVariant,
  type Workshop,
} from './commands.ts';
import { addVariant, removeVariant, updateVariant, type VariantPatch } from './commands-variant.ts';
import { productIdSchema, productStatusSchema, variantIdSchema } from './contract.ts';
import {
  answerProduct,
  imagesFrom,
  imagesInput,
  knownCurrency,
  productInput,
  productPatch,
  productReplacement,
  productView,
  productViews,
  variantFrom,
  variantInput,
  variantPatch,
} from './routes-product.ts';
import { loadProducts, ownedProductIds } from './store-product.ts';

export interface Side {
  base: '/seller/products' | '/admin/products';
  audience: 'seller' | 'admin';
  roles: readonly string[];
  scopes: readonly string[];
  owner: string;
}

export const sellerSide: Side = {
  base: '/seller/products',
  audience: 'seller',
  roles: ['catalogue'],
  scopes: ['catalogue:write'],
  owner: 'the product belongs to a seller of which the caller is a member; others are 404',
};

export const adminSide: Side = {
  base: '/admin/products',
  audience: 'admin',
  roles: ['catalogue'],
  scopes: ['catalogue:admin'],
  owner: 'none',
};

/** What the routes need of a request: whose products it may touch (null: all). */
interface Asker {
  sellerIds: readonly string[];
}

function scopeOf(side: Side, req: Asker): readonly string[] | null {
  return side.audience === 'admin' ? null : req.sellerIds;
}

const productParams = Type.Object({ productId: productIdSchema });
const variantParams = Type.Object({ productId: productIdSchema, variantId: variantIdSchema });
const writeErrors = [
  'not-found',
  'precondition-failed',
  'category-unknown',
  'validation-failed',
  'amount-precision',
  'sku-taken',
  'slug-taken',
  'variant-limit',
  'product-status-not-allowed',
];

function shared(side: Side) {
  const { audience, roles, scopes, owner } = side;
  return { audience, roles, scopes, owner, idempotency: 'accepted', limit: 'write' } as const;
}

const page = Type.Object({
  data: Type.Array(productView),
  nextCursor: Type.Union([Type.String(), Type.Null()]),
  hasMore: Type.Boolean(),
});

function listRoute(shop: Workshop, side: Side): Route {
  const { roles: _, ...rest } = shared(side);
  return route({
    ...rest,
    scopes: [...side.scopes, 'catalogue:read'],
    limit: 'read',
    idempotency: 'none',
    method: 'GET',
    path: side.base,
    summary: 'Products, newest first, with all states',
    query: Type.Object({
      status: Type.Optional(productStatusSchema),
      categoryId: Type.Optional(Type.String({ maxLength: 64 })),
      sellerId: Type.Optional(Type.String({ maxLength: 64 })),
      q: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
      needs: Type.Optional(Type.Enum(['no-picture', 'low-stock'])),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
      cursor: Type.Optional(productIdSchema),
    }),
    replies: { 200: page },
    errors: ['validation-failed'],
    handle: async (req) => {
      const { status, categoryId, sellerId, q, needs, limit = 20, cursor } = req.query;
      const mine = scopeOf(side, req);
      const asked = sellerId === undefined ? null : [sellerId];
      const sellerIds = mine === null ? asked : mine.filter((id) => asked?.includes(id) ?? true);
      const ids = await ownedProductIds(shop.db, {
        sellerIds: sellerIds === null ? null : [...sellerIds],
        status: status ?? null,
        categoryId: categoryId ?? null,
        text: q ?? null,
        before: cursor ?? null,
        needs: needs ?? null,
        limit: limit + 1,
      });
      const shown = ids.slice(0, limit);
      const products = await loadProducts(shop.db, shown);
      products.sort((a, b) => (a.productId < b.productId ? 1 : -1));
      const hasMore = ids.length > limit;
      const nextCursor = hasMore ? (shown.at(-1) ?? null) : null;
      return { data: await productViews(shop, products), nextCursor, hasMore };
    },
  });
}

function readRoute(shop: Workshop, side: Side): Route {
  const { roles: _, ...rest } = shared(side);
  return route({
    ...rest,
    scopes: [...side.scopes, 'catalogue:read'],
    limit: 'read',
    idempotency: 'none',
    method: 'GET',
    path: `${side.base}/:productId`,
    summary: 'One product with its version',
    params: productParams,
    replies: { 200: productView },
    errors: ['not-found'],
    handle: async (req) => {
      const [product] = await loadProducts(shop.db, [req.params.productId]);
      const mine = scopeOf(side, req);
      if (product === undefined) return refuse('not-found');
      if (mine !== null && !mine.includes(product.sellerId)) return refuse('not-found');
      return answerProduct(shop, product, { status: 200, at: side.base });
    },
  });
}

function createRoute(shop: Workshop, side: Side): Route {
  return route({
    ...shared(side),
    method: 'POST',
    path: side.base,
    summary: 'Add a product with its variants and prices',
    description:
      'Listed at once unless status is DRAFT or the seller is not approved. sellerId may be ' +
      'left out by members of one seller; admins must give it.',
    body: productInput,
    bodyLimit_bytes: 1_048_576,
    replies: { 201: productView },
    errors: writeErrors,
    handle: async (req) => {
      const { variants, sellerId: named, images, ...rest } = req.body;
      const mine = scopeOf(side, req);
      const sellerId = named ?? mine?.[0];
      if (sellerId === undefined || (mine !== null && !mine.includes(sellerId))) {
        const detail = 'a seller of which you are a member';
        const error = { pointer: '/sellerId', code: 'not-accepted', detail };
        return refuse('validation-failed', { errors: [error] });
      }
      const wrong = knownCurrency(rest.currency);
      if (wrong !== null) return wrong;
      const list: NewVariant[] = [];
      for (const [at, input] of variants.entries()) {
        const variant = variantFrom(input, rest.currency, `/variants/${at}`);
        if (isRefusal(variant)) return variant;
        list.push(variant);
      }
      const product = { ...rest, sellerId, images: imagesFrom(images), variants: list };
      const result = await createProduct(shop, product);
      return answerProduct(shop, result, { status: 201, at: `/api/v1${side.base}` });
    },
  });
}

function changeRoutes(shop: Workshop, side: Side): Route[] {
  const path = `${side.base}/:productId`;
  return [
    route({
      ...shared(side),
      method: 'PATCH',
      path,
      summary: 'Change fields of a product',
      ifMatch: true,
      params: productParams,
      body: productPatch,
      replies: { 200: productView },
      errors: writeErrors,
      handle: async (req) => {
        const writer = { sellerIds: scopeOf(side, req), version: req.ifMatch };
        const result = await updateProduct(shop, req.params.productId, { writer, patch: req.body });
        return answerProduct(shop, result, { status: 200, at: side.base });
      },
    }),
    route({
      ...shared(side),
      method: 'PUT',
      path,
      summary: 'Replace the description of a product; variants stay',
      ifMatch: true,
      params: productParams,
      body: productReplacement,
      replies: { 200: productView },
      errors: writeErrors,
      handle: async (req) => {
        const writer = { sellerIds: scopeOf(side, req), version: req.ifMatch };
        const empty = { brand: null, attributes: {}, images: [], videos: [], highlights: {} };
        const taxClass = 'standard' as const;
        const patch = { ...empty, taxClass, ...req.body };
        const result = await updateProduct(shop, req.params.productId, { writer, patch });
        return answerProduct(shop, result, { status: 200, at: side.base });
      },
    }),
    route({
      ...shared(side),
      method: 'DELETE',
      path,
      summary: 'Delete a product that is not ACTIVE',
      ifMatch: true,
      params: productParams,
      replies: { 204: null },
      errors: ['not-found', 'precondition-failed', 'product-status-not-allowed'],
      handle: async (req) => {
        const writer = { sellerIds: scopeOf(side, req), version: req.ifMatch };
        const result = await removeProduct(shop, req.params.productId, writer);
        return isRefusal(result) ? result : reply(204, null);
      },
    }),
  ];
}

const statusPaths = { publish: 'ACTIVE', archive: 'ARCHIVED', unpublish: 'DRAFT' } as const;

function statusRoutes(shop: Workshop, side: Side): Route[] {
  return Object.entries(statusPaths).map(([verb, status]) =>
    route({
      ...shared(side),
      method: 'POST',
      path: `${side.base}/:productId/${verb}`,
      summary: `Make a product ${status}`,
      ifMatch: true,
      params: productParams,
      replies: { 200: productView },
      errors: writeErrors,
      handle: async (req) => {
        const writer = { sellerIds: scopeOf(side, req), version: req.ifMatch };
        const result = await setStatus(shop, req.params.productId, { writer, status });
        return answerProduct(shop, result, { status: 200, at: side.base });
      },
    }),
  );
}

async function currencyOf(shop: Workshop, productId: string): Promise<string | null> {
  const [product] = await loadProducts(shop.db, [productId]);
  return product?.currency ?? null;
}

function addVariantRoute(shop: Workshop, side: Side): Route {
  return route({
    ...shared(side),
    method: 'POST',
    path: `${side.base}/:productId/variants`,
    summary: 'Add a variant with its price',
    ifMatch: true,
    params: productParams,
    body: variantInput,
    replies: { 201: productView },
    errors: writeErrors,
    handle: async (req) => {
      const { productId } = req.params;
      const currency = await currencyOf(shop, productId);
      if (currency === null) return refuse('not-found');
      const variant = variantFrom(req.body, currency);
      if (isRefusal(variant)) return variant;
      const writer = { sellerIds: scopeOf(side, req), version: req.ifMatch };
      const result = await addVariant(shop, productId, { writer, variant });
      return answerProduct(shop, result, { status: 201, at: `/api/v1${side.base}` });
    },
  });
}

function changeVariantRoute(shop: Workshop, side: Side): Route {
  return route({
    ...shared(side),
    method: 'PATCH',
    path: `${side.base}/:productId/variants/:variantId`,
    summary: 'Change a variant; a sale price needs the price beside it',
    ifMatch: true,
    params: variantParams,
    body: variantPatch,
    replies: { 200: productView },
    errors: writeErrors,
    handle: async (req) => {
      const { productId, variantId } = req.params;
      const { price, salePrice, ...fields } = req.body;
      let patch: VariantPatch = fields;
      if (price === undefined && salePrice !== undefined) {
        const detail = 'price must be given with salePrice';
        const error = { pointer: '/price', code: 'required', detail };
        return refuse('validation-failed', { errors: [error] });
      }
      if (price !== undefined) {
        const currency = await currencyOf(shop, productId);
        if (currency === null) return refuse('not-found');
        const priced = variantFrom({ sku: '-', price, salePrice: salePrice ?? null }, currency);
        if (isRefusal(priced)) return priced;
        const { price_minor, sale_minor } = priced;
        patch = { ...fields, price_minor, sale_minor: sale_minor ?? null };
      }
      const writer = { sellerIds: scopeOf(side, req), version: req.ifMatch };
      const result = await updateVariant(shop, productId, { writer, variantId, patch });
      return answerProduct(shop, result, { status: 200, at: side.base });
    },
  });
}

function removeVariantRoute(shop: Workshop, side: Side): Route {
  return route({
    ...shared(side),
    method: 'DELETE',
    path: `${side.base}/:productId/variants/:variantId`,
    summary: 'Take a variant out of sale; the last one stays',
    ifMatch: true,
    params: variantParams,
    replies: { 200: productView },
    errors: writeErrors,
    handle: async (req) => {
      const { productId, variantId } = req.params;
      const writer = { sellerIds: scopeOf(side, req), version: req.ifMatch };
      const result = await removeVariant(shop, productId, { writer, variantId });
      return answerProduct(shop, result, { status: 200, at: side.base });
    },
  });
}

function imagesRoute(shop: Workshop, side: Side): Route {
  return route({
    ...shared(side),
    method: 'PUT',
    path: `${side.base}/:productId/images`,
    summary: 'Replace the images in their shown order (addresses only, never fetched)',
    ifMatch: true,
    params: productParams,
    body: Type.Object({ images: imagesInput }),
    replies: { 200: productView },
    errors: writeErrors,
    handle: async (req) => {
      const writer = { sellerIds: scopeOf(side, req), version: req.ifMatch };
      const patch = { images: imagesFrom(req.body.images) };
      const result = await updateProduct(shop, req.params.productId, { writer, patch });
      return answerProduct(shop, result, { status: 200, at: side.base });
    },
  });
}

/** Every product route of one side. */
export function ownerRoutes(shop: Workshop, side: Side): Route[] {
  return [
    listRoute(shop, side),
    readRoute(shop, side),
    createRoute(shop, side),
    ...changeRoutes(shop, side),
    ...statusRoutes(shop, side),
    addVariantRoute(shop, side),
    changeVariantRoute(shop, side),
    removeVariantRoute(shop, side),
    imagesRoute(shop, side),
  ];
}
