// Connections that are lost at moments that only a proxy can choose.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { systemClock } from '#kernel/core/clock.ts';
import { testDatabase, type TestDatabase } from '#kernel/db/test-database.ts';
import { installJobs } from '#kernel/jobs/jobs.ts';
import { liveness } from '#kernel/jobs/liveness.ts';
import { createLogger } from '#kernel/telemetry/log.ts';
import { pause } from './client.ts';
import { PostgresProxy } from './proxy-postgres.ts';

let database: TestDatabase;
let proxy: PostgresProxy;
let direct: pg.Client;

before(async () => {
  database = await testDatabase([{ name: 'lab' }]);
  await installJobs({ url: database.url });
  direct = new pg.Client({ connectionString: database.url });
  await direct.connect();
  proxy = new PostgresProxy(Number(new URL(database.url).port));
  await proxy.listen();
});

after(async () => {
  await proxy?.close();
  await direct?.end();
  await database?.drop();
});

function worker(workerId: string) {
  const url = new URL(database.url);
  url.port = String(proxy.port);
  const log = createLogger({ level: 'silent' });
  return liveness({ url: url.href, workerId, clock: systemClock, log });
}

const registers = /insert into jobs_api\.worker/;

test('a job worker that loses its connection while it registers is refused', async () => {
  proxy.judge = ({ texts }) =>
    texts.some((text) => registers.test(text)) ? { kind: 'drop-reply', cut: 'reset' } : undefined;
  await assert.rejects(worker('first'));
  proxy.judge = undefined;
});

test('a job worker that lost its connection tries again once at a time', async () => {
  const alive = await worker('second');
  let tries = 0;
  proxy.judge = ({ texts }) => {
    if (!texts.some((text) => registers.test(text))) return undefined;
    tries += 1;
    return tries <= 4 ? { kind: 'drop-reply', cut: 'reset' } : undefined;
  };
  proxy.cutAll('reset');
  // Four refusals with growing pauses: 100, 200, 400, 800 ms.
  const until = performance.now() + 60_000;
  const connections = async () => {
    const { rows } = await direct.query(
      `select 1 from pg_stat_activity
       where application_name = 'trueshelf job worker' and datname = current_database()`,
    );
    return rows.length;
  };
  while (tries < 5 && performance.now() < until) await pause(50);
  await pause(300);
  assert.equal(tries, 5);
  assert.equal(await connections(), 1);
  proxy.judge = undefined;
  await alive.stop();
});
