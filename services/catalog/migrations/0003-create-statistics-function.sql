-- A bulk load into small tables is planned as if they were still small until autovacuum comes by;
-- the importer asks for fresh statistics itself. The room's role does not own the tables, so this
-- runs with the rights of the owner; it takes no input.
create function refresh_statistics() returns void
language plpgsql security definer set search_path from current as $$
begin
  analyze product, variant, variant_price, listing, import_stock;
end
$$;
