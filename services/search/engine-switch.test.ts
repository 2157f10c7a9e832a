// When OpenSearch is away, slow, red or behind, the engine in memory answers and says so; when it
// is well again it is asked again. What stands for OpenSearch here is a server that fails on order.
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { memoryEngine } from './engine-memory.ts';
import { openSearchEngine } from './engine-opensearch.ts';
import { switchedEngine } from './engine-switch.ts';
import { typed } from './model.ts';
import { openSearch, type OpenSearch } from './opensearch.ts';
import { engineWorld, question, type EngineWorld } from './test-kit.ts';

let shop: EngineWorld;
let server: Server;
let search: OpenSearch;
const is = { health: 'green', mode: 'well' as 'well' | 'slow' | 'cut' | 'failing', lag_s: 0 };
const told: string[] = [];
let now_ms = 0;
let requests = 0;

before(async () => {
  shop = await engineWorld();
  server = createServer((request, response) => {
    requests += 1;
    if (is.mode === 'slow') return;
    if (is.mode === 'cut') return void request.socket.destroy();
    if (is.mode === 'failing') return void response.writeHead(503).end('{}');
    const health = request.url?.startsWith('/_cluster') === true;
    const found = {
      hits: { total: { value: 1 }, hits: [] },
      aggregations: { total: { doc_count: 1 } },
    };
    const counted = request.url?.includes('_msearch') === true ? { responses: [found] } : found;
    response.end(JSON.stringify(health ? { status: is.health } : counted));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  search = openSearch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
beforeEach(() => {
  Object.assign(is, { health: 'green', mode: 'well', lag_s: 0 });
  told.length = 0;
});
after(async () => {
  await search.close();
  server.closeAllConnections();
  server.close();
  await shop.close();
});

function engine() {
  const { books, lexicon } = shop.tools;
  const main = openSearchEngine({ search, tools: shop.tools, books, lexicon, answer_ms: 1_500 });
  return switchedEngine(
    {
      clock: { monotonic: () => now_ms },
      log: { warn: (_, message) => told.push(message) },
      search,
      lag: async () => is.lag_s,
    },
    main,
    memoryEngine(shop.tools),
  );
}

for (const mode of ['slow', 'cut', 'failing'] as const) {
  test(`${mode}: answered from memory, said once, and asked again when it is well`, async () => {
    const one = engine();
    assert.equal((await one.find(question(shop, 'laptop'))).limited, true, 'not looked at yet');
    await one.look();
    assert.equal((await one.find(question(shop, 'laptop'))).limited, undefined);
    is.mode = mode;
    const limited = await one.find(question(shop, 'laptop'));
    assert.deepEqual([limited.limited, limited.total], [true, 4]);
    const before = requests;
    assert.equal((await one.find(question(shop, 'shoes'))).limited, true);
    assert.equal(requests, before, 'it is not asked again at once');
    const given = typed('lap');
    assert.ok(given);
    assert.equal((await one.suggest(given, 'USD')).limited, true);
    assert.deepEqual(told, ['searches are answered from memory']);
    is.mode = 'well';
    now_ms += 60_000;
    await one.look();
    assert.equal(one.reason(), null);
    assert.equal((await one.find(question(shop, 'laptop'))).limited, undefined);
  });
}

test('red or behind: not asked until it is well again', async () => {
  const one = engine();
  await one.look();
  for (const ill of [{ health: 'red' }, { lag_s: 60 }]) {
    Object.assign(is, ill);
    now_ms += 60_000;
    await one.look();
    assert.match(one.reason() ?? '', /red|behind/);
    assert.equal((await one.find(question(shop, 'laptop'))).limited, true);
    Object.assign(is, { health: 'green', lag_s: 0 });
    now_ms += 60_000;
    await one.look();
    assert.equal((await one.find(question(shop, 'laptop'))).limited, undefined);
  }
});
