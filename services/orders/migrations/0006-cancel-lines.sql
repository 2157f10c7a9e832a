-- Lines that were taken off an order that goes on. Tables of their own, so that placing an order
-- writes nothing more; the line itself stays as it was bought, but for where it is.
alter table order_line drop constraint order_line_status_check,
  add constraint order_line_status_check
    check (status in ('NEW', 'PICKED', 'PACKED', 'SHIPPED', 'CANCELLED')),
  add constraint order_line_cancelled check (status <> 'CANCELLED' or shipped = 0);

create table cancellation (
  cancellation_id text collate "C" primary key,
  order_id text collate "C" not null,
  -- What goes back: goods without discount, and tax.
  amount_minor bigint not null check (amount_minor >= 0),
  reason text not null,
  -- customer, admin:usr_…
  actor text not null,
  at timestamptz not null default now()
);
create index cancellation_by_order on cancellation (order_id);

create table cancelled_line (
  order_id text collate "C" not null,
  line_no int not null,
  cancellation_id text collate "C" not null,
  goods_minor bigint not null,
  discount_minor bigint not null,
  tax_minor bigint not null,
  -- A line is cancelled once.
  primary key (order_id, line_no)
);
