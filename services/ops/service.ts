import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import { auditLog } from './audit.ts';
import { invariantChecks } from './checks.ts';
import { opsRoomCalls } from './contract.ts';
import { gathering } from './gather.ts';
import { auditRoutes } from './routes-audit.ts';
import { eventRoutes } from './routes-events.ts';
import { holdRoutes } from './routes-holds.ts';
import { processRoutes } from './routes-process.ts';
import { sagaRoutes } from './routes-sagas.ts';

async function start(ctx: RoomContext): Promise<RunningRoom> {
  const audit = auditLog(ctx);
  const deps = { ctx, audit, gather: gathering(ctx) };
  const checks = invariantChecks(ctx);
  return {
    calls: { audit: audit.add },
    routes: [
      ...sagaRoutes(deps),
      ...eventRoutes(deps),
      ...holdRoutes(deps),
      ...processRoutes({ ...deps, checks }),
      ...auditRoutes(deps),
    ],
    tasks: [checks.task],
    samples: checks.samples,
    stop: checks.stop,
  };
}

export const ops: Room = {
  name: 'ops',
  folder: import.meta.dirname,
  events: null,
  calls: opsRoomCalls,
  consumers: [],
  start,
};
