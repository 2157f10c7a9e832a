import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { Type } from 'typebox';
import { Failure, OutcomeUnknown } from '#kernel/core/error.ts';
import { refuse } from '#kernel/core/refusal.ts';
import { openDb, type Db, type Sql } from '#kernel/db/db.ts';
import { testDatabase, type TestDatabase } from '#kernel/db/test-database.ts';
import { shieldFor, sweepIdempotency } from '#kernel/http/idempotency.ts';
import { anonymous } from '#kernel/http/principal.ts';
import { reply, route } from '#kernel/http/route.ts';
import { httpServer, type HttpServer } from '#kernel/http/server.ts';
import { claimKeys, finishKeys } from '#kernel/http/store-idempotency.ts';

/** The test server itself has it off. */
const setOn = ' set synchronous_commit = on';
const runs: string[] = [];
let outcome: () => unknown = () => reply(200, { n: 0 });

const pay = route({
  method: 'POST',
  path: '/pay/:payId',
  summary: 'Pay',
  audience: 'public',
  owner: 'none',
  limit: 'checkout',
  idempotency: 'required',
  params: Type.Object({ payId: Type.String() }),
  body: Type.Object({
    token: Type.String(),
    idempotencyKey: Type.Optional(Type.String({ maxLength: 255 })),
  }),
  replies: { 200: Type.Object({ n: Type.Integer() }), 202: Type.Object({ n: Type.Integer() }) },
  errors: ['conflict', 'amount-precision'],
  handle: async (req) => {
    runs.push(req.idempotencyKey ?? '');
    await pause(5);
    return outcome() as { n: number };
  },
});

let database: TestDatabase;
let db: Db;
let counted: Db;
let server: HttpServer;
let url: string;
/** Statements that reached the database, to see the batching. */
let statements = 0;

before(async () => {
  database = await testDatabase([{ name: 'shield' }]);
  db = openDb({ url: database.url, room: 'shield' });
  counted = {
    ...db,
    room: 'shield',
    rows: (text, values) => {
      statements += 1;
      return db.rows(text, values);
    },
    run: (text, values) => {
      statements += 1;
      return db.run(text, values);
    },
  };
  server = httpServer({
    rooms: [{ name: 'shield', routes: [pay], db: counted }],
    port: 0,
    production: false,
    limits: null,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    authenticate: ({ authorization }) =>
      authorization === undefined ? anonymous : { ...anonymous, kind: 'user', id: authorization },
  });
  ({ url } = await server.listen());
});

after(async () => {
  await server.stop();
  await db.close();
  await database.drop();
});

beforeEach(async () => {
  await db.run('delete from idempotency');
  await db.run('delete from idempotency_reply');
  runs.length = 0;
  statements = 0;
  let n = 0;
  outcome = () => reply(200, { n: (n += 1) }, { location: `/orders/${n}` });
});

interface Paid {
  key?: string;
  inBody?: string;
  token?: string;
  path?: string;
  headers?: Record<string, string>;
}

async function send({ key, inBody, token = 'tok', path = '/pay/1', headers = {} }: Paid) {
  const response = await fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(key !== undefined && { 'idempotency-key': key }),
      ...headers,
    },
    body: JSON.stringify({ token, ...(inBody !== undefined && { idempotencyKey: inBody }) }),
  });
  const json = (await response.json()) as Record<string, unknown>;
  return {
    status: response.status,
    json,
    code: json.code,
    replayed: response.headers.get('idempotent-replayed'),
    headers: response.headers,
  };
}

