// What the routes of wishes take and give, as schemas; they are also the allow-lists of what
// leaves. Prices are in major units.
import { Type } from 'typebox';
import { idSchema } from '#kernel/core/id.ts';
import { pageOf, pageQuery } from '#kernel/http/page.ts';
import {
  alertIdSchema,
  alertKinds,
  alertQuery_chars_max,
  itemIdSchema,
  listIdSchema,
  visibilities,
  wanted_max,
  wishlistName_chars_max,
  wishNote_chars_max,
} from './contract.ts';
import { sorts } from './store-read.ts';

const text = Type.String();
const nullable = Type.Union([text, Type.Null()]);
const whole = Type.Integer({ minimum: 0 });
const amountOrNull = Type.Union([Type.Number(), Type.Null()]);
const wanted = Type.Integer({ minimum: 1, maximum: wanted_max });
const units = Type.Integer({ minimum: 0, maximum: wanted_max });
const priority = Type.Integer({ minimum: 1, maximum: 3 });
const currency = Type.String({ pattern: '^[A-Z]{3}$' });
/** Others may read it: with the number of a card in it, it is refused. */
const name = Type.String({ minLength: 1, maxLength: wishlistName_chars_max, format: 'no-card' });
const note = Type.String({ maxLength: wishNote_chars_max, format: 'no-card' });
const visibility = Type.Enum([...visibilities]);

export const listParams = Type.Object({ listId: listIdSchema });
export const itemParams = Type.Object({ itemId: itemIdSchema });
export const alertParams = Type.Object({ alertId: alertIdSchema });
const token = idSchema('wsh');
export const sharedParams = Type.Object({ token });
export const giftParams = Type.Object({ token, itemId: itemIdSchema });

export const pageOnly = Type.Object(pageQuery);
export const itemsQuery = Type.Object({
  sort: Type.Enum([...sorts], { default: 'newest' }),
  ...pageQuery,
});
export const marksQuery = Type.Object({
  /** With commas between them. */
  productIds: Type.String({ pattern: '^prod_[0-9a-f]{32}(,prod_[0-9a-f]{32}){0,99}$' }),
});
export const alertsQuery = Type.Object({
  variantId: Type.Optional(idSchema('var')),
  ...pageQuery,
});

export const listBody = Type.Object({ name, gift: Type.Optional(Type.Boolean()) });
export const listChange = Type.Object({
  name: Type.Optional(name),
  gift: Type.Optional(Type.Boolean()),
  /** Only true: another one becomes it instead. */
  isDefault: Type.Optional(Type.Literal(true)),
});
export const shareBody = Type.Object({ visibility });
export const itemBody = Type.Object({
  productId: idSchema('prod'),
  variantId: idSchema('var'),
  listId: Type.Optional(listIdSchema),
  currency: Type.Optional(currency),
  note: Type.Optional(note),
  priority: Type.Optional(priority),
  wanted: Type.Optional(wanted),
});
export const itemChange = Type.Object({
  note: Type.Optional(note),
  priority: Type.Optional(priority),
  wanted: Type.Optional(wanted),
  bought: Type.Optional(units),
  tellBack: Type.Optional(Type.Boolean()),
  tellCheaper: Type.Optional(Type.Boolean()),
  listId: Type.Optional(listIdSchema),
});
export const giftBody = Type.Object({ quantity: units });
export const alertBody = Type.Union([
  Type.Object({
    kind: Type.Literal('back'),
    productId: idSchema('prod'),
    variantId: idSchema('var'),
  }),
  Type.Object({
    kind: Type.Literal('appears'),
    query: Type.String({ minLength: 1, maxLength: alertQuery_chars_max }),
  }),
]);
export const tokenBody = Type.Object({ token: Type.String({ minLength: 1, maxLength: 100 }) });

export const list = Type.Object({
  listId: text,
  /** '' is the list that was made with the first thing. */
  name: text,
  isDefault: Type.Boolean(),
  visibility,
  /** Of the address `/w/{token}`; null while the list is private. */
  token: nullable,
  gift: Type.Boolean(),
  items: whole,
  version: whole,
  createdAt: text,
});
export const listPage = pageOf(list);

const itemFields = {
  itemId: text,
  productId: text,
  variantId: text,
  slug: text,
  name: text,
  variantName: text,
  imageUrl: nullable,
  note: text,
  priority,
  wanted,
  /** What it costs now; null while that cannot be asked, or where it has no price. */
  price: amountOrNull,
  currency: text,
  /** Whether it is sold at all; null while that cannot be asked. */
  sold: Type.Union([Type.Boolean(), Type.Null()]),
  inStock: Type.Union([Type.Boolean(), Type.Null()]),
  createdAt: text,
};
export const item = Type.Object({
  ...itemFields,
  listId: text,
  /** null where the list hides it from its owner. */
  bought: Type.Union([whole, Type.Null()]),
  /** What it cost when it was added. */
  addedPrice: amountOrNull,
  tellBack: Type.Boolean(),
  tellCheaper: Type.Boolean(),
  version: whole,
});
export const itemPage = pageOf(item);

export const shared = Type.Object({
  name: text,
  visibility,
  gift: Type.Boolean(),
  /** The reader is its owner; what was bought of a gift list is hidden then. */
  own: Type.Boolean(),
  ...pageOf(
    Type.Object({
      ...itemFields,
      bought: Type.Union([whole, Type.Null()]),
      /** How many the reader said to have bought. */
      mine: whole,
    }),
  ).properties,
});
export const gift = Type.Object({ bought: whole, mine: whole });

export const marks = Type.Object({
  marks: Type.Array(Type.Object({ productId: text, variantId: text, itemId: text, listId: text })),
});

export const alert = Type.Object({
  alertId: text,
  kind: Type.Enum([...alertKinds]),
  productId: nullable,
  variantId: nullable,
  query: nullable,
  /** What the product is called and where it is; null while that cannot be asked. */
  name: nullable,
  slug: nullable,
  /** PENDING: the link in the mail was not used yet. */
  state: Type.Enum(['PENDING', 'WAITING', 'IDLE']),
  /** Told each time it is back, not once. */
  repeat: Type.Boolean(),
  toldAt: nullable,
  createdAt: text,
});
export const alertPage = pageOf(alert);
