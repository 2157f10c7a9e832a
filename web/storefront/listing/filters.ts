/**
 * The filters of a list as its address says them; pure, so that the pages and the tests agree.
 * A place is where a list stands (a department, a search, a seller): its path, what else its
 * address says, and the order that goes without saying there.
 */
export const sorts = [
  'relevance',
  'popular',
  'best-selling',
  'newest',
  'rating',
  'price-asc',
  'price-desc',
] as const;
export type Sort = (typeof sorts)[number];

export const pageSize = 24;
/** As far as pages reach into a list: 10,000 products. */
export const pages_max = 416;

export interface Filters {
  brands: string[];
  sellers: string[];
  minPrice: number | null;
  maxPrice: number | null;
  rating: number | null;
  inStock: boolean;
  /** By attribute code. */
  attributes: { code: string; values: string[] }[];
  sort: Sort;
  view: 'grid' | 'rows';
  /** From 0; in the address from 1. */
  page: number;
}

export interface Place {
  path: string;
  /** What else stands in the address: the words of a search. */
  keep: readonly (readonly [name: string, value: string])[];
  sorts: readonly Sort[];
  /** The order when the address names none. */
  usual: Sort;
  /** Every product here is of one seller, so there is nothing to choose. */
  oneSeller?: boolean;
}

export const browsingSorts = sorts.filter((sort) => sort !== 'relevance');

const values_max = 20;
const attributes_max = 8;

function amount(text: string | null): number | null {
  if (text === null || text.trim() === '') return null;
  const plain = text.trim().replace(/,(?=\d{3}(?!\d))/g, '');
  const value = Number(plain.replace(',', '.'));
  return Number.isFinite(value) && value >= 0 && value < 1e9 ? value : null;
}

/** Anything that is not understood is left out: an old link still opens. */
export function parseFilters(search: URLSearchParams, place: Pick<Place, 'sorts' | 'usual'>) {
  const codes = [...new Set(search.keys())]
    .filter((key) => /^attr\.[\w -]{1,40}$/.test(key))
    .sort();
  const rating = amount(search.get('rating'));
  const page = Math.trunc(amount(search.get('page')) ?? 1);
  const filters: Filters = {
    brands: unique(search.getAll('brand')),
    sellers: unique(search.getAll('seller')),
    minPrice: amount(search.get('minPrice')),
    maxPrice: amount(search.get('maxPrice')),
    rating: rating !== null && rating <= 5 ? rating : null,
    inStock: search.get('inStock') === 'true',
    attributes: codes
      .slice(0, attributes_max)
      .map((key) => ({ code: key.slice('attr.'.length), values: unique(search.getAll(key)) }))
      .filter(({ values }) => values.length > 0),
    sort: place.sorts.find((sort) => sort === search.get('sort')) ?? place.usual,
    view: search.get('view') === 'rows' ? 'rows' : 'grid',
    page: Math.min(Math.max(1, page), pages_max) - 1,
  };
  const { minPrice, maxPrice } = filters;
  if (minPrice === null || maxPrice === null || minPrice <= maxPrice) return filters;
  return { ...filters, minPrice: maxPrice, maxPrice: minPrice };
}

function unique(values: readonly string[]): string[] {
  const kept = values.map((value) => value.trim()).filter((value) => value !== '');
  return [...new Set(kept)].slice(0, values_max).map((value) => value.slice(0, 200));
}

/** What the address says, in order; what is as usual is left out: one state has one address. */
export function entriesOf(place: Place, filters: Filters): [string, string][] {
  const entries: [string, string][] = place.keep.map(([name, value]) => [name, value]);
  for (const brand of filters.brands) entries.push(['brand', brand]);
  for (const seller of filters.sellers) entries.push(['seller', seller]);
  if (filters.minPrice !== null) entries.push(['minPrice', String(filters.minPrice)]);
  if (filters.maxPrice !== null) entries.push(['maxPrice', String(filters.maxPrice)]);
  if (filters.rating !== null) entries.push(['rating', String(filters.rating)]);
  if (filters.inStock) entries.push(['inStock', 'true']);
  for (const { code, values } of filters.attributes) {
    for (const value of values) entries.push([`attr.${code}`, value]);
  }
  if (filters.sort !== place.usual) entries.push(['sort', filters.sort]);
  if (filters.view !== 'grid') entries.push(['view', filters.view]);
  if (filters.page > 0) entries.push(['page', String(filters.page + 1)]);
  return entries;
}

