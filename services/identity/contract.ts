/** What other rooms may use of identity: people, addresses, keys, revocations, error codes. */
import { domainToASCII } from 'node:url';
import { Type, type Static } from 'typebox';
import { defineErrors } from '#kernel/core/error.ts';
import { idSchema } from '#kernel/core/id.ts';
import { defineEvents } from '#kernel/events/event.ts';
import { call, defineCalls } from '#kernel/http/contract.ts';

export const email_chars_max = 254;
export const addressesPerUser_max = 50;
export const addressesPerCall_max = 10;
export const usersPerCall_max = 200;
export const usersPerImport_max = 1_000;
export const lettersPerCall_max = 200;
/** Items of one page of what a room holds about a person. */
export const personalItemsPerPage_max = 100;

export const userIdSchema = idSchema('usr');
export const addressIdSchema = idSchema('addr');

/** Guests and accounts share the id space, so a guest becomes an account by keeping the id. */
export const userKindSchema = Type.Union([Type.Literal('guest'), Type.Literal('user')]);
export type UserKind = Static<typeof userKindSchema>;

/** ERASED: the person asked to be forgotten; nothing but the id is left. */
export const userStatusSchema = Type.Union([
  Type.Literal('ACTIVE'),
  Type.Literal('SUSPENDED'),
  Type.Literal('ERASED'),
]);
export type UserStatus = Static<typeof userStatusSchema>;

const text = (max: number) => Type.String({ minLength: 1, maxLength: max });
const nullableString = Type.Union([Type.String(), Type.Null()]);

/** What a person writes; the room adds the id and the owner. */
export const addressFields = {
  name: text(200),
  line1: text(200),
  line2: Type.Optional(Type.String({ maxLength: 200 })),
  city: text(100),
  state: Type.Optional(Type.String({ maxLength: 100 })),
  postalCode: text(20),
  /** ISO 3166-1 alpha-2. */
  country: Type.String({ pattern: '^[A-Z]{2}$' }),
  phone: Type.Optional(Type.String({ maxLength: 30 })),
};

/** Copied into orders as it is. Fields that were left empty are absent. */
export const addressSchema = Type.Object({
  addressId: Type.String(),
  userId: Type.String(),
  ...addressFields,
});
export type Address = Static<typeof addressSchema>;

export const userSchema = Type.Object({
  userId: Type.String(),
  kind: userKindSchema,
  /** null for guests that gave none. */
  email: nullableString,
  name: Type.String(),
  locale: Type.String(),
});
export type User = Static<typeof userSchema>;

/** One person of the demo world or of a load test. */
export const importedUserSchema = Type.Object({
  userId: userIdSchema,
  email: Type.String({ maxLength: 254 }),
  /** Hashed once per call and distinct password: many people may share one. */
  password: Type.String({ minLength: 1, maxLength: 256 }),
  name: Type.String({ maxLength: 200 }),
  roles: Type.Array(Type.String({ maxLength: 40 }), { maxItems: 10 }),
  /** The first one becomes the default. */
  addresses: Type.Array(Type.Object({ addressId: addressIdSchema, ...addressFields }), {
    maxItems: addressesPerUser_max,
  }),
});
export type ImportedUser = Static<typeof importedUserSchema>;

export const revocationSchema = Type.Object({
  /** A session or user id; its tokens issued before that time are dead. */
  subject: Type.String(),
  before_ms: Type.Integer(),
});

export const apiKeyFactsSchema = Type.Object({
  keyId: Type.String(),
  sellerId: Type.String(),
  role: Type.Union([Type.Literal('owner'), Type.Literal('read-only')]),
  scopes: Type.Array(Type.String()),
});
export type ApiKeyFacts = Static<typeof apiKeyFactsSchema>;

