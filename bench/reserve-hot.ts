// Holds on one counter, in process, without HTTP and sagas: what the batch lane of inventory gives.
// Expected: one statement per flush serves up to 500 holds, so the commit (0.5 to 1 ms with fsync)
// is shared by all of them; the cost left is about 10 µs of Node and 15 µs of PostgreSQL a hold
// (a reservation, a line, a ledger row and two events), with both cores busy: 30,000 to 60,000/s.
// The yardstick locks the same row once per hold, so it is bound to about 1,000 commits/s.
import { loadConfig } from '#kernel/config/config.ts';
import { newId } from '#kernel/core/id.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { startHost } from '#kernel/host/host.ts';
import type { Client } from '#kernel/http/contract.ts';
import { silentLogger } from '#kernel/telemetry/log.ts';
import { inventoryCalls } from '#services/inventory/contract.ts';
import { inventory } from '#services/inventory/service.ts';
import type { Bench, Context } from './harness.ts';
import { hotRowUpdates } from './harness-yardstick.ts';

const receipts = 20;
const units_per_receipt = 1_000_000;
const hold_ms = 15 * 60 * 1000;
const waiting = [64, 512];
const shipTo = { country: 'US', state: 'NY', postalCode: '10001' };

type Inventory = Client<typeof inventoryCalls>;

/** One warehouse with 20 million units of one variant. */
async function stock(calls: Inventory, variantId: string, productId: string): Promise<void> {
  const warehouseId = newId('wh');
  const place = { latitude: 42.9, longitude: -75.6, country: 'US', state: 'NY', sellerId: null };
  await calls.addWarehouses({ warehouses: [{ warehouseId, name: 'One', ...place }] });
  for (let n = 0; n < receipts; n += 1) {
    const adjustment = {
      ref: `receipt-${n}`,
      variantId,
      productId,
      sellerId: newId('slr'),
      warehouseId,
      delta: units_per_receipt,
      reason: 'receipt' as const,
    };
    await calls.adjust({ adjustments: [adjustment] });
  }
}

async function room(ctx: Context): Promise<{ calls: Inventory; url: string }> {
  const database = await ctx.database({ rooms: ['inventory'] });
  const host = await startHost({
    rooms: [inventory],
    url: database.url,
    config: loadConfig({ NODE_ENV: 'test' }, { port: 0 }),
    log: silentLogger,
    people: () => ({
      apiKey: async () => null,
      revokedSince: async () => ({ revoked: [], cursor: '' }),
    }),
  });
  ctx.defer(() => host.stop());
  return { calls: host.client(inventoryCalls), url: database.url };
}

export const bench: Bench = {
  name: 'reserve-hot',
  question: 'How many reservations of one variant a second does the inventory lane make?',
  async run(ctx) {
    const yardstick = await hotRowUpdates(ctx, { clients: 64 });
    const { calls, url } = await room(ctx);
    const [variantId, productId] = [newId('var'), newId('prod')];
    await stock(calls, variantId, productId);
    for (const clients of ctx.options.clients === undefined ? waiting : [ctx.options.clients]) {
      await ctx.measure({
        figure: { name: `${clients} waiting`, bar: 30_000, goal: 60_000, yardstick },
        clients,
        open: () => null,
        step: async (worker) => {
          const lines = [{ variantId, productId, quantity: 1 }];
          const held = await calls.hold({ sagaId: newId('saga'), lines, ttl_ms: hold_ms, shipTo });
          if (isRefusal(held)) worker.fail(held.code);
        },
      });
    }
    await ctx.invariants({ url, rooms: [{ name: 'inventory', consumers: [] }] });
  },
};
