/**
 * The sitemap: an index of parts by kind, each part made when it is asked for, from one page of
 * the catalogue, and kept compressed. A part of a million products costs no more than any other.
 */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Clock } from '#kernel/core/clock.ts';
import { locale_default, locales, pathIn } from '../storefront/i18n/locale.ts';

const compress = promisify(gzip);

/** The protocol's own limit is 50,000 addresses; five languages stand at each. */
const sellersPerPart = 5_000;
const productsPerPart = 5_000;
const fresh_ms = 600_000;
const partsKept_max = 24;
/** Up to so many parts are read for the index, which then says when each last changed. */
const partsRead_max = 20;

/** Pages that are no data. */
const fixed = ['/', '/about', '/help', '/delivery', '/returns-policy', '/privacy', '/terms'];

export interface Entry {
  path: string;
  lastmod?: string;
}

interface Overview {
  productPages: { cursor: string | null }[];
  categories: { path: string; lastmod: string }[];
  sellers: { slug: string }[];
}

interface ProductPage {
  data: { slug: string; lastmod: string }[];
}

export interface SitemapOptions {
  origin: string;
  clock: Clock;
  /** A GET of the API below /api/v1; throws when it does not answer with 200. */
  read(path: string): Promise<unknown>;
}

export interface Sitemap {
  /** Compressed, like the parts. */
  index(): Promise<Buffer>;
  /** Undefined when there is no such part. */
  part(name: string): Promise<Buffer | undefined>;
}

interface Part {
  body: Buffer;
  lastmod: string | undefined;
  at_ms: number;
}

const escapeXml = (text: string) =>
  text.replace(/[<>&'"]/g, (one) => `&#${one.codePointAt(0) ?? 0};`);

const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
const space = 'http://www.sitemaps.org/schemas/sitemap/0.9';

const when = (lastmod: string | undefined) =>
  lastmod === undefined ? '' : `<lastmod>${escapeXml(lastmod)}</lastmod>`;

/** One part: each address with its other languages, whose pages name each other in their heads. */
export function partXml(origin: string, entries: readonly Entry[]): string {
  const at = (path: string) => escapeXml(`${origin}${path}`);
  const urls = entries.map(({ path, lastmod }) => {
    const link = (lang: string, href: string) =>
      `<xhtml:link rel="alternate" hreflang="${lang}" href="${at(href)}"/>`;
    const others = [
      ...locales.map((locale) => link(locale, pathIn(locale, path))),
      link('x-default', pathIn(locale_default, path)),
    ].join('');
    return `<url><loc>${at(path)}</loc>${when(lastmod)}${others}</url>`;
  });
  const spaces = `xmlns="${space}" xmlns:xhtml="http://www.w3.org/1999/xhtml"`;
  return `${head}<urlset ${spaces}>${urls.join('')}</urlset>\n`;
}

export function indexXml(origin: string, parts: readonly Entry[]): string {
  const files = parts.map(
    ({ path, lastmod }) =>
      `<sitemap><loc>${escapeXml(origin + path)}</loc>${when(lastmod)}</sitemap>`,
  );
  return `${head}<sitemapindex xmlns="${space}">${files.join('')}</sitemapindex>\n`;
}

function newest(entries: readonly Entry[]): string | undefined {
  return entries.reduce<string | undefined>(
    (last, { lastmod }) =>
      lastmod !== undefined && (last === undefined || lastmod > last) ? lastmod : last,
    undefined,
  );
}

export function sitemapOf({ origin, clock, read }: SitemapOptions): Sitemap {
  const parts = new Map<string, Promise<Part | undefined>>();
  let overview: { at_ms: number; value: Promise<Overview> } | null = null;
  const isFresh = (at_ms: number) => clock.monotonic() - at_ms < fresh_ms;
  const lookOver = (): Promise<Overview> => {
    if (overview === null || !isFresh(overview.at_ms)) {
      const value = read('/sitemap') as Promise<Overview>;
      const mine = { at_ms: clock.monotonic(), value };
      overview = mine;
      value.catch(() => {
        if (overview === mine) overview = null;
      });
    }
    return overview.value;
  };
  const make = async (name: string): Promise<Part | undefined> => {
    const at_ms = clock.monotonic();
    const entries = await entriesOf(name, await lookOver(), read);
    if (entries === undefined) return undefined;
    const body = await compress(partXml(origin, entries));
    return { body, lastmod: newest(entries), at_ms };
  };
  const part = async (name: string): Promise<Part | undefined> => {
    const known = parts.get(name);
    const kept = await known?.catch(() => undefined);
    if (kept !== undefined && isFresh(kept.at_ms)) return kept;
    const again = parts.get(name);
    const making = again === undefined || again === known ? make(name) : again;
    parts.delete(name);
    parts.set(name, making);
    for (const oldest of parts.keys()) {
      if (parts.size <= partsKept_max) break;
      parts.delete(oldest);
    }
    const made = await making.catch((error: unknown) => {
      parts.delete(name);
      throw error;
    });
    if (made === undefined) parts.delete(name);
    return made;
  };
  return {
    async index() {
      const names = namesOf(await lookOver());
      const files: Entry[] = [];
      for (const name of names) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other is in nobody's way
        const lastmod = names.length <= partsRead_max ? (await part(name))?.lastmod : undefined;
        files.push({ path: `/sitemaps/${name}`, ...(lastmod === undefined ? {} : { lastmod }) });
      }
      return compress(indexXml(origin, files));
    },
    part: async (name) => (await part(name))?.body,
  };
}

function namesOf({ productPages, sellers }: Overview): string[] {
  const numbered = (kind: string, count: number) =>
    Array.from({ length: count }, (_, at) => `${kind}-${at + 1}.xml`);
  return [
    'pages.xml',
    'departments.xml',
    ...numbered('products', productPages.length),
    ...numbered('sellers', Math.ceil(sellers.length / sellersPerPart)),
  ];
}

async function entriesOf(
  name: string,
  overview: Overview,
  read: SitemapOptions['read'],
): Promise<Entry[] | undefined> {
  if (name === 'pages.xml') return fixed.map((path) => ({ path }));
  if (name === 'departments.xml') {
    return overview.categories.map(({ path, lastmod }) => ({ path: `/c/${path}`, lastmod }));
  }
  const [, kind, text] = /^(products|sellers)-([1-9]\d{0,5})\.xml$/.exec(name) ?? [];
  const nth = Number(text) - 1;
  if (kind === 'sellers') {
    const some = overview.sellers.slice(nth * sellersPerPart, (nth + 1) * sellersPerPart);
    return some.length === 0 ? undefined : some.map(({ slug }) => ({ path: `/s/${slug}` }));
  }
  const page = kind === 'products' ? overview.productPages[nth] : undefined;
  if (page === undefined) return undefined;
  const query = new URLSearchParams({ limit: String(productsPerPart) });
  if (page.cursor !== null) query.set('cursor', page.cursor);
  const { data } = (await read(`/sitemap/products?${query.toString()}`)) as ProductPage;
  return data.map(({ slug, lastmod }) => ({ path: `/p/${slug}`, lastmod }));
}
