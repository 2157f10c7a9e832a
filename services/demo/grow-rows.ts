/**
 * Products of the large demo catalogue as rows of every table they are in, in COPY's text format.
 * What stands here is what the rooms themselves would have written. About 20 µs a product: rows
 * are written as text at once, out of pieces that are escaped and cut into words only once.
 */
import type { Grown, GrownVariant, Maker } from './grow-model.ts';
import { last_ms } from './grow-reviews.ts';
import { putReviews, reviewColumns, sumOf, type Rated } from './grow-said.ts';
import { Sheet } from './grow-sheet.ts';
import { VectorText, type Pair, type Piece, type Pieces } from './grow-words.ts';

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

/** Every piece of a product, some of them twice. */
export function piecesOf({ brand, name, sentences, own, choices }: Cut): Piece[] {
  const values = [...own, ...choices.flat()].map((pair) => pair.value);
  return [brand, ...name, ...sentences, ...values];
}

function jsonOf(pairs: readonly Pair[]): string {
  return `{${pairs.map((pair) => pair.json).join(',')}}`;
}

/** Each pair once, in the order in which they came. */
function once(own: readonly Pair[], choices: readonly (readonly Pair[])[]): Pair[] {
  const found = [...own];
  for (const pairs of choices) {
    for (const pair of pairs) if (!found.includes(pair)) found.push(pair);
  }
  return found;
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

/** Units sold until the last review, as the search keeps them; see its `demand.ts`. */
function demandOf(sold: number): number {
  return sold === 0 ? 0 : Math.round(demand_steps * (Math.log2(sold) + halfLives));
}

export class RowWriter {
  private readonly world: GrownWorld;
  private readonly vector = new VectorText();
  readonly sheets: Sheets;
  /** Reviews and their stars by seller. */
  readonly sums = new Map<string, { count: number; sum: number }>();

  constructor(world: GrownWorld) {
    this.world = world;
    this.sheets = Object.fromEntries(tables.map((table) => [table, new Sheet()])) as Sheets;
  }

  /** Begins anew, in the same memory. */
  clear(): void {
    for (const table of tables) this.sheets[table].clear();
    this.sums.clear();
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
    const sorted = attrs.toSorted((a, b) => (a.token < b.token ? -1 : 1));
    const rated = sumOf(product.reviews);
    this.putProduct(one, place, rated);
    this.putOffer(one, place, rated);
    this.putDocument(one, sorted, place);
    this.putVariants(one, place);
    if (rated.count === 0) return;
    const name = one.name.map((piece) => piece.copy).join(' ');
    putReviews(this.sheets, { product, name, sellerId: place.sellerId, rated });
    const sums = this.sums.get(place.sellerId) ?? { count: 0, sum: 0 };
    sums.count += rated.count;
    sums.sum += rated.sum;
    this.sums.set(place.sellerId, sums);
  }

  private putProduct({ product, name, sentences, own }: Cut, place: Place, rated: Rated): void {
    const { productId, n } = product;
    const title = name.map((piece) => piece.copy).join(' ');
    const images =
      place.url === ''
        ? '[]'
        : `[{"imageId":"img_${productId.slice(5)}","url":"${place.url}",` +
          `"alt":"${title}","variantId":null}]`;
    this.sheets['catalog.product'].put(
      `${productId}\t${place.sellerId}\t${product.slug}\t${title}\t` +
        `${sentences.map((piece) => piece.copy).join(' ')}\t${place.brandId}\t` +
        `${place.categoryId}\t${jsonOf(own)}\t${images}\tUSD\tACTIVE\tt\tgrow-${n}\t` +
        `${rated.rating_x100}\t${rated.count}\t${rated.version}\n`,
    );
  }

  private putOffer({ product }: Cut, place: Place, rated: Rated): void {
    const { productId, sold, variants } = product;
    const cheapest = variants.reduce((a, b) => (priceOf(b) < priceOf(a) ? b : a));
    const price = priceOf(cheapest);
    const inStock = variants.some((one) => one.onHand > 0) ? 't' : 'f';
    const { variantId, base_minor } = cheapest;
    this.sheets['catalog.listing'].put(
      `${productId}\tUSD\t${variantId}\t${place.sellerId}\t` +
        `${place.categoryId}\t${place.brandId}\t${price}\t${base_minor}\t${rated.rating_x100}\t` +
        `${rated.count}\t${variants.length}\t${inStock}\t1\n`,
    );
    this.sheets['search.fact'].put(
      `${place.documentNo}\t${productId}\tt\t1\t${inStock}\t` +
        `{"USD":["${variantId}",${variants.length},${price},${base_minor}]}\t` +
        `${rated.rating_x100}\t${rated.count}\t${rated.version}\t${demandOf(sold)}\n`,
    );
  }

  private putDocument({ product, name, brand, sentences }: Cut, sorted: Pair[], place: Place) {
    const { vector } = this;
    vector.begin();
    for (const piece of name) vector.add(0, piece.lexemes ?? []);
    vector.add(1, brand.lexemes ?? []);
    for (const { value } of sorted) vector.add(2, value.lexemes ?? []);
    for (const piece of sentences) vector.add(3, piece.lexemes ?? []);
    const skus = product.variants.map((one) => `"${one.sku.toLowerCase()}"`).join(',');
    this.sheets['search.document'].put(
      `${product.productId}\t${place.documentNo}\t1\tt\t${place.sellerId}\t` +
        `${place.categoryId}\t${product.slug}\t${name.map((piece) => piece.copy).join(' ')}\t` +
        `${brand.copy}\t${place.url === '' ? '\\N' : place.url}\t` +
        `${sorted.map((pair) => pair.copy).join('\u001f')}\t{${skus}}\t${vector.text()}\t` +
        `${vector.terms}\n`,
    );
  }

  private putVariants({ product, choices }: Cut, { sellerId }: Place): void {
    const { sheets } = this;
    const { productId } = product;
    product.variants.forEach((one, position) => {
      const { variantId, sku, weight_g, base_minor, onHand } = one;
      const pairs = choices[position] ?? [];
      const name = pairs.map((pair) => pair.value.copy).join(' / ') || one.name;
      sheets['catalog.variant'].put(
        `${variantId}\t${productId}\t${sellerId}\t${sku}\t${name}\t${jsonOf(pairs)}\t` +
          `${weight_g}\t${position}\n`,
      );
      const money = `${variantId}\tUSD\t${base_minor}\t${one.sale_minor ?? '\\N'}`;
      sheets['catalog.variant_price'].put(`${money}\t1\n`);
      sheets['pricing.price'].put(`${money}\n`);
      if (onHand === 0) return;
      const place = `${variantId}\t${this.world.warehouseIds[one.warehouse] ?? ''}`;
      sheets['catalog.variant_stock'].put(`${place}\t${onHand}\t0\n`);
      sheets['inventory.stock'].put(`${place}\t${productId}\t${sellerId}\t${onHand}\t0\n`);
      sheets['inventory.stock_ledger'].put(`${place}\t${onHand}\t0\tdemo\tgrow:${variantId}\n`);
    });
  }
}
