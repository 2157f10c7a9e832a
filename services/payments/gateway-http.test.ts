import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Failure, OutcomeUnknown } from '#kernel/core/error.ts';
import { startPeer, type Fault, type Peer } from '../../test/peer.ts';
import { gatewayHttp, jsonObjectOf, type Http } from './gateway-http.ts';
import { notDone } from './gateway.ts';

let peer: Peer;
let http: Http;

before(async () => {
  peer = await startPeer({
    operation: () => 'any',
    key: () => undefined,
    act: () => ({ status: 200, body: { fine: true } }),
  });
  http = gatewayHttp({ gateway: 'test', connections: 2, timeout_ms: 20_000 });
});
after(() => peer.stop());

const ask = (url = peer.url) => http({ url, method: 'GET', headers: {} });

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  return undefined;
}

test('a good reply comes with its status, headers and text', async () => {
  const reply = await ask();
  assert.deepEqual([reply.status, jsonObjectOf('test', reply)], [200, { fine: true }]);
});

for (const [fault, reply] of [
  ['redirect', 'a redirect'],
  ['huge-after', 'too large'],
  ['html-after', 'not JSON'],
] as const satisfies readonly (readonly [Fault, string])[]) {
  test(`${fault}: refused, and what the gateway did is not known`, async () => {
    peer.fail('any', fault);
    const error = await failureOf(ask());
    assert.ok(error instanceof OutcomeUnknown, String(error));
    assert.equal(error.detail['reply'], reply);
    assert.equal(peer.elsewhere(), 0);
  });
}

test('half a reply is malformed, and no answer', async () => {
  peer.fail('any', 'malformed-after');
  const reply = await ask();
  assert.throws(() => jsonObjectOf('test', reply), OutcomeUnknown);
  for (const text of ['[]', 'null', '1', '']) {
    assert.throws(() => jsonObjectOf('test', { ...reply, text }), OutcomeUnknown);
  }
});

test('a TLS handshake that fails sent nothing', async () => {
  const error = await failureOf(ask(peer.url.replace('http:', 'https:')));
  assert.ok(error instanceof Failure && notDone(error), String(error));
});
