/** What things are called, for the room that lists them: the tree, attributes, brands, sellers. */
import { Type, type Static } from 'typebox';
import { call } from '#kernel/http/contract.ts';
import { namesSchema, valueNamesSchema } from './languages.ts';

export const namedPerCall_max = 200;
const categories_max = 20_000;
const attributes_max = 5_000;

const text = Type.String();
const keys = Type.Array(Type.String({ maxLength: 200 }), { maxItems: namedPerCall_max });
const nullableText = Type.Union([text, Type.Null()]);

const shownCategory = Type.Object({
  categoryId: text,
  name: text,
  names: namesSchema,
  slug: text,
  path: text,
});
const shownAttribute = Type.Object({
  code: text,
  name: text,
  names: namesSchema,
  unit: nullableText,
  filterable: Type.Boolean(),
  valueNames: valueNamesSchema,
});
export type ShownCategory = Static<typeof shownCategory>;
export type ShownAttribute = Static<typeof shownAttribute>;

export const labelCalls = {
  /** The whole tree and all attributes; null in place of both while the revision is that one. */
  labels: call({
    input: Type.Object({ revision: nullableText }),
    output: Type.Object({
      revision: text,
      categories: Type.Union([
        Type.Array(shownCategory, { maxItems: categories_max }),
        Type.Null(),
      ]),
      attributes: Type.Union([
        Type.Array(shownAttribute, { maxItems: attributes_max }),
        Type.Null(),
      ]),
    }),
    retry: true,
  }),
  /** Brands by id, slug or name, sellers by id or slug; what nobody is called is left out. */
  named: call({
    input: Type.Object({ brands: keys, sellers: keys }),
    output: Type.Object({
      brands: Type.Array(Type.Object({ brandId: text, name: text, slug: text })),
      sellers: Type.Array(Type.Object({ sellerId: text, name: text, slug: text })),
    }),
    retry: true,
  }),
};
