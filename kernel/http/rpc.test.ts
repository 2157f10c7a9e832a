import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Type } from 'typebox';
import { manualClock, systemClock } from '#kernel/core/clock.ts';
import { currentContext, runWith } from '#kernel/core/context.ts';
import { Failure, OutcomeUnknown } from '#kernel/core/error.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import type { EventEnvelope } from '#kernel/events/event.ts';
import { call, defineCalls, type CallHandlers } from '#kernel/http/contract.ts';
import { anonymous } from '#kernel/http/principal.ts';
import { rpc, type Rpc } from '#kernel/http/rpc.ts';
import { httpServer, type HttpServer } from '#kernel/http/server.ts';
import { sign, skew_ms_max, verifier } from '#kernel/http/signature.ts';

const calls = defineCalls('stock', {
  hold: call({
    input: Type.Object({ units: Type.Integer({ minimum: 1 }) }),
    output: Type.Object({ held: Type.Integer() }),
    refusals: ['conflict'],
    timeout_ms: 20_000,
  }),
  hang: call({ input: Type.Object({}), output: Type.Null(), timeout_ms: 500 }),
  look: call({
    input: Type.Object({ key: Type.String() }),
    output: Type.Integer(),
    timeout_ms: 3_000,
    retry: true,
  }),
  context: call({ input: Type.Object({}), output: Type.Unknown() }),
});

const tries = new Map<string, number>();
const handlers: CallHandlers<typeof calls> = {
  hold: async ({ units }) => {
    if (units === 98) throw new Failure('database-unavailable');
    if (units === 97) throw new TypeError('a bug');
    return units > 5 ? refuse('conflict', { available: 5 }) : { held: units };
  },
  hang: async () => pause(1_500).then(() => null),
  look: async ({ key }) => {
    const count = (tries.get(key) ?? 0) + 1;
    tries.set(key, count);
    if (key === 'slow' && count < 3) await pause(4_000);
    if (key === 'busy' && count < 2) throw new Failure('overloaded');
    return count;
  },
  context: async () => currentContext() ?? null,
};

const secret = 'a secret that only the rooms know';
const silent = { info: () => {}, warn: () => {}, error: () => {} };
const received: [string, EventEnvelope[]][] = [];
let server: HttpServer;
let origin: string;
let remote: Rpc;

before(async () => {
  server = httpServer({
    rooms: [
      {
        name: 'stock',
        calls: { set: calls, handlers },
        events: async (consumer, events) => void received.push([consumer, events]),
      },
    ],
    port: 0,
    production: false,
    log: silent,
    authenticate: () => anonymous,
    internalSecret: secret,
  });
  ({ url: origin } = await server.listen());
  remote = rpc({ clock: systemClock, secret, origins: { stock: origin } });
});
after(async () => {
  await remote.close();
  await server.stop();
});

describe('calls in the same process', () => {
  it('are function calls: no copy, looked up when called', async () => {
    const here = rpc({ clock: systemClock });
    const client = here.client(calls);
    const failed = client.hold({ units: 1 });
    await assert.rejects(failed, { code: 'room-unavailable' });
    const answer = { held: 1 };
    here.provide(calls, { ...handlers, hold: async () => answer });
    assert.equal(await client.hold({ units: 1 }), answer);
    here.withdraw('stock');
    await assert.rejects(client.hold({ units: 1 }), { code: 'room-unavailable' });
    assert.throws(() => here.provide(calls, {}), /does not answer hold/);
  });
});

