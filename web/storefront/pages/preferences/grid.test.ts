// Wishes for the grid: joined while one is on its way, shown before the answer.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joined, mutable, wished, zoneName, zones, type Cell, type Preferences } from './grid.ts';

const cell = (topic: Cell['topic'], channel: Cell['channel'], enabled: boolean): Cell => {
  return { topic, channel, enabled, locked: false, reason: null };
};
const locked: Cell = { ...cell('orders', 'email', true), locked: true, reason: 'receipt' };
const known: Preferences = {
  channels: [],
  grid: [locked, cell('orders', 'in-app', true), cell('sales', 'email', false)],
  quietHours: null,
};

test('the later wish for a cell counts, others stay', () => {
  const first = { grid: [cell('sales', 'email', true), cell('stock', 'push', false)] };
  const both = joined(first, { grid: [cell('sales', 'email', false)] });
  assert.deepEqual(
    both.grid?.map(({ topic, enabled }) => `${topic} ${String(enabled)}`),
    ['stock false', 'sales false'],
  );
});

test('quiet hours: null takes them away, left out keeps them', () => {
  const quietHours = { from: '22:00', to: '07:00', timeZone: 'UTC' };
  assert.deepEqual(joined({ quietHours }, {}), { quietHours });
  assert.deepEqual(joined({ quietHours }, { quietHours: null }), { quietHours: null });
  assert.deepEqual(wished(known, { quietHours }).quietHours, quietHours);
});

test('a wish is shown at once', () => {
  const shown = wished(known, { grid: [cell('sales', 'email', true)] });
  assert.equal(shown.grid[2]?.enabled, true);
  assert.equal(known.grid[2]?.enabled, false, 'what the server said is not touched');
});

test('what is muted are the cells that are on and not locked', () => {
  assert.deepEqual(
    mutable(known, 'orders').map(({ channel }) => channel),
    ['in-app'],
  );
  assert.deepEqual(mutable(known, 'sales'), []);
});

test('places are called as they are called today, and stand in that order', () => {
  assert.equal(zoneName('Asia/Calcutta'), 'Asia/Kolkata');
  assert.equal(zoneName('America/New_York'), 'America/New York');
  const list = zones(['Asia/Calcutta', 'Asia/Karachi', 'Asia/Kuwait']);
  assert.deepEqual(list, ['Asia/Karachi', 'Asia/Calcutta', 'Asia/Kuwait', 'UTC']);
});

test('the zone that is set is always there to choose', () => {
  const list = zones(['Europe/Berlin'], 'Mars/Base', undefined);
  assert.deepEqual(list, ['Europe/Berlin', 'Mars/Base', 'UTC']);
});
