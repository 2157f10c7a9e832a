-- Who carries parcels, and what of their size counts.
create table carrier (
  carrier text primary key check (carrier ~ '^[a-z0-9-]{1,40}$'),
  name text not null,
  -- Cubic centimetres that are paid for as a kilogram; null: only the scales count.
  divisor_cm3 int check (divisor_cm3 between 100 and 100000),
  -- The longest side; and that side with what goes round the piece. Null: any.
  max_length_mm int check (max_length_mm > 0),
  max_girth_mm int check (max_girth_mm > 0),
  version int not null default 1
);

insert into carrier (carrier, name, divisor_cm3, max_length_mm, max_girth_mm) values
  ('ground', 'Ground', 6000, 2000, 3600),
  ('air', 'Air', 5000, 1500, 3000);

-- What is added for the longest piece of a parcel: [{ over_mm, amount_minor }], ascending.
alter table rate
  add column carrier text references carrier,
  add column sizes jsonb;

update rate set carrier = case method when 'EXPRESS' then 'air' else 'ground' end;

-- How an order becomes parcels: one, one for each seller, or for each seller and warehouse.
create table parcel_rule (
  one boolean primary key default true check (one),
  split text not null default 'seller' check (split in ('order', 'seller', 'warehouse')),
  version int not null default 1
);
insert into parcel_rule default values;

-- When parcels leave a warehouse; one without a row leaves by the calendar of the zone it sends to.
create table house_calendar (
  warehouse_id text primary key,
  time_zone text not null,
  cutoff_minute int check (cutoff_minute between 0 and 1439),
  rest_days int[] not null check (cardinality(rest_days) < 7),
  -- [{ day, name }]
  holidays jsonb not null default '[]',
  version int not null default 1
);

-- Where people collect what they bought.
create table pickup_place (
  place_id text primary key,
  name text not null,
  line1 text not null,
  line2 text,
  city text not null,
  state text,
  postal_code text not null,
  country text not null check (country ~ '^[A-Z]{2}$'),
  -- As it is told to people.
  opening text not null default '',
  min_days int not null check (min_days >= 0),
  max_days int not null check (max_days >= min_days),
  max_weight_g int not null check (max_weight_g > 0),
  max_length_mm int check (max_length_mm > 0),
  active boolean not null default true,
  version int not null default 1
);
create index pickup_place_country on pickup_place (country) where active;
