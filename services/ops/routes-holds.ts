import { Type } from 'typebox';
import { idSchema } from '#kernel/core/id.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import { cursorOf, pageOf, pageQuery } from '#kernel/http/page.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import type { RoomContext } from '#kernel/service.ts';
import { inventoryCalls } from '#services/inventory/contract.ts';
import { reasonSchema } from './contract.ts';
import type { Gather } from './gather.ts';
import {
  acting,
  away,
  cursorParts,
  notACursor,
  reading,
  text,
  textOrNull,
  type RouteDeps,
} from './shared.ts';

const ENDED = new Set(['COMPLETED', 'COMPENSATED', 'FAILED']);
const LOOKS_MAX = 6;
const PLACE = /^\d{1,16}\|[\w-]{1,80}$/;

const holdSchema = Type.Object({
  sagaId: text,
  reservationId: text,
  status: text,
  orderId: textOrNull,
  units: Type.Integer(),
  lines: Type.Array(Type.Object({ variantId: text, warehouseId: text, quantity: Type.Integer() })),
  expiresAt: text,
  createdAt: text,
  /** Of the saga that made it; null when no room that answers knows one. */
  sagaStatus: textOrNull,
  orphan: Type.Boolean(),
});

export function holdRoutes(deps: RouteDeps): Route[] {
  return [listRoute(deps), releaseRoute(deps)];
}

/** How sagas stand, by id; 'unknown' for all others when a room is away. */
async function standing(gather: Gather, sagaIds: string[]) {
  const none = { status: null, type: null, open: false, idle_ms: null, before: null };
  const { found, away: silent } = await gather.all((client) =>
    client.opsSagas({ ...none, sagaIds, limit: 101 }),
  );
  const sagas = found.flatMap(({ answer }) => answer.sagas);
  return { statusOf: new Map(sagas.map((one) => [one.sagaId, one.status])), away: silent };
}

const isOrphan = (status: string | undefined, silent: readonly string[]): boolean =>
  status === undefined ? silent.length === 0 : ENDED.has(status);

function listRoute({ ctx, gather }: RouteDeps): Route {
  const inventory = ctx.client(inventoryCalls);
  return route({
    ...reading,
    path: '/admin/ops/holds',
    summary: 'Units held for purchases, those that end first at the front',
    description: '`orphan`: the saga that made it has ended or does not exist.',
    query: Type.Object({
      variantId: Type.Optional(idSchema('var')),
      warehouseId: Type.Optional(idSchema('wh')),
      /** Ends within so many seconds. */
      expiring_s: Type.Optional(Type.Integer({ minimum: 0, maximum: 86_400 })),
      orphan: Type.Optional(Type.Boolean()),
      ...pageQuery,
    }),
    replies: { 200: Type.Object({ ...pageOf(holdSchema).properties, away }) },
    errors: ['validation-failed', 'room-unavailable'],
    handle: async ({ query }) => {
      const parts = cursorParts(query.cursor, 1);
      if (isRefusal(parts)) return parts;
      const { variantId = null, warehouseId = null, expiring_s, limit } = query;
      const expiresWithin_ms = expiring_s === undefined ? null : expiring_s * 1_000;
      const filter = { minAge_ms: 0, variantId, warehouseId, expiresWithin_ms, limit };
      let cursor = parts?.[0] ?? null;
      if (cursor !== null && !PLACE.test(cursor)) return notACursor();
      let silent: string[] = [];
      for (let look = 1; ; look += 1) {
        const page = await inventory.heldHolds({ ...filter, cursor });
        const sagas = await standing(
          gather,
          page.holds.map((one) => one.sagaId),
        );
        silent = sagas.away;
        const data = page.holds
          .map((hold) => {
            const status = sagas.statusOf.get(hold.sagaId);
            const orphan = isOrphan(status, silent);
            return { ...hold, sagaStatus: status ?? null, orphan };
          })
          .filter((hold) => query.orphan === undefined || hold.orphan === query.orphan);
        cursor = page.next;
        if (data.length > 0 || cursor === null || look === LOOKS_MAX) {
          const nextCursor = cursor === null ? null : cursorOf([cursor]);
          return reply(200, { data, nextCursor, hasMore: cursor !== null, away: silent });
        }
      }
    },
  });
}

/** Releases a hold that no open saga stands behind. */
async function release(ctx: RoomContext, gather: Gather, sagaId: string) {
  const inventory = ctx.client(inventoryCalls);
  const { holds } = await inventory.holdsOf({ sagaIds: [sagaId] });
  if (holds.length === 0) return refuse('hold-not-found', { sagaId });
  const { statusOf, away: silent } = await standing(gather, [sagaId]);
  const status = statusOf.get(sagaId);
  if (!isOrphan(status, silent)) {
    return refuse('hold-in-use', { sagaId, sagaStatus: status ?? null, away: silent });
  }
  return inventory.release({ sagaId, reason: 'operator' });
}

function releaseRoute({ ctx, gather, audit }: RouteDeps): Route {
  return route({
    ...acting,
    path: '/admin/ops/holds/:sagaId/release',
    summary: 'Give back the units of a hold whose purchase has ended',
    params: Type.Object({ sagaId: idSchema('saga') }),
    body: Type.Object({ reason: reasonSchema }),
    replies: { 200: Type.Object({ sagaId: text, released: Type.Boolean() }) },
    errors: ['hold-not-found', 'hold-in-use', 'room-unavailable'],
    handle: async (req) => {
      const { sagaId } = req.params;
      const what = { action: 'hold.release', target: sagaId, reason: req.body.reason };
      const done = await audit.deed(req, what, () => release(ctx, gather, sagaId));
      return isRefusal(done) ? done : reply(200, { sagaId, released: done.released });
    },
  });
}
