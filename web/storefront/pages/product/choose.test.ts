import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choicesOf, chosenVariant, factsOf, realOptions, searchFor, stockOf } from './choose.ts';

const options = [
  { code: 'size', values: ['S', 'M'] },
  { code: 'color', values: ['red', 'blue'] },
  { code: 'fit', values: ['regular'] },
];
const variant = (variantId: string, size: string, color: string) => ({
  variantId,
  attributes: { size, color, fit: 'regular' },
  inStock: variantId !== '2',
});
const variants = [variant('1', 'S', 'red'), variant('2', 'M', 'red'), variant('3', 'M', 'blue')];
const choose = (text: string, fallback: string | null = '1') =>
  chosenVariant(variants, options, { search: new URLSearchParams(text), fallback })?.variantId;

test('an option with one value is nothing to choose', () => {
  assert.deepEqual(
    realOptions(options).map(({ code }) => code),
    ['size', 'color'],
  );
});

test('the address names a variant; half of a name takes one that is in stock', () => {
  assert.equal(choose(''), '1');
  assert.equal(choose('size=M&color=red'), '2');
  assert.equal(choose('size=M'), '3');
  assert.equal(choose('size=S&color=blue'), undefined);
  assert.equal(choose('other=thing'), '1');
  assert.equal(choose('variant=2'), '2', 'links of mails and wishlists');
  assert.equal(choose('variant=2&color=blue'), '3', 'what is chosen on the page goes first');
  assert.equal(choose('variant=9'), '1');
});

test('each value says where it leads, and when nothing has it', () => {
  const chosen = variants[0] ?? null;
  const size = options[0] ?? { code: '', values: [] };
  const color = options[1] ?? { code: '', values: [] };
  assert.deepEqual(choicesOf(size, variants, { chosen, options }), [
    { value: 'S', label: 'S', color: null, chosen: true, variantId: '1', inStock: true },
    { value: 'M', label: 'M', color: null, chosen: false, variantId: '2', inStock: false },
  ]);
  const shown = { ...color, colors: [null, '#2f66c4'] };
  assert.deepEqual(choicesOf(shown, variants, { chosen, options })[1], {
    value: 'blue',
    label: 'blue',
    color: '#2f66c4',
    chosen: false,
    variantId: null,
    inStock: false,
  });
});

test('facts have the names of the language, and those of the variant win', () => {
  const described = {
    specs: [
      { code: 'ram', name: 'Speicher', value: '16', unit: 'GB' },
      { code: 'color', name: 'Farbe', value: 'red', label: 'Rot', unit: null },
    ],
    options: [{ code: 'color', name: 'Farbe', values: ['red', 'blue'], labels: ['Rot', 'Blau'] }],
  };
  assert.deepEqual(factsOf(described, { attributes: { color: 'blue', odd: 'x' } }), [
    ['Speicher', '16 GB'],
    ['Farbe', 'Blau'],
    ['odd', 'x'],
  ]);
});

test('a variant has one address, and stock has honest words', () => {
  const one = variants[2];
  assert.ok(one);
  assert.equal(searchFor(one, realOptions(options)), '?size=M&color=blue');
  assert.equal(stockOf({ inStock: true, available: 5 }), 'few');
  assert.equal(stockOf({ inStock: true, available: 6 }), 'in');
  assert.equal(stockOf({ inStock: true, available: 0 }), 'out');
});
