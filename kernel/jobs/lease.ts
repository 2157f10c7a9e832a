/**
 * The right of one process to do a kind of work, for rooms that have a table `runner` of one row
 * (`one`, `owner`, `epoch`, `lease_until`). Each taking has a new epoch, and what is written under
 * an older one is refused: a process that slept through its lease changes nothing any more.
 */
import type { Clock } from '#kernel/core/clock.ts';
import type { Db, Sql } from '#kernel/db/db.ts';
import type { Logger } from '#kernel/telemetry/log.ts';

/** Another process took the lease: this one must stop without a further write. */
export class Fenced extends Error {}

const TAKE = `
update runner set owner = $1, epoch = epoch + 1, lease_until = now() + $2 * interval '1 ms'
where lease_until <= now() or owner = $1
returning epoch`;

/** Takes the right to run, with a new epoch; undefined while another process has it. */
export async function takeLease(
  db: Sql,
  owner: string,
  lease_ms: number,
): Promise<number | undefined> {
  return (await db.row<{ epoch: number }>(TAKE, [owner, lease_ms]))?.epoch;
}

const KEEP = `
update runner set lease_until = now() + $2 * interval '1 ms' where epoch = $1 returning epoch`;

async function isKept(db: Sql, epoch: number, lease_ms: number): Promise<boolean> {
  return (await db.row(KEEP, [epoch, lease_ms])) !== undefined;
}

/** Prolongs the lease. Throws Fenced when another process has it by now. */
export async function keepLease(db: Sql, epoch: number, lease_ms: number): Promise<void> {
  if (!(await isKept(db, epoch, lease_ms))) throw new Fenced(`epoch ${epoch} is over`);
}

/** Gives the lease up, if it is still ours. */
export async function dropLease(db: Sql, epoch: number): Promise<void> {
  await db.run(`update runner set lease_until = now() where epoch = $1`, [epoch]);
}

const HOLD = `select 1 as ours from runner where epoch = $1 for update`;

/** One transaction under the lease. Throws Fenced, and writes nothing, when it is another's. */
export async function underLease(
  db: Db,
  epoch: number,
  work: (tx: Sql) => Promise<void>,
): Promise<void> {
  await db.tx(async (tx) => {
    if ((await tx.row(HOLD, [epoch])) === undefined) throw new Fenced(`epoch ${epoch} is over`);
    await work(tx);
  });
}

/** Keeps the lease while a long page is read; a process that is paused does not get to it. */
export function heartbeat(
  { db, clock, log }: { db: Db; clock: Pick<Clock, 'sleep'>; log: Pick<Logger, 'warn'> },
  epoch: number,
  lease_ms: number,
): { stop(): void } {
  const over = new AbortController();
  const { signal } = over;
  const beat = async (): Promise<void> => {
    for (;;) {
      await clock.sleep(lease_ms / 3, signal).catch(() => undefined);
      if (signal.aborted) return;
      const kept = await isKept(db, epoch, lease_ms).catch((error: unknown) => {
        log.warn({ err: error, room: db.room }, 'a lease was not prolonged');
        return true;
      });
      if (!kept) return;
    }
  };
  void beat();
  return { stop: () => over.abort() };
}
