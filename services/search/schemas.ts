/** Shapes of replies. */
import { Type, type TSchema } from 'typebox';

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const text = Type.String();
const whole = Type.Integer();

const card = {
  productId: text,
  slug: text,
  variantId: Type.String({ description: 'The variant whose price is shown.' }),
  variantCount: whole,
  sellerId: text,
  name: text,
  brand: nullable(text),
  price: Type.Number(),
  salePrice: nullable(Type.Number()),
  currency: text,
  imageUrl: nullable(text),
  rating: Type.Number(),
  reviewCount: whole,
  inStock: Type.Boolean(),
};
const place = { categoryId: text, name: text, path: text, count: whole };

export const searchReply = Type.Object({
  products: Type.Array(
    Type.Object({
      ...card,
      highlight: Type.Object({
        name: Type.Array(Type.Array(whole), {
          description: 'From and to of each part of the name that was searched for.',
        }),
      }),
    }),
  ),
  pagination: Type.Object({
    page: whole,
    size: whole,
    total: whole,
    totalIsExact: Type.Boolean(),
  }),
  nextCursor: nullable(text),
  hasMore: Type.Boolean(),
  facets: Type.Object({
    brands: Type.Array(Type.Object({ name: text, count: whole })),
    priceRanges: Type.Array(
      Type.Object({ min: Type.Number(), max: nullable(Type.Number()), count: whole }),
    ),
    categories: Type.Array(Type.Object({ ...place, slug: text })),
    ratings: Type.Array(Type.Object({ min: whole, count: whole })),
    availability: Type.Object({ inStock: whole, all: whole }),
    sellers: Type.Array(Type.Object({ sellerId: text, count: whole })),
    attributes: Type.Array(
      Type.Object({
        code: text,
        values: Type.Array(Type.Object({ value: text, count: whole })),
      }),
    ),
  }),
  relax: Type.Array(Type.Object({ drop: text, total: whole }), {
    description: 'When nothing is left: each filter with what there would be without it.',
  }),
  query: text,
  searchedFor: text,
  correctedQuery: nullable(text),
  droppedWords: Type.Array(text),
  limited: Type.Boolean({ description: 'The search engine is away; this is a plainer search.' }),
});

export const suggestReply = Type.Object({
  query: text,
  correctedQuery: nullable(text),
  queries: Type.Array(Type.Object({ text })),
  categories: Type.Array(Type.Object(place)),
  brands: Type.Array(Type.Object({ name: text })),
  products: Type.Array(Type.Object(card)),
});
