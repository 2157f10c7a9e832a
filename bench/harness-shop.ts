// Fills a fresh shop for a bench: sellers, products, prices and stock through the rooms' own
// calls, shoppers by bulk insert, because making thousands of guests over HTTP would be a bench
// of its own.
import { tokens } from '#kernel/auth/token.ts';
import { systemClock } from '#kernel/core/clock.ts';
import { newId } from '#kernel/core/id.ts';
import { isRefusal, type Refusal } from '#kernel/core/refusal.ts';
import type { CallSet } from '#kernel/http/contract.ts';
import { rpc, type Rpc } from '#kernel/http/rpc.ts';
import { catalogCalls } from '#services/catalog/contract.ts';
import { inventoryCalls } from '#services/inventory/contract.ts';
import { pricingCalls } from '#services/pricing/contract.ts';
import { sellersCalls } from '#services/sellers/contract.ts';
import type { BenchDatabase } from './harness-postgres.ts';
import { secrets, type BenchServer } from './harness-server.ts';
import { requestText, type Reply } from './harness-wire.ts';

const products_per_call = 500;
const adjustments_per_call = 1_000;
const users_per_insert = 10_000;
const price_minor = 1_999;

/** An id that both JavaScript and SQL can work out from a number. */
export function numberedId(prefix: string, n: number): string {
  return `${prefix}_${n.toString(16).padStart(32, '0')}`;
}

export interface Shopper {
  userId: string;
  addressId: string;
  token: string;
}

/** Guests with a token and an address in one of five states; about 80 µs each. */
export async function makeShoppers(
  database: BenchDatabase,
  { count, from = 1 }: { count: number; from?: number },
): Promise<Shopper[]> {
  const issuer = tokens({ key: secrets.tokenKey, issuer: secrets.issuer, clock: systemClock });
  for (let first = from; first < from + count; first += users_per_insert) {
    const range = [first, Math.min(from + count, first + users_per_insert) - 1];
    await database.query(
      `insert into identity.account (user_id, kind, name)
       select 'usr_' || lpad(to_hex(n), 32, '0'), 'guest', 'Bench Shopper'
       from generate_series($1::int, $2::int) n`,
      range,
    );
    await database.query(
      `insert into identity.address (address_id, user_id, name, line1, city, state, postal_code,
         country, is_default)
       select 'addr_' || lpad(to_hex(n), 32, '0'), 'usr_' || lpad(to_hex(n), 32, '0'),
         'Bench Shopper', n || ' Main Street', 'Springfield',
         (array['NY', 'CA', 'TX', 'FL', 'IL'])[1 + n % 5], '10001', 'US', true
       from generate_series($1::int, $2::int) n`,
      range,
    );
  }
  // Now rather than by the server itself while something is measured.
  await database.query('vacuum (analyze) identity.account, identity.address');
  await database.query('checkpoint');
  return Array.from({ length: count }, (_, index) => {
    const userId = numberedId('usr', from + index);
    const { token } = issuer.issue({ type: 'guest', userId, sessionId: newId('ses') });
    return { userId, addressId: numberedId('addr', from + index), token };
  });
}

export interface Ware {
  productId: string;
  variantId: string;
}

export interface Stocked {
  sellerId: string;
  wares: Ware[];
}

/** Products with one variant each, a price in USD and `units` in each of three warehouses. */
export async function stockShop(
  server: BenchServer,
  { products, units, warehouses = 3 }: { products: number; units: number; warehouses?: number },
): Promise<Stocked> {
  const calls = callsTo(server);
  try {
    const sellerId = await openShop(calls);
    const places = await buildWarehouses(calls, warehouses);
    const categoryId = newId('cat');
    const category = { categoryId, parentId: null, slug: 'things', name: 'Things' };
    await kept(calls.client(catalogCalls).import({ categories: [category], products: [] }));
    const wares = Array.from({ length: products }, () => ({
      productId: newId('prod'),
      variantId: newId('var'),
    }));
    for (let from = 0; from < products; from += products_per_call) {
      const some = wares.slice(from, from + products_per_call);
      await addProducts(calls, some, { sellerId, categoryId, from });
    }
    await addStock(calls, { wares, places, sellerId, units });
    return { sellerId, wares };
  } finally {
    await calls.close();
  }
}

/** Signed calls to every room of a server in another process. */
export function callsTo(server: BenchServer, more: readonly CallSet[] = []): Rpc {
  const sets = [catalogCalls, inventoryCalls, pricingCalls, sellersCalls, ...more];
  const origins = Object.fromEntries(sets.map((set) => [set.room, server.url]));
  return rpc({ clock: systemClock, origins, secret: secrets.internalSecret });
}

async function kept<T>(answer: Promise<T | Refusal>): Promise<T> {
  const found = await answer;
  if (isRefusal(found)) throw new Error(`the shop refused: ${JSON.stringify(found)}`);
  return found;
}

async function openShop({ client }: Rpc): Promise<string> {
  const sellerId = newId('slr');
  const seller = {
    sellerId,
    name: 'Bench Goods',
    slug: 'bench-goods',
    status: 'APPROVED' as const,
  };
  await kept(client(sellersCalls).import({ sellers: [seller], members: [] }));
  return sellerId;
}

