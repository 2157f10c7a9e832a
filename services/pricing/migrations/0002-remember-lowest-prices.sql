-- What a variant cost before its present price, by the day on which each price ended: the lowest
-- price that ended on that day. A first price writes nothing here. Rows that no answer can need
-- any more go with the next change, so a variant has at most 32.
create table price_past (
  variant_id text collate "C" not null,
  currency text not null,
  ended_on date not null,
  lowest_minor bigint not null check (lowest_minor >= 0),
  -- When the last price of that day ended, which is when the one after it began.
  ended_at timestamptz not null,
  primary key (variant_id, currency, ended_on)
);
