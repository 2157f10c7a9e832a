/** Coupons for operators: list, save, switch, and codes one by one or by the hundred thousand. */
import { Readable } from 'node:stream';
import { Type } from 'typebox';
import type { Clock } from '#kernel/core/clock.ts';
import { idSchema, newId } from '#kernel/core/id.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { idCursor, pageFrom, pageOf, pageQuery } from '#kernel/http/page.ts';
import { content, reply, route, type Route } from '#kernel/http/route.ts';
import { codesPerBatch_max, type CouponDesk } from './coupon-desk.ts';
import { couponBody, couponFrom, couponJson, newCouponBody, shownCoupon } from './coupon-edge.ts';
import { couponCode } from './contract.ts';
import type { BatchRow } from './store-code.ts';
import type { CouponRow } from './store-coupon.ts';

export interface CouponRouteDeps {
  desk: CouponDesk;
  clock: Clock;
}

const access = { audience: 'admin', roles: ['catalogue', 'finance'], owner: 'none' } as const;
const params = Type.Object({ couponId: idSchema('cpn') });
const saveErrors = ['validation-failed', 'amount-precision', 'not-found', 'precondition-failed'];

export function couponRoutes(deps: CouponRouteDeps): Route[] {
  return [
    ...readRoutes(deps),
    ...saveRoutes(deps),
    switchRoute(deps),
    ...codeRoutes(deps),
    ...listRoutes(deps),
  ];
}

function tagged<const Status extends 200 | 201>(status: Status, row: CouponRow, clock: Clock) {
  const etag = `"${row.version}"`;
  const location = `/api/v1/admin/coupons/${row.couponId}`;
  const body = couponJson(row, clock.now());
  return reply(status, body, status === 201 ? { etag, location } : { etag });
}

function readRoutes({ desk, clock }: CouponRouteDeps): Route[] {
  const list = { ...access, method: 'GET', limit: 'read', idempotency: 'none' } as const;
  return [
    route({
      ...list,
      path: '/admin/coupons',
      summary: 'Coupons, the newest first, each with what it does in a sentence',
      query: Type.Object(pageQuery),
      replies: { 200: pageOf(shownCoupon) },
      errors: ['validation-failed'],
      handle: async (req) => {
        const { limit, cursor } = req.query;
        const below = idCursor(cursor, 'cpn');
        if (isRefusal(below)) return below;
        const rows = await desk.page(below ?? 'cpo', limit + 1);
        const page = pageFrom(rows, limit, (row) => [row.couponId]);
        const now_ms = clock.now();
        return reply(200, { ...page, data: page.data.map((row) => couponJson(row, now_ms)) });
      },
    }),
    route({
      ...list,
      path: '/admin/coupons/:couponId',
      summary: 'One coupon, with how often it was used',
      params,
      replies: { 200: shownCoupon },
      errors: ['not-found'],
      handle: async (req) => {
        const row = await desk.find(req.params.couponId);
        return isRefusal(row) ? row : tagged(200, row, clock);
      },
    }),
  ];
}

function saveRoutes({ desk, clock }: CouponRouteDeps): Route[] {
  return [
    route({
      ...access,
      method: 'POST',
      path: '/admin/coupons',
      summary: 'Add a coupon, with a code that people can say or with none yet',
      limit: 'write',
      idempotency: 'accepted',
      body: newCouponBody,
      replies: { 201: shownCoupon },
      errors: saveErrors,
      handle: async (req) => {
        const { code, ...body } = req.body;
        const terms = couponFrom(body, newId('cpn'));
        if (isRefusal(terms)) return terms;
        const row = await desk.add(terms, { code, actor: req.principal.id });
        return isRefusal(row) ? row : tagged(201, row, clock);
      },
    }),
    route({
      ...access,
      method: 'PUT',
      path: '/admin/coupons/:couponId',
      summary: 'Change a coupon as a whole; quotes that were made keep their prices',
      limit: 'write',
      idempotency: 'accepted',
      ifMatch: true,
      params,
      body: couponBody,
      replies: { 200: shownCoupon },
      errors: saveErrors,
      handle: async (req) => {
        const { couponId } = req.params;
        const wanted = couponFrom(req.body, couponId);
        if (isRefusal(wanted)) return wanted;
        const was = await desk.find(couponId);
        if (isRefusal(was)) return was;
        // Codes that were made keep their number of uses, and so does the coupon.
        const terms = { ...wanted, enabled: was.enabled, code_max: was.code_max };
        const row = await desk.change(terms, req.ifMatch);
        return isRefusal(row) ? row : tagged(200, row, clock);
      },
    }),
  ];
}

