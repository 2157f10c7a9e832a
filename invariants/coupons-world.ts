// A coupon in the small world of seed.ts, used by its first order and held by its second checkout,
// and the changes that turn each code of coupons.ts red.
import { priceMutations, priceSeed } from './prices-world.ts';
import { promotionMutations, promotionSeed } from './promotions-world.ts';
import { taxMutations, taxSeed } from './tax-world.ts';

const own = `
insert into pricing.coupon (coupon_id, definition, uses_max, person_max, budget_minor,
  budget_currency, accounts_only, returns, held, used, spent_minor, created_by)
values ('cpn_1', '{}', 2, 1, 40, 'USD', false, true, 1, 1, 35, 'usr_9');
insert into pricing.coupon_code (code, shown, coupon_id, code_max, held, used)
values ('TEN_1', 'TEN_1', 'cpn_1', 2, 1, 1);
insert into pricing.coupon_use (checkout_id, quote_id, coupon_id, code, user_id, person, state,
  amount_minor, currency, order_id)
values ('chk_1', 'qte_1', 'cpn_1', 'TEN_1', 'usr_1', 'one', 'consumed', 30, 'USD', 'ord_1'),
  ('chk_2', 'qte_2', 'cpn_1', 'TEN_1', 'usr_2', 'two', 'held', 5, 'USD', null);
update pricing.quote set discounts =
  '[{"promotionId": "cpn_1", "name": "Ten", "amount_minor": 30, "code": "TEN_1"}]'
where quote_id = 'qte_1';
update pricing.quote set discounts =
  '[{"promotionId": "cpn_1", "name": "Ten", "amount_minor": 0, "code": "TEN_1"}]'
where quote_id = 'qte_2';`;

/** With the tax of quotes, which stands beside their discounts, and what price lists moved. */
export const couponSeed = own + taxSeed + priceSeed + promotionSeed;

interface Mutation {
  code: string;
  change: string;
  guard?: { table: string; name: string; index?: boolean };
}

export const couponMutations: Mutation[] = [
  ...taxMutations,
  ...priceMutations,
  ...promotionMutations,
  {
    code: 'P1',
    change: 'update pricing.coupon set uses_max = 1',
    guard: { table: 'pricing.coupon', name: 'coupon_uses' },
  },
  {
    code: 'P1',
    change: 'update pricing.coupon_code set code_max = 1',
    guard: { table: 'pricing.coupon_code', name: 'coupon_code_uses' },
  },
  { code: 'P2', change: "update pricing.coupon_use set person = 'one'" },
  { code: 'P3', change: 'update pricing.coupon set used = 0' },
  { code: 'P3', change: 'update pricing.coupon set held = 0' },
  { code: 'P3', change: 'update pricing.coupon set spent_minor = 0' },
  { code: 'P3', change: 'update pricing.coupon_code set used = 0' },
  { code: 'P3', change: "delete from pricing.coupon_use where state = 'held'" },
  { code: 'P4', change: "delete from pricing.coupon_use where state = 'held'" },
  {
    code: 'P4',
    change: "update pricing.coupon_use set amount_minor = 29 where state = 'consumed'",
  },
  { code: 'P4', change: "update pricing.quote set discounts = null where quote_id = 'qte_1'" },
  { code: 'P4', change: "update pricing.coupon_use set state = 'held' where order_id = 'ord_1'" },
  {
    code: 'P5',
    change: "update checkout.checkout set status = 'RELEASED' where checkout_id = 'chk_2'",
  },
  {
    code: 'P5',
    change: `update pricing.coupon_use set state = 'consumed', order_id = 'ord_2'
      where state = 'held'`,
  },
];
