// The upkeep that recovery relies on, with several processes at once: what is due is done by one.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { eventMeta } from '#kernel/core/context.ts';
import { newId } from '#kernel/core/id.ts';
import { openDb, type Db } from '#kernel/db/db.ts';
import { createLogger } from '#kernel/telemetry/log.ts';
import { inventoryCalls } from '#services/inventory/contract.ts';
import { expireBatch } from '#services/inventory/store.ts';
import { paymentsCalls } from '#services/payments/contract.ts';
import { openShop, startApp, type App, type Shop } from './app.ts';
import { asOwner, type Owner } from './damage.ts';

const HOLDS = 60;
const PAYMENTS = 40;

let app: App;
let shop: Shop;
let owner: Owner;

describe('several processes at once', () => {
  before(async () => {
    app = await startApp({ config: { gatewayTimeout_ms: 1_500, settlePoll_ms: 300 } });
    shop = await openShop(app);
    owner = await asOwner(app.databaseUrl);
  });
  after(async () => {
    await owner.end();
    await app.stop();
  });

  test('lapsed holds are released once, whoever sweeps', async () => {
    const { variantId, productId } = await shop.product({ stock: HOLDS });
    const inventory = app.host.client(inventoryCalls);
    const sagaIds = Array.from({ length: HOLDS }, () => newId('saga'));
    const lines = [{ variantId, productId, quantity: 1 }];
    const shipTo = { country: 'US', postalCode: '10001' };
    await Promise.all(
      sagaIds.map((sagaId) => inventory.hold({ sagaId, lines, ttl_ms: 3_600_000, shipTo })),
    );
    const log = createLogger({ level: 'silent' });
    const dbs: Db[] = [1, 2, 3, 4].map(() =>
      openDb({ url: app.databaseUrl, room: 'inventory', log }),
    );
    await owner.run(
      `update inventory.reservation set expires_at = now() - interval '1 minute'
       where saga_id = any($1)`,
      [sagaIds],
    );
    // Four sweepers beside the one of the app, in small bites so that they meet.
    const swept = await Promise.all(
      dbs.map(async (db) => {
        const mine: string[] = [];
        for (let round = 0; round < 12; round += 1)
          mine.push(...(await expireBatch(db, 5, meta())));
        return mine;
      }),
    );
    await Promise.all(dbs.map((db) => db.close()));
    const all = swept.flat();
    assert.equal(new Set(all).size, all.length, 'none was released twice');
    const end = performance.now() + 60_000;
    for (;;) {
      const { items } = await inventory.availability({ variantIds: [variantId] });
      if (items[0]?.available === HOLDS) break;
      assert.ok(performance.now() < end, JSON.stringify(items));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const [ledger] = await owner.rows<{ releases: string }>(
      `select count(*) as releases from inventory.stock_ledger
       where variant_id = $1 and reason = 'release'`,
      [variantId],
    );
    assert.equal(Number(ledger?.releases), HOLDS);
  });

  test('unknown payments are settled once, whoever polls', async () => {
    const other = await startApp({
      databaseUrl: app.databaseUrl,
      serve: ['payments', 'sandbox', 'credit'],
      config: { gatewayTimeout_ms: 1_500, settlePoll_ms: 300 },
    });
    try {
      await faults({ webhooks: 'off' });
      const payments = app.host.client(paymentsCalls);
      const made = await Promise.all(
        Array.from({ length: PAYMENTS }, (_, index) =>
          payments.charge({
            checkoutId: newId('chk'),
            sagaId: newId('saga'),
            quoteId: newId('qte'),
            attempt: 1,
            method: 'CARD',
            token: index % 2 === 0 ? 'tok_timeout_success' : 'tok_timeout_declined',
            amount_minor: 1_000,
            currency: 'USD',
            userId: newId('usr'),
          }),
        ),
      );
      const paymentIds = made.flatMap((one) => ('paymentId' in one ? [one.paymentId] : []));
      assert.equal(paymentIds.length, PAYMENTS);
      const end = performance.now() + 60_000;
      for (;;) {
        const found = await payments.paymentsOf({ paymentIds, checkoutIds: [] });
        const open = found.payments.filter(({ status }) => !/CAPTURED|FAILED/.test(status));
        if (open.length === 0) break;
        assert.ok(performance.now() < end, `${open.length} are still open`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      const [told] = await owner.rows<{ events: string; payments: string }>(
        `select count(*) as events, count(distinct agg_id) as payments from payments.outbox
         where agg_id = any($1) and type in ('PAYMENT_COMPLETED', 'PAYMENT_FAILED')`,
        [paymentIds],
      );
      assert.deepEqual([Number(told?.events), Number(told?.payments)], [PAYMENTS, PAYMENTS]);
    } finally {
      await faults({});
      await other.stop();
    }
  });
});

const meta = () => eventMeta();

async function faults(body: object): Promise<void> {
  const answer = await app.post('//sandbox/faults', { body });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
}
