// What machines are told: structured data with the price of the page and of the API, one canonical
// address for every state of a list, every language from every page, sitemaps that can be walked
// from end to end, and what is not theirs to keep.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { locales, pathIn } from '../storefront/i18n/locale.ts';
import { openGoods, type Goods } from './goods.ts';

let world: Goods;
before(async () => {
  world = await openGoods();
});
after(() => world.app.stop());

interface Got {
  status: number;
  html: string;
  headers: Headers;
}

async function get(path: string, headers: Record<string, string> = {}): Promise<Got> {
  const reply = await fetch(world.app.url + path, { headers, redirect: 'manual' });
  return { status: reply.status, html: await reply.text(), headers: reply.headers };
}

const unescaped = (text: string) =>
  text
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

function link(html: string, pattern: RegExp): string | undefined {
  const found = pattern.exec(html)?.[1];
  return found === undefined ? undefined : unescaped(found);
}

const canonical = (html: string) => link(html, /<link rel="canonical" href="([^"]+)"/);
const isKept = (html: string) => !/<meta name="robots" content="noindex"/.test(html);

type Thing = Record<string, unknown>;

function structured(html: string): Thing[] {
  const scripts = html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs);
  return [...scripts].map(([, text]) => JSON.parse(text ?? '') as Thing);
}

const typed = (things: Thing[], type: string) => things.find((one) => one['@type'] === type);

/** The text of a page without markup. */
const textOf = (html: string) =>
  unescaped(
    (/<main.*<\/main>/s.exec(html)?.[0] ?? '').replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' '),
  );

test('the price is one in JSON-LD, page and API, in every language and currency', async () => {
  const some = [world.goods[0], world.goods[1], world.goods[37]];
  for (const good of some) {
    assert.ok(good);
    for (const currency of ['USD', 'EUR']) {
      const { body } = await world.app.get(`/products/${good.slug}?currency=${currency}`);
      for (const locale of locales) {
        const path = pathIn(locale, `/p/${good.slug}`);
        const { html } = await get(path, { cookie: `currency=${currency}` });
        const product = typed(structured(html), 'Product') ?? assert.fail(path);
        const offers = product['offers'] as Thing[];
        assert.equal(offers.length, body.variants.length);
        for (const [at, variant] of body.variants.entries()) {
          const charged = variant.salePrice ?? variant.price;
          assert.equal(Number(offers[at]?.['price']), charged);
          assert.equal(offers[at]?.['priceCurrency'], currency);
          const available = variant.inStock ? 'InStock' : 'OutOfStock';
          assert.equal(offers[at]?.['availability'], `https://schema.org/${available}`);
        }
        const shown = new Intl.NumberFormat(locale, {
          style: 'currency',
          currency,
          currencyDisplay: 'narrowSymbol',
        }).format(body.salePrice ?? body.price);
        const flat = (text: string) => text.replace(/[\s\u200e\u200f\u061c]+/g, ' ');
        assert.ok(flat(textOf(html)).includes(flat(shown).trim()), `${path}: ${shown}`);
        assert.equal(product['url'], canonical(html));
      }
    }
  }
});

test('ratings and the line of departments are told as the page shows them', async () => {
  const { html } = await get('/p/verso-notebook');
  const things = structured(html);
  assert.deepEqual(typed(things, 'Product')?.['aggregateRating'], {
    '@type': 'AggregateRating',
    ratingValue: 4.2,
    reviewCount: 7,
  });
  const line = typed(things, 'BreadcrumbList')?.['itemListElement'] as Thing[];
  assert.deepEqual(
    line.map(({ position, name, item }) => [position, name, item]),
    [
      [1, 'Office & Desk', `${world.app.url}/c/office`],
      [2, 'Notebooks', `${world.app.url}/c/office/notebooks`],
    ],
  );
  assert.match(textOf(html), /4\.2/);
  const unrated = typed(structured((await get('/p/margin-notebook')).html), 'Product');
  assert.equal(unrated !== undefined && 'aggregateRating' in unrated, false);
  const german = structured((await get('/de/c/office/notebooks')).html);
  const lines = (typed(german, 'BreadcrumbList') ?? {})['itemListElement'] as Thing[];
  assert.equal(lines.at(-1)?.['item'], `${world.app.url}/de/c/office/notebooks`);
  const seller = structured((await get('/s/northwind-lights')).html);
  assert.equal(typed(seller, 'Organization')?.['name'], 'Northwind Lights');
});

