// A price list in the small world of seed.ts, with a member, a price and a line that it moved, and
// the changes that turn each code of prices.ts red.
export const priceSeed = `
insert into pricing.price_list (list_id, name, created_by) values ('plst_1', 'Firms', 'usr_9');
insert into pricing.price_list_member (user_id, list_id, added_by)
values ('usr_1', 'plst_1', 'usr_9');
insert into pricing.price_entry (entry_id, list_id, variant_id, currency, kind, price_minor,
  valid_from, seller_id, created_by)
values ('pent_1', 'plst_1', 'var_1', 'USD', 'list', 90, now(), 'slr_1', 'usr_9');
update pricing.quote set moves = '[{"lineNo": 1, "stage": "LIST", "ref": "plst_1",
  "name": "price list", "amount_minor": -10}]' where quote_id = 'qte_1';`;

export const priceMutations = [
  { code: 'P6', change: `update pricing.price_list_member set list_id = 'plst_2'` },
  { code: 'P6', change: `update pricing.price_entry set list_id = 'plst_2' where kind = 'list'` },
  { code: 'P6', change: `update pricing.price_list set removed_at = now()` },
  {
    code: 'P6',
    change: `with gone as (delete from pricing.price_list_member)
      update pricing.price_list set removed_at = now()`,
  },
  {
    code: 'P7',
    change: `update pricing.quote set moves = jsonb_set(moves, '{0,amount_minor}', '10')
      where quote_id = 'qte_1'`,
  },
  {
    code: 'P7',
    change: `update pricing.quote set moves = jsonb_set(moves, '{0,ref}', '"plst_2"')
      where quote_id = 'qte_1'`,
  },
];
