/**
 * From a foreign row to ours, by a column mapping: `name=title,price=price,barcode=meta.barcode,
 * currency:=EUR`. Pure. Every problem names the line, the column and what was expected.
 */
import { isCurrency, percentOf, priceFromMajor } from '#kernel/core/money.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import { taxClasses, type TaxClass } from '#services/pricing/contract.ts';
import { side_mm_max } from '#services/shipping/contract.ts';
import { imagesPerProduct_max, type ProductStatus } from './contract.ts';
import { isImageUrl, quotedUrl } from './address.ts';
import type { CategoryLine } from './commands-tree.ts';
import { highlightsFrom, videosFrom } from './import-media.ts';
import type { Highlights, NewVideo } from './media.ts';
import type { Attributes } from './model.ts';

/** Every field a column can be mapped to; `attr.`, `option.CODE`, `highlights.LANGUAGE` too. */
export const importFields = [
  'name',
  'description',
  'brand',
  'category',
  'sku',
  'variantName',
  'price',
  'salePrice',
  'discountPercent',
  'currency',
  'stock',
  'warehouse',
  'barcode',
  'weight_g',
  'weight_kg',
  'weight_oz',
  'weight_lb',
  'length_mm',
  'width_mm',
  'height_mm',
  'rating',
  'reviewCount',
  'images',
  'videos',
  'highlights',
  'status',
  'taxClass',
  'group',
] as const;
type Field = (typeof importFields)[number];
const required: readonly Field[] = ['name', 'category', 'sku', 'price'];

/** Where a field comes from. */
export type Source = { path: string } | { constant: string };
export type Mapping = Readonly<Record<string, Source>>;

export interface RowProblem {
  line: number;
  column: string;
  field: string;
  code: string;
  expected: string;
  got: string;
}

export interface Draft {
  row: number;
  line: number;
  /** Rows with the same group are variants of one product. */
  group: string | null;
  name: string;
  description: string;
  brand: string | null;
  category: CategoryLine;
  attributes: Attributes;
  images: string[];
  videos: NewVideo[];
  /** By language; those that the file says nothing about stay as they are. */
  highlights: Highlights;
  status: ProductStatus | null;
  /** null: as it is, and standard for a new one. */
  taxClass: TaxClass | null;
  rating_x100: number;
  reviewCount: number;
  currency: string;
  sku: string;
  variantName: string | null;
  options: Attributes;
  price_minor: number;
  sale_minor: number | null;
  weight_g: number;
  size_mm: number[] | null;
  barcode: string | null;
  stock: { amount: number; warehouseId: string | null } | null;
}

function isField(name: string): boolean {
  if (/^(attr|option)\.[a-zA-Z0-9_-]{1,40}$/.test(name)) return true;
  if (/^highlights\.[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$/.test(name)) return true;
  return (importFields as readonly string[]).includes(name);
}

/**
 * Reads `field=path` and `field:=constant` pairs, comma-separated, or a JSON object of the same
 * (`{"name": "title", "currency": {"constant": "EUR"}}`). Empty text: columns named like the
 * fields. Refuses import-mapping-invalid with the reason.
 */
export function parseMapping(text: string): Mapping | Refusal<'import-mapping-invalid'> {
  const no = (reason: string) => refuse('import-mapping-invalid', { reason, importFields });
  const mapping: Record<string, Source> = {};
  if (text.trim() === '') {
    for (const field of importFields) mapping[field] = { path: field };
    return mapping;
  }
  const pairs = text.trim().startsWith('{') ? jsonPairs(text) : textPairs(text);
  if (pairs === null) return no('neither field=path pairs nor a JSON object');
  for (const [field, source] of pairs) {
    if (source === null) return no(`"${field}" has no column`);
    if (!isField(field)) return no(`"${field}" is not a field`);
    mapping[field] = source;
  }
  const missing = required.filter((field) => mapping[field] === undefined);
  return missing.length > 0 ? no(`no column for ${missing.join(', ')}`) : mapping;
}

type Pair = [string, Source | null];

function textPairs(text: string): Pair[] {
  return text.split(',').map((part): Pair => {
    const match = /^\s*([^:=\s]+)\s*(:?=)\s*(.*?)\s*$/s.exec(part);
    const [, field, sign, value] = match ?? [];
    if (field === undefined || value === undefined || value === '') return [part.trim(), null];
    return [field, sign === ':=' ? { constant: value } : { path: value }];
  });
}

function jsonPairs(text: string): Pair[] | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null;
  return Object.entries(value).map(([field, source]: [string, unknown]): Pair => {
    if (typeof source === 'string' && source !== '') return [field, { path: source }];
    const constant =
      source !== null && typeof source === 'object' && 'constant' in source
        ? source.constant
        : undefined;
    return [field, typeof constant === 'string' ? { constant } : null];
  });
}

/** The value at a path: a column of exactly that name first, else step by step into objects. */
export function valueAt(row: Record<string, unknown>, path: string): unknown {
  if (Object.hasOwn(row, path)) return row[path];
  let at: unknown = row;
  for (const step of path.split('.')) {
    if (Array.isArray(at)) at = step === 'length' ? at.length : at[Number(step)];
    else if (at !== null && typeof at === 'object' && Object.hasOwn(at, step)) {
      at = (at as Record<string, unknown>)[step];
    } else return undefined;
  }
  return at;
}