describe('a key', () => {
  it('is required where the route says so, and must be well formed', async () => {
    const none = await send({});
    assert.deepEqual([none.status, none.code], [400, 'idempotency-key-required']);
    const odd = await send({ key: 'a b' });
    assert.deepEqual([odd.status, odd.code], [400, 'malformed-request']);
    assert.equal(runs.length, 0);
  });

  it('replays status, body and location', async () => {
    const first = await send({ key: 'k1' });
    const second = await send({ key: 'k1' });
    assert.deepEqual([first.status, first.json, first.replayed], [200, { n: 1 }, null]);
    assert.deepEqual([second.status, second.json, second.replayed], [200, { n: 1 }, 'true']);
    assert.equal(second.headers.get('location'), '/orders/1');
    assert.equal(second.headers.get('content-type'), 'application/json; charset=utf-8');
    assert.notEqual(first.headers.get('x-request-id'), second.headers.get('x-request-id'));
    assert.deepEqual(runs, ['k1']);
  });

  it('replays cookies: who lost the reply has not got them', async () => {
    const cookies = [{ name: 'cart', value: 'cart_1', maxAge_s: 60 }];
    outcome = () => reply(200, { n: 1 }, { cookies });
    const first = await send({ key: 'with-cookie' });
    const again = await send({ key: 'with-cookie' });
    assert.equal(again.replayed, 'true');
    assert.match(first.headers.get('set-cookie') ?? '', /^cart=cart_1; Max-Age=60;.*HttpOnly/);
    assert.deepEqual(again.headers.getSetCookie(), first.headers.getSetCookie());
    assert.equal(again.headers.get('cache-control'), 'no-store');
  });

  it('may come in the body; the two must not differ', async () => {
    assert.equal((await send({ inBody: 'k2' })).status, 200);
    assert.equal((await send({ key: 'k2' })).replayed, 'true');
    assert.equal((await send({ key: 'k2', inBody: 'k2' })).replayed, 'true');
    const both = await send({ key: 'k2', inBody: 'k3' });
    assert.deepEqual([both.status, both.code], [400, 'idempotency-key-conflict']);
  });

  it('belongs to one request: another body or address is refused', async () => {
    await send({ key: 'k4' });
    for (const other of [{ token: 'other' }, { path: '/pay/2' }]) {
      const reused = await send({ key: 'k4', ...other });
      assert.deepEqual([reused.status, reused.code], [422, 'idempotency-key-reused']);
    }
    assert.equal(runs.length, 1);
  });

  it('belongs to one caller: users, carts and addresses are kept apart', async () => {
    const callers: Record<string, string>[] = [
      { authorization: 'usr_a' },
      { authorization: 'usr_b' },
      { 'x-cart-id': 'cart_a' },
      { 'x-cart-id': 'cart_b' },
      {},
    ];
    for (const headers of callers) assert.equal((await send({ key: 'k', headers })).replayed, null);
    for (const headers of callers) {
      assert.equal((await send({ key: 'k', headers })).replayed, 'true');
    }
    assert.equal(runs.length, callers.length);
  });
});

describe('at the same time', () => {
  it('one runs, the others hear that it does', async () => {
    const all = await Promise.all(Array.from({ length: 30 }, () => send({ key: 'same' })));
    assert.equal(runs.length, 1);
    const fresh = all.filter((one) => one.status === 200 && one.replayed === null);
    assert.equal(fresh.length, 1);
    for (const one of all) {
      if (one.status === 200) continue;
      assert.deepEqual([one.status, one.code], [409, 'request-in-progress']);
      assert.equal(one.headers.get('retry-after'), '1');
    }
  });

  it('nobody waits until a reply is stored but who repeats the request', async () => {
    const locked = Promise.withResolvers<void>();
    const enough = Promise.withResolvers<void>();
    const lock = db.tx(async (tx) => {
      await tx.run('lock table idempotency_reply in share mode');
      locked.resolve();
      await enough.promise;
    });
    await locked.promise;
    const first = await Promise.race([send({ key: 'stored-late' }), pause(2_000)]);
    const again = send({ key: 'stored-late' });
    await pause(100);
    enough.resolve();
    await lock;
    assert.deepEqual([first?.status, first?.json], [200, { n: 1 }]);
    assert.deepEqual([(await again).status, (await again).replayed], [200, 'true']);
    assert.deepEqual(runs, ['stored-late']);
  });

  it('neither a claim nor its end waits for the disk, and nothing else is spared it', async () => {
    const admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
    await admin.query('alter database ' + admin.database + setOn);
    await admin.end();
    const own = openDb({ url: database.url, room: 'shield' });
    const claim = { principal: 'p', route: 'r', key: 'unsynced', requestHash: 'h' };
    const setting = async (sql: Sql) =>
      (await sql.row<{ now: string }>("select current_setting('synchronous_commit') as now"))?.now;
    const token = await own.tx(async (tx) => {
      assert.equal(await setting(tx), 'on');
      const [claimed] = await claimKeys(tx, [claim]);
      assert.equal(await setting(tx), 'off');
      return claimed?.state === 'mine' ? claimed.token : assert.fail('it is free');
    });
    await own.tx(async (tx) => {
      assert.equal(await setting(tx), 'on', 'it was for that transaction alone');
      await finishKeys(tx, [{ claim, token, reply: { status: 200, headers: {}, body: '' } }]);
      assert.equal(await setting(tx), 'off');
    });
    await own.close();
  });

  it('many keys take few statements', async () => {
    const shield = shieldFor(counted);
    const claims = Array.from({ length: 200 }, (_, n) => {
      return { principal: 'p', route: 'r', key: `many-${n}`, requestHash: 'h' };
    });
    const taken = await Promise.all(claims.map((claim) => shield.claim(claim)));
    assert.ok(taken.every((one) => one.state === 'mine'));
    await Promise.all(
      claims.map((claim, n) => {
        const one = taken[n];
        assert.ok(one?.state === 'mine');
        return shield.finish(claim, one.token, { status: 200, headers: {}, body: `${n}` });
      }),
    );
    assert.ok(statements <= 4, `${statements} statements for 400 steps`);
    const again = await Promise.all(claims.map((claim) => shield.claim(claim)));
    again.forEach((one, n) => assert.equal(one.state === 'done' && one.reply.body, `${n}`));
  });
});

