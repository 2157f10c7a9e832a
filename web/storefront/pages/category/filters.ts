/** The filters of a list as its address says them; pure, so that the page and the tests agree. */
export const sorts = ['popular', 'newest', 'rating', 'price-asc', 'price-desc'] as const;
export type Sort = (typeof sorts)[number];

export const pageSize = 24;

export interface Filters {
  brands: string[];
  minPrice: number | null;
  maxPrice: number | null;
  rating: number | null;
  inStock: boolean;
  /** By attribute code. */
  attributes: { code: string; values: string[] }[];
  sort: Sort;
  /** From 0; in the address from 1. */
  page: number;
}

const values_max = 20;
const attributes_max = 8;

function amount(text: string | null): number | null {
  if (text === null || text.trim() === '') return null;
  const value = Number(text);
  return Number.isFinite(value) && value >= 0 ? value : null;
}

/** Anything that is not understood is left out: an old link still opens. */
export function parseFilters(search: URLSearchParams): Filters {
  const codes = [...new Set(search.keys())]
    .filter((key) => /^attr\.[\w -]{1,40}$/.test(key))
    .sort();
  const rating = amount(search.get('rating'));
  const page = Math.trunc(amount(search.get('page')) ?? 1);
  return {
    brands: unique(search.getAll('brand')),
    minPrice: amount(search.get('minPrice')),
    maxPrice: amount(search.get('maxPrice')),
    rating: rating !== null && rating <= 5 ? rating : null,
    inStock: search.get('inStock') === 'true',
    attributes: codes
      .slice(0, attributes_max)
      .map((key) => ({ code: key.slice('attr.'.length), values: unique(search.getAll(key)) }))
      .filter(({ values }) => values.length > 0),
    sort: sorts.find((sort) => sort === search.get('sort')) ?? 'popular',
    page: Math.min(Math.max(1, page), 400) - 1,
  };
}

function unique(values: readonly string[]): string[] {
  const kept = values.map((value) => value.trim()).filter((value) => value !== '');
  return [...new Set(kept)].slice(0, values_max).map((value) => value.slice(0, 200));
}

/** The address's query; what is as usual is left out, so that one state has one address. */
export function searchOf(filters: Filters): string {
  const search = new URLSearchParams();
  for (const brand of filters.brands) search.append('brand', brand);
  if (filters.minPrice !== null) search.set('minPrice', String(filters.minPrice));
  if (filters.maxPrice !== null) search.set('maxPrice', String(filters.maxPrice));
  if (filters.rating !== null) search.set('rating', String(filters.rating));
  if (filters.inStock) search.set('inStock', 'true');
  for (const { code, values } of filters.attributes) {
    for (const value of values) search.append(`attr.${code}`, value);
  }
  if (filters.sort !== 'popular') search.set('sort', filters.sort);
  if (filters.page > 0) search.set('page', String(filters.page + 1));
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

/** What the API is asked. */
export function queryOf(filters: Filters): Record<string, unknown> {
  const { brands, minPrice, maxPrice, rating, inStock, attributes, sort, page } = filters;
  return {
    brand: brands,
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
  kind: 'brand' | 'price' | 'rating' | 'stock' | 'attribute';
  value: string;
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
      list.push({ key: `${code} ${value}`, kind: 'attribute', value, rest });
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
  return { ...parseFilters(new URLSearchParams()), sort: filters.sort };
}
