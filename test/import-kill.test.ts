// The importer killed with kill -9 in the middle of a file, twice and at moments of chance, then
// run to its end: every row is there once, with its price and its stock, and told once.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { newSigningKey } from '#kernel/auth/signing-key.ts';
import { prng } from '#kernel/core/prng.ts';
import { systemClock } from '#kernel/core/clock.ts';
import { openShop, startApp, type App, type Shop } from './app.ts';
import { assertTrue } from './buyer.ts';

const groups = 2_500;
const root = join(import.meta.dirname, '..');
const secrets = { tokenKey: newSigningKey(), internalSecret: 'a'.repeat(40) };

let app: App;
let shop: Shop;
let folder: string;
let client: pg.Client;
before(async () => {
  app = await startApp({ config: secrets });
  shop = await openShop(app);
  folder = mkdtempSync(join(tmpdir(), 'import-kill-'));
  client = new pg.Client({ connectionString: app.databaseUrl });
  await client.connect();
});
after(async () => {
  await client.end();
  await app.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Line {
  group: string;
  sku: string;
  price: number;
  stock: number;
}

/** Products with one to three variants each; what is true of each SKU when all is done. */
function writeFile(file: string): Line[] {
  const chance = prng('import-kill');
  const lines = Array.from({ length: groups }, (_, n) =>
    Array.from({ length: chance.int(1, 3) }, (_unused, at) => ({
      group: `g-${n}`,
      sku: `K-${n}-${at}`,
      price: chance.int(100, 99_999) / 100,
      stock: chance.int(0, 60),
    })),
  ).flat();
  const rows = lines.map((line) =>
    JSON.stringify({ ...line, name: `Thing ${line.group}`, category: 'Things > Killed' }),
  );
  writeFileSync(file, `${rows.join('\n')}\n`);
  return lines;
}

/** The command as a person runs it. */
function startImport(file: string) {
  const fields = ['name', 'category', 'sku', 'price', 'stock', 'group'];
  const map = fields.map((field) => `${field}=${field}`).join();
  const args = ['bin/trueshelf.ts', 'import', file, '--seller', shop.sellerId, '--map', map];
  const child = spawn(process.execPath, [...args, '--create-categories'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: app.databaseUrl,
      TRUESHELF_HOME: folder,
      TRUESHELF_TOKEN_KEY: secrets.tokenKey,
      TRUESHELF_INTERNAL_SECRET: secrets.internalSecret,
      NODE_ENV: 'test',
    },
  });
  let output = '';
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  child.stderr.on('data', (text: Buffer) => (output += text.toString()));
  return { child, ended: once(child, 'exit'), output: () => output };
}

async function value<T>(text: string, values: unknown[] = []): Promise<T> {
  const { rows } = await client.query<{ value: T }>(text, values);
  return rows[0]?.value as T;
}

const done = () =>
  value<number>('select coalesce(max(row_done), 0) as value from catalog.import_run');

/** Runs the import until it is past a row, and a moment longer; then it dies. */
async function killPast(file: string, row: number, moment_ms: number): Promise<void> {
  const { child, ended, output } = startImport(file);
  const deadline = systemClock.monotonic() + 60_000;
  while ((await done()) < row) {
    assert.equal(child.exitCode, null, `it ended early: ${output()}`);
    assert.ok(systemClock.monotonic() < deadline, 'it never came so far');
    await systemClock.sleep(5);
  }
  await systemClock.sleep(moment_ms);
  child.kill('SIGKILL');
  await ended;
  // Its lease would end in 20 s.
  await client.query('update catalog.import_run set lease_until = now()');
}

test('an import that is killed goes on where it was, and every row counts once', async (t) => {
  const file = join(folder, 'goods.ndjson');
  const lines = writeFile(file);
  const moments = [systemClock.now() % 97, systemClock.now() % 61];
  t.diagnostic(`killed ${moments.join(' and ')} ms after a checkpoint`);
  await killPast(file, 500, moments[0] ?? 0);
  const first = await done();
  assert.ok(first < lines.length, 'it was killed before the end');
  await killPast(file, first + 500, moments[1] ?? 0);
  assert.ok((await done()) < lines.length, 'and again');
  const { child, ended, output } = startImport(file);
  await ended;
  assert.equal(child.exitCode, 0, output());

  const { rows: runs } = await client.query('select * from catalog.import_run');
  assert.deepEqual(
    runs.map((run) => [run.state, run.row_done, run.created, run.failed, run.runs]),
    [['DONE', lines.length, groups, 0, 3]],
  );
  const { rows } = await client.query<Record<string, string | number>>(
    `select v.sku, p.external_ref as "group", r.base_minor::int as price_minor,
       coalesce((select sum(s.on_hand) from inventory.stock s
         where s.variant_id = v.variant_id), 0)::int as stock
     from catalog.variant v join catalog.product p using (product_id)
     join pricing.price r on r.variant_id = v.variant_id
     order by v.sku collate "C"`,
  );
  const expected = lines
    .map(({ group, sku, price, stock }) => ({
      sku,
      group,
      price_minor: Math.round(price * 100),
      stock,
    }))
    .sort((a, b) => (a.sku < b.sku ? -1 : 1));
  assert.deepEqual(rows, expected);
  const told = "select count(*)::int as value from catalog.outbox where type = 'PRODUCT_CREATED'";
  assert.equal(await value<number>(told), groups);
  await assertTrue(app.databaseUrl);
});
