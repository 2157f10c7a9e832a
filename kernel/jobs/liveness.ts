/**
 * Tells killed workers from slow ones. graphile-worker gives a locked job back after four hours;
 * here a worker holds an advisory lock through a connection of its own, PostgreSQL drops the lock
 * when the process dies, and the others give its jobs back within two sweeps.
 */
import pg from 'pg';
import type { Clock } from '../core/clock.ts';
import { connectTimeoutOf } from '../db/connection.ts';
import type { Logger } from '../telemetry/log.ts';

export interface Liveness {
  /** Gives back the jobs of dead workers; call it now and then. */
  sweep(): Promise<void>;
  /** Ends this worker's entry, after its jobs are finished or given back. */
  stop(): Promise<void>;
}

// First half of the lock's key; the second is a hash of the worker's id.
const lockClass = 730_561_141;

const registerSql = `
insert into jobs_api.worker (worker_id) values ($1) on conflict (worker_id) do nothing`;
const lockSql = 'select pg_advisory_lock($1::int, hashtext($2))';
// A worker that could not give its jobs back stays listed, so that a sweep does it.
const forgetSql = `
delete from jobs_api.worker w
where w.worker_id = any($1)
  and not exists (select from jobs._private_jobs j where j.locked_by = w.worker_id)`;
const unlockSql = 'select jobs.force_unlock_workers($1)';
const silentSql = `
select w.worker_id as id
from jobs_api.worker w
where not exists (
  select from pg_locks l
  where l.locktype = 'advisory' and l.granted and l.objsubid = 2
    and l.database = (select d.oid from pg_database d where d.datname = current_database())
    and l.classid::bigint = $1
    and l.objid::bigint = (hashtext(w.worker_id)::bigint & 4294967295)
)
limit 100`;

export interface LivenessOptions {
  url: string;
  workerId: string;
  clock: Clock;
  log: Logger;
}

/** Registers a worker and takes its lock; keeps it through lost connections. 2 round trips. */
export async function liveness(options: LivenessOptions): Promise<Liveness> {
  const { workerId, clock, log } = options;
  const stopped = new AbortController();
  // Missing once may be a worker that is just reconnecting.
  let missedBefore = new Set<string>();

  const again = async (): Promise<void> => {
    for (let tries = 0; !stopped.signal.aborted; tries += 1) {
      try {
        client = await connect(options, lost);
        return;
      } catch (error) {
        log.warn({ err: error, workerId }, 'job worker could not renew its lock, tries again');
        await clock.sleep(Math.min(100 * 2 ** tries, 5000), stopped.signal).catch(() => {});
      }
    }
  };
  const lost = () => void again();
  let client = await connect(options, lost);

  return {
    sweep: async () => {
      const found = await client.query<{ id: string }>(silentSql, [lockClass]);
      const missed = found.rows.map((row) => row.id).filter((id) => id !== workerId);
      const dead = missed.filter((id) => missedBefore.has(id));
      missedBefore = new Set(missed);
      if (dead.length === 0) return;
      await client.query(unlockSql, [dead]);
      await client.query(forgetSql, [dead]);
      log.warn({ dead }, 'jobs of dead workers were given back');
    },
    stop: async () => {
      stopped.abort();
      await client.query(forgetSql, [[workerId]]).catch(() => undefined);
      await client.end().catch(() => undefined);
    },
  };
}

/** Calls `onLost` once, when a connection is lost that held the lock; one that fails rejects. */
async function connect(options: LivenessOptions, onLost: () => void): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: options.url,
    connectionTimeoutMillis: connectTimeoutOf(options.url),
    application_name: 'trueshelf job worker',
    keepAlive: true,
  });
  let held = false;
  client.on('error', () => {
    if (held) onLost();
    held = false;
  });
  try {
    await client.connect();
    await client.query(registerSql, [options.workerId]);
    await client.query(lockSql, [lockClass, options.workerId]);
    held = true;
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}
