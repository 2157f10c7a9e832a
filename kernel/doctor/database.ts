// What a running database says of itself and of the shop in it. Reads only.
import pg from 'pg';
import { systemClock } from '#kernel/core/clock.ts';
import { openDb } from '#kernel/db/db.ts';
import { migrationFiles } from '#kernel/db/migration-files.ts';
import { jobCounts } from '#kernel/jobs/store-jobs.ts';
import type { Room } from '#kernel/service.ts';
import { fail, ok, warn, type Finding } from './finding.ts';
import { flowOf } from './flow.ts';

const version_min = 180_000;
const clock_ms_warn = 1_000;
const clock_ms_fail = 30_000;
const connectionsPerRoom = 10;
const connectionsBeside = 20;

export type DoctorRoom = Pick<Room, 'name' | 'folder' | 'events' | 'consumers'>;

/** Looks at everything that needs the database; stops at what makes the rest pointless. */
export async function database(url: string, rooms: readonly DoctorRoom[]): Promise<Finding[]> {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'trueshelf doctor',
    max: 1,
    connectionTimeoutMillis: 5_000,
    options: '-c default_transaction_read_only=on -c statement_timeout=10000',
  });
  pool.on('error', () => undefined);
  try {
    const reached = await reach(pool);
    const findings = [reached];
    if (reached.state === 'fail') return findings;
    findings.push(...(await settings(pool, rooms.length)), await clock(pool));
    const state = await migrations(pool, rooms);
    findings.push(state);
    if (state.name === 'migrations' && state.state !== 'ok') return findings;
    const roles = await openAsRooms(url, rooms);
    findings.push(roles);
    if (roles.state === 'fail') return findings;
    findings.push(...(await flowOf(url, rooms)), await deadJobs(pool));
    return findings;
  } finally {
    await pool.end();
  }
}

async function reach(pool: pg.Pool): Promise<Finding> {
  try {
    const { rows } = await pool.query<{ n: number; name: string; encoding: string }>(
      `select current_setting('server_version_num')::int as n,
              current_setting('server_version') as name,
              current_setting('server_encoding') as encoding`,
    );
    const { n = 0, name = '?', encoding = '?' } = rows[0] ?? {};
    if (n < version_min) {
      return fail('version', `PostgreSQL ${name}`, 'Trueshelf needs PostgreSQL 18 or newer.');
    }
    if (encoding !== 'UTF8') {
      return fail('version', `Encoding ${encoding}`, 'Make the database with encoding UTF8.');
    }
    return ok('version', `PostgreSQL ${name}`);
  } catch (error) {
    const reason = error instanceof Error ? error.message || String(Object(error).code) : '';
    const todo = 'Check DATABASE_URL, that the server runs and lets this user in.';
    return fail('version', `The database does not answer: ${reason}`, todo);
  }
}

/** What durability rests on, and room for the connections. */
async function settings(pool: pg.Pool, rooms: number): Promise<Finding[]> {
  const { rows } = await pool.query<{ name: string; setting: string }>(
    `select name, setting from pg_settings where name = any($1)`,
    [['fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums', 'max_connections']],
  );
  const set = new Map(rows.map(({ name, setting }) => [name, setting]));
  const findings: Finding[] = [];
  const off = ['fsync', 'full_page_writes', 'synchronous_commit'].filter(
    (name) => set.get(name) === 'off',
  );
  findings.push(
    off.length === 0
      ? ok('durability', 'fsync, full_page_writes and synchronous_commit are on')
      : fail(
          'durability',
          `${off.join(', ')} is off: a crash loses orders that were confirmed`,
          'Set it to on and reload the server.',
        ),
  );
  findings.push(
    set.get('data_checksums') === 'on'
      ? ok('checksums', 'Damaged pages are noticed')
      : warn(
          'checksums',
          'Damaged pages go unnoticed',
          'Stop the server and run pg_checksums --enable.',
        ),
  );
  const most = Number(set.get('max_connections'));
  const needed = rooms * connectionsPerRoom + connectionsBeside;
  findings.push(
    most >= needed
      ? ok('connections', `${most} connections, at most ${needed} are used by one process`)
      : warn(
          'connections',
          `${most} connections; one process may use ${needed}`,
          `Set max_connections to ${needed} or more for each process.`,
        ),
  );
  return findings;
}

