// Price lists as their keepers use them: whom they name, what a price leaves of those before it,
// what is counted, and what a list takes with it when it goes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '#kernel/core/id.ts';
import { identityCalls } from '#services/identity/contract.ts';
import { openShop, startApp, type Answer, type App, type Shop } from '../../test/app.ts';
import { assertTrue, ownAddress, type Shopper } from '../../test/buyer.ts';

let app: App;
let shop: Shop;

before(async () => {
  app = await startApp({ config: await ownAddress() });
  shop = await openShop(app);
});

after(async () => {
  await app?.stop();
});

const read = (path: string) => app.get(path, { token: shop.adminToken });
const post = (path: string, body: Record<string, unknown>) =>
  app.post(path, { token: shop.adminToken, body });

const remove = (path: string, version?: number) =>
  app.send('DELETE', path, {
    token: shop.adminToken,
    ...(version === undefined ? {} : { headers: { 'if-match': `"${version}"` } }),
  });

async function newList(name: string, more: Record<string, unknown> = {}): Promise<string> {
  const made = await post('/admin/price-lists', { name, ...more });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return `/admin/price-lists/${made.body.listId}`;
}

const me = async ({ token }: Shopper) => (await app.get('/me', { token })).body;

/** Somebody with an e-mail that nobody proved yet. */
async function account(name: string) {
  const userId = newId('usr');
  const email = `${userId.slice(4)}@example.test`.toLowerCase();
  const password = 'a long enough pass phrase';
  const user = { userId, email, name, password, roles: [], addresses: [] };
  await app.host.client(identityCalls).import({ users: [user] });
  return { userId, email, name };
}

async function priceFor(variantId: string, { token }: Shopper): Promise<number> {
  const { body } = await app.get(`/prices?variantIds=${variantId}`, { token });
  return body.data[0].salePrice ?? body.data[0].price;
}

const faults = (answer: Answer) =>
  (answer.body.errors ?? []).map((one: Answer['body']) => [one.pointer, one.code]);

