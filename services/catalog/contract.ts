/** What other rooms may use of the catalogue: variant snapshots, calls, events, error codes. */
import { Type, type Static } from 'typebox';
import { defineErrors } from '#kernel/core/error.ts';
import { idSchema } from '#kernel/core/id.ts';
import { defineEvents } from '#kernel/events/event.ts';
import { call, defineCalls } from '#kernel/http/contract.ts';
import { inUseCall } from '#services/media/contract.ts';
import { taxClassSchema } from '#services/pricing/contract.ts';
import { waitingCall } from '#services/sellers/contract.ts';
import { sizeSchema } from '#services/shipping/contract.ts';
import { labelCalls } from './label-calls.ts';
import { namesSchema, valueNamesSchema } from './languages.ts';
import { colorsSchema, highlightsSchema, videosInput } from './media.ts';

export { namedPerCall_max, type ShownAttribute, type ShownCategory } from './label-calls.ts';
export { knownLocale, labelIn, localeSchema, localesOf, nameIn } from './languages.ts';
export type { NamesByLocale, ValueNames } from './languages.ts';

export const variantsPerCall_max = 200;
export const variantsPerProduct_max = 100;
export const imagesPerProduct_max = 50;

export const productIdSchema = idSchema('prod');
export const variantIdSchema = idSchema('var');
export const categoryIdSchema = idSchema('cat');

const nullable = { string: Type.Union([Type.String(), Type.Null()]) };

export const productStatusSchema = Type.Union([
  Type.Literal('DRAFT'),
  Type.Literal('ACTIVE'),
  Type.Literal('ARCHIVED'),
]);
export type ProductStatus = Static<typeof productStatusSchema>;

/**
 * A sellable thing as the other rooms copy it. `active` is true when it may be bought: the
 * variant is not removed, its product is ACTIVE and the seller is approved. `version` is that
 * of the product; a higher one wins.
 */
export const variantSchema = Type.Object({
  variantId: Type.String(),
  productId: Type.String(),
  sellerId: Type.String(),
  sku: Type.String(),
  name: Type.String(),
  productName: Type.String(),
  brand: nullable.string,
  categoryId: Type.String(),
  attributes: Type.Record(Type.String(), Type.String()),
  weight_g: Type.Integer({ minimum: 0 }),
  /** Length, width and height of a unit as it is packed; left out: not known. */
  size_mm: Type.Optional(sizeSchema),
  /** What it is to tax; left out: standard. */
  taxClass: Type.Optional(taxClassSchema),
  imageUrl: nullable.string,
  active: Type.Boolean(),
  version: Type.Integer({ minimum: 1 }),
});
export type Variant = Static<typeof variantSchema>;

const productFields = {
  productId: Type.String(),
  sellerId: Type.String(),
  name: Type.String(),
  slug: Type.String(),
  brand: nullable.string,
  categoryId: Type.String(),
  status: productStatusSchema,
  imageUrl: nullable.string,
  /** Removed variants stay in the list with `active: false`. */
  variants: Type.Array(variantSchema),
  version: Type.Integer({ minimum: 1 }),
};

/** Payload of PRODUCT_CREATED and PRODUCT_UPDATED; aggregate `product`, one event a version. */
export const productEventSchema = Type.Object(productFields);
export type ProductEvent = Static<typeof productEventSchema>;

/** A product with what search and sync need besides the event's fields. */
export const productSnapshotSchema = Type.Object({
  ...productFields,
  description: Type.String(),
  categoryPath: Type.String(),
  attributes: Type.Record(Type.String(), Type.String()),
  visible: Type.Boolean(),
  rating: Type.Number(),
  reviewCount: Type.Integer(),
  inStock: Type.Boolean(),
  createdAt: Type.String(),
});
export type ProductSnapshot = Static<typeof productSnapshotSchema>;

export const catalogEvents = defineEvents({
  room: 'catalog',
  topic: 'catalog.events',
  types: {
    PRODUCT_CREATED: productEventSchema,
    PRODUCT_UPDATED: productEventSchema,
    PRODUCT_DELETED: Type.Object({
      productId: Type.String(),
      variantIds: Type.Array(Type.String()),
    }),
    CATEGORY_CHANGED: Type.Object({
      categoryId: Type.String(),
      parentId: nullable.string,
      name: Type.String(),
      /** By locale. */
      names: Type.Record(Type.String(), Type.String()),
      slug: Type.String(),
      path: Type.String(),
      deleted: Type.Boolean(),
    }),
  },
});

