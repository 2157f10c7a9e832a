/**
 * Puts a page and what it is made of where the service worker finds it without a network. Only
 * for pages that are the same for everybody: what is somebody's own is not in their document.
 */
const shelf = 'trueshelf-1';
const kept = new Set<string>();

/** `path` with its language. */
export function keepPage(path: string): void {
  if (!('caches' in globalThis) || kept.has(path)) return;
  kept.add(path);
  void keep(path).catch(() => kept.delete(path));
}

async function keep(path: string): Promise<void> {
  const reply = await fetch(path, { headers: { accept: 'text/html' } });
  if (!reply.ok) return;
  const cache = await caches.open(shelf);
  const html = await reply.clone().text();
  await cache.put(path, reply);
  const named = [...html.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, asset]) => asset ?? '');
  const loaded = performance
    .getEntriesByType('resource')
    .map((entry) => new URL(entry.name).pathname)
    .filter((asset) => asset.startsWith('/assets/'));
  for (const asset of new Set([...named, ...loaded])) {
    if ((await cache.match(asset)) === undefined) await cache.add(asset);
  }
}