export const identityErrors = defineErrors({
  'address-not-found': {
    status: 404,
    title: 'Address not found',
    explain: 'There is no such address, it was removed, or it belongs to somebody else.',
    retryable: false,
  },
  'address-limit': {
    status: 409,
    title: 'Too many addresses',
    explain: 'The address book is full; remove an address first.',
    retryable: false,
  },
  'user-not-found': {
    status: 404,
    title: 'User not found',
    explain: 'There is no such person.',
    retryable: false,
  },
  'credentials-wrong': {
    status: 401,
    title: 'E-mail or password is wrong',
    explain: 'The e-mail and password do not fit together; which of them is wrong is not told.',
    retryable: false,
  },
  'account-suspended': {
    status: 403,
    title: 'Account suspended',
    explain: 'The operator of the marketplace has suspended this account.',
    retryable: false,
  },
  'session-ended': {
    status: 401,
    title: 'Session ended',
    explain: 'The refresh cookie is missing, unknown, expired or used up; log in again.',
    retryable: false,
  },
  'refresh-superseded': {
    status: 401,
    title: 'Another refresh was faster',
    explain: 'The same refresh cookie was used a moment ago; its successor is already set.',
    retryable: true,
  },
  'email-taken': {
    status: 409,
    title: 'E-mail already in use',
    explain: 'Another account has the e-mail; only the command line is told.',
    retryable: false,
  },
  'admin-exists': {
    status: 409,
    title: 'There is an administrator',
    explain: 'The first administrator was made before; another one must be asked for explicitly.',
    retryable: false,
  },
  'last-admin': {
    status: 409,
    title: 'Last administrator',
    explain: 'The last active administrator cannot be suspended or lose the super role.',
    retryable: false,
  },
  'challenge-invalid': {
    status: 410,
    title: 'Link no longer valid',
    explain: 'The link is unknown, used, expired, or void since the password or e-mail changed.',
    retryable: false,
  },
  'code-wrong': {
    status: 401,
    title: 'Code is wrong',
    explain: 'The code does not fit, was used, or has expired; after five tries ask for another.',
    retryable: false,
  },
  'email-missing': {
    status: 409,
    title: 'No e-mail to verify',
    explain: 'This guest has given no e-mail, so no code can be sent.',
    retryable: false,
  },
  'password-wrong': {
    status: 403,
    title: 'Present password is wrong',
    explain: 'The present password was asked for again, and it does not fit.',
    retryable: false,
  },
  'passkey-refused': {
    status: 401,
    title: 'Passkey not accepted',
    explain:
      'The use of the passkey does not verify; reason says whether to ask again ' +
      '(challenge-over), or that it is not known here any more (passkey-unknown).',
    retryable: false,
  },
  'passkey-known': {
    status: 409,
    title: 'Passkey already in use',
    explain: 'This key was added before, to this account or to another.',
    retryable: false,
  },
  'passkey-limit': {
    status: 409,
    title: 'Too many passkeys',
    explain: 'The account has the most passkeys it may have; remove one first.',
    retryable: false,
  },
  'passkey-not-found': {
    status: 404,
    title: 'Passkey not found',
    explain: 'There is no such passkey, or it belongs to somebody else.',
    retryable: false,
  },
  'passkeys-unavailable': {
    status: 409,
    title: 'No passkeys at this address',
    explain: 'Passkeys are bound to a domain name, and the shop is served from a bare IP address.',
    retryable: false,
  },
  'proof-needed': {
    status: 403,
    title: 'Prove again that it is you',
    explain: 'The login is over 15 minutes old; prove it with POST /me/proof, then ask again.',
    retryable: false,
  },
  'session-not-found': {
    status: 404,
    title: 'Session not found',
    explain: 'There is no such session, or it belongs to somebody else.',
    retryable: false,
  },
  'account-in-use': {
    status: 409,
    title: 'The account cannot be erased yet',
    explain: 'Something is not finished, such as an open order; unfinished lists what and why.',
    retryable: false,
  },
  'key-limit': {
    status: 409,
    title: 'Too many API keys',
    explain: 'The seller has the most live API keys it may have; revoke one first.',
    retryable: false,
  },
});

const personId = Type.String({ maxLength: 64 });

/**
 * The call by which a room hands out what it holds about a person, page by page, in shapes of its
 * own. `after` is null first, then `next` of the page before; null there ends it.
 */
export const personalDataCall = () =>
  call({
    input: Type.Object({
      userId: personId,
      after: Type.Union([Type.String({ maxLength: 500 }), Type.Null()]),
    }),
    output: Type.Object({
      items: Type.Array(Type.Object({ kind: Type.String(), data: Type.Unknown() }), {
        maxItems: personalItemsPerPage_max,
      }),
      next: nullableString,
    }),
    timeout_ms: 5_000,
    retry: true,
  });
