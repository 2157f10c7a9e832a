import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { ApiProblem } from './problem.ts';
import { addressOf, apiClient, newKey, type ClientOptions } from './request.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let origin: string;
let answers: Answer[] = [];
let asked: { url: string; headers: IncomingMessage['headers'] }[] = [];

before(async () => {
  server = createServer((request, response) => {
    asked.push({ url: request.url ?? '', headers: request.headers });
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    answer?.(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

const json =
  (status: number, body: object, type = 'application/json'): Answer =>
  (_request, response) => {
    const headers = { 'content-type': type, 'x-request-id': 'req_1', 'retry-after': '7' };
    response.writeHead(status, headers);
    response.end(JSON.stringify(body));
  };
const hangUp: Answer = (request) => request.socket.destroy();

function client(more: Partial<ClientOptions> = {}, ...script: Answer[]) {
  answers = script;
  asked = [];
  const send = (url: string, init: RequestInit) => fetch(url, init);
  return apiClient({ origin, fetch: send, sleep: async () => undefined, ...more });
}

const cart = { cartId: null, items: [] };

test('addresses: parameters are encoded, empty members left out, lists repeated', () => {
  const call = {
    params: { itemId: 'a/b' },
    query: { brand: ['x', 'y'], none: undefined, empty: '', zero: 0, 'attr.case size': '40 mm' },
  };
  const address = addressOf({ path: '/cart/items/{itemId}', call });
  const query = 'brand=x&brand=y&zero=0&attr.case+size=40+mm';
  assert.equal(address, `/api/v1/cart/items/a%2Fb?${query}`);
});

test('a problem document becomes an error with its code, fields and time to wait', async () => {
  const errors = [{ pointer: '/email', code: 'format', detail: 'no @' }];
  const body = { code: 'validation-failed', status: 422, title: 'No', detail: '', errors };
  const api = client({}, json(422, body, 'application/problem+json'));
  const problem = await api.request('GET /cart', {}).catch((error: unknown) => error);
  assert.ok(problem instanceof ApiProblem);
  assert.equal(problem.code, 'validation-failed');
  assert.equal(problem.requestId, 'req_1');
  assert.equal(problem.retryAfter_s, 7);
  assert.equal(problem.field('email')?.code, 'format');
});

test('a reply that is no problem document still tells its status', async () => {
  const api = client({}, (_request, response) => response.writeHead(502).end('<html>'));
  await assert.rejects(api.request('GET /cart', {}), /http-502/);
});

test('a read is repeated when the line breaks', async () => {
  const api = client({}, hangUp, hangUp, json(200, cart));
  assert.deepEqual(await api.request('GET /cart', {}), cart);
  assert.equal(asked.length, 3);
});

test('a write is repeated with its key, and never without one', async () => {
  const body = { productId: 'prod_1', variantId: 'var_1', quantity: 1 };
  const key = newKey();
  const api = client({}, hangUp, json(201, cart));
  await api.request('POST /cart/items', { body, key });
  assert.deepEqual(
    asked.map(({ headers }) => headers['idempotency-key']),
    [key, key],
  );
  const again = client({}, hangUp, json(201, cart));
  await assert.rejects(again.request('POST /cart/items', { body }), /no-reply/);
  assert.equal(asked.length, 1);
});

test('a refusal is not repeated', async () => {
  const api = client({}, json(409, { code: 'stock-too-low', status: 409, title: 'x' }));
  await assert.rejects(api.request('GET /cart', {}), /stock-too-low/);
  assert.equal(asked.length, 1);
});

test('silence ends at the deadline, as an unknown outcome', async () => {
  const api = client({ timeout_ms: 50 }, () => undefined);
  const problem = await api.request('DELETE /cart', {}).catch((error: unknown) => error);
  assert.ok(problem instanceof ApiProblem);
  assert.equal(problem.code, 'no-reply');
  assert.equal(problem.status, 0);
});

test('the deadline is one for all tries', async () => {
  const api = client({ timeout_ms: 60 }, () => undefined);
  await assert.rejects(api.request('GET /cart', {}), /no-reply/);
  assert.equal(asked.length, 1, 'no try begins after it');
});

test('an old token is renewed once, and the request made again', async () => {
  const unknown = json(401, { code: 'not-authenticated', status: 401, title: 'x' });
  const renewed: string[] = [];
  const renew = async (stale: string) => {
    renewed.push(stale);
    return 'new';
  };
  const api = client({ token: async () => 'old', renew }, unknown, json(200, cart));
  await api.request('GET /cart', {});
  assert.deepEqual(renewed, ['old']);
  assert.deepEqual(
    asked.map(({ headers }) => headers.authorization),
    ['Bearer old', 'Bearer new'],
  );
  const over = client({ token: async () => 'old', renew: async () => null }, unknown);
  await assert.rejects(over.request('GET /cart', {}), /not-authenticated/);
});

test('the server’s clock comes along', async () => {
  const { serverTime_ms } = await client({}, json(200, cart)).ask('GET /cart', {});
  assert.ok(Math.abs((serverTime_ms ?? 0) - Date.now()) < 5_000);
});
