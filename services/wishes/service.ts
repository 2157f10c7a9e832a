/** Wires the room: what it learns from below, what it tells above. */
import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import type { JobContext } from '#kernel/jobs/jobs.ts';
import { alertCommands } from './alerts.ts';
import { wishCommands } from './commands.ts';
import { confirm_hours_max, wishesCalls, wishesEvents } from './contract.ts';
import { looker, tell, tellTask, type TellJob } from './look.ts';
import { neighboursOf } from './neighbours.ts';
import { personalData } from './person.ts';
import { wishQueries } from './queries.ts';
import { consumers, reactions } from './reactions.ts';
import { alertRoutes } from './routes-alert.ts';
import { wishRoutes } from './routes.ts';
import { sweep } from './store-due.ts';

const look_every_ms = 1_000;
const sweep_every_ms = 60_000;

async function start(ctx: RoomContext): Promise<RunningRoom> {
  const { db, jobs, outbox, config, log } = ctx;
  const neighbours = neighboursOf(ctx);
  const queries = wishQueries({ db, log, neighbours });
  const commands = wishCommands({ db, neighbours });
  const alerts = alertCommands({ db, outbox, config, neighbours });
  const needs = { db, jobs, outbox, neighbours };
  return {
    calls: {
      personalData: (of: { userId: string; after: string | null }) => personalData(db, of),
      letters: alerts.letters,
    },
    routes: [...wishRoutes({ commands, queries }), ...alertRoutes({ alerts, queries })],
    reactions,
    jobs: {
      [tellTask]: (of: TellJob, { signal }: JobContext) => tell(needs, of, signal),
    },
    tasks: [
      { name: 'wishes.look', every_ms: look_every_ms, run: looker(needs) },
      { name: 'wishes.sweep', every_ms: sweep_every_ms, run: () => sweep(db, confirm_hours_max) },
    ],
  };
}

export const wishes: Room = {
  name: 'wishes',
  folder: import.meta.dirname,
  events: wishesEvents,
  calls: wishesCalls,
  consumers,
  start,
};
