// One run: every part, page by page; each finding is looked at twice before anything is done, and
// each page is written with what was found on it, under the lease. What dies in between is looked
// at again from its page: repairs are calls that do nothing the second time.
import { isAway } from '#kernel/core/error.ts';
import { failpoint } from '#kernel/core/failpoint.ts';
import { newId } from '#kernel/core/id.ts';
import { Fenced, keepLease, underLease } from '#kernel/jobs/lease.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { Finding } from './model.ts';
import { reconciliationNeighbours } from './neighbours.ts';
import { gatewayPart } from './part-gateway.ts';
import { holdsPart, stockPart } from './part-holds.ts';
import { ordersPart, paymentsPart } from './part-orders.ts';
import { bookingsPart, copiesPart, sagasPart, settlementPart } from './part-rest.ts';
import type { Page, Part, Repair, Scope } from './part.ts';
import * as breaks from './store-break.ts';
import { beginRun, endRun, writeStep, type RunRow } from './store-run.ts';

export const RECENT_MS = 3 * 24 * 60 * 60_000;
const RECHECK_MAX = 100;

export interface Times {
  /** What changed more recently is work in flight. */
  grace_ms: number;
  /** Between the first look and the second. */
  confirm_ms: number;
  lease_ms: number;
}

export interface Progress {
  part: string;
  parts: number;
  nth: number;
  looked: number;
  found: number;
}

/** The parts of a run in their order. `stored`: false for a rehearsal, which writes nothing. */
export function partsOf(ctx: RoomContext, stored: boolean): Part[] {
  const needs = { neighbours: reconciliationNeighbours(ctx), clock: ctx.clock };
  return [
    holdsPart(needs),
    paymentsPart(needs),
    ordersPart(needs),
    gatewayPart({ ...needs, db: stored ? ctx.db : null }),
    stockPart(needs),
    settlementPart(needs),
    bookingsPart(needs),
    sagasPart(needs),
    copiesPart(needs),
  ];
}

/** Fixed by when the run began: a run that is taken up again compares what it compared before. */
export function scopeOf(
  run: { runId: string | null; span: 'recent' | 'full' },
  began_ms: number,
  grace_ms: number,
): Scope {
  const since = run.span === 'full' ? 0 : began_ms - RECENT_MS;
  const at = (ms: number) => new Date(ms).toISOString();
  return { runId: run.runId, since: at(since), until: at(began_ms - grace_ms) };
}

/** For single subjects, as they are now and with the gateway's books read anew. */
export function scopeOfNow(ctx: Pick<RoomContext, 'clock'>): Scope {
  const now = ctx.clock.date().toISOString();
  return { runId: null, since: now, until: now };
}

/** The findings of a page that a second look finds as well. */
export async function confirmed(
  ctx: Pick<RoomContext, 'clock'>,
  of: { part: Part; page: Page; scope: Scope; confirm_ms: number; signal?: AbortSignal },
): Promise<Finding[]> {
  const { part, page, scope, confirm_ms, signal } = of;
  if (page.findings.length === 0) return [];
  await ctx.clock.sleep(confirm_ms, signal);
  const found: Finding[] = [];
  for (const kind of part.classes) {
    const subjects = page.findings.filter((one) => one.class === kind).map((one) => one.subject);
    if (subjects.length === 0) continue;
    found.push(...(await part.again(scope, { class: kind, subjects })));
  }
  return found;
}

export interface RunDeps {
  ctx: RoomContext;
  run: RunRow;
  epoch: number;
  times: Times;
  signal: AbortSignal;
  onProgress(progress: Progress): void;
}

/** Goes on with a run from its page to its end, or until the signal says stop ('stopped'). */
export async function driveRun(deps: RunDeps): Promise<'done' | 'stopped'> {
  const { ctx, run, signal } = deps;
  const parts = partsOf(ctx, true);
  let began: Date | undefined;
  await fencedWrite(deps, async (tx) => {
    began = await beginRun(tx, run.runId);
  });
  const scope = scopeOf(run, began?.getTime() ?? ctx.clock.now(), deps.times.grace_ms);
  let { part: nth, place } = run;
  const sums = { looked: run.looked, found: run.found };
  while (nth < parts.length) {
    const part = parts[nth];
    if (part === undefined) break;
    if (signal.aborted) return 'stopped';
    await keepLease(ctx.db, deps.epoch, deps.times.lease_ms);
    const done = await onePage(deps, { part, nth, place, scope });
    if (done === 'stopped') return 'stopped';
    sums.looked += done.looked;
    sums.found += done.found;
    deps.onProgress({ part: part.says, parts: parts.length, nth: nth + 1, ...sums });
    ({ nth, place } = done);
  }
  if ((await recheck(deps, parts)) === 'stopped') return 'stopped';
  await fencedWrite(deps, (tx) => endRun(tx, run.runId, 'done'));
  return 'done';
}

interface At {
  part: Part;
  nth: number;
  place: unknown;
  scope: Scope;
}

interface PageDone {
  nth: number;
  place: unknown;
  looked: number;
  found: number;
}

