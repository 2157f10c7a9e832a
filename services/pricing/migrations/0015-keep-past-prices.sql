-- What prices were, to tell why something cost what it did: each row is the price that ended then.
-- A year and some weeks of it, and the newest 500 of each price.
create table price_was (
  variant_id text collate "C" not null,
  currency text not null,
  until_at timestamptz not null,
  base_minor bigint not null check (base_minor >= 0),
  sale_minor bigint,
  primary key (variant_id, currency, until_at)
);

-- Since when the price of a variant is known; of prices of before, since this migration.
alter table price add column known_since timestamptz not null default now();

create function keep_past_price() returns trigger language plpgsql
set search_path from current as $$
begin
  insert into price_was (variant_id, currency, until_at, base_minor, sale_minor)
  values (old.variant_id, old.currency, now(), old.base_minor, old.sale_minor)
  -- Of several within one transaction only the first was ever seen.
  on conflict do nothing;
  delete from price_was w where w.variant_id = old.variant_id and w.currency = old.currency
    and w.until_at <= greatest(now() - interval '400 days', coalesce((
      select x.until_at from price_was x
      where x.variant_id = old.variant_id and x.currency = old.currency
      order by x.until_at desc offset 500 limit 1), '-infinity'));
  return null;
end $$;

create trigger price_is_kept after update of base_minor, sale_minor on price for each row
  when ((old.base_minor, old.sale_minor) is distinct from (new.base_minor, new.sale_minor))
  execute function keep_past_price();

-- A quote is what a shopper was shown. Only its end moves, to later; no amount ever does.
create function quote_stays() returns trigger language plpgsql as $$
begin
  raise exception 'a quote never changes' using errcode = '23514', constraint = tg_name;
end $$;

create trigger quote_stays before update on quote for each row
  when (new.expires_at < old.expires_at or
    (old.quote_id, old.checkout_id, old.currency, old.subtotal_minor, old.discount_minor,
      old.shipping_minor, old.tax_minor, old.total_minor, old.shipping_method)
    is distinct from (new.quote_id, new.checkout_id, new.currency, new.subtotal_minor,
      new.discount_minor, new.shipping_minor, new.tax_minor, new.total_minor,
      new.shipping_method))
  execute function quote_stays();

create trigger quote_line_stays before update of quote_id, line_no, variant_id, quantity,
  unit_minor, total_minor, discount_minor on quote_line for each row
  execute function quote_stays();
