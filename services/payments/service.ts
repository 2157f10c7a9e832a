import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import { sandboxCalls } from '#services/sandbox/contract.ts';
import { paymentCommands } from './commands.ts';
import { paymentsCalls, paymentsEvents, type PaymentMethod } from './contract.ts';
import type { Gateway } from './gateway.ts';
import { sandboxGateway } from './gateway-sandbox.ts';
import { paymentLanes } from './lanes.ts';
import { paymentTasks } from './poller.ts';
import { paymentQueries } from './queries.ts';
import { consumers, paymentJobs, paymentReactions } from './reactions.ts';
import { paymentRefunds } from './refunds.ts';
import { paymentRoutes } from './routes.ts';
import { settling } from './settle.ts';
import { sandboxWebhook } from './webhook.ts';

async function start(ctx: RoomContext): Promise<RunningRoom> {
  const gateways = gatewaysOf(ctx);
  const lanes = paymentLanes(ctx);
  const settle = settling({ ctx, lanes, gateways });
  const gatewayOf = (method: PaymentMethod) =>
    [...gateways.values()].find((one) => one.methods.includes(method));
  const commands = paymentCommands({ ctx, lanes, settle, gateways, gatewayOf });
  const refunds = paymentRefunds(ctx, gateways);
  const queries = paymentQueries(ctx);
  const methods = [...[...gateways.values()].flatMap((one) => one.methods), 'COD'];
  return {
    calls: {
      charge: commands.charge,
      resolve: commands.resolve,
      cancel: commands.cancel,
      refund: refunds.refund,
      ofCheckout: queries.ofCheckout,
      ofCheckouts: queries.ofCheckouts,
      unfinished: queries.unfinished,
      methods: async () => ({ methods }),
    },
    routes: paymentRoutes({
      queries,
      webhook: gateways.has('sandbox') ? sandboxWebhook(ctx, settle) : null,
    }),
    reactions: paymentReactions(ctx),
    jobs: paymentJobs(ctx, { commands, refunds }),
    tasks: paymentTasks(ctx, { settle, refunds }),
  };
}

/** The gateways of this configuration. Without any, only payment at the door is taken. */
function gatewaysOf(ctx: RoomContext): ReadonlyMap<string, Gateway> {
  const all: Gateway[] = [];
  if (!ctx.config.production) {
    all.push(sandboxGateway(ctx.client(sandboxCalls), ctx.config.gatewayTimeout_ms));
  }
  return new Map(all.map((gateway) => [gateway.name, gateway]));
}

export const payments: Room = {
  name: 'payments',
  folder: import.meta.dirname,
  events: paymentsEvents,
  calls: paymentsCalls,
  consumers,
  start,
};