/** A category, and a product with its variants, whose ids and slugs are already chosen. */
export const importedCategorySchema = Type.Object({
  categoryId: categoryIdSchema,
  parentId: Type.Union([categoryIdSchema, Type.Null()]),
  slug: Type.String({ minLength: 1, maxLength: 80 }),
  name: Type.String({ minLength: 1, maxLength: 200 }),
  names: Type.Optional(namesSchema),
});
/** An attribute that holds everywhere, with what it and its values are called. */
export const importedAttributeSchema = Type.Object({
  attributeId: idSchema('att'),
  code: Type.String({ minLength: 1, maxLength: 40 }),
  name: Type.String({ minLength: 1, maxLength: 200 }),
  names: namesSchema,
  valueNames: valueNamesSchema,
  colors: Type.Optional(colorsSchema),
});
export const importedProductSchema = Type.Object({
  productId: productIdSchema,
  sellerId: Type.String(),
  slug: Type.String({ minLength: 1, maxLength: 100 }),
  name: Type.String({ minLength: 1, maxLength: 200 }),
  description: Type.String({ maxLength: 20_000 }),
  brand: nullable.string,
  categoryId: categoryIdSchema,
  attributes: Type.Record(Type.String(), Type.String()),
  images: Type.Array(
    Type.Object({
      url: Type.String({ maxLength: 2000 }),
      alt: Type.String({ maxLength: 300 }),
      variantId: nullable.string,
    }),
    { maxItems: imagesPerProduct_max },
  ),
  videos: Type.Optional(videosInput),
  highlights: Type.Optional(highlightsSchema),
  /** The currency its seller enters prices in. */
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  rating: Type.Number({ minimum: 0, maximum: 5 }),
  reviewCount: Type.Integer({ minimum: 0 }),
  variants: Type.Array(
    Type.Object({
      variantId: variantIdSchema,
      sku: Type.String({ minLength: 1, maxLength: 100 }),
      name: Type.String({ minLength: 1, maxLength: 200 }),
      attributes: Type.Record(Type.String(), Type.String()),
      weight_g: Type.Integer({ minimum: 0 }),
      size_mm: Type.Optional(sizeSchema),
      barcode: Type.Optional(Type.String({ maxLength: 100 })),
    }),
    { minItems: 1, maxItems: variantsPerProduct_max },
  ),
});

/** A product in a list. */
export const cardSchema = Type.Object({
  productId: Type.String(),
  slug: Type.String(),
  variantId: Type.String({ description: 'The variant whose price is shown.' }),
  variantCount: Type.Integer(),
  sellerId: Type.String(),
  name: Type.String(),
  brand: nullable.string,
  price: Type.Number(),
  salePrice: Type.Union([Type.Number(), Type.Null()]),
  currency: Type.String(),
  imageUrl: nullable.string,
  rating: Type.Number(),
  reviewCount: Type.Integer(),
  inStock: Type.Boolean(),
});
export type Card = Static<typeof cardSchema>;

const currency = Type.String({ pattern: '^[A-Z]{3}$' });
const productIds = (max: number) => Type.Array(Type.String({ maxLength: 64 }), { maxItems: max });
export const keysPerCall_max = 2_000;

