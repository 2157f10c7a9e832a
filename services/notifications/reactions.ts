import { newId } from '#kernel/core/id.ts';
import type { ConsumerSpec, Handler } from '#kernel/events/event.ts';
import type { Jobs } from '#kernel/jobs/jobs.ts';
import { chunksOf, noticeOf } from './model.ts';
import { queueNotices } from './store.ts';

export const sendTask = 'notifications.send';
/** Mails of one job: they share their lookups. */
export const mailsPerJob_max = 100;

export const consumers: ConsumerSpec[] = [
  {
    name: 'notifications.orders',
    from: { orders: ['ORDER_CREATED', 'ORDER_STATUS_CHANGED', 'ORDER_CANCELLED'] },
  },
];

/** The rows and the jobs that send them commit with the inbox. Two statements for a batch. */
export function notificationReactions(jobs: Pick<Jobs, 'addMany'>): Record<string, Handler> {
  return {
    'notifications.orders': async (tx, events) => {
      const notices = events.flatMap((event) => {
        const notice = noticeOf(event);
        return notice ? [{ ...notice, notificationId: newId('ntf') }] : [];
      });
      if (notices.length === 0) return;
      const fresh = await queueNotices(tx, notices);
      const items = chunksOf(fresh, mailsPerJob_max).map((ids) => ({ payload: { ids } }));
      await jobs.addMany(tx, sendTask, { items });
    },
  };
}
