// `node web/test/pictures.ts <origin> [folder]`: the pictures of README.md, taken from a running
// demo marketplace: each page on a desk in one look and on a phone in the other, side by side.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { alive, openBrowser, phone, type Opened } from './browser.ts';
import { fillAddress } from './checkout-kit.ts';

const [origin = 'http://localhost:3000', folder = 'docs/pictures'] = process.argv.slice(2);
const desk = { width: 1440, height: 900 };
const height = 640;
const space = 20;

interface Scene {
  name: string;
  /** Looks of desk and phone. */
  looks: ['light' | 'dark', 'light' | 'dark'];
  /** Leads to what is to be seen. */
  go(page: Page, browser: Opened): Promise<void>;
}

const open = async (page: Page, path: string) => {
  await page.goto(origin + path);
  await alive(page);
};

/** Something well liked with colours to choose from. */
async function product(page: Page): Promise<string> {
  const reply = await page.request.get(
    `${origin}/api/v1/products?sort=popular&inStock=true&size=40`,
  );
  const { products } = (await reply.json()) as {
    products: { slug: string; variantCount?: number; rating: number }[];
  };
  const [best] = products.toSorted(
    (a, b) => Number((b.variantCount ?? 0) > 3) - Number((a.variantCount ?? 0) > 3),
  );
  return `/p/${best?.slug ?? ''}`;
}

async function toCart(page: Page): Promise<void> {
  await open(page, await product(page));
  await page.locator('#add').click();
  await page.getByText('is in your cart').waitFor();
}

async function toPayment(page: Page): Promise<void> {
  await toCart(page);
  await open(page, '/checkout');
  await page.getByLabel('E-mail').fill('ada@example.test');
  const onward = () => page.locator('#go-on').click();
  if (page.viewportSize()?.width === phone.width) await onward();
  await fillAddress(page);
  await onward();
  if (page.viewportSize()?.width === phone.width) {
    await page.waitForURL(/step=delivery/);
    await onward();
  }
  await page.locator('#pay').waitFor();
}

const password = 'trueshelf-demo-1234';

type Json = ReturnType<typeof JSON.parse>;

/** One request to the API; its reply, whatever it is. */
async function api(way: string, token: string | null, body?: object): Promise<Json> {
  const [method = 'GET', path = ''] = way.split(' ');
  const reply = await fetch(`${origin}/api/v1${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return reply.json();
}

const enter = async (email: string): Promise<string> =>
  (await api('POST /auth/login', null, { email, password })).accessToken;

/** An order of a few things, one parcel of which is under way. */
async function placeOrder(): Promise<string> {
  const token = await enter('shopper@demo.test');
  const { products } = await api('GET /products?sort=popular&inStock=true&size=9', token);
  for (const { productId, variantId } of [products[1], products[3], products[6]]) {
    await api('POST /cart/items', token, { productId, variantId, quantity: 1 });
  }
  const { cartId } = await api('GET /cart', token);
  const { addressId } = (await api('GET /me/addresses', token)).data[0];
  const addresses = { shippingAddressId: addressId, billingAddressId: addressId };
  const { checkoutId } = await api('POST /checkout/initiate', token, { cartId, ...addresses });
  const card = { paymentMethod: 'CARD', paymentToken: 'tok_visa' };
  const { orderId } = await api(`POST /checkout/${checkoutId}/pay`, token, card);
  for (const email of ['seller@demo.test', 'seller2@demo.test', 'seller3@demo.test']) {
    const seller = await enter(email);
    await api(`POST /seller/orders/${orderId}/pick`, seller);
    await api(`POST /seller/orders/${orderId}/pack`, seller);
    const parcel = { carrier: 'Northline', trackingNumber: 'NL 40 1192 7730' };
    const sent = await api(`POST /seller/orders/${orderId}/ship`, seller, parcel);
    if (sent.status === 'SHIPPED') break;
  }
  return (await api(`GET /orders/${orderId}`, token)).orderNumber as string;
}

const orderNumber = placeOrder();

const scenes: Scene[] = [
  { name: 'home', looks: ['light', 'dark'], go: (page) => open(page, '/') },
  {
    name: 'product',
    looks: ['dark', 'light'],
    go: async (page) => open(page, await product(page)),
  },
  { name: 'checkout', looks: ['light', 'dark'], go: toPayment },
  {
    name: 'order',
    looks: ['dark', 'light'],
    go: async (page) => {
      const data = { email: 'shopper@demo.test', password };
      await page.request.post(`${origin}/api/v1/auth/login`, { data });
      await page.addInitScript(() => localStorage.setItem('trueshelf.session', '1'));
      await open(page, `/orders/${await orderNumber}`);
    },
  },
];

async function shot({ go }: Scene, viewport: typeof desk, scheme: 'light' | 'dark') {
  const browser = await openBrowser({ viewport, scheme, reducedMotion: true });
  const page = await browser.page();
  await go(page, browser);
  await page.evaluate(() => scrollTo(0, 0));
  await page.waitForTimeout(800);
  const png = await page.screenshot();
  await browser.close();
  return sharp(png).resize({ height }).toBuffer({ resolveWithObject: true });
}

mkdirSync(folder, { recursive: true });
for (const scene of scenes) {
  const wide = await shot(scene, desk, scene.looks[0]);
  const narrow = await shot(scene, phone, scene.looks[1]);
  const width = wide.info.width + narrow.info.width + 3 * space;
  const canvas = sharp({
    create: { width, height: height + 2 * space, channels: 3, background: '#8d938f' },
  });
  const file = join(folder, `${scene.name}.webp`);
  const { size } = await canvas
    .composite([
      { input: wide.data, left: space, top: space },
      { input: narrow.data, left: wide.info.width + 2 * space, top: space },
    ])
    .webp({ quality: 74, effort: 6 })
    .toFile(file);
  console.log(`${file} ${Math.round(size / 1024)} kB`);
}
