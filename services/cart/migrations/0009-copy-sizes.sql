-- How large a unit is as it is packed; null: not known. Parcels are rated by it.
alter table variant_copy add column size_mm int[];

create or replace view cart_with_lines as
select c.cart_id, c.user_id, c.buyer_id, c.currency, c.status, c.version, c.order_id, c.merged_into,
  c.expires_at, c.created_at, c.updated_at, coalesce((
  select json_agg(json_build_object('itemId', i.item_id, 'variantId', i.variant_id,
    'productId', i.product_id, 'quantity', i.quantity, 'added_minor', i.added_minor,
    'seen_minor', i.seen_minor, 'sellerId', v.seller_id, 'sku', v.sku, 'name', v.name,
    'imageUrl', v.image_url, 'weight_g', v.weight_g, 'taxClass', v.tax_class,
    'active', v.active, 'size_mm', v.size_mm) order by i.item_id)
  from cart_item i join variant_copy v using (variant_id)
  where i.cart_id = c.cart_id), '[]'::json) as lines, c.coupon
from cart c;