export interface PersonalPage {
  items: { kind: string; data: unknown }[];
  next: string | null;
}

/** The call by which a room says what of a person is not finished, so not to be erased yet. */
export const unfinishedCall = () =>
  call({
    input: Type.Object({ userId: personId }),
    output: Type.Object({
      unfinished: Type.Array(
        Type.Object({ kind: Type.String(), id: Type.String(), reason: Type.String() }),
        { maxItems: 20 },
      ),
    }),
    retry: true,
  });
export interface Unfinished {
  kind: string;
  /** What the person knows it by, such as an order number. */
  id: string;
  reason: string;
}

/** What a mail with a link or a code needs. `secret` is never written anywhere but into it. */
export const letterSchema = Type.Object({
  challengeId: Type.String(),
  userId: Type.String(),
  purpose: Type.Union([
    Type.Literal('reset'),
    Type.Literal('sign-in'),
    Type.Literal('verify-email'),
  ]),
  email: Type.String(),
  name: Type.String(),
  locale: Type.String(),
  secret: Type.String(),
  expiresAt: Type.String(),
});
export type Letter = Static<typeof letterSchema>;

export const identityCalls = defineCalls('identity', {
  user: call({
    input: Type.Object({ userId: Type.String({ maxLength: 64 }) }),
    output: userSchema,
    refusals: ['user-not-found'],
    retry: true,
  }),
  /** Who these people are; unknown ids are left out. */
  users: call({
    input: Type.Object({
      userIds: Type.Array(Type.String({ maxLength: 64 }), { maxItems: usersPerCall_max }),
    }),
    output: Type.Object({ users: Type.Array(userSchema) }),
    retry: true,
  }),
  /**
   * E-mails of people, proved or not, with up to fifty ids that have the same one; theirs is among
   * them. For telling who has been here before, not for showing anything to anybody.
   */
  sameEmail: call({
    input: Type.Object({
      userIds: Type.Array(Type.String({ maxLength: 64 }), { maxItems: usersPerCall_max }),
    }),
    output: Type.Object({
      people: Type.Array(
        Type.Object({
          userId: Type.String(),
          email: nullableString,
          userIds: Type.Array(Type.String()),
        }),
      ),
    }),
    retry: true,
  }),
  /** E-mails that were verified, in their stored form; people without one are left out. */
  verifiedEmails: call({
    input: Type.Object({
      userIds: Type.Array(Type.String({ maxLength: 64 }), { maxItems: usersPerCall_max }),
    }),
    output: Type.Object({
      people: Type.Array(Type.Object({ userId: Type.String(), email: Type.String() })),
    }),
    retry: true,
  }),
  /**
   * Accounts at these e-mails in their stored form, and whether they have proved them; e-mails
   * without one are left out. Never for showing to a shopper whether somebody has an account.
   */
  accountsAt: call({
    input: Type.Object({
      emails: Type.Array(Type.String({ maxLength: email_chars_max }), {
        maxItems: usersPerCall_max,
      }),
    }),
    output: Type.Object({
      people: Type.Array(
        Type.Object({ userId: Type.String(), email: Type.String(), isProved: Type.Boolean() }),
      ),
    }),
    retry: true,
  }),
  /**
   * Who is written to at an address: the account that has proved it, else a guest made for it with
   * this id. The same again gives the same. The e-mail is in its stored form.
   */
  personAt: call({
    input: Type.Object({
      userId: userIdSchema,
      email: Type.String({ maxLength: email_chars_max }),
      locale: Type.String({ maxLength: 20 }),
    }),
    output: Type.Object({ userId: Type.String() }),
    retry: true,
  }),
  /** In the order asked for. All of them or a refusal; hot: requests share one statement. */
  addresses: call({
    input: Type.Object({
      userId: Type.String({ maxLength: 64 }),
      addressIds: Type.Array(Type.String({ maxLength: 64 }), { maxItems: addressesPerCall_max }),
    }),
    output: Type.Object({ addresses: Type.Array(addressSchema) }),
    refusals: ['address-not-found'],
    retry: true,
  }),
  /** For the room that sends mails: challenges that still count; the others are left out. */
  letters: call({
    input: Type.Object({
      challengeIds: Type.Array(Type.String({ maxLength: 64 }), { maxItems: lettersPerCall_max }),
    }),
    output: Type.Object({ letters: Type.Array(letterSchema) }),
    retry: true,
  }),
  /** What a presented API key may do; null when it is unknown or revoked. Cache it for a second. */
  apiKey: call({
    input: Type.Object({
      keyId: Type.String({ maxLength: 64 }),
      hash: Type.String({ maxLength: 64 }),
    }),
    output: Type.Object({ key: Type.Union([apiKeyFactsSchema, Type.Null()]) }),
    retry: true,
  }),
  /** Revocations made visible since the cursor; '' asks for all that a live token could meet. */
  revokedSince: call({
    input: Type.Object({ cursor: Type.String({ maxLength: 2_000 }) }),
    output: Type.Object({ revoked: Type.Array(revocationSchema), cursor: Type.String() }),
    retry: true,
  }),
  /** Kills the access tokens of these people, not their sessions: they refresh with new rights. */
  revokeUsers: call({
    input: Type.Object({
      userIds: Type.Array(Type.String({ maxLength: 64 }), { maxItems: usersPerCall_max }),
    }),
    output: Type.Object({}),
    retry: true,
  }),
  /** People of a demo or test world, idempotent by id; refused in production. */
  import: call({
    input: Type.Object({
      users: Type.Array(importedUserSchema, { maxItems: usersPerImport_max }),
    }),
    output: Type.Object({ added: Type.Integer() }),
    refusals: ['not-allowed'],
    timeout_ms: 30_000,
    retry: true,
  }),
});

