// Tax in the small world of seed.ts: on top of its first quote, which became an order, and in the
// prices of its second; and the changes that turn each code of tax.ts red.
export const taxSeed = `
update pricing.quote set tax = '{"engine": "table", "version": "1", "included": false,
  "included_minor": 0, "includedShipping_minor": 0, "parts": [
    {"name": "State", "rate_milli": 3000, "base_minor": 270, "tax_minor": 8},
    {"name": "City", "rate_milli": 1000, "base_minor": 270, "tax_minor": 2}]}'
where quote_id = 'qte_1';
update pricing.quote_line set tax_minor = 10 where quote_id = 'qte_1';
update orders.order_line set tax_minor = 10 where order_id = 'ord_1';
update pricing.quote set tax = '{"engine": "table", "version": "1", "included": true,
  "included_minor": 5, "includedShipping_minor": 0, "parts": [
    {"name": "VAT", "rate_milli": 5000, "base_minor": 95, "tax_minor": 5}]}'
where quote_id = 'qte_2';
update pricing.quote_line set included_minor = 5 where quote_id = 'qte_2';`;

export const taxMutations: { code: string; change: string }[] = [
  {
    code: 'T1',
    change: `update pricing.quote set tax = jsonb_set(tax, '{parts,0,tax_minor}', '7')
      where quote_id = 'qte_1'`,
  },
  { code: 'T1', change: "update pricing.quote_line set tax_minor = 11 where quote_id = 'qte_1'" },
  {
    code: 'T1',
    change: "update pricing.quote_line set included_minor = 4 where quote_id = 'qte_2'",
  },
  {
    code: 'T1',
    change: `update pricing.quote set tax = jsonb_set(tax, '{included_minor}', '6')
      where quote_id = 'qte_2'`,
  },
  { code: 'T2', change: "update orders.order_line set tax_minor = 9 where order_id = 'ord_1'" },
  {
    code: 'T2',
    change: 'update orders."order" set included_shipping_minor = 1 where order_id = ' + "'ord_5'",
  },
  {
    code: 'L3',
    change: "update orders.order_line set included_minor = 1 where order_id = 'ord_5'",
  },
];
