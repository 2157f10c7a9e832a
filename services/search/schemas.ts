/**
 * Shapes of replies. Lists are sent as finished text, so these describe them for the API document
 * and the typed client; `search.test.ts` holds the texts against them.
 */
import { Type, type TSchema } from 'typebox';
import { cardSchema } from '#services/catalog/contract.ts';

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const text = Type.String();
const whole = Type.Integer();
const named = { name: text, slug: text, count: whole };
const place = { categoryId: text, name: text, path: text, count: whole };
const label = Type.Optional(
  Type.String({
    description: 'What the value is called in the language asked for, where that is not the value.',
  }),
);
const limited = Type.Boolean({
  description: 'The search engine is away; this is a plainer search.',
});

const facets = Type.Object({
  brands: Type.Array(Type.Object(named)),
  priceRanges: Type.Array(
    Type.Object({ min: Type.Number(), max: nullable(Type.Number()), count: whole }),
  ),
  categories: Type.Array(Type.Object({ ...named, categoryId: text, path: text })),
  ratings: Type.Array(Type.Object({ min: whole, count: whole })),
  availability: Type.Object({ inStock: whole, all: whole }),
  sellers: Type.Array(
    Type.Object({ sellerId: text, name: nullable(text), slug: nullable(text), count: whole }),
  ),
  attributes: Type.Array(
    Type.Object({
      code: text,
      name: text,
      unit: nullable(text),
      values: Type.Array(Type.Object({ value: text, label, count: whole })),
    }),
  ),
});

const pageParts = {
  pagination: Type.Object({
    page: whole,
    size: whole,
    total: whole,
    totalIsExact: Type.Boolean(),
  }),
  nextCursor: nullable(text),
  hasMore: Type.Boolean(),
  relax: Type.Array(Type.Object({ drop: text, total: whole }), {
    description:
      'When nothing is left: each filter with what there would be without it, most first. ' +
      "'price' is both bounds; 'all', where no single one helps, all filters.",
  }),
  limited,
};

export const listSchema = Type.Object({
  products: Type.Array(cardSchema),
  ...pageParts,
  facets,
});

const found = Type.Object({
  ...cardSchema.properties,
  highlight: Type.Object({
    name: Type.Array(Type.Array(whole), {
      description: 'From and to of each part of the name that was searched for.',
    }),
  }),
});

export const searchSchema = Type.Object({
  products: Type.Array(found),
  ...pageParts,
  facets,
  query: text,
  searchedFor: text,
  correctedQuery: nullable(text),
  droppedWords: Type.Array(text, { description: 'Words that nothing had together with others.' }),
  nearest: nullable(
    Type.Object({
      categories: Type.Array(Type.Object(place)),
      products: Type.Array(cardSchema),
    }),
  ),
});

export const suggestSchema = Type.Object({
  query: text,
  correctedQuery: nullable(text),
  queries: Type.Array(Type.Object({ text })),
  categories: Type.Array(Type.Object(place)),
  brands: Type.Array(Type.Object({ name: text, slug: text })),
  products: Type.Array(cardSchema),
  limited,
});
