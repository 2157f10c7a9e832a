import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { QuoteRequest } from './contract.ts';
import { effective, makeQuote, taxRateFor, type TaxRate } from './model.ts';

const rate = (over: Partial<TaxRate>): TaxRate => ({
  country: 'US',
  state: '',
  name: 'Tax',
  rate_bp: 1_000,
  taxesShipping: false,
  ...over,
});

function request(lines: { quantity: number }[]): QuoteRequest {
  return {
    quoteId: 'qte_1',
    checkoutId: 'chk_1',
    currency: 'USD',
    lines: lines.map(({ quantity }, index) => ({
      variantId: `var_${index}`,
      productId: 'prod_1',
      sellerId: 'slr_1',
      quantity,
      weight_g: 10,
      seen_minor: 0,
    })),
    shipTo: { country: 'US', postalCode: '1' },
    shippingMethod: 'STANDARD',
    ttl_ms: 1_000,
  };
}

test('the sale price counts only where it is lower', () => {
  assert.equal(effective({ base_minor: 100, sale_minor: 80 }), 80);
  assert.equal(effective({ base_minor: 100, sale_minor: null }), 100);
  assert.equal(effective({ base_minor: 100, sale_minor: 120 }), 100);
});

test('a state goes before its country, a place without a row is not taxed', () => {
  const rates = new Map([
    ['US:', rate({})],
    ['US:NY', rate({ state: 'NY', rate_bp: 400 })],
  ]);
  assert.equal(taxRateFor(rates, { country: 'US', state: 'ny' })?.rate_bp, 400);
  assert.equal(taxRateFor(rates, { country: 'US', state: 'TX' })?.rate_bp, 1_000);
  assert.equal(taxRateFor(rates, { country: 'NZ' }), undefined);
});

test('tax is on goods, and on shipping where the place taxes it, rounded once', () => {
  const parts = { units: [1_005], shipping_minor: 500, expiresAt: '' };
  const plain = makeQuote(request([{ quantity: 1 }]), { ...parts, tax: rate({}) });
  assert.deepEqual([plain.tax_minor, plain.total_minor], [101, 1_606]);
  const all = makeQuote(request([{ quantity: 1 }]), {
    ...parts,
    tax: rate({ taxesShipping: true }),
  });
  assert.deepEqual([all.tax_minor, all.total_minor], [151, 1_656]);
});

test('the arithmetic holds for any lines, prices, shipping and rate', () => {
  const line = fc.record({
    quantity: fc.integer({ min: 1, max: 1_000 }),
    unit: fc.integer({ min: 0, max: 10_000_000 }),
  });
  const lines = fc.array(line, { minLength: 1, maxLength: 50 });
  const shipping = fc.integer({ min: 0, max: 1_000_000 });
  const tax = fc.option(
    fc.record({ rate_bp: fc.integer({ min: 0, max: 10_000 }), taxesShipping: fc.boolean() }),
    { nil: undefined },
  );
  fc.assert(
    fc.property(lines, shipping, tax, (list, shipping_minor, rule) => {
      const quote = makeQuote(request(list), {
        units: list.map((one) => one.unit),
        shipping_minor,
        tax: rule && rate(rule),
        expiresAt: '',
      });
      const sum = quote.lines.reduce((total, one) => total + one.total_minor, 0);
      assert.equal(quote.subtotal_minor, sum);
      for (const one of quote.lines) assert.equal(one.total_minor, one.unit_minor * one.quantity);
      const { subtotal_minor, discount_minor, tax_minor, total_minor } = quote;
      assert.equal(total_minor, subtotal_minor - discount_minor + shipping_minor + tax_minor);
      assert.ok(Math.min(subtotal_minor, tax_minor, total_minor) >= 0);
      const base = subtotal_minor + (rule?.taxesShipping ? shipping_minor : 0);
      assert.ok(Math.abs(tax_minor - (base * (rule?.rate_bp ?? 0)) / 10_000) <= 0.5);
    }),
    { numRuns: 2_000 },
  );
});
