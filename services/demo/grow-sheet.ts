/**
 * Rows of one table in COPY's binary format, written value by value into memory that is used
 * again: neither side makes a text of a number or takes one apart. Values have no names here, so
 * they are written in the order of the table's columns.
 */

const start = Buffer.from('PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const epoch_ms = Date.UTC(2000, 0, 1);
const two32 = 4_294_967_296;
const textArrayHead = 20;
const textOid = 25;
/** Of a tsvector: what is only in the description. */
export const lastPart = 3;

/** A word of a tsvector with where it stands: its place, and above 14 bits its weight. */
export interface Lexeme {
  bytes: Uint8Array;
  /** The number of the first part that it is in. */
  part: number;
  /** The first `count` of them. */
  positions: readonly number[];
  count: number;
}

export class Sheet {
  private data = Buffer.allocUnsafe(64 * 1024);
  private n = 0;

  constructor() {
    this.clear();
  }

  /** Everything, ready to be sent. */
  get bytes(): Buffer {
    return this.data.subarray(0, this.n);
  }

  get isEmpty(): boolean {
    return this.n === start.length;
  }

  clear(): void {
    this.n = 0;
    this.raw(start);
  }

  private room(bytes: number): void {
    const most = this.n + bytes;
    if (most <= this.data.length) return;
    const longer = Buffer.allocUnsafe(most * 2);
    this.data.copy(longer, 0, 0, this.n);
    this.data = longer;
  }

  private put16(value: number): void {
    this.data[this.n] = value >>> 8;
    this.data[this.n + 1] = value;
    this.n += 2;
  }

  private put32(value: number): void {
    this.set32(this.n, value);
    this.n += 4;
  }

  private set32(at: number, value: number): void {
    const { data } = this;
    data[at] = value >>> 24;
    data[at + 1] = value >>> 16;
    data[at + 2] = value >>> 8;
    data[at + 3] = value;
  }

  /** Begins a row of so many values. */
  row(values: number): void {
    this.room(2);
    this.put16(values);
  }

  nothing(): void {
    this.room(4);
    this.put32(-1);
  }

  bool(value: boolean): void {
    this.room(5);
    this.put32(1);
    this.data[this.n] = value ? 1 : 0;
    this.n += 1;
  }

  int2(value: number): void {
    this.room(6);
    this.put32(2);
    this.put16(value);
  }

  int4(value: number): void {
    this.room(8);
    this.put32(4);
    this.put32(value);
  }

  int8(value: number): void {
    this.room(12);
    this.put32(8);
    this.put32(Math.floor(value / two32));
    this.put32(value);
  }

  /** A point in time. */
  time(ms: number): void {
    this.int8((ms - epoch_ms) * 1000);
  }

  text(value: string): void {
    const from = this.open();
    this.utf8(value);
    this.close(from);
  }

  /** A text of which every character is a byte, as ids are. */
  plain(value: string): void {
    this.room(4);
    this.put32(value.length);
    this.ascii(value);
  }

  /** Characters that are a byte each; short ones are written faster here than by a call. */
  ascii(value: string): void {
    const { length } = value;
    this.room(length);
    const { data, n } = this;
    for (let at = 0; at < length; at += 1) data[n + at] = value.charCodeAt(at);
    this.n = n + length;
  }

  jsonb(value: string): void {
    const from = this.openJsonb();
    this.utf8(value);
    this.close(from);
  }

  /** Begins a value that is written in pieces; gives what `close` wants. */
  open(): number {
    this.room(4);
    this.n += 4;
    return this.n;
  }

  openJsonb(): number {
    const from = this.open();
    this.byte(1);
    return from;
  }

  close(from: number): void {
    this.set32(from - 4, this.n - from);
  }

  byte(value: number): void {
    this.room(1);
    this.data[this.n] = value;
    this.n += 1;
  }

  /** Short ones are copied faster here than by a call. */
  raw(bytes: Uint8Array): void {
    const { length } = bytes;
    this.room(length);
    const { data, n } = this;
    if (length > 24) data.set(bytes, n);
    else for (let at = 0; at < length; at += 1) data[n + at] = bytes[at] ?? 0;
    this.n = n + length;
  }

  utf8(value: string): void {
    this.room(value.length * 3);
    this.n += this.data.write(value, this.n, 'utf8');
  }

  /** Pieces with a byte between them. */
  joined(pieces: readonly { bytes: Uint8Array }[], between: number): void {
    const from = this.open();
    let isFirst = true;
    for (const piece of pieces) {
      if (!isFirst) this.byte(between);
      isFirst = false;
      this.raw(piece.bytes);
    }
    this.close(from);
  }

  /** The words but those of the last part, each after the letter of its part: A, B, C. */
  terms(lexemes: readonly Lexeme[]): void {
    const from = this.n;
    for (const { bytes, part } of lexemes) {
      if (part === lastPart) continue;
      this.room(bytes.length + 2);
      const { data } = this;
      let { n } = this;
      if (n > from) {
        data[n] = 0x20;
        n += 1;
      }
      data[n] = 0x41 + part;
      for (let at = 0; at < bytes.length; at += 1) data[n + 1 + at] = bytes[at] ?? 0;
      this.n = n + bytes.length + 1;
    }
  }

  /** An array of texts that are plain. */
  plainArray(values: readonly string[]): void {
    const from = this.open();
    this.room(textArrayHead);
    for (const head of [1, 0, textOid, values.length, 1]) this.put32(head);
    for (const value of values) this.plain(value);
    this.close(from);
  }

  tsvector(lexemes: readonly Lexeme[]): void {
    const from = this.open();
    let most = 4;
    for (const { bytes, count } of lexemes) most += bytes.length + 3 + count * 2;
    this.room(most);
    this.put32(lexemes.length);
    const { data } = this;
    let { n } = this;
    for (const { bytes, positions, count } of lexemes) {
      for (let at = 0; at < bytes.length; at += 1) data[n + at] = bytes[at] ?? 0;
      n += bytes.length;
      data[n] = 0;
      data[n + 1] = count >>> 8;
      data[n + 2] = count;
      n += 3;
      for (let at = 0; at < count; at += 1) {
        const position = positions[at] ?? 0;
        data[n] = position >>> 8;
        data[n + 1] = position;
        n += 2;
      }
    }
    this.n = n;
    this.close(from);
  }
}
