import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../core/error.ts';
import { runWith } from '../core/context.ts';
import { createLogger, prettyLine } from './log.ts';
import type { Logger } from './log.ts';
import { maskCards, scrub } from './redact.ts';

function capture(fields?: Record<string, unknown>): { log: Logger; lines: string[] } {
  const lines: string[] = [];
  const stream = { write: (line: string) => lines.push(line) };
  return { log: createLogger({ level: 'debug', stream, fields }), lines };
}

function only(lines: string[]): Record<string, unknown> {
  assert.equal(lines.length, 1);
  return JSON.parse(lines[0] ?? '') as Record<string, unknown>;
}

test('a line is JSON with level, time, message and the context', () => {
  const { log, lines } = capture({ process: 'web' });
  runWith({ correlationId: 'corr_1', sagaId: 'saga_1' }, () => {
    log.child({ room: 'cart' }).info({ items: 3 }, 'cart opened');
  });
  const { time, ...line } = only(lines);
  assert.equal(typeof time, 'number');
  assert.deepEqual(line, {
    level: 'info',
    process: 'web',
    room: 'cart',
    correlationId: 'corr_1',
    sagaId: 'saga_1',
    items: 3,
    msg: 'cart opened',
  });
});

test('a level below the set one writes nothing', () => {
  const { log, lines } = capture();
  log.trace('nothing');
  assert.deepEqual(lines, []);
  assert.equal(log.isLevelEnabled('trace'), false);
});

const canary = 'c4n4ry-S3CRET-value';

test('secrets never reach a line, wherever they sit', () => {
  const { log, lines } = capture();
  const body = { user: { password: canary, newPassword: canary, 'x-api-key': canary } };
  const headers = { authorization: canary, cookie: [canary], 'set-cookie': { a: canary } };
  log.child({ accessToken: canary }).warn({ body, headers, token: canary, pwd: canary }, 'a');
  log.info({ email: canary, shippingAddress: { street: canary }, otp: canary }, 'b');
  log.info({ config: { databaseUrl: canary, internalSecret: canary, tokenKey: canary } }, 'c');
  log.error(`went to postgres://shop:${canary}@db.internal/shop`);
  log.error({ err: new Error(`sent Bearer ${canary}`) }, 'd');
  log.error(`token eyJhbGciOiJFZERTQSJ9.${canary}.${canary} and tsk_live_${canary}`);
  for (const kind of ['tsr', 'rst', 'ogr']) {
    log.error(`GET /orders/TS-1?t=${kind}_${canary.repeat(3)}`);
  }
  log.error({ note: 'write to maria.lopez+x@mail.shop.example please' }, 'e');
  const all = lines.join('');
  assert.ok(!all.includes(canary), all);
  assert.ok(!all.includes('maria.lopez'), all);
  assert.ok(all.includes('db.internal'), 'the host of a database is not a secret');
  for (const line of lines) JSON.parse(line);
});

test('card numbers are masked in text, numbers, keys and messages; other digits stay', () => {
  const { log, lines } = capture();
  const many = ['5555-5555-5555-4444'];
  const detail = { a: 'pay 4242 4242 4242 4242 now', b: 4242424242424242, c: many };
  log.info(detail, 'amex 378282246310005');
  const line = only(lines);
  assert.equal(line['a'], 'pay [card] now');
  assert.equal(line['b'], 0);
  assert.deepEqual(line['c'], ['[card]']);
  assert.equal(line['msg'], 'amex [card]');
  for (const text of ['4242424242424243', '1763636720123', 'a4242424242424242', 'cart_4242']) {
    assert.equal(maskCards(text), text);
  }
});

test('a driver error gives its code and constraint, not the row it names', () => {
  const { log, lines } = capture();
  const cause = Object.assign(new Error('duplicate key'), {
    code: '23505',
    constraint: 'user_email_key',
    detail: `Key (email)=(${canary}) already exists.`,
  });
  log.error({ err: new Failure('conflict', {}, { cause }) }, 'not written');
  const line = only(lines);
  assert.ok(!(lines[0] ?? '').includes(canary));
  const err = line['err'] as { code: string; stack: string; cause: { constraint: string } };
  assert.equal(err.code, 'conflict');
  assert.match(err.stack, /log\.test\.ts/);
  assert.equal(err.cause.constraint, 'user_email_key');
});

test('cycles, depth, width, long text and bytes are bounded', () => {
  const { log, lines } = capture();
  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  const many = Array.from({ length: 1000 }, (_, i) => i);
  log.info({ cycle, many, text: 'x'.repeat(1_000_000), bytes: Buffer.alloc(9), big: 1n }, 'f');
  assert.ok((lines[0] ?? '').length < 8000);
  const line = only(lines);
  assert.equal((line['many'] as unknown[]).at(-1), '[950 more]');
  assert.equal(line['bytes'], '[9 bytes]');
  assert.equal(line['big'], '1');
});

test('scrubbing a hostile line takes no minutes', () => {
  const parts = ['@', '4 ', ':', 'a@a.', 'Bearer ', 'eyJ', '://a:'];
  const hostile = parts.map((part) => part.repeat(50_000));
  const from = performance.now();
  for (const text of hostile) scrub(text);
  assert.ok(performance.now() - from < 10_000);
});

test('a pretty line is one line that cannot steer the terminal', () => {
  const lines: string[] = [];
  const stream = { write: (line: string) => lines.push(line) };
  const log = createLogger({ stream, pretty: true });
  log.child({ room: 'cart' }).warn({ sku: 'a\u001b[2Jb\nFAKE' }, 'odd\r\nsku');
  assert.equal(lines.length, 1);
  const plain = (lines[0] ?? '').replace(/\u001b\[\d+m/g, '');
  assert.match(plain, /^\d\d:\d\d:\d\d warn  cart: odd  sku sku=ab FAKE\n$/);
  const stack = JSON.stringify({ level: 'error', time: 0, err: { stack: 'Error: x\n  at y' } });
  assert.match(prettyLine(stack), /\n {2}Error: x\n {4}at y\n$/);
});
