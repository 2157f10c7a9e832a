/** Sales for operators: plan, announce, and the controls while they run. */
import { Type } from 'typebox';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import { etagWith } from '#kernel/http/etag.ts';
import { idCursor, pageFrom, pageOf, pageQuery } from '#kernel/http/page.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import type { Desk } from './desk.ts';
import { verbs } from './model.ts';
import { readyRoutes } from './routes-ready.ts';
import * as schemas from './schemas.ts';
import type { Control, SaleRow } from './store.ts';

const access = { audience: 'admin', roles: ['catalogue'], owner: 'none' } as const;
const writing = { ...access, limit: 'write', idempotency: 'accepted' } as const;
const reading = { ...access, limit: 'read', idempotency: 'none' } as const;
const { params } = schemas;
const stale = ['sale-not-found', 'precondition-failed', 'sale-state'];
const planErrors = [
  'sale-plan-not-valid',
  'validation-failed',
  'amount-precision',
  'room-unavailable',
];

export function adminRoutes(desk: Desk): Route[] {
  return [...readRoutes(desk), ...planRoutes(desk), ...controlRoutes(desk), ...readyRoutes(desk)];
}

function tagged<const Status extends 200 | 201>(status: Status, sale: SaleRow | Refusal) {
  if (isRefusal(sale)) return sale;
  const body = schemas.adminSaleJson(sale);
  // What is sold and held changes without the version, which is that of the plan.
  const etag = etagWith(sale.version, JSON.stringify(body));
  const location = `/api/v1/admin/flash-sales/${sale.saleId}`;
  const options = status === 201 ? { etag, location } : { etag };
  return reply(status, body, options);
}

function readRoutes(desk: Desk): Route[] {
  return [
    route({
      ...reading,
      method: 'GET',
      path: '/admin/flash-sales',
      summary: 'Sales, drafts as well, the newest first',
      query: Type.Object(pageQuery),
      replies: { 200: pageOf(schemas.adminSaleReply) },
      errors: ['validation-failed'],
      handle: async (req) => {
        const { limit, cursor } = req.query;
        const below = idCursor(cursor, 'sale');
        if (isRefusal(below)) return below;
        const of = { below: below ?? 'salf', announced: false, limit: limit + 1 };
        const page = pageFrom(await desk.page(of), limit, (row) => [row.saleId]);
        return reply(200, { ...page, data: page.data.map(schemas.adminSaleJson) });
      },
    }),
    route({
      ...reading,
      method: 'GET',
      path: '/admin/flash-sales/:saleId',
      summary: 'One sale',
      params,
      replies: { 200: schemas.adminSaleReply },
      errors: ['sale-not-found'],
      handle: async (req) => tagged(200, await desk.find(req.params.saleId)),
    }),
  ];
}

function planRoutes(desk: Desk): Route[] {
  return [
    route({
      ...writing,
      method: 'POST',
      path: '/admin/flash-sales',
      summary: 'Plan a sale; nobody sees it and no stock moves until it is announced',
      body: schemas.saleBody,
      replies: { 201: schemas.adminSaleReply },
      errors: planErrors,
      handle: async (req) => {
        const wanted = schemas.wantedOf(req.body);
        if (isRefusal(wanted)) return wanted;
        return tagged(201, await desk.create(req, wanted));
      },
    }),
    route({
      ...writing,
      method: 'PUT',
      path: '/admin/flash-sales/:saleId',
      summary: 'Change a plan as a whole, as long as it is a draft',
      ifMatch: true,
      params,
      body: schemas.saleBody,
      replies: { 200: schemas.adminSaleReply },
      errors: [...planErrors, ...stale],
      handle: async (req) => {
        const wanted = schemas.wantedOf(req.body);
        if (isRefusal(wanted)) return wanted;
        const { saleId } = req.params;
        return tagged(200, await desk.change(req, { saleId, version: req.ifMatch, wanted }));
      },
    }),
    route({
      ...writing,
      method: 'POST',
      path: '/admin/flash-sales/:saleId/announce',
      summary: 'Set the units aside and show the sale: all units or none',
      ifMatch: true,
      params,
      replies: { 200: schemas.adminSaleReply },
      errors: [
        ...stale,
        'sale-plan-not-valid',
        'stock-too-low',
        'sale-item-taken',
        'too-many-sales',
        'room-unavailable',
      ],
      handle: async (req) => {
        const { saleId } = req.params;
        return tagged(200, await desk.announce(req, { saleId, version: req.ifMatch }));
      },
    }),
  ];
}