const userFacts = {
  userId: Type.String(),
  kind: userKindSchema,
  status: userStatusSchema,
  roles: Type.Array(Type.String()),
};

const passkeyFacts = Type.Object({ passkeyId: Type.String(), userId: Type.String() });

/** Personal data stays here: who needs an e-mail asks with `user`. */
export const identityEvents = defineEvents({
  room: 'identity',
  topic: 'identity.events',
  types: {
    GUEST_CREATED: Type.Object(userFacts),
    USER_REGISTERED: Type.Object(userFacts),
    USER_UPDATED: Type.Object(userFacts),
    /** Somebody tried to register with the e-mail of this account; its owner should hear of it. */
    REGISTRATION_REPEATED: Type.Object({ userId: Type.String() }),
    /** Something is to be proved by mail; userId is null when nobody has the e-mail. */
    CHALLENGE_MADE: Type.Object({
      challengeId: Type.String(),
      purpose: Type.String(),
      userId: nullableString,
    }),
    PASSWORD_CHANGED: Type.Object({ ...userFacts, by: Type.String() }),
    PASSKEY_ADDED: passkeyFacts,
    PASSKEY_REMOVED: passkeyFacts,
    /** The person asked to be forgotten: rooms erase what they copied or were told. */
    USER_ERASED: Type.Object(userFacts),
    SESSION_REVOKED: Type.Object({
      sessionId: Type.String(),
      userId: Type.String(),
      reason: Type.String(),
    }),
  },
});

/** Whom these events say to forget. */
export function erasedIn(events: readonly { payload: Record<string, unknown> }[]): string[] {
  return [...new Set(events.map((event) => String(event.payload['userId'])))];
}

/**
 * The form in which e-mails are stored and compared: NFKC, lower case, the domain as it goes over
 * the wire. Undefined when it cannot be an address: no single @, blanks, a domain without a dot.
 */
export function normaliseEmail(text: string): string | undefined {
  if (text.length > email_chars_max || !text.isWellFormed()) return undefined;
  const [local = '', domain = '', ...rest] = text.normalize('NFKC').trim().toLowerCase().split('@');
  if (rest.length > 0 || local === '' || local.length > 64) return undefined;
  if (/[\s\p{C}"(),:;<>[\\\]]/u.test(local) || /^\.|\.\.|\.$/.test(local)) return undefined;
  const ascii = domainToASCII(domain);
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/.test(ascii)) {
    return undefined;
  }
  const email = `${local}@${ascii}`;
  return email.length <= email_chars_max ? email : undefined;
}
