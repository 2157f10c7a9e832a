-- What a parcel costs by weight, where it is no straight line: [{ upTo_g, amount_minor }].
alter table rate add column tiers jsonb;

-- When parcels leave for a zone and on which days they move there.
alter table zone
  add column time_zone text not null default 'UTC',
  -- Minutes after midnight; what is ordered later leaves the next working day. Null: none.
  add column cutoff_minute int check (cutoff_minute between 0 and 1439),
  -- Days of the week on which nothing moves, Sunday is 0.
  add column rest_days int[] not null default '{0}' check (cardinality(rest_days) < 7),
  add column version int not null default 1;

create table holiday (
  zone text not null references zone on delete cascade,
  day date not null,
  name text not null,
  primary key (zone, day)
);