/** Reads the fields of one row and gathers what is wrong with them. */
class RowReader {
  readonly problems: RowProblem[] = [];
  private readonly row: Record<string, unknown>;
  private readonly mapping: Mapping;
  private readonly line: number;

  constructor(row: Record<string, unknown>, mapping: Mapping, line: number) {
    this.row = row;
    this.mapping = mapping;
    this.line = line;
  }

  raw(field: string): unknown {
    const source = this.mapping[field];
    if (source === undefined) return undefined;
    const value = 'constant' in source ? source.constant : valueAt(this.row, source.path);
    return value === null || value === '' ? undefined : value;
  }

  wrong(field: string, expected: string, code = 'value-not-accepted'): void {
    const source = this.mapping[field];
    const column = source === undefined || 'constant' in source ? field : source.path;
    const value = this.raw(field);
    const got = value === undefined ? 'nothing' : shortened(value);
    this.problems.push({ line: this.line, column, field, code, expected, got });
  }

  text(field: string, max: number): string | undefined {
    const value = this.raw(field);
    if (value === undefined) return undefined;
    const plain = typeof value === 'string' || typeof value === 'number';
    const text = plain ? String(value).trim() : '';
    // PostgreSQL cannot store NUL, and lone surrogates are no text at all.
    if (text !== '' && text.length <= max && !text.includes('\0') && text.isWellFormed()) {
      return text;
    }
    this.wrong(field, `text of 1 to ${max} characters`);
    return undefined;
  }

  needed(field: string, max: number): string {
    if (this.raw(field) === undefined) {
      this.wrong(field, `text of 1 to ${max} characters`, 'value-missing');
    }
    return this.text(field, max) ?? '';
  }

  number(field: string, range: { min: number; max: number; whole?: boolean }): number | undefined {
    const value = this.raw(field);
    if (value === undefined) return undefined;
    const isNumeric = typeof value === 'string' && /^\s*-?\d{1,15}(\.\d{1,9})?\s*$/.test(value);
    const number = typeof value === 'number' ? value : isNumeric ? Number(value) : Number.NaN;
    const { min, max, whole } = range;
    if (number >= min && number <= max && (whole !== true || Number.isInteger(number))) {
      return number;
    }
    this.wrong(field, `a ${whole === true ? 'whole ' : ''}number from ${min} to ${max}`);
    return undefined;
  }

  amount(field: string, currency: string): number | undefined {
    const value = this.number(field, { min: 0, max: 1e12 });
    if (value === undefined) return undefined;
    const minor = priceFromMajor(value, currency);
    if (!isRefusal(minor)) return minor;
    this.wrong(field, `an amount with the decimals of ${currency}`, 'amount-precision');
    return undefined;
  }

  prefixed(prefix: 'attr.' | 'option.'): Attributes {
    const found: Attributes = {};
    for (const field of Object.keys(this.mapping)) {
      if (!field.startsWith(prefix)) continue;
      const text = this.text(field, 200);
      if (text !== undefined) found[field.slice(prefix.length)] = text;
    }
    return found;
  }
}

