-- When an order went elsewhere, who said so and which fields were others: no names, no streets.
create table address_change (
  change_id text collate "C" primary key,
  order_id text collate "C" not null,
  changed text[] not null,
  actor text not null,
  at timestamptz not null default now()
);
create index address_change_by_order on address_change (order_id);
