-- Rates looked up again on 2026-11-21 (docs/TAX-RATES.md says where), with what was before: changes
-- since 2020 are kept, the row of 2000-01-01 says what held at the beginning of 2020. What an
-- operator has changed stays as it is.
create temp table known (
  country text, state text, name text, tax_class text, since date, rate_milli int
) on commit drop;
insert into known values
  ('EE', '', 'VAT', 'standard', '2000-01-01', 20000),
  ('EE', '', 'VAT', 'standard', '2024-01-01', 22000),
  ('EE', '', 'VAT', 'standard', '2025-07-01', 24000),
  ('FI', '', 'VAT', 'standard', '2000-01-01', 24000),
  ('FI', '', 'VAT', 'standard', '2024-09-01', 25500),
  ('RO', '', 'VAT', 'standard', '2000-01-01', 19000),
  ('RO', '', 'VAT', 'standard', '2025-08-01', 21000),
  ('SK', '', 'VAT', 'standard', '2000-01-01', 20000),
  ('SK', '', 'VAT', 'standard', '2025-01-01', 23000),
  ('LU', '', 'VAT', 'standard', '2000-01-01', 17000),
  ('LU', '', 'VAT', 'standard', '2023-01-01', 16000),
  ('LU', '', 'VAT', 'standard', '2024-01-01', 17000),
  ('IE', '', 'VAT', 'standard', '2000-01-01', 23000),
  ('IE', '', 'VAT', 'standard', '2020-09-01', 21000),
  ('IE', '', 'VAT', 'standard', '2021-03-01', 23000),
  ('DE', '', 'VAT', 'standard', '2000-01-01', 19000),
  ('DE', '', 'VAT', 'standard', '2020-07-01', 16000),
  ('DE', '', 'VAT', 'standard', '2021-01-01', 19000),
  ('DE', '', 'VAT', 'reduced', '2000-01-01', 7000),
  ('DE', '', 'VAT', 'reduced', '2020-07-01', 5000),
  ('DE', '', 'VAT', 'reduced', '2021-01-01', 7000),
  ('DE', '', 'VAT', 'books', '2000-01-01', 7000), ('DE', '', 'VAT', 'books', '2020-07-01', 5000),
  ('DE', '', 'VAT', 'books', '2021-01-01', 7000), ('DE', '', 'VAT', 'food', '2000-01-01', 7000),
  ('DE', '', 'VAT', 'food', '2020-07-01', 5000), ('DE', '', 'VAT', 'food', '2021-01-01', 7000),
  ('CH', '', 'VAT', 'standard', '2000-01-01', 7700),
  ('CH', '', 'VAT', 'standard', '2024-01-01', 8100),
  ('CH', '', 'VAT', 'books', '2000-01-01', 2500), ('CH', '', 'VAT', 'books', '2024-01-01', 2600),
  ('CH', '', 'VAT', 'food', '2000-01-01', 2500), ('CH', '', 'VAT', 'food', '2024-01-01', 2600),
  ('PL', '', 'VAT', 'food', '2000-01-01', 5000), ('PL', '', 'VAT', 'food', '2022-02-01', 0),
  ('PL', '', 'VAT', 'food', '2024-04-01', 5000), ('CZ', '', 'VAT', 'food', '2000-01-01', 15000),
  ('CZ', '', 'VAT', 'food', '2024-01-01', 12000), ('CZ', '', 'VAT', 'books', '2000-01-01', 10000),
  ('CZ', '', 'VAT', 'books', '2024-01-01', 0), ('FI', '', 'VAT', 'food', '2000-01-01', 14000),
  ('FI', '', 'VAT', 'food', '2026-01-01', 13500), ('FI', '', 'VAT', 'books', '2000-01-01', 10000),
  ('FI', '', 'VAT', 'books', '2025-01-01', 14000),
  ('FI', '', 'VAT', 'books', '2026-01-01', 13500),
  ('FI', '', 'VAT', 'medicine', '2000-01-01', 10000),
  ('FI', '', 'VAT', 'medicine', '2025-01-01', 14000),
  ('FI', '', 'VAT', 'medicine', '2026-01-01', 13500),
  ('GR', '', 'VAT', 'food', '2000-01-01', 13000), ('GR', '', 'VAT', 'books', '2000-01-01', 6000),
  ('HR', '', 'VAT', 'books', '2000-01-01', 5000), ('HU', '', 'VAT', 'books', '2000-01-01', 5000),
  ('HU', '', 'VAT', 'medicine', '2000-01-01', 5000),
  ('LT', '', 'VAT', 'books', '2000-01-01', 9000), ('LT', '', 'VAT', 'books', '2026-01-01', 5000),
  ('LU', '', 'VAT', 'food', '2000-01-01', 3000), ('LU', '', 'VAT', 'books', '2000-01-01', 3000),
  ('LV', '', 'VAT', 'books', '2000-01-01', 12000), ('LV', '', 'VAT', 'books', '2022-01-01', 5000),
  ('MT', '', 'VAT', 'books', '2000-01-01', 5000), ('RO', '', 'VAT', 'food', '2000-01-01', 9000),
  ('RO', '', 'VAT', 'food', '2025-08-01', 11000), ('RO', '', 'VAT', 'books', '2000-01-01', 5000),
  ('RO', '', 'VAT', 'books', '2025-08-01', 11000),
  ('RO', '', 'VAT', 'medicine', '2000-01-01', 9000),
  ('RO', '', 'VAT', 'medicine', '2025-08-01', 11000),
  ('SE', '', 'VAT', 'food', '2000-01-01', 12000), ('SE', '', 'VAT', 'food', '2026-04-01', 6000),
  ('SE', '', 'VAT', 'food', '2028-01-01', 12000), ('SE', '', 'VAT', 'books', '2000-01-01', 6000),
  ('SI', '', 'VAT', 'food', '2000-01-01', 9500), ('SI', '', 'VAT', 'books', '2000-01-01', 5000),
  ('SK', '', 'VAT', 'books', '2000-01-01', 10000), ('SK', '', 'VAT', 'books', '2025-01-01', 5000),
  ('BG', '', 'VAT', 'books', '2000-01-01', 20000), ('BG', '', 'VAT', 'books', '2020-07-01', 9000),
  ('IN', '', 'GST', 'medicine', '2000-01-01', 12000),
  ('IN', '', 'GST', 'medicine', '2025-09-22', 5000),
  ('US', 'LA', 'Sales tax', 'standard', '2000-01-01', 4450),
  ('US', 'LA', 'Sales tax', 'standard', '2025-01-01', 5000),
  ('US', 'SD', 'Sales tax', 'standard', '2000-01-01', 4500),
  ('US', 'SD', 'Sales tax', 'standard', '2023-07-01', 4200),
  ('US', 'NM', 'Sales tax', 'standard', '2000-01-01', 5125),
  ('US', 'NM', 'Sales tax', 'standard', '2022-07-01', 5000),
  ('US', 'NM', 'Sales tax', 'standard', '2023-07-01', 4875),
  ('US', 'KS', 'Sales tax', 'food', '2000-01-01', 6500),
  ('US', 'KS', 'Sales tax', 'food', '2023-01-01', 4000),
  ('US', 'KS', 'Sales tax', 'food', '2024-01-01', 2000),
  ('US', 'KS', 'Sales tax', 'food', '2025-01-01', 0),
  ('US', 'OK', 'Sales tax', 'food', '2000-01-01', 4500),
  ('US', 'OK', 'Sales tax', 'food', '2024-08-29', 0),
  ('US', 'VT', 'Sales tax', 'clothing', '2000-01-01', 0),
  ('US', 'AZ', 'Sales tax', 'food', '2000-01-01', 0),
  ('US', 'DC', 'Sales tax', 'food', '2000-01-01', 0),
  ('US', 'GA', 'Sales tax', 'food', '2000-01-01', 0),
  ('US', 'IN', 'Sales tax', 'food', '2000-01-01', 0),
  ('US', 'IA', 'Sales tax', 'food', '2000-01-01', 0),
  ('US', 'KY', 'Sales tax', 'food', '2000-01-01', 0),
  ('US', 'LA', 'Sales tax', 'food', '2000-01-01', 0),
  ('US', 'ME', 'Sales tax', 'food', '2000-01-01', 0),
  ('US', 'MD', 'Sales tax', 'food', '2000-01-01', 0),
  ('US', 'NE', 'Sales tax', 'food', '2000-01-01', 0),
  ('US', 'NV', 'Sales tax', 'food', '2000-01-01', 0),
  ('US', 'NM', 'Sales tax', 'food', '2000-01-01', 0),
  ('US', 'ND', 'Sales tax', 'food', '2000-01-01', 0),
  ('US', 'RI', 'Sales tax', 'food', '2000-01-01', 0),
  ('US', 'SC', 'Sales tax', 'food', '2000-01-01', 0),
  ('US', 'VT', 'Sales tax', 'food', '2000-01-01', 0),
  ('US', 'WV', 'Sales tax', 'food', '2000-01-01', 0),
  ('US', 'WI', 'Sales tax', 'food', '2000-01-01', 0),
  ('US', 'WY', 'Sales tax', 'food', '2000-01-01', 0);

