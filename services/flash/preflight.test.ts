// A sale starts only when all is as it should be: neither an operator nor the clock starts it
// before. What operators do before and meanwhile: rehearse, make ready, look, say something.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { openShop, startApp } from '../../test/app.ts';
import { claim, deskOf, join, markOf, markWhen, person, type Rig } from '../../test/sale.ts';

let rig: Rig;

before(async () => {
  const app = await startApp();
  const shop = await openShop(app);
  rig = { app, shop, sql: new pg.Pool({ connectionString: app.databaseUrl }) };
});

after(async () => {
  await rig?.sql.end();
  await rig?.app.stop();
});

const red = (checks: { check: string; ok: boolean }[]) =>
  checks.filter((one) => !one.ok).map((one) => one.check);

test('what is not ready does not start, by hand or by the clock, until it is', async () => {
  const { app, shop, sql } = rig;
  const desk = deskOf(rig);
  const token = shop.adminToken;
  const { variantId } = await shop.product({ stock: 5 });
  const saleId = await desk.announced({ items: [{ variantId, quantity: 3 }] });
  const preflight = () => app.get(`/admin/flash-sales/${saleId}/preflight`, { token });
  const green = await preflight();
  assert.deepEqual([green.status, green.body.ready], [200, true], JSON.stringify(green.body));
  assert.equal(green.body.checks.length, 7);
  await desk.act(saleId, 'pre-queue');
  // The promise is broken: a seed that nobody was promised.
  const hash = (await markOf(rig, saleId)).seedHash as string;
  const promise = (value: string) =>
    sql.query('update flash.sale set seed_hash = $2 where sale_id = $1', [saleId, value]);
  await promise('0'.repeat(64));
  const bad = await preflight();
  assert.deepEqual([bad.body.ready, red(bad.body.checks)], [false, ['promise']]);
  const refused = await desk.act(saleId, 'start');
  assert.deepEqual([refused.status, refused.body.code], [409, 'sale-not-ready']);
  assert.deepEqual(red(refused.body.checks), ['promise']);
  await sql.query(`update flash.sale set starts_at = now() where sale_id = $1`, [saleId]);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  assert.equal(
    (await markOf(rig, saleId)).state,
    'PRE_QUEUE',
    'the clock does not start it either',
  );
  await promise(hash);
  await markWhen(rig, saleId, (mark) => mark.state === 'RUNNING');
  const short = await app.get(`/admin/flash-sales/sale_${'0'.repeat(32)}/preflight`, { token });
  assert.deepEqual([short.status, short.body.code], [404, 'sale-not-found']);
});

test('units that are not set aside are named', async () => {
  const { app, shop, sql } = rig;
  const desk = deskOf(rig);
  const { variantId } = await shop.product({ stock: 5 });
  const saleId = await desk.announced({ items: [{ variantId, quantity: 3 }] });
  await sql.query('update flash.sale_item set quantity = 4 where sale_id = $1', [saleId]);
  const path = `/admin/flash-sales/${saleId}/preflight`;
  const { body } = await app.get(path, { token: shop.adminToken });
  assert.deepEqual(red(body.checks), ['units']);
  assert.match(body.checks[0].detail, /^3 of 4 units of var_/);
});

/** Every row of the room, and every event it has told. */
async function rowsOf({ sql }: Rig): Promise<string> {
  const { rows } = await sql.query(
    `select (select count(*) from flash.sale) || '/' || (select count(*) from flash.sale_item)
       || '/' || (select count(*) from flash.line) || '/' || (select count(*) from flash.ticket)
       || '/' || (select count(*) from flash.token) || '/'
       || (select count(*) from inventory.stock_ledger) as n`,
  );
  return rows[0].n as string;
}

