// 5,000 requests made from the OpenAPI document, half of them broken on purpose, by every kind
// of caller: none may give a 5xx, a status that the route does not list, or a body that is not a
// problem document where one is due. FUZZ_REQUESTS and FUZZ_SEED make it longer or repeat a run.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { prng } from '#kernel/core/prng.ts';
import { openShop, startApp, type App } from './app.ts';
import { broken, hostileText, valid, type Schema, type Source } from './from-schema.ts';

const REQUESTS = Number(process.env['FUZZ_REQUESTS'] ?? 5_000);
const SEED = process.env['FUZZ_SEED'] ?? 'trueshelf';
const AT_ONCE = 16;

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema: Schema;
}

interface Operation {
  method: string;
  path: string;
  parameters: Parameter[];
  body: Schema | undefined;
  statuses: Set<string>;
}

let app: App;
let operations: Operation[];
let source: Source;
let tokens: (string | undefined)[];
const products: { productId: string; variantId: string }[] = [];

before(async () => {
  app = await startApp({ config: { gatewayTimeout_ms: 300 } });
  const { body: document } = await app.get('/openapi.json');
  source = {
    prng: prng(SEED),
    resolve: (schema) => (schema.$ref ? at(document, schema.$ref) : schema),
    known: {},
  };
  operations = readOperations(document);
  await renew();
});

/** A new shop and shopper: the fuzz logs people out, suspends them and archives their goods. */
async function renew(): Promise<void> {
  const shop = await openShop(app);
  const shopper = await shop.shopper();
  // An attribute that the fuzz made required stands in the way of new products, not of old ones.
  const made = await Promise.allSettled([
    shop.product({ stock: 1_000 }),
    shop.product({ stock: 1 }),
  ]);
  products.push(...made.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
  const { productId = '', variantId = '' } = products.at(-1) ?? {};
  const cart = await app.post('/cart/items', {
    token: shopper.token,
    body: { productId, variantId, quantity: 1 },
  });
  tokens = [undefined, shopper.token, shop.sellerToken, shop.adminToken];
  source.known = {
    prod: products.map((one) => one.productId),
    var: products.map((one) => one.variantId),
    wh: shop.warehouses,
    addr: [shopper.addressId],
    usr: [shopper.userId],
    slr: [shop.sellerId],
    ...(cart.body.cartId ? { cart: [cart.body.cartId] } : {}),
  };
}

after(() => app.stop());

function at(document: unknown, ref: string): Schema {
  const path = ref.slice(2).split('/');
  const step = (value: unknown, key: string) => (value as Record<string, unknown>)[key];
  return path.reduce<unknown>(step, document) as Schema;
}

function readOperations(document: {
  paths: Record<string, Record<string, Record<string, unknown>>>;
}): Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, raw]): Operation[] => {
      const operation = raw as {
        parameters?: (Parameter & Schema)[];
        requestBody?: { content: Record<string, { schema: Schema }> };
        responses: Record<string, unknown>;
      };
      // Streams do not end, and who is logged out gets nowhere.
      if (/\/(events|stream|logout)$/.test(path)) return [];
      const parameters = (operation.parameters ?? []).map(
        (one) => source.resolve(one) as Parameter,
      );
      const body = operation.requestBody?.content['application/json']?.schema;
      const statuses = new Set(Object.keys(operation.responses));
      return [{ method: method.toUpperCase(), path, parameters, body, statuses }];
    }),
  );
}

/** One request, right or broken in one place. */
function compose(operation: Operation) {
  const { prng: chance } = source;
  const wrong = chance.next() < 0.5 ? chance.pick(['path', 'query', 'body', 'body']) : 'nothing';
  let path = operation.path;
  const query = new URLSearchParams();
  for (const parameter of operation.parameters) {
    const made = valid(source, parameter.schema);
    const text = typeof made === 'string' ? made : JSON.stringify(made);
    if (parameter.in === 'path') {
      const value = wrong === 'path' ? hostileText(source).slice(0, 200) || '-' : text;
      path = path.replace(`{${parameter.name}}`, encodeURIComponent(value.toWellFormed()));
    } else if (parameter.in === 'query') {
      if (!parameter.required && chance.next() < 0.6) continue;
      const value = wrong === 'query' ? hostileText(source).slice(0, 1_000) : text;
      query.set(parameter.name, value.toWellFormed());
    }
  }
  if (wrong === 'query' && chance.next() < 0.3) query.set('unknown', '1');
  const made = operation.body && valid(source, operation.body);
  const body = wrong === 'body' && operation.body ? broken(source, made) : made;
  const search = query.size > 0 ? `?${query}` : '';
  const key = chance.next() < 0.9 ? `fuzz-${chance.int(0, 1e9)}` : undefined;
  const ifMatch: Record<string, string> = chance.next() < 0.5 ? { 'if-match': '"1"' } : {};
  return { method: operation.method, path: path + search, body, key, headers: ifMatch };
}

test(`${REQUESTS} requests from the document: no 5xx, no unlisted status`, async () => {
  assert.ok(operations.length > 60, `only ${operations.length} operations`);
  const bad: string[] = [];
  const seen = new Map<number, number>();
  let left = REQUESTS;
  let renewing: Promise<void> | undefined;
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const operation = source.prng.pick(operations);
      const { method, path, ...rest } = compose(operation);
      const token = source.prng.pick(tokens);
      const target = path.startsWith('/api/v1') ? path.slice('/api/v1'.length) : `/${path}`;
      const answer = await app.send(method, target, { ...rest, ...(token ? { token } : {}) });
      seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
      if (answer.status === 401 && token !== undefined && tokens.includes(token)) {
        renewing ??= renew().finally(() => (renewing = undefined));
        await renewing;
      }
      const listed = operation.statuses.has(String(answer.status));
      const problem = answer.status < 400 || typeof answer.body.code === 'string';
      if (answer.status >= 500 || !listed || !problem) {
        const sent = JSON.stringify(rest.body)?.slice(0, 300);
        const got = JSON.stringify(answer.body).slice(0, 300);
        bad.push(`${method} ${path} ${sent} → ${answer.status} ${got}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const counts = [...seen].sort((a, b) => a[0] - b[0]).map(([status, n]) => `${status}: ${n}`);
  process.stdout.write(`${operations.length} operations, ${counts.join(', ')}\n`);
  assert.deepEqual(bad.slice(0, 20), [], `${bad.length} bad answers, seed ${SEED}`);
});