/** Unknown ids are left out of the answer; order is not kept. One statement each. */
export const catalogCalls = defineCalls('catalog', {
  ...labelCalls,
  variants: call({
    input: Type.Object({
      variantIds: Type.Array(Type.String(), { maxItems: variantsPerCall_max }),
    }),
    output: Type.Object({ variants: Type.Array(variantSchema) }),
    retry: true,
  }),
  /** Products of sellers that need something: a picture, units, or any at all. */
  waiting: waitingCall(['products', 'lowStock', 'withoutPicture']),
  products: call({
    input: Type.Object({
      productIds: Type.Array(Type.String(), { maxItems: variantsPerCall_max }),
    }),
    output: Type.Object({ products: Type.Array(productSnapshotSchema) }),
    retry: true,
  }),
  /**
   * Cards as lists show them, without what is not listed now, in the order asked for; with the
   * variant that is shown and whether that one is in stock.
   */
  cards: call({
    input: Type.Object({ productIds: productIds(variantsPerCall_max), currency }),
    output: Type.Object({
      cards: Type.Array(
        Type.Object({
          ...cardSchema.properties,
          variantName: Type.String(),
          variantInStock: Type.Boolean(),
        }),
      ),
    }),
    retry: true,
  }),
  /** Ids of products by id or slug, positions matching; null for what there is none of. */
  productIds: call({
    input: Type.Object({
      keys: Type.Array(Type.String({ maxLength: 100 }), { maxItems: keysPerCall_max }),
    }),
    output: Type.Object({ productIds: Type.Array(nullable.string) }),
    retry: true,
  }),
  /** Which of these pictures are among the images of a product of their seller. */
  picturesInUse: inUseCall(),
  /** All products in id order, for rebuilding copies: pass '' first, then the last id seen. */
  productsAfter: call({
    input: Type.Object({
      productId: Type.String(),
      limit: Type.Integer({ minimum: 1, maximum: 500 }),
    }),
    output: Type.Object({ products: Type.Array(productSnapshotSchema) }),
    retry: true,
  }),
  /**
   * Categories (parents first) and products of a demo or test world, idempotent by id; refused in
   * production. Prices and stock go to pricing and inventory, whose events put the products into
   * the list. `added` counts both.
   */
  import: call({
    input: Type.Object({
      categories: Type.Array(importedCategorySchema, { maxItems: 1_000 }),
      attributes: Type.Optional(Type.Array(importedAttributeSchema, { maxItems: 500 })),
      products: Type.Array(importedProductSchema, { maxItems: 500 }),
    }),
    output: Type.Object({ added: Type.Integer() }),
    refusals: ['not-allowed', 'category-unknown'],
    timeout_ms: 30_000,
    retry: true,
  }),
});
export type ImportedCategory = Static<typeof importedCategorySchema>;
export type ImportedAttribute = Static<typeof importedAttributeSchema>;
export type ImportedProduct = Static<typeof importedProductSchema>;

export const catalogErrors = defineErrors({
  'sku-taken': {
    status: 409,
    title: 'SKU already in use',
    explain: 'Another variant of this seller has the SKU; SKUs are unique per seller.',
    retryable: false,
  },
  'slug-taken': {
    status: 409,
    title: 'Slug already in use',
    explain: 'Another product, brand or category beside it has the slug.',
    retryable: false,
  },
  'category-unknown': {
    status: 422,
    title: 'Unknown category',
    explain: 'The category that the request names does not exist.',
    retryable: false,
  },
  'category-cycle': {
    status: 409,
    title: 'Category would be inside itself',
    explain: 'A category cannot be moved below itself or one of its descendants.',
    retryable: false,
  },
  'category-too-deep': {
    status: 409,
    title: 'Category tree too deep',
    explain: 'The move or creation would exceed the largest depth of the category tree.',
    retryable: false,
  },
  'category-not-empty': {
    status: 409,
    title: 'Category is not empty',
    explain: 'The category has products or child categories; move them first.',
    retryable: false,
  },
  'brand-in-use': {
    status: 409,
    title: 'Brand is in use',
    explain: 'Products carry the brand; give them another one first.',
    retryable: false,
  },
  'product-withdrawn': {
    status: 410,
    title: 'No longer sold',
    explain: 'The product was taken out of the shop for good; `category` names where others are.',
    retryable: false,
  },
  'product-paused': {
    status: 404,
    title: 'Not sold at present',
    explain: 'Its seller does not sell at present; `category` names where others are.',
    retryable: false,
  },
  'product-status-not-allowed': {
    status: 409,
    title: 'Status change not allowed',
    explain: 'The product cannot go from its present status to the one asked for.',
    retryable: false,
  },
  'variant-limit': {
    status: 409,
    title: 'Number of variants out of range',
    explain: 'A product has at least one variant and at most the documented maximum.',
    retryable: false,
  },
  'import-running': {
    status: 409,
    title: 'Import is running',
    explain: 'The import with this id is being worked on by another process.',
    retryable: true,
  },
  'import-mapping-invalid': {
    status: 422,
    title: 'Import mapping not usable',
    explain: 'The column mapping names an unknown field or lacks a required one.',
    retryable: false,
  },
});
