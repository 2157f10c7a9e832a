/**
 * What each word is found by. PostgreSQL's stemmer says it once for each word; after that it is
 * remembered here, and for words of names, brands and attributes in the table `word`, which is the
 * vocabulary that completions and corrections come from.
 */
import type { Sql } from '#kernel/db/db.ts';
import { keepWords, lexemesOf } from './store-words.ts';

const known_max = 200_000;

export interface Lexicon {
  /** Lexemes of plain words; one statement for those never seen by this process. */
  lexemes(words: Iterable<string>): Promise<(word: string) => string>;
  /** The same, and notes the words that are new. `shown`: those worth completing to. */
  learn(words: Iterable<string>, shown: ReadonlySet<string>): Promise<(word: string) => string>;
}

export function lexicon(db: Sql): Lexicon {
  const known = new Map<string, string>();
  const kept = new Set<string>();
  const look = async (words: Iterable<string>) => {
    const missing = new Set<string>();
    for (const word of words) if (!known.has(word)) missing.add(word);
    if (missing.size > 0) {
      if (known.size + missing.size > known_max) known.clear();
      for (const [word, lexeme] of await lexemesOf(db, [...missing])) known.set(word, lexeme);
    }
    return (word: string) => known.get(word) ?? word;
  };
  return {
    lexemes: look,
    async learn(words, shown) {
      const all = [...words];
      const lexeme = await look(all);
      const fresh = [...shown].filter((word) => !kept.has(word));
      if (fresh.length > 0) {
        await keepWords(
          db,
          fresh.map((word) => ({ word, lexeme: lexeme(word), shown: true })),
        );
        if (kept.size > known_max) kept.clear();
        for (const word of fresh) kept.add(word);
      }
      // A lookup of others may have cleared the memory meanwhile.
      return look(all);
    },
  };
}