test('one canonical address for variants, pages of a list, and other names', async () => {
  const { url } = world.app;
  const good = world.goods[0] ?? assert.fail();
  const variant = await get(`/p/${good.slug}?color=slate`);
  assert.equal(canonical(variant.html), `${url}/p/${good.slug}`);
  assert.equal(canonical((await get(`/de/p/${good.slug}`)).html), `${url}/de/p/${good.slug}`);
  assert.equal(canonical((await get('/c/lamps?page=2')).html), `${url}/c/lamps?page=2`);
  assert.equal(canonical((await get('/c/lamps?utm_source=x')).html), `${url}/c/lamps`);
  const byId = await get(`/p/${good.productId}`);
  assert.deepEqual([byId.status, byId.headers.get('location')], [301, `/p/${good.slug}`]);
  const bySlug = await get('/de/c/notebooks?page=2');
  const there = '/de/c/office/notebooks?page=2';
  assert.deepEqual([bySlug.status, bySlug.headers.get('location')], [301, there]);
});

test('filtered, sorted and personal pages, and searches, are not for search engines', async () => {
  const states = [
    '?brand=lumen',
    '?minPrice=20',
    '?sort=newest',
    '?view=rows',
    '?attr.color=slate',
  ];
  for (const state of states)
    assert.equal(isKept((await get(`/c/lamps${state}`)).html), false, state);
  const personal = [
    '/cart',
    '/orders',
    '/account',
    '/sign-in',
    '/search?q=lamp',
    '/search',
    '/none',
  ];
  for (const path of personal) {
    for (const locale of locales) {
      const { html } = await get(pathIn(locale, path));
      assert.equal(isKept(html), false, `${locale} ${path}`);
      assert.equal(canonical(html), undefined);
    }
  }
});

const open = ['/', '/c/lamps', '/c/office/notebooks', '/p/verso-notebook', '/s/northwind-lights'];
const texts = ['/about', '/help', '/delivery', '/returns-policy', '/privacy', '/terms'];

test('every page names itself in every language, and each of them answers', async () => {
  for (const path of [...open, ...texts]) {
    for (const locale of locales) {
      const { status, html } = await get(pathIn(locale, path));
      assert.equal(status, 200, `${locale} ${path}`);
      assert.ok(isKept(html), `${locale} ${path}`);
      assert.match(
        html,
        new RegExp(`<html lang="${locale}" dir="${locale === 'ar' ? 'rtl' : 'ltr'}"`),
      );
      for (const other of locales) {
        const href = `${world.app.url}${pathIn(other, path)}`;
        assert.ok(html.includes(`hreflang="${other}" href="${href}"`), `${path} ${other}`);
      }
      assert.ok(html.includes(`hreflang="x-default" href="${world.app.url}${path}"`));
      assert.ok(/name="description" content="[^"]{20,}"/.test(html), `${locale} ${path}`);
      assert.ok(/<title>[^<]{4,}<\/title>/.test(html), `${locale} ${path}`);
    }
  }
});

test('no two pages have one title or description', async () => {
  const seen = new Map<string, string>();
  for (const path of [...open, ...texts, '/p/margin-notebook', '/c/office']) {
    const { html } = await get(path);
    for (const pattern of [/<title>([^<]+)</, /name="description" content="([^"]+)"/]) {
      const text = link(html, pattern) ?? assert.fail(path);
      assert.equal(seen.get(text), undefined, `${path}: ${text}`);
      seen.set(text, path);
    }
  }
});

/** Rules of robots.txt for everybody, as RFC 9309 reads them. */
function closedBy(robots: string): (path: string) => boolean {
  const rules = [...robots.matchAll(/^Disallow: (\S+)$/gm)].map(([, rule]) => rule ?? '');
  const patterns = rules.map((rule) => {
    const text = rule.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
    return new RegExp(`^${text.replace(/\\\$$/, '$')}`);
  });
  return (path) => patterns.some((pattern) => pattern.test(path));
}

