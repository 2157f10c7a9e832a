// Tries deploy/nginx with a real nginx: what is kept is asked for once, nobody's name passes, and
// it is served when the shop is gone. `node tools/check-nginx.ts [path of nginx]`; nginx is no part
// of this repository, so this is no test of every run.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createPlain, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const source = join(import.meta.dirname, '..', 'deploy', 'nginx');
const mark = '/api/v1/flash-sales/sale_1/watermark';

interface Seen {
  url: string;
  headers: IncomingMessage['headers'];
}

/** A shop that says what it was asked. */
async function startShop(seen: Seen[]): Promise<{ server: Server; port: number }> {
  const server = createServer((request, response) => {
    const { url = '', headers } = request;
    seen.push({ url, headers });
    const kept = /watermark$|\/queue$|^\/assets\//.test(url);
    response.setHeader('cache-control', kept ? 'public, max-age=1' : 'no-store');
    if (!kept) response.setHeader('set-cookie', 'session=secret');
    response.end(`${url} for ${headers.cookie ?? 'nobody'}`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

async function freePort(): Promise<number> {
  const server = createPlain().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** The files as they are, with ports and folders of this run. */
function configure(folder: string, of: { port: number; shop: number }): string {
  const read = (file: string) => readFileSync(join(source, file), 'utf8');
  const shared = join(folder, 'shared.conf');
  writeFileSync(shared, read('trueshelf-shared.conf'));
  const site = read('trueshelf.conf')
    .replaceAll('/etc/nginx/trueshelf-shared.conf', shared)
    .replace('/var/cache/nginx/trueshelf', join(folder, 'cache'))
    .replace('127.0.0.1:3000', `127.0.0.1:${of.shop}`)
    .replace('listen 80 ', `listen 127.0.0.1:${of.port} `)
    .replace(/^ *listen \[::\]:80 .*\n/m, '');
  writeFileSync(join(folder, 'site.conf'), site);
  const temp = (name: string) => `${name}_temp_path ${join(folder, name)};`;
  const whole = `daemon off; pid ${join(folder, 'pid')}; error_log ${join(folder, 'error.log')};
events { worker_connections 256; }
http { access_log off; ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(temp).join(' ')}
include ${join(folder, 'site.conf')}; }
`;
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, whole);
  return file;
}

async function look(port: number, seen: Seen[], shop: Server): Promise<void> {
  const get = (path: string) =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      headers: { cookie: 'me', authorization: 'Bearer x' },
    });
  const many = await Promise.all(Array.from({ length: 50 }, () => get(mark)));
  assert.deepEqual([...new Set(many.map((one) => one.status))], [200]);
  assert.equal(await many[0]?.text(), `${mark} for nobody`);
  const asked = seen.filter(({ url }) => url === mark);
  assert.ok(asked.length <= 2, `fifty readers, ${asked.length} requests to the shop`);
  assert.equal(asked[0]?.headers.authorization, undefined);
  for (const path of ['/sale/sale_1/queue', '/de/sale/sale_1/queue', '/assets/a.js']) {
    assert.equal((await get(path)).status, 200);
  }
  const own = await get('/api/v1/cart');
  assert.equal(await own.text(), '/api/v1/cart for me', 'what is somebody’s is passed on');
  assert.equal(seen.at(-1)?.headers['x-forwarded-for'], '127.0.0.1');
  for (const path of ['/internal/inventory/hold', '/metrics']) {
    assert.equal((await get(path)).status, 404, path);
  }
  shop.closeAllConnections();
  shop.close();
  await once(shop, 'close');
  // Older than what it may be, and still the best there is.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  for (const path of [mark, '/sale/sale_2/queue', '/de/sale/sale_3/queue', '/assets/a.js']) {
    const answer = await get(path);
    assert.equal(answer.status, 200, `${path} while the shop is down`);
  }
  const away = await get('/api/v1/cart');
  assert.deepEqual([away.status, away.headers.get('retry-after')], [503, '15']);
}

const folder = mkdtempSync(join(tmpdir(), 'trueshelf-nginx-'));
let nginx: ChildProcess | undefined;
try {
  // Its workers are somebody else where it is started by root.
  mkdirSync(join(folder, 'cache'));
  for (const path of [folder, join(folder, 'cache')]) chmodSync(path, 0o777);
  const seen: Seen[] = [];
  const { server, port: shop } = await startShop(seen);
  const port = await freePort();
  const file = configure(folder, { port, shop });
  const binary = process.argv[2] ?? 'nginx';
  nginx = spawn(binary, ['-p', folder, '-c', file], { stdio: 'inherit' });
  const gone = once(nginx, 'exit').then(() => assert.fail('nginx ended'));
  gone.catch(() => undefined);
  await Promise.race([new Promise((resolve) => setTimeout(resolve, 1_000)), gone]);
  await Promise.race([look(port, seen, server), gone]);
  process.stdout.write('deploy/nginx: everything as it says\n');
} finally {
  nginx?.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}
