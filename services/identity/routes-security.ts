/** My sessions, my password, my data: what a person sees and decides about their account. */
import { Type } from 'typebox';
import { idSchema } from '#kernel/core/id.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { pageOf } from '#kernel/http/page.ts';
import { content, reply, route, type Route } from '#kernel/http/route.ts';
import { usedUp } from './commands-challenge.ts';
import { changePassword, erase, revokeOthers, revokeSession } from './commands-security.ts';
import { userKindSchema } from './contract.ts';
import type { Deps } from './deps.ts';
import { exportOf, type Source } from './export.ts';
import { exportAllowance } from './model-challenge.ts';
import { refreshCookie } from './routes-auth.ts';
import { passwordField } from './schemas.ts';
import { chargeAllowances } from './store-challenge.ts';
import { sessionsOf, type SessionRow } from './store-session.ts';

export interface SecurityParts {
  deps: Deps;
  sources: readonly Source[];
  secure: boolean;
}

const own = { audience: 'guest', owner: 'only what belongs to the caller', tag: 'me' } as const;
const dateTime = Type.String({ format: 'date-time' });

const sessionItem = Type.Object({
  sessionId: Type.String(),
  kind: userKindSchema,
  /** Such as 'Firefox on Windows'; null when the device did not say. */
  device: Type.Union([Type.String(), Type.Null()]),
  startedAt: dateTime,
  /** Of the last refresh: within about ten minutes of the last use. */
  lastUsedAt: dateTime,
  expiresAt: dateTime,
  /** The session that asks. */
  current: Type.Boolean(),
});

const isoOf = (ms: number) => new Date(ms).toISOString();

function sessionView(row: SessionRow, currentId: string) {
  return {
    sessionId: row.sessionId,
    kind: row.kind,
    device: row.device === '' ? null : row.device,
    startedAt: isoOf(row.startedAt_ms),
    lastUsedAt: isoOf(row.lastUsedAt_ms),
    expiresAt: isoOf(row.expiresAt_ms),
    current: row.sessionId === currentId,
  };
}

export function securityRoutes(parts: SecurityParts): Route[] {
  return [...sessionRoutes(parts), passwordRoute(parts), exportRoute(parts), eraseRoute(parts)];
}

function sessionRoutes({ deps, secure }: SecurityParts): Route[] {
  return [
    route({
      ...own,
      method: 'GET',
      path: '/me/sessions',
      summary: 'Where I am signed in, the newest first',
      limit: 'read',
      idempotency: 'none',
      replies: { 200: pageOf(sessionItem) },
      errors: [],
      handle: async ({ principal }) => {
        const rows = await sessionsOf(deps.db, principal.id, deps.clock.now());
        const data = rows.map((row) => sessionView(row, principal.sessionId));
        return reply(200, { data, nextCursor: null, hasMore: false });
      },
    }),
    route({
      ...own,
      method: 'DELETE',
      path: '/me/sessions/:sessionId',
      summary: 'End one of my sessions; it is dead within a second',
      limit: 'write',
      idempotency: 'accepted',
      params: Type.Object({ sessionId: idSchema('ses') }),
      replies: { 204: null },
      errors: ['session-not-found'],
      handle: async ({ principal, params }) => {
        const done = await revokeSession(deps, principal.id, params.sessionId);
        if (isRefusal(done)) return done;
        const gone = { name: refreshCookie(secure), value: '', secure };
        const cookies = params.sessionId === principal.sessionId ? [gone] : [];
        return reply(204, null, { cookies });
      },
    }),
    route({
      ...own,
      method: 'DELETE',
      path: '/me/sessions',
      summary: 'End all of my sessions but this one',
      limit: 'write',
      idempotency: 'accepted',
      replies: { 200: Type.Object({ ended: Type.Integer() }) },
      errors: [],
      handle: async ({ principal }) => ({ ended: await revokeOthers(deps, principal) }),
    }),
  ];
}

function passwordRoute({ deps }: SecurityParts): Route {
  return route({
    ...own,
    method: 'POST',
    path: '/me/password',
    summary: 'Change my password with the old one; my other sessions end',
    audience: 'user',
    limit: 'auth',
    idempotency: 'none',
    body: Type.Object({ currentPassword: passwordField, newPassword: passwordField }),
    replies: { 204: null },
    errors: ['password-wrong', 'password-unsuitable', 'too-many-requests', 'overloaded'],
    handle: async (req) => {
      const done = await changePassword(deps, req.principal, req.body);
      return isRefusal(done) ? done : reply(204, null);
    },
  });
}

function exportRoute({ deps, sources }: SecurityParts): Route {
  return route({
    ...own,
    method: 'GET',
    path: '/me/export',
    summary: 'Everything the shop holds about me, from every room, as one JSON document',
    description:
      'Five times an hour. A document that ends is whole: it breaks off when a room goes away.',
    limit: 'write',
    idempotency: 'none',
    replies: { 200: content('application/json') },
    errors: ['too-many-requests', 'room-unavailable'],
    handle: async ({ principal, signal }) => {
      const { db, clock } = deps;
      const allowances = [exportAllowance(principal.id)];
      if (!(await chargeAllowances(db, allowances, clock.now()))) {
        throw await usedUp(deps, 'export', allowances);
      }
      const at = clock.date().toISOString();
      const stream = await exportOf(sources, { userId: principal.id, at, signal });
      const name = `trueshelf-export-${at.slice(0, 10)}.json`;
      const disposition = `attachment; filename="${name}"`;
      const headers = { 'content-disposition': disposition, 'cache-control': 'no-store' };
      return reply(200, stream, { headers });
    },
  });
}

function eraseRoute({ deps, secure }: SecurityParts): Route {
  return route({
    ...own,
    method: 'DELETE',
    path: '/me',
    summary: 'Erase my account and my personal data in every room, for good',
    description:
      'Accounts name their password as `currentPassword`. Orders keep amounts, goods and the ' +
      'region, which the law asks for, and lose name, street and phone. Refused with 409 ' +
      '`account-in-use` while something is not finished; `unfinished` lists it.',
    limit: 'auth',
    idempotency: 'none',
    body: Type.Object({ currentPassword: Type.Optional(passwordField) }),
    replies: { 204: null },
    errors: [
      'password-wrong',
      'account-in-use',
      'last-admin',
      'too-many-requests',
      'room-unavailable',
      'overloaded',
    ],
    handle: async (req) => {
      const done = await erase(deps, req.principal, req.body);
      if (isRefusal(done)) return done;
      return reply(204, null, { cookies: [{ name: refreshCookie(secure), value: '', secure }] });
    },
  });
}
