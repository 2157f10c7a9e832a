/** Admin routes of categories, brands and attribute definitions. */
import { Type } from 'typebox';
import { idSchema } from '#kernel/core/id.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import { isImageUrl } from './address.ts';
import {
  changeAttribute,
  changeBrand,
  createAttribute,
  createBrand,
  createCategory,
  removeAttribute,
  removeBrand,
  removeCategory,
  updateCategory,
} from './commands-tree.ts';
import type { Workshop } from './commands.ts';
import { categoryIdSchema } from './contract.ts';
import { namesSchema, valueNamesSchema } from './languages.ts';
import { colorsSchema } from './media.ts';
import { brandSchema } from './routes-public.ts';
import { nameSchema, slugSchema } from './routes-product.ts';
import { brandById } from './store-category.ts';

const shared = {
  audience: 'admin',
  roles: ['catalogue'],
  scopes: ['catalogue:admin'],
  owner: 'none',
  limit: 'write',
  idempotency: 'accepted',
} as const;
const reading = { ...shared, roles: undefined, limit: 'read', idempotency: 'none' } as const;

const nullableText = Type.Union([Type.String({ maxLength: 200 }), Type.Null()]);
const categoryView = Type.Object({
  categoryId: Type.String(),
  parentId: nullableText,
  name: Type.String(),
  names: namesSchema,
  slug: Type.String(),
  path: Type.String(),
  depth: Type.Integer(),
  externalId: nullableText,
  version: Type.Integer(),
});
const categoryInput = {
  name: nameSchema,
  names: Type.Optional(namesSchema),
  slug: Type.Optional(slugSchema),
  parentId: Type.Optional(Type.Union([categoryIdSchema, Type.Null()])),
};
const categoryErrors = [
  'category-unknown',
  'category-cycle',
  'category-too-deep',
  'category-not-empty',
  'slug-taken',
  'not-found',
  'precondition-failed',
];
const categoryParams = Type.Object({ categoryId: categoryIdSchema });

function tagged<const Status extends 200 | 201, Body extends { version: number }>(
  status: Status,
  body: Body,
  location?: string,
) {
  return reply(status, body, {
    etag: `"${body.version}"`,
    ...(location === undefined ? {} : { location }),
  });
}

function categoryRoutes(shop: Workshop): Route[] {
  return [
    route({
      ...reading,
      method: 'GET',
      path: '/admin/categories',
      summary: 'All categories with their versions, parents before children',
      replies: { 200: Type.Object({ data: Type.Array(categoryView) }) },
      errors: [],
      handle: async () => ({ data: [...(await shop.shelf.get()).tree.byId.values()] }),
    }),
    route({
      ...reading,
      method: 'GET',
      path: '/admin/categories/:categoryId',
      summary: 'One category',
      params: categoryParams,
      replies: { 200: categoryView },
      errors: ['not-found'],
      handle: async (req) => {
        const category = (await shop.shelf.get()).tree.byId.get(req.params.categoryId);
        return category === undefined ? refuse('not-found') : tagged(200, category);
      },
    }),
    route({
      ...shared,
      method: 'POST',
      path: '/admin/categories',
      summary: 'Add a category',
      body: Type.Object(categoryInput),
      replies: { 201: categoryView },
      errors: categoryErrors,
      handle: async (req) => {
        const made = await createCategory(shop, req.body);
        if (isRefusal(made)) return made;
        return tagged(201, made, `/api/v1/admin/categories/${made.categoryId}`);
      },
    }),
    route({
      ...shared,
      method: 'PATCH',
      path: '/admin/categories/:categoryId',
      summary: 'Rename or move a category with everything below it',
      ifMatch: true,
      params: categoryParams,
      body: Type.Partial(Type.Object(categoryInput), { minProperties: 1 }),
      replies: { 200: categoryView },
      errors: categoryErrors,
      handle: async (req) => {
        const change = { version: req.ifMatch, patch: req.body };
        const changed = await updateCategory(shop, req.params.categoryId, change);
        return isRefusal(changed) ? changed : tagged(200, changed);
      },
    }),
    route({
      ...shared,
      method: 'DELETE',
      path: '/admin/categories/:categoryId',
      summary: 'Remove an empty category',
      ifMatch: true,
      params: categoryParams,
      replies: { 204: null },
      errors: categoryErrors,
      handle: async (req) => {
        const gone = await removeCategory(shop, req.params.categoryId, req.ifMatch);
        return isRefusal(gone) ? gone : reply(204, null);
      },
    }),
  ];
}

const brandInput = {
  name: Type.String({ minLength: 1, maxLength: 100 }),
  slug: Type.Optional(slugSchema),
  logoUrl: Type.Optional(Type.Union([Type.String({ maxLength: 2000 }), Type.Null()])),
};
const brandParams = Type.Object({ brandId: idSchema('brd') });
const brandErrors = [
  'not-found',
  'precondition-failed',
  'slug-taken',
  'brand-in-use',
  'validation-failed',
];

function refusedLogo(logoUrl: string | null | undefined) {
  if (logoUrl === null || logoUrl === undefined || isImageUrl(logoUrl)) return null;
  const error = { pointer: '/logoUrl', code: 'not-accepted', detail: 'not an http(s) address' };
  return refuse('validation-failed', { errors: [error] });
}

