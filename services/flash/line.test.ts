// A sale from its plan to its end, over HTTP: who stands where, who may claim, and that nothing
// is sold twice.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { newId } from '#kernel/core/id.ts';
import { openShop, startApp } from '../../test/app.ts';
import { hashOfSeed, lineOf } from './model-line.ts';
import { placeOf } from './model-watermark.ts';
import {
  claim,
  deskOf,
  join,
  markOf,
  markWhen,
  person,
  planOf,
  until,
  type Person,
  type Rig,
} from '../../test/sale.ts';

let rig: Rig;

before(async () => {
  const app = await startApp();
  const shop = await openShop(app);
  const sql = new pg.Pool({ connectionString: app.databaseUrl });
  rig = { app, shop, sql };
});

after(async () => {
  await rig?.sql.end();
  await rig?.app.stop();
});

const people = (count: number) => Promise.all(Array.from({ length: count }, () => person(rig)));
const codes = (body: { errors: { pointer: string; code: string }[] }) =>
  body.errors.map(({ pointer, code }) => `${pointer} ${code}`);

test('a plan that makes no sense is refused with the reason; nothing moves', async () => {
  const { app, shop } = rig;
  const desk = deskOf(rig);
  const { variantId } = await shop.product({ stock: 5 });
  const items = [{ variantId, quantity: 3 }];
  const past = new Date(Date.now() - 1_000).toISOString();
  const late = await desk.create({ items, plan: { startsAt: past } });
  assert.equal(late.status, 422);
  assert.deepEqual(codes(late.body), ['/startsAt in-the-past', '/preQueueAt after-start']);
  const dear = await desk.create({ items: [{ variantId, quantity: 3, price: 21 }] });
  assert.deepEqual(codes(dear.body), ['/items/0/price above-base']);
  const none = await desk.create({ items: [{ variantId: newId('var'), quantity: 3 }] });
  assert.deepEqual(codes(none.body), ['/items/0/variantId not-sold']);
  const minus = await desk.create({ items: [{ variantId, quantity: -1 }] });
  assert.deepEqual([minus.status, minus.body.code], [422, 'validation-failed']);
  const much = await desk.create({ items: [{ variantId, quantity: 6 }] });
  assert.equal(much.status, 201, 'a plan may hope for more');
  const short = await desk.act(much.body.saleId, 'announce');
  assert.deepEqual([short.status, short.body.code], [409, 'stock-too-low']);
  assert.deepEqual(short.body.items, [{ variantId, requested: 6, available: 5 }]);
  assert.equal((await desk.read(much.body.saleId)).body.state, 'DRAFT');
  const headers = { 'if-match': '"1"' };
  const path = `/admin/flash-sales/${much.body.saleId}`;
  const token = shop.adminToken;
  const stale = await app.send('PUT', path, { token, headers, body: planOf({ items }) });
  assert.equal(stale.status, 412);
  const now = { 'if-match': String((await desk.read(much.body.saleId)).headers['etag']) };
  const less = await app.send('PUT', path, { token, headers: now, body: planOf({ items }) });
  assert.deepEqual([less.status, less.body.allocation], [200, 3]);
  assert.equal((await desk.act(much.body.saleId, 'announce')).body.state, 'ANNOUNCED');
  const twice = await desk.create({ items: [{ variantId, quantity: 1 }] });
  const other = await desk.act(twice.body.saleId, 'announce');
  assert.deepEqual([other.status, other.body.code], [409, 'sale-item-taken']);
  assert.equal(other.body.saleId, much.body.saleId);
  assert.equal((await desk.act(much.body.saleId, 'resume')).body.code, 'sale-state');
  const none2 = await app.post(`${path}/end`, { token });
  assert.equal(none2.status, 428);
  await desk.act(much.body.saleId, 'end');
  await until('the units are back', async () => {
    const { body } = await app.get(`/seller/inventory?variantId=${variantId}`, {
      token: shop.sellerToken,
    });
    return body.data[0].available === 5 ? true : undefined;
  });
  const { rows } = await rig.sql.query(
    `select action, outcome from ops.audit where target = $1 order by seq`,
    [much.body.saleId],
  );
  const told = rows.map(({ action, outcome }) => `${action} ${outcome}`);
  assert.deepEqual(told.slice(-2), ['flash.end asked', 'flash.end done']);
  assert.ok(told.includes('flash.announce refused'));
});

