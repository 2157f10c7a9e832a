/**
 * The shop without a network: what a page is made of comes from the cache, and a page that cannot
 * be reached is answered by the offline page. Prices and stock are never kept here.
 */
interface Waiting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Waiting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Worker {
  addEventListener(name: 'install' | 'activate', run: (event: Waiting) => void): void;
  addEventListener(name: 'fetch', run: (event: Fetching) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
}

const worker = globalThis as unknown as Worker;
const shelf = 'trueshelf-1';
const kept_max = 120;

worker.addEventListener('install', (event) => {
  event.waitUntil(prepare().then(() => worker.skipWaiting()));
});
worker.addEventListener('activate', (event) => {
  event.waitUntil(worker.clients.claim());
});
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (url.pathname.startsWith('/assets/')) event.respondWith(fromShelf(request));
  else if (request.mode === 'navigate') event.respondWith(online(request));
});

/** The offline page and what it needs, so that it looks like the shop. */
async function prepare(): Promise<void> {
  const cache = await caches.open(shelf);
  const reply = await fetch('/offline', { cache: 'reload' });
  if (!reply.ok) throw new Error(`the offline page answered ${reply.status}`);
  const html = await reply.clone().text();
  await cache.put('/offline', reply);
  const parts = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(
    ([, path]) => path ?? '',
  );
  await cache.addAll([...new Set(parts)]);
}

async function fromShelf(request: Request): Promise<Response> {
  const cache = await caches.open(shelf);
  const known = await cache.match(request);
  if (known !== undefined) return known;
  const reply = await fetch(request);
  if (reply.ok) {
    await cache.put(request, reply.clone());
    const keys = await cache.keys();
    // Names carry a digest of their content, so the oldest are the ones no page asks for.
    for (const old of keys.slice(0, Math.max(0, keys.length - kept_max))) {
      if (new URL(old.url).pathname.startsWith('/assets/')) await cache.delete(old);
    }
  }
  return reply;
}

/** The waiting room is the same for everybody, and says what it can without a network. */
const room = /\/sale\/[a-z0-9_]+\/queue$/;

async function online(request: Request): Promise<Response> {
  const isRoom = room.test(new URL(request.url).pathname);
  try {
    const reply = await fetch(request);
    if (isRoom && reply.ok) await (await caches.open(shelf)).put(request, reply.clone());
    return reply;
  } catch (error) {
    // Pages that keep themselves (events/keep-page.ts): tickets, and the door of an event.
    const kept = await caches.match(request, { ignoreSearch: true, ignoreVary: true });
    if (kept !== undefined) return kept;
    const offline = await caches.match('/offline');
    if (offline === undefined) throw error;
    return offline;
  }
}
