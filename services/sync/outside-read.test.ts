// Rows of a catalogue elsewhere: what is taken, and what is told instead.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { keyFrom, keyText } from './model.ts';
import { readRow } from './outside-read.ts';

describe('rows of a catalogue elsewhere', () => {
  test('its own versions are taken, and its figures have to be figures', () => {
    const value = { sku: 'A', name: 'B', price: '3.5', salePrice: '3', version: '7' };
    const good = readRow({ place: 'Line 2', value }, 'USD');
    assert.ok(!('reason' in good));
    assert.deepEqual([good.version, good.base_minor, good.sale_minor], [7, 350, 300]);
    const wrong = [
      { version: '0' },
      { version: '1.5' },
      { price: '3.555' },
      { price: '-1' },
      { salePrice: '9' },
      { currency: 'XXQ' },
      { name: '' },
      { sku: 'x'.repeat(101) },
    ];
    for (const change of wrong) {
      const row = readRow({ place: 'Line 2', value: { ...value, ...change } }, 'USD');
      assert.ok('reason' in row, JSON.stringify(change));
    }
  });

  test('a key is written down and read again, whatever a SKU has in it', () => {
    for (const key of [['a b', 'c%20d'], ['%'], ['é ü', '', ' ']]) {
      assert.deepEqual(keyFrom(keyText(key)), key);
    }
  });
});
