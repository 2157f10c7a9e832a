// One run: range by range, each suspicion looked at twice before it counts, repaired, and written
// with the key that was reached, under the lease. What dies in between is looked at again from
// that key: repairs do nothing the second time, and what was noted is not counted twice.
import { isAway } from '#kernel/core/error.ts';
import { failpoint } from '#kernel/core/failpoint.ts';
import type { Sql } from '#kernel/db/db.ts';
import { Fenced, keepLease, underLease } from '#kernel/jobs/lease.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { SyncKey } from '#kernel/sync/contract.ts';
import { comparePage, differencesNow, endsOf, type Ends } from './compare.ts';
import { keptDifferences_max } from './contract.ts';
import { jobOf, outsideJob } from './jobs.ts';
import { countsOf, hasShrunk, keyFrom, keyText, sumOf, tries_max, waitOf } from './model.ts';
import { fillOutside } from './outside.ts';
import type { OutsideSource } from './outside-read.ts';
import { repairAll } from './repair.ts';
import * as found from './store-difference.ts';
import * as store from './store-run.ts';

const openPage = 500;
/** Suspicions that are held in memory before they are looked at again. */
const held_max = 5_000;
const note_chars_max = 300;
/** A comparison that nobody waits for takes a quarter of the time: shoppers are not to feel it. */
const rest_factor = 3;
const rest_ms_max = 2_000;

export interface Times {
  /** Between the first look and the second. */
  confirm_ms: number;
  /** Suspicions are gathered for so long, so that few rests are needed. */
  gather_ms: number;
  lease_ms: number;
}

export interface RunDeps {
  ctx: Pick<RoomContext, 'db' | 'clock' | 'log' | 'client'>;
  run: store.RunRow;
  epoch: number;
  times: Times;
  signal: AbortSignal;
  outside: OutsideSource | null;
}

export type Ending = 'done' | 'stopped' | 'resting' | 'refused' | 'failed';

/** Goes on with a run from its key to its end, or until the signal says stop. */
export async function driveRun(deps: RunDeps): Promise<Ending> {
  const { ctx, run, signal } = deps;
  const job = jobOf(run.job);
  if (job === undefined) return end(deps, 'failed', 'There is no such comparison any more.');
  const ends = endsOf(ctx, job);
  try {
    const shrunk = run.place === null ? await begin(deps, ends) : null;
    if (shrunk !== null) return await end(deps, 'refused', shrunk);
    await takeUp(deps, ends);
    if ((await walk(deps, ends)) === 'stopped') return 'stopped';
    return await end(deps, 'done', null);
  } catch (error) {
    if (signal.aborted && !(error instanceof Fenced)) return 'stopped';
    if (error instanceof Fenced) throw error;
    return rest(deps, error);
  }
}

/** A room that does not answer, or a fault of ours: the run waits and goes on at its key. */
async function rest(deps: RunDeps, error: unknown): Promise<Ending> {
  const { ctx, run } = deps;
  const note = isAway(error)
    ? `A room did not answer: ${error.code}.`
    : `It went wrong: ${String(error).slice(0, note_chars_max)}`;
  ctx.log.warn({ err: error, job: run.job }, 'a comparison rests');
  const now = await store.readRun(ctx.db, run.runId);
  const tries = now?.tries ?? run.tries;
  if (tries + 1 >= tries_max) return end(deps, 'failed', note);
  const wait = { note, wait_ms: waitOf(tries) };
  await fencedWrite(deps, (tx) => store.restRun(tx, run.runId, wait));
  return 'resting';
}

/** Reads a catalogue elsewhere anew; rows that cannot be read are told like those that fail. */
async function readOutside(deps: RunDeps): Promise<void> {
  const { run, outside, signal } = deps;
  if (outside === null) throw new Error('No catalogue elsewhere is configured.');
  const write = (work: (tx: Sql) => Promise<void>) => fencedWrite(deps, work);
  await write((tx) => store.beginRun(tx, run.runId, 0));
  const bad = await fillOutside({ runId: run.runId, source: outside, write, signal });
  const noted = bad.map(({ sku, place, reason }) => ({
    key: [sku ?? place],
    kind: 'differs' as const,
    sourceVersion: null,
    copyVersion: null,
    age_ms: null,
    state: 'failed' as const,
    reason,
  }));
  await fencedWrite(deps, async (tx) => {
    const fresh = await found.noteDifferences(tx, run.runId, noted);
    const failed = noted.filter((one) => fresh.delete(keyText(one.key)));
    const settled = failed.map(({ key, state, reason }) => ({ key: keyText(key), state, reason }));
    await found.settleDifferences(tx, run.runId, settled);
    const counts = countsOf(failed);
    await store.addCounts(tx, run.runId, { counts, repaired: 0, lag_ms: null });
    const step = { place: null, compared: 0, repaired: 0, failed: failed.length };
    await store.writeStep(tx, run.runId, step);
  });
}

/** Counts the source; a sentence when it has lost so much that nobody should follow unasked. */
async function begin(deps: RunDeps, { source, copy, job }: Ends): Promise<string | null> {
  const { ctx, run } = deps;
  if (job.name === outsideJob.name) await readOutside(deps);
  const { rows: now } = await source.syncCount({ end: job.source.end });
  const [last] = await store.finishedRuns(ctx.db, [job.name]);
  const before =
    last?.sourceRows ??
    (job.kind === 'whole' ? (await copy.syncCount({ end: job.copy.end })).rows : 0);
  await fencedWrite(deps, (tx) => store.beginRun(tx, run.runId, now));
  if (run.dry || run.acceptShrink || !hasShrunk({ before, now })) return null;
  return (
    `The source has ${now} rows and had ${before}. Nothing was changed; ` +
    'if that is right, run it again and accept it (--accept-shrink).'
  );
}

