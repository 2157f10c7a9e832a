/**
 * Products of the large demo catalogue as rows of every table they are in, in COPY's binary format.
 * What stands here is what the rooms themselves would have written, in the order of the columns:
 * out of pieces that are encoded and cut into words only once.
 */
import type { Grown, GrownVariant, Maker } from './grow-model.ts';
import { last_ms } from './grow-reviews.ts';
import { putReviews, reviewColumns, sumOf, type Rated } from './grow-said.ts';
import { Sheet } from './grow-sheet.ts';
import { Vector, type Pair, type Piece, type Pieces } from './grow-words.ts';

const demand_steps = 1_024;
const halfLives = (last_ms - Date.UTC(2025, 0, 1)) / (14 * 86_400_000);

/** What the products of a world have in common, by position in the maker's lists. */
export interface GrownWorld {
  maker: Maker;
  brandIds: readonly string[];
  sellerIds: readonly string[];
  warehouseIds: readonly string[];
  /** By aisle. */
  categories: readonly { categoryId: string; name: string }[];
  /** Addresses of pictures by aisle; a product without one has no picture. */
  pictures: readonly (readonly string[])[];
}

/** Columns in the order in which rows have them. */
export const columns = {
  'catalog.product':
    'product_id, seller_id, slug, name, description, brand_id, category_id, attributes, images,' +
    ' currency, status, seller_approved, external_ref, rating_x100, review_count, rating_version',
  'catalog.variant': 'variant_id, product_id, seller_id, sku, name, attributes, weight_g, position',
  'catalog.variant_price': 'variant_id, currency, base_minor, sale_minor, version',
  'catalog.variant_stock': 'variant_id, warehouse_id, available, version',
  'catalog.listing':
    'product_id, currency, variant_id, seller_id, category_id, brand_id, price_minor,' +
    ' base_minor, rating_x100, review_count, variant_count, in_stock, product_version',
  'search.document':
    'product_id, row_no, version, live, seller_id, category_id, slug, name, brand, image_url,' +
    ' attrs, skus, words, terms',
  'search.fact':
    'row_no, product_id, live, text_no, in_stock, offers, rating_x100, review_count,' +
    ' rating_version, demand',
  'pricing.price': 'variant_id, currency, base_minor, sale_minor',
  'inventory.stock': 'variant_id, warehouse_id, product_id, seller_id, on_hand, version',
  'inventory.stock_ledger': 'variant_id, warehouse_id, d_on_hand, d_reserved, reason, ref',
  ...reviewColumns,
} as const;
export type Table = keyof typeof columns;
export const tables = Object.keys(columns) as Table[];

/** A product with the pieces it is made of. */
export interface Cut {
  product: Grown;
  brand: Piece;
  name: Piece[];
  sentences: Piece[];
  /** Of the product, then of each variant. */
  own: Pair[];
  choices: Pair[][];
}

/** Cuts a product; its pieces may have lexemes that are not learned yet. */
export function cut(maker: Maker, pieces: Pieces, product: Grown): Cut {
  const brand = pieces.text(maker.brands[product.brand] ?? '');
  const name = [brand, pieces.text(product.line)];
  if (product.mark !== '') name.push(pieces.text(product.mark));
  name.push(pieces.text(product.noun));
  const pairsOf = (attributes: Record<string, string>) => {
    return Object.entries(attributes).map(([code, value]) => pieces.pair(code, value));
  };
  return {
    product,
    brand,
    name,
    sentences: product.sentences.map((one) => pieces.sentence(one)),
    own: pairsOf(product.attributes),
    choices: product.variants.map((one) => pairsOf(one.attributes)),
  };
}

const comma = 0x2c;
const space = 0x20;
const slash = Buffer.from(' / ');

function putJson(sheet: Sheet, pairs: readonly Pair[]): void {
  const from = sheet.openJsonb();
  sheet.byte(0x7b); // {
  let isFirst = true;
  for (const pair of pairs) {
    if (!isFirst) sheet.byte(comma);
    isFirst = false;
    sheet.raw(pair.json);
  }
  sheet.byte(0x7d); // }
  sheet.close(from);
}

/** Each pair once, in the order in which they came. */
function once(own: readonly Pair[], choices: readonly (readonly Pair[])[]): Pair[] {
  const found = [...own];
  for (const pairs of choices) {
    for (const pair of pairs) if (!found.includes(pair)) found.push(pair);
  }
  return found;
}

/** By their tokens, in place: they are few and often in order. */
function sort(pairs: Pair[]): Pair[] {
  for (let at = 1; at < pairs.length; at += 1) {
    const one = pairs[at];
    let to = at;
    for (; one !== undefined && to > 0; to -= 1) {
      const before = pairs[to - 1];
      if (before === undefined || before.token <= one.token) break;
      pairs[to] = before;
    }
    if (one !== undefined) pairs[to] = one;
  }
  return pairs;
}

