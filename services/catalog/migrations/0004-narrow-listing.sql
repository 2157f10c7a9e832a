-- Lists are answered from memory (docs/decisions), so the listing keeps no index for filters and
-- orders any more, only what filling and following that memory needs. A product that is no longer
-- for sale keeps its row with the time in `unlisted_at`, so that followers hear of it.

-- The words a product is found by, and its number: small, dense and never used again.
create table product_words (
  product_id text collate "C" primary key,
  row_no bigint generated always as identity constraint product_words_row_key unique,
  words tsvector not null
);

-- Lower case without accents; punctuation separates. The same is done to what people type.
create function plain_text(given text) returns text
language sql immutable parallel safe as $$
  select lower(translate(
    regexp_replace(normalize(coalesce(given, ''), NFKD), '[\u0300-\u036f]', '', 'g'),
    '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', repeat(' ', 32)))
$$;

-- A: the name, B: the brand, C: the category, D: values of attributes.
create function words_of(name text, brand text, category text, attributes text)
returns tsvector language sql immutable parallel safe as $$
  select setweight(to_tsvector('pg_catalog.simple', plain_text(name)), 'A')
    || setweight(to_tsvector('pg_catalog.simple', plain_text(brand)), 'B')
    || setweight(to_tsvector('pg_catalog.simple', plain_text(category)), 'C')
    || setweight(to_tsvector('pg_catalog.simple', plain_text(attributes)), 'D')
$$;

insert into product_words (product_id, words)
select p.product_id, words_of(p.name, b.name, c.name,
  (select string_agg(distinct e.value, ' ')
   from (select p.attributes as list union all
     select v.attributes from variant v where v.product_id = p.product_id and not v.removed) a,
     jsonb_each_text(a.list) e))
from product p join category c on c.category_id = p.category_id
left join brand b on b.brand_id = p.brand_id
order by p.product_id;
create index product_words_words on product_words using gin (words);

create index variant_sku_lower on variant (lower(sku)) where not removed;

drop index listing_product, listing_category, listing_price, listing_rating, listing_popular,
  listing_brand, listing_bucket, listing_attrs;
alter table listing
  drop constraint listing_pkey,
  drop constraint listing_product_id_fkey,
  drop column bucket,
  drop column category_path,
  add column row_no bigint,
  add column seller_id text collate "C",
  add column product_version int not null default 0,
  add column sold int not null default 0 check (sold >= 0),
  -- Null while it is for sale.
  add column unlisted_at timestamptz,
  add column change_xid xid8 not null default pg_current_xact_id(),
  add primary key (product_id, currency);
update listing l set row_no = w.row_no, seller_id = p.seller_id, product_version = p.version
from product p join product_words w on w.product_id = p.product_id
where p.product_id = l.product_id;
alter table listing alter column row_no set not null, alter column seller_id set not null;
create unique index listing_row on listing (row_no, currency);
create index listing_change on listing (change_xid);

drop table category_count;

create or replace function refresh_statistics() returns void
language plpgsql security definer set search_path from current as $$
begin
  analyze product, variant, variant_price, listing, product_words, import_stock;
end
$$;
