import type pg from 'pg';

export interface DeadJob {
  id: string;
  task: string;
  /** As it was enqueued, without the kernel's own note. */
  payload: Record<string, unknown>;
  attempts: number;
  lastError: string | null;
  at: Date;
}

export interface JobCount {
  task: string;
  due: number;
  later: number;
  running: number;
  dead: number;
}

/** Jobs whose tries are used up, newest first. */
export async function listDeadJobs(pool: pg.Pool, limit: number): Promise<DeadJob[]> {
  const found = await pool.query<DeadJob>(
    `select j.id::text, t.identifier as task, (j.payload::jsonb - '_context') as payload,
            j.attempts, j.last_error as "lastError", j.updated_at as at
     from jobs._private_jobs j
     join jobs._private_tasks t on t.id = j.task_id
     where j.attempts >= j.max_attempts and j.locked_at is null
     order by j.updated_at desc, j.id desc
     limit $1`,
    [limit],
  );
  return found.rows;
}

/** A new set of tries for dead jobs, due now. */
export async function retryDeadJobs(pool: pg.Pool, ids: readonly string[]): Promise<number> {
  const done = await pool.query(
    `update jobs._private_jobs
     set attempts = 0, run_at = now(), updated_at = now()
     where id = any($1::bigint[]) and attempts >= max_attempts and locked_at is null`,
    [ids],
  );
  return done.rowCount ?? 0;
}

export async function dropDeadJobs(pool: pg.Pool, ids: readonly string[]): Promise<number> {
  const done = await pool.query(
    `delete from jobs._private_jobs
     where id = any($1::bigint[]) and attempts >= max_attempts and locked_at is null`,
    [ids],
  );
  return done.rowCount ?? 0;
}

export async function jobCounts(pool: pg.Pool): Promise<JobCount[]> {
  const found = await pool.query<JobCount>(
    `select t.identifier as task,
            count(*) filter (where j.is_available and j.run_at <= now())::int as due,
            count(*) filter (where j.is_available and j.run_at > now())::int as later,
            count(*) filter (where j.locked_at is not null)::int as running,
            count(*) filter (where j.attempts >= j.max_attempts and j.locked_at is null)::int
              as dead
     from jobs._private_jobs j
     join jobs._private_tasks t on t.id = j.task_id
     group by t.identifier
     order by t.identifier`,
  );
  return found.rows;
}