function priceOf({ sale_minor, base_minor }: GrownVariant): number {
  return sale_minor ?? base_minor;
}

interface Place {
  sellerId: string;
  brandId: string;
  categoryId: string;
  /** '' when there is no picture. */
  url: string;
  documentNo: number;
}

export type Sheets = Record<Table, Sheet>;

/** Rows that are ready to be sent, and what they add to their sellers' ratings. */
export interface Sheaf {
  sheets: Partial<Sheets>;
  sums: ReadonlyMap<string, { count: number; sum: number }>;
}

/** Units sold until the last review, as the search keeps them; see its `demand.ts`. */
function demandOf(sold: number): number {
  return sold === 0 ? 0 : Math.round(demand_steps * (Math.log2(sold) + halfLives));
}

export class RowWriter {
  private readonly world: GrownWorld;
  private readonly vector = new Vector();
  private readonly sheets: Sheets;
  private readonly spare: Sheet[] = [];
  /** Reviews and their stars by seller. */
  private sums = new Map<string, { count: number; sum: number }>();

  constructor(world: GrownWorld) {
    this.world = world;
    this.sheets = Object.fromEntries(tables.map((table) => [table, new Sheet()])) as Sheets;
  }

  /** Takes away the sheets that have so many bytes; others wait for more rows. */
  take(least_bytes: number): Sheaf {
    const sheets: Partial<Sheets> = {};
    for (const table of tables) {
      const sheet = this.sheets[table];
      if (sheet.isEmpty || sheet.bytes.length < least_bytes) continue;
      sheets[table] = sheet;
      this.sheets[table] = this.spare.pop() ?? new Sheet();
    }
    const { sums } = this;
    this.sums = new Map();
    return { sheets, sums };
  }

  /** Gets sheets back that are sent; their memory is used again. */
  giveBack({ sheets }: Sheaf): void {
    for (const sheet of Object.values(sheets)) {
      sheet.clear();
      this.spare.push(sheet);
    }
  }

  put(one: Cut, documentNo: number): void {
    const { world } = this;
    const { product } = one;
    const pictures = world.pictures[product.aisle] ?? [];
    const place = {
      documentNo,
      sellerId: world.sellerIds[product.seller] ?? '',
      brandId: world.brandIds[product.brand] ?? '',
      categoryId: world.categories[product.aisle]?.categoryId ?? '',
      url: pictures[product.n % Math.max(1, pictures.length)] ?? '',
    };
    const attrs = once(one.own, one.choices);
    const sorted = sort(attrs);
    const rated = sumOf(product.reviews);
    this.putProduct(one, place, rated);
    this.putOffer(one, place, rated);
    this.putDocument(one, sorted, place);
    this.putVariants(one, place);
    if (rated.count === 0) return;
    putReviews(this.sheets, { product, name: one.name, sellerId: place.sellerId, rated });
    const sums = this.sums.get(place.sellerId) ?? { count: 0, sum: 0 };
    sums.count += rated.count;
    sums.sum += rated.sum;
    this.sums.set(place.sellerId, sums);
  }

  private putProduct({ product, name, sentences, own }: Cut, place: Place, rated: Rated): void {
    const { productId, n } = product;
    const sheet = this.sheets['catalog.product'];
    sheet.row(16);
    sheet.plain(productId);
    sheet.plain(place.sellerId);
    sheet.plain(product.slug);
    sheet.joined(name, space);
    sheet.joined(sentences, space);
    sheet.plain(place.brandId);
    sheet.plain(place.categoryId);
    putJson(sheet, own);
    if (place.url === '') sheet.jsonb('[]');
    else {
      const from = sheet.openJsonb();
      sheet.ascii('[{"imageId":"img_');
      sheet.ascii(productId.slice(5));
      sheet.ascii('","url":"');
      sheet.utf8(place.url);
      sheet.ascii('","alt":"');
      name.forEach((piece, at) => {
        if (at > 0) sheet.byte(space);
        sheet.raw(piece.quoted);
      });
      sheet.ascii('","variantId":null}]');
      sheet.close(from);
    }
    sheet.plain('USD');
    sheet.plain('ACTIVE');
    sheet.bool(true);
    sheet.plain(`grow-${n}`);
    sheet.int4(rated.rating_x100);
    sheet.int4(rated.count);
    sheet.int4(rated.version);
  }

