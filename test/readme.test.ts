// The purchase in the README is what a newcomer types first, so it is run as it stands.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { newId } from '#kernel/core/id.ts';
import { identityCalls } from '#services/identity/contract.ts';
import { openShop, startApp, type App } from './app.ts';

const run = promisify(execFile);
let app: App;

before(async () => {
  app = await startApp();
  const shop = await openShop(app);
  await shop.product({ stock: 9, price: 12.5 });
  // The list hears of new stock by events.
  while ((await app.get('/products?inStock=true')).body.pagination.total === 0) await pause(20);
  await app.host.client(identityCalls).import({
    users: [
      {
        userId: newId('usr'),
        email: 'shopper@demo.test',
        password: 'trueshelf-demo-1234',
        name: 'Shopper',
        roles: [],
        addresses: [
          {
            addressId: newId('addr'),
            name: 'Shopper',
            line1: '1 Main Street',
            city: 'New York',
            state: 'NY',
            postalCode: '10001',
            country: 'US',
          },
        ],
      },
    ],
  });
});

after(() => app.stop());

test('the README purchase ends CONFIRMED, with the mail in the mailbox', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const section = /<!-- purchase:start -->([\s\S]*?)<!-- purchase:end -->/.exec(readme)?.[1] ?? '';
  const script = /```bash\n([\s\S]*?)```/.exec(section)?.[1] ?? '';
  assert.match(script, /checkout\/initiate/);
  const env = { ...process.env, SHOP: app.url };
  const { stdout, stderr } = await run('bash', ['-euo', 'pipefail', '-c', script], { env });
  assert.match(stdout, /^Order ord_[0-9a-f]{32} is CONFIRMED$/m, `${stdout}\n${stderr}`);
  assert.match(stdout, /order/i);
  assert.equal(stdout.trim().split('\n').length, 2, stdout);
});
