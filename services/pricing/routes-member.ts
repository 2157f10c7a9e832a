/** Who is in a price list, for operators: named by id, or by an e-mail that they have proved. */
import { Type } from 'typebox';
import { isAway } from '#kernel/core/error.ts';
import { idSchema } from '#kernel/core/id.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import { idCursor, pageFrom, pageOf, pageQuery } from '#kernel/http/page.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import type { RoomContext } from '#kernel/service.ts';
import {
  email_chars_max,
  normaliseEmail,
  usersPerCall_max,
  type identityCalls,
} from '#services/identity/contract.ts';
import * as store from './store-list.ts';

export interface MemberDeps {
  ctx: RoomContext;
  identity: Pick<Client<typeof identityCalls>, 'users' | 'accountsAt'>;
}

const access = { audience: 'admin', roles: ['catalogue', 'finance'], owner: 'none' } as const;
const path = '/admin/price-lists/:listId/members';
const params = Type.Object({ listId: idSchema('plst') });
const gone = refuse('not-found', { what: 'list' });
const nullableText = Type.Union([Type.String(), Type.Null()]);

const member = Type.Object({
  userId: Type.String(),
  /** null: identity does not know them, or does not answer now. */
  name: nullableText,
  email: nullableText,
  addedAt: Type.String(),
});

const membersPerCall_max = 500;
const named = { maxItems: membersPerCall_max };

const addBody = Type.Object({
  userIds: Type.Optional(Type.Array(idSchema('usr'), named)),
  emails: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: email_chars_max }), named),
  ),
});

interface Named {
  userIds: string[];
  emails: string[];
}

export function memberRoutes(deps: MemberDeps): Route[] {
  return [readRoute(deps), addRoute(deps), dropRoute(deps)];
}

function readRoute({ ctx, identity }: MemberDeps): Route {
  return route({
    ...access,
    method: 'GET',
    path,
    summary: 'Who is in a price list',
    limit: 'read',
    idempotency: 'none',
    params,
    query: Type.Object(pageQuery),
    replies: { 200: pageOf(member) },
    errors: ['validation-failed', 'not-found'],
    handle: async (req) => {
      const { limit, cursor } = req.query;
      const { listId } = req.params;
      const after = idCursor(cursor, 'usr');
      if (isRefusal(after)) return after;
      if (!(await store.readList(ctx.db, listId))) return gone;
      const of = { listId, after: after ?? '', limit: limit + 1 };
      const page = pageFrom(await store.readMembers(ctx.db, of), limit, (row) => [row.userId]);
      const people = await peopleOf(
        identity,
        page.data.map((row) => row.userId),
      );
      const data = page.data.map(({ userId, addedAt }) => {
        const { name = null, email = null } = people.get(userId) ?? {};
        return { userId, name, email, addedAt: addedAt.toISOString() };
      });
      return reply(200, { ...page, data });
    },
  });
}

/** Names and e-mails; nobody's where identity is away: the list opens without them. */
async function peopleOf(identity: MemberDeps['identity'], userIds: string[]) {
  if (userIds.length === 0) return new Map<string, { name: string; email: string | null }>();
  const found = await identity.users({ userIds }).catch((error: unknown) => {
    if (!isAway(error)) throw error;
    return { users: [] };
  });
  return new Map((isRefusal(found) ? [] : found.users).map((one) => [one.userId, one]));
}

function addRoute(deps: MemberDeps): Route {
  const { db } = deps.ctx;
  return route({
    ...access,
    method: 'POST',
    path,
    summary:
      'Put customers into a price list; from their next look at a price they have its prices',
    description:
      'By id, or by an e-mail that they have proved to be theirs; all of them or none. ' +
      `Up to ${membersPerCall_max} at once.`,
    limit: 'write',
    idempotency: 'accepted',
    params,
    body: addBody,
    replies: { 200: Type.Object({ added: Type.Integer() }) },
    errors: ['not-found', 'validation-failed'],
    handle: async (req) => {
      const { listId } = req.params;
      if (!(await store.readList(db, listId))) return gone;
      const userIds = await idsOf(deps, { userIds: [], emails: [], ...req.body });
      if (isRefusal(userIds)) return userIds;
      const added = await store.addMembers(db, { listId, userIds, actor: req.principal.id });
      return reply(200, { added });
    },
  });
}

type Fault = { pointer: string; in: 'body'; code: string; detail: string };

/** The ids of all who are named, or who of them cannot be put into a list. */
async function idsOf(
  { identity }: MemberDeps,
  { userIds, emails }: Named,
): Promise<string[] | Refusal> {
  const count = userIds.length + emails.length;
  if (count === 0 || count > membersPerCall_max) {
    const detail = count === 0 ? 'names nobody' : `names more than ${membersPerCall_max}`;
    const fault = { pointer: '/emails', in: 'body', code: 'not-valid', detail };
    return refuse('validation-failed', { errors: [fault] });
  }
  const stored = emails.map(normaliseEmail);
  const known = await knownIds(identity, userIds);
  const at = await accountsOf(
    identity,
    stored.filter((one) => one !== undefined),
  );
  const errors: Fault[] = [];
  const wrong = (pointer: string, code: string, detail: string) =>
    errors.push({ pointer, in: 'body', code, detail });
  for (const [nth, userId] of userIds.entries()) {
    if (!known.has(userId)) wrong(`/userIds/${nth}`, 'not-known', 'is nobody');
  }
  const ids = [...userIds];
  for (const [nth, email] of stored.entries()) {
    const account = at.get(email ?? '');
    const pointer = `/emails/${nth}`;
    if (email === undefined) wrong(pointer, 'not-valid', 'is no e-mail');
    else if (!account) wrong(pointer, 'not-known', 'has no account');
    // Anybody may register somebody else's e-mail: until it is proved it says nothing.
    else if (!account.isProved) wrong(pointer, 'not-proved', 'has an account that never proved it');
    else ids.push(account.userId);
  }
  return errors.length > 0 ? refuse('validation-failed', { errors }) : ids;
}

async function knownIds(identity: MemberDeps['identity'], ids: readonly string[]) {
  const known = new Set<string>();
  for (const userIds of parts(ids)) {
    const found = await identity.users({ userIds });
    for (const one of isRefusal(found) ? [] : found.users) known.add(one.userId);
  }
  return known;
}

async function accountsOf(identity: MemberDeps['identity'], of: readonly string[]) {
  const at = new Map<string, { userId: string; isProved: boolean }>();
  for (const emails of parts(of)) {
    const found = await identity.accountsAt({ emails });
    for (const one of isRefusal(found) ? [] : found.people) at.set(one.email, one);
  }
  return at;
}

/** As many as one call may ask about. */
function parts(all: readonly string[]): string[][] {
  const some = [...new Set(all)];
  const count = Math.ceil(some.length / usersPerCall_max);
  return Array.from({ length: count }, (_, nth) =>
    some.slice(nth * usersPerCall_max, (nth + 1) * usersPerCall_max),
  );
}

function dropRoute({ ctx }: MemberDeps): Route {
  return route({
    ...access,
    method: 'DELETE',
    path: `${path}/:userId`,
    summary: 'Take a customer out of a price list',
    limit: 'write',
    idempotency: 'accepted',
    params: Type.Object({ listId: idSchema('plst'), userId: idSchema('usr') }),
    replies: { 204: Type.Null() },
    errors: ['not-found'],
    handle: async (req) => {
      const { listId, userId } = req.params;
      const done = await store.dropMember(ctx.db, listId, userId);
      return done ? reply(204, null) : refuse('not-found', { what: 'member' });
    },
  });
}
