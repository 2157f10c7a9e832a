/**
 * What the public catalogue answers with. The lists and pages are sent as finished text, so these
 * schemas describe them for the API document and the typed client; http.test.ts holds the texts
 * against them.
 */
import { Type, type TSchema } from 'typebox';
import { videoSchema } from './media.ts';

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const text = Type.String();
const whole = Type.Integer();
const price = nullable(Type.Number());
const label = Type.Optional(
  Type.String({
    description: 'What the value is called in the language asked for, where that is not the value.',
  }),
);
const labels = Type.Optional(
  Type.Array(text, {
    description: 'What the values are called, where that is not the values. Positions match.',
  }),
);

const colors = Type.Optional(
  Type.Array(nullable(text), {
    description: 'What the values look like, #rrggbb, where any has a colour. Positions match.',
  }),
);

export const stockSchema = Type.Object(
  {
    state: Type.Enum(['IN_STOCK', 'LOW', 'HELD', 'OUT']),
    count: nullable(whole),
  },
  {
    description:
      'LOW: `count` units are free, 5 at most. HELD: none is free, but some are in open ' +
      'checkouts and may come back. `count` is null in the other states.',
  },
);

const lowest30 = Type.Union([Type.Number(), Type.Null()], {
  description:
    'Beside a sale price: the lowest price of the 30 days before the present one began; null ' +
    'when there was no other price.',
});

export const variantSchema = Type.Object({
  variantId: text,
  sku: text,
  name: text,
  attributes: Type.Record(Type.String(), Type.String()),
  price,
  salePrice: price,
  lowest30,
  currency: text,
  inStock: Type.Boolean(),
  available: Type.Integer({ description: '50 means 50 or more.' }),
  stock: stockSchema,
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
  specs: Type.Array(
    Type.Object({ code: text, name: text, value: text, label, unit: nullable(text) }),
  ),
  highlights: Type.Array(text, { description: 'What matters most, five at most.' }),
  highlightsLocale: nullable(text),
  options: Type.Array(
    Type.Object({ code: text, name: text, values: Type.Array(text), labels, colors }),
  ),
  images: Type.Array(
    Type.Object({ imageId: text, url: text, alt: text, variantId: nullable(text) }),
  ),
  videos: Type.Array(videoSchema),
  imageUrl: nullable(text),
  rating: Type.Number(),
  reviewCount: whole,
  price,
  salePrice: price,
  lowest30,
  currency: text,
  inStock: Type.Boolean(),
  stock: stockSchema,
  defaultVariantId: nullable(text),
  variantCount: whole,
  variants: Type.Array(variantSchema),
  createdAt: Type.String({ format: 'date-time' }),
  updatedAt: Type.String({ format: 'date-time' }),
});

/** One seller's offer of a thing that several sell. */
export const offerSchema = Type.Object({
  productId: text,
  slug: text,
  variantId: text,
  attributes: Type.Record(Type.String(), Type.String()),
  seller: Type.Object({ sellerId: text, name: nullable(text), slug: nullable(text) }),
  price: Type.Number(),
  delivery: nullable(
    Type.Object({ method: text, amount: Type.Number(), minDays: whole, maxDays: whole }),
  ),
  total: Type.Number({ description: 'Price and delivery together.' }),
  currency: text,
  inStock: Type.Boolean(),
  stock: stockSchema,
  reason: Type.Enum(['best-total', 'higher-total', 'slower', 'same', 'no-delivery', 'out']),
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

const countedPlace = Type.Object({ ...place.properties, productCount: whole });

export const categorySchema = Type.Object({
  ...countedPlace.properties,
  breadcrumb: Type.Array(place),
  children: Type.Array(countedPlace),
  attributes: Type.Array(
    Type.Object({
      code: text,
      name: text,
      kind: Type.Enum(['text', 'number', 'choice']),
      unit: nullable(text),
      choices: Type.Array(text),
      labels,
    }),
  ),
});

export const sitemapSchema = Type.Object({
  productPages: Type.Array(
    Type.Object({ cursor: nullable(text) }, { description: 'Null is the first page.' }),
  ),
  categories: Type.Array(
    Type.Object({ path: text, lastmod: Type.String({ format: 'date-time' }) }),
  ),
  sellers: Type.Array(Type.Object({ slug: text })),
});

export const sitemapPageSchema = Type.Object({
  data: Type.Array(Type.Object({ slug: text, lastmod: Type.String({ format: 'date-time' }) })),
  nextCursor: nullable(text),
  hasMore: Type.Boolean(),
});
