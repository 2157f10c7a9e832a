// Commands beside a running shop, as a person types them: `reindex` over a search index that was
// damaged, and `import baskets`, twice over the same file.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { newSigningKey } from '#kernel/auth/signing-key.ts';
import { systemClock } from '#kernel/core/clock.ts';
import { openShop, startApp, type App, type Shop } from './app.ts';
import { asOwner, type Owner } from './damage.ts';

const root = join(import.meta.dirname, '..');
const secrets = { tokenKey: newSigningKey(), internalSecret: 'a'.repeat(40) };
const folder = mkdtempSync(join(tmpdir(), 'trueshelf-commands-'));
let app: App;
let shop: Shop;
let owner: Owner;
const ids: string[] = [];

before(async () => {
  app = await startApp({ config: secrets });
  shop = await openShop(app);
  owner = await asOwner(app.databaseUrl);
  for (let n = 0; n < 6; n += 1) ids.push((await shop.product({ stock: 3 })).productId);
  await until(async () => (await state()).documents === ids.length);
});
after(async () => {
  await owner.end();
  await app.stop();
  rmSync(folder, { recursive: true });
});

async function until(ask: () => Promise<boolean>): Promise<void> {
  const end_ms = systemClock.monotonic() + 60_000;
  while (!(await ask())) {
    assert.ok(systemClock.monotonic() < end_ms, 'it never came true');
    await systemClock.sleep(50);
  }
}

async function state() {
  const answer = await app.get('/admin/search/state', { token: shop.adminToken });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body as { documents: number; checksum: string; waiting: number };
}

const found = async (): Promise<string[]> => {
  const { body } = await app.get('/products?size=50');
  return body.products.map((one: { productId: string }) => one.productId).toSorted();
};

async function command(...args: string[]): Promise<{ code: number; text: string }> {
  const child = spawn(process.execPath, ['bin/trueshelf.ts', ...args], {
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
  let text = '';
  child.stdout.on('data', (part: Buffer) => (text += part.toString()));
  child.stderr.on('data', (part: Buffer) => (text += part.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, text };
}

test('reindex puts a damaged index right while the shop runs, and says how far it is', async () => {
  await until(async () => (await state()).waiting === 0);
  // The shop's own walk would be as good.
  await owner.run("update search.walk set lease_until = now() + interval '1 hour'");
  const sound = await state();
  const names = () =>
    owner.rows('select product_id, name, version from search.document where live order by 1');
  const before_names = await names();
  const [missing, older, other] = ids;
  await owner.run(
    `with gone as (delete from search.document where product_id = $1 returning row_no)
     delete from search.fact where row_no in (select row_no from gone)`,
    [missing],
  );
  await owner.run(
    "update search.document set version = version - 1, name = 'Broken' where product_id = $1",
    [older],
  );
  // The same version with another content: no comparison by versions sees that.
  await owner.run("update search.document set name = 'Other' where product_id = $1", [other]);
  const damaged = await state();
  assert.notDeepEqual([damaged.documents, damaged.checksum], [sound.documents, sound.checksum]);
  const { code, text } = await command('reindex');
  assert.equal(code, 0, text);
  assert.match(text, /Indexing: 6 products, 2 were missing or older/);
  assert.match(text, /6 products written in [\d.]+ s; 2 were missing or older\./);
  await until(async () => (await found()).length === ids.length);
  const mended = await state();
  assert.deepEqual([mended.documents, mended.checksum], [sound.documents, sound.checksum]);
  assert.deepEqual(await names(), before_names);
  assert.deepEqual(await found(), ids.toSorted());
  const again = await command('reindex');
  assert.match(again.text, /6 products written in [\d.]+ s; 0 were missing or older\./);
});

test('baskets of a file are counted once, and what this shop does not have is told', async () => {
  const file = join(folder, 'baskets.csv');
  const pairs = Array.from({ length: 30 }, (_, n) => `${n},${ids[0]}\n${n},${ids[1]}`);
  writeFileSync(file, `basket,product\n${pairs.join('\n')}\n30,nobody-has-this\n,${ids[0]}\n`);
  const said = /Baskets: 31, things that this shop does not have: 1, rows without .*: 1/;
  const together = () =>
    owner.rows<{ n: number }>(
      'select together as n from recommendations.pair where product_id = $1 and other_id = $2',
      [ids[0], ids[1]],
    );
  for (let times = 0; times < 2; times += 1) {
    const { code, text } = await command('import', 'baskets', file);
    assert.equal(code, 0, text);
    assert.match(text, said);
    assert.deepEqual(await together(), [{ n: 30 }], 'the same file counts once');
  }
  const none = await command('import', 'baskets', join(folder, 'nothing.csv'));
  assert.notEqual(none.code, 0);
  assert.match(none.text, /cannot be read/);
});
