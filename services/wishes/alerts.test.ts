// Alerts over the real rooms: told once when it is true, whatever events come and however often; a
// guest proves the address first; links end alerts; many are told in pages, through a kill.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { Pool } from 'undici';
import { newSigningKey } from '#kernel/auth/signing-key.ts';
import { freePort } from '#kernel/db/embedded-settings.ts';
import { testDatabase, type TestDatabase } from '#kernel/db/test-database.ts';
import { newId } from '#kernel/core/id.ts';
import { installJobs } from '#kernel/jobs/jobs.ts';
import { identityCalls } from '#services/identity/contract.ts';
import { openShop, sender, startApp, type Answer, type App, type Shop } from '../../test/app.ts';

type Body = Answer['body'];
interface Thing {
  productId: string;
  variantId: string;
}
interface Person {
  userId: string;
  token: string;
  email: string;
}

let database: TestDatabase;
let config: Record<string, unknown>;
let app: App;
let shop: Shop;
let sql: pg.Client;

before(async () => {
  database = await testDatabase();
  await installJobs({ url: database.url });
  const port = await freePort();
  config = {
    port,
    publicUrl: `http://127.0.0.1:${port}`,
    tokenKey: newSigningKey(),
    internalSecret: 'a'.repeat(40),
    sandboxWebhookSecret: 'b'.repeat(40),
    rateLimitMultiplier: 0,
  };
  app = await startApp({ databaseUrl: database.url, config });
  shop = await openShop(app);
  sql = new pg.Client({ connectionString: database.url });
  await sql.connect();
});

after(async () => {
  await sql.end();
  await app.stop();
  await database.drop();
});

async function until(what: string, check: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 60_000;
  while (!(await check())) {
    assert.ok(performance.now() < end, `waited in vain until ${what}`);
    await pause(50);
  }
}

const password = 'a long enough pass phrase';

async function person(): Promise<Person> {
  const userId = newId('usr');
  const email = `${userId}@example.test`;
  const user = { userId, email, name: 'Ada', password, roles: [], addresses: [] };
  await app.host.client(identityCalls).import({ users: [user] } as never);
  const login = await app.post('/auth/login', { body: { email, password } });
  return { userId, email, token: login.body.accessToken as string };
}

async function stock(thing: Thing, delta: number, send = app.send): Promise<void> {
  const { variantId } = thing;
  const done = await send('POST', '/seller/inventory/adjustments', {
    token: shop.sellerToken,
    body: {
      variantId,
      warehouseId: shop.warehouses[0],
      delta,
      reason: delta > 0 ? 'receipt' : 'damage',
    },
  });
  assert.equal(done.status, 200, JSON.stringify(done.body));
}

/** Something that was there and is sold out. */
async function soldOut(): Promise<Thing> {
  const thing = await shop.product({ stock: 1 });
  await stock(thing, -1);
  return thing;
}

const asks = (who: { token: string }, body: object) =>
  app.post('/alerts', { token: who.token, body });
const waits = (who: { token: string }, thing: Thing) => asks(who, { kind: 'back', ...thing });

async function mailsTo(email: string): Promise<Body[]> {
  const path = `//dev/mailbox?recipient=${encodeURIComponent(email)}`;
  const headers = { accept: 'application/json' };
  const { body } = await app.get(path, { headers });
  const whole = body.data.map((one: Body) => app.get(`//dev/mailbox/${one.mailId}`, { headers }));
  return (await Promise.all<Answer>(whole)).map((one) => one.body);
}

async function mailed(email: string, count: number): Promise<Body[]> {
  await until(`${count} mails`, async () => (await mailsTo(email)).length >= count);
  const mails = await mailsTo(email);
  assert.equal(mails.length, count);
  return mails;
}

const tokenIn = (mail: Body, page: string): string =>
  new RegExp(`/alerts/${page}#token=([^\\s"]+)`).exec(mail.text)?.[1] ?? '';

const behind = (room: string, consumer: string, type: string): string =>
  `(select count(*) from ${room}.outbox o join ${room}.outbox_cursor c
    on c.consumer = '${consumer}' and o.type = '${type}'
    and (o.xid, o.position) > (c.xid::text::xid8, c.position))`;

/** Every event is heard, every subject looked at since, and every job that is due is done. */
async function quiet(): Promise<void> {
  const left = [
    behind('inventory', 'wishes.stock', 'BACK_IN_STOCK'),
    behind('pricing', 'wishes.prices', 'PRICE_CHANGED'),
    '(select count(*) from wishes.subject where due)',
    `(select count(*) from jobs._private_jobs where attempts < max_attempts
      and run_at <= now())`,
    behind('wishes', 'notifications.wishes', 'ALERT_DUE'),
    `(select count(*) from jobs._private_jobs where attempts < max_attempts
      and run_at <= now())`,
  ];
  for (const one of left) {
    await until(one, async () => Number((await sql.query(`select ${one} as n`)).rows[0].n) === 0);
  }
}

