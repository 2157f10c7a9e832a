// Notifications by day, with new ones on top and older ones below.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byDay, isWanted, topicIn, withNew, withOlder, type Told } from './days.ts';

function told(notificationId: string, createdAt: Date, more: Partial<Told> = {}): Told {
  const about = {
    type: 'order-shipped',
    topic: 'orders',
    channel: 'EMAIL',
    status: 'SENT',
  } as const;
  const words = { title: '', text: '', why: '', link: '/' };
  const alert = { product: null, query: null, price: null, was: null, currency: null };
  const none = {
    ...alert,
    orderId: null,
    orderNumber: null,
    about: null,
    readAt: null,
    sentAt: null,
  };
  const at = createdAt.toISOString();
  return { notificationId, ...about, ...words, ...none, read: false, createdAt: at, ...more };
}
const at = (day: number, hour: number) => new Date(2026, 10, day, hour);

test('today, yesterday and earlier are days of the reader', () => {
  const list = [
    told('d', at(20, 1)),
    told('c', at(19, 23)),
    told('b', at(19, 0)),
    told('a', at(2, 12)),
  ];
  const days = byDay(list, at(20, 9));
  assert.deepEqual(
    days.map(({ which, list: of }) => `${which} ${of.map((one) => one.notificationId).join('')}`),
    ['today d', 'yesterday cb', 'earlier a'],
  );
});

test('the day before the first of a month is yesterday', () => {
  assert.equal(byDay([told('a', at(30, 12))], new Date(2026, 11, 1, 8))[0]?.which, 'yesterday');
});

test('what comes is put on top once, however often it comes', () => {
  const first = told('a', at(20, 1));
  const list = withNew(
    withNew([first], told('b', at(20, 2))),
    told('b', at(20, 2), { read: true }),
  );
  assert.deepEqual(
    list.map(({ notificationId, read }) => `${notificationId}${String(read)}`),
    ['btrue', 'afalse'],
  );
});

test('older ones come below, without those that are there', () => {
  const [a, b, c] = [told('a', at(3, 1)), told('b', at(2, 1)), told('c', at(1, 1))];
  assert.deepEqual(withOlder([a, b], [b, c]), [a, b, c]);
});

test('filters by topic and by unread', () => {
  const one = told('a', at(1, 1), { topic: 'stock', read: true });
  assert.equal(isWanted(one, 'stock', false), true);
  assert.equal(isWanted(one, 'orders', false), false);
  assert.equal(isWanted(one, null, true), false);
  assert.equal(topicIn('stock'), 'stock');
  assert.equal(topicIn('toString'), null);
});
