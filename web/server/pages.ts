/**
 * Answers every address that is no route of the API with a page of the storefront: from the page
 * store, or rendered now, with the status that the page has, compressed, and with a policy that
 * runs no script but our files.
 */
import { setTimeout } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { securityHeaders } from '#kernel/http/headers.ts';
import type { Maintenance } from '#kernel/host/maintenance.ts';
import type { Logger } from '#kernel/telemetry/log.ts';
import type { Bundle, Rendered } from '../storefront/rendering.ts';
import { currencies } from '../storefront/i18n/currency.ts';
import { failureDocument, type Failure } from './failure.ts';
import { cookiesOf, insideFetch } from './inside.ts';
import {
  encoded,
  pageOf,
  type Encoding,
  type Page,
  type PageInput,
  type PageStore,
} from './page-cache.ts';
import type { Opened } from './opened.ts';

export interface PagesOptions {
  opened(): Promise<Opened>;
  store: PageStore;
  closed: Maintenance;
  origin: string;
  production: boolean;
  /** Where the payment page loads a gateway's card fields from; null: nowhere. */
  cardScript: string | null;
  /** Hosts besides ours that films of products may come from, by https. */
  mediaHosts: readonly string[];
  log: Logger;
}

/** Addresses of machines: what is not found there is answered by the API's own 404. */
const machines =
  /^\/(?:api|internal|sandbox|dev|docs|health|metrics|images|img|media|assets)(?:\/|$)/;

/** Pages whose content is the visitor's own, in any language. */
const own = /^(?:\/[a-z]{2})?\/cart$/;

const stripeScripts = 'https://js.stripe.com';

/**
 * Where else a page may go, by what the gateway asks for.
 * https://docs.stripe.com/security/guide#content-security-policy
 */
function cardPlaces(script: string | null): { scripts: string; frames: string; calls: string } {
  if (script === null) return { scripts: '', frames: '', calls: '' };
  const { origin } = new URL(script);
  if (origin !== stripeScripts) {
    return { scripts: ` ${origin}`, frames: ` ${origin}`, calls: ` ${origin}` };
  }
  const scripts = ` ${origin} https://*.js.stripe.com`;
  return {
    scripts,
    frames: `${scripts} https://hooks.stripe.com`,
    calls: ' https://api.stripe.com',
  };
}

