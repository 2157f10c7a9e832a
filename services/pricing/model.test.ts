import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Quote, QuoteRequest } from './contract.ts';
import { effective, linesOf, makeQuote, netOf } from './model.ts';
import { evidenceOf } from './tax-engine.ts';
import { taxedOf, type TaxCase } from './tax.ts';

interface Rule {
  rate_milli: number;
  taxesShipping: boolean;
}

/** A quote of lines at these unit prices, taxed with one rate where there is one. */
function quoteOf(
  lines: { quantity: number; unit: number }[],
  of: { shipping_minor: number; rule: Rule | undefined; how?: Partial<TaxCase> },
): Quote {
  const { shipping_minor, rule, how } = of;
  const levy = rule ? { components: [{ name: 'Tax', ...rule }], ...rule } : null;
  const drawn = linesOf(request(lines), { units: lines.map((one) => one.unit) });
  const classes = drawn.map(() => 'standard' as const);
  const plain = { included: false, rounding: 'document', exemption: null } as const;
  const taxCase: TaxCase = {
    ...plain,
    levies: classes.map(() => levy),
    shipping: levy?.taxesShipping ? levy : null,
    ...how,
  };
  const amounts = { lines: drawn.map(netOf), shipping_minor };
  const taxed = taxedOf(taxCase, amounts);
  const asked = {
    place: { country: 'US' },
    lines: drawn.map((line) => ({ amount_minor: netOf(line), taxClass: 'standard' as const })),
  };
  const said = { engine: 'table', version: '1', day: '2026-11-21', taxed, ...taxCase };
  const tax = { ...taxed, evidence: evidenceOf(asked, said) };
  return makeQuote(request(lines), {
    lines: drawn,
    shipping_minor,
    tax,
    expiresAt: '',
    discounts: [],
  });
}

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

test('tax is on goods, and on shipping where the place taxes it, rounded once', () => {
  const lines = [{ quantity: 1, unit: 1_005 }];
  const rule = { rate_milli: 10_000, taxesShipping: false };
  const plain = quoteOf(lines, { shipping_minor: 500, rule });
  assert.deepEqual([plain.tax_minor, plain.total_minor], [101, 1_606]);
  const all = quoteOf(lines, { shipping_minor: 500, rule: { ...rule, taxesShipping: true } });
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
    fc.record({ rate_milli: fc.integer({ min: 0, max: 100_000 }), taxesShipping: fc.boolean() }),
    { nil: undefined },
  );
  const how = fc.record({
    included: fc.boolean(),
    exemption: fc.constantFrom(null, { kind: 'vat-id' as const, number: 'DE1' }),
  });
  fc.assert(
    fc.property(fc.tuple(lines, shipping, tax, how), ([list, way_minor, rule, over]) => {
      const quote = quoteOf(list, { shipping_minor: way_minor, rule, how: over });
      const sum = quote.lines.reduce((total, one) => total + one.total_minor, 0);
      assert.equal(quote.subtotal_minor, sum);
      for (const one of quote.lines) assert.equal(one.total_minor, one.unit_minor * one.quantity);
      const { subtotal_minor, discount_minor, shipping_minor, tax_minor, total_minor } = quote;
      assert.equal(total_minor, subtotal_minor - discount_minor + shipping_minor + tax_minor);
      assert.ok(Math.min(subtotal_minor, discount_minor, tax_minor, total_minor) >= 0);
      const offs = quote.lines.reduce((total, one) => total + (one.discount_minor ?? 0), 0);
      assert.equal(discount_minor, offs);
      const base = subtotal_minor + (rule?.taxesShipping ? way_minor : 0);
      const rate = (rule?.rate_milli ?? 0) / 100_000;
      const exact = over.included ? (base * rate) / (1 + rate) : base * rate;
      const relief = discount_minor + way_minor - shipping_minor;
      const included = quote.tax?.included_minor ?? 0;
      const told = over.exemption && !over.included ? exact : tax_minor + relief + included;
      assert.ok(Math.abs(told - exact) <= 0.500001, `${told} is not ${exact}`);
      const kinds = [tax_minor, relief, included].filter((one) => one > 0);
      assert.ok(kinds.length <= 1, 'tax is on top, or in prices, or taken off');
    }),
    { numRuns: 2_000 },
  );
});
