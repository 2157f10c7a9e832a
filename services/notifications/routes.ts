import { Type } from 'typebox';
import { idSchema } from '#kernel/core/id.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import type { Db } from '#kernel/db/db.ts';
import { idCursor, pageFrom, pageOf, pageQuery } from '#kernel/http/page.ts';
import { content, reply, route, type Route } from '#kernel/http/route.ts';
import './contract.ts';
import { mailboxPage, mailboxPolicy, mailPage } from './mailbox-page.ts';
import * as store from './store.ts';
import { fill, stringsOf } from './strings.ts';

const notice = Type.Object({
  notificationId: Type.String(),
  type: Type.String(),
  channel: Type.String(),
  status: Type.String(),
  title: Type.String(),
  orderId: Type.String(),
  orderNumber: Type.String(),
  createdAt: Type.String(),
  sentAt: Type.Union([Type.String(), Type.Null()]),
});

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

export function notificationRoutes(db: Db): Route[] {
  return [listRoute(db), mailboxRoute(db), mailRoute(db)];
}

function listRoute(db: Db): Route {
  return route({
    method: 'GET',
    path: '/notifications',
    summary: 'What I was told, newest first',
    audience: 'guest',
    owner: 'only notifications to the caller',
    limit: 'read',
    idempotency: 'none',
    query: Type.Object(pageQuery),
    replies: { 200: pageOf(notice) },
    errors: ['validation-failed'],
    handle: async (req) => {
      const { limit, cursor } = req.query;
      const before = idCursor(cursor, 'ntf');
      if (isRefusal(before)) return before;
      const rows = await store.listNotices(db, req.principal.id, { before, limit: limit + 1 });
      const page = pageFrom(rows, limit, (row) => [row.notificationId]);
      return { ...page, data: page.data.map(noticeJson) };
    },
  });
}

function noticeJson({ ref, facts, createdAt, sentAt, ...row }: store.NoticeRow) {
  const number = facts.orderNumber;
  return {
    ...row,
    title: fill(stringsOf('en').notices[row.type].subject, { number }),
    orderId: ref,
    orderNumber: number,
    createdAt: createdAt.toISOString(),
    sentAt: sentAt?.toISOString() ?? null,
  };
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
