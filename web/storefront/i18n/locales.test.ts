// Every language says everything: each id in each language, with the same values and rich plurals,
// every id that code uses exists, none is left over, and no words stand in the code itself.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { compileMessages, type Compiled } from '../../build-messages.ts';
import { areas } from './areas.ts';
import { locales, type Locale } from './locale.ts';
import { speechOf } from './translate.ts';

const folder = fileURLToPath(new URL('locales', import.meta.url));
const storefront = fileURLToPath(new URL('..', import.meta.url));

function texts(locale: Locale, area: string): Record<string, string> {
  const text = readFileSync(join(folder, locale, `${area}.json`), 'utf8');
  return JSON.parse(text) as Record<string, string>;
}

function all(locale: Locale): Record<string, string> {
  return Object.assign({}, ...areas.map((area) => texts(locale, area)));
}

type Token = string | [name: string, format?: string, options?: Record<string, unknown>];

/** Names of the values of a message, with their kind: `count,plural`. */
function valuesIn(text: string): string[] {
  const names = new Set<string>();
  const walk = (tokens: unknown) => {
    if (!Array.isArray(tokens)) return;
    for (const token of tokens as Token[]) {
      if (typeof token === 'string') continue;
      const [name, kind, options] = token;
      names.add(kind === undefined ? name : `${name},${kind}`);
      for (const option of Object.values(options ?? {})) walk(option);
    }
  };
  walk(compileMessages({ text })['text']);
  names.delete('#');
  return [...names].sort();
}

for (const locale of locales) {
  test(`${locale}: every id of every area, and no other`, () => {
    for (const area of areas) {
      const ids = Object.keys(texts('en', area)).sort();
      assert.deepEqual(Object.keys(texts(locale, area)).sort(), ids, area);
    }
  });

  test(`${locale}: the values of each message are those of the English one`, () => {
    const english = all('en');
    for (const [id, text] of Object.entries(all(locale))) {
      const names = (list: string[]) => [...new Set(list.map((one) => one.split(',')[0]))];
      const [mine, theirs] = [names(valuesIn(text)), names(valuesIn(english[id] ?? ''))];
      assert.deepEqual(mine, theirs, `${locale} ${id}`);
      assert.ok(text.trim() !== '', `${locale} ${id} is empty`);
    }
  });

  test(`${locale}: every message compiles, and its plurals have the forms of the language`, () => {
    const compiled: Compiled = compileMessages(all(locale));
    const forms = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    for (const [id, text] of Object.entries(all(locale))) {
      assert.ok(compiled[id], id);
      for (const [, body] of text.matchAll(/plural,((?:[^{}]|\{[^{}]*\})*)/g)) {
        // Spanish has a form for millions, which are said like any other number here.
        const missing = forms.filter(
          (form) => form !== 'zero' && !(form === 'many' && locale === 'es'),
        );
        for (const form of missing) {
          assert.match(body ?? '', new RegExp(`\\b${form} \\{`), `${locale} ${id}: ${form}`);
        }
      }
    }
  });
}

const lengthOfWords = (text: string) => text.replace(/\{[^}]*\}/g, '').trim().length;

test('other languages are translated', () => {
  // Names of firms are the same everywhere.
  const names = /^kept\.brand\./;
  const english = all('en');
  const same = new Set([
    'category.title',
    'product.chosen',
    'shipping.STANDARD',
    'checkout.card.mastercard',
  ]);
  for (const locale of locales.filter((one) => one !== 'en')) {
    const copied = Object.entries(all(locale)).filter(
      ([id, text]) =>
        text === english[id] && lengthOfWords(text) > 8 && !same.has(id) && !names.test(id),
    );
    assert.deepEqual(copied, [], locale);
  }
});

const sources = globSync(['**/*.ts', '**/*.tsx'], { cwd: storefront })
  .filter((path) => !path.includes('.test.'))
  .map((path) => ({ path, text: readFileSync(join(storefront, path), 'utf8') }));

test('no message is left over', () => {
  // The page for when pages cannot be made is the server's.
  const failure = readFileSync(join(storefront, '../server/failure.ts'), 'utf8');
  const code = [...sources.map(({ text }) => text), failure].join('\n');
  // Ids made of data: `failed.${kind}.title` uses every id of that form.
  const made = [...code.matchAll(/`([a-z][\w-]*\.(?:[\w.-]|\$\{[^{}`]*\})*)`/g)].map(([, id]) => {
    const form = (id ?? '').replace(/\$\{[^{}]*\}/g, '\0').replaceAll('.', '\\.');
    return new RegExp(`^${form.replaceAll('\0', '[\\w.-]+')}$`);
  });
  const unused = Object.keys(all('en')).filter(
    (id) => !code.includes(`'${id}'`) && !made.some((form) => form.test(id)),
  );
  assert.deepEqual(unused, []);
});

test('no words stand in the markup', () => {
  const found = sources
    .filter(({ path }) => path.endsWith('.tsx'))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/>\s*([A-Z][a-z]+(?: [a-z]+)+[.!?]?)\s*</g)].map(
        ([, words]) => `${path}: ${words}`,
      ),
    );
  assert.deepEqual(found, []);
});

test('in a language made of accents every word still comes from a message', () => {
  // The pseudo-language: each letter accented, a third longer; values stay as they are.
  const pseudo = (text: string) =>
    text.replace(/\{(?:[^{}]|\{[^{}]*\})*\}|[a-zA-Z]/g, (part) =>
      part.startsWith('{') ? part : `${part}\u0301`,
    );
  const speech = speechOf('en');
  const accented = Object.fromEntries(
    Object.entries(all('en')).map(([id, text]) => [id, pseudo(text)]),
  );
  speech.learn(compileMessages(accented));
  for (const [id, text] of Object.entries(all('en'))) {
    const values = Object.fromEntries(
      valuesIn(text).map((one) => [one.split(',')[0] ?? '', one.includes(',plural') ? 5 : '7']),
    );
    const said = speech.maybe(id, values) ?? '';
    assert.notEqual(said, '', id);
    assert.doesNotMatch(said, /\{\w+\}/, id);
  }
});
