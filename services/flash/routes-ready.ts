/** Before a sale: whether it may start, making ready for it, and a rehearsal. */
import { route, type Route } from '#kernel/http/route.ts';
import type { Desk } from './desk.ts';
import * as schemas from './schemas.ts';

const access = { audience: 'admin', roles: ['catalogue'], owner: 'none' } as const;
const writing = { ...access, limit: 'write', idempotency: 'accepted' } as const;
const { params } = schemas;

export function readyRoutes(desk: Desk): Route[] {
  return [
    route({
      ...access,
      limit: 'read',
      idempotency: 'none',
      method: 'GET',
      path: '/admin/flash-sales/:saleId/preflight',
      summary: 'Whether a sale may start: what is looked at, and what is not as it should be',
      description: 'Looking also makes ready what the first seconds of the sale need.',
      params,
      replies: { 200: schemas.preflightReply },
      errors: ['sale-not-found'],
      handle: (req) => desk.preflight(req.params.saleId),
    }),
    route({
      ...writing,
      method: 'POST',
      path: '/admin/flash-sales/:saleId/prewarm',
      summary: 'Make the process that answers ready for the first seconds of the sale',
      description: 'Every process does so by itself in the minute before the start.',
      params,
      replies: { 200: schemas.prewarmReply },
      errors: ['sale-not-found', 'sale-state', 'room-unavailable'],
      handle: (req) => desk.prewarm(req, req.params.saleId),
    }),
    route({
      ...writing,
      method: 'POST',
      path: '/admin/flash-sales/:saleId/rehearse',
      summary: 'Send a crowd of nobody through a copy of the sale, and say how it went',
      description:
        'Joins, the draw, claims and purchases of up to 5,000 units, with the statements of the ' +
        'real sale, within a transaction that is taken back: no stock, no money, and nothing is ' +
        'left. At most 15 seconds of work, one at a time, and not in the last minute before the ' +
        'start.',
      params,
      body: schemas.rehearsalBody,
      atOnce: { all_max: 1, each_max: 1 },
      replies: { 200: schemas.rehearsalReply },
      errors: [
        'sale-not-found',
        'sale-state',
        'rehearsal-running',
        'validation-failed',
        'room-unavailable',
      ],
      handle: (req) => {
        const { saleId } = req.params;
        return desk.rehearse(req, { saleId, people: req.body.people });
      },
    }),
  ];
}
