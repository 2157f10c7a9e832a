// A catalogue elsewhere, as a file: ours follows it row by row, tells what it cannot read, and asks
// before it follows a file that lost a fifth of its rows.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openDb, type Db } from '#kernel/db/db.ts';
import type { CallSet } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import { syncHandlers } from '#kernel/sync/handlers.ts';
import { createLogger } from '#kernel/telemetry/log.ts';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { runJob, runnerOf, type Runner } from '../../test/copies.ts';
import { asOwner, type Owner } from '../../test/damage.ts';
import { csvSource } from './outside-read.ts';
import { outsideEnds } from './store-outside.ts';

const job = 'outside-products';
const count = 12;

let app: App;
let shop: Shop;
let db: Db;
let owner: Owner;
let folder: string;
let runner: Runner;

interface Line {
  sku: string;
  name: string;
  price: string;
  version?: string;
}

const lines = (): Line[] =>
  Array.from({ length: count }, (_, n) => ({
    sku: `EL ${n}%`,
    name: `Lamp, of "${n}"`,
    price: `${10 + n}.50`,
  }));

/** Writes the catalogue, with a column that nobody looks at. */
async function file(rows: readonly Line[]): Promise<void> {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const body = rows.map(({ sku, name, price, version = '' }) =>
    [quoted(sku), quoted(name), price, 'Elsewhere > Lamps', version, 'x'].join(','),
  );
  const head = 'sku,name,price,category,version,colour of the lid';
  await writeFile(join(folder, 'catalogue.csv'), `\u{feff}${[head, ...body].join('\r\n')}\r\n`);
}

/** What the catalogue has of it: sku → name, price, status. */
async function here(): Promise<Map<string, string>> {
  const rows = await owner.rows<{ sku: string; said: string }>(
    `select v.sku, p.name || '|' || c.base_minor || '|' || p.status as said
     from catalog.variant v join catalog.product p using (product_id)
     join catalog.variant_price c using (variant_id) where v.seller_id = $1`,
    [shop.sellerId],
  );
  return new Map(rows.map((row) => [row.sku, row.said]));
}

const run = (more: { dry?: boolean; accept?: boolean } = {}) =>
  runJob(db, runner, { job, ...more });

describe('a catalogue elsewhere', () => {
  before(async () => {
    app = await startApp({ without: ['sync'] });
    shop = await openShop(app);
    db = openDb({ url: app.databaseUrl, room: 'sync', log: createLogger({ level: 'silent' }) });
    owner = await asOwner(app.databaseUrl);
    folder = await mkdtemp(join(tmpdir(), 'outside-'));
    const source = {
      file: join(folder, 'catalogue.csv'),
      sellerId: shop.sellerId,
      currency: 'USD',
    };
    // The room itself is not served here: nobody else takes the runs up.
    const own = syncHandlers(db, outsideEnds);
    const client = ((set: CallSet) =>
      set.room === 'sync' ? own : app.host.client(set)) as RoomContext['client'];
    runner = runnerOf(app, db, { client, outside: csvSource(source) });
  });
  after(async () => {
    await owner?.end();
    await db?.close();
    await app?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  test('it is taken over, followed, and a second look changes nothing', async () => {
    await file(lines());
    const look = await run({ dry: true });
    assert.deepEqual([look.run.state, look.run.missing, (await here()).size], ['done', count, 0]);
    const first = await run();
    const { state, missing, repaired, failed, note } = first.run;
    assert.deepEqual([state, missing, repaired, failed], ['done', count, count, 0], `${note}`);
    assert.equal((await here()).get('EL 3%'), 'Lamp, of "3"|1350|ACTIVE');
    const again = await run();
    assert.deepEqual([again.run.state, again.found], ['done', []]);
  });

  test('a change there, one here, a new row and one that is gone', async () => {
    const changed = lines().filter((_, n) => n !== 5);
    changed[0] = { sku: 'EL 0%', name: 'A better lamp', price: '99' };
    changed.push({ sku: 'NEW', name: 'New', price: '1' });
    await file(changed);
    await owner.run(
      `update catalog.product set name = 'Scribbled' where product_id =
       (select product_id from catalog.variant where sku = 'EL 7%')`,
    );
    const { run: done, found } = await run();
    const { stale, differs, missing, extra, repaired, failed } = done;
    const all = [stale, differs, missing, extra, repaired, failed];
    assert.deepEqual(all, [1, 1, 1, 1, 4, 0], JSON.stringify(found));
    const now = await here();
    assert.equal(now.get('EL 0%'), 'A better lamp|9900|ACTIVE');
    assert.equal(now.get('EL 7%'), 'Lamp, of "7"|1750|ACTIVE');
    assert.equal(now.get('EL 5%'), 'Lamp, of "5"|1550|ARCHIVED');
    assert.deepEqual((await run()).found, []);
    // What comes back is shown again.
    await file([...changed, { sku: 'EL 5%', name: 'Back', price: '5' }]);
    await run();
    assert.equal((await here()).get('EL 5%'), 'Back|500|ACTIVE');
  });

  test('rows that cannot be read are told with their line and stay as they were', async () => {
    const rows = [...lines(), { sku: 'NEW', name: 'New', price: '1' }];
    rows[2] = { sku: 'EL 2%', name: 'Lamp', price: 'cheap' };
    rows[4] = { sku: '', name: 'Nobody', price: '1' };
    await file(rows);
    const before = await here();
    const { run: done, found } = await run();
    assert.deepEqual([done.state, done.failed], ['done', 2]);
    const told = found.filter((one) => one.state === 'failed').map((one) => one.reason);
    assert.deepEqual(told.toSorted(), [
      'Line 4: price has to be an amount of USD.',
      'Line 6: sku has to be a text of 1 to 100 characters.',
    ]);
    const now = await here();
    assert.equal(now.get('EL 2%'), before.get('EL 2%'));
    assert.equal(now.get('EL 4%'), before.get('EL 4%'), 'it may be the row without a name');
  });

  test('a file that lost a quarter asks; one that is away is read later', async () => {
    await file(lines().slice(0, 8));
    const refused = await run();
    assert.equal(refused.run.state, 'refused');
    assert.ok(![...(await here()).values()].slice(8).some((one) => one.endsWith('ARCHIVED')));
    await rm(join(folder, 'catalogue.csv'));
    const away = await run();
    assert.deepEqual([away.run.state, away.run.tries], ['running', 1]);
    assert.match(away.run.note ?? '', /ENOENT/);
  });
});
