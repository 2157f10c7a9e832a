// A sale with one unit held, one sold and one free, in the small world of seed.ts, on holds that
// are there; and the changes that turn each code of flash.ts red.
export const flashSeed = `
insert into inventory.sale_pool (sale_id) values ('sale_1');
insert into inventory.sale_pool_line (sale_id, variant_id, warehouse_id, product_id, allotted,
  free)
values ('sale_1', 'var_1', 'wh_1', 'prod_1', 1, 0), ('sale_1', 'var_2', 'wh_1', 'prod_2', 2, 1);
insert into inventory.sale_unit (token_id, sale_id, state, saga_id)
values ('tok_1', 'sale_1', 'out', 'saga_2'), ('tok_2', 'sale_1', 'out', 'saga_4'),
  ('tok_3', 'sale_1', 'void', null);
insert into flash.sale (sale_id, name, rules, currency, pre_queue_at, starts_at, ends_at, claim_s,
  token_s, checkout_s, per_person, per_address, seed, seed_hash, ticket_key, created_by)
values ('sale_1', 'Sale', 'One each.', 'USD', now() - interval '2 hours',
  now() - interval '1 hour', now() + interval '1 day', 120, 300, 300, 1, 2, '00', 'h', '00',
  'usr_1');
insert into flash.line (sale_id, state, rate_per_minute, tickets, drawn, released, allocation,
  held, sold)
values ('sale_1', 'RUNNING', 60, 3, 3, 3, 3, 1, 1);
insert into flash.sale_item (sale_id, variant_id, product_id, seller_id, name, weight_g, quantity,
  price_minor, base_minor, held, sold, open)
values ('sale_1', 'var_1', 'prod_1', 'slr_1', 'One', 1, 1, 50, 100, 1, 0, true),
  ('sale_1', 'var_2', 'prod_2', 'slr_1', 'Two', 1, 2, 50, 100, 0, 1, true);
insert into flash.ticket (sale_id, number, person, user_id)
values ('sale_1', 0, 'usr_1', 'usr_1'), ('sale_1', 1, 'usr_2', 'usr_2'),
  ('sale_1', 2, 'usr_3', 'usr_3');
insert into flash.token (token_id, sale_id, number, rank, user_id, variant_id, quantity, state,
  expires_at, check_at)
values ('tok_1', 'sale_1', 0, 2, 'usr_1', 'var_1', 1, 'TAKEN', now() + interval '1 hour',
    now() + interval '1 hour'),
  ('tok_2', 'sale_1', 1, 0, 'usr_2', 'var_2', 1, 'SOLD', now(), null),
  ('tok_3', 'sale_1', 2, 1, 'usr_3', 'var_2', 1, 'RETURNED', now(), null);`;

interface Mutation {
  code: string;
  change: string;
  guard?: { table: string; name: string; index?: boolean };
}

export const flashMutations: Mutation[] = [
  { code: 'F1', change: `update flash.sale_item set held = 1 where variant_id = 'var_2'` },
  { code: 'F1', change: `update flash.token set quantity = 2 where token_id = 'tok_2'` },
  { code: 'F1', change: `update flash.line set allocation = 4` },
  { code: 'F1', change: `update flash.line set held = 0` },
  { code: 'F2', change: `update flash.line set tickets = 4` },
  { code: 'F2', change: `update flash.ticket set number = 7 where number = 2` },
  {
    code: 'F2',
    change: `update flash.ticket set person = 'usr_1' where number = 2`,
    guard: { table: 'flash', name: 'ticket_of_person', index: true },
  },
  { code: 'F3', change: `update inventory.sale_pool_line set free = 0` },
  { code: 'F3', change: `update inventory.sale_unit set state = 'back' where token_id = 'tok_1'` },
  {
    code: 'F4',
    change: `with given as (update flash.token set state = 'RETURNED' where token_id = 'tok_1'),
      item as (update flash.sale_item set held = 0)
      update flash.line set held = 0`,
  },
  { code: 'F5', change: `update flash.token set rank = 3 where token_id = 'tok_1'` },
  {
    code: 'F6',
    change: `with sold as (update flash.token set state = 'SOLD' where token_id = 'tok_1'),
      item as (update flash.sale_item set held = 0, sold = 1 where variant_id = 'var_1')
      update flash.line set held = 0, sold = 2`,
  },
  {
    code: 'F6',
    change: `with moving as (update flash.sale set moving = 'back'),
      over as (update flash.token set state = 'SOLD' where token_id = 'tok_1'),
      item as (update flash.sale_item set held = 0, sold = 1 where variant_id = 'var_1')
      update flash.line set state = 'ENDED', held = 0, sold = 2`,
  },
];