test('the line is drawn, people are let in by rank, and every cheat is refused', async () => {
  const { app, shop } = rig;
  const desk = deskOf(rig);
  const { variantId } = await shop.product({ stock: 10 });
  const saleId = await desk.announced({
    items: [{ variantId, quantity: 4 }],
    plan: { ratePerMinute: 1, claimSeconds: 3_600 },
  });
  const hidden = await desk.create({ items: [{ variantId, quantity: 1 }] });
  assert.equal((await app.get(`/flash-sales/${hidden.body.saleId}`)).status, 404, 'a draft');
  const early = await person(rig);
  const closed = await app.post(`/flash-sales/${saleId}/join`, { token: early.token });
  assert.deepEqual([closed.status, closed.body.code], [409, 'sale-closed']);
  await desk.act(saleId, 'pre-queue');
  const unknown = await shop.shopper();
  const nobody = await app.post(`/flash-sales/${saleId}/join`, { token: unknown.token });
  assert.deepEqual([nobody.status, nobody.body.code], [403, 'sale-identity-needed']);
  const crowd = await people(8);
  await Promise.all(crowd.map((one) => join(rig, saleId, one)));
  assert.deepEqual(crowd.map((one) => one.number).sort(), [0, 1, 2, 3, 4, 5, 6, 7]);
  const [first] = crowd as [Person];
  const before = await app.get(`/flash-sales/${saleId}/place`, { token: first.token });
  assert.deepEqual(before.body.place, { phase: 'before-draw' });
  assert.equal(before.body.ticket, first.ticket, 'the place survives a new device');
  assert.equal((await join(rig, saleId, { ...first })).number, first.number, 'one ticket each');
  const { seedHash } = await markOf(rig, saleId);
  assert.equal((await claim(rig, saleId, { by: first, variantId })).body.code, 'sale-closed');
  await desk.act(saleId, 'start');
  const mark = await markWhen(rig, saleId, (one) => one.state === 'RUNNING');
  assert.equal(hashOfSeed(mark.draw.seed), seedHash, 'the seed is the one that was promised');
  assert.equal(mark.draw.people, 8);
  const late = await join(rig, saleId, early);
  assert.equal(late.number, 8);
  const line = lineOf({ saleId, seed: mark.draw.seed, drawn: 8 });
  const byRank = crowd.toSorted((a, b) => line.rankOf(a.number) - line.rankOf(b.number));
  assert.equal(line.rankOf(late.number), 8, 'who is late stands behind');
  await desk.act(saleId, 'rate', { ratePerMinute: 100_000 });
  await markWhen(rig, saleId, (one) => one.released === 4);
  const [one, two, three, four, five] = byRank as [Person, Person, Person, Person, Person];
  await refuseCheats(saleId, variantId, { one, five });
  const tokens = await Promise.all(
    [one, one, two, three, four].map((by) => claim(rig, saleId, { by, variantId })),
  );
  for (const answer of tokens) assert.equal(answer.status, 200, JSON.stringify(answer.body));
  assert.equal(tokens[0]?.body.tokenId, tokens[1]?.body.tokenId, 'a repeat has the same');
  assert.equal(new Set(tokens.map((answer) => answer.body.tokenId)).size, 4);
  assert.equal(tokens[0]?.body.price, 10);
  const out = await markWhen(rig, saleId, (seen) => seen.state === 'SOLD_OUT');
  assert.deepEqual([out.held, out.sold, out.released], [4, 0, 4]);
  assert.deepEqual(placeOf(out, late.number), {
    phase: 'sold-out',
    rank: 8,
    ahead: 4,
    mayReturn: 4,
  });
  const gone = await app.send('DELETE', `/flash-sales/${saleId}/token`, { token: two.token });
  assert.equal(gone.status, 204);
  await markWhen(rig, saleId, (seen) => seen.released === 5);
  assert.equal((await claim(rig, saleId, { by: five, variantId })).status, 200, 'the next one');
  const again = await claim(rig, saleId, { by: two, variantId });
  assert.equal(again.body.state, 'RETURNED', 'a ticket claims once');
});

test('a sale begins at the least of its pace, however long its line was open', async () => {
  const desk = deskOf(rig);
  const { variantId } = await rig.shop.product({ stock: 20 });
  // Eight a second: one in the first of its ticks, where all of the pace lets eight in.
  const plan = { ratePerMinute: 480 };
  const saleId = await desk.announced({ items: [{ variantId, quantity: 20 }], plan });
  await desk.act(saleId, 'pre-queue');
  for (const one of await people(12)) await join(rig, saleId, one);
  await markWhen(rig, saleId, (mark) => mark.tickets === 12);
  // Ticks in which nobody claims, so that nothing takes long.
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  await desk.act(saleId, 'start');
  const first = await markWhen(rig, saleId, (mark) => mark.released > 0);
  assert.ok(first.released <= 3, `${first.released} were let in at once`);
  await markWhen(rig, saleId, (mark) => mark.released === 12);
});

test('units that come back after all were out are offered at the pace there was', async () => {
  const desk = deskOf(rig);
  const { variantId } = await rig.shop.product({ stock: 12 });
  const plan = { ratePerMinute: 480 };
  const saleId = await desk.announced({ items: [{ variantId, quantity: 12 }], plan });
  await desk.act(saleId, 'pre-queue');
  const crowd = await people(24);
  for (const one of crowd) await join(rig, saleId, one);
  await markWhen(rig, saleId, (mark) => mark.tickets === 24);
  await desk.act(saleId, 'start');
  const { draw } = await markWhen(rig, saleId, (mark) => mark.released === 12);
  const line = lineOf({ saleId, seed: draw.seed, drawn: 24 });
  const first = crowd.filter((one) => line.rankOf(one.number) < 12);
  await Promise.all(first.map((by) => claim(rig, saleId, { by, variantId })));
  await markWhen(rig, saleId, (mark) => mark.state === 'SOLD_OUT');
  await rig.sql.query('update flash.token set expires_at = now() where sale_id = $1', [saleId]);
  const next = await markWhen(rig, saleId, (mark) => mark.released > 12);
  assert.ok(next.released >= 14, `${next.released - 12} of twelve units were offered`);
});