async function clock(pool: pg.Pool): Promise<Finding> {
  const before_ms = systemClock.now();
  const { rows } = await pool.query<{ at: string }>(
    'select extract(epoch from clock_timestamp()) * 1000 as at',
  );
  const middle_ms = (before_ms + systemClock.now()) / 2;
  const away_ms = Math.abs(Number(rows[0]?.at) - middle_ms);
  const says = `${Math.round(away_ms)} ms between this machine and the database`;
  const todo = 'Let both machines keep time with NTP.';
  if (away_ms > clock_ms_fail) return fail('clock', says, todo);
  return away_ms > clock_ms_warn ? warn('clock', says, todo) : ok('clock', says);
}

async function migrations(pool: pg.Pool, rooms: readonly DoctorRoom[]): Promise<Finding> {
  const known = await pool.query("select to_regclass('trueshelf.migration') is not null as ok");
  const todo = 'The next start does it, or npx trueshelf migrate.';
  if (known.rows[0]?.ok !== true) return warn('migrations', 'No tables yet', todo);
  const { rows } = await pool.query<{ room: string; name: string; checksum: string }>(
    'select room, name, checksum from trueshelf.migration',
  );
  const applied = new Map(rows.map(({ room, name, checksum }) => [`${room} ${name}`, checksum]));
  const wanted = rooms.flatMap((room) =>
    migrationFiles(room).map(({ name, checksum }) => ({ key: `${room.name} ${name}`, checksum })),
  );
  const changed = wanted.filter(({ key, checksum }) => {
    return applied.has(key) && applied.get(key) !== checksum;
  });
  if (changed[0]) {
    const says = `${changed[0].key} was changed after it was applied`;
    return fail('migrations', says, 'Take the change back; put it into a new file.');
  }
  const ours = new Set(rooms.map(({ name }) => name));
  const files = new Set(wanted.map(({ key }) => key));
  const newer = rows.find(({ room, name }) => ours.has(room) && !files.has(`${room} ${name}`));
  if (newer) {
    const says = `${newer.room} ${newer.name} was applied and is not part of this release`;
    return fail('migrations', says, 'Use the release that applied it, or a newer one.');
  }
  const pending = wanted.filter(({ key }) => !applied.has(key)).length;
  if (pending > 0) return warn('migrations', `${pending} files are not applied yet`, todo);
  return ok('migrations', `${wanted.length} files applied`);
}

/** Opens the database once as each room, which shows that the role is there and may be taken. */
async function openAsRooms(url: string, rooms: readonly DoctorRoom[]): Promise<Finding> {
  for (const { name } of rooms) {
    const db = openDb({ url, room: name, pipelined: 1, plain_max: 1 });
    try {
      await db.row('select count(*) as n from outbox_cursor');
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const todo = 'Run npx trueshelf migrate as the owner of the database.';
      return fail('roles', `Room ${name} may not use its tables: ${reason}`, todo);
    } finally {
      await db.close();
    }
  }
  return ok('roles', `${rooms.length} rooms, each in its own role`);
}

async function deadJobs(pool: pg.Pool): Promise<Finding> {
  const known = await pool.query("select to_regclass('jobs._private_jobs') is not null as ok");
  const counts = known.rows[0]?.ok === true ? await jobCounts(pool) : [];
  const dead = counts.filter((count) => count.dead > 0);
  if (dead.length === 0) return ok('jobs', 'No job used up its tries');
  const says = dead.map((count) => `${count.dead} of ${count.task}`).join(', ');
  return warn('jobs', `Jobs that used up their tries: ${says}`, 'Mend the cause, then retry them.');
}
