/**
 * The statements of one end of a comparison, put together from what its room says of its table.
 * Every one reads a bounded range of an index: plans that were made while tables were small must
 * not read them whole, so they run without sequential scans.
 */
import type { Db, Sql } from '#kernel/db/db.ts';
import { walkedRows_max, type SyncKey, type SyncMark, type SyncPart } from './contract.ts';
import type { Fields, SyncTable } from './end.ts';

/** Sorts after every key. */
const highest = '\u{10FFFF}';
/** A part of the copy is read up to so many times the rows that it should have. */
const surplus = 10;

export interface SeenRow {
  key: SyncKey;
  version: number | null;
  digest: string | null;
  kept: boolean;
  age_ms: number | null;
}

export interface TextRow {
  key: SyncKey;
  version: number;
  text: string;
  gone: boolean;
}

export type TableReader = ReturnType<typeof tableReader>;

/** What stands between the fields of a row's text, and in place of a null. */
const separator = '\u001f';
const nothing = '\u0001';

/** In the order of their names, which both ends share. */
function inOrder<T>(fields: Readonly<Record<string, T>>): T[] {
  return Object.entries(fields)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, value]) => value);
}

/** The text of a row's fields, as the statements make it. */
export function textOf(fields: Fields): string {
  return inOrder(fields)
    .map((one) => (one === null ? nothing : String(one)))
    .join(separator);
}

function sqlText(parts: readonly string[]): string {
  return parts.map((one) => 'coalesce((' + one + ')::text, chr(1))').join(' || chr(31) || ');
}

const ageOf = (changed: string) =>
  'greatest(0, extract(epoch from clock_timestamp() - ' + changed + ') * 1000)::bigint';

/** The words that the statements below are filled with. */
function wordsOf(table: SyncTable): Record<string, string> {
  const { key } = table;
  const width = key.length;
  const names = key.map((_, index) => 'k' + String(index + 1));
  const list = (of: string, each: readonly string[] = names) =>
    each.map((name) => of + name).join(', ');
  const numbered = (first: number, count: number, type = '') =>
    Array.from({ length: count }, (_, index) => '$' + String(first + index) + type).join(', ');
  const cast = (one: string) => '(' + one + ')::text';
  const fields = inOrder(table.fields);
  return {
    from: table.from,
    where: '(' + (table.where ?? 'true') + ')',
    key: key.join(', '),
    texts: key.map(cast).join(', '),
    named: key.map((one, index) => one + ' as ' + (names[index] ?? '')).join(', '),
    same: key.map((one, index) => one + ' = k.' + (names[index] ?? '')).join(' and '),
    version: '(' + table.version + ')::int',
    digest: 'hashtextextended(' + sqlText([...key, table.version, ...fields]) + ', 0)',
    text: sqlText(fields),
    row: table.row ?? 'null::json',
    keeps: table.keeps ?? 'true',
    gone: table.gone ?? 'false',
    age: table.changed === undefined ? 'null::bigint' : ageOf(table.changed),
    ofPage: names.map((name) => 'e.' + name + '::text').join(', '),
    asked: list('k.'),
    names: list(''),
    lows: list('b.l'),
    highs: list('b.h'),
    bounds: list('l') + ', ' + list('h'),
    columns: numbered(1, width, '::text[]'),
    boundColumns: numbered(1, 2 * width, '::text[]'),
    after: numbered(1, width),
    to: numbered(width + 1, width),
    next: '$' + String(width + 1) + '::int',
    nextButOne: '$' + String(width + 2) + '::int',
    nextTwice: '$' + String(2 * width + 1) + '::int',
  };
}

const COUNT = 'select count(*)::int as rows from {from} where {where}';

const WALK = `
with page as (
  select {named}, {digest} as digest, row_number() over (order by {key}) - 1 as n
  from {from} where {where} and ({key}) > ({after}) order by {key} limit {next}
)
select array[{ofPage}] as to, g.count, g.sum
from (
  select max(n) as last, count(*)::int as count, sum(digest)::text as sum
  from page group by n / {nextButOne}
) g join page e on e.n = g.last order by g.last`;