async function onePage(deps: RunDeps, at: At): Promise<PageDone | 'stopped'> {
  const { ctx, run, signal, times } = deps;
  const { part, nth, place, scope } = at;
  const empty = { looked: 0, found: 0, repaired: 0, opened: 0, notes: [] as string[] };
  try {
    const page = await part.page(scope, place);
    const look = { part, page, scope, confirm_ms: times.confirm_ms, signal };
    const findings = await unaccepted(ctx.db, await confirmed(ctx, look));
    const dealt = await dealWith(deps, part, findings);
    const after = page.next === null ? { nth: nth + 1, place: null } : { nth, place: page.next };
    await fencedWrite(deps, async (tx) => {
      await page.write?.(tx);
      await breaks.settleBreaks(tx, dealt.repairs);
      await writeStep(tx, run.runId, {
        part: after.nth,
        place: after.place,
        looked: page.looked,
        found: findings.length,
        repaired: dealt.repairs.filter((one) => one.done).length,
        opened: dealt.opened,
        notes: page.note === undefined ? [] : [page.note],
      });
    });
    failpoint('reconciliation.written');
    tell(ctx, findings, dealt.repairs);
    return { ...after, looked: page.looked, found: findings.length };
  } catch (error) {
    if (signal.aborted && !(error instanceof Fenced)) return 'stopped';
    if (!isAway(error)) throw error;
    ctx.log.warn({ err: error, part: part.name }, 'a part of reconciliation was left out');
    const notes = [`left out: ${part.says} (${error.code})`];
    const step = { ...empty, part: nth + 1, place: null, notes };
    await fencedWrite(deps, (tx) => writeStep(tx, run.runId, step));
    return { nth: nth + 1, place: null, looked: 0, found: 0 };
  }
}

/** Without what somebody has accepted; a difference that has grown since is another one. */
async function unaccepted(db: Sql, findings: Finding[]): Promise<Finding[]> {
  if (findings.length === 0) return findings;
  const known = await breaks.acceptedOf(db, findings);
  return findings.filter((one) => !known.has(`${one.subject} ${one.sentence}`));
}

interface Dealt {
  opened: number;
  repairs: { breakId: string; subject: string; action: string; done: boolean }[];
}

/**
 * Keeps the findings as open breaks, then repairs where the rule is certain: whoever dies in
 * between leaves a break that the next one looks at.
 */
async function dealWith(deps: RunDeps, part: Part, findings: Finding[]): Promise<Dealt> {
  if (findings.length === 0) return { opened: 0, repairs: [] };
  failpoint('reconciliation.found');
  const items = findings.map(({ money, ...facts }): breaks.Noted => ({
    ...facts,
    breakId: newId('brk'),
    amount_minor: money?.amount_minor ?? null,
    currency: money?.currency ?? null,
    runId: deps.run.runId,
    action: part.repair === undefined ? null : breaks.BEGAN,
  }));
  let noted: breaks.NotedBreak[] = [];
  await fencedWrite(deps, async (tx) => {
    noted = await breaks.noteBreaks(tx, items);
  });
  const dealt: Dealt = { opened: noted.filter((one) => one.fresh).length, repairs: [] };
  for (const finding of part.repair === undefined ? [] : findings) {
    const { breakId } = noted.find(
      (one) => one.class === finding.class && one.subject === finding.subject,
    ) ?? { breakId: '' };
    const repair = await repaired(deps, part, finding);
    dealt.repairs.push({ breakId, subject: finding.subject, ...repair });
  }
  failpoint('reconciliation.repaired');
  return dealt;
}

async function repaired(deps: RunDeps, part: Part, finding: Finding): Promise<Repair> {
  const { ctx, epoch, times } = deps;
  // A sleeper must not repair what another has looked at since.
  await keepLease(ctx.db, epoch, times.lease_ms);
  const nothing = { action: 'nothing: only a person can know what is right', done: false };
  try {
    return (await part.repair?.(finding)) ?? nothing;
  } catch (error) {
    if (!isAway(error)) throw error;
    return { action: `could not be repaired yet: ${error.code}`, done: false };
  }
}

function tell({ log }: RoomContext, findings: readonly Finding[], repairs: Dealt['repairs']): void {
  for (const { class: kind, subject, sentence } of findings) {
    const repair = repairs.find((one) => one.subject === subject);
    const detail = { class: kind, subject, action: repair?.action ?? null };
    if (repair?.done !== true) log.error(detail, `reconciliation: ${sentence}`);
    else log.warn(detail, `reconciliation: ${sentence} Repaired.`);
  }
}

/** Open breaks that this run did not meet: those that are gone are closed. */
async function recheck(deps: RunDeps, parts: readonly Part[]): Promise<'checked' | 'stopped'> {
  const { ctx, run, signal } = deps;
  let after = '';
  for (;;) {
    if (signal.aborted) return 'stopped';
    const page = await breaks.unseenBreaks(ctx.db, {
      runId: run.runId,
      after,
      limit: RECHECK_MAX,
    });
    for (const one of page) {
      const part = parts.find((each) => each.classes.includes(one.class));
      if (part === undefined) continue;
      try {
        const of = { class: one.class, subjects: [one.subject] };
        const still = await part.again(scopeOfNow(ctx), of);
        if (still.length === 0) await fencedWrite(deps, (tx) => closeGone(tx, one.breakId));
      } catch (error) {
        if (!isAway(error)) throw error;
      }
    }
    const last = page.at(-1);
    if (page.length < RECHECK_MAX || last === undefined) return 'checked';
    after = last.breakId;
    await keepLease(ctx.db, deps.epoch, deps.times.lease_ms);
  }
}

async function closeGone(tx: Sql, breakId: string): Promise<void> {
  await breaks.closeBreak(tx, {
    breakId,
    state: 'repaired',
    action: 'found that the difference is gone',
    actor: 'reconciliation',
    reason: null,
  });
}

function fencedWrite(deps: RunDeps, work: (tx: Sql) => Promise<void>): Promise<void> {
  return underLease(deps.ctx.db, deps.epoch, work);
}
