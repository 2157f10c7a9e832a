import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { manualClock } from '../core/clock.ts';
import { memoryCache } from './memory.ts';
import type { Loaded } from './memory.ts';

function setup(entries_max = 3) {
  const clock = manualClock(0);
  return { clock, cache: memoryCache<string>({ name: 'test', entries_max, ttl_ms: 1000, clock }) };
}

/** A loader that ends when told. */
function slow() {
  let end: (loaded: Loaded<string>) => void = () => {};
  let fail: (error: Error) => void = () => {};
  let calls = 0;
  const loader = () => {
    calls += 1;
    return new Promise<Loaded<string>>((resolve, reject) => {
      end = resolve;
      fail = reject;
    });
  };
  const made = { loader, calls: () => calls };
  return { ...made, end: (l: Loaded<string>) => end(l), fail: (e: Error) => fail(e) };
}

test('the least recently used entry goes first, and time ends the others', async () => {
  const { clock, cache } = setup();
  for (const key of ['a', 'b', 'c']) cache.set(key, { value: key });
  cache.get('a');
  cache.set('d', { value: 'd' });
  assert.deepEqual(
    ['a', 'b', 'c', 'd'].map((key) => cache.get(key)),
    ['a', undefined, 'c', 'd'],
  );
  await clock.advance(999);
  assert.equal(cache.get('a'), 'a');
  await clock.advance(1);
  assert.equal(cache.get('a'), undefined);
  const { entries, evicted, hits, misses } = cache.stats();
  assert.deepEqual([entries, evicted, hits, misses], [3, 1, 5, 2]);
});

test('an older version never replaces a newer one, not even after it was dropped', () => {
  const { cache } = setup();
  assert.equal(cache.set('a', { value: 'v2', version: 2 }), true);
  assert.equal(cache.set('a', { value: 'v1', version: 1 }), false);
  assert.equal(cache.get('a'), 'v2');
  cache.drop('a');
  assert.equal(cache.set('a', { value: 'v1', version: 1 }), false);
  assert.equal(cache.get('a'), undefined);
  assert.equal(cache.set('a', { value: 'v2', version: 2 }), true);
});

test('a drop by version spares what is already that new', () => {
  const { cache } = setup();
  cache.set('a', { value: 'v3', version: 3 });
  cache.drop('a', 3);
  assert.equal(cache.get('a'), 'v3');
  cache.drop('a', 4);
  assert.equal(cache.get('a'), undefined);
  assert.equal(cache.set('a', { value: 'v3', version: 3 }), false);
});

test('many who ask at once share one load, and one error', async () => {
  const { cache } = setup();
  const { loader, calls, end } = slow();
  const asked = Promise.all([1, 2, 3].map(() => cache.load('a', loader)));
  end({ value: 'x' });
  assert.deepEqual(await asked, ['x', 'x', 'x']);
  assert.equal(calls(), 1);
  assert.equal(await cache.load('a', loader), 'x');
  const failing = slow();
  const both = Promise.allSettled([1, 2].map(() => cache.load('b', failing.loader)));
  failing.fail(new Error('no'));
  assert.deepEqual(
    (await both).map((one) => one.status),
    ['rejected', 'rejected'],
  );
  assert.equal(cache.stats().loading, 0);
  assert.equal(await cache.load('b', async () => ({ value: 'y' })), 'y');
});

test('a load that began before an invalidation is not kept and not joined', async () => {
  for (const how of ['tag', 'drop', 'version', 'clear'] as const) {
    const { cache } = setup();
    const old = slow();
    const first = cache.load('a', old.loader);
    if (how === 'tag') cache.invalidate('brand:1');
    else if (how === 'clear') cache.clear();
    else cache.drop('a', how === 'version' ? 2 : undefined);
    // Without versions nothing but the flight itself keeps the old value out.
    const versions = how === 'version' ? [1, 2] : [];
    const tags = ['brand:1'];
    const fresh = cache.load('a', async () => ({ value: 'new', version: versions[1], tags }));
    assert.equal(await fresh, 'new', how);
    old.end({ value: 'old', version: versions[0], tags });
    assert.equal(await first, 'old');
    assert.equal(cache.get('a'), 'new', how);
  }
});

test('a load under way is kept when another tag is invalidated', async () => {
  const { cache } = setup();
  const old = slow();
  const first = cache.load('a', old.loader);
  cache.invalidate('brand:2');
  old.end({ value: 'x', tags: ['brand:1'] });
  await first;
  assert.equal(cache.get('a'), 'x');
});

test('a tag takes exactly its entries, and its index does not leak', () => {
  const { cache } = setup(10);
  cache.set('a', { value: 'a', tags: ['t1', 't2'] });
  cache.set('b', { value: 'b', tags: ['t2'] });
  cache.set('a', { value: 'a2', tags: ['t1'] });
  assert.equal(cache.invalidate('t2'), 1);
  assert.deepEqual(
    ['a', 'b'].map((key) => cache.get(key)),
    ['a2', undefined],
  );
  assert.equal(cache.invalidate('t1'), 1);
  assert.equal(cache.invalidate('t1'), 0);
});

test('whatever the order of events and loads, versions seen never go back', () => {
  const step = fc.record({
    kind: fc.constantFrom('set', 'drop', 'invalidate', 'get'),
    key: fc.constantFrom('a', 'b'),
    version: fc.integer({ min: 1, max: 9 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { cache } = setup(2);
      const seen: Record<string, number> = {};
      for (const { kind, key, version } of steps) {
        if (kind === 'set') cache.set(key, { value: String(version), version, tags: ['t'] });
        if (kind === 'drop') cache.drop(key, version);
        if (kind === 'invalidate') cache.invalidate('t');
        const value = Number(cache.get(key) ?? seen[key] ?? 0);
        assert.ok(value >= (seen[key] ?? 0), `${key} went back to ${value}`);
        assert.ok(cache.stats().entries <= 2);
        seen[key] = value;
      }
    }),
  );
});