-- What is there and still as it was shipped, or not there at all.
create temp table ours on commit drop as
select k.country, k.state, k.name, k.tax_class, bool_or(r.country is not null) as shipped
from (select distinct country, state, name, tax_class from known) k
left join tax_rate r on r.country = k.country and r.state = k.state and r.tax_class = k.tax_class
  and r.zip_from = ''
group by k.country, k.state, k.name, k.tax_class
having bool_and(r.country is null) or (count(*) = 1 and bool_and(
  r.version = 1 and r.since = '2000-01-01' and r.name = k.name and r.rate_milli = (
    select l.rate_milli from known l
    where l.country = k.country and l.state = k.state and l.tax_class = k.tax_class
      and l.since <= '2026-11-21' order by l.since desc limit 1)));

insert into tax_rate (country, state, name, tax_class, rate_milli, taxes_shipping, since)
select country, state, name, tax_class, rate_milli,
  coalesce((select r.taxes_shipping from tax_rate r where r.country = k.country
    and r.state in (k.state, '') and r.tax_class = 'standard' and r.zip_from = ''
    order by r.state desc limit 1), true), since
from known k join ours o using (country, state, name, tax_class)
where not o.shipped or k.since > '2000-01-01';

update tax_rate r set rate_milli = k.rate_milli
from known k join ours o using (country, state, name, tax_class)
where o.shipped and k.since = '2000-01-01' and r.since = k.since and r.country = k.country
  and r.state = k.state and r.name = k.name and r.tax_class = k.tax_class and r.zip_from = '';

update tax_revision set revision = revision + 1;
