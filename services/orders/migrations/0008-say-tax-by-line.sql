-- Each line's own tax on top where it is not its share by price, and what tax prices have in them.
alter table order_line
  add column tax_minor bigint check (tax_minor >= 0),
  add column included_minor bigint not null default 0
    check (included_minor between 0 and total_minor);
alter table "order" add column included_shipping_minor bigint not null default 0
  check (included_shipping_minor between 0 and shipping_minor);
