-- Rates by country, state, postal code and class of goods, in components, from a day on. Where an
-- area has several components, an invoice names each. Rates that were here stay as they are.
alter table tax_rate drop constraint tax_rate_pkey;
alter table tax_rate
  add column zip_from text not null default '' check (zip_from ~ '^[A-Z0-9]{0,12}$'),
  add column zip_to text not null default '' check (zip_to ~ '^[A-Z0-9]{0,12}$'),
  add column tax_class text not null default 'standard',
  -- Thousandths of a percent: 8875 is 8.875 %.
  add column rate_milli int check (rate_milli between 0 and 100000),
  add column since date not null default '2000-01-01';
update tax_rate set rate_milli = rate_bp * 10;
-- What hundredths of a percent could not say, where nobody has changed it since.
update tax_rate set rate_milli = exact.rate_milli
from (values ('MN', 6875), ('NJ', 6625), ('MO', 4225), ('NM', 4875)) as exact(code, rate_milli)
where country = 'US' and state = code and version = 1;
alter table tax_rate alter column rate_milli set not null;
alter table tax_rate drop column rate_bp;
alter table tax_rate add check ((zip_from = '') = (zip_to = '') and zip_from <= zip_to);
alter table tax_rate add primary key (country, state, zip_from, tax_class, name, since);

-- How a country takes its tax.
create table tax_country (
  country text primary key check (country ~ '^[A-Z]{2}$'),
  -- Whether prices sent there have the tax in them.
  prices_include boolean not null,
  rounding text not null default 'document' check (rounding in ('document', 'line')),
  scheme text not null default 'plain' check (scheme in ('plain', 'gst-in')),
  -- Where the marketplace is registered there; null: nowhere.
  origin_state text,
  -- Who has a VAT number of this country owes the tax there themselves.
  reverse_charge boolean not null default false,
  version int not null default 1
);

-- Who need not pay it. A number of a person who was erased goes with them.
create table tax_exemption (
  exemption_id text collate "C" primary key,
  user_id text collate "C" not null,
  kind text not null check (kind in ('certificate', 'vat-id')),
  number text not null check (number <> ''),
  country text not null check (country ~ '^[A-Z]{2}$'),
  state text not null default '',
  valid_from date not null,
  valid_until date,
  created_by text not null,
  created_at timestamptz not null default now(),
  check (valid_until >= valid_from)
);
create index tax_exemption_of on tax_exemption (user_id);

-- One row that every change counts up: so a process sees that it has to read again, and a quote
-- says of which tables its tax is.
create table tax_revision (
  one boolean primary key default true check (one),
  revision bigint not null default 1
);
insert into tax_revision default values;

alter table quote add column tax jsonb;
alter table quote_line
  -- Null: its share by price of the quote's tax.
  add column tax_minor bigint check (tax_minor >= 0),
  add column included_minor bigint not null default 0
    check (included_minor between 0 and total_minor);

insert into tax_country (country, prices_include, reverse_charge)
select country, true, true from unnest('{AT,BE,BG,CY,CZ,DE,DK,EE,ES,FI,FR,GR,HR,HU,IE,IT,LT,LU,LV,
  MT,NL,PL,PT,RO,SE,SI,SK}'::text[]) as t(country);
insert into tax_country (country, prices_include)
values ('GB', true), ('CH', true), ('NO', true), ('AU', true), ('NZ', true), ('JP', true),
  ('US', false), ('CA', false);
insert into tax_country (country, prices_include, scheme) values ('IN', true, 'gst-in');

-- Well-known rates, entered by hand on 2026-11-21 after the public tables of the European
-- Commission (Taxes in Europe Database), HM Revenue & Customs, the Swiss and Norwegian tax offices,
-- the states' departments of revenue and India's GST Council. They are a start, not advice: whoever
-- charges money looks them up. Standard rates of 0001 have the same sources.
insert into tax_rate (country, name, rate_milli)
values ('CY', 'VAT', 19000), ('MT', 'VAT', 18000) on conflict do nothing;

insert into tax_rate (country, name, tax_class, rate_milli)
select country, 'VAT', class, rate from (values
  ('AT', 'books', 10000), ('AT', 'food', 10000), ('BE', 'books', 6000), ('BE', 'food', 6000),
  ('CH', 'books', 2600), ('CH', 'food', 2600), ('DE', 'books', 7000), ('DE', 'food', 7000),
  ('ES', 'books', 4000), ('ES', 'food', 10000), ('FR', 'books', 5500), ('FR', 'food', 5500),
  ('GB', 'books', 0), ('GB', 'food', 0), ('IE', 'books', 0), ('IE', 'food', 0),
  ('IT', 'books', 4000), ('IT', 'food', 10000), ('NL', 'books', 9000), ('NL', 'food', 9000),
  ('NO', 'books', 0), ('NO', 'food', 15000), ('PL', 'books', 5000), ('PL', 'food', 5000),
  ('PT', 'books', 6000), ('PT', 'food', 6000), ('AT', 'reduced', 10000), ('DE', 'reduced', 7000),
  ('FR', 'reduced', 10000), ('NL', 'reduced', 9000), ('ES', 'reduced', 10000),
  ('IT', 'reduced', 10000), ('BE', 'reduced', 6000), ('GB', 'reduced', 5000)
) as t(country, class, rate);
insert into tax_rate (country, name, tax_class, rate_milli)
select country, name, 'zero', 0 from (
  select country, 'VAT' as name from tax_country where prices_include and country not in
    ('IN', 'JP', 'AU', 'NZ')
  union all values ('US', 'Sales tax'), ('IN', 'GST'), ('JP', 'Consumption tax'), ('AU', 'GST'),
    ('NZ', 'GST'), ('CA', 'GST')) as t;
insert into tax_rate (country, name, tax_class, rate_milli)
values ('IN', 'GST', 'food', 5000), ('IN', 'GST', 'medicine', 5000), ('IN', 'GST', 'books', 0),
  ('JP', 'Consumption tax', 'food', 8000);

insert into tax_rate (country, state, name, tax_class, rate_milli, taxes_shipping)
select 'US', state, 'Sales tax', 'clothing', 0, false
from unnest('{MN,NJ,PA}'::text[]) as t(state)
union all
select 'US', state, 'Sales tax', 'food', 0, false
from unnest('{CA,CO,CT,FL,MA,MI,MN,NJ,NY,OH,PA,TX,WA}'::text[]) as t(state);

-- Cities with taxes of their own: New York (Manhattan, Staten Island, Bronx, Brooklyn, Queens) and
-- Chicago.
insert into tax_rate (country, state, zip_from, zip_to, name, rate_milli, taxes_shipping)
select 'US', 'NY', z.a, z.b, r.name, r.rate, false
from (values ('10001', '10282'), ('10301', '10314'), ('10451', '10475'), ('11004', '11005'),
  ('11101', '11109'), ('11201', '11256'), ('11351', '11436'), ('11691', '11697')) as z(a, b),
  (values ('New York State sales tax', 4000), ('New York City sales tax', 4500),
    ('Metropolitan commuter district', 375)) as r(name, rate)
union all
select 'US', 'IL', '60601', '60661', name, rate, false
from (values ('Illinois sales tax', 6250), ('Cook County sales tax', 1750),
  ('Chicago sales tax', 1250), ('Regional transport authority', 1000)) as r(name, rate);
