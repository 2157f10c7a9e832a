// The rooms behind test/gateway.ts: payments, its sandbox gateway and a stand-in for orders.
import { Type } from 'typebox';
import { tokens } from '#kernel/auth/token.ts';
import type { Config } from '#kernel/config/config.ts';
import { systemClock } from '#kernel/core/clock.ts';
import { newId } from '#kernel/core/id.ts';
import { defineEvents } from '#kernel/events/event.ts';
import { startHost, type Host } from '#kernel/host/host.ts';
import type { Room, RoomContext } from '#kernel/service.ts';
import { createLogger } from '#kernel/telemetry/log.ts';
import { payments } from '#services/payments/service.ts';
import { sandbox } from '#services/sandbox/service.ts';

const orders: Room = {
  name: 'orders',
  folder: import.meta.dirname,
  events: defineEvents({
    room: 'orders',
    topic: 'order.events',
    types: { ORDER_CANCELLED: Type.Object({ orderId: Type.String() }) },
  }),
  calls: null,
  consumers: [],
  start: async (ctx: RoomContext) => ({
    tasks: [{ name: 'orders.poke', every_ms: 100, run: async () => ctx.outbox.poke() }],
  }),
};

/** The rooms of test/gateway.ts; with `serve`, some of them on a port of their own. */
export function startRooms(url: string, config: Config, serve?: string[]): Promise<Host> {
  const level = process.env['TEST_LOG'] ? ('debug' as const) : ('silent' as const);
  return startHost({
    rooms: [orders, sandbox, payments],
    serve,
    url,
    config: serve ? { ...config, port: 0 } : config,
    log: createLogger({ level, pretty: true }),
    people: () => ({
      apiKey: async () => null,
      revokedSince: async (cursor) => ({ revoked: [], cursor }),
    }),
  });
}

/** A token of somebody who may see the money. */
export function adminToken(config: Config): string {
  const issuer = tokens({ key: config.tokenKey, issuer: config.publicUrl, clock: systemClock });
  return issuer.issue({
    type: 'access',
    userId: newId('usr'),
    sessionId: newId('ses'),
    roles: ['finance'],
  }).token;
}
