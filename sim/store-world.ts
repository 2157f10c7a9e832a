// SQL that makes a database fit for the simulation: a clock of its own that every statement of
// the rooms finds before the server's, and the way back to the state that every seed starts from.
import type pg from 'pg';
import { assert } from '#kernel/core/assert.ts';

const CLOCK = `
create schema sim;
create function sim.now() returns timestamptz language sql stable parallel safe as
  $$ select current_setting('sim.now')::timestamptz $$;
create function sim.clock_timestamp() returns timestamptz language sql stable as
  $$ select current_setting('sim.now')::timestamptz $$;
create function sim.statement_timestamp() returns timestamptz language sql stable as
  $$ select current_setting('sim.now')::timestamptz $$;
create function sim.transaction_timestamp() returns timestamptz language sql stable as
  $$ select current_setting('sim.now')::timestamptz $$;
grant usage on schema sim to public;
grant execute on all functions in schema sim to public;`;

// Defaults were bound to the server's now() when their tables were made.
const DEFAULTS = `
select format('alter table %I.%I alter column %I set default %s', n.nspname, c.relname, a.attname,
  regexp_replace(pg_get_expr(d.adbin, d.adrelid), '\\m(now|clock_timestamp)\\(\\)',
    'sim.now()', 'g')) as text
from pg_attrdef d
join pg_class c on c.oid = d.adrelid
join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
where n.nspname = any($1::text[]) and a.attgenerated = ''
  and pg_get_expr(d.adbin, d.adrelid) ~ '\\m(now|clock_timestamp)\\(\\)'`;

// Functions that name their own search path look there, not in the caller's.
const PATHS = `
select format('alter function %s set search_path = sim, %s', p.oid::regprocedure,
  case when s.path ~ 'pg_catalog' then s.path else s.path || ', pg_catalog' end) as text
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace,
  lateral (select split_part(c, '=', 2) as path from unnest(p.proconfig) c
    where c like 'search_path=%') s
where n.nspname = any($1::text[])`;

const RIGHTS = `
do $$ begin
  create role trueshelf_jobs nologin superuser;
exception when duplicate_object then null; end $$`;

interface Named {
  readonly name: string;
}

async function runAll(client: pg.Client, query: string, schemas: string[]): Promise<void> {
  const { rows } = await client.query<{ text: string }>(query, [schemas]);
  for (const { text } of rows) await client.query(text);
}

/** From now on statements of the rooms live in the time that they are told. */
export async function ownTime(client: pg.Client, rooms: readonly Named[]): Promise<void> {
  const schemas = [...rooms.map(({ name }) => name), 'jobs', 'jobs_api'];
  await client.query(RIGHTS);
  await client.query(CLOCK);
  await runAll(client, DEFAULTS, schemas);
  await runAll(client, PATHS, schemas);
  const left = await client.query<{ count: number }>(
    `select count(*)::int as count from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname = any($1::text[]) and p.prosqlbody is not null
       and pg_get_function_sqlbody(p.oid) ~ '\\mnow\\(\\)'`,
    [schemas],
  );
  assert(left.rows[0]?.count === 0, 'no function is bound to the time of the server');
}

const TABLES = `
select format('%I.%I', n.nspname, c.relname) as name, format('%I', n.nspname || '.' || c.relname)
  as flat,
  (select string_agg(format('%I', a.attname), ', ' order by a.attnum) from pg_attribute a
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '')
    as columns
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and not c.relispartition and n.nspname = any($1::text[])
  and c.relname not in ('_private_tasks', 'migrations', '_private_known_crontabs')
order by 1`;

/**
 * Keeps a copy of every table that holds something, and makes the function that goes back to it.
 * Tables that a seed has not touched cost a look.
 */
export async function rememberWorld(client: pg.Client, rooms: readonly Named[]): Promise<void> {
  const schemas = [...rooms.map(({ name }) => name), 'jobs'];
  type Found = { name: string; flat: string; columns: string };
  const { rows } = await client.query<Found>(TABLES, [schemas]);
  const lines: string[] = [];
  await client.query('create schema sim_base');
  for (const { name, flat, columns } of rows) {
    const held = await client.query('select 1 from ' + name + ' limit 1');
    lines.push('if exists (select from ' + name + ') then delete from ' + name + '; end if;');
    if (held.rowCount === 0) continue;
    await client.query('create table sim_base.' + flat + ' as select * from ' + name);
    const into = name + ' (' + columns + ') overriding system value select ' + columns;
    lines.push('insert into ' + into + ' from sim_base.' + flat + ';');
  }
  const body = lines.join('\n');
  await client.query(
    'create function sim.go_back() returns void language plpgsql as $go$ begin\n' +
      body +
      '\nend $go$',
  );
  await client.query('vacuum analyze');
}

/** A connection that goes back: triggers and foreign keys are off on it. */
export const goingBack = '-c session_replication_role=replica';

/**
 * Back to the world as it was built. About 5 ms after a seed, on a connection of its own: whoever
 * turns triggers off and on makes the server forget all plans of the connection.
 */
export async function goBack(client: pg.Client): Promise<void> {
  await client.query({ name: 'back', text: 'select sim.go_back()' });
}
