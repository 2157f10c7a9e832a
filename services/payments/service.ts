import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import { paymentCommands } from './commands.ts';
import { paymentsCalls, paymentsEvents } from './contract.ts';
import { gatewaysOf } from './gateways.ts';
import { paymentLanes } from './lanes.ts';
import { paymentParts } from './parts.ts';
import { paymentTasks } from './poller.ts';
import { paymentQueries } from './queries.ts';
import { consumers, paymentJobs, paymentReactions } from './reactions.ts';
import { paymentRefunds } from './refunds.ts';
import { paymentReview } from './review.ts';
import { paymentRoutes } from './routes.ts';
import { savedConsumers, savedJobs, savedMethods, savedReactions, savedTask } from './saved.ts';
import { settling } from './settle.ts';
import { webhookIntake } from './webhook.ts';

async function start(ctx: RoomContext): Promise<RunningRoom> {
  const gateways = gatewaysOf(ctx);
  const lanes = paymentLanes(ctx);
  const settle = settling({ ctx, lanes, gateways });
  const methods = [...new Set([...gateways.values()].flatMap((one) => one.methods)), 'COD'];
  const methodsOf = () => methods;
  const commands = paymentCommands({ ctx, lanes, settle, gateways, methodsOf });
  const refunds = paymentRefunds(ctx, gateways);
  const parts = paymentParts({ ctx, lanes, refunds });
  const queries = paymentQueries(ctx);
  const saved = savedMethods(ctx, gateways);
  const intake = webhookIntake(ctx, settle);
  const fields = gateways.has('stripe') ? (ctx.config.gateways.stripe?.fields ?? null) : null;
  const offered = { methods, fields };
  return {
    calls: {
      charge: commands.charge,
      resolve: commands.resolve,
      cancel: commands.cancel,
      refund: refunds.refund,
      ...parts.calls,
      ofCheckout: queries.ofCheckout,
      ofCheckouts: queries.ofCheckouts,
      disputesOf: queries.disputesOf,
      unfinished: queries.unfinished,
      personalData: saved.personalData,
      savedMethod: saved.find,
      ...paymentReview({ ctx, gateways, settle }),
      methods: async () => ({ methods }),
    },
    routes: paymentRoutes({ queries, saved, gateways, intake, fare: commands.fare, offered }),
    reactions: { ...paymentReactions(ctx), ...savedReactions(ctx) },
    jobs: { ...paymentJobs(ctx, { commands, refunds }), ...savedJobs(ctx, gateways) },
    tasks: [
      ...paymentTasks(ctx, {
        gateways,
        settle,
        refunds,
        intake,
        keepSaved: savedTask(ctx, gateways),
      }),
      { name: 'payments.release-parts', every_ms: 60_000, run: parts.releaseLeft },
    ],
  };
}

export const payments: Room = {
  name: 'payments',
  folder: import.meta.dirname,
  events: paymentsEvents,
  calls: paymentsCalls,
  consumers: [...consumers, ...savedConsumers],
  start,
};
