-- Prices that nobody set in a currency follow those of another one, by a rate of a day.
alter table price add column converted boolean not null default false;

create table currency_rate (
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- The latest that has begun counts.
  since date not null,
  -- The last day; later no converted price is offered.
  until date not null check (until >= since),
  base text not null check (base ~ '^[A-Z]{3}$' and base <> currency),
  -- Units of the currency for a million units of the base.
  rate_micro bigint not null check (rate_micro > 0),
  -- Prices are multiples of it, less the other: 100 and 1 make 4.99.
  step_minor bigint not null check (step_minor > 0),
  less_minor bigint not null check (less_minor >= 0 and less_minor < step_minor),
  source text not null,
  -- Prices of this rate are written.
  applied boolean not null default false,
  created_by text not null,
  created_at timestamptz not null default now(),
  primary key (currency, since)
);
