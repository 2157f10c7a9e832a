/**
 * What the public catalogue answers with. The lists and pages are sent as finished text, so these
 * schemas describe them for the API document and the typed client; http.test.ts holds the texts
 * against them.
 */
import { Type, type TSchema } from 'typebox';

const nullable = (schema: TSchema) => Type.Union([schema, Type.Null()]);
const text = Type.String();
const whole = Type.Integer();
const price = nullable(Type.Number());

export const cardSchema = Type.Object({
  productId: text,
  slug: text,
  variantId: Type.String({ description: 'The variant whose price is shown.' }),
  variantCount: whole,
  sellerId: text,
  name: text,
  brand: nullable(text),
  price: Type.Number(),
  salePrice: price,
  currency: text,
  imageUrl: nullable(text),
  rating: Type.Number(),
  reviewCount: whole,
  inStock: Type.Boolean(),
});

const named = { name: text, slug: text, count: whole };

export const facetsSchema = Type.Object({
  brands: Type.Array(Type.Object(named)),
  priceRanges: Type.Array(Type.Object({ min: Type.Number(), max: price, count: whole })),
  categories: Type.Array(Type.Object({ ...named, categoryId: text, path: text })),
  ratings: Type.Array(Type.Object({ min: whole, count: whole })),
  attributes: Type.Array(
    Type.Object({
      code: text,
      name: text,
      values: Type.Array(Type.Object({ value: text, count: whole })),
    }),
  ),
});

export const listSchema = Type.Object({
  products: Type.Array(cardSchema),
  pagination: Type.Object({
    page: whole,
    size: whole,
    total: whole,
    totalIsExact: Type.Boolean(),
  }),
  nextCursor: nullable(text),
  hasMore: Type.Boolean(),
  facets: facetsSchema,
});

export const variantSchema = Type.Object({
  variantId: text,
  sku: text,
  name: text,
  attributes: Type.Record(Type.String(), Type.String()),
  price,
  salePrice: price,
  currency: text,
  inStock: Type.Boolean(),
  available: Type.Integer({ description: '50 means 50 or more.' }),
  weight_g: whole,
  imageUrl: nullable(text),
});

const place = Type.Object({ categoryId: text, name: text, slug: text, path: text });

export const productSchema = Type.Object({
  productId: text,
  slug: text,
  name: text,
  description: text,
  brand: nullable(text),
  seller: Type.Object({ sellerId: text, name: nullable(text), slug: nullable(text) }),
  category: nullable(place),
  breadcrumb: Type.Array(place),
  attributes: Type.Record(Type.String(), Type.String()),
  options: Type.Array(Type.Object({ code: text, values: Type.Array(text) })),
  images: Type.Array(
    Type.Object({ imageId: text, url: text, alt: text, variantId: nullable(text) }),
  ),
  imageUrl: nullable(text),
  rating: Type.Number(),
  reviewCount: whole,
  price,
  salePrice: price,
  currency: text,
  inStock: Type.Boolean(),
  defaultVariantId: nullable(text),
  variantCount: whole,
  variants: Type.Array(variantSchema),
  createdAt: Type.String({ format: 'date-time' }),
  updatedAt: Type.String({ format: 'date-time' }),
});

const category = (children: TSchema) =>
  Type.Object({
    categoryId: text,
    name: text,
    slug: text,
    path: text,
    productCount: whole,
    children: Type.Array(children),
  });

/** Deeper levels look the same; the document names four. */
export const categoriesSchema = Type.Object({
  categories: Type.Array(category(category(category(category(Type.Object({})))))),
});