export function addressOf(place: Place, filters: Filters): string {
  const text = new URLSearchParams(entriesOf(place, filters)).toString();
  return text === '' ? place.path : `${place.path}?${text}`;
}

/** What the API is asked. */
export function queryOf(filters: Filters): Record<string, unknown> {
  const { brands, sellers, minPrice, maxPrice, rating, inStock, attributes, sort, page } = filters;
  return {
    brand: brands,
    seller: sellers,
    minPrice,
    maxPrice,
    rating,
    inStock: inStock ? true : null,
    sort,
    page,
    size: pageSize,
    ...Object.fromEntries(attributes.map(({ code, values }) => [`attr.${code}`, values])),
  };
}

/** One filter that is set, and the filters without it. */
export interface Applied {
  key: string;
  kind: 'brand' | 'seller' | 'price' | 'rating' | 'stock' | 'attribute';
  value: string;
  /** Of the attribute. */
  code?: string;
  rest: Filters;
}

export function appliedFilters(filters: Filters): Applied[] {
  const first = { ...filters, page: 0 };
  const { minPrice, maxPrice, rating } = filters;
  const list: Applied[] = filters.brands.map((brand) => ({
    key: `brand ${brand}`,
    kind: 'brand',
    value: brand,
    rest: { ...first, brands: filters.brands.filter((one) => one !== brand) },
  }));
  for (const seller of filters.sellers) {
    const rest = { ...first, sellers: filters.sellers.filter((one) => one !== seller) };
    list.push({ key: `seller ${seller}`, kind: 'seller', value: seller, rest });
  }
  if (minPrice !== null || maxPrice !== null) {
    const rest = { ...first, minPrice: null, maxPrice: null };
    list.push({ key: 'price', kind: 'price', value: '', rest });
  }
  if (rating !== null) {
    const rest = { ...first, rating: null };
    list.push({ key: 'rating', kind: 'rating', value: String(rating), rest });
  }
  if (filters.inStock) {
    list.push({ key: 'stock', kind: 'stock', value: '', rest: { ...first, inStock: false } });
  }
  for (const { code, values } of filters.attributes) {
    for (const value of values) {
      const rest = { ...first, attributes: withoutValue(filters, code, value) };
      list.push({ key: `${code} ${value}`, kind: 'attribute', value, code, rest });
    }
  }
  return list;
}

function withoutValue(filters: Filters, code: string, value: string): Filters['attributes'] {
  return filters.attributes
    .map((one) =>
      one.code === code ? { code, values: one.values.filter((other) => other !== value) } : one,
    )
    .filter(({ values }) => values.length > 0);
}

export function withoutFilters(filters: Filters): Filters {
  return {
    brands: [],
    sellers: [],
    minPrice: null,
    maxPrice: null,
    rating: null,
    inStock: false,
    attributes: [],
    sort: filters.sort,
    view: filters.view,
    page: 0,
  };
}

/** The filters after what the API proposes to drop; null when that is not set. */
export function relaxed(filters: Filters, drop: string): Filters | null {
  const first = { ...filters, page: 0 };
  if (drop === 'all') return withoutFilters(filters);
  if (drop === 'brand') return { ...first, brands: [] };
  if (drop === 'seller') return { ...first, sellers: [] };
  if (drop === 'price') return { ...first, minPrice: null, maxPrice: null };
  if (drop === 'rating') return { ...first, rating: null };
  if (drop === 'inStock') return { ...first, inStock: false };
  if (!drop.startsWith('attr.')) return null;
  const code = drop.slice('attr.'.length);
  return { ...first, attributes: filters.attributes.filter((one) => one.code !== code) };
}
