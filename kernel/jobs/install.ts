/**
 * Prepares a database for background jobs: graphile-worker's own tables in schema `jobs`, and one
 * function through which rooms put jobs there. Rooms have no rights on the tables.
 *
 * The function writes the tables itself instead of calling graphile's add_jobs, because that one
 * sends a NOTIFY, and a transaction with a NOTIFY holds a lock on the whole database while it
 * commits: group commit would be gone. Hence the exact pin of graphile-worker; jobs.test.ts runs
 * against its real tables.
 */
import { createHash } from 'node:crypto';
import pg from 'pg';
import { connectTimeoutOf } from '../db/connection.ts';

export const schema = 'jobs';
const graphileVersion = '0.18.0';
// Any number that never changes: installs of several processes wait for each other.
const lockKey = 7_305_611_413;

const installSql = `
create schema if not exists jobs_api;

-- Running workers. Each also holds an advisory lock for as long as its connection lives, so that
-- a row without a lock is a worker that was killed.
create table if not exists jobs_api.worker (
  worker_id text primary key,
  started_at timestamptz not null default now()
);

create or replace function jobs_api.enqueue(
  task text,
  payloads jsonb[],
  keys text[] default null,
  run_at timestamptz default null,
  attempts_max integer default 12
) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $enqueue$
#variable_conflict use_column
declare
  v_task integer;
  v_new integer;
  v_kept integer;
  v_expected integer;
begin
  if enqueue.keys is not null and cardinality(enqueue.keys) <> cardinality(enqueue.payloads) then
    raise exception 'as many keys as payloads, null for none' using errcode = '22023';
  end if;
  select t.id into v_task from jobs._private_tasks t where t.identifier = enqueue.task;
  if v_task is null then
    insert into jobs._private_tasks (identifier) values (enqueue.task) on conflict do nothing;
    select t.id into strict v_task from jobs._private_tasks t where t.identifier = enqueue.task;
  end if;

  insert into jobs._private_jobs (task_id, payload, run_at, max_attempts)
    select v_task, item.p::json, coalesce(enqueue.run_at, now()), enqueue.attempts_max
    from unnest(enqueue.payloads, enqueue.keys) as item (p, k)
    where item.k is null;
  get diagnostics v_new = row_count;

  select count(distinct k) into v_expected from unnest(enqueue.keys) k where k is not null;
  if v_expected = 0 then return v_new; end if;
  for v_try in 1..10 loop
    -- A job that runs has read an older world, and a dead one is past: both make room.
    update jobs._private_jobs j
      set key = null, attempts = j.max_attempts, updated_at = now()
      from unnest(enqueue.keys) k
      where k is not null and j.key = enqueue.task || ':' || k and j.is_available is not true;
    insert into jobs._private_jobs as j (task_id, payload, run_at, max_attempts, key)
      select distinct on (item.k) v_task, item.p::json, coalesce(enqueue.run_at, now()),
             enqueue.attempts_max, enqueue.task || ':' || item.k
      from unnest(enqueue.payloads, enqueue.keys) with ordinality as item (p, k, n)
      where item.k is not null
      order by item.k, item.n desc
    on conflict (key) do update
      set payload = excluded.payload, run_at = excluded.run_at,
          max_attempts = excluded.max_attempts, attempts = 0, last_error = null,
          revision = j.revision + 1, updated_at = now()
      where j.locked_at is null;
    get diagnostics v_kept = row_count;
    -- A worker took one between the two statements: once more, it has to make room.
    if v_kept = v_expected then return v_new + v_kept; end if;
  end loop;
  raise exception 'jobs with these keys change too fast' using errcode = '40001';
end
$enqueue$;

revoke all on function jobs_api.enqueue(text, jsonb[], text[], timestamptz, integer) from public;
`;

const grantSql = `
do $grant$
declare
  v_role text;
begin
  for v_role in
    select r.rolname
    from pg_roles r
    join pg_namespace n on r.rolname = 'trueshelf_' || n.nspname
    where not has_function_privilege(
      r.oid, 'jobs_api.enqueue(text, jsonb[], text[], timestamptz, integer)', 'execute')
  loop
    execute format('grant usage on schema jobs_api to %I', v_role);
    execute format('grant execute on function '
      || 'jobs_api.enqueue(text, jsonb[], text[], timestamptz, integer) to %I', v_role);
  end loop;
end
$grant$;
`;

/**
 * Makes or updates what background jobs need, as the login user, after the rooms are migrated:
 * every room's role that exists by then may enqueue. Nothing to do: 3 statements.
 */
export async function installJobs(options: { url: string }): Promise<void> {
  const client = new pg.Client({
    connectionString: options.url,
    connectionTimeoutMillis: connectTimeoutOf(options.url, 10_000),
    application_name: 'trueshelf jobs install',
    options: '-c client_min_messages=warning',
  });
  client.on('error', () => undefined); // the pending statement rejects with it
  try {
    await client.connect();
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    await installWith(client, options.url);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function installWith(client: pg.Client, url: string): Promise<void> {
  const hash = createHash('sha256')
    .update(graphileVersion + installSql)
    .digest('hex');
  const known = await client.query<{ comment: string | null }>(
    "select obj_description(to_regnamespace('jobs_api'), 'pg_namespace') as comment",
  );
  if (known.rows[0]?.comment !== hash) {
    const { Logger, runMigrations } = await import('graphile-worker');
    const logger = new Logger(() => () => {});
    await runMigrations({ connectionString: url, schema, logger, maxPoolSize: 1 });
    await client.query('begin');
    await client.query(installSql);
    // The hash is hex, so quoting it by hand is safe; COMMENT takes no parameters.
    await client.query("comment on schema jobs_api is '" + hash + "'");
    await client.query('commit');
  }
  await client.query(grantSql);
}
