import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import { sandboxCommands } from './commands.ts';
import { sandboxCalls } from './contract.ts';
import { deskRoutes, sandboxDesk } from './desk.ts';
import { faultSwitches } from './faults.ts';
import { sandboxRoutes } from './routes.ts';
import { readLedger } from './store.ts';
import { webhookSender } from './webhooks.ts';

const TICK_MS = 250;
const FAULTS_EVERY_MS = 1_000;

async function start(ctx: RoomContext): Promise<RunningRoom> {
  const faults = await faultSwitches(ctx);
  const { stop, ...commands } = sandboxCommands(ctx, faults);
  const deliver = webhookSender(ctx);
  const desk = sandboxDesk(ctx);
  return {
    calls: {
      charge: commands.charge,
      query: commands.query,
      cancel: commands.cancel,
      refund: commands.refund,
      refundOf: commands.refundOf,
      ledger: commands.ledger,
      disputeOf: desk.disputeOf,
    },
    routes: [
      ...sandboxRoutes({
        commands: { ...commands, stop },
        faults,
        ledger: (of) => readLedger(ctx.db, of),
      }),
      ...deskRoutes(desk),
    ],
    tasks: [
      { name: 'sandbox.due', every_ms: TICK_MS, run: commands.decideDue },
      { name: 'sandbox.webhooks', every_ms: TICK_MS, run: deliver },
      { name: 'sandbox.faults', every_ms: FAULTS_EVERY_MS, run: faults.refresh },
    ],
    stop: async () => stop(),
  };
}

export const sandbox: Room = {
  name: 'sandbox',
  folder: import.meta.dirname,
  events: null,
  calls: sandboxCalls,
  consumers: [],
  devOnly: true,
  start,
};
