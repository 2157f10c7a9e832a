// Text of any direction and script on a page: runs in the order in which they are seen (a small
// part of the Unicode bidirectional algorithm: one paragraph, no embeddings), each in a font that
// has its letters. Shaping inside a run (joined Arabic, conjuncts of Devanagari) is fontkit's, with
// which pdfkit draws. Fonts are read from their packages once, nothing is fetched.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inflateSync } from 'node:zlib';

type Doc = PDFKit.PDFDocument;

const subsets = ['latin', 'latin-ext', 'greek', 'cyrillic', 'vietnamese', 'devanagari'] as const;
const weights = { normal: 400, bold: 700 } as const;
export type Weight = keyof typeof weights;

interface Face {
  name: string;
  bytes: Buffer<ArrayBuffer>;
}

const fileOf = (of: string): Buffer<ArrayBuffer> =>
  unpacked(readFileSync(fileURLToPath(import.meta.resolve(of))));

/**
 * A font as OpenType from WOFF 1 (https://www.w3.org/TR/WOFF/): the same tables, not compressed.
 * fontkit would unpack them itself, in JavaScript and for each document: 50 times slower.
 */
function unpacked(woff: Buffer): Buffer<ArrayBuffer> {
  const count = woff.readUInt16BE(12);
  const head = Buffer.alloc(12 + count * 16);
  woff.copy(head, 0, 4, 8);
  head.writeUInt16BE(count, 4);
  const power = Math.floor(Math.log2(count));
  head.writeUInt16BE(2 ** power * 16, 6);
  head.writeUInt16BE(power, 8);
  head.writeUInt16BE((count - 2 ** power) * 16, 10);
  const parts: Buffer[] = [head];
  let end = head.length;
  for (let nth = 0; nth < count; nth += 1) {
    const from = 44 + nth * 20;
    const [offset, packed] = [woff.readUInt32BE(from + 4), woff.readUInt32BE(from + 8)];
    const length = woff.readUInt32BE(from + 12);
    const bytes = woff.subarray(offset, offset + packed);
    const table = packed < length ? inflateSync(bytes) : bytes;
    const to = 12 + nth * 16;
    woff.copy(head, to, from, from + 4);
    woff.copy(head, to + 4, from + 16, from + 20);
    head.writeUInt32BE(end, to + 8);
    head.writeUInt32BE(length, to + 12);
    parts.push(table, Buffer.alloc((4 - (length % 4)) % 4));
    end += length + ((4 - (length % 4)) % 4);
  }
  return Buffer.concat(parts);
}

/** In the order in which they are asked for a letter. About 500 kB. */
function readFaces(weight: Weight): Face[] {
  const tail = `${weights[weight]}-normal.woff`;
  const latin = subsets.map((subset) => ({
    name: `${subset}-${weight}`,
    bytes: fileOf(`@fontsource/noto-sans/files/noto-sans-${subset}-${tail}`),
  }));
  const arabic = `@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-${tail}`;
  return [...latin, { name: `arabic-${weight}`, bytes: fileOf(arabic) }];
}

const faces = new Map<Weight, Face[]>();

function facesOf(weight: Weight): Face[] {
  const known = faces.get(weight) ?? readFaces(weight);
  faces.set(weight, known);
  return known;
}

export type Direction = 'ltr' | 'rtl';

