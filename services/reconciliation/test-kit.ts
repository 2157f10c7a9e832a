// Damage for tests, done as nobody in the shop could: as the owner of the tables. And a runner
// without the server around it, so that two can meet.
import assert from 'node:assert/strict';
import pg from 'pg';
import { systemClock } from '#kernel/core/clock.ts';
import { newId } from '#kernel/core/id.ts';
import type { Db } from '#kernel/db/db.ts';
import type { RoomContext } from '#kernel/service.ts';
import { createLogger } from '#kernel/telemetry/log.ts';
import type { Answer, App } from '../../test/app.ts';
import type { OpenBreak } from './contract.ts';

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
  const until = performance.now() + 20_000;
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
