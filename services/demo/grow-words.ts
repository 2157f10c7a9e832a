/**
 * The texts that the large demo catalogue is made of, cut into words once and kept. A million
 * products share a few ten thousand texts; cutting them for each product was most of the work.
 */
import { plainWords } from '#services/search/contract.ts';
import { copyText } from './copy-in.ts';

/** A text that many products share. */
export interface Piece {
  /** As a part of a value in COPY's text format. */
  copy: string;
  /** Words as the search cuts them. */
  search: readonly string[];
  /** Their lexemes, '' for one that does not count; null until they are learned. */
  lexemes: readonly string[] | null;
  /** In a name, brand or attribute: worth completing to. */
  shown: boolean;
}

/** One attribute with its value. */
export interface Pair {
  /** `code=value` as it is, and in COPY's text format. */
  token: string;
  copy: string;
  /** `"code":"value"` in COPY's text format. */
  json: string;
  value: Piece;
}

export class Pieces {
  private readonly texts = new Map<string, Piece>();
  private readonly sentences = new Map<string, Piece>();
  private readonly pairs = new Map<string, Map<string, Pair>>();

  /** A text that is shown as a name, a brand or a value. */
  text(given: string): Piece {
    return this.texts.get(given) ?? made(this.texts, given, true);
  }

  sentence(given: string): Piece {
    return this.sentences.get(given) ?? made(this.sentences, given, false);
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
      copy: copyText(token),
      json: copyText(`${JSON.stringify(code)}:${JSON.stringify(given)}`),
      value: this.text(given),
    };
    values.set(given, pair);
    return pair;
  }
}

function made(pieces: Map<string, Piece>, given: string, shown: boolean): Piece {
  const piece = {
    copy: copyText(given),
    search: plainWords(given),
    lexemes: null,
    shown,
  };
  pieces.set(given, piece);
  return piece;
}

const positions_max = 1_000;
const labels = ['A', 'B', 'C', 'D'].map((letter) => {
  return Array.from({ length: positions_max }, (_, at) => `${at}${letter}`);
});

/** Writes the text of a tsvector, a part after the other. Words have no quotes or backslashes. */
export class VectorText {
  /** Where each word stands in `entries`. */
  private readonly places = new Map<string, number>();
  private readonly entries: string[] = [];
  private position = 0;
  /** Words of all parts but the last, each after the letter of the first part it is in. */
  terms = '';

  begin(): void {
    this.places.clear();
    this.entries.length = 0;
    this.position = 0;
    this.terms = '';
  }

  /** `part`: 0 to 3 for A to D. Words that are '' take a place and are left out. */
  add(part: number, words: readonly string[]): void {
    const { places, entries } = this;
    for (const word of words) {
      this.position += 1;
      if (word === '') continue;
      const label = labels[part]?.[this.position] ?? '';
      const known = places.get(word);
      if (known !== undefined) {
        entries[known] += `,${label}`;
        continue;
      }
      places.set(word, entries.length);
      entries.push(`'${word}':${label}`);
      if (part === 3) continue;
      this.terms += `${this.terms === '' ? '' : ' '}${'ABC'.charAt(part)}${word}`;
    }
  }

  text(): string {
    return this.entries.join(' ');
  }
}
