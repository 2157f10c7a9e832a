import { newId } from '#kernel/core/id.ts';
import type { RoomContext, Sample, Task } from '#kernel/service.ts';
import * as store from './store.ts';

const LOOK_EVERY_MS = 10 * 60_000;
const EVERY_MS = 24 * 60 * 60_000;
/** A process that has just begun has other things to do than to read every table. */
const REST_MS = 60 * 60_000;

export type Checks = ReturnType<typeof invariantChecks>;

/** Has the checker run, one at a time over all processes, and keeps what it says. */
export function invariantChecks(ctx: RoomContext) {
  const { db, log } = ctx;
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const began_ms = ctx.clock.monotonic();

  async function run(checkId: string): Promise<void> {
    try {
      const result = await ctx.checkInvariants(stopping.signal);
      const { violations } = result;
      await store.endCheck(db, checkId, { violations, result, error: null });
      if (violations > 0) log.error({ violations }, 'invariants do not hold');
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      log.error({ err: error }, 'the invariants could not be checked');
      const failed = { violations: null, result: null, error: text.slice(0, 300) };
      await store.endCheck(db, checkId, failed).catch(() => undefined);
    }
  }

  /** Begins a check, or finds the one that runs. */
  async function begin(askedBy: string | null): Promise<store.CheckRow | undefined> {
    const fresh = await store.beginCheck(db, newId('ivc'), askedBy);
    if (fresh === undefined) return (await store.listChecks(db, 1))[0];
    const work = run(fresh.checkId);
    running.add(work);
    void work.finally(() => running.delete(work));
    return fresh;
  }

  const task: Task = {
    name: 'ops.check-invariants',
    every_ms: LOOK_EVERY_MS,
    run: async () => {
      if (ctx.clock.monotonic() - began_ms < REST_MS) return;
      const [last] = await store.listChecks(db, 1);
      const age_ms = last ? ctx.clock.now() - last.startedAt.getTime() : Infinity;
      if (age_ms >= EVERY_MS) await begin(null);
    },
  };

  async function samples(): Promise<Sample[]> {
    const checks = await store.listChecks(db, 10);
    const last = checks.find((one) => one.violations !== null);
    if (last === undefined || last.violations === null) return [];
    const age_s = (ctx.clock.now() - last.startedAt.getTime()) / 1_000;
    return [
      { name: 'trueshelf_invariant_violations', labels: {}, value: last.violations },
      { name: 'trueshelf_invariants_age_seconds', labels: {}, value: age_s },
    ];
  }

  return {
    begin,
    task,
    samples,
    list: (limit: number) => store.listChecks(db, limit),
    stop: async () => {
      stopping.abort();
      await Promise.allSettled(running);
    },
  };
}
