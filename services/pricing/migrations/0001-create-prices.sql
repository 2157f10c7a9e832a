create table price (
  variant_id text collate "C" not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  base_minor bigint not null check (base_minor >= 0),
  sale_minor bigint check (sale_minor between 0 and base_minor),
  version int not null default 1,
  updated_at timestamptz not null default now(),
  primary key (variant_id, currency)
) with (fillfactor = 80);

-- One rate for a destination; a state's own rate goes before its country's.
create table tax_rate (
  country text not null check (country ~ '^[A-Z]{2}$'),
  state text not null default '',
  name text not null,
  -- Hundredths of a percent: 725 is 7.25 %.
  rate_bp int not null check (rate_bp between 0 and 10000),
  taxes_shipping boolean not null default true,
  version int not null default 1,
  primary key (country, state)
);

create table quote (
  quote_id text collate "C" primary key,
  checkout_id text not null,
  currency text not null,
  subtotal_minor bigint not null,
  discount_minor bigint not null,
  shipping_minor bigint not null,
  tax_minor bigint not null,
  total_minor bigint not null,
  shipping_method text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  check (total_minor = subtotal_minor - discount_minor + shipping_minor + tax_minor),
  check (least(subtotal_minor, discount_minor, shipping_minor, tax_minor, total_minor) >= 0),
  check (discount_minor <= subtotal_minor)
);

create table quote_line (
  quote_id text collate "C" not null,
  line_no int not null,
  variant_id text not null,
  product_id text not null,
  seller_id text not null,
  quantity int not null check (quantity > 0),
  unit_minor bigint not null check (unit_minor >= 0),
  total_minor bigint not null,
  primary key (quote_id, line_no),
  check (total_minor = unit_minor * quantity)
);

insert into tax_rate (country, state, name, rate_bp, taxes_shipping)
select 'US', state, 'Sales tax', rate_bp, false from (values
  ('AL', 400), ('AK', 0), ('AZ', 560), ('AR', 650), ('CA', 725), ('CO', 290), ('CT', 635),
  ('DE', 0), ('DC', 600), ('FL', 600), ('GA', 400), ('HI', 400), ('ID', 600), ('IL', 625),
  ('IN', 700), ('IA', 600), ('KS', 650), ('KY', 600), ('LA', 500), ('ME', 550), ('MD', 600),
  ('MA', 625), ('MI', 600), ('MN', 688), ('MS', 700), ('MO', 423), ('MT', 0), ('NE', 550),
  ('NV', 685), ('NH', 0), ('NJ', 663), ('NM', 488), ('NY', 400), ('NC', 475), ('ND', 500),
  ('OH', 575), ('OK', 450), ('OR', 0), ('PA', 600), ('RI', 700), ('SC', 600), ('SD', 420),
  ('TN', 700), ('TX', 625), ('UT', 610), ('VT', 600), ('VA', 530), ('WA', 650), ('WV', 600),
  ('WI', 500), ('WY', 400)) as t(state, rate_bp);

insert into tax_rate (country, name, rate_bp)
select country, name, rate_bp from (values
  ('AT', 'VAT', 2000), ('BE', 'VAT', 2100), ('BG', 'VAT', 2000), ('CZ', 'VAT', 2100),
  ('DE', 'VAT', 1900), ('DK', 'VAT', 2500), ('EE', 'VAT', 2400), ('ES', 'VAT', 2100),
  ('FI', 'VAT', 2550), ('FR', 'VAT', 2000), ('GB', 'VAT', 2000), ('GR', 'VAT', 2400),
  ('HR', 'VAT', 2500), ('HU', 'VAT', 2700), ('IE', 'VAT', 2300), ('IT', 'VAT', 2200),
  ('LT', 'VAT', 2100), ('LU', 'VAT', 1700), ('LV', 'VAT', 2100), ('NL', 'VAT', 2100),
  ('PL', 'VAT', 2300), ('PT', 'VAT', 2300), ('RO', 'VAT', 2100), ('SE', 'VAT', 2500),
  ('SI', 'VAT', 2200), ('SK', 'VAT', 2300), ('CH', 'VAT', 810), ('NO', 'VAT', 2500),
  ('IN', 'GST', 1800), ('JP', 'Consumption tax', 1000), ('AU', 'GST', 1000),
  ('NZ', 'GST', 1500), ('CA', 'GST', 500)) as t(country, name, rate_bp);
