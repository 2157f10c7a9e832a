// `trueshelf serve` as people start it: real processes on folders of their own. What is wrong is
// told in one sentence, and nothing is lost by a stop, a kill or a full disk.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { stopEmbedded } from '#kernel/db/embedded.ts';
import { wasStopped } from '#kernel/doctor/built-in.ts';
import { serverUrl } from '#kernel/db/test-database.ts';
import { base, freeBytes, homeOf, portOf, serve, type Running } from './start-kit.ts';

async function listening(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

async function fails(running: Running, sentence: RegExp): Promise<void> {
  assert.equal(await running.ended, 1, running.output());
  const lines = running.output().trim().split('\n');
  const told = lines.filter((line) => line.startsWith('trueshelf: '));
  assert.equal(told.length, 1, running.output());
  assert.match(told[0] ?? '', sentence);
  assert.ok(!/^ +at /m.test(running.output()), running.output());
}

test('opens, stops in order at Ctrl-C, opens again, and survives kill -9', async (t) => {
  const home = homeOf(t);
  const data = join(home, 'postgres', 'data');
  const first = serve(home);
  await first.said('Trueshelf is open');
  const reply = await fetch(`http://127.0.0.1:${portOf(first)}/health/ready`);
  assert.deepEqual(await reply.json(), { status: 'ready', degraded: [] });
  assert.equal(wasStopped(data), false);
  first.child.kill('SIGINT');
  assert.equal(await first.ended, 0, first.output());
  assert.ok(!first.output().includes('Warning'), first.output());
  assert.equal(wasStopped(data), true);

  const second = serve(home);
  await second.said('Trueshelf is open');
  second.child.kill('SIGKILL');
  await second.ended;
  assert.equal(wasStopped(data), false, 'the database outlives its parent');
  const third = serve(home);
  await third.said('Trueshelf is open');
  third.child.kill('SIGTERM');
  assert.equal(await third.ended, 0, third.output());
  assert.equal(wasStopped(data), true, 'who attached stops it');
});

test('Ctrl-C while it starts leaves a clean database', async (t) => {
  const home = homeOf(t);
  const running = serve(home);
  await running.said('Bringing the tables');
  running.child.kill('SIGINT');
  assert.equal(await running.ended, 130, running.output());
  assert.equal(wasStopped(join(home, 'postgres', 'data')), true);
});

test('a taken port is told before anything is made', async (t) => {
  const home = homeOf(t);
  const server = createServer();
  const port = await listening(server);
  t.after(() => server.close());
  await fails(serve(home, {}, port), /Port \d+ is taken by another program/);
  assert.equal(existsSync(join(home, 'postgres')), false);
});

test('data of another PostgreSQL is left alone', async (t) => {
  const home = homeOf(t);
  const data = join(home, 'postgres', 'data');
  mkdirSync(data, { recursive: true });
  writeFileSync(join(data, 'PG_VERSION'), '15\n');
  await fails(serve(home), /was made by PostgreSQL 15, and this is PostgreSQL 18/);
  assert.deepEqual(readdirSync(data), ['PG_VERSION']);
});

test('a DATABASE_URL that does not work is told in a sentence', { timeout: 240_000 }, async (t) => {
  const home = homeOf(t);
  const good = new URL(await serverUrl());
  const other = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  const otherPort = await listening(other);
  t.after(() => other.close());
  const changed = (change: (url: URL) => void) => {
    const url = new URL(good);
    change(url);
    return { DATABASE_URL: url.href };
  };
  const cases: [RegExp, Record<string, string>][] = [
    [/does not answer/, changed((url) => (url.port = '1'))],
    [/does not answer/, changed((url) => (url.hostname = 'nowhere.invalid'))],
    [/refuses this user or password/, changed((url) => (url.password = 'wrong'))],
    [/does not exist; create it first/, changed((url) => (url.pathname = '/nothing'))],
    [/does not speak PostgreSQL/, changed((url) => (url.port = String(otherPort)))],
    [/configuration is not usable/, { DATABASE_URL: 'localhost' }],
  ];
  for (const [sentence, env] of cases) await fails(serve(home, env), sentence);
});

test('a full disk is told, and the folder serves when there is room', async (t) => {
  const disk = join(base, 'disk');
  mkdirSync(disk);
  try {
    const args = ['-t', 'tmpfs', '-o', 'size=200m,mode=755', 'tmpfs', disk];
    execFileSync('mount', args, { stdio: 'ignore' });
  } catch {
    return t.diagnostic('not tested: no right to mount a small disk here');
  }
  t.after(async () => {
    await stopEmbedded(join(disk, 'home', 'postgres')).catch(() => undefined);
    execFileSync('umount', [disk]);
  });
  const home = join(disk, 'home');
  await openAndStop(home);
  const ballast = join(disk, 'ballast');
  // Nothing left at all, then a little that is used up on the way: a checkpoint takes more.
  for (const left_bytes of [0, 3 * 1_048_576]) {
    writeFileSync(ballast, Buffer.alloc(freeBytes(disk) - left_bytes));
    // What a start clears away must not make room for it.
    const filling = left_bytes === 0 ? setInterval(() => fill(ballast), 2) : undefined;
    const running = serve(home);
    if (left_bytes === 0) await fails(running, /is full. Free at least 200 MB/);
    else await Promise.race([running.said('Trueshelf is open').catch(() => 0), running.ended]);
    clearInterval(filling);
    running.child.kill('SIGINT');
    await running.ended;
    rmSync(ballast);
    await openAndStop(home);
  }
});

function fill(file: string): void {
  try {
    for (;;) appendFileSync(file, Buffer.alloc(4096));
  } catch (error) {
    assert.equal((error as NodeJS.ErrnoException).code, 'ENOSPC');
  }
}

async function openAndStop(home: string): Promise<void> {
  const running = serve(home);
  await running.said('Trueshelf is open');
  running.child.kill('SIGINT');
  assert.equal(await running.ended, 0, running.output());
  assert.equal(wasStopped(join(home, 'postgres', 'data')), true);
}
