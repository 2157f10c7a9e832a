-- Units sold by day, for best sellers; counted from orders by a task, an order once.
create table sale_day (
  product_id text collate "C" not null,
  day date not null,
  units int not null check (units > 0),
  primary key (product_id, day)
);
create index sale_day_old on sale_day (day);

-- The last order that was counted.
create table sale_cursor (
  single boolean primary key default true check (single),
  order_id text collate "C" not null
);
insert into sale_cursor (order_id) values ('');