describe('calls to another process', () => {
  it('give outputs and refusals as values', async () => {
    const client = remote.client(calls);
    assert.deepEqual(await client.hold({ units: 2 }), { held: 2 });
    const refused = await client.hold({ units: 6 });
    assert.ok(isRefusal(refused));
    assert.deepEqual([refused.code, refused.detail], ['conflict', { available: 5 }]);
  });

  it('carry the context', async () => {
    const client = remote.client(calls);
    const context = { correlationId: 'corr_1', sagaId: 'saga_1', lamport: 7 };
    assert.deepEqual(await runWith(context, () => client.context({})), context);
  });

  it('validate on the other side', async () => {
    await assert.rejects(remote.client(calls).hold({ units: 0 }), { code: 'validation-failed' });
  });

  it('give failures by code, bugs without words, lost replies as unknown', async () => {
    const client = remote.client(calls);
    await assert.rejects(client.hold({ units: 98 }), { code: 'database-unavailable' });
    await assert.rejects(client.hold({ units: 97 }), { code: 'internal-error' });
    await assert.rejects(client.hang({}), (error) => error instanceof OutcomeUnknown);
  });

  it('are sent again only where the call allows it', async () => {
    const client = remote.client(calls);
    assert.equal(await client.look({ key: 'busy' }), 2);
    assert.equal(await client.look({ key: 'slow' }), 3);
  });

  it('fail as unavailable where nobody listens, and at once when that goes on', async () => {
    const nobody = rpc({ clock: systemClock, secret, origins: { stock: 'http://127.0.0.1:9' } });
    const client = nobody.client(calls);
    for (let i = 0; i < 12; i += 1) {
      await assert.rejects(client.hold({ units: 1 }), { code: 'room-unavailable' });
    }
    // The quickest of some: a busy machine stops now and then.
    let least_ms = Infinity;
    for (let i = 0; i < 10; i += 1) {
      const started_ms = performance.now();
      await assert.rejects(client.hold({ units: 1 }), { code: 'room-unavailable' });
      least_ms = Math.min(least_ms, performance.now() - started_ms);
    }
    assert.ok(least_ms < 40, 'the breaker is open');
    await nobody.close();
  });

  it('deliver events', async () => {
    const event = { eventId: 'evt_1' } as unknown as EventEnvelope;
    await remote.deliver('stock', 'stock.copy', [event]);
    assert.deepEqual(received, [['stock.copy', [event]]]);
  });
});

describe('the internal door', () => {
  const path = '/internal/stock/hold';
  const body = JSON.stringify({ input: { units: 1 } });
  const post = async (headers: Record<string, string>, sent = body, at = path) => {
    const type = { 'content-type': 'application/json' };
    const init = { method: 'POST', body: sent, headers: { ...type, ...headers } };
    return (await fetch(origin + at, init)).status;
  };
  const signed = (now_ms = Date.now(), key = secret) =>
    sign(key, { method: 'POST', path, body }, now_ms);

  it('is not there without a good signature', async () => {
    assert.equal(await post(signed()), 200);
    assert.equal(await post({}), 404);
    assert.equal(await post({}, body, '/internal/stock/nothing'), 404);
    assert.equal(await post(signed(Date.now(), 'another secret')), 404);
    assert.equal(await post(signed(), body.replace('1', '2')), 404);
    assert.equal(await post(signed(), body, '/internal/stock/look'), 404);
    assert.equal(await post(signed(Date.now() - skew_ms_max - 1_000)), 404);
    assert.equal(await post(signed(Date.now() + skew_ms_max + 1_000)), 404);
    assert.equal(await post({ ...signed(), 'x-trueshelf-signature': 'short' }), 404);
  });

  it('lets each signed call in once', async () => {
    const headers = signed();
    assert.deepEqual([await post(headers), await post(headers)], [200, 404]);
  });

  it('remembers a nonce for as long as its time is good', async () => {
    const clock = manualClock(1_700_000_000_000);
    const { accepts } = verifier(secret, clock);
    const call = { method: 'POST', path, body };
    const early = sign(secret, call, clock.now() + skew_ms_max);
    assert.ok(accepts(call, early));
    for (let i = 0; i < 8; i += 1) {
      await clock.advance(skew_ms_max / 4);
      assert.ok(accepts(call, sign(secret, call, clock.now())));
      assert.ok(!accepts(call, early));
    }
  });
});

describe('declaring calls', () => {
  it('keeps names that are addresses of their own', () => {
    const one = call({ input: Type.Object({}), output: Type.Null() });
    assert.throws(() => defineCalls('x', { events: one }), /cannot be a call/);
    assert.throws(() => defineCalls('x', { 'a/b': one }), /cannot be a call/);
  });
});