async function xml(path: string): Promise<string> {
  const { status, html, headers } = await get(path);
  assert.equal(status, 200, path);
  assert.match(headers.get('content-type') ?? '', /^application\/xml/);
  return html;
}

const locations = (text: string) =>
  [...text.matchAll(/<loc>([^<]+)<\/loc>(?:<lastmod>([^<]+)<\/lastmod>)?/g)].map(
    ([, loc, lastmod]) => ({ path: unescaped(loc ?? '').replace(world.app.url, ''), lastmod }),
  );

test('the sitemap leads to every page, each answers, and says when it last changed', async () => {
  const closed = closedBy((await get('/robots.txt')).html);
  assert.equal(closed('/api/v1/products'), true);
  const index = locations(await xml('/sitemap.xml'));
  const kinds = index.map(({ path }) => path.replace(/^\/sitemaps\/|(?:-\d+)?\.xml$/g, ''));
  assert.deepEqual(kinds, ['pages', 'departments', 'products', 'sellers']);
  const found = new Map<string, string | undefined>();
  for (const part of index) {
    const text = await xml(part.path);
    assert.ok(text.length < 50_000_000);
    const pages = locations(text);
    assert.ok(pages.length > 0 && pages.length <= 50_000, part.path);
    const newest = pages
      .map(({ lastmod }) => lastmod ?? '')
      .sort()
      .at(-1);
    assert.equal(part.lastmod ?? '', newest, part.path);
    for (const { path, lastmod } of pages) {
      assert.equal(found.has(path), false, `${path} stands there twice`);
      found.set(path, lastmod);
      const others = locales.map(
        (one) => `hreflang="${one}" href="${world.app.url}${pathIn(one, path)}"`,
      );
      for (const other of others) assert.ok(text.includes(other), other);
    }
  }
  for (const good of world.goods) {
    const lastmod = found.get(`/p/${good.slug}`) ?? assert.fail(good.slug);
    const age_ms = Date.now() - Date.parse(lastmod);
    assert.ok(age_ms >= 0 && age_ms < 600_000, lastmod);
  }
  for (const path of ['/', '/c/lamps', '/c/office/desks', '/s/northwind-lights', ...texts]) {
    assert.ok(found.has(path), path);
  }
  for (const path of found.keys()) {
    const { status, html } = await get(path);
    assert.equal(status, 200, path);
    assert.ok(isKept(html), `${path} is in the sitemap and says noindex`);
    assert.equal(canonical(html), world.app.url + path);
    assert.equal(closed(path), false, `${path} is closed by robots.txt`);
  }
});

test('parts of the sitemap: compressed when that is taken, none beyond the last', async () => {
  const reply = await world.app.get('//sitemaps/products-1.xml', {
    headers: { 'accept-encoding': 'gzip' },
  });
  assert.equal(reply.headers['content-encoding'], 'gzip');
  for (const path of ['products-2.xml', 'products-0.xml', 'sellers-9.xml', 'other.xml', '../x']) {
    assert.equal((await get(`/sitemaps/${path}`)).status, 404, path);
  }
});

test('robots.txt does not hide what must be read to be left out', async () => {
  const closed = closedBy((await get('/robots.txt')).html);
  for (const path of [
    '/cart',
    '/search?q=x',
    '/orders',
    '/p/cartridge',
    '/c/cartoons',
    '/img/1/x',
  ]) {
    assert.equal(closed(path), false, path);
  }
});

test('llms.txt says what the shop is, with addresses that answer', async () => {
  const { html, headers } = await get('/llms.txt');
  assert.match(headers.get('content-type') ?? '', /^text\/plain/);
  assert.match(html, /^# Trueshelf\n\n> /);
  const named = [...html.matchAll(/\]\((\S+?)\)/g)].map(([, url]) => url ?? '');
  assert.ok(named.length >= 8);
  for (const url of named) {
    const { status } = await fetch(url);
    assert.equal(status, 200, url);
  }
});
