import { Type } from 'typebox';
import { idSchema } from '#kernel/core/id.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import type { Db } from '#kernel/db/db.ts';
import { idCursor, pageFrom, pageQuery } from '#kernel/http/page.ts';
import { content, reply, route, type Route } from '#kernel/http/route.ts';
import './contract.ts';
import { mailboxPage, mailboxPolicy, mailPage } from './mailbox-page.ts';
import { centreRoutes, type CentreParts } from './routes-centre.ts';
import { preferenceRoutes } from './routes-preference.ts';
import * as store from './store.ts';

const dev = {
  method: 'GET',
  prefix: '',
  audience: 'dev',
  owner: 'none',
  limit: 'none',
  idempotency: 'none',
} as const;

const html = content('text/html; charset=utf-8', 'A page, or JSON where Accept asks for it.');
const asPage = {
  headers: { 'content-security-policy': mailboxPolicy, 'cache-control': 'no-store' },
};
const asJson = { headers: { 'content-type': 'application/json', 'cache-control': 'no-store' } };

const wantsJson = (accept: string | undefined): boolean =>
  accept !== undefined && accept.includes('application/json') && !accept.includes('text/html');

export function notificationRoutes(parts: CentreParts): Route[] {
  const { db } = parts;
  return [...centreRoutes(parts), ...preferenceRoutes(db), mailboxRoute(db), mailRoute(db)];
}

function mailboxRoute(db: Db): Route {
  return route({
    ...dev,
    path: '/dev/mailbox',
    summary: 'Mail that was not sent because there is no mail server, newest first',
    query: Type.Object({
      ...pageQuery,
      recipient: Type.Optional(Type.String({ maxLength: 254 })),
    }),
    replies: { 200: html },
    errors: ['validation-failed'],
    handle: async (req) => {
      const { limit, cursor, recipient = null } = req.query;
      const before = idCursor(cursor, 'mail');
      if (isRefusal(before)) return before;
      const rows = await store.listMails(db, { before, limit: limit + 1, recipient });
      const page = pageFrom(rows, limit, (row) => [row.mailId]);
      if (wantsJson(req.headers.accept)) return reply(200, JSON.stringify(page), asJson);
      return reply(200, mailboxPage(page.data, page.nextCursor), asPage);
    },
  });
}

function mailRoute(db: Db): Route {
  return route({
    ...dev,
    path: '/dev/mailbox/:mailId',
    summary: 'One mail of the mailbox',
    params: Type.Object({ mailId: idSchema('mail') }),
    replies: { 200: html },
    errors: ['mail-not-found'],
    handle: async (req) => {
      const mail = await store.readMail(db, req.params.mailId);
      if (!mail) return refuse('mail-not-found', { mailId: req.params.mailId });
      if (wantsJson(req.headers.accept)) return reply(200, JSON.stringify(mail), asJson);
      return reply(200, mailPage(mail), asPage);
    },
  });
}
