import { newId } from '#kernel/core/id.ts';
import type { Clock } from '#kernel/core/clock.ts';
import type { Sql } from '#kernel/db/db.ts';
import { metaFor } from '#kernel/events/caused.ts';
import type { ConsumerSpec, EventEnvelope, Handler } from '#kernel/events/event.ts';
import type { Jobs } from '#kernel/jobs/jobs.ts';
import { bookingNoticesOf } from './bookings.ts';
import { messageNoticesOf } from './messages.ts';
import {
  accountNoticeOf,
  chunksOf,
  noticeOf,
  planFor,
  returnNoticeOf,
  type Notice,
} from './model.ts';
import { noPreferences } from './preference.ts';
import { readPreferences } from './store-preference.ts';
import { tellBack } from './store-booking.ts';
import { queueNotices, type NewNotice } from './store.ts';
import { reviewNoticeOf } from './reviews.ts';
import { wishNoticesOf } from './wishes.ts';

export const sendTask = 'notifications.send';
/** Mails of one job: they share their lookups. */
export const mailsPerJob_max = 100;

export const consumers: ConsumerSpec[] = [
  {
    name: 'notifications.orders',
    from: {
      orders: [
        'ORDER_CREATED',
        'ORDER_STATUS_CHANGED',
        'ORDER_CANCELLED',
        'ORDER_ITEMS_CANCELLED',
        'ORDER_ADDRESS_CHANGED',
      ],
    },
  },
  {
    name: 'notifications.returns',
    from: {
      returns: [
        'RETURN_REQUESTED',
        'RETURN_STATUS_CHANGED',
        'RETURN_APPROVED',
        'RETURN_REJECTED',
        'RETURN_REFUNDED',
        'RETURN_EXCHANGED',
      ],
    },
  },
  { name: 'notifications.messages', from: { messages: ['MESSAGE_SENT'] } },
  {
    name: 'notifications.bookings',
    from: {
      booking: [
        'BOOKING_CONFIRMED',
        'BOOKING_CANCELLED',
        'BOOKING_OFFERED',
        'BOOKING_REFUNDED',
        'BOOKING_MOVED',
        'BOOKING_TICKET_OFFERED',
        'BOOKING_TICKET_HANDED_ON',
      ],
    },
  },
  { name: 'notifications.reviews', from: { reviews: ['REVIEW_CHANGED'] } },
  { name: 'notifications.wishes', from: { wishes: ['ALERT_DUE', 'ALERT_ASKED'] } },
  {
    name: 'notifications.account',
    from: {
      identity: [
        'CHALLENGE_MADE',
        'PASSWORD_CHANGED',
        'REGISTRATION_REPEATED',
        'PASSKEY_ADDED',
        'PASSKEY_REMOVED',
      ],
    },
  },
];

export interface ReactionParts {
  jobs: Pick<Jobs, 'addMany'>;
  clock: Pick<Clock, 'now'>;
}

/** The rows and the jobs that send them commit with the inbox. Three statements for a batch. */
export function notificationReactions(parts: ReactionParts): Record<string, Handler> {
  return {
    'notifications.orders': (tx, events) => tell(parts, tx, noticesOf(events, noticeOf)),
    'notifications.returns': (tx, events) => tell(parts, tx, noticesOf(events, returnNoticeOf)),
    'notifications.messages': (tx, events) => tell(parts, tx, events.flatMap(messageNoticesOf)),
    'notifications.bookings': async (tx, events) => {
      await tell(parts, tx, events.flatMap(bookingNoticesOf));
      for (const event of events) {
        const [notice] = bookingNoticesOf(event);
        if (notice === undefined) continue;
        const { clock: seen, bookingId } = event.payload;
        const told = { bookingId: String(bookingId), notice: notice.type, seen };
        await tellBack(tx, { ...told, meta: metaFor(event) });
      }
    },
    'notifications.reviews': (tx, events) => tell(parts, tx, noticesOf(events, reviewNoticeOf)),
    'notifications.wishes': (tx, events) => tell(parts, tx, events.flatMap(wishNoticesOf)),
    'notifications.account': (tx, events) => tell(parts, tx, noticesOf(events, accountNoticeOf)),
  };
}

const noticesOf = (
  events: readonly EventEnvelope[],
  read: (event: EventEnvelope) => Notice | null,
): Notice[] => events.flatMap((event) => read(event) ?? []);

async function tell(
  { jobs, clock }: ReactionParts,
  tx: Sql,
  notices: readonly Notice[],
): Promise<void> {
  if (notices.length === 0) return;
  const wishes = await readPreferences(tx, [...new Set(notices.map((one) => one.userId))]);
  const planned = notices.map((notice): NewNotice => {
    const plan = planFor(notice, wishes.get(notice.userId) ?? noPreferences, clock.now());
    return { ...notice, ...plan, notificationId: newId('ntf') };
  });
  const fresh = new Set(await queueNotices(tx, planned));
  const toSend = planned.filter((one) => one.status === 'QUEUED' && fresh.has(one.notificationId));
  const byTime = Map.groupBy(toSend, (one) => one.notBefore);
  for (const [notBefore, list] of byTime) {
    const ids = list.map((one) => one.notificationId);
    const items = chunksOf(ids, mailsPerJob_max).map((some) => ({ payload: { ids: some } }));
    const when = notBefore === null ? {} : { runAt: new Date(notBefore) };
    await jobs.addMany(tx, sendTask, { items, ...when });
  }
}
