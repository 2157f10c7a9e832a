import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMetrics, kernelMetrics, processMetrics } from './metrics.ts';

test('counters, gauges and histograms reach the page', async () => {
  const metrics = createMetrics();
  const sold = metrics.counter({ name: 'units_sold_total', help: 'Units.', labels: ['room'] });
  const cart = sold.with('cart');
  cart.add();
  cart.add(2);
  assert.equal(sold.with('cart'), cart, 'the bound child is made once');
  metrics.gauge({ name: 'holds', help: 'Holds.' }).with().set(7);
  const wait = metrics.histogram({ name: 'wait_seconds', help: 'Wait.', buckets: [1, 2] });
  wait.with().observe(1.5);
  const text = await metrics.text();
  assert.match(text, /trueshelf_units_sold_total\{room="cart"\} 3/);
  assert.match(text, /trueshelf_holds 7/);
  assert.match(text, /trueshelf_wait_seconds_bucket\{le="1"\} 0/);
  assert.match(text, /trueshelf_wait_seconds_bucket\{le="2"\} 1/);
});

test('the same metric may be asked for twice; a wrong number of labels is a bug', () => {
  const metrics = createMetrics();
  const spec = { name: 'twice_total', help: 'Twice.', labels: ['a'] };
  assert.equal(metrics.counter(spec), metrics.counter(spec));
  assert.throws(() => metrics.counter(spec).with(), /has 1 labels/);
  assert.throws(() => metrics.counter({ name: 'Not-Good', help: '' }), /snake_case/);
});

test('an unbounded label ends in one child', async () => {
  const metrics = createMetrics();
  const counter = metrics.counter({ name: 'leak_total', help: 'Leak.', labels: ['id'] });
  for (let i = 0; i < 2000; i++) counter.with(`id${i}`).add();
  const lines = (await metrics.text()).split('\n').filter((l) => l.startsWith('trueshelf_leak'));
  assert.equal(lines.length, 501);
  assert.ok(lines.includes('trueshelf_leak_total{id="other"} 1500'));
});

test('kernel hooks and scrape-time readers count', async () => {
  const metrics = createMetrics();
  const kernel = kernelMetrics(metrics);
  kernel.httpDone({ method: 'GET', route: '/products', status: 200, took_ms: 3 });
  kernel.batchDone({ name: 'hold', items: 12, took_ms: 4 });
  kernel.relayLag({ consumer: 'cart.clear', events: 3, oldest_ms: 1500 });
  kernel.guardDone({ guard: 'gateway', outcome: 'unknown', took_ms: 10 });
  kernel.guardState({ guard: 'gateway', state: 'open' });
  kernel.jobDone({ task: 'mail.send', ok: false, took_ms: 10 });
  kernel.cacheRead({ cache: 'product', hit: true });
  const gauge = metrics.gauge({ name: 'read_at_scrape', help: 'x' }).with();
  metrics.onScrape(() => gauge.set(42));
  const text = await metrics.text();
  const expected = [
    'http_request_seconds_count{method="GET",route="/products",status="200"} 1',
    'batch_items_sum{batch="hold"} 12',
    'relay_lag_seconds{consumer="cart.clear"} 1.5',
    'guard_seconds_count{guard="gateway",outcome="unknown"} 1',
    'guard_open{guard="gateway"} 1',
    'job_seconds_count{task="mail.send",outcome="failed"} 1',
    'cache_reads_total{cache="product",outcome="hit"} 1',
    'read_at_scrape 42',
  ];
  for (const line of expected) assert.ok(text.includes(`trueshelf_${line}`), line);
});

test('the process registry measures event loop lag', async () => {
  assert.equal(processMetrics(), processMetrics());
  assert.match(await processMetrics().text(), /nodejs_eventloop_lag_p99_seconds/);
});