test('a rehearsal says what a crowd would do, and leaves nothing behind', async () => {
  const { app, shop, sql } = rig;
  const desk = deskOf(rig);
  const token = shop.adminToken;
  const [one, two] = [await shop.product({ stock: 500 }), await shop.product({ stock: 500 })];
  const items = [one, two].map(({ variantId }) => ({ variantId, quantity: 60 }));
  const saleId = await desk.announced({ items, plan: { ratePerMinute: 60 } });
  const path = `/admin/flash-sales/${saleId}`;
  const before = await rowsOf(rig);
  const { body, status } = await app.post(`${path}/rehearse`, { token, body: { people: 200 } });
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual(body.wrong, []);
  const { people, units, sold, complete, holdsPace, neededPerSecond } = body;
  const told = { people, units, sold, complete, holdsPace, neededPerSecond };
  const wanted = { people: 200, units: 120, sold: 120, complete: true, holdsPace: true };
  assert.deepEqual(told, { ...wanted, neededPerSecond: 1 });
  assert.ok(body.returned > 0 && body.joins.perSecond > 0 && body.commit_ms > 0);
  assert.equal(await rowsOf(rig), before);
  const few = await app.post(`${path}/rehearse`, { token, body: { people: 50 } });
  assert.deepEqual([few.body.units, few.body.sold, few.body.wrong], [50, 45, []]);
  for (const wrong of [9, 20_001, 'many']) {
    const odd = await app.post(`${path}/rehearse`, { token, body: { people: wrong } });
    assert.deepEqual([odd.status, odd.body.code], [422, 'validation-failed']);
  }
  const { rows } = await sql.query(
    `select action || ' ' || outcome as said from ops.audit where target = $1 order by seq`,
    [saleId],
  );
  const said = rows.map((row) => row.said);
  assert.ok(said.includes('flash.rehearse asked') && said.includes('flash.rehearse done'));

  // Not while somebody else rehearses, nor while people wait for the start.
  const other = await sql.connect();
  await other.query('begin');
  await other.query('select pg_advisory_xact_lock(5170021)');
  const busy = await app.post(`${path}/rehearse`, { token, body: {} });
  await other.query('rollback');
  other.release();
  assert.deepEqual([busy.status, busy.body.code], [409, 'rehearsal-running']);
  const warm = await app.post(`${path}/prewarm`, { token });
  assert.deepEqual([warm.status, warm.body.ready], [200, true], JSON.stringify(warm.body));
  assert.ok(warm.body.warmed.includes('draw'));
  await desk.act(saleId, 'pre-queue');
  await desk.act(saleId, 'start');
  const late = await app.post(`${path}/rehearse`, { token, body: {} });
  assert.deepEqual([late.status, late.body.code], [409, 'sale-state']);
  await desk.act(saleId, 'end');
});

test('operators see what is held at once; what they say everybody in the line reads', async () => {
  const { app, shop, sql } = rig;
  const desk = deskOf(rig);
  const token = shop.adminToken;
  const { variantId } = await shop.product({ stock: 5 });
  const saleId = await desk.announced({ items: [{ variantId, quantity: 3 }] });
  const path = `/admin/flash-sales/${saleId}`;
  await desk.act(saleId, 'pre-queue');
  const buyer = await join(rig, saleId, await person(rig));
  await desk.act(saleId, 'start');
  await markWhen(rig, saleId, (mark) => mark.released === 1);
  const { body, headers } = await desk.read(saleId);
  assert.deepEqual([body.held, body.message], [0, null]);
  const claimed = await claim(rig, saleId, { by: buyer, variantId });
  assert.equal(claimed.status, 200, JSON.stringify(claimed.body));
  // As a browser asks that has seen it before.
  const known = { 'if-none-match': String(headers['etag']) };
  const again = await app.get(path, { token, headers: known });
  assert.deepEqual([again.status, again.body?.held], [200, 1]);
  const fresh = { 'if-none-match': String(again.headers['etag']) };
  const same = await app.get(path, { token, headers: fresh });
  assert.equal(same.status, 304, 'what has not changed is not sent again');

  const text = 'The second parcel is late <b>& on its way</b>.';
  const said = await desk.act(saleId, 'message', { text: `  ${text} ` });
  assert.deepEqual([said.status, said.body.message?.text], [200, text], JSON.stringify(said.body));
  const mark = await markWhen(rig, saleId, (one) => one.message !== null);
  assert.deepEqual(mark.message, said.body.message);
  for (const odd of ['x'.repeat(281), 'two\nlines', 'a\u0000b', 7]) {
    const refused = await desk.act(saleId, 'message', { text: odd });
    assert.ok(refused.status === 422 || refused.status === 400, `${refused.status} for ${odd}`);
  }
  const stale = await app.post(`${path}/message`, {
    token,
    headers: { 'if-match': '"1"' },
    body: { text },
  });
  assert.equal(stale.status, 412);
  const { rows } = await sql.query(
    `select detail from ops.audit where target = $1 and action = 'flash.message'
     and outcome = 'asked' order by seq limit 1`,
    [saleId],
  );
  assert.equal(JSON.parse(rows[0].detail).message, text, 'the log knows what was said');
  await desk.act(saleId, 'message', { text: ' ' });
  await markWhen(rig, saleId, (one) => one.message === null);
  await desk.act(saleId, 'end');
});
