/** SQL of the product aggregate: product, variants and the events of the change, as one. */
import { eventMeta } from '#kernel/core/context.ts';
import { assert } from '#kernel/core/assert.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { TaxClass } from '#services/pricing/contract.ts';
import type { ProductStatus } from './contract.ts';
import { lowStock_max } from './model-page.ts';
import type { Highlights, VideoRecord } from './media.ts';
import {
  productEvent,
  type Attributes,
  type ImageRecord,
  type Product,
  type VariantRecord,
} from './model.ts';

/** Most products one statement loads or saves. */
export const products_max = 2000;

interface ProductRow {
  product_id: string;
  seller_id: string;
  slug: string;
  name: string;
  description: string;
  brand_id: string | null;
  brand: string | null;
  category_id: string;
  attributes: Attributes;
  images: ImageRecord[];
  videos: VideoRecord[];
  highlights: Highlights;
  currency: string;
  tax_class: TaxClass | null;
  status: ProductStatus;
  seller_approved: boolean;
  external_ref: string | null;
  rating_x100: number;
  review_count: number;
  version: number;
  created_at: Date;
  updated_at: Date;
  variants: VariantRecord[] | null;
}

export interface StoredProduct extends Product {
  createdAt: string;
  updatedAt: string;
}

function fromRow(row: ProductRow): StoredProduct {
  return {
    productId: row.product_id,
    sellerId: row.seller_id,
    slug: row.slug,
    name: row.name,
    description: row.description,
    brandId: row.brand_id,
    brand: row.brand,
    categoryId: row.category_id,
    attributes: row.attributes,
    images: row.images,
    videos: row.videos,
    highlights: row.highlights,
    currency: row.currency,
    taxClass: row.tax_class ?? 'standard',
    status: row.status,
    sellerApproved: row.seller_approved,
    externalRef: row.external_ref,
    rating_x100: row.rating_x100,
    reviewCount: row.review_count,
    version: row.version,
    variants: row.variants ?? [],
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

const productColumns =
  'p.product_id, p.seller_id, p.slug, p.name, p.description, p.brand_id, b.name as brand,' +
  ' p.category_id, p.attributes, p.images, p.videos, p.highlights, p.currency, p.tax_class,' +
  ' p.status,' +
  ' p.seller_approved, p.external_ref, p.rating_x100, p.review_count, p.version,' +
  ' p.created_at, p.updated_at,' +
  ' (select jsonb_agg(jsonb_build_object(' +
  "'variantId', v.variant_id, 'sku', v.sku, 'name', v.name, 'attributes', v.attributes," +
  " 'weight_g', v.weight_g, 'size_mm', v.size_mm, 'barcode', v.barcode," +
  " 'removed', v.removed)" +
  ' order by v.position, v.variant_id) from variant v where v.product_id = p.product_id)' +
  ' as variants from product p left join brand b on b.brand_id = p.brand_id';

const selectByIds = 'select ' + productColumns + ' where p.product_id = any($1::text[])';
const selectLocked = selectByIds + ' order by p.product_id for no key update of p';
const selectBySlug = 'select ' + productColumns + ' where p.slug = $1';
const selectAfter =
  'select ' + productColumns + ' where p.product_id > $1 order by p.product_id limit $2';

/** Products by id, at most 2,000; unknown ones are left out. One statement. */
export async function loadProducts(sql: Sql, productIds: string[]): Promise<StoredProduct[]> {
  assert(productIds.length <= products_max, 'more products asked for than one statement loads');
  if (productIds.length === 0) return [];
  return (await sql.rows<ProductRow>(selectByIds, [productIds])).map(fromRow);
}

/** The same, locked until the transaction ends, in id order (so that two never deadlock). */
export async function lockProducts(tx: Sql, productIds: string[]): Promise<StoredProduct[]> {
  assert(productIds.length <= products_max, 'more products asked for than one statement loads');
  if (productIds.length === 0) return [];
  return (await tx.rows<ProductRow>(selectLocked, [productIds])).map(fromRow);
}

export async function loadProductBySlug(sql: Sql, slug: string): Promise<StoredProduct | null> {
  const row = await sql.row<ProductRow>(selectBySlug, [slug]);
  return row === undefined ? null : fromRow(row);
}

/** All products in id order, a page at a time. */
export async function loadProductsAfter(
  sql: Sql,
  after: string,
  limit: number,
): Promise<StoredProduct[]> {
  return (await sql.rows<ProductRow>(selectAfter, [after, limit])).map(fromRow);
}

/** Products that hold these variants. */
export async function loadProductsOfVariants(
  sql: Sql,
  variantIds: string[],
): Promise<StoredProduct[]> {
  if (variantIds.length === 0) return [];
  const rows = await sql.rows<ProductRow>(
    'select ' +
      productColumns +
      ' where p.product_id in (select product_id from variant where variant_id = any($1::text[]))',
    [variantIds],
  );
  return rows.map(fromRow);
}

const saveText = `
with saved as (
  insert into product (product_id, seller_id, slug, name, description, brand_id, category_id,
    attributes, images, videos, highlights, currency, tax_class, status, seller_approved,
    external_ref, rating_x100, review_count, version)
  select product_id, seller_id, slug, name, description, brand_id, category_id,
    attributes, images, videos, highlights, currency, tax_class, status, seller_approved,
    external_ref, rating_x100, review_count, version
  from jsonb_to_recordset($1::jsonb) as p(product_id text, seller_id text, slug text, name text,
    description text, brand_id text, category_id text, attributes jsonb, images jsonb,
    videos jsonb, highlights jsonb, currency text, tax_class text, status text,
    seller_approved boolean, external_ref text, rating_x100 int, review_count int, version int)
  on conflict (product_id) do update set slug = excluded.slug, name = excluded.name,
    description = excluded.description, brand_id = excluded.brand_id,
    category_id = excluded.category_id, attributes = excluded.attributes,
    images = excluded.images, videos = excluded.videos,
    highlights = excluded.highlights, currency = excluded.currency,
    tax_class = excluded.tax_class, status = excluded.status,
    seller_approved = excluded.seller_approved, external_ref = excluded.external_ref,
    rating_x100 = case when product.rating_version = 0 then excluded.rating_x100
      else product.rating_x100 end,
    review_count = case when product.rating_version = 0 then excluded.review_count
      else product.review_count end,
    version = excluded.version, updated_at = now()
  where product.version = excluded.version - 1
  returning product_id
), variants as (
  insert into variant (variant_id, product_id, seller_id, sku, name, attributes, weight_g,
    size_mm, barcode, position, removed)
  select variant_id, product_id, seller_id, sku, name, attributes, weight_g, size_mm, barcode,
    position, removed
  from jsonb_to_recordset($2::jsonb) as v(variant_id text, product_id text, seller_id text,
    sku text, name text, attributes jsonb, weight_g int, size_mm int[], barcode text, position int,
    removed boolean)
  on conflict (variant_id) do update set sku = excluded.sku, name = excluded.name,
    attributes = excluded.attributes, weight_g = excluded.weight_g, size_mm = excluded.size_mm,
    barcode = excluded.barcode, position = excluded.position, removed = excluded.removed
  where (variant.sku, variant.name, variant.attributes, variant.weight_g, variant.size_mm,
      variant.barcode, variant.position, variant.removed) is distinct from
    (excluded.sku, excluded.name, excluded.attributes, excluded.weight_g, excluded.size_mm,
      excluded.barcode, excluded.position, excluded.removed)
), events as (
  insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
  select case version when 1 then 'PRODUCT_CREATED' else 'PRODUCT_UPDATED' end,
    'product', id, version, payload, metadata
  from jsonb_to_recordset($3::jsonb) as e(id text, version int, payload jsonb, metadata jsonb)
)
select count(*)::int as saved from saved`;

/**
 * Writes whole products with their variants and one event each (version 1 creates), in one
 * statement. Updates must hold the row locks of `lockProducts`. Throws the driver's 23505 with
 * `constraint` product_slug_key, variant_sku or product_external when one of those is taken.
 * A product that changes SKUs between its own variants needs two saves.
 */
export async function saveProducts(tx: Sql, products: readonly Product[]): Promise<void> {
  if (products.length === 0) return;
  assert(products.length <= products_max, 'more products than one statement saves');
  const [row] = await tx.rows<{ saved: number }>(saveText, [
    JSON.stringify(products.map(productInput)),
    JSON.stringify(products.flatMap(variantInputs)),
    `[${products.map(eventInput).join(',')}]`,
  ]);
  assert(row?.saved === products.length, 'a product changed although its row was locked');
}

function productInput(product: Product): Record<string, unknown> {
  return {
    product_id: product.productId,
    seller_id: product.sellerId,
    slug: product.slug,
    name: product.name,
    description: product.description,
    brand_id: product.brandId,
    category_id: product.categoryId,
    attributes: product.attributes,
    images: product.images,
    videos: product.videos,
    highlights: product.highlights,
    currency: product.currency,
    tax_class: product.taxClass === 'standard' ? null : product.taxClass,
    status: product.status,
    seller_approved: product.sellerApproved,
    external_ref: product.externalRef,
    rating_x100: product.rating_x100,
    review_count: product.reviewCount,
    version: product.version,
  };
}

function variantInputs(product: Product): Record<string, unknown>[] {
  return product.variants.map((variant, position) => ({
    variant_id: variant.variantId,
    product_id: product.productId,
    seller_id: product.sellerId,
    sku: variant.sku,
    name: variant.name,
    attributes: variant.attributes,
    weight_g: variant.weight_g,
    size_mm: variant.size_mm,
    barcode: variant.barcode,
    position,
    removed: variant.removed,
  }));
}

function eventInput(product: Product): string {
  const payload = JSON.stringify(productEvent(product));
  const id = JSON.stringify(product.productId);
  const head = '{"id":' + id + ',"version":' + String(product.version);
  return head + ',"payload":' + payload + ',"metadata":' + eventMeta() + '}';
}

/** Removes a product with its variants and says so; false when another version stands there. */
export async function deleteProduct(tx: Sql, product: Product): Promise<boolean> {
  const variantIds = product.variants.map((variant) => variant.variantId);
  const row = await tx.row<{ deleted: number }>(
    `with gone as (
       delete from product where product_id = $1 and version = $2 returning product_id
     ), prices as (
       delete from variant_price where variant_id = any($3::text[])
     ), event as (
       insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
       select 'PRODUCT_DELETED', 'product', product_id, $2::int + 1, $4::jsonb, $5::jsonb
       from gone
     )
     select count(*)::int as deleted from gone`,
    [
      product.productId,
      product.version,
      variantIds,
      JSON.stringify({ productId: product.productId, variantIds }),
      eventMeta(),
    ],
  );
  return row?.deleted === 1;
}

/** Which of these slugs are in use. */
export async function takenSlugs(sql: Sql, slugs: string[]): Promise<Set<string>> {
  const rows = await sql.rows<{ slug: string }>(
    'select slug from product where slug = any($1::text[])',
    [slugs],
  );
  return new Set(rows.map((row) => row.slug));
}

/** Which of a seller's SKUs are in use, with the product that has them. */
export async function productsOfSkus(
  sql: Sql,
  sellerId: string,
  skus: string[],
): Promise<Map<string, string>> {
  const rows = await sql.rows<{ sku: string; product_id: string }>(
    // Looked up one by one: without fresh statistics a plan may walk all products of the seller.
    `select u.sku, v.product_id from unnest($2::text[]) as u(sku) cross join lateral (
       select product_id from variant
       where seller_id = $1 and sku = u.sku and not removed limit 1) v`,
    [sellerId, skus],
  );
  return new Map(rows.map((row) => [row.sku, row.product_id]));
}

/** Products of a seller by the reference that an import gave them. */
export async function productsOfRefs(
  sql: Sql,
  sellerId: string,
  refs: string[],
): Promise<Map<string, string>> {
  const rows = await sql.rows<{ external_ref: string; product_id: string }>(
    `select u.external_ref, p.product_id from unnest($2::text[]) as u(external_ref)
     cross join lateral (select product_id from product
       where seller_id = $1 and external_ref = u.external_ref limit 1) p`,
    [sellerId, refs],
  );
  return new Map(rows.map((row) => [row.external_ref, row.product_id]));
}

export interface OwnedFilter {
  /** null: of every seller (admin). */
  sellerIds: string[] | null;
  status: string | null;
  categoryId: string | null;
  /** Part of the name, or a whole SKU. */
  text: string | null;
  /** Products with a smaller id; null from the newest. */
  before: string | null;
  /** Only those that need a picture, or units. */
  needs: 'no-picture' | 'low-stock' | null;
  limit: number;
}

/** A page of products for their owner or an admin, newest first: ids only. */
export async function ownedProductIds(sql: Sql, filter: OwnedFilter): Promise<string[]> {
  const rows = await sql.rows<{ product_id: string }>(
    `select product_id from product p
     where ($1::text[] is null or seller_id = any($1::text[]))
       and ($2::text is null or status = $2)
       and ($3::text is null or category_id = $3)
       and ($4::text is null or position(lower($4) in lower(name)) > 0
         or exists (select 1 from variant v where v.product_id = p.product_id and v.sku = $4))
       and ($5::text is null or product_id < $5)
       and ($7::text is distinct from 'no-picture' or (status <> 'ARCHIVED' and images = '[]'))
       and ($7::text is distinct from 'low-stock' or (status = 'ACTIVE' and exists (
         select from variant v where v.product_id = p.product_id and not v.removed
           and (select coalesce(sum(c.available), 0) from variant_stock c
             where c.variant_id = v.variant_id) <= $8)))
     order by product_id desc limit $6`,
    [
      filter.sellerIds,
      filter.status,
      filter.categoryId,
      filter.text,
      filter.before,
      filter.limit,
      filter.needs,
      lowStock_max,
    ],
  );
  return rows.map((row) => row.product_id);
}
