/** What other rooms may know of the search: error codes, and how texts become words. */
import { Type } from 'typebox';
import { defineErrors } from '#kernel/core/error.ts';
import { call, defineCalls } from '#kernel/http/contract.ts';

export const nearPerCall_max = 50;
export const likePerCall_max = 100;

const currency = Type.String({ pattern: '^[A-Z]{3}$' });
const limit = Type.Integer({ minimum: 1, maximum: likePerCall_max });
const productId = Type.String({ maxLength: 64 });

export const searchCalls = defineCalls('search', {
  /** Products like one, nearest first: of its category, by attributes, brand and price. */
  alike: call({
    input: Type.Object({ productId, currency, limit }),
    output: Type.Object({ productIds: Type.Array(Type.String()) }),
    retry: true,
  }),
  /** What sells, in stock: of the categories of these products in turn, then of the shop. */
  best: call({
    input: Type.Object({
      near: Type.Array(productId, { maxItems: nearPerCall_max }),
      currency,
      limit,
    }),
    output: Type.Object({ productIds: Type.Array(Type.String()) }),
    retry: true,
  }),
  /** Writes the documents of the next products by id anew; pass '' first, then `after`. */
  reindexStep: call({
    input: Type.Object({ after: Type.String({ maxLength: 64 }) }),
    output: Type.Object({
      /** '' when this was the last step. */
      after: Type.String(),
      products: Type.Integer(),
      /** Products whose document was missing or older. */
      different: Type.Integer(),
    }),
    timeout_ms: 60_000,
    retry: true,
  }),
});

export const searchErrors = defineErrors({
  'search-rule-limit': {
    status: 409,
    title: 'Too many rules of this kind',
    explain: 'The number of synonyms, boosts and pins is limited; take some away first.',
    retryable: false,
  },
  'search-rule-taken': {
    status: 409,
    title: 'There is a rule for this',
    explain: 'A boost for the same thing or a pin for the same query exists; change that one.',
    retryable: false,
  },
});

const letters_max = 40;

/** Lower case without accents, cut where neither letters nor digits stand. */
export function plainWords(text: string): string[] {
  const plain = text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase();
  const words = plain.split(/[^\p{L}\p{N}\p{M}]+/u).filter((word) => word !== '');
  return words.map((word) => (word.length > letters_max ? word.slice(0, letters_max) : word));
}

/** Texts of a document by weight: A name, B brand, C attribute values, D description. */
export type Parts = readonly [
  name: readonly string[],
  brand: readonly string[],
  attributes: readonly string[],
  description: readonly string[],
];

const words_max = 2_000;

/**
 * What a document is found by: `words` is the text of a tsvector with positions and weights,
 * `terms` its lexemes but for the description, each after the letter of its best part. `lexeme`
 * gives the lexeme of a plain word, '' for one that does not count. Pure.
 */
export function documentWords(
  parts: Parts,
  lexeme: (word: string) => string,
): { words: string; terms: string } {
  const places = new Map<string, string>();
  const best: string[] = [];
  let position = 0;
  parts.forEach((words, part) => {
    const letter = 'ABCD'.charAt(part);
    for (const word of words) {
      position += 1;
      if (position > words_max) return;
      const found = lexeme(word);
      if (found === '') continue;
      const known = places.get(found);
      if (known === undefined) {
        places.set(found, `${position}${letter}`);
        if (part < 3) best.push(letter + found);
      } else if (known.length < 120) places.set(found, `${known},${position}${letter}`);
    }
  });
  const words = [...places].map(([found, at]) => `'${found.replaceAll("'", "''")}':${at}`);
  return { words: words.join(' '), terms: best.join(' ') };
}
