/** Who works for a seller: members, invitations, leaving. */
import { Type } from 'typebox';
import { sellerRoles } from '#kernel/auth/policy.ts';
import { idSchema } from '#kernel/core/id.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import { idCursor, pageFrom, pageOf, pageQuery } from '#kernel/http/page.ts';
import { actsFor } from '#kernel/http/principal.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import { normaliseEmail, type User } from '#services/identity/contract.ts';
import * as commands from './commands.ts';
import { sellerIdSchema, sellerRoleSchema } from './contract.ts';
import { chosenSeller, sellerQuery } from './routes.ts';
import { memberPage, openInvitations, withdrawInvitation } from './store-member.ts';
import type { InvitationRow } from './store-member.ts';

export interface MemberParts {
  deps: commands.Deps;
  /** Names of members for the list; empty when identity cannot be asked. */
  users(userIds: string[]): Promise<readonly User[]>;
}

const memberReply = Type.Object({
  userId: Type.String(),
  name: Type.String(),
  /** Only owners see it. */
  email: Type.Union([Type.String(), Type.Null()]),
  role: sellerRoleSchema,
});

const invitationReply = Type.Object({
  invitationId: Type.String(),
  email: Type.String(),
  role: sellerRoleSchema,
  expiresAt: Type.String({ format: 'date-time' }),
});

const seller = { audience: 'seller', owner: 'only sellers of the caller', tag: 'members' } as const;
const which = ['not-found', 'seller-ambiguous'];
const listQuery = Type.Object({ ...pageQuery, ...sellerQuery.properties });
const memberParams = Type.Object({ userId: idSchema('usr') });

export function memberRoutes(parts: MemberParts): Route[] {
  return [
    listRoute(parts),
    changeRoute(parts),
    leaveRoute(parts),
    inviteRoute(parts),
    ...invitationRoutes(parts),
    acceptRoute(parts),
  ];
}

function listRoute({ deps, users }: MemberParts): Route {
  return route({
    ...seller,
    method: 'GET',
    path: '/seller/members',
    summary: 'Who works for my seller',
    limit: 'read',
    idempotency: 'none',
    query: listQuery,
    replies: { 200: pageOf(memberReply) },
    errors: [...which, 'validation-failed'],
    handle: async (req) => {
      const { limit, cursor, sellerId: named } = req.query;
      const sellerId = chosenSeller(named, req.sellerIds);
      if (isRefusal(sellerId)) return sellerId;
      const after = idCursor(cursor, 'usr');
      if (isRefusal(after)) return after;
      const rows = await memberPage(deps.db, { sellerId, after, limit: limit + 1 });
      const page = pageFrom(rows, limit, (row) => [row.userId]);
      const known = new Map(
        (await users(page.data.map((row) => row.userId))).map((user) => [user.userId, user]),
      );
      const owner = actsFor(req.principal, sellerId, []);
      const data = page.data.map(({ userId, role }) => {
        const user = known.get(userId);
        return {
          userId,
          role,
          name: user?.name ?? '',
          email: owner ? (user?.email ?? null) : null,
        };
      });
      return reply(200, { ...page, data });
    },
  });
}

const changed = Type.Object({ userId: Type.String(), role: sellerRoleSchema });

function changeRoute({ deps }: MemberParts): Route {
  return route({
    ...seller,
    method: 'PATCH',
    path: '/seller/members/:userId',
    summary: 'Give a member another role; it counts at once',
    roles: [],
    limit: 'write',
    idempotency: 'accepted',
    params: memberParams,
    query: sellerQuery,
    body: Type.Object({ role: sellerRoleSchema }),
    replies: { 200: changed },
    errors: [...which, 'last-owner'],
    handle: async (req) => {
      const sellerId = chosenSeller(req.query.sellerId, req.sellerIds);
      if (isRefusal(sellerId)) return sellerId;
      const { userId } = req.params;
      const done = await commands.changeMember(deps, { sellerId, userId }, req.body.role);
      return isRefusal(done) ? done : reply(200, { userId, role: done.role });
    },
  });
}