const SUMS = `
select s.count, s.sum
from unnest({boundColumns}) with ordinality as b({bounds}, n)
cross join lateral (
  select count(*)::int as count, coalesce(sum(digest), 0)::text as sum
  from (
    select {digest} as digest from {from}
    where {where} and ({key}) > ({lows}) and ({key}) <= ({highs}) order by {key} limit {nextTwice}
  ) r
) s order by b.n`;

const RANGE = `
select array[{texts}] as key, {version} as version, {digest}::text as digest
from {from} where {where} and ({key}) > ({after}) and ({key}) <= ({to})
order by {key} limit {nextTwice}`;

const KEYS = `
select array[{asked}] as key, t.version, t.digest, ({keeps}) as kept, t.age_ms
from unnest({columns}) with ordinality as k({names}, n)
left join lateral (
  select {version} as version, {digest}::text as digest, {age} as age_ms
  from {from} where {where} and {same} limit 1
) t on true order by k.n`;

const ROWS = `
select array[{asked}] as key, t.version, t.row
from unnest({columns}) with ordinality as k({names}, n)
cross join lateral (
  select {version} as version, {row} as row from {from} where {where} and {same} limit 1
) t order by k.n`;

const TEXTS = `
select array[{asked}] as key, t.version, t.text, t.gone
from unnest({columns}) with ordinality as k({names}, n)
cross join lateral (
  select {version} as version, {text} as text, ({gone}) as gone
  from {from} where {where} and {same} limit 1
) t order by k.n`;

function statementsOf(table: SyncTable) {
  const words = wordsOf(table);
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name) => words[name] ?? '');
  return {
    count: fill(COUNT),
    walk: fill(WALK),
    sums: fill(SUMS),
    range: fill(RANGE),
    keys: fill(KEYS),
    rows: fill(ROWS),
    texts: fill(TEXTS),
  };
}

/** One column of many keys. */
function columns(keys: readonly SyncKey[], width: number): string[][] {
  return Array.from({ length: width }, (_, index) => keys.map((key) => key[index] ?? ''));
}

export function tableReader(db: Db, table: SyncTable) {
  const text = statementsOf(table);
  const width = table.key.length;
  const start: SyncKey = table.key.map(() => '');
  const end: SyncKey = table.key.map(() => highest);

  const reading = <T>(work: (tx: Sql) => Promise<T>): Promise<T> =>
    db.tx(
      async (tx) => {
        await tx.run("select set_config('enable_seqscan', 'off', true)");
        return work(tx);
      },
      { readOnly: true },
    );

  return {
    count: async (): Promise<number> => (await db.row<{ rows: number }>(text.count))?.rows ?? 0,
    walk: async (after: SyncKey | null, rows: number, part: number) => {
      const parts = await reading((tx) =>
        tx.rows<SyncPart>(text.walk, [...(after ?? start), rows, part]),
      );
      const seen = parts.reduce((sum, one) => sum + one.count, 0);
      return { parts, isLast: seen < rows };
    },
    sums: (of: { after: SyncKey | null; tos: SyncKey[]; isLast: boolean; part: number }) => {
      const highs = of.isLast ? [...of.tos.slice(0, -1), end] : of.tos;
      const lows = [of.after ?? start, ...of.tos.slice(0, -1)];
      const rows = Math.min(walkedRows_max, of.part * surplus);
      const values = [...columns(lows, width), ...columns(highs, width), rows];
      return reading((tx) => tx.rows<{ count: number; sum: string }>(text.sums, values));
    },
    range: (of: { after: SyncKey | null; to: SyncKey | null; limit: number }) => {
      const values = [...(of.after ?? start), ...(of.to ?? end), of.limit];
      return reading((tx) => tx.rows<SyncMark>(text.range, values));
    },
    keys: (keys: readonly SyncKey[]) =>
      reading((tx) => tx.rows<SeenRow>(text.keys, columns(keys, width))),
    rows: (keys: readonly SyncKey[]) =>
      reading((tx) =>
        tx.rows<{ key: SyncKey; version: number; row: unknown }>(text.rows, columns(keys, width)),
      ),
    texts: (keys: readonly SyncKey[]) =>
      reading((tx) => tx.rows<TextRow>(text.texts, columns(keys, width))),
  };
}
