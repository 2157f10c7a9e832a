create table zone (
  zone text primary key,
  name text not null,
  -- '*' stands for every country that no other zone lists.
  countries text[] not null check (cardinality(countries) > 0)
);

create table rate (
  zone text not null references zone,
  method text not null check (method in ('STANDARD', 'EXPRESS')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  name text not null,
  base_minor bigint not null check (base_minor >= 0),
  -- For each kilogram begun after the first.
  per_kg_minor bigint not null check (per_kg_minor >= 0),
  free_over_minor bigint check (free_over_minor > 0),
  max_weight_g int not null check (max_weight_g > 0),
  min_days int not null check (min_days >= 0),
  max_days int not null check (max_days >= min_days),
  version int not null default 1,
  primary key (zone, method, currency)
);

insert into zone (zone, name, countries) values
  ('us', 'United States', '{US}'),
  ('north-america', 'Canada and Mexico', '{CA,MX}'),
  ('europe', 'Europe', '{AT,BE,BG,CH,CZ,DE,DK,EE,ES,FI,FR,GB,GR,HR,HU,'
    'IE,IS,IT,LT,LU,LV,NL,NO,PL,PT,RO,SE,SI,SK}'),
  ('world', 'Rest of the world', '{*}');

-- In US dollars first; other currencies by a fixed factor, to their own exponents.
with dollars (zone, method, name, base, per_kg, free_over, max_weight_g, min_days, max_days) as (
  values
    ('us', 'STANDARD', 'Standard', 599, 120, 7500, 60000, 2, 5),
    ('us', 'EXPRESS', 'Express', 1499, 350, null, 30000, 1, 2),
    ('north-america', 'STANDARD', 'Standard', 1299, 400, 15000, 30000, 4, 9),
    ('north-america', 'EXPRESS', 'Express', 2999, 800, null, 30000, 2, 4),
    ('europe', 'STANDARD', 'Standard', 1099, 350, 12000, 30000, 3, 7),
    ('europe', 'EXPRESS', 'Express', 2499, 700, null, 30000, 1, 3),
    ('world', 'STANDARD', 'Standard', 1999, 900, 25000, 20000, 7, 15),
    ('world', 'EXPRESS', 'Express', 4499, 1500, null, 20000, 3, 6)
), factors (currency, factor) as (
  values ('USD', 1.0), ('EUR', 0.92), ('GBP', 0.79), ('CAD', 1.36), ('AUD', 1.52),
    ('CHF', 0.88), ('INR', 83.0), ('JPY', 1.5), ('KWD', 3.07)
)
insert into rate (zone, method, currency, name, base_minor, per_kg_minor, free_over_minor,
  max_weight_g, min_days, max_days)
select zone, method, currency, name, round(base * factor), round(per_kg * factor),
  round(free_over * factor), max_weight_g, min_days, max_days
from dollars cross join factors;