describe('what is not final', () => {
  it('is not kept: failures, unknown outcomes, work that goes on, come-agains', async () => {
    const passing: [() => unknown, number][] = [
      [() => Promise.reject(new Error('a bug')), 500],
      [() => Promise.reject(new OutcomeUnknown()), 503],
      [() => Promise.reject(new Failure('overloaded')), 503],
      [() => reply(202, { n: 1 }), 202],
    ];
    for (const [next, status] of passing) {
      const key = `p${status}${runs.length}`;
      outcome = next;
      assert.equal((await send({ key })).status, status);
      outcome = () => reply(200, { n: 9 });
      const again = await send({ key });
      assert.deepEqual([again.status, again.replayed], [200, null]);
    }
  });

  it('does not include refusals: they are replayed', async () => {
    outcome = () => refuse('conflict', { why: 'declined' });
    const first = await send({ key: 'no' });
    const second = await send({ key: 'no' });
    assert.deepEqual([first.status, second.status, second.replayed], [409, 409, 'true']);
    assert.equal(second.json.why, 'declined');
    assert.match(second.headers.get('content-type') ?? '', /problem\+json/);
  });
});

describe('rows', () => {
  const claim = { principal: 'p', route: 'r', key: 'k', requestHash: 'h' };

  it('whose runner died are taken over once; the dead cannot write', async () => {
    const [first] = await claimKeys(db, [claim]);
    assert.equal(first?.state, 'mine');
    assert.equal((await claimKeys(db, [claim]))[0]?.state, 'running');
    await db.run("update idempotency set started_at = started_at - interval '61 s'");
    const tokens = 'select claim_id::text as token from idempotency';
    const row = await db.row<{ token: string }>(tokens);
    const [other] = await claimKeys(db, [{ ...claim, requestHash: 'x' }]);
    assert.deepEqual(other, { state: 'running', requestHash: 'h' });
    const [second, third] = await claimKeys(db, [claim, claim]);
    assert.deepEqual([second?.state, third?.state], ['mine', 'running']);
    const late = { status: 200, headers: {}, body: 'late' };
    await finishKeys(db, [{ claim, token: row?.token ?? '', reply: late }]);
    assert.equal((await claimKeys(db, [claim]))[0]?.state, 'running');
    assert.ok(second?.state === 'mine');
    await finishKeys(db, [{ claim, token: second.token, reply: { ...late, body: 'right' } }]);
    const [done] = await claimKeys(db, [claim]);
    assert.equal(done?.state === 'done' && done.reply.body, 'right');
  });

  it('are swept when old, with their replies', async () => {
    await db.run(`
      insert into idempotency (principal, route, key, request_hash, started_at)
      select 'p', 'r', 'old-' || n, 'h', now() - interval '8 days' from generate_series(1, 25) n`);
    await db.run(`
      insert into idempotency (principal, route, key, request_hash, started_at)
      values ('p', 'r', 'new', 'h', now() - interval '6 days'), ('p', 'r', 'alive', 'h', now())`);
    await db.run(`
      insert into idempotency_reply (claim_id, status, headers, body)
      select claim_id, 200, '{}', key from idempotency where key <> 'alive' and key <> 'old-7'`);
    assert.equal(await sweepIdempotency(db, { rows_max: 10 }), 25);
    const left = await db.rows<{ key: string; body: string | null }>(
      `select i.key, r.body from idempotency i
       full join idempotency_reply r using (claim_id) order by i.key`,
    );
    assert.deepEqual(left, [
      { key: 'alive', body: null },
      { key: 'new', body: 'new' },
    ]);
  });
});