/** Proves an e-mail as its owner does: by the code that is sent to it. */
async function prove(email: string): Promise<void> {
  const asked = await app.post('/auth/otp', { body: { purpose: 'sign-in', email } });
  assert.equal(asked.status, 202, JSON.stringify(asked.body));
  const { challengeId } = asked.body;
  const inbox = `//dev/mailbox?recipient=${encodeURIComponent(email)}`;
  const asJson = { headers: { accept: 'application/json' } };
  for (const end = performance.now() + 60_000; ;) {
    const { body } = await app.get(inbox, asJson);
    for (const { mailId } of body.data) {
      const { text } = (await app.get(`//dev/mailbox/${mailId}`, asJson)).body;
      const code = /\b\d{6}\b/.exec(text)?.[0];
      if (code === undefined) continue;
      const done = await app.post('/auth/otp/verify', { body: { challengeId, code } });
      assert.equal(done.status, 200, JSON.stringify(done.body));
      return;
    }
    assert.ok(performance.now() < end, 'no mail came');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

test('members are named by id or by an e-mail that they proved; all of them or none', async () => {
  const list = await newList('Firms');
  const [one, other] = [await account('Ada'), await account('Ben')];
  const add = (body: Record<string, unknown>) => post(`${list}/members`, body);
  assert.deepEqual(faults(await add({})), [['/emails', 'not-valid']]);
  const unknown = newId('usr');
  const emails = ['nobody@example.test', other.email, 'no e-mail'];
  const refused = await add({ userIds: [one.userId, unknown], emails });
  assert.equal(refused.status, 422, JSON.stringify(refused.body));
  assert.deepEqual(faults(refused), [
    ['/userIds/1', 'not-known'],
    ['/emails/0', 'not-known'],
    ['/emails/1', 'not-proved'],
    ['/emails/2', 'not-valid'],
  ]);
  assert.deepEqual((await read(`${list}/members`)).body.data, [], 'all of them or none');
  await prove(other.email);
  const added = await add({ userIds: [one.userId], emails: [other.email.toUpperCase()] });
  assert.deepEqual(added.body, { added: 2 }, JSON.stringify(added.body));
  assert.deepEqual((await add({ emails: [other.email] })).body, { added: 0 }, 'twice is once');
  const members = (await read(`${list}/members?limit=1`)).body;
  assert.equal(members.hasMore, true);
  const rest = (await read(`${list}/members?limit=1&cursor=${members.nextCursor}`)).body;
  const shown = [...members.data, ...rest.data].map((row) => [row.userId, row.email, row.name]);
  const wanted = [one, other].map((who) => [who.userId, who.email, who.name]);
  assert.deepEqual(shown.toSorted(), wanted.toSorted());
  assert.equal((await read(list)).body.members, 2);
});

test('a price that begins later leaves the one of today until then', async () => {
  const { variantId, productId } = await shop.product({ stock: 5, price: 100 });
  const list = await newList('Clubs');
  const member = await shop.shopper();
  await post(`${list}/members`, { userIds: [(await me(member)).userId] });
  const set = async (price: number, more: Record<string, unknown> = {}) => {
    const prices = [{ variantId, currency: 'USD', price, ...more }];
    const answer = await post(`${list}/prices`, { prices });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
  };
  const day = (nth: number) => new Date(Date.now() + nth * 86_400_000).toISOString();
  await set(90);
  const [monday, friday] = [day(3), day(7)];
  await set(70, { from: monday, until: friday });
  assert.equal(await priceFor(variantId, member), 90, 'today’s stays until then');
  const shown = (await read(`${list}/prices`)).body.data;
  const rows = shown.map((row: Answer['body']) => [row.price, row.until, row.status]);
  assert.deepEqual(rows.toSorted(), [
    [70, friday, 'scheduled'],
    [90, null, 'scheduled'],
    [90, monday, 'running'],
  ]);
  const { name } = (await app.get(`/products/${productId}`)).body;
  assert.ok(shown.every((row: Answer['body']) => row.productName === name && row.ordinary === 100));
  const kept = (await read(list)).body;
  assert.deepEqual([kept.prices, kept.nextChange], [3, monday]);
  await set(80);
  const now = (await read(`${list}/prices`)).body.data;
  assert.deepEqual(
    now.map((row: Answer['body']) => row.price),
    [80],
    'one without an end stands in the place of all that come',
  );
  assert.equal(await priceFor(variantId, member), 80);
});

test('of many who set a price at the same moment one counts at a time', async () => {
  const { variantId } = await shop.product({ stock: 5, price: 100 });
  const list = await newList('Crowd');
  const set = (price: number) =>
    post(`${list}/prices`, { prices: [{ variantId, currency: 'USD', price }] });
  const all = await Promise.all([50, 51, 52, 53, 54, 55, 56, 57].map(set));
  assert.deepEqual([...new Set(all.map((one) => one.status))], [201]);
  assert.equal((await read(`${list}/prices`)).body.data.length, 1);
});

test('what is wrong with a price is told at its field', async () => {
  const { variantId } = await shop.product({ stock: 5, price: 100 });
  const list = await newList('Odd');
  const refused = async (more: Record<string, unknown>) => {
    const answer = await post(`${list}/prices`, {
      prices: [{ variantId, currency: 'USD', price: 9, ...more }],
    });
    assert.ok(answer.status >= 400, JSON.stringify(answer.body));
    return [answer.body.code, ...faults(answer).map(([pointer]: [string]) => pointer)];
  };
  assert.deepEqual(await refused({ price: 9.999 }), ['amount-precision', '/prices/0/price']);
  assert.deepEqual(await refused({ currency: 'EUR' }), ['price-missing', '/prices/0/currency']);
  assert.deepEqual(await refused({ currency: 'QQQ' }), ['currency-unknown', '/prices/0/currency']);
  const nothing = newId('var');
  assert.deepEqual(await refused({ variantId: nothing }), ['not-found', '/prices/0/variantId']);
});

test('a list goes with its members and prices, unless something is for them', async () => {
  const { variantId } = await shop.product({ stock: 5, price: 100 });
  const list = await newList('Gone');
  const listId = list.split('/').at(-1);
  const member = await shop.shopper();
  await post(`${list}/members`, { userIds: [(await me(member)).userId] });
  await post(`${list}/prices`, { prices: [{ variantId, currency: 'USD', price: 60 }] });
  assert.equal(await priceFor(variantId, member), 60);
  const made = await post('/admin/promotions', {
    name: 'For the gone',
    stage: 'MEMBER',
    segments: [listId],
    effect: { kind: 'percent', percent: 10 },
  });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const { version } = (await read(list)).body;
  const used = await remove(list, version);
  assert.deepEqual([used.status, used.body.code], [409, 'list-in-use'], JSON.stringify(used.body));
  assert.deepEqual(used.body.users, [{ kind: 'promotion', name: 'For the gone' }]);
  await post(`/admin/promotions/${made.body.promotionId}/switch`, { enabled: false });
  assert.equal((await remove(list)).status, 428, 'asks what the change is based on');
  assert.equal((await remove(list, version + 1)).status, 412);
  assert.equal((await remove(list, version)).status, 204);
  assert.equal(await priceFor(variantId, member), 100, 'at once');
  const after = await Promise.all([
    read(list),
    read(`${list}/members`),
    post(`${list}/members`, { userIds: [(await me(member)).userId] }),
    post(`${list}/prices`, { prices: [{ variantId, currency: 'USD', price: 60 }] }),
    remove(list, version + 1),
  ]);
  assert.deepEqual([...new Set(after.map((one) => one.status))], [404]);
  const names = (await read('/admin/price-lists')).body.data.map((o: Answer['body']) => o.name);
  assert.ok(!names.includes('Gone'));
  await assertTrue(app.databaseUrl, { wait_ms: 60_000 });
});

test('why a price names the list', async () => {
  const { variantId } = await shop.product({ stock: 5, price: 100 });
  const list = await newList('Named');
  const listId = list.split('/').at(-1);
  const { userId } = await me(await shop.shopper());
  await post(`${list}/members`, { userIds: [userId] });
  await post(`${list}/prices`, { prices: [{ variantId, currency: 'USD', price: 60 }] });
  const body = { currency: 'USD', country: 'US', userId, lines: [{ variantId, quantity: 1 }] };
  const why = await post('/admin/prices/explain', body);
  const step = why.body.steps.find((one: Answer['body']) => one.stage === 'LIST');
  assert.deepEqual([step?.promotionId, step?.name, step?.amount], [listId, 'Named', -40]);
});
