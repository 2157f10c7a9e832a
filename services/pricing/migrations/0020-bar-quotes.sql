-- Checkouts that ended while an earlier run of them may still have asked for a quote: no quote of
-- theirs holds a use from then on. Written after takeovers that were refused their quote only.
create table quote_bar (
  checkout_id text collate "C" primary key,
  at timestamptz not null default now()
);
create index quote_bar_at on quote_bar (at);