test('who waits for a variant is told once it is back, and again only when asked', async () => {
  const [ada, thing] = [await person(), await soldOut()];
  const made = await waits(ada, thing);
  assert.deepEqual([made.status, made.body.state], [201, 'WAITING'], JSON.stringify(made.body));
  assert.equal((await waits(ada, thing)).body.alertId, made.body.alertId);
  await stock(thing, 2);
  const [mail] = await mailed(ada.email, 1);
  assert.match(mail.subject, /^Back: Thing /);
  assert.match(mail.text, new RegExp(`/p/thing-[^\\s]*\\?variant=${thing.variantId}`));
  assert.match(mail.text, /\/alerts\/stop#token=alr_/);
  await stock(thing, -2);
  await stock(thing, 1);
  await quiet();
  assert.equal((await mailsTo(ada.email)).length, 1, 'once means once');
  const { body } = await app.get('/notifications?topic=stock', { token: ada.token });
  assert.deepEqual(
    body.data.map((one: Body) => [one.type, one.link.includes('?variant=')]),
    [['back-in-stock', true]],
  );
  const needless = await waits(ada, thing);
  assert.deepEqual([needless.status, needless.body.code], [409, 'alert-needless']);
  await stock(thing, -1);
  assert.equal((await waits(ada, thing)).status, 201);
  await stock(thing, 1);
  await mailed(ada.email, 2);
});

test('events that come twice, late and in any order tell nobody twice', async () => {
  const [ada, thing] = [await person(), await soldOut()];
  await waits(ada, thing);
  await stock(thing, 1);
  await mailed(ada.email, 1);
  // The same events under other names, the oldest last, as a broker that lost its place sends them.
  await sql.query(
    `insert into inventory.outbox (type, agg_type, agg_id, agg_version, payload, metadata)
     select type, agg_type, agg_id, agg_version, payload, metadata from inventory.outbox
     where type in ('BACK_IN_STOCK', 'STOCK_CHANGED') and payload->>'variantId' = $1
     order by position desc`,
    [thing.variantId],
  );
  await sql.query(
    `insert into wishes.outbox (type, agg_type, agg_id, agg_version, payload, metadata)
     select type, agg_type, agg_id, agg_version, payload, metadata from wishes.outbox
     where payload->>'variantId' = $1`,
    [thing.variantId],
  );
  await stock(thing, 1);
  await quiet();
  assert.equal((await mailsTo(ada.email)).length, 1);
  // A copy has the version of its original, which no producer of ours would give it.
  for (const room of ['inventory', 'wishes']) {
    await sql.query(`delete from ${room}.outbox o using ${room}.outbox p
      where o.agg_type = p.agg_type and o.agg_id = p.agg_id and o.agg_version = p.agg_version
        and o.position > p.position`);
  }
});

test('a guest proves the address once; then they are told, and the link ends it', async () => {
  const thing = await soldOut();
  const nameless = await shop.shopper();
  const missing = await waits(nameless, thing);
  assert.deepEqual([missing.status, missing.body.code], [409, 'alert-email-missing']);
  const email = `guest-${newId('g')}@example.test`;
  const guest = await app.post('/auth/guest', { body: { email, locale: 'de' } });
  const who = { token: guest.body.accessToken as string };
  const made = await waits(who, thing);
  assert.deepEqual([made.status, made.body.state], [201, 'PENDING'], JSON.stringify(made.body));
  const [ask] = await mailed(email, 1);
  assert.match(ask.subject, /^Sollen wir Bescheid sagen/);
  await stock(thing, 1);
  await quiet();
  assert.equal((await mailsTo(email)).length, 1, 'nobody writes to an address that is not proved');
  await stock(thing, -1);
  const confirm = tokenIn(ask, 'confirm');
  const forged = confirm.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  const wrong = await app.post('/alerts/confirm', { body: { token: forged } });
  assert.deepEqual([wrong.status, wrong.body.code], [410, 'alert-link-invalid']);
  const other = await app.post('/alerts/confirm', { body: { token: tokenIn(ask, 'stop') } });
  assert.equal(other.status, 410, 'a link does one thing');
  assert.equal((await app.post('/alerts/confirm', { body: { token: confirm } })).status, 204);
  assert.equal((await app.post('/alerts/confirm', { body: { token: confirm } })).status, 204);
  const second = await soldOut();
  assert.equal((await waits(who, second)).body.state, 'WAITING', 'the address is asked for once');
  await stock(thing, 1);
  const told = await mailed(email, 2);
  assert.match(told[0].subject, /^Wieder da: /);
  const { body } = await app.get(`/alerts?variantId=${second.variantId}`, who);
  const [waiting] = body.data;
  const eve = await person();
  const foreign = await app.send('DELETE', `/alerts/${waiting.alertId}`, { token: eve.token });
  assert.equal(foreign.status, 404);
  // Somebody else's address is not written to, though the guest names it afterwards.
  const swap = { email: `other-${newId('g')}@example.test` };
  await app.send('PUT', '/me/contact', { ...who, body: swap });
  await stock(second, 1);
  await quiet();
  assert.equal((await mailsTo(swap.email)).length, 0);
  const third = await soldOut();
  await app.send('PUT', '/me/contact', { ...who, body: { email } });
  await waits(who, third);
  const stop = tokenIn(told[0], 'stop');
  assert.equal((await app.post('/alerts/stop', { body: { token: stop } })).status, 204);
  assert.equal((await app.post('/alerts/stop', { body: { token: stop } })).status, 204);
  const left = await app.get('/alerts', who);
  assert.ok(!left.body.data.some((one: Body) => stop.startsWith(one.alertId)));
});

test('nobody fills the mailbox of another with requests to prove it', async () => {
  const email = `many-${newId('g')}@example.test`;
  for (let n = 0; n < 5; n += 1) {
    const guest = await app.post('/auth/guest', { body: { email } });
    const made = await waits({ token: guest.body.accessToken }, await soldOut());
    assert.equal(made.body.state, 'PENDING');
  }
  await mailed(email, 3);
  await quiet();
  assert.equal((await mailsTo(email)).length, 3);
});

async function setPrice({ variantId }: Thing, price: number): Promise<void> {
  const { pricingCalls } = await import('#services/pricing/contract.ts');
  const one = { variantId, currency: 'USD', base_minor: price * 100, sale_minor: null };
  await app.host.client(pricingCalls).setPrices({ prices: [one] });
}

test('a drop below the price of the day it was added is told once, so is the next', async () => {
  const ada = await person();
  const thing = await shop.product({ stock: 1, price: 50 });
  const item = (await app.post('/wishlist-items', { token: ada.token, body: thing })).body;
  const on = await app.send('PATCH', `/wishlist-items/${item.itemId}`, {
    token: ada.token,
    headers: { 'if-match': `"${item.version}"` },
    body: { tellCheaper: true },
  });
  assert.deepEqual([on.status, on.body.tellCheaper, on.body.tellBack], [200, true, false]);
  await setPrice(thing, 60);
  await setPrice(thing, 40);
  const [mail] = await mailed(ada.email, 1);
  assert.match(mail.subject, /^Now \$40\.00: Thing/);
  assert.match(mail.text, /it was \$50\.00/);
  await setPrice(thing, 30);
  await quiet();
  assert.equal((await mailsTo(ada.email)).length, 1, 'not twice in a day');
  await setPrice(thing, 55);
  await quiet();
  const day = () =>
    sql.query(
      "update wishes.alert set told_at = told_at - interval '25 hours' where user_id = $1",
      [ada.userId],
    );
  await day();
  await setPrice(thing, 45);
  const [again] = await mailed(ada.email, 2);
  assert.match(again.subject, /^Now \$45\.00/);
  await day();
  await setPrice(thing, 46);
  await quiet();
  assert.equal((await mailsTo(ada.email)).length, 2, 'what rose is no drop');
  assert.equal((await app.send('DELETE', `/wishlist-items/${item.itemId}`, ada)).status, 204);
  assert.deepEqual((await app.get('/alerts', ada)).body.data, [], 'with the thing goes its alert');
});

test('a switch on a list tells each time it is back, and not while it never went', async () => {
  const ada = await person();
  const thing = await shop.product({ stock: 1 });
  const item = (await app.post('/wishlist-items', { token: ada.token, body: thing })).body;
  const on = await app.send('PATCH', `/wishlist-items/${item.itemId}`, {
    token: ada.token,
    headers: { 'if-match': `"${item.version}"` },
    body: { tellBack: true },
  });
  assert.equal(on.body.tellBack, true);
  await quiet();
  await stock(thing, 1);
  await quiet();
  assert.equal((await mailsTo(ada.email)).length, 0, 'it was there all the time');
  for (const count of [1, 2]) {
    await stock(thing, -2);
    await stock(thing, 2);
    await mailed(ada.email, count);
    await sql.query(
      "update wishes.alert set told_at = told_at - interval '25 hours' where user_id = $1",
      [ada.userId],
    );
  }
});

test('who searched in vain is told when something with all the words can be bought', async () => {
  const ada = await person();
  const { body: empty } = await asks(ada, { kind: 'appears', query: 'the of' });
  assert.equal(empty.code, 'validation-failed');
  const made = await asks(ada, { kind: 'appears', query: 'Zebra-striped Thing' });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const categories = await app.get('/categories');
  const product = (name: string) =>
    app.post('/seller/products', {
      token: shop.sellerToken,
      body: {
        name,
        description: 'For tests.',
        categoryId: categories.body.categories[0].categoryId,
        currency: 'USD',
        variants: [{ sku: newId('sku'), name: 'One', attributes: {}, price: 3 }],
      },
    });
  await product('A zebra and nothing else');
  const stripes = await product('Things with zebra stripes: striped lamp');
  assert.equal(stripes.status, 201, JSON.stringify(stripes.body));
  const [mail] = await mailed(ada.email, 1);
  assert.match(mail.subject, /Zebra-striped Thing/);
  assert.match(mail.text, /striped lamp/);
  assert.match(mail.text, /\/search\?q=Zebra-striped%20Thing/);
});

test('beyond ten mails of alerts in a day the rest come in the app alone', async () => {
  const [ada, thing] = [await person(), await soldOut()];
  await waits(ada, thing);
  // Should midnight come meanwhile, tomorrow too.
  for (const days of [0, 1]) {
    const full = 'insert into wishes.told_day values ($1, current_date + $2::int, 10)';
    await sql.query(full, [ada.userId, days]);
  }
  await stock(thing, 1);
  await until('it is in the app', async () => {
    const { body } = await app.get('/notifications?topic=stock', { token: ada.token });
    return body.data.length === 1;
  });
  await quiet();
  assert.equal((await mailsTo(ada.email)).length, 0);
});

test('who switched the topic off gets no mail; in quiet hours it waits', async () => {
  const [off, asleep, thing] = [await person(), await person(), await soldOut()];
  await waits(off, thing);
  await waits(asleep, thing);
  const grid = [{ topic: 'stock', channel: 'email', enabled: false }];
  await app.send('PATCH', '/me/preferences', { token: off.token, body: { grid } });
  const at = (hours: number) => {
    const hour = (new Date().getUTCHours() + hours + 24) % 24;
    return `${String(hour).padStart(2, '0')}:00`;
  };
  const quietHours = { from: at(-1), to: at(3), timeZone: 'UTC' };
  await app.send('PATCH', '/me/preferences', { token: asleep.token, body: { quietHours } });
  await stock(thing, 1);
  const states = async () => {
    const { rows } = await sql.query(
      `select status, reason, not_before is not null as later from notifications.notification
       where user_id = any($1) and type = 'back-in-stock' order by user_id = $2 desc`,
      [[off.userId, asleep.userId], off.userId],
    );
    return rows;
  };
  await until('both are noted', async () => (await states()).length === 2);
  assert.deepEqual(await states(), [
    { status: 'SKIPPED', reason: 'switched-off', later: false },
    { status: 'QUEUED', reason: null, later: true },
  ]);
});

const crowd = 450;

test('killed in the middle of telling many: each is told once, in pages', async () => {
  const thing = await soldOut();
  await sql.query(
    `insert into wishes.alert (alert_id, user_id, kind, subject, product_id, variant_id, state)
     select 'alr_' || lpad(to_hex(n), 32, '0'), 'usr_' || lpad(to_hex(n), 32, '0'), 'back', $1, $2,
       $1, 'WAITING' from generate_series(1, $3) n`,
    [thing.variantId, thing.productId, crowd],
  );
  await sql.query("insert into wishes.subject (kind, subject) values ('back', $1)", [
    thing.variantId,
  ]);
  await quiet();
  await app.stop();
  const file = join(import.meta.dirname, '../../test/serve-child.ts');
  const child = spawn(process.execPath, [file, JSON.stringify({ url: database.url, config })], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, TRUESHELF_CRASH_AT: 'wishes.page-told#2' },
  });
  await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  const pool = new Pool(String(config['publicUrl']), { connections: 2 });
  await stock(thing, 7, sender(pool));
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  assert.equal(child.signalCode, 'SIGKILL');
  await pool.destroy();
  const told = async () => {
    const { rows } = await sql.query(
      `select count(*)::int as n from wishes.alert where subject = $1 and state = 'IDLE'`,
      [thing.variantId],
    );
    return rows[0].n as number;
  };
  assert.equal(await told(), 400, 'two pages, and no transaction over all');
  app = await startApp({ databaseUrl: database.url, config });
  await until('all are told', async () => (await told()) === crowd);
  await until('all are noted', async () => {
    const { rows } = await sql.query(
      `select count(*)::int as n, count(distinct user_id)::int as people
       from notifications.notification where facts->>'variantId' = $1`,
      [thing.variantId],
    );
    assert.equal(rows[0].n, rows[0].people);
    return rows[0].people === crowd;
  });
  const { rows } = await sql.query(
    `select max(json_array_length(payload->'alerts')) as most from wishes.outbox
     where payload->>'variantId' = $1`,
    [thing.variantId],
  );
  assert.equal(rows[0].most, 200);
});