function brandRoutes(shop: Workshop): Route[] {
  return [
    route({
      ...reading,
      method: 'GET',
      path: '/admin/brands/:brandId',
      summary: 'One brand',
      params: brandParams,
      replies: { 200: brandSchema },
      errors: ['not-found'],
      handle: async (req) => {
        const brand = await brandById(shop.db, req.params.brandId);
        return brand === null ? refuse('not-found') : tagged(200, brand);
      },
    }),
    route({
      ...shared,
      method: 'POST',
      path: '/admin/brands',
      summary: 'Add a brand',
      body: Type.Object(brandInput),
      replies: { 201: brandSchema },
      errors: brandErrors,
      handle: async (req) => {
        const made = refusedLogo(req.body.logoUrl) ?? (await createBrand(shop, req.body));
        if (isRefusal(made)) return made;
        return tagged(201, made, `/api/v1/admin/brands/${made.brandId}`);
      },
    }),
    route({
      ...shared,
      method: 'PATCH',
      path: '/admin/brands/:brandId',
      summary: 'Change a brand; products follow in the background',
      ifMatch: true,
      params: brandParams,
      body: Type.Partial(Type.Object(brandInput), { minProperties: 1 }),
      replies: { 200: brandSchema },
      errors: brandErrors,
      handle: async (req) => {
        const wrong = refusedLogo(req.body.logoUrl);
        if (wrong !== null) return wrong;
        const change = { version: req.ifMatch, patch: req.body };
        const changed = await changeBrand(shop, req.params.brandId, change);
        return isRefusal(changed) ? changed : tagged(200, changed);
      },
    }),
    route({
      ...shared,
      method: 'DELETE',
      path: '/admin/brands/:brandId',
      summary: 'Remove a brand that no product carries',
      ifMatch: true,
      params: brandParams,
      replies: { 204: null },
      errors: brandErrors,
      handle: async (req) => {
        const gone = await removeBrand(shop, req.params.brandId, req.ifMatch);
        return isRefusal(gone) ? gone : reply(204, null);
      },
    }),
  ];
}

const attributeFields = {
  name: nameSchema,
  names: Type.Optional(namesSchema),
  valueNames: Type.Optional(valueNamesSchema),
  colors: Type.Optional(colorsSchema),
  kind: Type.Union([Type.Literal('text'), Type.Literal('number'), Type.Literal('choice')]),
  unit: Type.Optional(Type.Union([Type.String({ maxLength: 20 }), Type.Null()])),
  choices: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 500 }),
  ),
  required: Type.Optional(Type.Boolean()),
  filterable: Type.Optional(Type.Boolean()),
};
const attributeInput = Type.Object({
  ...attributeFields,
  code: Type.String({ pattern: '^[A-Za-z0-9_-]{1,40}$' }),
  categoryId: Type.Optional(Type.Union([categoryIdSchema, Type.Null()])),
});
const attributeView = Type.Object({
  attributeId: Type.String(),
  categoryId: nullableText,
  code: Type.String(),
  name: Type.String(),
  names: namesSchema,
  valueNames: valueNamesSchema,
  colors: colorsSchema,
  kind: attributeFields.kind,
  unit: nullableText,
  choices: Type.Array(Type.String()),
  required: Type.Boolean(),
  filterable: Type.Boolean(),
  version: Type.Integer(),
});
const attributeParams = Type.Object({ attributeId: idSchema('att') });
const attributeErrors = ['not-found', 'precondition-failed', 'slug-taken', 'category-unknown'];

function attributeRoutes(shop: Workshop): Route[] {
  return [
    route({
      ...reading,
      method: 'GET',
      path: '/admin/attributes',
      summary: 'All attribute definitions',
      replies: { 200: Type.Object({ data: Type.Array(attributeView) }) },
      errors: [],
      handle: async () => ({ data: [...(await shop.shelf.get()).rules] }),
    }),
    route({
      ...shared,
      method: 'POST',
      path: '/admin/attributes',
      summary: 'Define an attribute for a category and below, or for all',
      body: attributeInput,
      replies: { 201: attributeView },
      errors: attributeErrors,
      handle: async (req) => {
        const made = await createAttribute(shop, {
          names: {},
          valueNames: {},
          colors: {},
          unit: null,
          choices: [],
          required: false,
          filterable: true,
          ...req.body,
          categoryId: req.body.categoryId ?? null,
        });
        if (isRefusal(made)) return made;
        return tagged(201, made, `/api/v1/admin/attributes/${made.attributeId}`);
      },
    }),
    route({
      ...shared,
      method: 'PATCH',
      path: '/admin/attributes/:attributeId',
      summary: 'Change an attribute definition; code and category stay',
      ifMatch: true,
      params: attributeParams,
      body: Type.Partial(Type.Object(attributeFields), { minProperties: 1 }),
      replies: { 200: attributeView },
      errors: attributeErrors,
      handle: async (req) => {
        const change = { version: req.ifMatch, patch: req.body };
        const changed = await changeAttribute(shop, req.params.attributeId, change);
        return isRefusal(changed) ? changed : tagged(200, changed);
      },
    }),
    route({
      ...shared,
      method: 'DELETE',
      path: '/admin/attributes/:attributeId',
      summary: 'Remove an attribute definition',
      ifMatch: true,
      params: attributeParams,
      replies: { 204: null },
      errors: attributeErrors,
      handle: async (req) => {
        const gone = await removeAttribute(shop, req.params.attributeId, req.ifMatch);
        return isRefusal(gone) ? gone : reply(204, null);
      },
    }),
  ];
}

/** Admin routes of the tree, brands and attribute definitions. */
export function adminRoutes(shop: Workshop): Route[] {
  return [...categoryRoutes(shop), ...brandRoutes(shop), ...attributeRoutes(shop)];
}
