/**
 * SQL of the public product list. The text depends on which filters are set, so it is put
 * together from constant pieces; values are always parameters.
 *
 * Two ways to read a page, chosen by the count and not by the planner's guess, because a cached
 * plan for "some category" must serve both a shelf of 12 and one of 300,000 products:
 * narrow (≤ 10,000 rows match): collect the matches by index, sort them; broad: walk the index
 * of the sort order and skip what does not match, which finds a page within 100 rows per 1 %.
 */
import type { Sql } from '#kernel/db/db.ts';
import {
  exact_max,
  sample_rows,
  type Cursor,
  type FacetRow,
  type ListFilter,
  type Sort,
} from './model-list.ts';

type Column = 'category_path' | 'brand_id' | 'price_minor' | 'rating_x100' | 'in_stock' | 'attrs';

// Written so that no index can serve them, for walking along another one.
const hidden: Record<Column, string> = {
  category_path: "(category_path || '')",
  brand_id: "(brand_id || '')",
  price_minor: '(price_minor + 0)',
  rating_x100: '(rating_x100 + 0)',
  in_stock: 'in_stock',
  attrs: "(attrs || '{}')",
};

interface Condition {
  text: string;
  values: unknown[];
}

/** The filter as a condition with its values; `open` columns may be served by an index. */
function conditionOf(filter: ListFilter, open: readonly Column[] | 'all'): Condition {
  const values: unknown[] = [filter.currency];
  const parts = ['currency = $1'];
  /** `compare` is what follows the column, with ? for the value. */
  const add = (column: Column, compare: string, value: unknown) => {
    values.push(value);
    const name = open === 'all' || open.includes(column) ? column : hidden[column];
    parts.push(name + ' ' + compare.replace('?', '$' + String(values.length)));
  };
  if (filter.categoryPath !== null) {
    // Stored with a slash at the end; '0' follows '/' in "C" order.
    add('category_path', '>= ?', filter.categoryPath + '/');
    add('category_path', '< ?', filter.categoryPath + '0');
  }
  if (filter.brandIds !== null) add('brand_id', '= any(?::text[])', filter.brandIds);
  if (filter.min_minor !== null) add('price_minor', '>= ?::bigint', filter.min_minor);
  if (filter.max_minor !== null) add('price_minor', '<= ?::bigint', filter.max_minor);
  if (filter.rating_x100 !== null) add('rating_x100', '>= ?::int', filter.rating_x100);
  if (filter.inStock !== null) add('in_stock', '= ?::boolean', filter.inStock);
  for (const { code, values: wanted } of filter.attributes) {
    const tokens = wanted.map((value) => code + '=' + value);
    add('attrs', '&& ?::text[]', tokens);
  }
  return { text: parts.join(' and '), values };
}

/** How many rows match, counted up to one more than `exact_max`. */
export async function countMatches(sql: Sql, filter: ListFilter): Promise<number> {
  const { text, values } = conditionOf(filter, 'all');
  const row = await sql.row<{ n: number }>(
    'select count(*)::int as n from (select 1 from listing where ' +
      text +
      ' limit ' +
      String(exact_max + 1) +
      ') as capped',
    values,
  );
  return row?.n ?? 0;
}

const facetTail = `
, attribute as (
  select token, count(*)::int as n from m, unnest(attrs) as token
  group by token order by n desc, token limit 400
)
select 'total' as kind, '' as key, null as label, count(*)::int as n from m
union all
(select 'brand', b.slug, b.name, x.n from (select brand_id, count(*)::int as n from m
   where brand_id is not null group by brand_id order by n desc, brand_id limit 30) x
 join brand b using (brand_id))
union all
select 'category', category_id, null, count(*)::int from m group by category_id
union all
select 'price', width_bucket(price_minor, EDGES::bigint[])::text, null, count(*)::int
  from m group by 2
union all
select 'rating', (rating_x100 / 100)::text, null, count(*)::int from m group by 2
union all
select 'attribute', token, null, n from attribute`;

export type CountRow = FacetRow | { kind: 'total'; key: ''; label: null; n: number };

/**
 * Counts per facet value over the matches. Exact with `narrow`; else over an unbiased sample by
 * the products' hash, where `total` is how many rows there are in all. Gives also the factor
 * that the counts must be multiplied by; the row of kind 'total' counts what was looked at.
 */