/** What a page may load. */
export function pagePolicy({ cardScript, mediaHosts }: PolicyOptions): string {
  const { scripts, frames, calls } = cardPlaces(cardScript);
  const films = mediaHosts.map((host) => ` https://${host}`).join('');
  return [
    "default-src 'none'",
    `script-src 'self'${scripts}`,
    "style-src 'self'",
    "img-src 'self' data: blob:",
    `media-src 'self'${films}`,
    "font-src 'self'",
    `connect-src 'self'${calls}`,
    ...(frames === '' ? [] : [`frame-src${frames}`]),
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

type PolicyOptions = Pick<PagesOptions, 'cardScript' | 'mediaHosts'>;

export function pageHeaders(of: PolicyOptions & Pick<PagesOptions, 'production'>) {
  return {
    ...securityHeaders(of.production),
    'content-security-policy': pagePolicy(of),
    'referrer-policy': 'same-origin',
    'permissions-policy': mayUse('camera=()'),
  };
}

const mayUse = (camera: string) => `${camera}, geolocation=(), microphone=(), payment=(self)`;
/** The door of an event reads codes with a camera; no other page may. */
const doors = /^(?:\/[a-z]{2})?\/selling\/events\/evn_\w+\/door$/;

/** More pages being made than this are refused: each holds what it was made of. */
const making_max = 256;
const busy_s = 2;

export function servePages(app: FastifyInstance, options: PagesOptions): void {
  const headers = pageHeaders(options);
  let making = 0;
  const currencies = currenciesIn(app);
  const fail = async (request: FastifyRequest, reply: FastifyReply, why: Failure['why']) => {
    const { assets } = await options.opened();
    const closed = why === 'closed' ? options.closed() : null;
    if (why !== 'broken') void reply.header('retry-after', closed?.retryAfter_s ?? busy_s);
    void reply.code(why === 'broken' ? 500 : 503).header('cache-control', 'no-store');
    const { id: requestId, url } = request;
    const pathname = url.split('?')[0] ?? '/';
    const until = closed?.until ?? null;
    const html = failureDocument({ requestId, assets, why, pathname, until });
    void reply.type('text/html; charset=utf-8').send(html);
  };
  app.route({
    method: ['GET', 'HEAD'],
    url: '/*',
    exposeHeadRoute: false,
    handler: async (request, reply) => {
      const pathname = request.url.split('?')[0] ?? '/';
      if (machines.test(pathname)) {
        reply.callNotFound();
        return reply;
      }
      void reply.headers(headers).header('x-request-id', request.id);
      if (doors.test(pathname)) void reply.header('permissions-policy', mayUse('camera=(self)'));
      if (options.closed() !== null || making >= making_max) {
        await fail(request, reply, options.closed() === null ? 'busy' : 'closed');
        return reply;
      }
      making += 1;
      try {
        await answer(app, { request, reply, pathname, options, currencies });
      } catch (error) {
        options.log.error({ err: error, requestId: request.id }, 'a page could not be rendered');
        await fail(request, reply, 'broken');
      } finally {
        making -= 1;
      }
      return reply;
    },
  });
}

/** What the shop names prices in: asked again after a minute, and known meanwhile. */
export function currenciesIn(app: Pick<FastifyInstance, 'inject'>): Visit['currencies'] {
  let known: readonly string[] = currencies;
  let until_ms = 0;
  const ask = async () => {
    const done = await app.inject({ method: 'GET', url: '/api/v1/currencies' });
    if (done.statusCode !== 200) return;
    const { data } = done.json<{ data: { currency: string; offered: boolean }[] }>();
    const more = data.filter((one) => one.offered).map((one) => one.currency);
    known = [...new Set([...currencies, ...more.toSorted()])];
  };
  let asked: Promise<void> | undefined;
  return async () => {
    const now_ms = performance.now();
    if (now_ms > until_ms) {
      until_ms = now_ms + currenciesFresh_ms;
      const isFirst = asked === undefined;
      asked = ask().catch(() => undefined);
      // Only the first page waits, and not for long: what was known goes on to do.
      if (isFirst)
        await Promise.race([asked, setTimeout(firstCurrencies_ms, undefined, { ref: false })]);
    }
    return known;
  };
}

const currenciesFresh_ms = 60_000;
const firstCurrencies_ms = 1_000;

interface Visit {
  request: FastifyRequest;
  reply: FastifyReply;
  pathname: string;
  options: PagesOptions;
  currencies(): Promise<readonly string[]>;
}

async function answer(app: FastifyInstance, visit: Visit): Promise<void> {
  const { request, reply, pathname, options } = visit;
  const straight = straightened(pathname);
  if (straight !== null) {
    const query = request.url.slice(pathname.length);
    void reply
      .code(308)
      .header('cache-control', 'no-store')
      .redirect(straight + query, 308);
    return;
  }
  const cookies = cookiesOf(request.headers.cookie);
  const currency = /^[A-Z]{3}$/.test(cookies['currency'] ?? '') ? cookies['currency'] : undefined;
  const isOwn = own.test(pathname);
  const { bundle, assets, digest } = await options.opened();
  const make = async (): Promise<PageInput> => {
    let whole = true;
    const rendered = await (bundle as Bundle).render({
      url: request.url,
      origin: options.origin,
      currency,
      currencies: await visit.currencies(),
      fetch: insideFetch(app, {
        ip: request.ip,
        requestId: request.id,
        onTrouble: () => {
          whole = false;
        },
        ...(isOwn ? { cookie: cartCookie(cookies) } : {}),
      }),
      personal: isOwn && ('refresh' in cookies || '__Host-refresh' in cookies),
      requestId: request.id,
      dev: !options.production,
      assets,
      signal: AbortSignal.timeout(20_000),
    });
    if (rendered.error !== undefined) {
      options.log.error({ err: rendered.error, requestId: request.id }, 'a page failed');
    }
    return inputOf(whole ? rendered : { ...rendered, cache: null });
  };
  // Whose page it is must never decide what another sees: what is not shared has no key.
  const { page, hit } = isOwn
    ? { page: pageOf(await make(), 0), hit: false }
    : await options.store.get(`${digest} ${currency ?? ''} ${request.url}`, make);
  await send({ ...visit, page, hit, shared: !isOwn });
}

function inputOf({ status, html, location, retryAfter_s, cache }: Rendered): PageInput {
  const common = { status, html, location: location ?? null, retryAfter_s };
  if (cache === null) return { ...common, tags: [], ttl_ms: null };
  return { ...common, tags: cache.tags, ttl_ms: cache.ttl_s * 1_000 };
}

/** Only the cart is passed on: pages are never made with somebody's session. */
function cartCookie(cookies: Record<string, string>): string | undefined {
  const { cart } = cookies;
  return cart === undefined ? undefined : `cart=${cart}`;
}

/** One address for one page: no slash at the end, no prefix for the usual language. */
function straightened(pathname: string): string | null {
  let path = pathname.replace(/\/{2,}/g, '/');
  if (path.length > 1) path = path.replace(/\/$/, '');
  if (path === '/en' || path.startsWith('/en/')) path = path.slice(3) || '/';
  return path === pathname ? null : path;
}

interface Sending extends Visit {
  page: Page;
  hit: boolean;
  shared: boolean;
}

async function send({ request, reply, page, hit, shared }: Sending): Promise<void> {
  const kept = shared && page.ttl_ms !== null && page.status === 200;
  void reply
    .code(page.status)
    .header('vary', 'accept-encoding, cookie')
    .header('x-cache', hit ? 'hit' : 'miss')
    .header(
      'cache-control',
      // No `stale-while-revalidate`: browsers obey it too, and would show a price of before.
      kept ? 'public, max-age=0, s-maxage=2' : 'private, no-store',
    );
  if (page.retryAfter_s !== null) void reply.header('retry-after', page.retryAfter_s);
  if (page.location !== null) {
    void reply.redirect(page.location, page.status);
    return;
  }
  void reply.type('text/html; charset=utf-8');
  if (page.status === 200) void reply.header('etag', page.etag);
  if (page.status === 200 && request.headers['if-none-match'] === page.etag) {
    void reply.code(304).send();
    return;
  }
  const encoding = encodingFor(request.headers['accept-encoding'], page.ttl_ms !== null);
  const body = await encoded(page, encoding);
  if (encoding !== 'identity') void reply.header('content-encoding', encoding);
  void reply.send(request.method === 'HEAD' ? '' : body);
}

/** Brotli only for pages that are sent more than once: it costs more than it saves for one. */
function encodingFor(accepted: string | string[] | undefined, kept: boolean): Encoding {
  const list = String(accepted ?? '');
  if (kept && /\bbr\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(list)) return 'br';
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(list) ? 'gzip' : 'identity';
}
