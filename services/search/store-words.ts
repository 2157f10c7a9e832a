/** SQL of the vocabulary: words as people write them, and what they are found by. */
import type { Sql } from '#kernel/db/db.ts';

/** The text search configuration of the shop's texts. */
export const textConfig = 'english';
const words_max = 400_000;

/** Lexemes of plain words, '' for one that does not count. One statement. */
export async function lexemesOf(sql: Sql, words: readonly string[]): Promise<Map<string, string>> {
  if (words.length === 0) return new Map();
  const rows = await sql.rows<{ word: string; lexeme: string }>(
    `select word, lexeme_of($2::text::regconfig, word) as lexeme
     from unnest($1::text[]) as w(word)`,
    [words, textConfig],
  );
  return new Map(rows.map((row) => [row.word, row.lexeme]));
}

/** Notes words; `shown` once is shown for good. */
export async function keepWords(
  sql: Sql,
  words: readonly { word: string; lexeme: string; shown: boolean }[],
): Promise<void> {
  if (words.length === 0) return;
  await sql.run(
    `insert into word as w (word, lexeme, shown)
     select * from unnest($1::text[], $2::text[], $3::boolean[]) as i(word, lexeme, shown)
     order by word
     on conflict (word) do update set shown = true where excluded.shown and not w.shown`,
    [words.map((one) => one.word), words.map((one) => one.lexeme), words.map((one) => one.shown)],
  );
}

/** The vocabulary: words of names, brands and attributes that have a letter. */
export async function shownWords(sql: Sql): Promise<[string, string][]> {
  const rows = await sql.rows<{ word: string; lexeme: string }>(
    `select word, lexeme from word where shown and lexeme <> '' and word ~ '[^0-9]'
     order by word limit $1`,
    [words_max],
  );
  return rows.map((row) => [row.word, row.lexeme]);
}

export async function wordCount(sql: Sql): Promise<number> {
  return (await sql.row<{ n: number }>('select count(*)::int as n from word where shown'))?.n ?? 0;
}
