/**
 * Products of the large demo catalogue as rows of every table they are in, in COPY's binary format.
 * What stands here is what the rooms themselves would have written, in the order of the columns:
 * out of pieces that are encoded and cut into words only once.
 */
import type { Grown, GrownVariant, Maker } from './grow-model.ts';
import { last_ms } from './grow-reviews.ts';
import { putReviews, reviewColumns, sumOf, type Rated } from './grow-said.ts';
import { bytesOf, Sheet, Stamp } from './grow-sheet.ts';
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
const slash = bytesOf(' / ');
const dollars = new Stamp('USD');

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
  product: Stamp;
  seller: Stamp;
  brand: Stamp;
  category: Stamp;
  /** '' when there is no picture. */
  url: string;
  documentNo: number;
}

type Sheets = Record<Table, Sheet>;

/** Rows of a table that are ready to be sent. */
export interface Load {
  table: Table;
  sheet: Sheet;
}

/** What rows add to the ratings of sellers. */
export type Sums = ReadonlyMap<string, { count: number; sum: number }>;

/** Units sold until the last review, as the search keeps them; see its `demand.ts`. */
function demandOf(sold: number): number {
  return sold === 0 ? 0 : Math.round(demand_steps * (Math.log2(sold) + halfLives));
}

const none = new Stamp();

function stampsOf(ids: readonly string[]): Stamp[] {
  return ids.map((id) => new Stamp(id));
}

export class RowWriter {
  private readonly world: GrownWorld;
  private readonly vector = new Vector();
  private readonly stamps: Record<'seller' | 'brand' | 'category' | 'warehouse', Stamp[]>;
  /** Of the product that is written down just now, and of its variant. */
  private readonly product = new Stamp();
  private readonly variant = new Stamp();
  private readonly sheets: Sheets;
  private readonly spare: Sheet[] = [];
  /** Reviews and their stars by seller. */
  private sums = new Map<string, { count: number; sum: number }>();

  constructor(world: GrownWorld) {
    this.world = world;
    this.stamps = {
      seller: stampsOf(world.sellerIds),
      brand: stampsOf(world.brandIds),
      category: stampsOf(world.categories.map((one) => one.categoryId)),
      warehouse: stampsOf(world.warehouseIds),
    };
    this.sheets = Object.fromEntries(tables.map((table) => [table, new Sheet()])) as Sheets;
  }

  /** Takes away the sheets that have so many bytes; others wait for more rows. */
  take(least_bytes: number): Load[] {
    const loads: Load[] = [];
    for (const table of tables) {
      const sheet = this.sheets[table];
      if (sheet.isEmpty || sheet.bytes.length < least_bytes) continue;
      loads.push({ table, sheet });
      this.sheets[table] = this.spare.pop() ?? new Sheet();
    }
    return loads;
  }

  /** Of all rows since it was asked last. */
  takeSums(): Sums {
    const { sums } = this;
    this.sums = new Map();
    return sums;
  }

  /** Gets a sheet back that is sent; its memory is used again. */
  giveBack(sheet: Sheet): void {
    sheet.clear();
    this.spare.push(sheet);
  }

  put(one: Cut, documentNo: number): void {
    const { stamps } = this;
    const { product } = one;
    const pictures = this.world.pictures[product.aisle] ?? [];
    const place = {
      documentNo,
      product: this.product.set(product.productId),
      seller: stamps.seller[product.seller] ?? none,
      brand: stamps.brand[product.brand] ?? none,
      category: stamps.category[product.aisle] ?? none,
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
    putReviews(this.sheets, { product, name: one.name, ids: place, rated });
    const sellerId = this.world.sellerIds[product.seller] ?? '';
    const sums = this.sums.get(sellerId) ?? { count: 0, sum: 0 };
    sums.count += rated.count;
    sums.sum += rated.sum;
    this.sums.set(sellerId, sums);
  }

  private putProduct({ product, name, sentences, own }: Cut, place: Place, rated: Rated): void {
    const { productId, n } = product;
    const sheet = this.sheets['catalog.product'];
    sheet.row(16);
    sheet.raw(place.product);
    sheet.raw(place.seller);
    sheet.plain(product.slug);
    sheet.joined(name, space);
    sheet.joined(sentences, space);
    sheet.raw(place.brand);
    sheet.raw(place.category);
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
    sheet.raw(dollars);
    sheet.plain('ACTIVE');
    sheet.bool(true);
    sheet.plain(`grow-${n}`);
    sheet.int4(rated.rating_x100);
    sheet.int4(rated.count);
    sheet.int4(rated.version);
  }

  private putOffer({ product }: Cut, place: Place, rated: Rated): void {
    const { sold, variants } = product;
    const cheapest = variants.reduce((a, b) => (priceOf(b) < priceOf(a) ? b : a));
    const price = priceOf(cheapest);
    const inStock = variants.some((one) => one.onHand > 0);
    const { variantId, base_minor } = cheapest;
    const listing = this.sheets['catalog.listing'];
    listing.row(13);
    listing.raw(place.product);
    listing.raw(dollars);
    listing.plain(variantId);
    listing.raw(place.seller);
    listing.raw(place.category);
    listing.raw(place.brand);
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
    fact.raw(place.product);
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
    sheet.raw(place.product);
    sheet.int8(place.documentNo);
    sheet.int4(1);
    sheet.bool(true);
    sheet.raw(place.seller);
    sheet.raw(place.category);
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

  private putVariants({ product, choices }: Cut, place: Place): void {
    const { sheets, stamps } = this;
    product.variants.forEach((one, position) => {
      const { onHand } = one;
      const variant = this.variant.set(one.variantId);
      const pairs = choices[position] ?? [];
      putVariant(sheets['catalog.variant'], { one, position, place, variant, pairs });
      const copied = sheets['catalog.variant_price'];
      copied.row(5);
      putMoney(copied, variant, one);
      copied.int4(1);
      const price = sheets['pricing.price'];
      price.row(4);
      putMoney(price, variant, one);
      if (onHand === 0) return;
      const warehouse = stamps.warehouse[one.warehouse] ?? none;
      const seen = sheets['catalog.variant_stock'];
      seen.row(4);
      seen.raw(variant);
      seen.raw(warehouse);
      seen.int4(onHand);
      seen.int4(0);
      const stock = sheets['inventory.stock'];
      stock.row(6);
      stock.raw(variant);
      stock.raw(warehouse);
      stock.raw(place.product);
      stock.raw(place.seller);
      stock.int4(onHand);
      stock.int4(0);
      const ledger = sheets['inventory.stock_ledger'];
      ledger.row(6);
      ledger.raw(variant);
      ledger.raw(warehouse);
      ledger.int4(onHand);
      ledger.int4(0);
      ledger.plain('demo');
      const ref = ledger.open();
      ledger.ascii('grow:');
      ledger.inside(variant);
      ledger.close(ref);
    });
  }
}

interface VariantRow {
  one: GrownVariant;
  position: number;
  place: Place;
  variant: Stamp;
  pairs: readonly Pair[];
}

function putVariant(sheet: Sheet, { one, position, place, variant, pairs }: VariantRow): void {
  sheet.row(8);
  sheet.raw(variant);
  sheet.raw(place.product);
  sheet.raw(place.seller);
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

function putMoney(sheet: Sheet, variant: Stamp, { base_minor, sale_minor }: GrownVariant): void {
  sheet.raw(variant);
  sheet.raw(dollars);
  sheet.int8(base_minor);
  if (sale_minor === null) sheet.nothing();
  else sheet.int8(sale_minor);
}
