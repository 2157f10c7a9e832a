/** robots.txt, the sitemap and its parts, the icon and the manifest of the installed shop. */
import type { FastifyInstance } from 'fastify';
import type { Clock } from '#kernel/core/clock.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { ExtendTools } from '#kernel/host/extend.ts';
import type { Logger } from '#kernel/telemetry/log.ts';
import { catalogCalls } from '#services/catalog/contract.ts';
import { locales, pathIn } from '../storefront/i18n/locale.ts';

export interface SeoOptions {
  origin: string;
  client: ExtendTools['client'];
  clock: Clock;
  log: Logger;
}

/** The sitemap protocol's own limit is 50,000 addresses; five languages stand at each. */
const urlsPerFile_max = 10_000;
const files_max = 200;
const page_max = 500;
const fresh_ms = 3_600_000;

const closed = ['/search', '/cart', '/checkout', '/orders', '/account', '/sign-in', '/api/'];

interface Entry {
  path: string;
  modified?: string;
}

const escapeXml = (text: string) =>
  text.replace(/[<>&'"]/g, (one) => `&#${one.codePointAt(0) ?? 0};`);

const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
const space = 'http://www.sitemaps.org/schemas/sitemap/0.9';

/** One file of addresses, each with its other languages. */
export function sitemap(origin: string, entries: readonly Entry[]): string {
  const at = (path: string) => escapeXml(`${origin}${path}`);
  const urls = entries.map(({ path, modified }) => {
    const others = locales.map(
      (locale) =>
        `<xhtml:link rel="alternate" hreflang="${locale}" href="${at(pathIn(locale, path))}"/>`,
    );
    const when = modified === undefined ? '' : `<lastmod>${escapeXml(modified)}</lastmod>`;
    return `<url><loc>${at(path)}</loc>${when}${others.join('')}</url>`;
  });
  const spaces = `xmlns="${space}" xmlns:xhtml="http://www.w3.org/1999/xhtml"`;
  return `${head}<urlset ${spaces}>${urls.join('')}</urlset>\n`;
}

export function sitemapIndex(origin: string, names: readonly string[]): string {
  const files = names.map((name) => `<sitemap><loc>${escapeXml(origin)}${name}</loc></sitemap>`);
  return `${head}<sitemapindex xmlns="${space}">${files.join('')}</sitemapindex>\n`;
}

interface Maps {
  at: number;
  files: Map<string, string>;
}

export function serveSeo(app: FastifyInstance, options: SeoOptions): void {
  const { origin, clock } = options;
  let making: Promise<Maps> | null = null;
  let kept: Maps | null = null;
  const renew = (): Promise<Maps> => {
    making ??= makeMaps(app, options)
      .then((maps) => (kept = maps))
      .finally(() => {
        making = null;
      });
    return making;
  };
  /** An old one while a new one is made: a large shop takes a while. */
  const maps = async (): Promise<Maps> => {
    if (kept === null) return renew();
    if (clock.monotonic() - kept.at > fresh_ms) {
      renew().catch((error: unknown) => options.log.warn({ err: error }, 'no new sitemap'));
    }
    return kept;
  };
  const robots = [
    'User-agent: *',
    ...closed.flatMap((path) => [`Disallow: ${path}`, `Disallow: /*${path}`]),
    `Sitemap: ${origin}/sitemap.xml`,
    '',
  ].join('\n');
  app.get('/robots.txt', (_request, reply) =>
    reply.header('cache-control', 'public, max-age=3600').type('text/plain').send(robots),
  );
  app.get<{ Params: { file: string } }>('/sitemaps/:file', async (request, reply) => {
    const text = (await maps()).files.get(`/sitemaps/${request.params.file}`);
    if (text === undefined) return reply.code(404).send();
    return reply.header('cache-control', 'public, max-age=3600').type('application/xml').send(text);
  });
  app.get('/sitemap.xml', async (_request, reply) => {
    const names = [...(await maps()).files.keys()];
    const text = sitemapIndex(origin, names);
    return reply.header('cache-control', 'public, max-age=3600').type('application/xml').send(text);
  });
  serveIcons(app);
}

interface TreeNode {
  path: string;
  children: TreeNode[];
}

async function makeMaps(app: FastifyInstance, options: SeoOptions): Promise<Maps> {
  const { origin, clock } = options;
  const files = new Map<string, string>();
  const tree = await app.inject({ url: '/api/v1/categories' });
  const paths = (nodes: readonly TreeNode[]): string[] =>
    nodes.flatMap((node) => [node.path, ...paths(node.children ?? [])]);
  const { categories } = JSON.parse(tree.payload) as { categories: TreeNode[] };
  const departments = paths(categories).map((path) => ({ path: `/c/${path}` }));
  files.set('/sitemaps/departments.xml', sitemap(origin, [{ path: '/' }, ...departments]));
  let entries: Entry[] = [];
  const close = () => {
    if (entries.length === 0) return;
    files.set(`/sitemaps/products-${files.size}.xml`, sitemap(origin, entries));
    entries = [];
  };
  for await (const entry of productEntries(options)) {
    entries.push(entry);
    if (entries.length >= urlsPerFile_max) close();
    if (files.size >= files_max) break;
  }
  close();
  return { at: clock.monotonic(), files };
}

async function* productEntries({ client }: SeoOptions): AsyncGenerator<Entry> {
  const catalog = client(catalogCalls);
  for (let last = ''; ;) {
    const page = await catalog.productsAfter({ productId: last, limit: page_max });
    if (isRefusal(page)) return;
    for (const product of page.products) {
      if (product.visible) yield { path: `/p/${product.slug}` };
    }
    const end = page.products.at(-1);
    if (end === undefined || page.products.length < page_max) return;
    last = end.productId;
  }
}

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"><rect width="28" height="28" ' +
  'rx="6" fill="#0c5a44"/><path fill="#fff" d="M7 9.5h3.5v8.5H7zM12.25 6.5h3.5V18h-3.5' +
  'zM17.5 11.5H21V18h-3.5zM5 19.5h18V21.5H5z"/></svg>';

const manifest = JSON.stringify({
  name: 'Trueshelf',
  short_name: 'Trueshelf',
  start_url: '/',
  display: 'standalone',
  background_color: '#ffffff',
  theme_color: '#0c5a44',
  icons: [{ src: '/favicon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
});

function serveIcons(app: FastifyInstance): void {
  const day = 'public, max-age=86400';
  app.get('/favicon.svg', (_request, reply) =>
    reply.header('cache-control', day).type('image/svg+xml').send(icon),
  );
  // Browsers ask for it even when the page names another.
  app.get('/favicon.ico', (_request, reply) => reply.redirect('/favicon.svg', 308));
  app.get('/manifest.webmanifest', (_request, reply) =>
    reply.header('cache-control', day).type('application/manifest+json').send(manifest),
  );
}
