// The room in the whole app: orders are counted once and without names, files too; what pages are
// given is listed, in stock and at the price of now; the switch of a person is kept and forgotten.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { isRefusal } from '#kernel/core/refusal.ts';
import { openDb, type Db } from '#kernel/db/db.ts';
import { catalogCalls } from '#services/catalog/contract.ts';
import { ordersCalls } from '#services/orders/contract.ts';
import { openShop, startApp, type Answer, type App, type Shop } from '../../test/app.ts';
import { openCheckout, orderOnce, ownAddress, pay } from '../../test/buyer.ts';
import { pairsPerItem_max, recommendationsCalls } from './contract.ts';
import { basketsFrom, countOrders } from './learn.ts';
import { neighboursOf } from './neighbours.ts';
import { recommendationQueries } from './queries.ts';
import * as store from './store.ts';

let app: App;
let shop: Shop;
let db: Db;
const goods: { productId: string; variantId: string }[] = [];
const idOf = (nth: number) => goods[nth]?.productId ?? '';

before(async () => {
  app = await startApp({ config: await ownAddress() });
  shop = await openShop(app);
  db = openDb({ url: app.databaseUrl, room: 'recommendations' });
  for (let n = 0; n < 12; n += 1) goods.push(await shop.product({ price: 10 + n, stock: 50 }));
  await until(async () => (await app.get('/products?size=20')).body.products.length === 12);
});
after(async () => {
  await db.close();
  await app.stop();
});

