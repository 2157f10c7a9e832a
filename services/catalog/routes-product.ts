/** Shapes of products as sellers and admins see them, and the routes that both have. */
import { Type, type Static } from 'typebox';
import { isCurrency, priceFromMajor, toMajor } from '#kernel/core/money.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import { reply } from '#kernel/http/route.ts';
import { taxClassSchema } from '#services/pricing/contract.ts';
import { sizeSchema } from '#services/shipping/contract.ts';
import { imagesPerProduct_max, productStatusSchema, variantsPerProduct_max } from './contract.ts';
import type { NewImage, NewVariant, Workshop } from './commands.ts';
import { highlightsSchema, videoSchema, videosInput } from './media.ts';
import { live } from './model.ts';
import { priceCopies } from './store-copy.ts';
import type { StoredProduct } from './store-product.ts';
import { availableOf } from './store-waiting.ts';

export const nameSchema = Type.String({ minLength: 1, maxLength: 200 });
export const slugSchema = Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 80 });
const amount = Type.Number({ minimum: 0 });
const attributeName = '^[A-Za-z0-9_-]{1,40}$';

export const attributesSchema = Type.Record(
  Type.String({ pattern: attributeName }),
  Type.String({ minLength: 1, maxLength: 200 }),
  { maxProperties: 50 },
);

export const imageInput = Type.Object({
  url: Type.String({ minLength: 1, maxLength: 2000 }),
  alt: Type.Optional(Type.String({ maxLength: 300 })),
  variantId: Type.Optional(Type.Union([Type.String({ maxLength: 64 }), Type.Null()])),
});
export const imagesInput = Type.Array(imageInput, { maxItems: imagesPerProduct_max });

const variantFields = {
  sku: Type.String({ minLength: 1, maxLength: 100 }),
  name: Type.Optional(nameSchema),
  attributes: Type.Optional(attributesSchema),
  salePrice: Type.Optional(Type.Union([amount, Type.Null()])),
  weight_g: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
  /** Length, width and height of a unit as it is packed. */
  size_mm: Type.Optional(Type.Union([sizeSchema, Type.Null()])),
  barcode: Type.Optional(Type.Union([Type.String({ maxLength: 100 }), Type.Null()])),
};
export const variantInput = Type.Object({ ...variantFields, price: amount });
export type VariantInput = Static<typeof variantInput>;
export const variantPatch = Type.Partial(Type.Object({ ...variantFields, price: amount }), {
  minProperties: 1,
});
export const variantsInput = Type.Array(variantInput, {
  minItems: 1,
  maxItems: variantsPerProduct_max,
});

const productFields = {
  name: nameSchema,
  description: Type.String({ maxLength: 20_000 }),
  categoryId: Type.String({ maxLength: 64 }),
};
const optionalFields = {
  brand: Type.Optional(Type.Union([Type.String({ minLength: 1, maxLength: 100 }), Type.Null()])),
  attributes: Type.Optional(attributesSchema),
  images: Type.Optional(imagesInput),
  videos: Type.Optional(videosInput),
  highlights: Type.Optional(highlightsSchema),
  /** What it is to tax; left out: standard. */
  taxClass: Type.Optional(taxClassSchema),
};

export const productInput = Type.Object({
  ...productFields,
  ...optionalFields,
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  status: Type.Optional(Type.Union([Type.Literal('DRAFT'), Type.Literal('ACTIVE')])),
  sellerId: Type.Optional(Type.String({ maxLength: 64 })),
  variants: variantsInput,
});

/** PUT: the whole description; what is left out becomes empty. Variants have their own routes. */
export const productReplacement = Type.Object({
  ...productFields,
  ...optionalFields,
  slug: Type.Optional(slugSchema),
});
export const productPatch = Type.Partial(
  Type.Object({ ...productFields, ...optionalFields, slug: slugSchema }),
  { minProperties: 1 },
);

