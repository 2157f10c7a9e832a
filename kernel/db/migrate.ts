// One process migrates every room under one advisory lock. Own code, because a start must look
// at 20 schemas in one round trip; a runner per schema needs several connections for each.

import pg from 'pg';
import { systemClock } from '#kernel/core/clock.ts';
import { isCode } from './binaries.ts';
import { connectTimeoutOf } from './connection.ts';
import { LaunchError } from './launch-error.ts';
import { checkRoomName, type MigrationFile, migrationFiles } from './migration-files.ts';
import type { RoomSource } from './migration-files.ts';

export type { RoomSource } from './migration-files.ts';

const serverVersion_min = 180_000;
const role_tries_max = 10;
// Any number will do as long as it never changes: the key of the migration lock.
const lockKey = 7_305_611_412;

export interface MigrateOptions {
  /** As a user that owns the database, or a superuser. */
  url: string;
  rooms: RoomSource[];
  onProgress?: (sentence: string) => void;
}

export interface MigrateReport {
  /** 'room name' of each file applied now, in order. */
  applied: string[];
  took_ms: number;
}

/**
 * Brings every room's schema, role and tables up to date; several at once wait for each other.
 * Each file runs in its own transaction, as the login user, with search_path = room, extension.
 * The role trueshelf_<room> may read and write the rows of its room and nothing else.
 * Nothing to do: 4 statements in all. Errors: LaunchError 'bad-migration' (an applied file was
 * changed), 'migration-failed', 'wrong-server'.
 */
export async function migrate(options: MigrateOptions): Promise<MigrateReport> {
  const started_ms = systemClock.monotonic();
  for (const room of options.rooms) checkRoomName(room.name);
  const client = new pg.Client({
    connectionString: options.url,
    connectionTimeoutMillis: connectTimeoutOf(options.url, 10_000),
    application_name: 'trueshelf migrate',
    options: '-c client_min_messages=warning -c statement_timeout=0 -c lock_timeout=60000',
  });
  client.on('error', () => undefined); // the pending statement rejects with it
  try {
    await client.connect();
    const applied = await migrateWith(client, options);
    return { applied, took_ms: systemClock.monotonic() - started_ms };
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function migrateWith(client: pg.Client, options: MigrateOptions): Promise<string[]> {
  await checkServer(client);
  // Gives way after lock_timeout; ends with the connection.
  await client.query('select pg_advisory_lock($1)', [lockKey]);
  const known = await readState(client);
  const done: string[] = [];
  for (const room of options.rooms) {
    const pending = pendingFiles(room, known.applied.get(room.name));
    const isNew = !known.schemas.has(room.name);
    if (isNew || !known.roles.has(room.name)) await createRoom(client, room.name);
    for (const file of pending) {
      options.onProgress?.(`${room.name}: ${file.name}`);
      await apply(client, room.name, file);
      done.push(`${room.name} ${file.name}`);
    }
  }
  return done;
}

async function checkServer(client: pg.Client): Promise<void> {
  const result = await client.query<{ version: number; name: string; encoding: string }>(
    `select current_setting('server_version_num')::int as version,
            current_setting('server_version') as name,
            current_setting('server_encoding') as encoding`,
  );
  const server = result.rows[0];
  if (server === undefined || server.version < serverVersion_min) {
    throw new LaunchError(
      'wrong-server',
      `This is PostgreSQL ${server?.name}; Trueshelf needs PostgreSQL 18 or newer ` +
        '(it uses uuidv7() and transaction timeouts).',
    );
  }
  if (server.encoding !== 'UTF8') {
    throw new LaunchError(
      'wrong-server',
      `The database has encoding ${server.encoding}, not UTF8.`,
    );
  }
}

interface State {
  /** Rooms whose schema is there. */
  schemas: Set<string>;
  /** Rooms whose role is there and open to us. */
  roles: Set<string>;
  /** Per room: file name → checksum. */
  applied: Map<string, Map<string, string>>;
}

async function readState(client: pg.Client): Promise<State> {
  await client.query(
    `create schema if not exists trueshelf;
     create schema if not exists extension;
     grant usage on schema extension to public;
     create table if not exists trueshelf.migration (
       room text not null,
       name text not null,
       checksum text not null,
       applied_at timestamptz not null default now(),
       primary key (room, name)
     );`,
  );
  const result = await client.query<{ kind: string; room: string; name: string; sum: string }>(
    `select 'file' as kind, room, name, checksum as sum from trueshelf.migration
     union all
     select 'schema', nspname, '', '' from pg_namespace
     union all
     select 'role', substr(r.rolname, 11), '', ''
     from pg_auth_members m
     join pg_roles r on r.oid = m.roleid
     where m.member = (select oid from pg_roles where rolname = session_user)
       and m.set_option and r.rolname like 'trueshelf\\_%'`,
  );
  const state: State = { schemas: new Set(), roles: new Set(), applied: new Map() };
  for (const { kind, room, name, sum } of result.rows) {
    if (kind === 'schema') state.schemas.add(room);
    else if (kind === 'role') state.roles.add(room);
    else state.applied.set(room, (state.applied.get(room) ?? new Map()).set(name, sum));
  }
  return state;
}

function pendingFiles(room: RoomSource, applied = new Map<string, string>()): MigrationFile[] {
  return migrationFiles(room).filter((file) => {
    const checksum = applied.get(file.name);
    if (checksum !== undefined && checksum !== file.checksum) {
      throw new LaunchError(
        'bad-migration',
        `${file.name} of room ${room.name} was changed after it was applied. ` +
          'Take the change back and put it into a new file with the next number.',
      );
    }
    return checksum === undefined;
  });
}

/** The schema, and the role that reaches into it. Roles belong to the whole server. */
async function createRoom(client: pg.Client, room: string): Promise<void> {
  const role = pg.escapeIdentifier('trueshelf_' + room);
  const schema = pg.escapeIdentifier(room);
  await sharedCatalog(client, 'create role ' + role + ' nologin');
  // inherit false: the login user has no rights of a room until it takes the room's role.
  await sharedCatalog(client, 'grant ' + role + ' to current_user with set true, inherit false');
  await client.query('create schema if not exists ' + schema);
  await client.query('grant usage on schema ' + schema + ' to ' + role);
}

/** Another database of this server may be doing the same: our advisory lock does not reach it. */
async function sharedCatalog(client: pg.Client, text: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(text);
      return;
    } catch (error) {
      if (isCode(error, '42710') || isCode(error, '23505')) return; // it exists
      // XX000 "tuple concurrently updated"
      if (!isCode(error, 'XX000') || attempt === role_tries_max) throw error;
      await systemClock.sleep(10 * attempt);
    }
  }
}