async function until(ask: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!(await ask())) {
    assert.ok(performance.now() < deadline, 'it never came true');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const needs = () => {
  const orders = app.host.client(ordersCalls);
  const clock = { now: () => 0 } as never;
  return { db, clock, baskets: basketsFrom((range) => orders.baskets(range)) };
};

async function counts() {
  const items = await db.rows<{ id: string; n: number }>(
    'select product_id as id, baskets as n from item order by 1',
  );
  return Object.fromEntries(items.map(({ id, n }) => [id, n]));
}

interface Card {
  productId: string;
  price: number;
}
const ids = (cards: Card[]) => cards.map((one) => one.productId);

async function rowsOf(nth: number): Promise<Record<string, Card[]>> {
  const answer = await app.get(`/products/${idOf(nth)}/recommendations?size=6`);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  const rows = answer.body.rows as { kind: string; products: Card[] }[];
  return Object.fromEntries(rows.map((row) => [row.kind, row.products]));
}

/** Each call is a fresh file: of what is bought together twelve times in a hundred baskets. */
async function learn(ref: string, baskets: number[][]): Promise<number> {
  const given = baskets.map((list) => ({ products: list.map(idOf), earlier: [] }));
  const client = app.host.client(recommendationsCalls);
  const answer = await client.learn({ ref, total: given.length, from: 0, baskets: given });
  assert.ok(!isRefusal(answer));
  return (answer as { counted: number }).counted;
}

test('without anything known a product has what is like it', async () => {
  const rows = await rowsOf(0);
  assert.deepEqual(Object.keys(rows), ['alike']);
  assert.equal(rows['alike']?.length, 6);
  assert.ok(!ids(rows['alike'] ?? []).includes(idOf(0)));
  const unknown = await app.get('/products/prod_none/recommendations');
  assert.equal(unknown.status, 200);
  assert.ok(unknown.body.rows.every((row: { kind: string }) => row.kind === 'best'));
});

test('orders are counted once, with what the buyer had before, and name nobody', async () => {
  const buyer = await shop.shopper();
  const buy = async (...nths: number[]) => {
    const lines = nths.flatMap((nth) => goods[nth] ?? []);
    const { checkoutId } = await openCheckout(app, buyer, lines);
    const paid = await pay(app, buyer, { checkoutId });
    assert.ok(paid.status < 300, JSON.stringify(paid.body));
    return orderOnce(app, buyer, { orderId: paid.body.orderId, status: 'CONFIRMED' });
  };
  await buy(1, 2);
  await buy(3);
  const late = Date.now() + 60_000;
  const both = await Promise.all([countOrders(needs(), late), countOrders(needs(), late)]);
  assert.ok(both.includes(true));
  assert.equal(await countOrders(needs(), late), false, 'nothing is left');
  assert.deepEqual(await counts(), { [idOf(1)]: 1, [idOf(2)]: 1, [idOf(3)]: 1 });
  const pairs = await db.rows<{ a: string; b: string; together: number; later: number }>(
    'select product_id as a, other_id as b, together, later from pair where product_id = $1',
    [idOf(1)],
  );
  assert.deepEqual(
    pairs.map((one) => [one.b, one.together, one.later]).sort(),
    [
      [idOf(2), 1, 0],
      [idOf(3), 0, 1],
    ].sort(),
  );
  assert.equal((await store.readTo(db)).baskets, 2);
  const [all] = await db.rows<{ text: string }>(
    `select string_agg(t::text, ' ') as text from (select i::text as t from item i
     union all select p::text from pair p) x`,
  );
  assert.doesNotMatch(all?.text ?? '', /usr_|ord_/);

  // For the person: nothing of it before they said so.
  const forYou = () => app.get('/recommendations/for-you?size=6', { token: buyer.token });
  assert.deepEqual((await forYou()).body.from, []);
  const path = '/me/recommendations';
  assert.deepEqual((await app.get(path, { token: buyer.token })).body, {
    personal: false,
    changedAt: null,
  });
  const set = (personal: boolean) =>
    app.send('PUT', path, { token: buyer.token, body: { personal } });
  assert.equal((await set(true)).body.personal, true);
  const found = (await forYou()).body;
  assert.deepEqual([found.personal, found.from], [true, ['orders']]);
  for (const nth of [1, 2, 3]) assert.ok(!ids(found.products).includes(idOf(nth)), 'has it');
  assert.equal((await set(false)).body.personal, false);
  assert.deepEqual((await forYou()).body.from, []);
  assert.equal((await app.get(path)).status, 401);
});

test('files are counted once, and go on where they were left', async () => {
  const pattern = Array.from({ length: 100 }, (_, n) =>
    n < 12 ? [4, 5] : n < 20 ? [4, 6] : [7 + (n % 4)],
  );
  assert.equal(await learn('file', pattern.slice(0, 60)), 60);
  const client = app.host.client(recommendationsCalls);
  const baskets = pattern.map((list) => ({ products: list.map(idOf), earlier: [] }));
  const again = { ref: 'file', total: 100, from: 0, baskets };
  assert.deepEqual(await client.learn(again), { counted: 100 });
  assert.deepEqual(await client.learn(again), { counted: 100 });
  assert.equal((await counts())[idOf(4)], 20);
  const gap = { ref: 'other', total: 9, from: 5, baskets: [] };
  await assert.rejects(Promise.resolve(client.learn(gap)), /left out|internal/);
});

/** The room's answers without what it keeps for a minute. */
async function fresh(nth: number) {
  const neighbours = neighboursOf(app.host);
  const clock = { now: () => Date.now(), monotonic: () => performance.now() } as never;
  const rows = await recommendationQueries({ db, clock, neighbours }).ofProduct(idOf(nth), {
    currency: 'USD',
    size: 6,
  });
  return Object.fromEntries(rows.map((row) => [row.kind, row.products]));
}

test('what is bought together comes first: listed, in stock, at its price', async () => {
  const rows = await fresh(4);
  assert.deepEqual(ids(rows['together'] ?? []), [idOf(5), idOf(6)]);
  assert.equal(rows['together']?.[0]?.variantName !== '', true);
  const list = await app.get('/products?size=20');
  const shown = list.body.products.find((one: Card) => one.productId === idOf(5));
  const { variantName: _, variantInStock: __, ...card } = rows['together']?.[0] ?? ({} as never);
  assert.deepEqual(card, shown, 'the card of the lists');

  const variantId = goods[5]?.variantId;
  const prices = [{ variantId, currency: 'USD', price: 99, salePrice: null }];
  const token = shop.sellerToken;
  assert.equal((await app.send('PUT', '/seller/prices', { token, body: { prices } })).status, 200);
  await until(async () => (await fresh(4))['together']?.[0]?.price === 99);

  const at = `/seller/products/${idOf(5)}`;
  const { headers } = await app.get(at, { token });
  const archived = await app.post(`${at}/archive`, {
    token,
    headers: { 'if-match': String(headers['etag']) },
  });
  assert.equal(archived.status, 200, JSON.stringify(archived.body));
  assert.deepEqual(ids((await fresh(4))['together'] ?? []), [idOf(6)], 'never what is withdrawn');
  const with4 = await app.get(`/recommendations/with?product=${idOf(4)}&size=3`);
  assert.equal(with4.status, 200, JSON.stringify(with4.body));
  assert.equal(with4.body.products.length, 3);
  assert.ok(!ids(with4.body.products).includes(idOf(5)));
  assert.ok(!ids(with4.body.products).includes(idOf(4)));
});

test('what was looked at is shown as it is now, in order, and nothing is kept', async () => {
  const query = [3, 5, 1].map((nth) => `product=${idOf(nth)}`).join('&');
  const found = await app.get(`/recommendations/viewed?${query}`);
  assert.deepEqual(ids(found.body.products), [idOf(3), idOf(1)]);
  const you = await app.get(`/recommendations/for-you?viewed=${idOf(4)}&size=2`);
  assert.deepEqual([you.body.from, you.body.personal], [['views'], false]);
  assert.equal(you.body.products.length, 2);
  assert.equal((await db.rows('select 1 from choice')).length, 1);
  const best = await app.get('/recommendations/best-sellers?size=3');
  assert.equal(best.body.products.length, 3);
});

test('bad input is told', async () => {
  const many = Array.from({ length: 21 }, () => `product=${idOf(1)}`).join('&');
  const wrong = [
    `/products/${idOf(1)}/recommendations?size=25`,
    `/products/${idOf(1)}/recommendations?currency=QQQ`,
    `/products/${idOf(1)}/recommendations?kind=x`,
    `/recommendations/with?${many}`,
    '/recommendations/with',
    '/recommendations/viewed',
    '/recommendations/for-you?size=0',
  ];
  for (const path of wrong) assert.equal((await app.get(path)).status, 422, path);
});

test('a product keeps a bounded number of partners, the strongest', async () => {
  const many = Array.from({ length: 2 * pairsPerItem_max + 1 }, (_, n) => `prod_x${n}`);
  await db.tx(async (tx) => {
    await tx.run(
      `insert into item (product_id, baskets) select unnest($1::text[]), 1 on conflict do nothing`,
      [[...many, 'prod_hub']],
    );
    await tx.run(
      `insert into pair (product_id, other_id, together)
       select 'prod_hub', id, nth from unnest($1::text[]) with ordinality as t(id, nth)`,
      [many],
    );
    await store.prunePairs(tx, ['prod_hub'], pairsPerItem_max);
  });
  const [left] = await db.rows<{ n: number; least: number }>(
    `select count(*)::int as n, min(together) as least from pair where product_id = 'prod_hub'`,
  );
  assert.deepEqual(left, { n: pairsPerItem_max, least: pairsPerItem_max + 2 });
});

test('a product that is deleted and a person who leaves are forgotten', async () => {
  const token = shop.sellerToken;
  const at = `/seller/products/${idOf(5)}`;
  const { headers } = await app.get(at, { token });
  const gone = await app.send('DELETE', at, {
    token,
    headers: { 'if-match': String(headers['etag']) },
  });
  assert.equal(gone.status, 204, JSON.stringify(gone.body));
  await until(async () => (await counts())[idOf(5)] === undefined);
  const [pairs] = await db.rows<{ n: number }>(
    'select count(*)::int as n from pair where product_id = $1 or other_id = $1',
    [idOf(5)],
  );
  assert.equal(pairs?.n, 0);
  const found = await app.host.client(catalogCalls).productIds({ keys: [idOf(5), idOf(4)] });
  assert.deepEqual((found as Answer['body']).productIds, [null, idOf(4)]);
  await db.tx((tx) => store.keepChoice(tx, 'usr_gone', true));
  await db.tx((tx) => store.forgetChoices(tx, ['usr_gone']));
  assert.equal(await store.choiceOf(db, 'usr_gone'), undefined);
});
