/**
 * What a product is in OpenSearch: mapping and document. Words are indexed as the lexemes that
 * PostgreSQL's stemmer gives, so that both engines find the same; the plain name is there for
 * completing what is typed.
 */
import { hash } from 'node:crypto';
import { toMajor } from '#kernel/core/money.ts';
import { separator, type EngineRow } from './store-engine.ts';
import { wantedAt } from './demand.ts';
import { fameOf, popularityOf } from './index.ts';

export const alias = 'trueshelf-products';

/** Furthest document that a page reaches, and the largest page. */
const window_max = 10_200;
/** Words of one product's attributes and its longest name. */
const suggested_chars = 80;
const lexemes = { type: 'keyword', norms: false } as const;

export const indexBody = {
  settings: {
    number_of_shards: 1,
    number_of_replicas: 0,
    refresh_interval: '500ms',
    max_result_window: window_max,
    analysis: {
      analyzer: {
        plain: { type: 'custom', tokenizer: 'standard', filter: ['lowercase', 'asciifolding'] },
      },
    },
  },
  mappings: {
    dynamic: false,
    properties: {
      row_no: { type: 'long' },
      live: { type: 'boolean' },
      name: {
        type: 'text',
        analyzer: 'plain',
        fields: {
          keyword: { type: 'keyword', ignore_above: 500 },
          completion: { type: 'completion', analyzer: 'plain', max_input_length: suggested_chars },
        },
      },
      brand: { type: 'keyword' },
      seller_id: { type: 'keyword' },
      category_id: { type: 'keyword' },
      /** The category and those above it, each by its path. */
      category_path: { type: 'keyword' },
      /** What is asked for it in the currency of the shop, and what it costs now. */
      price: { type: 'double' },
      sale_price: { type: 'double' },
      currency: { type: 'keyword' },
      /** By currency, in minor units: what the cheapest variant costs now. */
      minor: { type: 'object', dynamic: true, properties: { USD: { type: 'long' } } },
      in_stock: { type: 'boolean' },
      rating: { type: 'float' },
      rating_x100: { type: 'integer' },
      review_count: { type: 'integer' },
      fame: { type: 'integer' },
      popularity: { type: 'integer' },
      attributes: {
        type: 'nested',
        properties: {
          code: { type: 'keyword' },
          value: { type: 'keyword' },
          pair: { type: 'keyword' },
        },
      },
      pairs: { type: 'keyword' },
      skus: { type: 'keyword' },
      in_name: lexemes,
      in_brand: lexemes,
      in_attributes: lexemes,
      /** Everything, in the order of the text: descriptions and phrases. */
      text: { type: 'text', analyzer: 'whitespace', norms: false },
      created_at: { type: 'date', format: 'epoch_millis' },
    },
  },
} as const;

/** Another one wants a new index. */
export const mappingHash = hash('sha256', JSON.stringify(indexBody), 'hex').slice(0, 12);

/** The digits of an id begin with the milliseconds of its making. */
export function createdAt(productId: string): number {
  return Number.parseInt(productId.slice(5, 17), 16);
}

function priceOf(offers: EngineRow['offers']) {
  const [currency] = 'USD' in offers ? ['USD'] : Object.keys(offers).sort();
  const offer = currency === undefined ? undefined : offers[currency];
  if (currency === undefined || offer === undefined) return {};
  const [, , price_minor, base_minor] = offer;
  const sale = price_minor < base_minor ? { sale_price: toMajor(price_minor, currency) } : {};
  return { currency, price: toMajor(base_minor, currency), ...sale };
}

function lexemesOf(terms: string, letter: string): string[] {
  return terms
    .split(' ')
    .filter((term) => term.startsWith(letter))
    .map((term) => term.slice(1));
}

/** The document; of one that is gone only that it is. */
export function documentOf(row: EngineRow, now_ms: number): Record<string, unknown> {
  const { row_no, live } = row;
  if (!live) return { row_no, live };
  const pairs = row.attrs === '' ? [] : row.attrs.split(separator);
  const known = {
    reviewCount: row.review_count,
    rating_x100: row.rating_x100,
    wanted: wantedAt(row.demand, now_ms),
  };
  const steps = (row.path ?? '').split('/');
  return {
    row_no,
    live,
    name: row.name,
    ...(row.brand === '' ? {} : { brand: row.brand }),
    seller_id: row.seller_id,
    category_id: row.category_id,
    category_path: steps.map((_, at) => steps.slice(0, at + 1).join('/')),
    ...priceOf(row.offers),
    minor: Object.fromEntries(Object.entries(row.offers).map(([code, offer]) => [code, offer[2]])),
    in_stock: row.in_stock,
    rating: row.rating_x100 / 100,
    rating_x100: row.rating_x100,
    review_count: row.review_count,
    fame: fameOf(known),
    popularity: popularityOf(known),
    attributes: pairs.map((pair) => {
      const at = pair.indexOf('=');
      return { code: pair.slice(0, at), value: pair.slice(at + 1), pair };
    }),
    pairs,
    skus: row.skus,
    in_name: lexemesOf(row.terms, 'A'),
    in_brand: lexemesOf(row.terms, 'B'),
    in_attributes: lexemesOf(row.terms, 'C'),
    text: row.text ?? '',
    created_at: createdAt(row.product_id),
  };
}
