// Background jobs as kernel/jobs gives them: enqueued in the room's own transaction by the real
// function, into the real tables; taken by a worker of ours whose every move is a step.
import { currentContext, runWith, type Context } from '#kernel/core/context.ts';
import { newId } from '#kernel/core/id.ts';
import type { Db } from '#kernel/db/sql.ts';
import { attempts_max, type JobHandler, type Jobs } from '#kernel/jobs/jobs.ts';
import { simulatedDb, type DatabaseDeps } from './database.ts';
import type { Process, Surroundings } from './process.ts';

const ENQUEUE = 'select jobs_api.enqueue($1, $2::jsonb[], $3::text[], $4, $5) as added';

// As graphile-worker takes, completes and fails them; its own behaviour has its own tests.
const TAKE = `
with next as (
  select j.id from jobs._private_jobs j join jobs._private_tasks t on t.id = j.task_id
  where j.is_available and j.run_at <= now() and t.identifier = any($2::text[])
  order by j.priority, j.run_at, j.id limit 1 for update of j skip locked
)
update jobs._private_jobs j set attempts = j.attempts + 1, locked_by = $1, locked_at = now()
from next, jobs._private_tasks t where j.id = next.id and t.id = j.task_id
returning j.id::text as id, t.identifier as task, j.payload, j.attempts`;

const DONE = 'delete from jobs._private_jobs where id = $1::bigint and locked_by = $2';

const FAILED = `
update jobs._private_jobs set locked_by = null, locked_at = null, last_error = $3,
  run_at = now() + exp(least(attempts, 10)) * interval '1 second'
where id = $1::bigint and locked_by = $2`;

const FREE = `
update jobs._private_jobs set locked_by = null, locked_at = null
where split_part(locked_by, '.', 1) = split_part($1, '.', 1)`;

const EVERY_MS = 1_000;

interface Taken {
  id: string;
  task: string;
  payload: { _context?: Context };
  attempts: number;
}

/** The queue of one process; `late`: how often its worker looks, as a chance. */
export function simulatedJobs(around: Surroundings, owner: Process, late: number) {
  // A worker that loses the answer to "which job" leaves it locked for hours; the pool of the real
  // one has its own tests.
  const { sessions } = owner;
  const deps: DatabaseDeps = { ...around, owner, room: 'jobs', sessions, steady: true };
  const own = simulatedDb(deps);
  const addMany: Jobs['addMany'] = async (sql, task, { items, ...more }) => {
    if (items.length === 0) return;
    const { correlationId, sagaId } = currentContext() ?? {};
    const note = correlationId === undefined ? {} : { _context: { correlationId, sagaId } };
    const payloads = items.map(({ payload }) => JSON.stringify({ ...payload, ...note }));
    const keyed = items.some((item) => item.key !== undefined);
    const keys = keyed ? items.map((item) => item.key ?? null) : null;
    const tries = more.attempts_max ?? attempts_max;
    await (sql ?? own).row(ENQUEUE, [task, payloads, keys, more.runAt ?? null, tries]);
  };
  const port: Jobs = {
    add: (sql, task, { payload, key, ...more }) =>
      addMany(sql, task, { items: [key === undefined ? { payload } : { payload, key }], ...more }),
    addMany,
    poke: () => undefined,
    start: async () => undefined,
    stop: async () => undefined,
    dead: async () => [],
    retry: async () => 0,
    drop: async () => 0,
    counts: async () => [],
  };
  return {
    port,
    work: (handlers: Readonly<Record<string, JobHandler>>): void => {
      const clock = around.scheduler.clockOf(owner, late);
      void loop({ around, owner, own, handlers }, (ms) => clock.sleep(ms));
    },
  };
}

interface Worker {
  around: Surroundings;
  owner: Process;
  own: Db;
  handlers: Readonly<Record<string, JobHandler>>;
}

async function loop(worker: Worker, sleep: (ms: number) => Promise<void>): Promise<void> {
  const tasks = Object.keys(worker.handlers);
  if (tasks.length === 0) return;
  const { own, owner } = worker;
  const tried = (text: string, values: unknown[]) =>
    own.rows<Taken>(text, values).catch(() => [] as Taken[]);
  // What an earlier life of this house had locked, its death has freed.
  await tried(FREE, [owner.name]);
  for (;;) {
    const [job] = await tried(TAKE, [owner.name, tasks]);
    if (job === undefined) await sleep(EVERY_MS);
    else await runJob(worker, job, tried);
  }
}

async function runJob(
  { around, owner, handlers }: Worker,
  job: Taken,
  tried: (text: string, values: unknown[]) => Promise<unknown>,
): Promise<void> {
  const { _context: known, ...payload } = job.payload;
  const context = known ?? { correlationId: newId('corr') };
  try {
    await runWith(context, async () =>
      handlers[job.task]?.(payload as never, {
        id: job.id,
        task: job.task,
        attempt: job.attempts,
        attempts_max,
        signal: new AbortController().signal,
        log: around.watch.logger,
      }),
    );
  } catch (error) {
    around.fates.note('a job failed and ran again');
    around.watch.suspect(error);
    await tried(FAILED, [job.id, owner.name, String(error).slice(0, 200)]);
    return;
  }
  await tried(DONE, [job.id, owner.name]);
}