async function buildWarehouses({ client }: Rpc, count: number): Promise<string[]> {
  const states = ['NY', 'CA', 'TX'];
  const warehouses = Array.from({ length: count }, (_, index) => ({
    warehouseId: newId('wh'),
    name: `House ${index + 1}`,
    latitude: [42.9, 37.2, 31.5][index % 3] ?? 0,
    longitude: [-75.6, -119.5, -99.3][index % 3] ?? 0,
    country: 'US',
    state: states[index % 3] ?? null,
    sellerId: null,
  }));
  await kept(client(inventoryCalls).addWarehouses({ warehouses }));
  return warehouses.map((one) => one.warehouseId);
}

async function addProducts(
  { client }: Rpc,
  wares: Ware[],
  { sellerId, categoryId, from }: { sellerId: string; categoryId: string; from: number },
): Promise<void> {
  const products = wares.map(({ productId, variantId }, index) => ({
    productId,
    sellerId,
    slug: `thing-${from + index}`,
    name: `Thing ${from + index}`,
    description: 'A thing for measurements, plain and sturdy, in one size and one colour.',
    brand: 'Bench',
    categoryId,
    attributes: { material: 'steel' },
    images: [],
    currency: 'USD',
    rating: 4.2,
    reviewCount: 12,
    variants: [
      {
        variantId,
        sku: `THING-${from + index}`,
        name: 'standard',
        attributes: {},
        weight_g: 250,
      },
    ],
  }));
  await kept(client(catalogCalls).import({ categories: [], products }));
  const prices = wares.map(({ variantId }, index) => ({
    variantId,
    currency: 'USD',
    base_minor: price_minor + 100 * (index % 50),
    sale_minor: null,
  }));
  await kept(client(pricingCalls).setPrices({ prices }));
}

interface StockInput {
  wares: Ware[];
  places: string[];
  sellerId: string;
  units: number;
}

async function addStock({ client }: Rpc, input: StockInput): Promise<void> {
  const { wares, places, sellerId, units } = input;
  const adjustments = wares.flatMap(({ productId, variantId }) =>
    places.map((warehouseId) => ({
      ref: `receipt-${variantId}-${warehouseId}`,
      variantId,
      productId,
      sellerId,
      warehouseId,
      delta: units,
      reason: 'receipt' as const,
    })),
  );
  for (let from = 0; from < adjustments.length; from += adjustments_per_call) {
    const some = adjustments.slice(from, from + adjustments_per_call);
    await kept(client(inventoryCalls).adjust({ adjustments: some }));
  }
}

/** Carts with one unit of one ware each, ready for a checkout; ids by `numberedId('cart', n)`. */
export async function makeCarts(
  database: BenchDatabase,
  { count, from = 1, ware }: { count: number; from?: number; ware: Ware },
): Promise<void> {
  const range = [from, from + count - 1];
  await database.query(
    `insert into cart.variant_copy (variant_id, product_id, seller_id, sku, name, image_url,
       weight_g, active, version)
     select v.variant_id, v.product_id, p.seller_id, v.sku, p.name, null, 250, true, p.version
     from catalog.variant v join catalog.product p using (product_id)
     where v.variant_id = $1
     on conflict (variant_id) do nothing`,
    [ware.variantId],
  );
  await database.query(
    `insert into cart.cart (cart_id, user_id, currency, expires_at)
     select 'cart_' || lpad(to_hex(n), 32, '0'), 'usr_' || lpad(to_hex(n), 32, '0'), 'USD',
       date_trunc('day', now()) + interval '31 days'
     from generate_series($1::int, $2::int) n`,
    range,
  );
  await database.query(
    `insert into cart.cart_item (cart_id, variant_id, item_id, product_id, quantity, added_minor,
       seen_minor)
     select 'cart_' || lpad(to_hex(n), 32, '0'), $3, 'item_' || lpad(to_hex(n), 32, '0'), $4, 1,
       $5::bigint, $5::bigint
     from generate_series($1::int, $2::int) n`,
    [...range, ware.variantId, ware.productId, price_minor],
  );
  await database.query('analyze cart.cart, cart.cart_item, cart.variant_copy');
}

export const paths = { items: '/api/v1/cart/items', initiate: '/api/v1/checkout/initiate' };

/** Adds one unit to the caller's cart. */
export function addRequest({ token }: Shopper, { productId, variantId }: Ware): string {
  const body = `{"productId":"${productId}","variantId":"${variantId}","quantity":1}`;
  return requestText({ method: 'POST', path: paths.items, token, body });
}

export function initiateRequest({ token, addressId }: Shopper, cartId: string): string {
  const body =
    `{"cartId":"${cartId}","shippingAddressId":"${addressId}",` +
    `"billingAddressId":"${addressId}"}`;
  return requestText({ method: 'POST', path: paths.initiate, token, key: newId('key'), body });
}

export function payRequest({ token }: Shopper, checkoutId: string): string {
  const path = `/api/v1/checkout/${checkoutId}/pay`;
  const body = '{"paymentMethod":"CARD","paymentToken":"tok_visa"}';
  return requestText({ method: 'POST', path, token, key: newId('key'), body });
}

/** A string field of a JSON reply without parsing it; '' when it is not there. */
export function fieldOf({ body }: Reply, name: string): string {
  const mark = `"${name}":"`;
  const at = body.indexOf(mark);
  if (at < 0) return '';
  const from = at + mark.length;
  return body.toString('latin1', from, body.indexOf('"', from));
}

/** The status and the problem code of a reply that was not wanted. */
export function faultOf(step: string, reply: Reply): string {
  const code = fieldOf(reply, 'code');
  return `${step} ${reply.status}${code === '' ? '' : ` ${code}`}`;
}
