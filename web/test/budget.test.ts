// How much JavaScript a first visit loads, page by page, compressed as every server can. What is
// loaded on demand (a dialog, another page) does not count, since nobody waits for it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { buildWeb, type WebBuild } from '../build.ts';
import { assetsOf } from '../server/assets.ts';
import { areas } from '../storefront/i18n/areas.ts';
import { locales } from '../storefront/i18n/locale.ts';

const LIST_MAX = 110_000;
const CHECKOUT_MAX = 170_000;
const STYLE_MAX = 14_000;

let build: WebBuild;
before(async () => {
  build = await buildWeb();
});

const size = (file: string) =>
  gzipSync(readFileSync(join(build.clientFolder, file)), { level: 9 }).length;

/** The page's own file, its words in a language, and everything these need. */
function scriptBytes(page: string, locale: string, words: readonly string[]): number {
  const assets = assetsOf(build.manifest);
  const sources = [page, ...words.map((area) => `i18n/locales/${locale}/${area}.json`)];
  const files = [assets.first, assets.app, ...assets.scriptsOf(sources)];
  return files.reduce((sum, file) => sum + size(file), 0);
}

/** Lists speak the words of departments too, a product those of its reviews. */
const lists = ['search', 'seller'];
const own = (name: string) => [
  'common',
  ...(lists.includes(name) ? ['category'] : []),
  ...(name === 'product' ? ['reviews'] : []),
  ...(name === 'checkout' ? ['cart', 'kept'] : []),
  ...areas.filter((area) => area === name),
];
const pages = Object.entries({
  home: LIST_MAX,
  category: LIST_MAX,
  search: LIST_MAX,
  seller: LIST_MAX,
  help: LIST_MAX,
  product: LIST_MAX,
  cart: CHECKOUT_MAX,
  checkout: CHECKOUT_MAX,
});

for (const [name, max] of pages) {
  test(`${name}: at most ${max / 1000} kB of script in any language`, () => {
    for (const locale of locales) {
      const bytes = scriptBytes(`pages/${name}/page.tsx`, locale, own(name));
      assert.ok(bytes <= max, `${name} in ${locale} is ${bytes} bytes, at most ${max}`);
    }
  });
}

test('one style for all pages, small', () => {
  const [style = ''] = assetsOf(build.manifest).style;
  assert.ok(size(style) <= STYLE_MAX, `${size(style)} bytes, at most ${STYLE_MAX}`);
});

/** The document, its script with all that this imports, and its style: as they are, unpacked. */
function roomBytes(locale: string): number {
  const read = (path: string) => readFileSync(join(build.clientFolder, path));
  const files = JSON.parse(read('queue/files.json').toString()) as Record<string, string>;
  const entry = Object.values(build.manifest).find(({ file }) => `/${file}` === files['script']);
  const shared = (entry?.imports ?? []).map((key) => build.manifest[key]?.file ?? '');
  const parts = [`queue/${locale}.html`, ...Object.values(files), ...shared];
  return parts.reduce((sum, file) => sum + read(file).length, 0);
}

test('the waiting room: less than 30 kB in all, in any language', () => {
  for (const locale of locales) {
    const bytes = roomBytes(locale);
    assert.ok(bytes > 10_000 && bytes < 30_000, `${bytes} bytes in ${locale}`);
  }
});

test('a second build of the same sources is the first one', async () => {
  const started = performance.now();
  assert.equal((await buildWeb()).digest, build.digest);
  assert.ok(performance.now() - started < 5_000);
});

test('nothing of the server is in what browsers get', () => {
  const assets = assetsOf(build.manifest);
  const text = readFileSync(join(build.clientFolder, assets.app), 'utf8');
  assert.doesNotMatch(text, /postgres:\/\/|node:fs|trueshelf-demo-1234|process\.env\./);
});
