-- Towns by postal code, so that an address form can fill them in. Postal codes stand without gaps.
create table place (
  country text not null check (country ~ '^[A-Z]{2}$'),
  postal_code text not null check (postal_code ~ '^[A-Z0-9]{1,12}$'),
  city text not null check (city <> ''),
  -- As the file has it: a code of its own in some countries, the name beside it.
  state_code text not null default '',
  state text not null default '',
  primary key (country, postal_code, city)
);