/** Tickets that are another's, made up, or of another sale; and what a sale does not sell. */
async function refuseCheats(
  saleId: string,
  variantId: string,
  { one, five }: { one: Person; five: Person },
): Promise<void> {
  const refused = async (of: Parameters<typeof claim>[2]) => {
    const answer = await claim(rig, saleId, of);
    return `${answer.status} ${answer.body.code} ${answer.body.reason ?? answer.body.ahead ?? ''}`;
  };
  assert.equal(await refused({ by: five, variantId }), '409 sale-not-yet 0');
  const foreign = { by: five, variantId, ticket: one.ticket };
  assert.equal(await refused(foreign), '403 ticket-not-valid other-person');
  const forged = { by: five, variantId, ticket: five.ticket.replace(/.$/, 'A') };
  forged.ticket = five.ticket.replace(`.${five.number}.`, `.${one.number}.`);
  assert.equal(await refused(forged), '403 ticket-not-valid forged');
  const elsewhere = { by: five, variantId, ticket: five.ticket.replace(saleId, newId('sale')) };
  assert.equal(await refused(elsewhere), '403 ticket-not-valid other-sale');
  assert.match(await refused({ by: one, variantId: newId('var') }), /404 sale-item-not-found/);
  assert.match(await refused({ by: one, variantId, quantity: 2 }), /409 sale-quantity-limit/);
}

test('the watermark is one document for all, from memory, and fit for a cache', async () => {
  const { app, shop } = rig;
  const desk = deskOf(rig);
  const { variantId } = await shop.product({ stock: 2 });
  const saleId = await desk.announced({ items: [{ variantId, quantity: 2 }] });
  const first = await app.get(`/flash-sales/${saleId}/watermark`);
  assert.equal(first.status, 200);
  assert.match(String(first.headers['cache-control']), /public, max-age=1/);
  assert.equal(first.headers['set-cookie'], undefined);
  const same = await app.get(`/flash-sales/${saleId}/watermark`, {
    headers: { 'if-none-match': String(first.headers['etag']) },
  });
  assert.equal(same.status, 304);
  assert.equal(first.body.draw, null, 'the seed is a secret before the draw');
  const before = await app.get(`/flash-sales/${saleId}/fairness`);
  assert.deepEqual([before.body.seed, before.body.people], [null, null]);
  assert.equal((await app.get(`/flash-sales/${newId('sale')}/watermark`)).status, 404);
  const list = await app.get('/flash-sales');
  assert.ok(list.body.data.some((one: { saleId: string }) => one.saleId === saleId));
  const response = await fetch(`${app.url}/api/v1/flash-sales/${saleId}/events`);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let heard = '';
  while (!heard.includes('event: watermark\n')) heard += (await reader?.read())?.value ?? '';
  await reader?.cancel();
  await desk.act(saleId, 'end');
});

test('thirty people and one unit: one has it, the others are told to wait', async () => {
  const { shop, app } = rig;
  const desk = deskOf(rig);
  const { variantId } = await shop.product({ stock: 1 });
  const saleId = await desk.announced({ items: [{ variantId, quantity: 1 }] });
  await desk.act(saleId, 'pre-queue');
  const crowd = await people(30);
  await Promise.all(crowd.map((one) => join(rig, saleId, one)));
  await desk.act(saleId, 'start');
  await markWhen(rig, saleId, (one) => one.released === 1);
  const race = () => Promise.all(crowd.map((by) => claim(rig, saleId, { by, variantId })));
  for (const answers of [await race(), await race()]) {
    const told = answers.map(({ status, body }) => (status === 200 ? 'token' : body.code));
    assert.equal(told.filter((one) => one === 'token').length, 1);
    assert.ok(
      told.every((one) => /token|sale-not-yet/.test(one)),
      told.join(' '),
    );
  }
  await desk.act(saleId, 'pause').catch(() => undefined);
  assert.equal((await app.get(`/flash-sales/${saleId}`)).body.held, 1);
});

test('people join and claim after the database has taken statistics of the line', async () => {
  const desk = deskOf(rig);
  const { variantId } = await rig.shop.product({ stock: 4 });
  const saleId = await desk.announced({ items: [{ variantId, quantity: 2 }] });
  await desk.act(saleId, 'pre-queue');
  const [first, second] = (await people(2)) as [Person, Person];
  await join(rig, saleId, first);
  await rig.sql.query('vacuum (analyze) flash.line');
  await join(rig, saleId, second);
  await desk.act(saleId, 'start');
  await markWhen(rig, saleId, (mark) => mark.released === 2);
  assert.equal((await claim(rig, saleId, { by: first, variantId })).status, 200);
  await rig.sql.query('vacuum (analyze) flash.line');
  assert.equal((await claim(rig, saleId, { by: second, variantId })).status, 200);
});
