// Builds the database that every seed starts from: migrated, with the world in it through the
// rooms' own calls, at rest, and with a copy of itself to go back to.
import pg from 'pg';
import { loadConfig, type Config } from '#kernel/config/config.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { assert } from '#kernel/core/assert.ts';
import { migrate } from '#kernel/db/migrate.ts';
import { installJobs } from '#kernel/jobs/jobs.ts';
import { rooms } from './rooms.ts';
import { catalogCalls } from '#services/catalog/contract.ts';
import { identityCalls } from '#services/identity/contract.ts';
import { inventoryCalls } from '#services/inventory/contract.ts';
import { pricingCalls } from '#services/pricing/contract.ts';
import { sellersCalls } from '#services/sellers/contract.ts';
import * as people from './people.ts';
import { openStage, outlast, type Stage } from './stage.ts';
import { ownTime, rememberWorld } from './store-world.ts';

const BUILD_MS_MAX = 120_000;
export const DATABASE = 'simulation';

/** The configuration of all processes; one set of keys for all seeds. */
export function simulatedConfig(): Config {
  return loadConfig(
    {},
    {
      port: 0,
      publicUrl: 'http://shop.test',
      rateLimitMultiplier: 0,
      demo: false,
      web: false,
      sandboxWebhookSecret: 'the sandbox of the simulation',
      internalSecret: 'the internal secret of the simulation',
    },
  );
}

/** Makes the database on a server, once for each state of the sources. About 3 s. */
export async function buildWorld(serverUrl: string): Promise<void> {
  const admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();
  await admin.query('drop database if exists simulation with (force)');
  await admin.query('create database simulation');
  await admin.end();
  const url = databaseUrl(serverUrl);
  await migrate({ url, rooms: rooms.map(({ name, folder }) => ({ name, folder })) });
  await installJobs({ url });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await ownTime(client, rooms);
  const stage = await openStage({ url, config: simulatedConfig(), seed: 'world', patient: true });
  await fill(stage);
  stage.scheduler.patient = false;
  await stage.rest(6);
  await stage.close();
  await rememberWorld(client, rooms);
  await client.end();
}

export function databaseUrl(serverUrl: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${DATABASE}`;
  return url.href;
}

async function fill(stage: Stage): Promise<void> {
  let over = false;
  let failed: unknown;
  void load(stage).then(
    () => (over = true),
    (error: unknown) => ((failed = error), (over = true)),
  );
  assert(await outlast(stage, () => over, BUILD_MS_MAX), 'the world can be built');
  if (failed !== undefined) throw failed as Error;
}

async function load({ process: one, network }: Stage): Promise<void> {
  const { sellerUser, adminUser } = people.sellerPeople;
  const user = (userId: string, name: string, roles: string[]) => ({
    userId,
    email: `${name}@example.test`,
    name,
    password: 'a long enough pass phrase',
    roles,
    addresses: people.shoppers
      .filter((shopper) => shopper.userId === userId)
      .map(({ addressId, state }) => ({
        addressId,
        name,
        line1: '1 Main Street',
        city: 'Town',
        state,
        postalCode: '10001',
        country: 'US',
      })),
  });
  const users = [
    ...people.shoppers.map(({ userId, name }) => user(userId, name, [])),
    user(sellerUser, 'seller', []),
    user(adminUser, 'admin', ['super']),
  ];
  done(await network.client(one, identityCalls).import({ users }));
  const { sellerId } = people;
  const shop = { sellerId, name: 'The Shop', slug: 'the-shop', status: 'APPROVED' as const };
  const member = { sellerId, userId: sellerUser, role: 'owner' as const };
  done(await network.client(one, sellersCalls).import({ sellers: [shop], members: [member] }));
  await loadThings(one, network);
}

async function loadThings(one: Stage['process'], network: Stage['network']): Promise<void> {
  const { categoryId, sellerId, things, warehouses } = people;
  const inventory = network.client(one, inventoryCalls);
  const catalog = network.client(one, catalogCalls);
  done(await inventory.addWarehouses({ warehouses }));
  const category = { categoryId, parentId: null, slug: 'things', name: 'Things' };
  done(await catalog.import({ categories: [category], products: [] }));
  const prices = things.map(({ variantId, price_minor }) => ({
    variantId,
    currency: people.CURRENCY,
    base_minor: price_minor,
    sale_minor: null,
  }));
  done(await network.client(one, pricingCalls).setPrices({ prices }));
  const products = things.map(({ productId, variantId }, n) => ({
    productId,
    sellerId,
    slug: `thing-${n}`,
    name: `Thing ${n}`,
    description: 'A thing.',
    brand: null,
    categoryId,
    attributes: {},
    images: [],
    currency: people.CURRENCY,
    rating: 4,
    reviewCount: 1,
    variants: [{ variantId, sku: `T-${n}`, name: 'One', attributes: {}, weight_g: 300 }],
  }));
  done(await catalog.import({ categories: [], products }));
  const adjustments = things.flatMap(({ productId, variantId, stock }) =>
    stock.flatMap((delta, n) => {
      const warehouseId = warehouses[n]?.warehouseId ?? '';
      const ref = `world:${variantId}:${n}`;
      const line = { ref, variantId, productId, sellerId, warehouseId, delta };
      return delta === 0 ? [] : [{ ...line, reason: 'receipt' as const }];
    }),
  );
  done(await inventory.adjust({ adjustments }));
}

function done(answer: unknown): void {
  assert(!isRefusal(answer), `the world is refused: ${JSON.stringify(answer)}`);
}
