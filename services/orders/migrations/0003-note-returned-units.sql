-- Units that went back for money, once for each (ref, line): what stays with the buyer is what was
-- shipped without these. A table of its own, so that placing an order writes nothing more.
create table line_return (
  order_id text collate "C" not null,
  -- The return and the round of its decision.
  ref text collate "C" not null,
  line_no int not null,
  quantity int not null check (quantity > 0),
  at timestamptz not null default now(),
  primary key (order_id, ref, line_no)
);
