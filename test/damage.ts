// Damage for tests, done as nobody in the shop could: as the owner of the tables. And a runner
// without the server around it, so that two can meet.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import pg from 'pg';
import { systemClock } from '#kernel/core/clock.ts';
import { newId } from '#kernel/core/id.ts';
import type { Db } from '#kernel/db/db.ts';
import type { RoomContext } from '#kernel/service.ts';
import { createLogger } from '#kernel/telemetry/log.ts';
import { inventoryCalls } from '#services/inventory/contract.ts';
import { paymentsCalls } from '#services/payments/contract.ts';
import type { OpenBreak } from '#services/reconciliation/contract.ts';
import type { Answer, App, Shop } from './app.ts';

export interface Owner {
  run(text: string, values?: unknown[]): Promise<number>;
  rows<T>(text: string, values?: unknown[]): Promise<T[]>;
  end(): Promise<void>;
}

/** A connection as the owner of every table. */
export async function asOwner(url: string): Promise<Owner> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return {
    run: async (text, values) => (await client.query(text, values)).rowCount ?? 0,
    rows: async <T>(text: string, values?: unknown[]) =>
      (await client.query(text, values)).rows as T[],
    end: () => client.end(),
  };
}

/** Runs reconciliation over everything to its end, over HTTP; the run as it is then. */
export async function runAll(app: App, token: string): Promise<Answer['body']> {
  const body = { span: 'full', reason: 'a test looks for its damage' };
  const asked = await app.post('/admin/ops/reconciliation/run', { token, key: newId('key'), body });
  assert.equal(asked.status, 202, JSON.stringify(asked.body));
  const until = performance.now() + 60_000;
  for (;;) {
    const runs = await app.get('/admin/ops/reconciliation/runs?limit=5', { token });
    const run = runs.body.data.find((one: { runId: string }) => one.runId === asked.body.runId);
    if (run?.state === 'done') return run;
    assert.ok(performance.now() < until, `the run does not end: ${JSON.stringify(run)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Breaks that fit a query of the list. */
export async function breaksOf(
  app: App,
  token: string,
  query: string,
): Promise<(OpenBreak & { state: string; breakId: string; subjects: Record<string, string> })[]> {
  const answer = await app.get(`/admin/ops/reconciliation?limit=100&${query}`, { token });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body.data;
}

/** What the room gets to work with, over the rooms of this app and a database of its own. */
export function contextOf(app: App, db: Db): RoomContext {
  const log = createLogger({ level: 'silent' });
  const known = {
    room: 'reconciliation',
    db,
    clock: systemClock,
    log,
    client: app.host.client,
    rooms: app.host.runtimes.map((one) => one.room.name),
  };
  return known as unknown as RoomContext;
}

/** Units held for a saga that does not exist; its id. */
export async function orphanHold(app: App, shop: Shop): Promise<string> {
  const sagaId = newId('saga');
  const { variantId, productId } = await shop.product({ stock: 2 });
  await app.host.client(inventoryCalls).hold({
    sagaId,
    lines: [{ variantId, productId, quantity: 1 }],
    ttl_ms: 3_600_000,
    shipTo: { country: 'US', postalCode: '10001' },
  });
  return sagaId;
}

/** 42.00 USD captured for a checkout that nobody leads, or as another attempt of one. */
export async function strayCapture(
  app: App,
  { checkoutId = newId('chk'), attempt = 1 }: { checkoutId?: string; attempt?: number } = {},
): Promise<string> {
  const made = await app.host.client(paymentsCalls).charge({
    checkoutId,
    sagaId: newId('saga'),
    quoteId: newId('qte'),
    attempt,
    method: 'CARD',
    token: 'tok_visa',
    amount_minor: 4_200,
    currency: 'USD',
    userId: newId('usr'),
  });
  assert.ok('outcome' in made && made.outcome === 'captured', JSON.stringify(made));
  return made.paymentId;
}

/** `trueshelf reconcile --full --json` in a process of its own, without grace. */
export async function reconcileApart(
  app: App,
  env: Record<string, string>,
  ...more: string[]
): Promise<{ code: number | null; signal: string | null; text: string }> {
  const program = join(import.meta.dirname, '..', 'bin', 'trueshelf.ts');
  const args = [program, 'reconcile', '--full', '--json', ...more];
  const child = spawn(process.execPath, args, {
    env: {
      ...process.env,
      DATABASE_URL: app.databaseUrl,
      TRUESHELF_RECONCILE_GRACE_MS: '0',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout.on('data', (data: Buffer) => (text += data.toString()));
  child.stderr.on('data', (data: Buffer) => (text += data.toString()));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { code, signal, text };
}
