/**
 * SQL that fills tables at once, when nobody else uses the shop: keys and indexes are dropped and
 * made anew from what is there, and what was written needs no tidying. All of a lane happens in one
 * transaction that keeps everybody else out, so that nobody ever finds a table without its keys.
 */
import type pg from 'pg';
import { copyIn } from './copy-in.ts';
import { columns, type Load, type Table } from './grow-rows.ts';

/** Tables with more rows are not written anew for the sake of what comes. */
const kept_rows_max = 5_000;
const lock_tries_max = 5;
const deadlock = '40P01';

/** Columns that rows are in the order of, and the words of the search, which want memory. */
const inOrder = ['product_id', 'variant_id', 'post_id', 'row_no', 'ref', 'words'];

/** One connection's tables. */
export interface Lane {
  client: pg.Client;
  tables: readonly Table[];
  /** Those that only this transaction has ever seen: their rows are born tidy. */
  fresh: ReadonlySet<Table>;
  keys: readonly Key[];
}

interface Key {
  table: string;
  index: string;
  /** null: an index and no constraint. */
  constraint: string | null;
  definition: string;
  /** Begins with what is made later is greater: rows come as they are sorted. */
  ordered: boolean;
}

/** Whether a room of some shop is connected. */
export async function isInUse(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ used: boolean }>(
    `select exists (select from pg_stat_activity where datname = current_database()
       and application_name like 'trueshelf %') as used`,
  );
  return rows[0]?.used === true;
}

/** Begins a lane: keeps others out, takes keys away. Ends with `close` or a rollback. */
export async function open(client: pg.Client, tables: readonly Table[]): Promise<Lane> {
  await lock(client, tables);
  // Each lane has a core for itself; helpers would only take the other one's.
  await client.query('set local max_parallel_maintenance_workers = 0');
  const keys = await keysOf(client, tables);
  const fresh = await freshen(client, tables);
  for (const { table, index, constraint } of keys) {
    await client.query(
      constraint === null
        ? 'drop index ' + index
        : 'alter table ' + table + ' drop constraint ' + constraint,
    );
  }
  return { client, tables, fresh, keys };
}

/** A shop's own work may want the same tables in another order: then once more. */
async function lock(client: pg.Client, tables: readonly Table[]): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    await client.query('begin');
    try {
      await client.query('lock table ' + tables.join(', ') + ' in access exclusive mode');
      return;
    } catch (error) {
      await client.query('rollback');
      const code: unknown = Object(error).code;
      if (code !== deadlock || tries === lock_tries_max) throw error;
    }
  }
}

/** Keys and indexes but those that keys of other tables lean on. */
async function keysOf(client: pg.Client, tables: readonly Table[]): Promise<Key[]> {
  const { rows } = await client.query<Key>(
    `select i.indrelid::regclass::text as table, i.indexrelid::regclass::text as index,
       quote_ident(k.conname) as constraint,
       coalesce(pg_get_constraintdef(k.oid), pg_get_indexdef(i.indexrelid)) as definition,
       pg_get_indexdef(i.indexrelid, 1, true) = any($2) as ordered
     from pg_index i left join pg_constraint k
       on k.conindid = i.indexrelid and k.conrelid = i.indrelid and k.contype in ('p', 'u')
     where i.indrelid = any($1::regclass[]) and not exists (
       select from pg_constraint f where f.contype = 'f' and f.conindid = i.indexrelid)
     order by array_position($1::regclass[], i.indrelid::regclass), i.indexrelid`,
    [tables, inOrder],
  );
  return rows;
}

/** Gives small tables a new file with the same rows; tables that others lean on keep theirs. */
async function freshen(client: pg.Client, tables: readonly Table[]): Promise<Set<Table>> {
  const { rows } = await client.query<{ name: Table }>(
    `select t.name from unnest($1::text[]) as t(name) where not exists (
       select from pg_constraint where contype = 'f' and confrelid = t.name::regclass
         and conrelid <> all($1::regclass[]))`,
    [tables],
  );
  const free = rows.map((row) => row.name);
  for (const table of free) {
    const more = 'select 1 from ' + table + ' offset $1 limit 1';
    if ((await client.query(more, [kept_rows_max])).rowCount !== 0) return new Set();
  }
  for (const [at, table] of free.entries()) {
    await client.query('create temp table kept_' + at + ' on commit drop as table ' + table);
  }
  await client.query('truncate ' + free.join(', '));
  for (const [at, table] of free.entries()) {
    const again = ' overriding system value table pg_temp.kept_';
    await client.query('insert into ' + table + again + at);
  }
  return new Set(free);
}

export async function write({ client, fresh }: Lane, { table, sheet }: Load): Promise<void> {
  const how = fresh.has(table)
    ? ' from stdin (format binary, freeze)'
    : ' from stdin (format binary)';
  await copyIn(client, 'copy ' + table + ' (' + columns[table] + ')' + how, sheet.bytes);
}

/** Makes keys and indexes as they were, and commits when the one before has. */
export async function close(lane: Lane, before?: Promise<void>): Promise<void> {
  await makeKeys(lane);
  await before;
  await lane.client.query('commit');
}

async function makeKeys({ client, keys }: Lane): Promise<void> {
  for (const { table, constraint, definition, ordered } of keys) {
    const memory = ordered ? '256MB' : '4MB';
    await client.query("select set_config('maintenance_work_mem', $1, true)", [memory]);
    await client.query(
      constraint === null
        ? definition
        : 'alter table ' + table + ' add constraint ' + constraint + ' ' + definition,
    );
  }
}

/** Statistics, and what rows of tables that are not fresh need besides. */
export async function settle({ client, tables, fresh }: Lane): Promise<void> {
  await client.query('set default_statistics_target = 30');
  for (const table of tables) {
    await client.query(
      fresh.has(table)
        ? 'analyze ' + table
        : 'vacuum (analyze, index_cleanup off, truncate off) ' + table,
    );
  }
}
