/**
 * Reads CSV, JSON and NDJSON as a stream of rows, with the line each began on. Memory is bounded
 * by the largest single row. A row that cannot be read becomes a problem and the reading goes on
 * where the format allows it: rows keep the same numbers in every reading of the same bytes,
 * which is what resuming relies on.
 */
import { parse } from 'csv-parse';

export type ImportFormat = 'csv' | 'json' | 'ndjson';

/** Characters of one row; longer ones are refused. */
export const row_chars_max = 4 * 1024 * 1024;
export const columns_max = 500;

export interface RawRow {
  /** From 1, without the header line of CSV. */
  row: number;
  /** From 1; where the row begins (CSV: where it ends, when it holds line breaks). */
  line: number;
  value?: Record<string, unknown>;
  problem?: { expected: string; got: string };
}

export interface ReadOptions {
  /** CSV only; ',' when left out. */
  delimiter?: string;
}

type Bytes = AsyncIterable<Uint8Array>;

/** Rows of a source, in order. Throws only what the source throws. */
export function readRows(
  source: Bytes,
  format: ImportFormat,
  options: ReadOptions = {},
): AsyncGenerator<RawRow> {
  if (format === 'csv') return readCsv(source, options.delimiter ?? ',');
  return format === 'json' ? readJson(source) : readNdjson(source);
}

/** The format a file name or media type stands for; null when it is neither. */
export function formatOf(name: string): ImportFormat | null {
  if (/(\.csv|\.tsv|\/csv)$/i.test(name)) return 'csv';
  if (/(\.ndjson|\.jsonl|ndjson)$/i.test(name)) return 'ndjson';
  return /(\.json|\/json)$/i.test(name) ? 'json' : null;
}

interface CsvRecord {
  record: string[];
  info: { lines: number };
}

async function* readCsv(source: Bytes, delimiter: string): AsyncGenerator<RawRow> {
  const ready: CsvRecord[] = [];
  let broken: unknown;
  const parser = parse({
    bom: true,
    delimiter,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: row_chars_max,
    // Records are taken here and not from the stream: a stream that breaks throws away what it
    // holds, which would make row numbers depend on timing.
    on_record: (item: unknown) => {
      ready.push(item as CsvRecord);
      return null;
    },
  });
  parser.on('error', (error) => {
    broken ??= error;
  });
  parser.resume();
  let names: string[] | null = null;
  let row = 0;
  const take = function* (): Generator<RawRow> {
    for (const { record, info } of ready.splice(0)) {
      if (names === null) {
        names = record.map((name) => name.trim());
      } else {
        row += 1;
        yield csvRow(names, record, { row, line: info.lines });
      }
    }
  };
  for await (const chunk of source) {
    await new Promise<void>((done) => parser.write(chunk, () => done()));
    yield* take();
    if (broken !== undefined) break;
  }
  if (broken === undefined) {
    await new Promise<void>((done) => parser.on('error', () => done()).end(() => done()));
    yield* take();
  }
  if (broken === undefined) return;
  if (!isCsvError(broken)) throw broken as Error;
  // An unclosed quote swallows the rest of the file: nothing after it can be told apart.
  const problem = { expected: 'well-formed CSV up to the end', got: broken.message.slice(0, 200) };
  yield { row: row + 1, line: broken.lines ?? 0, problem };
}

function isCsvError(error: unknown): error is Error & { lines?: number } {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_');
}

function csvRow(names: string[], record: string[], at: { row: number; line: number }): RawRow {
  if (record.length !== names.length || names.length > columns_max) {
    const expected = `${Math.min(names.length, columns_max)} columns`;
    return { ...at, problem: { expected, got: `${record.length} columns` } };
  }
  const value: Record<string, unknown> = {};
  for (const [index, name] of names.entries()) {
    const text = record[index];
    if (text !== undefined && text !== '') value[name] = text;
  }
  return { ...at, value };
}

async function* texts(source: Bytes): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  for await (const chunk of source) yield decoder.decode(chunk, { stream: true });
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

function jsonRow(text: string, at: { row: number; line: number }): RawRow {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ...at, problem: { expected: 'a JSON object', got: text.slice(0, 100) } };
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return { ...at, problem: { expected: 'a JSON object', got: text.slice(0, 100) } };
  }
  return { ...at, value: value as Record<string, unknown> };
}

