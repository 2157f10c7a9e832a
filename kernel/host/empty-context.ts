import { revocations } from '#kernel/auth/revocation.ts';
import { tokens } from '#kernel/auth/token.ts';
import { systemClock } from '#kernel/core/clock.ts';
import type { Db, Sql } from '#kernel/db/sql.ts';
import { sagaRunner } from '#kernel/saga/runner.ts';
import type { Room, RoomContext } from '#kernel/service.ts';

const nothing: Sql = {
  rows: async () => [],
  row: async () => undefined,
  run: async () => 0,
};

/** What a room starts with, over a database that holds nothing and keeps nothing. */
export function emptyContext(
  room: Room,
  shared: Pick<RoomContext, 'config' | 'log' | 'jobs' | 'client'>,
): RoomContext {
  const clock = systemClock;
  const { config, log } = shared;
  const dead = revocations({ clock, kept_ms: 1_000 });
  const db: Db = {
    ...nothing,
    room: room.name,
    tx: (work) => work(nothing),
    close: async () => undefined,
  };
  return {
    ...shared,
    room: room.name,
    db,
    clock,
    outbox: { poke: () => undefined },
    sagas: sagaRunner({ room: room.name, db, clock, log }),
    degraded: () => undefined,
    tokens: tokens({
      key: config.tokenKey,
      earlierKeys: [],
      issuer: config.publicUrl,
      clock,
      isRevoked: dead.isRevoked,
    }),
    revocations: dead,
    rooms: [],
    checkInvariants: async () => ({ instant: {}, quiescent: {}, violations: 0 }),
  };
}
