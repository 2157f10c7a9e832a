/** The mailbox and the list of notifications over HTTP, after real purchases. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '#kernel/core/id.ts';
import { identityCalls } from '#services/identity/contract.ts';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { openCheckout, pay } from '../../test/buyer.ts';

let app: App;
let shop: Shop;

before(async () => {
  app = await startApp();
  shop = await openShop(app);
});

after(async () => {
  await app.stop();
});

async function until<T>(what: string, read: () => Promise<T | undefined>): Promise<T> {
  const end = performance.now() + 60_000;
  for (;;) {
    const found = await read();
    if (found !== undefined) return found;
    assert.ok(performance.now() < end, `waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** An account with an address in its book, logged in. */
async function account() {
  const [userId, addressId] = [newId('usr'), newId('addr')];
  const email = `${userId.slice(-12)}@example.test`;
  const password = 'a long enough pass phrase';
  const address = {
    addressId,
    name: 'Ada Moor',
    line1: '12 Hill Street',
    city: 'New York',
    state: 'NY',
    postalCode: '10001',
    country: 'US',
  };
  const user = { userId, email, name: 'Ada Moor', password, roles: [], addresses: [address] };
  await app.host.client(identityCalls).import({ users: [user] } as never);
  const login = await app.post('/auth/login', { body: { email, password } });
  assert.equal(login.status, 200, JSON.stringify(login.body));
  return { userId, email, addressId, token: login.body.accessToken as string };
}

test('a purchase puts one confirmation into the mailbox, as a page and as JSON', async () => {
  const buyer = await account();
  const product = await shop.product({ stock: 3 });
  const { checkoutId, total } = await openCheckout(app, buyer, [product]);
  const paid = await pay(app, buyer, { checkoutId });
  assert.equal(paid.status, 200, JSON.stringify(paid.body));
  const { orderNumber } = paid.body;
  const json = { headers: { accept: 'application/json' } };
  const inbox = `//dev/mailbox?recipient=${encodeURIComponent(buyer.email)}`;
  const [mail] = await until('the mail is there', async () => {
    const { body } = await app.get(inbox, json);
    return body.data.length > 0 ? body.data : undefined;
  });
  assert.equal(mail.subject, `Your order ${orderNumber} is confirmed`);
  const whole = await app.get(`//dev/mailbox/${mail.mailId}`, json);
  assert.ok(whole.body.text.includes(`$${total.toFixed(2)}`));
  assert.ok(whole.body.text.includes('12 Hill Street'));
  const list = await app.get('//dev/mailbox', { headers: { accept: 'text/html' } });
  assert.match(String(list.headers['content-type']), /text\/html/);
  assert.ok(list.body.includes(orderNumber) && list.body.includes(`/dev/mailbox/${mail.mailId}`));
  const page = await app.get(`//dev/mailbox/${mail.mailId}`);
  assert.match(page.body, /<iframe title="The mail" sandbox srcdoc=/);
  assert.match(String(page.headers['content-security-policy']), /default-src 'none'/);
  assert.equal((await app.get(`//dev/mailbox/${newId('mail')}`)).status, 404);
  assert.equal((await app.get('//dev/mailbox?cursor=x')).status, 422);

  const told = await app.get('/notifications', { token: buyer.token });
  assert.equal(told.body.data.length, 1);
  assert.equal(told.body.data[0].orderNumber, orderNumber);
  assert.equal(told.body.data[0].status, 'SENT');
  const stranger = await account();
  const theirs = await app.get('/notifications', { token: stranger.token });
  assert.deepEqual(theirs.body.data, []);
});