const says: Readonly<Record<'pre-queue' | 'start' | 'pause' | 'resume' | 'end', string>> = {
  'pre-queue': 'Open the line now',
  start: 'Draw and start now',
  pause: 'Let nobody in for a while; who is in can go on',
  resume: 'Let people in again',
  end: 'End the sale now; who has a token can use it until its time is over',
};

function controlRoutes(desk: Desk): Route[] {
  const plain = Object.entries(says).map(([verb, summary]) => {
    const rule: Omit<Control, 'saleId' | 'version'> = verbs[verb as keyof typeof says];
    return route({
      ...writing,
      method: 'POST',
      path: `/admin/flash-sales/:saleId/${verb}`,
      summary,
      ifMatch: true,
      params,
      replies: { 200: schemas.adminSaleReply },
      errors: [...stale, 'sale-not-ready', 'room-unavailable'],
      handle: async (req) => {
        const { saleId } = req.params;
        const of = { ...rule, saleId, version: req.ifMatch };
        return tagged(200, await desk.control(req, verb, of));
      },
    });
  });
  return [...plain, rateRoute(desk), extendRoute(desk), messageRoute(desk)];
}

function rateRoute(desk: Desk): Route {
  return route({
    ...writing,
    method: 'POST',
    path: '/admin/flash-sales/:saleId/rate',
    summary: 'Let people in faster or slower',
    ifMatch: true,
    params,
    body: Type.Object({ ratePerMinute: schemas.rateSchema }),
    replies: { 200: schemas.adminSaleReply },
    errors: [...stale, 'validation-failed', 'room-unavailable'],
    handle: async (req) => {
      const { ratePerMinute } = req.body;
      const of = { saleId: req.params.saleId, version: req.ifMatch, ratePerMinute };
      return tagged(200, await desk.control(req, 'rate', { ...verbs.rate, ...of }));
    },
  });
}

function extendRoute(desk: Desk): Route {
  return route({
    ...writing,
    method: 'POST',
    path: '/admin/flash-sales/:saleId/extend',
    summary: 'End the sale later',
    ifMatch: true,
    params,
    body: Type.Object({ endsAt: Type.String({ format: 'date-time', maxLength: 40 }) }),
    replies: { 200: schemas.adminSaleReply },
    errors: [...stale, 'sale-plan-not-valid', 'validation-failed', 'room-unavailable'],
    handle: async (req) => {
      const { saleId } = req.params;
      const sale = await desk.find(saleId);
      if (isRefusal(sale)) return sale;
      const endsAt = new Date(req.body.endsAt);
      if (endsAt <= sale.endsAt) {
        const detail = 'A sale is prolonged, not cut short; end it instead.';
        const errors = [{ pointer: '/endsAt', code: 'not-later', detail }];
        return refuse('sale-plan-not-valid', { errors });
      }
      const of = { saleId, version: req.ifMatch, endsAt };
      return tagged(200, await desk.control(req, 'extend', { ...verbs.extend, ...of }));
    },
  });
}

function messageRoute(desk: Desk): Route {
  return route({
    ...writing,
    method: 'POST',
    path: '/admin/flash-sales/:saleId/message',
    summary:
      'Say something to everybody in the line, in one paragraph; an empty text takes it back',
    ifMatch: true,
    params,
    body: schemas.messageBody,
    replies: { 200: schemas.adminSaleReply },
    errors: [...stale, 'validation-failed', 'room-unavailable'],
    handle: async (req) => {
      const message = req.body.text.trim();
      const of = { saleId: req.params.saleId, version: req.ifMatch, message };
      return tagged(200, await desk.control(req, 'message', { ...verbs.message, ...of }));
    },
  });
}
