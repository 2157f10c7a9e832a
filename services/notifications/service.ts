import { isRefusal } from '#kernel/core/refusal.ts';
import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import { bookingCalls } from '#services/booking/contract.ts';
import { identityCalls } from '#services/identity/contract.ts';
import { ordersCalls } from '#services/orders/contract.ts';
import { wishesCalls } from '#services/wishes/contract.ts';
import { notificationsCalls, notificationsEvents } from './contract.ts';
import { personalData, personConsumers, personReactions } from './person.ts';
import { smtpPost } from './post.ts';
import { consumers, notificationReactions, sendTask } from './reactions.ts';
import { notificationRoutes } from './routes.ts';
import { sendNotices, type SendNeeds } from './send.ts';
import { sweepMailbox } from './store.ts';
import { centreStreams } from './stream.ts';

/** Mails kept in the mailbox of a shop without a mail server. */
const mailboxKept_max = 1_000;

async function start(ctx: RoomContext): Promise<RunningRoom> {
  const { db, config, log } = ctx;
  const orders = ctx.client(ordersCalls);
  const identity = ctx.client(identityCalls);
  const wishes = ctx.client(wishesCalls);
  const booking = ctx.client(bookingCalls);
  const post = config.smtpUrl === null ? null : smtpPost(config.smtpUrl);
  const needs: SendNeeds = {
    db,
    post,
    sender: config.mailFrom,
    publicUrl: config.publicUrl,
    orders: async (orderIds) => {
      const found = await orders.orders({ orderIds });
      return isRefusal(found) ? [] : found.orders;
    },
    grants: async (orderIds) => {
      const { grants } = await orders.grants({ orderIds });
      return new Map(grants.map((one) => [one.orderId, one.token]));
    },
    letters: async (challengeIds) => (await identity.letters({ challengeIds })).letters,
    offers: async (handOverIds) => (await booking.handOverLetters({ handOverIds })).letters,
    alerts: async (alertIds) => (await wishes.letters({ alertIds })).letters,
    now: () => ctx.clock.now(),
    users: async (userIds) => {
      const found = await identity.users({ userIds });
      return isRefusal(found) ? [] : found.users;
    },
    warn: (detail, message) => log.warn(detail, message),
  };
  const streams = centreStreams({ db, clock: ctx.clock, warn: needs.warn });
  return {
    calls: {
      personalData: (of: { userId: string; after: string | null }) => personalData(db, of),
    },
    routes: notificationRoutes({ db, streams }),
    reactions: { ...notificationReactions(ctx), ...personReactions },
    jobs: { [sendTask]: ({ ids }: { ids: string[] }) => sendNotices(needs, ids) },
    tasks: [
      {
        name: 'notifications.sweep-mailbox',
        every_ms: 60_000,
        run: async () => {
          await sweepMailbox(db, mailboxKept_max);
        },
      },
    ],
    stop: async () => {
      streams.stop();
      post?.close();
    },
  };
}

export const notifications: Room = {
  name: 'notifications',
  folder: import.meta.dirname,
  events: notificationsEvents,
  calls: notificationsCalls,
  consumers: [...consumers, ...personConsumers],
  start,
};
