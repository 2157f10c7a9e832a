/** The variables of comparing copies with their sources. */
import { pattern, secret, wholeNumber, type Variable } from './variable.ts';

/** A catalogue that another system keeps, as a file or in MongoDB, and whose products these are. */
export interface OutsideConfig {
  readonly sellerId: string | null;
  readonly file: string | null;
  readonly mongodb: { readonly url: string; readonly collection: string } | null;
}

export const syncVariables = {
  sync_min: wholeNumber(
    ['TRUESHELF_SYNC_MINUTES', '`30`', 'Pause between two comparisons of copies with sources.'],
    { min: 1, max: 10_080 },
  ),
  outsideFile: pattern(
    ['TRUESHELF_OUTSIDE_FILE', 'unset', 'A catalogue elsewhere (CSV) that ours follows.'],
    'a file',
    /^[^\0]{1,4096}$/,
  ),
  outsideMongodb: secret(
    pattern(
      [
        'TRUESHELF_OUTSIDE_MONGODB',
        'unset',
        'The same in MongoDB: `mongodb://user:password@host/database` or `mongodb+srv:`.',
      ],
      'mongodb://… or mongodb+srv://… that names a database',
      /^mongodb(\+srv)?:\/\/[^/\s\0]{1,2000}\/[^/?\s\0]{1,64}(\?[^\s\0]{0,2000})?$/,
    ),
  ),
  outsideCollection: pattern(
    ['TRUESHELF_OUTSIDE_COLLECTION', '`products`', 'Its collection or view of products.'],
    'a name of up to 200 characters without $',
    /^[^$\s\0]{1,200}$/,
  ),
  outsideSeller: pattern(
    ['TRUESHELF_OUTSIDE_SELLER', 'unset', 'The id of the seller whose products these are.'],
    'an id such as sel_0123…',
    /^[a-z]{2,8}_[0-9a-f]{32}$/,
  ),
} as const;

type Take = <T>(v: Variable<T>) => T | undefined;

export function takeOutside(take: Take): OutsideConfig {
  const url = take(syncVariables.outsideMongodb);
  const collection = take(syncVariables.outsideCollection) ?? 'products';
  return Object.freeze({
    sellerId: take(syncVariables.outsideSeller) ?? null,
    file: take(syncVariables.outsideFile) ?? null,
    mongodb: url === undefined ? null : { url, collection },
  });
}

/** What does not fit together, as [variable, what came, what is expected]. */
export function outsideProblems(of: OutsideConfig): [Variable<unknown>, string, string][] {
  const { outsideMongodb, outsideSeller } = syncVariables;
  const problems: [Variable<unknown>, string, string][] = [];
  if (of.file === null && of.mongodb === null) return problems;
  if (of.file !== null && of.mongodb !== null) {
    problems.push([outsideMongodb, 'both', 'nothing, where TRUESHELF_OUTSIDE_FILE is set']);
  }
  if (of.sellerId === null) {
    const expected = `${outsideSeller.expects}, since a catalogue elsewhere is named`;
    problems.push([outsideSeller, 'nothing', expected]);
  }
  return problems;
}
