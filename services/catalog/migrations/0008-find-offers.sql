-- One thing that several sellers list carries one trade item number (GTIN: EAN, UPC) as its
-- barcode. As 14 digits, or null for what is no such number: its last digit must check out.
create function gtin_of(code text) returns text
language sql immutable parallel safe as $$
  select case when code ~ '^(\d{8}|\d{12,14})$' and (
    select sum(substr(lpad(code, 14, '0'), at, 1)::int * case when at % 2 = 1 then 3 else 1 end)
    from generate_series(1, 14) at) % 10 = 0
  then lpad(code, 14, '0') end
$$;
create index variant_gtin on variant (gtin_of(barcode))
  where barcode is not null and not removed;