function switchRoute({ desk, clock }: CouponRouteDeps): Route {
  return route({
    ...access,
    method: 'POST',
    path: '/admin/coupons/:couponId/switch',
    summary: 'Switch a coupon off, or on again, at once',
    limit: 'write',
    idempotency: 'accepted',
    params,
    body: Type.Object({ enabled: Type.Boolean() }),
    replies: { 200: shownCoupon },
    errors: ['not-found'],
    handle: async (req) => {
      const row = await desk.turn(req.params.couponId, req.body.enabled);
      return isRefusal(row) ? row : tagged(200, row, clock);
    },
  });
}

const batchSchema = Type.Object({
  batchId: Type.String(),
  wanted: Type.Integer(),
  /** So far. */
  made: Type.Integer(),
  createdAt: Type.String(),
});

const batchJson = ({ batchId, wanted, made, createdAt }: BatchRow) => {
  return { batchId, wanted, made, createdAt: createdAt.toISOString() };
};

const parts = { ...access, params } as const;
const reading = { ...parts, method: 'GET', limit: 'read', idempotency: 'none' } as const;

function codeRoutes({ desk }: CouponRouteDeps): Route[] {
  return [
    route({
      ...parts,
      method: 'POST',
      path: '/admin/coupons/:couponId/codes',
      summary: 'One more code that people can say',
      limit: 'write',
      idempotency: 'accepted',
      body: Type.Object({ code: couponCode }),
      replies: { 201: Type.Object({ code: Type.String() }) },
      errors: ['not-found', 'validation-failed'],
      handle: async (req) => {
        const done = await desk.name(req.params.couponId, req.body.code);
        return isRefusal(done) ? done : reply(201, { code: done.shown });
      },
    }),
    route({
      ...parts,
      method: 'POST',
      path: '/admin/coupons/:couponId/batches',
      summary: `Make up to ${codesPerBatch_max} codes of 80 random bits each`,
      description: 'They are made in pages within seconds; the list of batches says how far.',
      limit: 'write',
      idempotency: 'required',
      body: Type.Object({ count: Type.Integer({ minimum: 1, maximum: codesPerBatch_max }) }),
      replies: { 201: batchSchema },
      errors: ['not-found', 'validation-failed'],
      handle: async (req) => {
        const { couponId } = req.params;
        const actor = req.principal.id;
        const batch = await desk.make({ couponId, wanted: req.body.count, actor });
        return isRefusal(batch) ? batch : reply(201, batchJson(batch));
      },
    }),
  ];
}

function listRoutes({ desk }: CouponRouteDeps): Route[] {
  return [
    route({
      ...reading,
      path: '/admin/coupons/:couponId/batches',
      summary: 'Batches of codes, the newest first, and how far each is',
      query: Type.Object(pageQuery),
      replies: { 200: pageOf(batchSchema) },
      errors: ['validation-failed'],
      handle: async (req) => {
        const { limit, cursor } = req.query;
        const below = idCursor(cursor, 'cpb');
        if (isRefusal(below)) return below;
        const { couponId } = req.params;
        const rows = await desk.batches({ couponId, below: below ?? 'cpc', limit: limit + 1 });
        const page = pageFrom(rows, limit, (row) => [row.batchId]);
        return reply(200, { ...page, data: page.data.map(batchJson) });
      },
    }),
    route({
      ...reading,
      path: '/admin/coupons/:couponId/codes.csv',
      summary: 'All codes of a coupon or of one batch, with how often each was used, as CSV',
      query: Type.Object({ batchId: Type.Optional(idSchema('cpb')) }),
      replies: { 200: content('text/csv') },
      errors: ['not-found'],
      handle: async (req) => {
        const { couponId } = req.params;
        const known = await desk.find(couponId);
        if (isRefusal(known)) return known;
        const lines = desk.csv(couponId, req.query.batchId ?? null);
        const headers = {
          'content-disposition': 'attachment; filename="coupon-codes.csv"',
          'cache-control': 'private, no-store',
        };
        return reply(200, Readable.from(lines, { objectMode: false }), { headers });
      },
    }),
  ];
}