export const productView = Type.Object({
  productId: Type.String(),
  sellerId: Type.String(),
  slug: Type.String(),
  name: Type.String(),
  description: Type.String(),
  brand: Type.Union([Type.String(), Type.Null()]),
  categoryId: Type.String(),
  attributes: Type.Record(Type.String(), Type.String()),
  images: Type.Array(
    Type.Object({
      imageId: Type.String(),
      url: Type.String(),
      alt: Type.String(),
      variantId: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
  videos: Type.Array(videoSchema),
  highlights: highlightsSchema,
  taxClass: taxClassSchema,
  currency: Type.String(),
  status: productStatusSchema,
  visible: Type.Boolean({ description: 'False also while the seller is not approved.' }),
  rating: Type.Number(),
  reviewCount: Type.Integer(),
  version: Type.Integer(),
  createdAt: Type.String(),
  updatedAt: Type.String(),
  variants: Type.Array(
    Type.Object({
      variantId: Type.String(),
      sku: Type.String(),
      name: Type.String(),
      attributes: Type.Record(Type.String(), Type.String()),
      weight_g: Type.Integer(),
      size_mm: Type.Union([sizeSchema, Type.Null()]),
      barcode: Type.Union([Type.String(), Type.Null()]),
      price: Type.Union([Type.Number(), Type.Null()]),
      salePrice: Type.Union([Type.Number(), Type.Null()]),
      currency: Type.String(),
      available: Type.Integer({ description: 'As cards know it, a moment old; 50 may be more.' }),
    }),
  ),
});
export type ProductView = Static<typeof productView>;

/** Products as their owner sees them, with prices in the currency each is entered in. */
export async function productViews(
  shop: Workshop,
  products: readonly StoredProduct[],
): Promise<ProductView[]> {
  const ids = products.flatMap((product) => live(product).map((variant) => variant.variantId));
  const [copies, stock] = await Promise.all([priceCopies(shop.db, ids), availableOf(shop.db, ids)]);
  const prices = new Map(copies.map((copy) => [`${copy.variantId} ${copy.currency}`, copy]));
  return products.map((product) => ({
    productId: product.productId,
    sellerId: product.sellerId,
    slug: product.slug,
    name: product.name,
    description: product.description,
    brand: product.brand,
    categoryId: product.categoryId,
    attributes: product.attributes,
    images: product.images,
    videos: product.videos,
    highlights: product.highlights as Record<string, string[]>,
    taxClass: product.taxClass,
    currency: product.currency,
    status: product.status,
    visible: product.status === 'ACTIVE' && product.sellerApproved,
    rating: product.rating_x100 / 100,
    reviewCount: product.reviewCount,
    version: product.version,
    createdAt: product.createdAt,
    updatedAt: product.updatedAt,
    variants: live(product).map(
      ({ variantId, sku, name, attributes, weight_g, size_mm, barcode }) => {
        const { currency } = product;
        const price = prices.get(`${variantId} ${currency}`);
        const sale = price?.sale_minor ?? null;
        return {
          variantId,
          sku,
          name,
          attributes,
          weight_g,
          size_mm,
          barcode,
          price: price === undefined ? null : toMajor(price.base_minor, currency),
          salePrice: sale === null ? null : toMajor(sale, currency),
          currency,
          available: stock.get(variantId) ?? 0,
        };
      },
    ),
  }));
}

/** The answer to a write: the product with its new tag, or why not. */
export async function answerProduct<const Status extends 200 | 201>(
  shop: Workshop,
  result: StoredProduct | Refusal<string>,
  { status, at }: { status: Status; at: string },
) {
  if (isRefusal(result)) return result;
  const [view] = await productViews(shop, [result]);
  if (view === undefined) return refuse('not-found');
  const location = `${at}/${result.productId}`;
  return reply(status, view, {
    etag: `"${result.version}"`,
    ...(status === 201 ? { location } : {}),
  });
}

function refusedAmount(pointer: string, refusal: Refusal<string>): Refusal<string> {
  const error = { pointer, code: refusal.code, detail: 'more decimals than the currency has' };
  return refuse(refusal.code, { ...refusal.detail, errors: [error] });
}

/** A variant from the edge in minor units; refuses amount-precision. */
export function variantFrom(
  input: VariantInput,
  currency: string,
  at = '',
): NewVariant | Refusal<string> {
  const { price, salePrice = null, ...rest } = input;
  const price_minor = priceFromMajor(price, currency);
  if (isRefusal(price_minor)) return refusedAmount(`${at}/price`, price_minor);
  const sale_minor = salePrice === null ? null : priceFromMajor(salePrice, currency);
  if (isRefusal(sale_minor)) return refusedAmount(`${at}/salePrice`, sale_minor);
  if (sale_minor !== null && sale_minor > price_minor) {
    const detail = 'a sale price is at most the price';
    const pointer = `${at}/salePrice`;
    return refuse('validation-failed', { errors: [{ pointer, code: 'too-high', detail }] });
  }
  return { ...rest, price_minor, sale_minor };
}

export function knownCurrency(currency: string): Refusal<'validation-failed'> | null {
  if (isCurrency(currency)) return null;
  const error = { pointer: '/currency', code: 'not-accepted', detail: 'not a known currency' };
  return refuse('validation-failed', { errors: [error] });
}

export function imagesFrom(images: Static<typeof imagesInput> | undefined): NewImage[] {
  return images ?? [];
}
