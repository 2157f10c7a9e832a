import assert from 'node:assert/strict';
import { test } from 'node:test';
import Fastify from 'fastify';
import { manualClock } from '#kernel/core/clock.ts';
import { createLogger } from '#kernel/telemetry/log.ts';
import type { Assets, Rendered, RenderInput } from '../storefront/rendering.ts';
import type { Opened } from './opened.ts';
import { pageStore } from './page-cache.ts';
import { servePages } from './pages.ts';

const assets: Assets = {
  style: ['/assets/a.css'],
  first: '/assets/f.js',
  app: '/assets/a.js',
  font: null,
  scriptsOf: () => [],
  fileOf: () => null,
};

function serve(render: (input: RenderInput) => Promise<Rendered>) {
  const app = Fastify({ genReqId: () => 'req_<b>1' });
  const store = pageStore({ clock: manualClock(0), following: () => true });
  const bundle = { render, warm: async () => undefined };
  const opened = async () => ({ digest: 'd', bundle, assets }) as unknown as Opened;
  const log = createLogger({ level: 'silent' });
  const closed = () => null;
  servePages(app, {
    opened,
    store,
    closed,
    origin: 'http://shop.test',
    production: false,
    cardScript: null,
    mediaHosts: [],
    log,
  });
  app.get('/api/v1/trouble', (_request, reply) => reply.code(503).send({}));
  app.get('/api/v1/well', () => ({}));
  return app;
}

const page = (more: Partial<Rendered> = {}): Rendered => ({
  status: 200,
  html: '<p>made</p>',
  cache: { tags: [], ttl_s: 60 },
  retryAfter_s: null,
  ...more,
});

test('a bug while rendering: a page that names the request, and is not kept', async () => {
  let broken = true;
  const app = serve(async () => {
    if (broken) throw new TypeError('a bug with <script> in it');
    return page();
  });
  const failed = await app.inject({ url: '/x' });
  assert.equal(failed.statusCode, 500);
  assert.match(failed.payload, /<code>req_b1<\/code>/);
  assert.doesNotMatch(failed.payload, /a bug|<script>/);
  assert.match(failed.payload, /data-copy="req_b1" data-copied="Copied"/);
  const german = (await app.inject({ url: '/de/x?y=1' })).payload;
  assert.match(german, /<html lang="de" dir="ltr">.*Das ist unser Fehler.*href="\/de"/s);
  assert.match((await app.inject({ url: '/ar' })).payload, /<html lang="ar" dir="rtl">/);
  assert.equal(failed.headers['cache-control'], 'no-store');
  broken = false;
  assert.equal((await app.inject({ url: '/x' })).statusCode, 200);
});

test('what was made while a room was in trouble is not kept', async () => {
  const ask = (path: string) => async (input: RenderInput) => {
    await input.fetch(path, {});
    return page();
  };
  const troubled = serve(ask('/api/v1/trouble'));
  await troubled.inject({ url: '/' });
  const again = await troubled.inject({ url: '/' });
  assert.equal(again.headers['x-cache'], 'miss');
  assert.match(String(again.headers['cache-control']), /no-store/);
  const well = serve(ask('/api/v1/well'));
  await well.inject({ url: '/' });
  assert.equal((await well.inject({ url: '/' })).headers['x-cache'], 'hit');
});

test('more pages at once than can be made are refused, and told when to come again', async () => {
  const gate = Promise.withResolvers<void>();
  const app = serve(async () => {
    await gate.promise;
    return page({ cache: null });
  });
  const urls = Array.from({ length: 300 }, (_, nth) => `/${nth}`);
  const asked = urls.map((url) => app.inject({ url }));
  await new Promise((resolve) => setTimeout(resolve, 300));
  gate.resolve();
  const statuses = (await Promise.all(asked)).map(({ statusCode }) => statusCode);
  assert.equal(statuses.filter((status) => status === 200).length, 256);
  assert.equal(statuses.filter((status) => status === 503).length, 44);
  assert.equal((await app.inject({ url: '/later' })).statusCode, 200);
});

test('a visitor’s cookies do not reach the rooms, but for the cart on its own page', async () => {
  const seen: (string | undefined)[] = [];
  const app = serve(async (input) => {
    await input.fetch('/api/v1/cookies', {});
    return page();
  });
  app.get('/api/v1/cookies', (request) => {
    seen.push(request.headers.cookie);
    return {};
  });
  const headers = { cookie: 'cart=cart_1; refresh=secret; other=x' };
  await app.inject({ url: '/', headers });
  await app.inject({ url: '/cart', headers });
  await app.inject({ url: '/de/cart', headers });
  assert.deepEqual(seen, [undefined, 'cart=cart_1', 'cart=cart_1']);
});
