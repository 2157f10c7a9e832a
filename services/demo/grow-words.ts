/**
 * The texts that the large demo catalogue is made of, cut into words once and kept. A million
 * products share a few ten thousand texts; cutting them for each product was most of the work.
 */
import { plainWords } from '#services/search/contract.ts';
import { bytesOf, type Bytes, type Lexeme } from './grow-sheet.ts';

/** A lexeme, and where it stands in the product that is written down just now. */
export interface Word extends Lexeme {
  /** Written again for each product: to make and drop one was much of the work. */
  positions: number[];
  /** Which product its positions are of. */
  of: number;
}

/** A text that many products share. */
export interface Piece {
  bytes: Bytes;
  /** As a part of a JSON string. */
  quoted: Bytes;
  /** Words as the search cuts them. */
  search: readonly string[];
  /** Their lexemes, null for one that does not count; null until they are learned. */
  lexemes: readonly (Word | null)[] | null;
  /** In a name, brand or attribute: worth completing to. */
  shown: boolean;
}

/** One attribute with its value. */
export interface Pair {
  /** `code=value`, and as bytes. */
  token: string;
  bytes: Bytes;
  /** `"code":"value"`. */
  json: Bytes;
  value: Piece;
}

export class Pieces {
  private readonly texts = new Map<string, Piece>();
  private readonly sentences = new Map<string, Piece>();
  private readonly pairs = new Map<string, Map<string, Pair>>();
  private readonly words = new Map<string, Word>();
  private fresh: Piece[] = [];

  /** Pieces since the last call: the search has to learn their words. */
  takeFresh(): Piece[] {
    const { fresh } = this;
    this.fresh = [];
    return fresh;
  }

  private made(pieces: Map<string, Piece>, given: string, shown: boolean): Piece {
    const search = plainWords(given);
    const piece = {
      bytes: bytesOf(given),
      quoted: bytesOf(JSON.stringify(given).slice(1, -1)),
      search,
      lexemes: search.every(isMark) ? search.map((word) => this.word(word)) : null,
      shown,
    };
    pieces.set(given, piece);
    this.fresh.push(piece);
    return piece;
  }

  /** A text that is shown as a name, a brand or a value. */
  text(given: string): Piece {
    return this.texts.get(given) ?? this.made(this.texts, given, true);
  }

  sentence(given: string): Piece {
    return this.sentences.get(given) ?? this.made(this.sentences, given, false);
  }

  pair(code: string, given: string): Pair {
    let values = this.pairs.get(code);
    if (values === undefined) {
      values = new Map();
      this.pairs.set(code, values);
    }
    const known = values.get(given);
    if (known !== undefined) return known;
    const token = `${code}=${given}`;
    const pair = {
      token,
      bytes: bytesOf(token),
      json: bytesOf(`${JSON.stringify(code)}:${JSON.stringify(given)}`),
      value: this.text(given),
    };
    values.set(given, pair);
    return pair;
  }

  /** The one word of a lexeme; null for ''. */
  word(lexeme: string): Word | null {
    if (lexeme === '') return null;
    let word = this.words.get(lexeme);
    if (word === undefined) {
      word = { bytes: bytesOf(lexeme), part: 0, positions: [0], count: 0, of: 0 };
      this.words.set(lexeme, word);
    }
    return word;
  }
}

/** A letter and a number: nothing is cut off it. Most texts that are new are such marks. */
function isMark(word: string): boolean {
  return /^[a-z]\d+$/.test(word);
}

/** Weights of a tsvector by part: A to D, above the 14 bits of a position. */
const weights = [3 << 14, 2 << 14, 1 << 14, 0];

/** The words of a product for the search, part after part. */
export class Vector {
  private product = 0;
  private position = 0;
  readonly words: Word[] = [];

  begin(): void {
    this.product += 1;
    this.position = 0;
    this.words.length = 0;
  }

  /** `part`: 0 to 3 for A to D. Words that do not count take a place and are left out. */
  add(part: number, words: readonly (Word | null)[]): void {
    const weight = weights[part] ?? 0;
    for (const word of words) {
      this.position += 1;
      if (word === null) continue;
      if (word.of !== this.product) {
        word.of = this.product;
        word.part = part;
        word.count = 0;
        this.words.push(word);
      }
      word.positions[word.count] = this.position | weight;
      word.count += 1;
    }
  }
}
