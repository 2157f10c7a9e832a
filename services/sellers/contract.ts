/** What other rooms may use of sellers: who may act for whom, seller names, events, error codes. */
import { Type, type Static } from 'typebox';
import { defineErrors } from '#kernel/core/error.ts';
import { idSchema } from '#kernel/core/id.ts';
import { defineEvents } from '#kernel/events/event.ts';
import { call, defineCalls } from '#kernel/http/contract.ts';
import { personalDataCall } from '#services/identity/contract.ts';

export const sellersPerCall_max = 200;
/** People of a seller who are told of what buyers write. */
export const teamPerCall_max = 10;
export const membersPerSeller_max = 100;
export const sellersPerUser_max = 50;
export const sellersPerImport_max = 1_000;

export const sellerIdSchema = idSchema('slr');

export const sellerStatusSchema = Type.Union([
  Type.Literal('PENDING'),
  Type.Literal('APPROVED'),
  Type.Literal('SUSPENDED'),
]);
export type SellerStatus = Static<typeof sellerStatusSchema>;

export const sellerRoleSchema = Type.Union([
  Type.Literal('owner'),
  Type.Literal('catalogue'),
  Type.Literal('fulfilment'),
  Type.Literal('finance'),
  Type.Literal('read-only'),
]);

/** The newest things of a seller that are looked through when what waits is counted. */
export const lookedThrough_max = 10_000;

/** How many of something wait for a seller; `more`: older ones were not looked at. */
export const waitingSchema = Type.Object({
  count: Type.Integer({ minimum: 0, maximum: lookedThrough_max }),
  more: Type.Boolean(),
});
export type Waiting = Static<typeof waitingSchema>;

/** Asked of the rooms in which something waits for sellers. One statement; for the desk. */
export const waitingCall = <Name extends string>(names: readonly Name[]) => {
  const each = Object.fromEntries(names.map((name) => [name, waitingSchema]));
  return call({
    input: Type.Object({
      sellerIds: Type.Array(Type.String({ maxLength: 64 }), { maxItems: sellersPerUser_max }),
    }),
    output: Type.Object(each as Record<Name, typeof waitingSchema>),
    retry: true,
  });
};

/** The public face of a seller, as other rooms copy it. */
export const sellerSchema = Type.Object({
  sellerId: Type.String(),
  name: Type.String(),
  slug: Type.String(),
  status: sellerStatusSchema,
});
export type Seller = Static<typeof sellerSchema>;

export const membershipSchema = Type.Object({ sellerId: Type.String(), role: sellerRoleSchema });
export type Membership = Static<typeof membershipSchema>;

const slug = Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 80 });

export const importedSellerSchema = Type.Object({
  sellerId: sellerIdSchema,
  name: Type.String({ minLength: 1, maxLength: 200 }),
  slug,
  description: Type.Optional(Type.String({ maxLength: 5_000 })),
  status: sellerStatusSchema,
});
export type ImportedSeller = Static<typeof importedSellerSchema>;

export const importedMemberSchema = Type.Object({
  sellerId: sellerIdSchema,
  userId: idSchema('usr'),
  role: sellerRoleSchema,
});
export type ImportedMember = Static<typeof importedMemberSchema>;

export const sellersErrors = defineErrors({
  'seller-name-taken': {
    status: 409,
    title: 'Seller name already in use',
    explain: 'Another seller has this name or one that makes the same address of its page.',
    retryable: false,
  },
  'seller-limit': {
    status: 409,
    title: 'Too many sellers',
    explain: 'This person has applied for, or works for, as many sellers as allowed.',
    retryable: false,
  },
  'seller-status-not-allowed': {
    status: 409,
    title: 'Status change not allowed',
    explain: 'The seller cannot go from its present status to the one asked for.',
    retryable: false,
  },
  'seller-ambiguous': {
    status: 422,
    title: 'Which seller?',
    explain: 'The caller works for several sellers; name one in the query field sellerId.',
    retryable: false,
  },
  'last-owner': {
    status: 409,
    title: 'Last owner',
    explain: 'A seller keeps at least one owner; make somebody else an owner first.',
    retryable: false,
  },
  'member-limit': {
    status: 409,
    title: 'Too many members',
    explain: 'The seller has as many members and open invitations as allowed.',
    retryable: false,
  },
  'invitation-invalid': {
    status: 404,
    title: 'Invitation not valid',
    explain: 'The invitation is unknown, used, withdrawn, expired or made for another e-mail.',
    retryable: false,
  },
});

/** Unknown ids are left out of the answer. One statement each. */
export const sellersCalls = defineCalls('sellers', {
  /** What a person may do for which seller; members of a suspended seller may only read. */
  memberships: call({
    input: Type.Object({ userId: Type.String({ maxLength: 64 }) }),
    output: Type.Object({ memberships: Type.Array(membershipSchema) }),
    retry: true,
  }),
  sellers: call({
    input: Type.Object({
      sellerIds: Type.Array(Type.String({ maxLength: 64 }), { maxItems: sellersPerCall_max }),
    }),
    output: Type.Object({ sellers: Type.Array(sellerSchema) }),
    retry: true,
  }),
  /** Owners and those who fulfil orders: who reads what buyers write; ten at most. */
  team: call({
    input: Type.Object({ sellerId: Type.String({ maxLength: 64 }) }),
    output: Type.Object({ userIds: Type.Array(Type.String(), { maxItems: teamPerCall_max }) }),
    retry: true,
  }),
  personalData: personalDataCall(),
  /** Sellers of a demo or test world, idempotent by id; refused in production. */
  import: call({
    input: Type.Object({
      sellers: Type.Array(importedSellerSchema, { maxItems: sellersPerImport_max }),
      members: Type.Array(importedMemberSchema, { maxItems: sellersPerImport_max }),
    }),
    output: Type.Object({ added: Type.Integer() }),
    refusals: ['not-allowed'],
    timeout_ms: 30_000,
    retry: true,
  }),
});

const sellerFacts = {
  sellerId: Type.String(),
  name: Type.String(),
  slug: Type.String(),
  status: sellerStatusSchema,
  version: Type.Integer({ minimum: 1 }),
};

/** Aggregates: `seller` (id of the seller) and `member` (`<sellerId>:<userId>`). */
export const sellersEvents = defineEvents({
  room: 'sellers',
  topic: 'seller.events',
  types: {
    SELLER_APPLIED: Type.Object(sellerFacts),
    SELLER_APPROVED: Type.Object({ ...sellerFacts, userIds: Type.Array(Type.String()) }),
    /** `userIds`: the members whose tokens have to be made anew, here and above. */
    SELLER_SUSPENDED: Type.Object({ ...sellerFacts, userIds: Type.Array(Type.String()) }),
    SELLER_UPDATED: Type.Object(sellerFacts),
    SELLER_MEMBER_CHANGED: Type.Object({
      sellerId: Type.String(),
      userId: Type.String(),
      /** null when removed. */
      role: Type.Union([sellerRoleSchema, Type.Null()]),
      /** null when just added. */
      previousRole: Type.Union([sellerRoleSchema, Type.Null()]),
      version: Type.Integer({ minimum: 1 }),
    }),
  },
});