function shortened(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

const grams: Record<string, number> = {
  weight_g: 1,
  weight_kg: 1000,
  weight_oz: 28.349523125,
  weight_lb: 453.59237,
};

function weightOf(reader: RowReader): number {
  for (const [field, factor] of Object.entries(grams)) {
    const value = reader.number(field, { min: 0, max: 1_000_000 });
    if (value !== undefined) return Math.round(value * factor);
  }
  return 0;
}

/** All three sides or none: a part of a size rates nothing. */
function sizeOf(reader: RowReader): number[] | null {
  const sides = (['length_mm', 'width_mm', 'height_mm'] as const).map((field) => {
    return reader.number(field, { min: 1, max: side_mm_max });
  });
  const known = sides.filter((side) => side !== undefined);
  return known.length === 3 ? known.map((side) => Math.ceil(side)) : null;
}

/** `A > B > C`, a list of names, or a list of `{ id, name }` from the root. */
function categoryOf(reader: RowReader): CategoryLine {
  const value = reader.raw('category');
  if (Array.isArray(value)) {
    const steps = value.map((step: unknown) => {
      if (typeof step === 'string') return { name: step.trim(), id: undefined };
      const { id, name } = (step ?? {}) as { id?: unknown; name?: unknown };
      const text = typeof name === 'string' ? name.trim() : '';
      return { name: text, id: typeof id === 'string' ? id : undefined };
    });
    if (steps.length > 0 && steps.every(({ name }) => name !== '' && name.length <= 200)) {
      return { names: steps.map(({ name }) => name), externalIds: steps.map(({ id }) => id) };
    }
    reader.wrong('category', 'a list of names from the root');
    return { names: [] };
  }
  const names = reader
    .needed('category', 1000)
    .split('>')
    .map((name) => name.trim());
  if (names.every((name) => name !== '' && name.length <= 200)) return { names };
  if (reader.raw('category') !== undefined) {
    reader.wrong('category', 'names from the root, joined by " > "');
  }
  return { names: [] };
}

function imagesOf(reader: RowReader): string[] {
  const value = reader.raw('images');
  if (value === undefined) return [];
  const list: unknown[] = Array.isArray(value) ? value : String(value).split(/[|\s]+/);
  const urls = list.filter((url) => typeof url === 'string' && url !== '').map(quotedUrl);
  if (urls.length === list.length && urls.every(isImageUrl)) {
    return [...new Set(urls)].slice(0, imagesPerProduct_max);
  }
  reader.wrong('images', 'http or https addresses, as a list or joined by "|"');
  return [];
}

function videosOf(reader: RowReader): NewVideo[] {
  const videos = videosFrom(reader.raw('videos'));
  if (videos !== null) return videos;
  reader.wrong('videos', 'addresses as "URL;seconds=12;poster=URL;captions.en=URL", "|" between');
  return [];
}

/** `highlights` is English; `highlights.de` and so on stand beside it. */
function highlightsOf(reader: RowReader, mapping: Mapping): Highlights {
  const found: Record<string, readonly string[]> = {};
  for (const field of Object.keys(mapping)) {
    const [head, locale = 'en'] = field.split('.');
    const value = head === 'highlights' ? reader.raw(field) : undefined;
    if (value === undefined) continue;
    const facts = highlightsFrom(value);
    if (facts === null) reader.wrong(field, 'up to five short facts, joined by "|"');
    else found[locale] = facts;
  }
  return found;
}

function priceOf(reader: RowReader, currency: string): { base: number; sale: number | null } {
  if (reader.raw('price') === undefined) reader.wrong('price', 'an amount', 'value-missing');
  const base = reader.amount('price', currency) ?? 0;
  const discount = reader.number('discountPercent', { min: 0, max: 100 }) ?? 0;
  const sale = reader.amount('salePrice', currency);
  if (sale !== undefined && sale > base) reader.wrong('salePrice', 'at most the price');
  if (sale !== undefined) return { base, sale: sale < base ? sale : null };
  const off = percentOf(base, Math.round(discount * 100));
  return { base, sale: off > 0 && off < base ? base - off : null };
}

function statusOf(reader: RowReader): ProductStatus | null {
  const text = reader.text('status', 20)?.toUpperCase();
  if (text === undefined) return null;
  if (text === 'DRAFT' || text === 'ACTIVE' || text === 'ARCHIVED') return text;
  reader.wrong('status', 'DRAFT, ACTIVE or ARCHIVED');
  return null;
}

function taxClassOf(reader: RowReader): TaxClass | null {
  const text = reader.text('taxClass', 30)?.toLowerCase();
  if (text === undefined) return null;
  const found = taxClasses.find((one) => one === text);
  if (found === undefined) reader.wrong('taxClass', `one of ${taxClasses.join(', ')}`);
  return found ?? null;
}

function stockOf(reader: RowReader): Draft['stock'] {
  const amount = reader.number('stock', { min: 0, max: 1_000_000, whole: true });
  const warehouseId = reader.text('warehouse', 64) ?? null;
  return amount === undefined ? null : { amount, warehouseId };
}

export interface MapOptions {
  /** For rows without a currency of their own. */
  currency: string;
}

/** One row by the mapping: a draft, or every problem it has. */
export function mapRow(
  row: { row: number; line: number; value: Record<string, unknown> },
  mapping: Mapping,
  options: MapOptions,
): Draft | RowProblem[] {
  const reader = new RowReader(row.value, mapping, row.line);
  const given = reader.text('currency', 3)?.toUpperCase() ?? options.currency;
  if (!isCurrency(given)) reader.wrong('currency', 'a currency code such as USD');
  const currency = isCurrency(given) ? given : options.currency;
  const { base, sale } = priceOf(reader, currency);
  const draft: Draft = {
    row: row.row,
    line: row.line,
    group: reader.text('group', 100) ?? null,
    name: reader.needed('name', 200),
    description: reader.text('description', 20_000) ?? '',
    brand: reader.text('brand', 100) ?? null,
    category: categoryOf(reader),
    attributes: reader.prefixed('attr.'),
    images: imagesOf(reader),
    videos: videosOf(reader),
    highlights: highlightsOf(reader, mapping),
    status: statusOf(reader),
    taxClass: taxClassOf(reader),
    rating_x100: Math.round((reader.number('rating', { min: 0, max: 5 }) ?? 0) * 100),
    reviewCount: reader.number('reviewCount', { min: 0, max: 1e9, whole: true }) ?? 0,
    currency,
    sku: reader.needed('sku', 100),
    variantName: reader.text('variantName', 200) ?? null,
    options: reader.prefixed('option.'),
    price_minor: base,
    sale_minor: sale,
    weight_g: weightOf(reader),
    size_mm: sizeOf(reader),
    barcode: reader.text('barcode', 100) ?? null,
    stock: stockOf(reader),
  };
  return reader.problems.length > 0 ? reader.problems : draft;
}