const arabic = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;
const digit = /\p{Nd}/u;
const letter = /[\p{L}\p{M}]/u;
/** Between digits they belong to the number. */
const inNumber = /[.,:/'\u00a0\u066b\u066c\u2019-]/u;
/** Beside digits they belong to the number. */
const beside = /[%\u066a$\u00a3\u00a5\u20ac\u20b9#+]/u;
const unseen =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/** A stretch of text in one direction, letters in the order of reading. */
export interface Run {
  text: string;
  direction: Direction;
}

type Kind = 'L' | 'R' | 'N' | 'number';

/** What each letter is; a number after letters from left to right goes on with them (W7). */
function kindsOf(chars: readonly string[], base: Direction): Kind[] {
  const kinds = chars.map((char): Kind => {
    if (digit.test(char)) return 'number';
    if (arabic.test(char)) return 'R';
    return letter.test(char) ? 'L' : 'N';
  });
  let strong: Kind = base === 'rtl' ? 'R' : 'L';
  return kinds.map((kind, at) => {
    const char = chars[at] ?? '';
    const [before, after] = [kinds[at - 1], kinds[at + 1]];
    const within = before === 'number' && after === 'number' && inNumber.test(char);
    const near = [before, after].find((one) => one === 'number' || one === 'L');
    const sign = beside.test(char) ? near : undefined;
    const own = kind === 'N' ? ((within ? 'number' : sign) ?? 'N') : kind;
    if (own === 'L' || own === 'R') strong = own;
    return own === 'number' && strong === 'L' ? 'L' : own;
  });
}

const mirrored = new Map(
  ['()', '[]', '{}', '<>', '«»'].flatMap(([open = '', close = '']) => [
    [open, close],
    [close, open],
  ]),
);

/** Rule N0: a pair of brackets goes with what is in it, or with what is around it. */
function pairBrackets(chars: readonly string[], kinds: Kind[], base: Direction): void {
  const own: Kind = base === 'rtl' ? 'R' : 'L';
  const strongOf = (kind: Kind): Kind => (kind === 'number' ? 'R' : kind);
  const open: number[] = [];
  chars.forEach((char, at) => {
    if ('([{'.includes(char)) open.push(at);
    if (!')]}'.includes(char)) return;
    const from = open.pop();
    if (from === undefined || mirrored.get(chars[from] ?? '') !== char) return;
    const inside = kinds.slice(from + 1, at).map(strongOf);
    const before = kinds.slice(0, from).map(strongOf);
    const around = before.findLast((kind) => kind !== 'N') ?? own;
    const other = inside.find((kind) => kind !== 'N' && kind !== own);
    const kind = inside.includes(own) ? own : other === around ? around : own;
    if (inside.some((one) => one !== 'N')) [kinds[from], kinds[at]] = [kind, kind];
  });
}

/** The runs of a line from left to right, as they are seen. Pure. */
export function runsOf(line: string, base: Direction): Run[] {
  const chars = Array.from(line.replace(unseen, ''));
  const kinds = kindsOf(chars, base);
  pairBrackets(chars, kinds, base);
  const root = base === 'rtl' ? 1 : 0;
  /** The side of the next letter that is no neutral; numbers count as from the right (N1). */
  const side = (from: number, step: number): Kind => {
    let at = from;
    while (kinds[at] === 'N') at += step;
    const kind = kinds[at] ?? (base === 'rtl' ? 'R' : 'L');
    return kind === 'number' ? 'R' : kind;
  };
  const levelOf = (kind: Kind): number => (kind === 'R' ? 1 : kind === 'L' ? root * 2 : 2);
  // Levels as in UAX 9: even from left to right, odd from right to left.
  const levels = kinds.map((kind, at): number => {
    if (kind !== 'N') return levelOf(kind);
    const [before, after] = [side(at - 1, -1), side(at + 1, 1)];
    return before === after ? levelOf(before) : root;
  });
  const runs: { text: string; level: number }[] = [];
  chars.forEach((char, at) => {
    const level = levels[at] ?? 0;
    const last = runs.at(-1);
    if (last?.level === level) last.text += char;
    else runs.push({ text: char, level });
  });
  return reordered(runs).map(({ text, level }) => {
    const isRtl = level % 2 === 1;
    return { text: isRtl ? turned(text) : text, direction: isRtl ? 'rtl' : 'ltr' };
  });
}

/** Rule L4: a bracket opens to the side where reading goes on. */
const turned = (text: string): string =>
  text.replace(/[()[\]{}<>«»]/gu, (char) => mirrored.get(char) ?? char);

/** Rule L2: from the highest level down to the lowest odd one, every sequence is turned round. */
function reordered<R extends { level: number }>(runs: R[]): R[] {
  const seen = [...runs];
  for (let level = 2; level >= 1; level -= 1) {
    for (let from = 0; from < seen.length; from += 1) {
      if ((seen[from]?.level ?? 0) < level) continue;
      let to = from;
      while ((seen[to + 1]?.level ?? -1) >= level) to += 1;
      seen.splice(from, to - from + 1, ...seen.slice(from, to + 1).toReversed());
      from = to;
    }
  }
  return seen;
}

/** By the first letter that has a direction. */
function directionOf(text: string, otherwise: Direction): Direction {
  const first = Array.from(text).find((char) => letter.test(char));
  if (first === undefined) return otherwise;
  return arabic.test(first) ? 'rtl' : 'ltr';
}

interface Font {
  hasGlyphForCodePoint(point: number): boolean;
}

interface Piece extends Run {
  face: string;
}

/** None but the usual ones; that they are named has pdfkit shape a run as a whole. */
const features: PDFKit.Mixins.OpenTypeFeatures[] = [];
/** Where the letters of all faces stand, in sizes below the top of a line. */
const ascent = 1.069;

export interface TextStyle {
  size: number;
  weight?: Weight;
  /** Where it stands between `x` and `x + width`: at the side where reading begins, or ends. */
  align?: 'start' | 'end';
  lines_max?: number;
  /** A name or an address: it reads in the direction of its own first letter. */
  own?: boolean;
}

export interface TextBox {
  x: number;
  y: number;
  width: number;
}

/** Writes in one language's direction. Made for one document. */
export class Pen {
  readonly #doc: Doc;
  readonly #base: Direction;
  readonly #known = new Map<string, Font>();
  /** At size 1, by face and text. */
  readonly #widths = new Map<string, number>();

  constructor(doc: Doc, base: Direction) {
    this.#doc = doc;
    this.#base = base;
  }

  /** Writes text, broken into lines where it is too long; gives the height it took. */
  write(text: string, box: TextBox, style: TextStyle): number {
    const height = style.size * 1.36;
    const lines = this.#broken(text, box.width, style);
    lines.forEach((line, nth) => this.#line(line, { ...box, y: box.y + nth * height }, style));
    return lines.length * height;
  }

  #line(line: string, box: TextBox, style: TextStyle): void {
    const { size, weight = 'normal', align = 'start', own = false } = style;
    const pieces = this.#piecesOf(line, { weight, own });
    const atRight = (align === 'end') !== (this.#base === 'rtl');
    const width = this.#width(pieces, size);
    let x = atRight ? box.x + box.width - width : box.x;
    for (const piece of pieces) {
      this.#doc.font(piece.face).fontSize(size);
      const wide = this.#widthOf(piece, size);
      const options = { lineBreak: false, baseline: 'alphabetic' as const, features };
      this.#doc.text(piece.text, x, box.y + size * ascent, options);
      x += wide;
    }
  }

  #widthOf({ face, text }: Piece, size: number): number {
    const key = `${face}:${text}`;
    const known = this.#widths.get(key);
    const wide = known ?? this.#doc.font(face).fontSize(1).widthOfString(text, { features });
    if (known === undefined) this.#widths.set(key, wide);
    return wide * size;
  }

  #piecesOf(line: string, of: { weight: Weight; own: boolean }): Piece[] {
    const base = of.own ? directionOf(line, this.#base) : this.#base;
    return runsOf(line, base).flatMap((run) => this.#pieces(run, of.weight));
  }

  #width(pieces: readonly Piece[], size: number): number {
    return pieces.reduce((sum, piece) => sum + this.#widthOf(piece, size), 0);
  }

  #fits(text: string, width: number, style: TextStyle): boolean {
    const { size, weight = 'normal', own = false } = style;
    return this.#width(this.#piecesOf(text, { weight, own }), size) <= width;
  }

  #broken(text: string, width: number, style: TextStyle): string[] {
    const { lines_max = 1 } = style;
    const words = text.split(/ +/u).filter((word) => word !== '');
    const lines: string[] = [];
    let line = '';
    for (const word of words) {
      const more = line === '' ? word : `${line} ${word}`;
      if (line !== '' && !this.#fits(more, width, style)) {
        lines.push(line);
        line = word;
      } else line = more;
    }
    lines.push(line);
    const kept = lines.slice(0, lines_max);
    const last = lines.length > lines_max ? `${kept.pop() ?? ''}…` : (kept.pop() ?? '');
    return [...kept.map((one) => this.#cut(one, width, style)), this.#cut(last, width, style)];
  }

  /** A word that is wider than the line ends in dots. */
  #cut(line: string, width: number, style: TextStyle): string {
    if (this.#fits(line, width, style)) return line;
    const chars = Array.from(line.replace(/…$/u, ''));
    while (chars.length > 1 && !this.#fits(`${chars.join('')}…`, width, style)) {
      chars.splice(-Math.max(1, Math.floor(chars.length / 16)));
    }
    return `${chars.join('')}…`;
  }

  /** A run in stretches that one font has; the first one draws a box for what none has. */
  #pieces({ text, direction }: Run, weight: Weight): Piece[] {
    const pieces: Piece[] = [];
    for (const char of text) {
      const last = pieces.at(-1);
      const stays = last && (/\p{M}|[ \u200c\u200d]/u.test(char) || this.#has(last.face, char));
      if (stays && this.#has(last.face, char)) last.text += char;
      else pieces.push({ text: char, direction, face: this.#faceFor(char, weight) });
    }
    if (direction === 'ltr') return pieces;
    // fontkit turns round what has letters of such a script, and nothing else.
    return pieces.toReversed().map((one) => {
      return arabic.test(one.text)
        ? one
        : { ...one, text: Array.from(one.text).toReversed().join('') };
    });
  }

  #faceFor(char: string, weight: Weight): string {
    const found = facesOf(weight).find(({ name }) => this.#has(name, char));
    return found?.name ?? `latin-${weight}`;
  }

  #has(name: string, char: string): boolean {
    return this.#font(name).hasGlyphForCodePoint(char.codePointAt(0) ?? 0);
  }

  #font(name: string): Font {
    const known = this.#known.get(name);
    if (known) return known;
    const weight = name.endsWith('-bold') ? 'bold' : 'normal';
    const face = facesOf(weight).find((one) => one.name === name);
    this.#doc.registerFont(name, face?.bytes);
    this.#doc.font(name);
    // What pdfkit keeps of an embedded font: fontkit's, which knows its letters.
    const { font } = (this.#doc as unknown as { _font: { font: Font } })._font;
    this.#known.set(name, font);
    return font;
  }
}

/** A document whose bytes depend on nothing but what is drawn and `at`. */
export async function emptyPdf(of: { title: string; at: Date; language: string }): Promise<Doc> {
  // Loaded when somebody wants a document: it is large, and no part of selling.
  const { default: PDFDocument } = await import('pdfkit');
  return new PDFDocument({
    size: 'A4',
    margin: 0,
    lang: of.language,
    displayTitle: true,
    info: { Title: of.title, CreationDate: of.at, ModDate: of.at, Producer: 'Trueshelf' },
  });
}