  private putOffer({ product }: Cut, place: Place, rated: Rated): void {
    const { productId, sold, variants } = product;
    const cheapest = variants.reduce((a, b) => (priceOf(b) < priceOf(a) ? b : a));
    const price = priceOf(cheapest);
    const inStock = variants.some((one) => one.onHand > 0);
    const { variantId, base_minor } = cheapest;
    const listing = this.sheets['catalog.listing'];
    listing.row(13);
    listing.plain(productId);
    listing.plain('USD');
    listing.plain(variantId);
    listing.plain(place.sellerId);
    listing.plain(place.categoryId);
    listing.plain(place.brandId);
    listing.int8(price);
    listing.int8(base_minor);
    listing.int4(rated.rating_x100);
    listing.int4(rated.count);
    listing.int4(variants.length);
    listing.bool(inStock);
    listing.int4(1);
    const fact = this.sheets['search.fact'];
    fact.row(10);
    fact.int8(place.documentNo);
    fact.plain(productId);
    fact.bool(true);
    fact.int4(1);
    fact.bool(inStock);
    const offers = fact.openJsonb();
    fact.ascii('{"USD":["');
    fact.ascii(variantId);
    fact.ascii(`",${variants.length},${price},${base_minor}]}`);
    fact.close(offers);
    fact.int4(rated.rating_x100);
    fact.int4(rated.count);
    fact.int4(rated.version);
    fact.int4(demandOf(sold));
  }

  private putDocument({ product, name, brand, sentences }: Cut, sorted: Pair[], place: Place) {
    const { vector } = this;
    vector.begin();
    for (const piece of name) vector.add(0, piece.lexemes ?? []);
    vector.add(1, brand.lexemes ?? []);
    for (const { value } of sorted) vector.add(2, value.lexemes ?? []);
    for (const piece of sentences) vector.add(3, piece.lexemes ?? []);
    const sheet = this.sheets['search.document'];
    sheet.row(14);
    sheet.plain(product.productId);
    sheet.int8(place.documentNo);
    sheet.int4(1);
    sheet.bool(true);
    sheet.plain(place.sellerId);
    sheet.plain(place.categoryId);
    sheet.plain(product.slug);
    sheet.joined(name, space);
    sheet.joined([brand], space);
    if (place.url === '') sheet.nothing();
    else sheet.text(place.url);
    sheet.joined(sorted, 0x1f);
    sheet.plainArray(product.variants.map((one) => one.sku.toLowerCase()));
    sheet.tsvector(vector.words);
    const from = sheet.open();
    sheet.terms(vector.words);
    sheet.close(from);
  }

  private putVariants({ product, choices }: Cut, { sellerId }: Place): void {
    const { sheets, world } = this;
    const { productId } = product;
    product.variants.forEach((one, position) => {
      const { variantId, onHand } = one;
      putVariant(sheets['catalog.variant'], {
        one,
        position,
        productId,
        sellerId,
        pairs: choices[position] ?? [],
      });
      const copied = sheets['catalog.variant_price'];
      copied.row(5);
      putMoney(copied, one);
      copied.int4(1);
      const price = sheets['pricing.price'];
      price.row(4);
      putMoney(price, one);
      if (onHand === 0) return;
      const warehouseId = world.warehouseIds[one.warehouse] ?? '';
      const seen = sheets['catalog.variant_stock'];
      seen.row(4);
      seen.plain(variantId);
      seen.plain(warehouseId);
      seen.int4(onHand);
      seen.int4(0);
      const stock = sheets['inventory.stock'];
      stock.row(6);
      stock.plain(variantId);
      stock.plain(warehouseId);
      stock.plain(productId);
      stock.plain(sellerId);
      stock.int4(onHand);
      stock.int4(0);
      const ledger = sheets['inventory.stock_ledger'];
      ledger.row(6);
      ledger.plain(variantId);
      ledger.plain(warehouseId);
      ledger.int4(onHand);
      ledger.int4(0);
      ledger.plain('demo');
      const ref = ledger.open();
      ledger.ascii('grow:');
      ledger.ascii(variantId);
      ledger.close(ref);
    });
  }
}

interface VariantRow {
  one: GrownVariant;
  position: number;
  productId: string;
  sellerId: string;
  pairs: readonly Pair[];
}

function putVariant(sheet: Sheet, { one, position, productId, sellerId, pairs }: VariantRow): void {
  sheet.row(8);
  sheet.plain(one.variantId);
  sheet.plain(productId);
  sheet.plain(sellerId);
  sheet.plain(one.sku);
  const from = sheet.open();
  pairs.forEach((pair, at) => {
    if (at > 0) sheet.raw(slash);
    sheet.raw(pair.value.bytes);
  });
  if (pairs.length === 0) sheet.utf8(one.name);
  sheet.close(from);
  putJson(sheet, pairs);
  sheet.int4(one.weight_g);
  sheet.int4(position);
}

function putMoney(sheet: Sheet, { variantId, base_minor, sale_minor }: GrownVariant): void {
  sheet.plain(variantId);
  sheet.plain('USD');
  sheet.int8(base_minor);
  if (sale_minor === null) sheet.nothing();
  else sheet.int8(sale_minor);
}
