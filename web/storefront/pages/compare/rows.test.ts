import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askedFor, attributeRows, differs, type Product } from './rows.ts';

const product = (facts: Partial<Product>): Product =>
  ({ specs: [], attributes: {}, options: [], ...facts }) as unknown as Product;

test('rows are all that any of them says, with gaps where one says nothing', () => {
  const one = product({
    specs: [{ code: 'ram', name: 'Memory', value: '16', unit: 'GB' }],
    attributes: { ram: '16', Finish: 'oak' },
    options: [{ code: 'color', name: 'Colour', values: ['red', 'blue'] }],
  });
  const two = product({ specs: [{ code: 'RAM', name: 'Memory', value: '8', unit: 'GB' }] });
  assert.deepEqual(attributeRows([one, two]), [
    { key: 'ram', name: 'Memory', values: ['16 GB', '8 GB'] },
    { key: 'finish', name: 'Finish', values: ['oak', null] },
    { key: 'color', name: 'Colour', values: ['red, blue', null] },
  ]);
  assert.deepEqual(attributeRows([]), []);
});

test('a gap is a difference; the same twice, and one alone, are none', () => {
  assert.equal(differs({ values: ['a', 'b'] }), true);
  assert.equal(differs({ values: ['a', null] }), true);
  assert.equal(differs({ values: ['a', 'a'] }), false);
  assert.equal(differs({ values: [null, null] }), false);
  assert.equal(differs({ values: ['a'] }), false);
});

test('an address names each product once, as many as there is room for, and nothing else', () => {
  assert.deepEqual(askedFor('a,b,a,c', 4), { slugs: ['a', 'b', 'c'], tooMany: false });
  assert.deepEqual(askedFor('a,b,c,d,e', 4), { slugs: ['a', 'b', 'c', 'd'], tooMany: true });
  assert.deepEqual(askedFor('../x,<b>, ,a b,', 4), { slugs: [], tooMany: false });
  assert.deepEqual(askedFor(null, 4), { slugs: [], tooMany: false });
});