function leaveRoute({ deps }: MemberParts): Route {
  return route({
    ...seller,
    method: 'DELETE',
    path: '/seller/members/:userId',
    summary: 'Remove a member at once, or leave',
    // Anybody may leave; whom else one may remove is checked below.
    roles: [...sellerRoles],
    limit: 'write',
    idempotency: 'accepted',
    params: memberParams,
    query: sellerQuery,
    replies: { 204: null },
    errors: [...which, 'not-allowed', 'last-owner'],
    handle: async (req) => {
      const sellerId = chosenSeller(req.query.sellerId, req.sellerIds);
      if (isRefusal(sellerId)) return sellerId;
      const { userId } = req.params;
      const mayRemove = userId === req.principal.id || actsFor(req.principal, sellerId, []);
      if (!mayRemove) return refuse('not-allowed');
      const done = await commands.changeMember(deps, { sellerId, userId }, null);
      return isRefusal(done) ? done : reply(204, null);
    },
  });
}

function inviteRoute({ deps }: MemberParts): Route {
  return route({
    ...seller,
    method: 'POST',
    path: '/seller/members',
    summary: 'Invite a person by e-mail; the answer shows the token once',
    roles: [],
    limit: 'write',
    // A stored reply would keep the token.
    idempotency: 'none',
    query: sellerQuery,
    body: Type.Object({
      email: Type.String({ minLength: 3, maxLength: 254 }),
      role: sellerRoleSchema,
    }),
    replies: { 201: Type.Object({ ...invitationReply.properties, token: Type.String() }) },
    errors: [...which, 'member-limit', 'validation-failed'],
    handle: async (req) => {
      const sellerId = chosenSeller(req.query.sellerId, req.sellerIds);
      if (isRefusal(sellerId)) return sellerId;
      const email = normaliseEmail(req.body.email);
      if (email === undefined) return badEmail;
      const { role } = req.body;
      const invitedBy = req.principal.id;
      const made = await commands.invite(deps, { sellerId, email, role, invitedBy });
      if (isRefusal(made)) return made;
      return reply(201, { ...invitation(made), token: made.token });
    },
  });
}

const badEmail = refuse('validation-failed', {
  errors: [{ pointer: '/email', code: 'not-valid', detail: 'is no e-mail address' }],
});

const invitation = ({ invitationId, email, role, expiresAt }: InvitationRow) => ({
  invitationId,
  email,
  role,
  expiresAt: expiresAt.toISOString(),
});

function invitationRoutes({ deps }: MemberParts): Route[] {
  return [
    route({
      ...seller,
      method: 'GET',
      path: '/seller/invitations',
      summary: 'Invitations that can still be accepted',
      roles: [],
      limit: 'read',
      idempotency: 'none',
      query: listQuery,
      replies: { 200: pageOf(invitationReply) },
      errors: [...which, 'validation-failed'],
      handle: async (req) => {
        const { limit, cursor, sellerId: named } = req.query;
        const sellerId = chosenSeller(named, req.sellerIds);
        if (isRefusal(sellerId)) return sellerId;
        const after = idCursor(cursor, 'inv');
        if (isRefusal(after)) return after;
        const now = deps.clock.date();
        const rows = await openInvitations(deps.db, { sellerId, after, limit: limit + 1, now });
        const page = pageFrom(rows, limit, (row) => [row.invitationId]);
        return reply(200, { ...page, data: page.data.map(invitation) });
      },
    }),
    route({
      ...seller,
      method: 'DELETE',
      path: '/seller/invitations/:invitationId',
      summary: 'Withdraw an invitation',
      roles: [],
      limit: 'write',
      idempotency: 'accepted',
      params: Type.Object({ invitationId: idSchema('inv') }),
      query: sellerQuery,
      replies: { 204: null },
      errors: which,
      handle: async (req) => {
        const sellerId = chosenSeller(req.query.sellerId, req.sellerIds);
        if (isRefusal(sellerId)) return sellerId;
        const done = await withdrawInvitation(deps.db, sellerId, req.params.invitationId);
        return done ? reply(204, null) : refuse('not-found');
      },
    }),
  ];
}

function acceptRoute({ deps }: MemberParts): Route {
  return route({
    method: 'POST',
    path: '/sellers/invitations/accept',
    summary: 'Become a member by an invitation; refresh the session to act for the seller',
    tag: 'members',
    audience: 'user',
    owner: 'the invitation names the e-mail of the caller',
    limit: 'auth',
    idempotency: 'none',
    body: Type.Object({ token: Type.String({ minLength: 10, maxLength: 100 }) }),
    replies: { 200: Type.Object({ sellerId: sellerIdSchema, role: sellerRoleSchema }) },
    errors: ['invitation-invalid', 'seller-limit'],
    handle: async (req) => {
      const { id: userId, email = '' } = req.principal;
      return commands.acceptInvitation(deps, { token: req.body.token, userId, email });
    },
  });
}
