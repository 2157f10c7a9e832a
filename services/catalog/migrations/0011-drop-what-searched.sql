-- Lists and searches are the search room's: what the catalogue kept for its own is read by nobody.
-- Numbers and words of products, values of attributes beside the listing, the transaction that
-- changed a row, units sold (search counts what is wanted by itself).
drop table product_words, sale_day, sale_cursor;
alter table listing
  drop column row_no,
  drop column attrs,
  drop column change_xid,
  drop column sold;
drop function words_of, plain_text;

create or replace function refresh_statistics() returns void
language plpgsql security definer set search_path from current as $$
begin
  analyze product, variant, variant_price, listing, import_stock;
end
$$;
