/**
 * Rows of one table in COPY's binary format, written value by value into memory that is used
 * again: neither side makes a text of a number or takes one apart. Values have no names here, so
 * they are written in the order of the table's columns.
 */

const start = Buffer.from('PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
/** So much more than is needed is there, since copies are rounded up. */
const slack_bytes = 8;
const epoch_ms = Date.UTC(2000, 0, 1);
const two32 = 4_294_967_296;
const textArrayHead = 20;
const textOid = 25;
const stamp_bytes_max = 80;
/** Of a tsvector: what is only in the description. */
export const lastPart = 3;

/**
 * Bytes that are written often: copied eight at a time, as numbers, which is faster than any call.
 * Eight bytes that are no number end in 0xff, which no text has, or in 0x7f, which ours have not.
 */
export interface Bytes {
  /** Rounded up to eight. */
  view: DataView;
  length: number;
}

export function bytesOf(text: string): Bytes {
  if (text.includes('\u007f')) throw new RangeError('a text has no mark of deletion');
  const length = Buffer.byteLength(text);
  const list = new Uint8Array(Math.ceil(length / 8) * 8);
  Buffer.from(list.buffer).write(text);
  return { view: new DataView(list.buffer), length };
}

/** As many of them as are needed, and up to seven more; gives where the next byte goes. */
function copied({ view: from, length }: Bytes, to: DataView, n: number): number {
  for (let at = 0; at < length; at += 8) {
    to.setFloat64(n + at, from.getFloat64(at, true), true);
  }
  return n + length;
}

/** A value in plain characters, as it is written in a row: with its length before it. */
export class Stamp implements Bytes {
  readonly view = new DataView(new ArrayBuffer(stamp_bytes_max));
  length = 0;

  constructor(value = '') {
    this.set(value);
  }

  set(value: string): this {
    const { view } = this;
    const { length } = value;
    if (length + 4 > stamp_bytes_max) throw new RangeError('a stamp is short');
    view.setInt32(0, length);
    for (let at = 0; at < length; at += 1) view.setUint8(at + 4, value.charCodeAt(at));
    this.length = length + 4;
    return this;
  }
}

/** A word of a tsvector with where it stands: its place, and above 14 bits its weight. */
export interface Lexeme {
  bytes: Bytes;
  /** The number of the first part that it is in. */
  part: number;
  /** The first `count` of them. */
  positions: readonly number[];
  count: number;
}

export class Sheet {
  private data = Buffer.allocUnsafeSlow(64 * 1024);
  private view = new DataView(this.data.buffer);
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
    this.data.set(start);
    this.n = start.length;
  }

  private room(bytes: number): void {
    const most = this.n + bytes + slack_bytes;
    if (most <= this.data.length) return;
    const longer = Buffer.allocUnsafeSlow(most * 2);
    this.data.copy(longer, 0, 0, this.n);
    this.data = longer;
    this.view = new DataView(longer.buffer);
  }

  private put16(value: number): void {
    this.view.setInt16(this.n, value);
    this.n += 2;
  }

  private put32(value: number): void {
    this.view.setInt32(this.n, value);
    this.n += 4;
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
    this.view.setInt32(from - 4, this.n - from);
  }

  byte(value: number): void {
    this.room(1);
    this.data[this.n] = value;
    this.n += 1;
  }

  raw(bytes: Bytes): void {
    this.room(bytes.length);
    this.n = copied(bytes, this.view, this.n);
  }

  /** Of a stamp, the value alone. */
  inside({ length, view: from }: Stamp): void {
    this.room(length);
    const { view, n } = this;
    for (let at = 4; at < length; at += 4) view.setInt32(n + at - 4, from.getInt32(at, true), true);
    this.n = n + length - 4;
  }

  utf8(value: string): void {
    this.room(value.length * 3);
    this.n += this.data.write(value, this.n, 'utf8');
  }

  /** Pieces with a byte between them. */
  joined(pieces: readonly { bytes: Bytes }[], between: number): void {
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
      if (this.n > from) this.byte(0x20);
      this.byte(0x41 + part);
      this.raw(bytes);
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
    const { view } = this;
    let { n } = this;
    for (const { bytes, positions, count } of lexemes) {
      n = copied(bytes, view, n);
      view.setUint8(n, 0);
      view.setInt16(n + 1, count);
      n += 3;
      for (let at = 0; at < count; at += 1) {
        view.setInt16(n, positions[at] ?? 0);
        n += 2;
      }
    }
    this.n = n;
    this.close(from);
  }
}