async function apply(client: pg.Client, room: string, file: MigrationFile): Promise<void> {
  const schema = pg.escapeIdentifier(room);
  const role = pg.escapeIdentifier('trueshelf_' + room);
  try {
    await client.query('begin');
    await client.query('set local search_path = ' + schema + ', extension');
    await client.query('set local lock_timeout = 10000');
    await client.query(file.text);
    await client.query(grants(schema, role));
    await client.query(
      'insert into trueshelf.migration (room, name, checksum) values ($1, $2, $3)',
      [room, file.name, file.checksum],
    );
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback').catch(() => undefined);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LaunchError(
      'migration-failed',
      `${file.name} of room ${room} failed and was taken back: ${reason}${lineOf(cause, file)}`,
      cause,
    );
  }
}

// No truncate, no references, no ownership: a room changes rows, never tables.
function grants(schema: string, role: string): string {
  return [
    'grant select, insert, update, delete on all tables in schema ' + schema + ' to ' + role,
    'grant usage, select on all sequences in schema ' + schema + ' to ' + role,
    'grant execute on all routines in schema ' + schema + ' to ' + role,
    appendOnly.replaceAll('%schema%', schema).replaceAll('%role%', role),
  ].join(';\n');
}

/**
 * Tables whose comment is 'append-only' are written once: the room's role may not change a row.
 * Rows of tables with the comment 'never deleted' may change, and stay.
 */
const appendOnly = `
do $revoke$
declare
  t regclass;
begin
  for t in select c.oid from pg_class c
    where c.relnamespace = '%schema%'::regnamespace and c.relkind = 'r'
      and obj_description(c.oid, 'pg_class') in ('append-only', 'never deleted')
  loop
    execute 'revoke ' || case obj_description(t, 'pg_class')
      when 'append-only' then 'update, delete' else 'delete' end
      || ' on ' || t || ' from %role%';
  end loop;
end $revoke$`;

function lineOf(cause: unknown, file: MigrationFile): string {
  if (!(cause instanceof pg.DatabaseError) || cause.position === undefined) return '';
  const line = file.text.slice(0, Number(cause.position)).split('\n').length;
  return ` (line ${line})`;
}