export async function facetRows(
  sql: Sql,
  filter: ListFilter,
  scope: { narrow: boolean; total: number; edges: number[] },
): Promise<{ rows: CountRow[]; by: number }> {
  const { text, values } = conditionOf(filter, scope.narrow ? 'all' : []);
  const share = Math.ceil((1000 * sample_rows) / Math.max(scope.total, sample_rows));
  let where = text;
  if (!scope.narrow) {
    values.push(share);
    where += ' and bucket < $' + String(values.length) + '::int';
  }
  values.push(scope.edges);
  const head =
    'with m as materialized (select brand_id, category_id, price_minor, rating_x100, attrs' +
    ' from listing where ' +
    where +
    ' limit ' +
    String(scope.narrow ? exact_max + 1 : sample_rows * 4) +
    ')';
  const tail = facetTail.replace('EDGES', '$' + String(values.length));
  return {
    rows: await sql.rows(head + tail, values),
    by: scope.narrow ? 1 : 1000 / share,
  };
}

export interface CardRow {
  productId: string;
  variantId: string;
  sellerId: string;
  name: string;
  slug: string;
  brand: string | null;
  imageUrl: string | null;
  price_minor: number;
  base_minor: number;
  rating_x100: number;
  reviewCount: number;
  variantCount: number;
  inStock: boolean;
}

interface Order {
  column: Column | null;
  /** The sort key in SQL, for the keyset; constant 0 for newest. */
  key: string;
  order: string;
  compare: '<' | '>';
}

const orders: Record<Sort, Order> = {
  newest: { column: null, key: '0', order: 'product_id desc', compare: '<' },
  'price-asc': {
    column: 'price_minor',
    key: 'price_minor',
    order: 'price_minor, product_id',
    compare: '>',
  },
  'price-desc': {
    column: 'price_minor',
    key: 'price_minor',
    order: 'price_minor desc, product_id desc',
    compare: '<',
  },
  rating: {
    column: 'rating_x100',
    key: 'rating_x100',
    order: 'rating_x100 desc, product_id desc',
    compare: '<',
  },
  popular: {
    column: null,
    key: 'review_count',
    order: 'review_count desc, product_id desc',
    compare: '<',
  },
};

const cardColumns =
  'l.product_id as "productId", l.variant_id as "variantId", p.seller_id as "sellerId", p.name,' +
  ' p.slug, b.name as brand, p.images->0->>\'url\' as "imageUrl", l.price_minor, l.base_minor,' +
  ' l.rating_x100, l.review_count as "reviewCount", l.variant_count as "variantCount",' +
  ' l.in_stock as "inStock"';

export interface PageQuery {
  filter: ListFilter;
  sort: Sort;
  cursor: Cursor | null;
  offset: number;
  limit: number;
  broad: boolean;
}

/** One page of the list in its order. One statement. */
export async function listPage(sql: Sql, page: PageQuery): Promise<CardRow[]> {
  const order = orders[page.sort];
  const open = order.column === null ? [] : [order.column];
  const { text, values } = conditionOf(page.filter, page.broad ? open : 'all');
  let after = '';
  if (page.cursor !== null) {
    if (page.sort === 'newest') {
      values.push(page.cursor.productId);
      after = 'product_id < $' + String(values.length);
    } else {
      values.push(page.cursor.key, page.cursor.productId);
      const [a, b] = [values.length - 1, values.length].map((at) => '$' + String(at));
      after = '(' + order.key + ', product_id) ' + order.compare + ' (' + a + ', ' + b + ')';
    }
  }
  values.push(page.limit, page.offset);
  const slice =
    ' order by ' +
    order.order +
    ' limit $' +
    String(values.length - 1) +
    ' offset $' +
    String(values.length);
  const source = page.broad
    ? 'with l as (select * from listing where ' +
      text +
      (after === '' ? '' : ' and ' + after) +
      slice +
      ') select '
    : 'with m as materialized (select * from listing where ' +
      text +
      ' limit ' +
      String(exact_max * 2) +
      '), l as (select * from m' +
      (after === '' ? '' : ' where ' + after) +
      slice +
      ') select ';
  return sql.rows<CardRow>(
    source +
      cardColumns +
      ' from l join product p on p.product_id = l.product_id' +
      ' left join brand b on b.brand_id = l.brand_id order by ' +
      order.order.replaceAll(/\b(product_id|price_minor|rating_x100|review_count)\b/g, 'l.$1'),
    values,
  );
}

/** The sort key of a card, for the cursor after it. */
export function keyOf(card: CardRow, sort: Sort): number {
  if (sort === 'newest') return 0;
  if (sort === 'rating') return card.rating_x100;
  return sort === 'popular' ? card.reviewCount : card.price_minor;
}
