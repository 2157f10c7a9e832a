/** What goes in and out of identity's routes. */
import { type Static, Type } from 'typebox';
import { changeSchema } from '#services/cart/contract.ts';
import { membershipSchema } from '#services/sellers/contract.ts';
import { addressFields, email_chars_max, userKindSchema, userStatusSchema } from './contract.ts';
import { keyScopes } from './model.ts';
import type { Account } from './store.ts';
import { publicAddress, type AddressRow } from './store-address.ts';
import type { KeyRow } from './store-key.ts';

const nullable = Type.Union([Type.String(), Type.Null()]);
const dateTime = Type.String({ format: 'date-time' });

export const emailField = Type.String({ minLength: 3, maxLength: email_chars_max });
/** Generous, because what is refused here tells nothing; the rules are in password.ts. */
export const passwordField = Type.String({ minLength: 1, maxLength: 2_000 });
/** What people write is kept and shown; the number of a card has no place in it. */
const written = (max: number, min = 1) =>
  Type.String({ minLength: min, maxLength: max, format: 'no-card' });
export const nameField = written(200);
/** What a person calls one of their passkeys. */
export const passkeyName = written(60);
const phone = Type.String({ pattern: '^[+0-9][0-9 ()./-]{3,28}$' });
export const locale = Type.String({ pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$' });

export const registerBody = Type.Object({
  email: emailField,
  password: passwordField,
  name: nameField,
  phone: Type.Optional(phone),
  locale: Type.Optional(locale),
});

export const profileBody = Type.Object({
  name: Type.Optional(nameField),
  phone: Type.Optional(Type.Union([phone, Type.Null()])),
  locale: Type.Optional(locale),
});

export const personBody = Type.Object({
  status: Type.Optional(Type.Union([Type.Literal('ACTIVE'), Type.Literal('SUSPENDED')])),
  roles: Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { maxItems: 10 })),
});

export const addressBody = Type.Object({
  ...addressFields,
  name: written(200),
  line1: written(200),
  line2: Type.Optional(written(200, 0)),
  city: written(100),
  isDefault: Type.Optional(Type.Boolean()),
});

export const keyBody = Type.Object({
  name: nameField,
  scopes: Type.Array(Type.Union(keyScopes.map((scope) => Type.Literal(scope))), {
    minItems: 1,
    maxItems: keyScopes.length,
    uniqueItems: true,
  }),
});

export const sessionReply = Type.Object({
  accessToken: Type.String(),
  /** Seconds. */
  expiresIn: Type.Integer(),
  user: Type.Object({
    userId: Type.String(),
    kind: userKindSchema,
    email: nullable,
    name: Type.String(),
    locale: Type.String(),
    roles: Type.Array(Type.String()),
    sellers: Type.Array(membershipSchema),
  }),
  /** The cart after the guest's was merged into it, and what changed by that. */
  cart: Type.Optional(Type.Object({ cartId: Type.String(), changes: Type.Array(changeSchema) })),
});

export const meReply = Type.Object({
  userId: Type.String(),
  kind: userKindSchema,
  email: nullable,
  name: Type.String(),
  phone: nullable,
  locale: Type.String(),
  roles: Type.Array(Type.String()),
  /** Whether the person has proved to read mail of this address. */
  emailVerified: Type.Boolean(),
  /** When I agreed to the terms by making the account; null for guests. */
  termsAcceptedAt: Type.Union([dateTime, Type.Null()]),
  version: Type.Integer(),
});

export function meView(account: Account): Static<typeof meReply> {
  const { userId, kind, email, emailVerified, name, roles, version } = account;
  const { phone: number, locale: tongue } = account;
  const contact = { email, emailVerified, phone: number };
  const termsAcceptedAt = account.termsAt?.toISOString() ?? null;
  return { userId, kind, ...contact, name, locale: tongue, roles, termsAcceptedAt, version };
}

export const personReply = Type.Object({
  userId: Type.String(),
  kind: userKindSchema,
  email: nullable,
  name: Type.String(),
  status: userStatusSchema,
  roles: Type.Array(Type.String()),
  createdAt: dateTime,
  version: Type.Integer(),
});

export function personView(account: Account): Static<typeof personReply> {
  const { userId, kind, email, name, status, roles, createdAt, version } = account;
  return { userId, kind, email, name, status, roles, createdAt: createdAt.toISOString(), version };
}

export const addressReply = Type.Object({
  addressId: Type.String(),
  ...addressFields,
  isDefault: Type.Boolean(),
  version: Type.Integer(),
});

export function addressView(row: AddressRow): Static<typeof addressReply> {
  const { userId: _, ...address } = publicAddress(row);
  return { ...address, isDefault: row.isDefault, version: row.version };
}

export const keyReply = Type.Object({
  keyId: Type.String(),
  sellerId: Type.String(),
  name: Type.String(),
  scopes: Type.Array(Type.String()),
  createdAt: dateTime,
  lastUsedAt: Type.Union([dateTime, Type.Null()]),
});

/** Only the answer that makes a key has the key itself. */
export const newKeyReply = Type.Object({ ...keyReply.properties, key: Type.String() });

export function keyView(row: KeyRow): Static<typeof keyReply> {
  const { keyId, sellerId, name, scopes } = row;
  const createdAt = row.createdAt.toISOString();
  return {
    keyId,
    sellerId,
    name,
    scopes,
    createdAt,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}
