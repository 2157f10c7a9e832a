// A world of a million products in minutes: one of 100,000 is imported as ever, and its products,
// search words and list rows are then copied inside the database under other ids. What is sold
// and held stays as it was, so such a world is for benches that only read the catalogue.
import pg from 'pg';
import type { Context } from './harness.ts';
import { makeWorld } from './harness-world.ts';

/** Products that are imported; larger worlds are copies of these. */
export const imported_max = 100_000;

// The first half of an id is its time, the second is chance; the copy's comes from the original's.
const copied = "'prod_' || substr(product_id, 6, 12) || substr(md5(product_id || $1::text), 1, 20)";

const products =
  'insert into catalog.product (product_id, seller_id, slug, name, description, brand_id,' +
  ' category_id, attributes, images, currency, status, seller_approved, rating_x100,' +
  ' review_count)' +
  ' select ' +
  copied +
  ", seller_id, slug || '-' || $1::text, name, description, brand_id, category_id, attributes," +
  ' images, currency, status, seller_approved, rating_x100, review_count' +
  ' from catalog.product where external_ref is not null';

const words =
  'insert into catalog.product_words (product_id, words) select ' +
  copied +
  ', words from catalog.product_words join catalog.product p using (product_id)' +
  ' where p.external_ref is not null order by row_no';

// Prices and reviews move a little, so that copies do not stand side by side in every order.
const rows =
  'insert into catalog.listing (product_id, currency, row_no, variant_id, seller_id, category_id,' +
  ' brand_id, price_minor, base_minor, rating_x100, review_count, variant_count, in_stock, attrs,' +
  ' product_version)' +
  ' select w.product_id, l.currency, w.row_no, l.variant_id, l.seller_id, l.category_id,' +
  ' l.brand_id, l.price_minor + $1::int, l.base_minor + $1::int, l.rating_x100,' +
  ' l.review_count + $1::int, l.variant_count, l.in_stock, l.attrs, l.product_version' +
  ' from (select l.*, ' +
  copied.replaceAll('product_id', 'l.product_id') +
  ' as copy from catalog.listing l join catalog.product p using (product_id)' +
  ' where p.external_ref is not null) l' +
  ' join catalog.product_words w on w.product_id = l.copy order by w.row_no';

/** A world of so many products, a multiple of `imported_max` where there are more. */
export async function makeLargeWorld(ctx: Context, url: string, wanted: number): Promise<void> {
  await makeWorld(ctx, url, Math.min(wanted, imported_max));
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (let copy = 1; copy * imported_max < wanted; copy += 1) {
      ctx.say(`copying ${imported_max} products, ${copy}`);
      for (const text of [products, words, rows]) await client.query(text, [copy]);
    }
    await client.query('vacuum analyze catalog.product, catalog.product_words, catalog.listing');
  } finally {
    await client.end();
  }
}
