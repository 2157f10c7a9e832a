/** The notification centre as its reader gets it. */
import { toMajor } from '#kernel/core/money.ts';
import type { Sql } from '#kernel/db/db.ts';
import {
  isBookingNotice,
  kinds,
  linkOf,
  type BookingNoticeType,
  type NoticeFacts,
} from './model.ts';
import { topics, type Topic } from './preference.ts';
import { counted_max, countUnread, type NoticeRow } from './store-centre.ts';
import { bookingStrings } from './strings-bookings.ts';
import { fill, noticeStrings, stringsOf } from './strings.ts';
import { returnValues } from './templates-return.ts';
import { wishValues } from './templates-wish.ts';

/** A notification as JSON: what it says, why it came, where it leads. */
export function noticeJson({ ref, facts, createdAt, sentAt, readAt, ...row }: NoticeRow) {
  const { topic } = kinds[row.type];
  const strings = stringsOf('en');
  const number = facts.orderNumber ?? null;
  const about = { ...returnValues(facts, 'en'), ...wishValues(facts, 'en') };
  const values = { number: number ?? '', about: facts.about ?? '', ...about };
  const notice = noticeStrings(strings, row.type);
  return {
    ...row,
    topic,
    title: fill(notice.subject, values),
    text: fill(notice.lead, values),
    why: isBookingNotice(row.type) ? whyOf(row.type) : fill(strings.why[topic], values),
    link: linkOf(row.type, facts),
    orderId: number === null ? null : (facts.orderId ?? ref),
    orderNumber: number,
    about: facts.about ?? null,
    ...aboutOf(facts),
    read: readAt !== null,
    readAt: readAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    sentAt: sentAt?.toISOString() ?? null,
  };
}

function whyOf(type: BookingNoticeType): string {
  const { why, whyTicket } = bookingStrings('en');
  return type.startsWith('ticket-') ? whyTicket : why;
}

/** What an alert is about, for who says it in another language. */
function aboutOf({ product, query, amount_minor, was_minor, currency }: NoticeFacts) {
  const majorOf = (minor: number | undefined) =>
    minor === undefined || currency === undefined ? null : toMajor(minor, currency);
  return {
    product: product ?? null,
    query: query ?? null,
    price: majorOf(amount_minor),
    was: majorOf(was_minor),
    currency: currency ?? null,
  };
}

export interface Unread {
  /** Among the newest 1,000. */
  unread: number;
  byTopic: { topic: Topic; unread: number }[];
}

const none = topics.map((topic) => ({ topic, unread: 0 }));
export const nothing: Unread = { unread: 0, byTopic: none };

/** How many each of these people has not read; who has read all is left out. One statement. */
export async function unreadOf(sql: Sql, userIds: readonly string[]): Promise<Map<string, Unread>> {
  if (userIds.length === 0) return new Map();
  const rows = await countUnread(sql, userIds);
  const byUser = Map.groupBy(rows, (row) => row.userId);
  return new Map(
    [...byUser].map(([userId, list]) => {
      const sum = (some: typeof list) => some.reduce((total, row) => total + row.count, 0);
      const byTopic = topics.map((topic) => {
        return { topic, unread: sum(list.filter((row) => kinds[row.type].topic === topic)) };
      });
      return [userId, { unread: Math.min(sum(list), counted_max), byTopic }];
    }),
  );
}
