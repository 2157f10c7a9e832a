// A small shop with something of everything, people who have much and people who have nothing, and
// a switch for trouble between the API and its rooms. For tests that look at every page.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { newId } from '#kernel/core/id.ts';
import { openShop, startApp, type App, type AppOptions, type Shop } from '../../test/app.ts';
import { fillCart, orderOnce, type Wanted } from '../../test/buyer.ts';
import { returnKit } from '../../test/returns.ts';
import { book, show } from '../../test/events.ts';
import { deskOf } from '../../test/sale.ts';
import type { Opened } from './browser.ts';

export const password = 'a long enough pass phrase';

export interface Person {
  email: string;
  token: string;
}

export interface World {
  app: App;
  shop: Shop;
  /** What happens to requests before a room answers them; null: nothing. */
  trouble: { now: AppOptions['trouble'] | null };
  /** A product with colours, in stock. */
  product: { productId: string; variantId: string; slug: string };
  /** Where its department is. */
  category: string;
  emptyCategory: string;
  sellerSlug: string;
  /** Of a flash sale that is announced. */
  saleId: string;
  /** Of an event with tickets for nothing, of which the shopper has one. */
  eventSlug: string;
  /** Has an address, an order, a full cart, and something on its way back. */
  shopper: Person & Shopping;
  /** Has an account, and nothing else. */
  newcomer: Person;
}

interface Shopping {
  orderNumber: string;
  addressId: string;
  cartId: string;
  /** Of an order that has arrived. */
  deliveredNumber: string;
  /** Of a unit of it. */
  returnNumber: string;
  /** Of a shared wishlist with something on it. */
  wishToken: string;
  /** Of one with nothing. */
  bareToken: string;
}

/** A sale of two of them, which starts in an hour. */
const announced = (of: Pick<World, 'app' | 'shop'>, { variantId }: { variantId: string }) =>
  deskOf(of).announced({ items: [{ variantId, quantity: 2 }] });

/** An event in a hall with seats, and one ticket of it. */
async function booked(of: Pick<World, 'app' | 'shop'>, token: string): Promise<string> {
  const hall = { ...of, sql: null as never };
  const kinds = [
    { name: 'Seat', price: 25, quota: 0, sections: ['Hall'] },
    { name: 'Guest', price: 0, quota: 9 },
  ];
  const at = await show(hall, kinds, { name: 'Strings at Noon' });
  const made = await book(hall, at, { token, typeId: at.types['Guest'] });
  assert.equal(made.body.state, 'CONFIRMED', JSON.stringify(made.body));
  return at.slug;
}

export async function openWorld(options: AppOptions = {}): Promise<World> {
  const trouble: World['trouble'] = { now: null };
  const app = await startApp({ web: true, ...options, trouble: (route) => trouble.now?.(route) });
  const shop = await openShop(app);
  const plain = await Promise.all(
    Array.from({ length: 6 }, (_, at) => shop.product({ stock: at === 0 ? 0 : 9, price: 20 + at })),
  );
  const described = (await app.get(`/products/${plain[1]?.productId}`)).body;
  const product = await coloured(app, shop, described.category.categoryId);
  const shopper = await signUp(app, 'shopper@example.test', 'Shirin Shopper');
  const newcomer = await signUp(app, 'newcomer@example.test', 'Nadia New');
  const own = await shopping(app, shopper, plain[1] ?? assert.fail());
  const back = await sendingBack({ app, shop }, { ...shopper, ...own }, plain[2] ?? assert.fail());
  const empty = await app.post('/admin/categories', {
    token: shop.adminToken,
    body: { name: 'Nothing yet', parentId: null },
  });
  assert.equal(empty.status, 201, JSON.stringify(empty.body));
  const seller = (await app.get(`/sellers/${shop.sellerId}`)).body;
  await until(async () => {
    const { body } = await app.get('/products?size=50');
    return body.pagination.total === 7 && body.products.some(isIn(product.productId));
  });
  return {
    app,
    shop,
    trouble,
    product,
    category: described.category.path,
    emptyCategory: empty.body.path ?? empty.body.slug,
    sellerSlug: seller.slug,
    saleId: await announced({ app, shop }, plain[3] ?? assert.fail()),
    eventSlug: await booked({ app, shop }, shopper.token),
    shopper: { ...shopper, ...own, ...back, ...(await wishing(app, shopper, product)) },
    newcomer,
  };
}

const isIn = (productId: string) => (card: { productId: string; inStock: boolean }) =>
  card.productId === productId && card.inStock;

/** Two shared wishlists, and something that is waited for. */
async function wishing(
  app: App,
  { token }: Person,
  { productId, variantId }: Wanted,
): Promise<Pick<Shopping, 'wishToken' | 'bareToken'>> {
  const shared = await Promise.all(
    ['For the desk', 'Nothing yet'].map(async (name) => {
      const { listId, version } = (await app.post('/wishlists', { token, body: { name } })).body;
      const headers = { 'if-match': `"${version}"` };
      const body = { visibility: 'public' };
      const done = await app.send('PUT', `/wishlists/${listId}/share`, { token, headers, body });
      assert.equal(done.status, 200, JSON.stringify(done.body));
      return done.body as { listId: string; token: string };
    }),
  );
  const [full, bare] = shared;
  const body = { productId, variantId, listId: full?.listId, note: 'The red one.', wanted: 2 };
  assert.equal((await app.post('/wishlist-items', { token, body })).status, 201);
  const alert = { kind: 'appears', query: 'a lamp for the ceiling' };
  assert.equal((await app.post('/alerts', { token, body: alert })).status, 201);
  return { wishToken: full?.token ?? '', bareToken: bare?.token ?? '' };
}

