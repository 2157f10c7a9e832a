import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filtersIn, isFiltered, queryOf, searchOf, yearsUntil } from './filters.ts';

const seller = `slr_${'a1'.repeat(16)}`;
const now = new Date(2026, 10, 20, 15, 30);

test('filters go into the address and come out of it again', () => {
  const text = `?q=red+lamp&status=SHIPPED&seller=${seller}&period=2025&cursor=abc`;
  const filters = filtersIn(new URLSearchParams(text));
  assert.deepEqual(filters, {
    search: 'red lamp',
    status: 'SHIPPED',
    seller,
    period: '2025',
    cursor: 'abc',
  });
  assert.equal(searchOf(filters), text);
  assert.ok(isFiltered(filters));
  const none = filtersIn(new URLSearchParams('q=+&status=&cursor='));
  assert.equal(searchOf(none), '');
  assert.ok(!isFiltered(none));
  assert.ok(!isFiltered(filtersIn(new URLSearchParams('cursor=abc'))), 'a page is no filter');
});

test('what makes no sense in an address is left out', () => {
  const odd = 'status=LOST&seller=slr_1&period=next';
  assert.equal(searchOf(filtersIn(new URLSearchParams(odd))), '');
  assert.equal(filtersIn(new URLSearchParams({ q: 'x'.repeat(300) })).search.length, 100);
});

test('a period becomes times of the shopper’s own days', () => {
  const query = (period: string) => queryOf(filtersIn(new URLSearchParams({ period })), now);
  const { from, to } = query('2025');
  assert.equal(from, new Date(2025, 0, 1).toISOString());
  assert.equal(to, new Date(2026, 0, 1).toISOString());
  const month = query('30d');
  assert.equal(Date.parse(month.from ?? ''), new Date(2026, 10, 20).getTime() - 30 * 86_400_000);
  assert.equal(month.to, undefined);
  assert.deepEqual(query(''), { limit: 10 });
  assert.deepEqual(yearsUntil(now), ['2026', '2025', '2024', '2023', '2022']);
});
