/** What price lists are called, for steps of a price: a step holds only the list's id. */
import type { Sql } from '#kernel/db/db.ts';
import { listNames } from './store-list.ts';

interface Step {
  stage: string;
  ref: string | null;
  name: string;
}

/** By list. Asks nothing where no list is among them. */
export async function listNamesIn(
  db: Sql,
  steps: readonly Step[],
): Promise<ReadonlyMap<string, string>> {
  const ids = steps.flatMap((one) => (one.stage === 'LIST' && one.ref !== null ? [one.ref] : []));
  return listNames(db, [...new Set(ids)]);
}

export async function withListNames<S extends Step>(db: Sql, steps: readonly S[]): Promise<S[]> {
  const names = await listNamesIn(db, steps);
  return steps.map((one) => ({ ...one, name: names.get(one.ref ?? '') ?? one.name }));
}