/** Two units that arrived, one of them announced to go back. */
async function sendingBack(
  { app, shop }: Pick<World, 'app' | 'shop'>,
  buyer: Person & { addressId: string },
  product: Wanted,
): Promise<Pick<Shopping, 'deliveredNumber' | 'returnNumber'>> {
  const kit = returnKit(app, shop);
  const who = { userId: '', ...buyer };
  const order = await kit.delivered(who, [{ ...product, quantity: 2 }]);
  const { returnNumber } = await kit.announce(who, order, { items: [{ lineNo: 1, quantity: 1 }] });
  return { deliveredNumber: order.orderNumber, returnNumber };
}

export async function until(holds: () => Promise<boolean>, within_ms = 20_000): Promise<void> {
  const end = performance.now() + within_ms;
  while (!(await holds())) {
    assert.ok(performance.now() < end, 'it never came true');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function coloured(app: App, shop: Shop, categoryId: string): Promise<World['product']> {
  const token = shop.sellerToken;
  const variants = ['red', 'blue', 'green'].map((color, at) => ({
    sku: `LAMP-${color}-${newId('x').slice(-6)}`,
    name: `Lamp ${color}`,
    attributes: { color, size: at === 2 ? 'large' : 'small' },
    price: 49.5 + at,
  }));
  const description = 'A lamp that stands where it is put, and gives light when it is asked to.';
  const made = await app.post('/seller/products', {
    token,
    body: { name: 'Lamp', description, brand: 'Testers', categoryId, currency: 'USD', variants },
  });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const { productId } = made.body;
  const [warehouseId] = shop.warehouses;
  // The last colour stays sold out.
  for (const { variantId } of made.body.variants.slice(0, 2)) {
    const body = { variantId, warehouseId, delta: 8, reason: 'receipt' };
    assert.equal((await app.post('/seller/inventory/adjustments', { token, body })).status, 200);
  }
  const { slug } = (await app.get(`/products/${productId}`)).body;
  return { productId, variantId: made.body.variants[0].variantId, slug };
}

export async function signUp(app: App, email: string, name: string): Promise<Person> {
  const joined = await app.post('/auth/register', { body: { email, password, name } });
  assert.ok(joined.status < 300, JSON.stringify(joined.body));
  return { email, token: await tokenOf(app, email) };
}

async function tokenOf(app: App, email: string): Promise<string> {
  const entered = await app.post('/auth/login', { body: { email, password } });
  assert.equal(entered.status, 200, JSON.stringify(entered.body));
  return entered.body.accessToken as string;
}

export const address = {
  name: 'Shirin Shopper',
  line1: '1 Test Street',
  city: 'New York',
  state: 'NY',
  postalCode: '10001',
  country: 'US',
};

/** An address, an order that is paid, and a cart with something in it. */
async function shopping(
  app: App,
  { token }: Person,
  thing: { productId: string; variantId: string },
): Promise<Pick<World['shopper'], 'orderNumber' | 'addressId' | 'cartId'>> {
  const saved = await app.post('/me/addresses', { token, body: address });
  assert.equal(saved.status, 201, JSON.stringify(saved.body));
  const { addressId } = saved.body;
  const cartId = await fillCart(app, [thing]);
  const opened = await app.post('/checkout/initiate', {
    token,
    key: newId('key'),
    body: { cartId, shippingAddressId: addressId, billingAddressId: addressId },
  });
  assert.equal(opened.status, 201, JSON.stringify(opened.body));
  const paid = await app.post(`/checkout/${opened.body.checkoutId}/pay`, {
    token,
    key: newId('key'),
    body: { paymentMethod: 'CARD', paymentToken: 'tok_visa', savePaymentMethod: true },
  });
  assert.ok(paid.status < 300, JSON.stringify(paid.body));
  const of = { orderId: paid.body.orderId as string, status: 'CONFIRMED' };
  const order = await orderOnce(app, { token, addressId }, of);
  const filled = await app.post('/cart/items', { token, body: { ...thing, quantity: 2 } });
  assert.ok(filled.status < 300, JSON.stringify(filled.body));
  return { orderNumber: order.orderNumber, addressId, cartId: filled.body.cartId };
}

/** Makes the browser this person's, or nobody's. */
export async function become(world: World, browser: Opened, who: Person | null): Promise<void> {
  const { context } = browser;
  await context.clearCookies();
  if (who === null) return;
  const { email } = who;
  const url = `${world.app.url}/api/v1/auth/login`;
  const reply = await context.request.post(url, { data: { email, password } });
  assert.equal(reply.status(), 200, await reply.text());
}

/** A page that knows whether somebody signed in here before, as `become` says. */
export async function pageOf(browser: Opened, who: Person | null): Promise<Page> {
  const page = await browser.page();
  await page.addInitScript((signedIn) => {
    if (signedIn) localStorage.setItem('trueshelf.session', '1');
    else localStorage.removeItem('trueshelf.session');
  }, who !== null);
  return page;
}
