// A promotion with a budget in the small world of seed.ts, used by its fourth order, and a first
// order in its fifth; and the changes that turn each code of promotions.ts red.
export const promotionSeed = `
insert into pricing.promotion_purse (promotion_id, currency, most, taken)
values ('pmo_1', '', 5, 2), ('pmo_1', 'USD', 100, 7);
insert into pricing.promotion_use (checkout_id, promotion_id, quote_id, state, amount_minor,
  currency, order_id)
values ('chk_4', 'pmo_1', 'qte_4', 'consumed', 5, 'USD', 'ord_4'),
  ('chk_2', 'pmo_1', 'qte_2', 'held', 2, 'USD', null),
  ('chk_3', 'pmo_1', 'qte_3', 'released', 2, 'USD', null);
insert into pricing.first_order (person, checkout_id, quote_id, user_id, order_id)
values ('person_5', 'chk_5', 'qte_5', 'usr_5', 'ord_5');
update pricing.quote q set discounts = coalesce(q.discounts, '[]') || jsonb_build_object(
  'promotionId', t.ref, 'name', 'Few', 'amount_minor', 0, 'held', true)
from (values ('qte_2', 'pmo_1'), ('qte_3', 'pmo_1'), ('qte_4', 'pmo_1'), ('qte_5', 'pmo_2'))
  as t(quote_id, ref)
where q.quote_id = t.quote_id;`;

const most = { table: 'pricing.promotion_purse', name: 'promotion_purse_most' };

export const promotionMutations = [
  {
    code: 'P8',
    change: `update pricing.promotion_purse set most = 6 where currency = 'USD'`,
    guard: most,
  },
  { code: 'P8', change: `update pricing.promotion_purse set taken = 8 where currency = 'USD'` },
  { code: 'P8', change: `update pricing.promotion_purse set taken = 1 where currency = ''` },
  { code: 'P8', change: `delete from pricing.promotion_purse where currency = ''` },
  {
    code: 'P9',
    change: `update pricing.quote set discounts = null where quote_id = 'qte_4'`,
  },
  {
    code: 'P9',
    change: `update pricing.quote set discounts = null where quote_id = 'qte_5'`,
  },
  {
    code: 'P9',
    change: `update pricing.quote set discounts = jsonb_set(discounts, '{0,amount_minor}', '6')
      where quote_id = 'qte_4'`,
  },
  {
    code: 'P9',
    change: `with freed as (update pricing.promotion_use set state = 'released'
        where checkout_id = 'chk_2')
      update pricing.promotion_purse set taken = taken - case currency when '' then 1 else 2 end`,
  },
  {
    code: 'P9',
    change: `update pricing.promotion_use set order_id = 'ord_1' where order_id = 'ord_4'`,
  },
  { code: 'P9', change: `update pricing.first_order set order_id = null` },
  {
    code: 'P10',
    change: `update checkout.checkout set status = 'RELEASED' where checkout_id = 'chk_2'`,
  },
  { code: 'P10', change: `update pricing.first_order set order_id = 'ord_1'` },
];
