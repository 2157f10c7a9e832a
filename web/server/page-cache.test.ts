import assert from 'node:assert/strict';
import { test } from 'node:test';
import { manualClock } from '#kernel/core/clock.ts';
import { pageStore, type PageInput } from './page-cache.ts';

function setUp({ sure = true } = {}) {
  const clock = manualClock(0);
  const state = { sure, made: 0 };
  const store = pageStore({ clock, following: () => state.sure });
  const input = (more: Partial<PageInput> = {}): PageInput => ({
    status: 200,
    html: `page ${state.made}`,
    location: null,
    retryAfter_s: null,
    tags: ['product:1'],
    ttl_ms: 60_000,
    ...more,
  });
  const get = async (more?: Partial<PageInput>) => {
    const { page, hit } = await store.get('key', async () => {
      state.made += 1;
      return input(more);
    });
    return { text: page.body.toString(), hit };
  };
  return { clock, state, store, get };
}

test('a page is made once, and again when its time is over', async () => {
  const { clock, get } = setUp();
  assert.deepEqual(await get(), { text: 'page 1', hit: false });
  assert.deepEqual(await get(), { text: 'page 1', hit: true });
  await clock.advance(60_001);
  assert.deepEqual(await get(), { text: 'page 2', hit: false });
});

test('an event takes away what it touches, and only that', async () => {
  const { store, get } = setUp();
  await get();
  store.purge(['product:2']);
  assert.equal((await get()).hit, true);
  store.purge(['product:1']);
  assert.deepEqual(await get(), { text: 'page 2', hit: false });
});

test('while facts may still settle a page is kept for a moment only', async () => {
  const { clock, store, get } = setUp();
  store.purge(['product:1']);
  await get();
  assert.equal((await get()).hit, true);
  await clock.advance(201);
  assert.equal((await get()).hit, false);
  await clock.advance(2_000);
  await get();
  await clock.advance(10_000);
  assert.equal((await get()).hit, true, 'settled, so it stays');
});

test('nothing is kept, and nothing kept is shown, when events cannot be followed', async () => {
  const { state, store, get } = setUp({ sure: false });
  await get();
  assert.equal((await get()).hit, false);
  state.sure = true;
  await get();
  assert.equal((await get()).hit, true);
  state.sure = false;
  assert.equal((await get()).hit, false);
  state.sure = true;
  await get();
  store.clear();
  assert.equal((await get()).hit, false);
});

test('a page that must not be shared is made for each', async () => {
  const { get } = setUp();
  await get({ ttl_ms: null });
  assert.deepEqual(await get({ ttl_ms: null }), { text: 'page 2', hit: false });
});

test('a page that was being made when its facts changed is not kept', async () => {
  const { store } = setUp();
  const gate = Promise.withResolvers<void>();
  const making = store.get('key', async () => {
    await gate.promise;
    return {
      status: 200,
      html: 'old',
      location: null,
      retryAfter_s: null,
      tags: ['product:1'],
      ttl_ms: 60_000,
    };
  });
  store.purge(['product:1']);
  gate.resolve();
  assert.equal((await making).page.body.toString(), 'old');
  assert.equal(store.size(), 0);
});
