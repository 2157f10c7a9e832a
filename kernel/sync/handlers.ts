// The answers of one room about its ends of comparisons: see contract.ts.
import { Failure } from '#kernel/core/error.ts';
import type { Db } from '#kernel/db/db.ts';
import type { CallHandlers } from '#kernel/http/contract.ts';
import type { SyncCalls, SyncKey, SyncRow } from './contract.ts';
import { differenceOf } from './difference.ts';
import type { SyncEnd, SyncEnds } from './end.ts';
import { tableReader, textOf, type TableReader } from './store-table.ts';

type Handlers = CallHandlers<SyncCalls>;

export function syncHandlers(db: Db, ends: SyncEnds): Handlers {
  const readers = new Map<string, TableReader>();
  const missing = (end: string) => new Failure('sync-end-missing', { room: db.room, end });

  function endOf(name: string): SyncEnd {
    const end = Object.hasOwn(ends, name) ? ends[name] : undefined;
    if (end === undefined) throw missing(name);
    return end;
  }

  function reader(name: string): TableReader {
    const known = readers.get(name);
    if (known !== undefined) return known;
    const { table } = endOf(name);
    if (table === undefined) throw missing(name);
    const made = tableReader(db, table);
    readers.set(name, made);
    return made;
  }

  return {
    syncCount: async ({ end }) => ({ rows: await reader(end).count() }),
    syncWalk: ({ end, after, rows, part }) => reader(end).walk(after, rows, part),
    syncSums: async ({ end, ...of }) => ({ sums: await reader(end).sums(of) }),
    syncRange: async ({ end, ...of }) => ({ marks: await reader(end).range(of) }),
    syncKeys: async ({ end, keys }) => {
      const found = await reader(end).keys(keys);
      const seen = found.map(({ key, version, digest, kept, age_ms }) => ({
        key,
        mark: version === null || digest === null ? null : { version, digest },
        kept,
        age_ms,
      }));
      return { seen };
    },
    syncRows: async ({ end, keys }) => ({
      rows: await (endOf(end).rows?.(keys) ?? reader(end).rows(keys)),
    }),
    syncCompare: async ({ end, rows, absent }) => {
      const { render } = endOf(end);
      if (render === undefined) throw missing(end);
      return { differences: await compared(reader(end), render, { rows, absent }) };
    },
    syncApply: async ({ end, rows, gone }) => {
      const { apply, write, applied } = endOf(end);
      if (write !== undefined) await write({ rows, gone });
      else if (apply === undefined) throw missing(end);
      else await db.tx((tx) => apply(tx, { rows, gone }));
      applied?.();
      return {};
    },
  };
}

/** What the rows of a source would be here, beside what is here. */
async function compared(
  reader: TableReader,
  render: NonNullable<SyncEnd['render']>,
  given: { rows: readonly SyncRow[]; absent: readonly SyncKey[] },
) {
  const asked = [...given.rows.map((one) => one.key), ...given.absent];
  const rendered = new Map(
    given.rows.map((one) => [
      one.key.join(' '),
      { version: one.version, digest: textOf(render(one.row)) },
    ]),
  );
  const here = await reader.texts(asked);
  return here.flatMap(({ key, version, text, gone }) => {
    const source = rendered.get(key.join(' ')) ?? null;
    if (source === null && gone) return [];
    const kind = differenceOf(source, { version, digest: text });
    if (kind === null) return [];
    return [{ key, kind, sourceVersion: source?.version ?? null, copyVersion: version }];
  });
}