async function* readNdjson(source: Bytes): AsyncGenerator<RawRow> {
  let rest = '';
  let line = 0;
  let row = 0;
  let tooLong = false;
  for await (const text of texts(source)) {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      line += 1;
      if (tooLong || part.trim() !== '') {
        row += 1;
        yield tooLong ? tooLongRow(row, line) : jsonRow(part, { row, line });
      }
      tooLong = false;
    }
    if (rest.length > row_chars_max) {
      tooLong = true;
      rest = '';
    }
  }
  if (tooLong || rest.trim() !== '') {
    yield tooLong ? tooLongRow(row + 1, line + 1) : jsonRow(rest, { row: row + 1, line: line + 1 });
  }
}

function tooLongRow(row: number, line: number): RawRow {
  const expected = `at most ${row_chars_max} characters a row`;
  return { row, line, problem: { expected, got: 'more' } };
}

const quote = 34;
const backslash = 92;
const opening = new Set([91, 123]);
const closing = new Set([93, 125]);
const comma = 44;
const lineFeed = 10;

/** Where the scanner of a JSON array stands between two pieces of text. */
class ArrayScanner {
  /** Depth of the array whose elements are rows; 0 until it is found. */
  private arrayDepth = 0;
  private depth = 0;
  private inString = false;
  private escaped = false;
  private line = 1;
  private startLine = 1;
  private held = '';
  done = false;

  /** Feeds text; gives the finished elements with the lines they began on. */
  *feed(text: string): Generator<{ text: string; line: number }> {
    let start = 0;
    for (let at = 0; at < text.length && !this.done; at += 1) {
      const code = text.charCodeAt(at);
      if (code === lineFeed) this.line += 1;
      if (this.inString) {
        if (this.escaped) this.escaped = false;
        else if (code === backslash) this.escaped = true;
        else if (code === quote) this.inString = false;
      } else if (code === quote) {
        this.inString = true;
      } else if (opening.has(code)) {
        this.depth += 1;
        // `[…]` itself, or the first array inside `{ "products": […] }`.
        if (this.arrayDepth === 0 && code === 91 && this.depth <= 2) {
          this.arrayDepth = this.depth;
          start = at + 1;
          this.startLine = this.line;
          this.held = '';
        }
      } else if (closing.has(code) || code === comma) {
        const ends = this.arrayDepth > 0 && this.depth === this.arrayDepth;
        if (closing.has(code)) this.depth -= 1;
        if (!ends) continue;
        const element = this.held + text.slice(start, at);
        this.held = '';
        start = at + 1;
        if (element.trim() !== '') yield { text: element, line: this.startLine };
        this.startLine = this.line;
        this.done = closing.has(code);
      } else if (code === lineFeed && this.held === '' && text.slice(start, at).trim() === '') {
        // The line on which an element really begins, not that of the comma before it.
        this.startLine = this.line;
        start = at + 1;
      }
    }
    if (this.arrayDepth > 0 && !this.done) this.held += text.slice(start);
    if (this.held.trim() === '') this.held = '';
  }

  /** What is left over when the text ends too early. */
  get rest(): { text: string; line: number } | null {
    if (this.done) return null;
    const text = this.arrayDepth === 0 ? 'no array of rows' : this.held.trim().slice(0, 100);
    return { text: text === '' ? 'the end of the file' : text, line: this.line };
  }

  get tooLong(): boolean {
    return this.held.length > row_chars_max;
  }
}

async function* readJson(source: Bytes): AsyncGenerator<RawRow> {
  const scanner = new ArrayScanner();
  let row = 0;
  for await (const text of texts(source)) {
    for (const element of scanner.feed(text)) {
      row += 1;
      yield jsonRow(element.text, { row, line: element.line });
    }
    if (scanner.done) return;
    if (scanner.tooLong) {
      yield tooLongRow(row + 1, scanner.rest?.line ?? 0);
      return;
    }
  }
  const { rest } = scanner;
  if (rest !== null) {
    const problem = { expected: 'an array of objects, closed at its end', got: rest.text };
    yield { row: row + 1, line: rest.line, problem };
  }
}
