import type { ReplyOf } from '../../../client/request.ts';

export type Told = ReplyOf<'GET /notifications'>['data'][number];
export type Topic = Told['topic'];

export const topics = ['orders', 'messages', 'price-drops', 'stock', 'sales', 'account'] as const;

export function topicIn(text: string | null): Topic | null {
  return topics.find((topic) => topic === text) ?? null;
}

export interface Day {
  /** The local date, to tell days apart. */
  key: string;
  which: 'today' | 'yesterday' | 'earlier';
  at: string;
  list: Told[];
}

const dateOf = (at: Date) => `${at.getFullYear()}-${at.getMonth() + 1}-${at.getDate()}`;

/** Newest first, by the day on which they came where the reader is. */
export function byDay(list: readonly Told[], now: Date): Day[] {
  const yesterday = new Date(now);
  yesterday.setDate(now.getDate() - 1);
  const groups = Map.groupBy(list, ({ createdAt }) => dateOf(new Date(createdAt)));
  return [...groups].map(([key, told]) => ({
    key,
    which: key === dateOf(now) ? 'today' : key === dateOf(yesterday) ? 'yesterday' : 'earlier',
    at: told[0]?.createdAt ?? '',
    list: told,
  }));
}

/** The list with another one on top; known ones are replaced where they are. */
export function withNew(list: readonly Told[], one: Told): Told[] {
  const known = list.some(({ notificationId }) => notificationId === one.notificationId);
  if (!known) return [one, ...list];
  return list.map((old) => (old.notificationId === one.notificationId ? one : old));
}

/** What comes after those that are there already: pages may overlap when something came between. */
export function withOlder(list: readonly Told[], older: readonly Told[]): Told[] {
  const known = new Set(list.map(({ notificationId }) => notificationId));
  return [...list, ...older.filter(({ notificationId }) => !known.has(notificationId))];
}

export function isWanted(told: Told, topic: Topic | null, unread: boolean): boolean {
  return (topic === null || told.topic === topic) && (!unread || !told.read);
}