/** What a process that died had found: what is right by now was its repair. */
async function takeUp(deps: RunDeps, ends: Ends): Promise<void> {
  const { ctx, run } = deps;
  let after = '';
  for (;;) {
    const keys = await found.openDifferences(ctx.db, run.runId, { after, limit: openPage });
    if (keys.length === 0) return;
    const still = new Set(
      (await differencesNow(ends, keys.map(keyFrom))).map((one) => keyText(one.key)),
    );
    const done = keys.filter((key) => !still.has(key));
    await fencedWrite(deps, async (tx) => {
      const repaired = done.map((key) => ({ key, state: 'repaired' as const, reason: null }));
      await found.settleDifferences(tx, run.runId, repaired);
      const counts = countsOf([]);
      await store.addCounts(tx, run.runId, { counts, repaired: done.length, lag_ms: null });
    });
    after = keys.at(-1) ?? after;
  }
}

interface Held {
  keys: SyncKey[];
  since_ms: number;
  last_ms: number;
}

async function walk(deps: RunDeps, ends: Ends): Promise<'walked' | 'stopped'> {
  const { ctx, run, signal, times } = deps;
  let after = run.place;
  let compared = 0;
  let held: Held | null = null;
  for (;;) {
    if (signal.aborted) return 'stopped';
    await keep(deps);
    const from_ms = ctx.clock.monotonic();
    const page = await comparePage(ends, after);
    after = page.to;
    compared += page.compared;
    const now = ctx.clock.monotonic();
    if (page.suspects.length > 0) {
      held ??= { keys: [], since_ms: now, last_ms: now };
      held.keys.push(...page.suspects);
      held.last_ms = now;
    }
    const full =
      held !== null && (held.keys.length >= held_max || now - held.since_ms >= times.gather_ms);
    if (held === null || full || page.isLast) {
      await settle(deps, ends, { held, place: after, compared });
      held = null;
      compared = 0;
    }
    if (page.isLast) return 'walked';
    if (run.askedBy === null) await ctx.clock.sleep(restAfter(now - from_ms), signal);
  }
}

/** How long a run by itself rests after a page that took so long. */
export function restAfter(took_ms: number): number {
  return Math.min(rest_ms_max, Math.ceil(took_ms * rest_factor));
}

/** Looks at what was suspected again, repairs it, and writes how far the run has come. */
async function settle(
  deps: RunDeps,
  ends: Ends,
  of: { held: Held | null; place: SyncKey | null; compared: number },
): Promise<void> {
  const { ctx, run, times, signal } = deps;
  const { held, place, compared } = of;
  const step = { place, compared, repaired: 0, failed: 0 };
  if (held === null) {
    await fencedWrite(deps, (tx) => store.writeStep(tx, run.runId, step));
    return;
  }
  const rest_ms = held.last_ms + times.confirm_ms - ctx.clock.monotonic();
  if (rest_ms > 0) await ctx.clock.sleep(rest_ms, signal);
  const sure = await differencesNow(ends, held.keys);
  const isLeft = (kind: string) => run.dry || kind === 'ahead';
  const noted = sure.map(
    (one) => ({ ...one, state: isLeft(one.kind) ? 'left' : 'found' }) as const,
  );
  await fencedWrite(deps, async (tx) => {
    const fresh = await found.noteDifferences(tx, run.runId, noted);
    const counts = countsOf(sure.filter((one) => fresh.has(keyText(one.key))));
    const lags = [...fresh.values()].filter((ms) => ms !== null);
    const lag_ms = lags.length === 0 ? null : lags.reduce((a, b) => Math.max(a, b));
    await store.addCounts(tx, run.runId, { counts, repaired: 0, lag_ms });
  });
  failpoint('sync.noted');
  const wrong = sure.filter((one) => !isLeft(one.kind));
  const repairing = { ends, clock: ctx.clock, keep: () => keep(deps) };
  const settled = await repairAll(repairing, wrong);
  failpoint('sync.repaired');
  step.repaired = settled.filter((one) => one.state === 'repaired').length;
  step.failed = settled.length - step.repaired;
  await fencedWrite(deps, async (tx) => {
    await found.settleDifferences(tx, run.runId, settled);
    await found.thinDifferences(tx, run.runId, keptDifferences_max);
    await store.writeStep(tx, run.runId, step);
  });
  failpoint('sync.written');
  const counts = countsOf(sure);
  if (sumOf(counts) > 0) {
    const detail = { job: run.job, runId: run.runId, ...counts, failed: step.failed };
    ctx.log.warn(detail, 'a copy differed from its source');
  }
}

async function end(
  deps: RunDeps,
  state: 'done' | 'failed' | 'refused',
  note: string | null,
): Promise<Ending> {
  const { ctx, run } = deps;
  await fencedWrite(deps, (tx) => store.endRun(tx, run.runId, { state, note }));
  if (state !== 'done')
    ctx.log.error({ job: run.job, runId: run.runId, note }, 'a comparison ended');
  return state;
}

/** A sleeper must not repair what another has looked at since. */
function keep({ ctx, epoch, times }: RunDeps): Promise<void> {
  return keepLease(ctx.db, epoch, times.lease_ms);
}

function fencedWrite(deps: RunDeps, work: (tx: Sql) => Promise<void>): Promise<void> {
  return underLease(deps.ctx.db, deps.epoch, work);
}
