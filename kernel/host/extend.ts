import type { FastifyInstance } from 'fastify';
import type { Clock } from '#kernel/core/clock.ts';
import { followOutboxes, type Follower, type FollowOptions } from '#kernel/events/follow.ts';
import type { Rpc } from '#kernel/http/rpc.ts';
import type { Logger } from '#kernel/telemetry/log.ts';
import type { Maintenance } from './maintenance.ts';
import type { Shared } from './shared.ts';

/** What pages beside the API may use of the process. */
export interface ExtendTools {
  readonly client: Rpc['client'];
  readonly clock: Clock;
  readonly log: Logger;
  readonly closed: Maintenance;
  /** Follows events of rooms served here; a room that is elsewhere cannot be followed. */
  follow(
    types: Readonly<Record<string, readonly string[]>>,
    options: Pick<FollowOptions, 'onEvents' | 'onLost'>,
  ): Follower;
}

/** Adds pages and files to the server of a process. */
export type Extend = (app: FastifyInstance, tools: ExtendTools) => void | Promise<void>;

export function extendTools({ rpc, clock, log, closed, runtimes }: Shared): ExtendTools {
  return {
    client: rpc.client,
    clock,
    log,
    closed,
    follow: (types, { onEvents, onLost }) => {
      const rooms = runtimes.flatMap(({ room, db }) => {
        const wanted = types[room.name];
        return wanted === undefined ? [] : [{ room: room.name, db, types: wanted }];
      });
      return followOutboxes({ rooms, clock, onEvents, onLost });
    },
  };
}
