// What all rooms of a process share: identity, calls, jobs, locks, and how events travel.
import { revocations, type Revocations } from '#kernel/auth/revocation.ts';
import { accessToken_s, guestToken_s, tokens, type Tokens } from '#kernel/auth/token.ts';
import type { Clock } from '#kernel/core/clock.ts';
import { newId } from '#kernel/core/id.ts';
import type { Config } from '#kernel/config/config.ts';
import { sentinel, type Sentinel } from '#kernel/db/lock.ts';
import { directTransport, type Faults, type Transport } from '#kernel/events/transport.ts';
import { rpc, type Rpc } from '#kernel/http/rpc.ts';
import { jobs, type Jobs } from '#kernel/jobs/jobs.ts';
import { taskBoard, type TaskBoard } from '#kernel/ops/tasks.ts';
import type { Room } from '#kernel/service.ts';
import type { Logger } from '#kernel/telemetry/log.ts';
import { maintenance, type Maintenance } from './maintenance.ts';
import type { RoomRuntime } from './room-runtime.ts';

export interface Shared {
  /** All rooms there are, served here or not. */
  readonly rooms: readonly Room[];
  readonly url: string;
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  readonly sentinel: Sentinel;
  readonly rpc: Rpc;
  readonly jobs: Jobs;
  readonly tokens: Tokens;
  readonly revocations: Revocations;
  readonly transport: Transport;
  readonly faults: Faults | undefined;
  /** Rooms running here, in the order they started. */
  readonly runtimes: RoomRuntime[];
  /** Engines that are gone and done without, with reasons. */
  readonly gone: ReadonlyMap<string, string>;
  degraded(engine: string, reason: string | null): void;
  /** Whether an operator closed the shop. */
  readonly closed: Maintenance;
  /** Names this process among others. */
  readonly processId: string;
  /** What the repeated upkeep of this process did last. */
  readonly board: TaskBoard;
}

/** Makes it; opens no connection yet. */
export function makeShared(options: {
  rooms: readonly Room[];
  url: string;
  config: Config;
  clock: Clock;
  log: Logger;
  faults: Faults | undefined;
}): Shared {
  const { rooms, url, config, clock, log, faults } = options;
  const dead = revocations({ clock, kept_ms: Math.max(accessToken_s, guestToken_s) * 1_000 });
  const calls = rpc({ clock, origins: config.roomUrls, secret: config.internalSecret });
  const gone = new Map<string, string>();
  const runtimes: RoomRuntime[] = [];
  return {
    rooms,
    url,
    config,
    clock,
    log,
    faults,
    gone,
    runtimes,
    closed: maintenance({ home: config.home, clock }),
    processId: newId('prc'),
    board: taskBoard(clock),
    sentinel: sentinel({ url, log }),
    rpc: calls,
    jobs: jobs({ url, log, clock }),
    revocations: dead,
    tokens: tokens({
      key: config.tokenKey,
      earlierKeys: config.tokenPublicKeys,
      issuer: config.publicUrl,
      clock,
      isRevoked: dead.isRevoked,
    }),
    transport: directTransport({
      local: (name) => runtimes.find((one) => one.room.name === name)?.inbox,
      post: calls.deliver,
    }),
    degraded: (engine, reason) =>
      void (reason === null ? gone.delete(engine) : gone.set(engine, reason)),
  };
}
