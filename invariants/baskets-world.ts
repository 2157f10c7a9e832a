// What orders of the small world of seed.ts count as baskets, and the changes that turn each code
// of baskets.ts red. The order of prod_1 is counted; later ones wait.
export const basketSeed = `
update recommendations.progress set after_order = 'ord_1', baskets = 3;
insert into recommendations.imported (ref, baskets, counted) values ('file_1', 2, 2);
insert into recommendations.item (product_id, baskets) values ('prod_1', 3), ('prod_2', 1);
insert into recommendations.pair (product_id, other_id, together, later)
values ('prod_1', 'prod_2', 1, 1), ('prod_2', 'prod_1', 1, 1);`;

export const basketMutations = [
  { code: 'K1', change: 'update recommendations.progress set baskets = 4' },
  {
    code: 'K1',
    change: `with less as (update recommendations.progress set baskets = 0)
      update recommendations.item set baskets = 1`,
  },
  { code: 'K1', change: `update recommendations.item set baskets = 4` },
  { code: 'K1', change: 'update recommendations.pair set together = 2' },
  { code: 'K2', change: `update recommendations.pair set later = 2 where product_id = 'prod_1'` },
  { code: 'K2', change: `delete from recommendations.pair where product_id = 'prod_1'` },
  {
    code: 'K3',
    change: `insert into recommendations.pair (product_id, other_id, together)
      select x.a, x.b, 1 from generate_series(1, 401) n
      cross join lateral (values ('prod_1', 'more_' || n), ('more_' || n, 'prod_1')) x(a, b)`,
  },
  {
    code: 'K4',
    change: `update recommendations.item set product_id = 'prod_9'
      where product_id = 'prod_2'`,
  },
];
