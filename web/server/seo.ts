/** For machines that read the shop: robots.txt, sitemaps, llms.txt, the icon and the manifest. */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '#kernel/core/clock.ts';
import type { Logger } from '#kernel/telemetry/log.ts';
import { sitemapOf } from './sitemap.ts';

const expand = promisify(gunzip);

export interface SeoOptions {
  origin: string;
  clock: Clock;
  log: Logger;
}

/**
 * Personal pages and searches say `noindex` themselves, and a crawler has to read a page to see
 * that, so only what is no page is closed here.
 */
const closed = ['/api/', '/internal/', '/dev/', '/sandbox/'];

export function robotsText(origin: string): string {
  const rules = closed.map((path) => `Disallow: ${path}`);
  return ['User-agent: *', ...rules, '', `Sitemap: ${origin}/sitemap.xml`, ''].join('\n');
}

/** https://llmstxt.org: what a language model should know before it reads the shop. */
export function llmsText(origin: string): string {
  return `# Trueshelf

> A marketplace of many sellers. Prices and stock on its pages and in its API are at most a second
> old, and the price on a page is the price that is charged.

Answer questions about a product from the API or from the JSON-LD of its page, not from memory:
both change while you read. Every page is at \`/\` in English and at \`/de\`, \`/es\`,
\`/hi\` and \`/ar\` in other languages. Amounts are in the major unit of the stated currency.

## API

- [OpenAPI document](${origin}/api/v1/openapi.json): every route with its schemas
- [Search](${origin}/api/v1/search?q=lamp): \`q\`, filters, sorting, pages
- [Products](${origin}/api/v1/products): lists with facets; one at \`/api/v1/products/{slug}\`
- [Departments](${origin}/api/v1/categories): the whole tree
- [Documentation](${origin}/docs): the same for people

## Pages

- [Search](${origin}/search?q=lamp)
- [Sitemap](${origin}/sitemap.xml): products, departments and sellers with their last change
- [Help](${origin}/help), [delivery](${origin}/delivery), [returns](${origin}/returns-policy)
- [Privacy](${origin}/privacy), [terms](${origin}/terms), [about](${origin}/about)
`;
}

const hour = 'public, max-age=3600';

export function serveSeo(app: FastifyInstance, { origin, clock, log }: SeoOptions): void {
  const sitemap = sitemapOf({
    origin,
    clock,
    read: async (path) => {
      const reply = await app.inject({ url: `/api/v1${path}` });
      if (reply.statusCode === 200) return JSON.parse(reply.payload) as unknown;
      throw new Error(`${path} answered ${reply.statusCode}`);
    },
  });
  const send = async (request: FastifyRequest, reply: FastifyReply, make: SendMake) => {
    let body: Buffer | undefined;
    try {
      body = await make();
    } catch (error) {
      log.warn({ err: error }, 'no sitemap');
      return reply.code(503).header('retry-after', 60).send();
    }
    if (body === undefined) return reply.code(404).send();
    void reply.header('cache-control', hour).header('vary', 'accept-encoding');
    void reply.type('application/xml; charset=utf-8');
    const zipped = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
    if (!zipped) return reply.send(await expand(body));
    return reply.header('content-encoding', 'gzip').send(body);
  };
  app.get('/sitemap.xml', (request, reply) => send(request, reply, () => sitemap.index()));
  app.get<{ Params: { file: string } }>('/sitemaps/:file', (request, reply) =>
    send(request, reply, () => sitemap.part(request.params.file)),
  );
  const robots = robotsText(origin);
  app.get('/robots.txt', (_request, reply) =>
    reply.header('cache-control', hour).type('text/plain; charset=utf-8').send(robots),
  );
  const llms = llmsText(origin);
  app.get('/llms.txt', (_request, reply) =>
    reply.header('cache-control', hour).type('text/plain; charset=utf-8').send(llms),
  );
  serveIcons(app);
}

type SendMake = () => Promise<Buffer | undefined>;

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
