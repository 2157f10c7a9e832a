-- How much a product is wanted: units sold, an older one worth half of one that was sold two weeks
-- later. Kept as 1024 times the binary logarithm of their sum as of 2025, so that nothing has to be
-- written for it to fade; 0: never sold.
alter table fact add column demand int not null default 0 check (demand >= 0);

-- The last order that was counted. One row.
create table demand_cursor (
  single boolean primary key default true check (single),
  order_id text collate "C" not null default ''
);
insert into demand_cursor default values;
