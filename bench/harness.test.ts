// The instruments themselves: a bench that measures wrongly is worse than none.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { closedLoop, openLoop, pause } from './harness-load.ts';
import { ceilingOf, cpuSample, cpuSplit, eachOf, treeTime_ms } from './harness-proc.ts';
import { number, render, verdict, type Report } from './harness-report.ts';
import { fieldOf } from './harness-shop.ts';
import { jsonOf, requestText, Wire } from './harness-wire.ts';

const large = JSON.stringify({ cartId: 'cart_1', text: 'x'.repeat(200_000) });
let server: Server;
let port = 0;

before(async () => {
  server = createServer((request, response) => {
    const { url = '', method, headers } = request;
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      if (url === '/gone') return void request.socket.destroy();
      if (url === '/known') return void response.writeHead(304).end();
      const text =
        url === '/large'
          ? large
          : JSON.stringify({ method, body, key: headers['idempotency-key'] });
      response.writeHead(url === '/made' ? 201 : 200, { 'content-length': text.length });
      // In pieces, so that head and body arrive apart.
      response.flushHeaders();
      setTimeout(() => response.end(text), 2);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
after(() => server.close());

test('the client reads replies in pieces, large ones, and ones without a body', async () => {
  const wire = new Wire(port);
  const first = await wire.send(requestText({ method: 'GET', path: '/large' }));
  assert.equal(first.status, 200);
  assert.equal(first.body.toString(), large);
  assert.equal(fieldOf(first, 'cartId'), 'cart_1');
  assert.equal(fieldOf(first, 'orderId'), '');
  const known = await wire.send(requestText({ method: 'GET', path: '/known' }));
  assert.deepEqual([known.status, known.body.length], [304, 0]);
  const parts = { method: 'POST', path: '/made', key: 'k1', body: '{"a":1}' } as const;
  const made = await wire.send(requestText(parts));
  assert.equal(made.status, 201);
  assert.deepEqual(jsonOf(made), { method: 'POST', body: '{"a":1}', key: 'k1' });
  wire.close();
});

test('a lost connection fails one request and is opened again by the next', async () => {
  const wire = new Wire(port);
  await assert.rejects(wire.send(requestText({ method: 'GET', path: '/gone' })));
  const reply = await wire.send(requestText({ method: 'GET', path: '/' }));
  assert.equal(reply.status, 200);
  wire.close();
});

/** Something that does one step at a time in 1 ms and stands still once, for 300 ms. */
function stalling(at_ms: number): () => Promise<void> {
  const started_ms = performance.now();
  let last: Promise<void> = Promise.resolve();
  let stalled = false;
  return () => {
    last = last.then(async () => {
      const stall = !stalled && performance.now() - started_ms > at_ms;
      stalled ||= stall;
      await pause(stall ? 300 : 1);
    });
    return last;
  };
}

test('an open loop shows a stall to all who came meanwhile, a closed loop to one', async () => {
  const step = stalling(500);
  const common = { seconds: 1, warmup_s: 0.2, open: () => null };
  const open = await openLoop({ rate: 100, clients: 4 }, { ...common, step });
  assert.ok(open.latency.p95_ms > 100, `p95 ${open.latency.p95_ms} ms`);
  assert.ok(open.done > 60 && open.done <= 140, `${open.done} done`);
  const again = stalling(500);
  const closed = await closedLoop(1, { ...common, step: again });
  assert.ok(closed.latency.p95_ms < 100, `p95 ${closed.latency.p95_ms} ms`);
  assert.ok(closed.latency.max_ms > 250, `max ${closed.latency.max_ms} ms`);
});

test('failed steps are counted by reason, not as done; a number of steps ends a load', async () => {
  const result = await closedLoop(8, {
    seconds: 60,
    warmup_s: 0,
    steps_max: 100,
    open: (index) => index,
    step: async (worker) => {
      await pause(1);
      if (worker.nth % 4 === 0) worker.fail('short');
      if (worker.nth % 4 === 1) throw new Error('broken');
      worker.lap('part', performance.now());
    },
  });
  assert.deepEqual(result.failed, { short: 25, broken: 25 });
  assert.equal(result.done, 50);
  assert.ok(result.elapsed_s < 50, 'it does not wait for its time to be over');
  assert.deepEqual(Object.keys(result.laps), ['part']);
});

test('CPU time is told apart and by step', () => {
  const from = { at_ms: 0, server_ms: 0, postgres_ms: 0, generator_ms: 0, machine_ms: 0 };
  const to = {
    at_ms: 2_000,
    server_ms: 1_000,
    postgres_ms: 500,
    generator_ms: 100,
    machine_ms: 3_000,
  };
  const split = { server: 0.5, postgres: 0.25, generator: 0.05, others: 0.7 };
  assert.deepEqual(cpuSplit(from, to), split);
  const each = { server_us: 100, postgres_us: 50, generator_us: 10 };
  assert.deepEqual(eachOf([from, to], 10_000), each);
  const sums = { server_us: 800, postgres_us: 1_000, generator_us: 200 };
  assert.equal(ceilingOf(sums, 2), 1_000);
  assert.equal(ceilingOf(sums, 16), 1_250);
  const own = cpuSample({ server: process.pid, postgres: 0 });
  if (process.platform === 'linux') assert.ok(own.server_ms > 0 && own.generator_ms > 0);
});

test('the CPU of processes that end meanwhile is counted once, whenever one looks', async (t) => {
  if (process.platform !== 'linux') return;
  // Each child of this shell works a moment and ends.
  const burn = '(i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done)';
  const loop = `n=0; while [ $n -lt 60 ]; do ${burn}; n=$((n+1)); done`;
  const shell = spawn('sh', ['-c', `${loop}; echo done; read last`]);
  t.after(() => shell.kill());
  const ended = new Promise((resolve) => shell.stdout.once('data', resolve));
  const watch = { over: false };
  void ended.then(() => (watch.over = true));
  let last_ms = 0;
  for (let looks = 0; !watch.over; looks += 1) {
    const now_ms = treeTime_ms(shell.pid ?? 0);
    assert.ok(now_ms >= last_ms, `${last_ms} ms were ${now_ms} ms at the next look`);
    last_ms = now_ms;
    if (looks % 20 === 0) await pause(0);
  }
  assert.ok(last_ms > 300, `${last_ms} ms in all`);
  shell.stdin.end('\n');
});

test('more CPU is worse, in what is kept too', () => {
  const file = new URL('results/rules.json', import.meta.url);
  const { figures } = JSON.parse(readFileSync(file, 'utf8')) as Report;
  const more = figures.filter((one) => one.name.endsWith('more CPU'));
  assert.equal(more.length, 2);
  for (const one of more) {
    const expected = one.value <= (one.bar ?? 0) ? 'bar' : 'below';
    assert.equal((one as { verdict?: string }).verdict, expected, one.name);
    assert.equal(verdict(one), expected, one.name);
  }
});

test('a figure is held against its bar and its goal, whichever way is better', () => {
  const rate = { name: 'a', unit: '/s' as const, bar: 100, goal: 200 };
  const time = { name: 'b', unit: 'ms' as const, bar: 100, goal: 50 };
  const of = [rate, time].map((figure) =>
    [40, 100, 200].map((value) => verdict({ ...figure, value })),
  );
  assert.deepEqual(of, [
    ['below', 'bar', 'goal'],
    ['goal', 'bar', 'below'],
  ]);
  assert.equal(verdict({ name: 'c', value: 1, unit: '' }), '');
  assert.deepEqual([0, 1234.5, 100, 0.02346].map(number), ['0', '1,235', '100', '0.0235']);
  const report: Report = {
    bench: 'x',
    question: 'y?',
    started: '',
    seconds: 1,
    figures: [{ ...rate, value: 150, yardstick: { name: 'z', value: 300 }, failed: { short: 2 } }],
    check: { state: 'green', detail: ['all well'] },
    postgres: { version: '18', settings: {} },
    options: {},
    passed: true,
  };
  const text = render(report);
  assert.match(text, /^a +100\/s +200\/s +150\/s +bar +0\.5×/m);
  assert.match(text, /FAILED \{"short":2\}/);
  assert.match(text, /invariants: green/);
});
