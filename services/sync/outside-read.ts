/**
 * Catalogues elsewhere. The port is a stream of plain rows with documented columns; a file of
 * comma-separated values is one of its ends, a collection of MongoDB (outside-mongodb.ts) another.
 * What cannot be read is told by its place, and what was known of it stays as it is.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { parse } from 'csv-parse';
import { isCurrency, priceFromMajor } from '#kernel/core/money.ts';
import { isRefusal } from '#kernel/core/refusal.ts';

/** Columns that are looked at; others are left alone. */
export const columns = [
  'sku',
  'name',
  'price',
  'salePrice',
  'currency',
  'category',
  'brand',
  'description',
  'barcode',
  'images',
  'stock',
  'warehouse',
  'weight_g',
  'taxClass',
] as const;
const record_chars_max = 1024 * 1024;
const version_max = 2_147_483_647;

export interface RawRow {
  /** Where it stands, for whoever looks for it there: `Line 4`. */
  place: string;
  value: Readonly<Record<string, unknown>>;
}

/** A catalogue elsewhere, read from its beginning to its end. */
export interface OutsideSource {
  readonly sellerId: string;
  /** For rows that name none. */
  readonly currency: string;
  rows(): AsyncIterable<RawRow>;
  /**
   * Which of these SKUs it has now, for those that a reading did not meet; at most 500. Left out
   * where a reading cannot miss what is there.
   */
  has?(skus: readonly string[]): Promise<readonly string[]>;
}

export interface OutsideRow {
  sku: string;
  /** null: the catalogue counts none. */
  version: number | null;
  name: string;
  base_minor: number;
  sale_minor: number | null;
  currency: string;
  barcode: string | null;
  row: Record<string, string>;
}

export interface BadRow {
  place: string;
  /** null: not even that could be read. */
  sku: string | null;
  reason: string;
}

/** A file with a line of column names; UTF-8. Throws when it changes while it is read. */
export function csvSource(of: { file: string; sellerId: string; currency: string }): OutsideSource {
  const { file, ...rest } = of;
  const standing = async () => {
    const { size, mtimeMs } = await stat(file);
    return `${size} ${mtimeMs}`;
  };
  return {
    ...rest,
    async *rows() {
      const before = await standing();
      const parser = parse({
        bom: true,
        columns: true,
        info: true,
        relax_column_count: true,
        skip_empty_lines: true,
        max_record_size: record_chars_max,
      });
      pipeline(createReadStream(file), parser, () => undefined);
      for await (const one of parser) {
        const { record, info } = one as { record: RawRow['value']; info: { lines: number } };
        yield { place: `Line ${info.lines}`, value: record };
      }
      if ((await standing()) !== before) throw new Error('The file changed while it was read.');
    },
  };
}

/** One row as it is compared, or what is wrong with it. */
export function readRow({ place, value }: RawRow, currency: string): OutsideRow | BadRow {
  const row: Record<string, string> = {};
  for (const column of columns) {
    const cell = textOf(value[column]);
    if (cell !== '') row[column] = cell;
  }
  const sku = row['sku'] !== undefined && row['sku'].length <= 100 ? row['sku'] : null;
  const bad = (reason: string): BadRow => ({ place, sku, reason: `${place}: ${reason}` });
  if (sku === null) return bad('sku has to be a text of 1 to 100 characters.');
  const { name = '' } = row;
  if (name === '' || name.length > 200) return bad('name has to be a text of 1 to 200 characters.');
  const given = (row['currency'] ?? currency).toUpperCase();
  const code: string = given;
  if (!isCurrency(given)) return bad(`currency ${code.slice(0, 10)} is not known.`);
  const base = amountOf(row['price'], code);
  if (base === null) return bad(`price has to be an amount of ${code}.`);
  const sale = row['salePrice'] === undefined ? null : amountOf(row['salePrice'], code);
  if (row['salePrice'] !== undefined && (sale === null || sale > base)) {
    return bad('salePrice has to be an amount up to the price.');
  }
  const version = versionOf(textOf(value['version']));
  if (version === undefined) return bad('version has to be a whole number from 1.');
  return {
    sku,
    version,
    name,
    base_minor: base,
    sale_minor: sale !== null && sale < base ? sale : null,
    currency: code,
    barcode: row['barcode'] ?? null,
    row: { ...row, currency: code },
  };
}

/** PostgreSQL cannot store NUL, and lone surrogates are no text at all. */
function textOf(cell: unknown): string {
  const text = typeof cell === 'string' || typeof cell === 'number' ? String(cell).trim() : '';
  return text.includes('\0') || !text.isWellFormed() ? '' : text;
}

function amountOf(cell: string | undefined, currency: string): number | null {
  if (cell === undefined || !/^\d{1,12}(\.\d{1,9})?$/.test(cell)) return null;
  const minor = priceFromMajor(Number(cell), currency);
  return isRefusal(minor) ? null : minor;
}

function versionOf(cell: string): number | null | undefined {
  if (cell === '') return null;
  const number = /^\d{1,10}$/.test(cell) ? Number(cell) : 0;
  return number >= 1 && number <= version_max ? number : undefined;
}
