-- Another number after every change of what sold, and of what competitors ask: a process that
-- remembers these is told by the statement that reads a price whether they still hold.
create table rule_input (
  single boolean primary key default true check (single),
  -- Sums of demand, and whether they are complete.
  summed bigint not null default 1,
  compared bigint not null default 1
);
insert into rule_input default values;
