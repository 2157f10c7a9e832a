// Drives sagas: starts them, delivers signals, resumes what is due, and recovers what a dead
// process left. Any number of processes may run it over one journal: the lease's epoch decides.
import { batch, type Batch } from '#kernel/core/batch.ts';
import type { Clock } from '#kernel/core/clock.ts';
import { currentContext, runWith } from '#kernel/core/context.ts';
import { failpoint } from '#kernel/core/failpoint.ts';
import { newId } from '#kernel/core/id.ts';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Db, Sql } from '#kernel/db/db.ts';
import type { Logger } from '#kernel/telemetry/log.ts';
import { Fenced, Leave, Run, type Outcome, type Saga } from './saga.ts';
import { flagIdleSagas } from './store-operate.ts';
import {
  acquireSagas,
  dueSagas,
  findSagas,
  insertSagas,
  postSignals,
  renewLeases,
  writeJournal,
  type Acquired,
  type AcquireRequest,
  type JournalEntry,
  type JournalReply,
  type NewSaga,
  type Posted,
  type SagaRow,
  type SagaStatus,
} from './store-saga.ts';

const LEASE_MS = 30_000;
const RENEW_EVERY_MS = 5_000;
const RECOVER_EVERY_MS = 2_000;
const RECOVER_MAX = 100;
/** With so many under way recovery leaves the rest for its next turn. */
const ACTIVE_MAX = 1_000;
const NUDGE_MS = 30;
const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 30_000;
/** A run that long hangs in a step: its lease is not prolonged any more, and another goes on. */
const RUN_MS_MAX = 15 * 60_000;
const FLAG_IDLE_MS = 30 * 60_000;

/** A saga as those see it who explain it or move it on by hand. */
export interface SagaFacts<Input> {
  sagaId: string;
  key: string;
  input: Input;
  status: SagaStatus;
  /** Outputs of completed steps. */
  steps: Readonly<Record<string, unknown>>;
}

/** What a saga is about, in words and links. */
export interface SagaStory {
  summary: string;
  links: Record<string, string>;
  /** Money that has moved or may have, and that is neither an order nor back yet. */
  atRisk: { amount_minor: number; currency: string } | null;
}

export interface SagaDefinition<Input> {
  type: string;
  run(saga: Saga<Input>): Promise<unknown>;
  /** Pure; asked only by people. */
  tell?(saga: SagaFacts<Input>): SagaStory;
  /**
   * Before a person has the saga undone: sees to it that nothing of it can go on any more, and
   * takes back what may have happened without being in the journal. A Refusal says why it is too
   * late. Idempotent. Without it a saga of this type cannot be undone by hand.
   */
  beforeUndo?(saga: SagaFacts<Input>): Promise<Refusal | void>;
  /** After a person has given the saga up: what is the room's own is ended. Idempotent. */
  givenUp?(saga: SagaFacts<Input>): Promise<void>;
}

/** What became of a start or signal: the outcome, or that another drives the saga right now. */
export type Driven = Outcome | { status: 'BUSY' } | { status: 'MISSING' };

export interface SagaStart {
  sagaId: string;
  type: string;
  key: string;
  input: unknown;
}

export interface SagaSignal {
  sagaId: string;
  name: string;
  dedupe: string;
  payload: unknown;
}

export interface SagaRunner {
  define<Input>(definition: SagaDefinition<Input>): void;
  /**
   * Starts a saga and drives it, or finds the one with this (type, key): `fresh` tells which,
   * `sagaId` whose outcome it is.
   */
  start(saga: SagaStart): Promise<Driven & { fresh: boolean; sagaId: string }>;
  /**
   * Delivers a signal once per `dedupe` and drives the saga, if nobody else does. A saga that
   * is being driven drops it: the answer is then what that run comes to (in this process) or
   * BUSY (in another).
   */
  signal(to: SagaSignal): Promise<Driven>;
  /** Leaves signals in the caller's transaction; they are kept, and read within moments. */
  post(tx: Sql, signals: SagaSignal[]): Promise<Posted[]>;
  /** How the saga with this business key stands, without driving it. */
  find(type: string, key: string): Promise<SagaRow | undefined>;
  /** Starts recovery; without it nothing that crashed is picked up. */
  begin(): void;
  /** Looks for due sagas soon. */
  poke(): void;
  /** What is known of a type of saga; undefined for one that this room does not lead. */
  definition(type: string): SagaDefinition<unknown> | undefined;
  readonly types: readonly string[];
  /** Runs since the start that were taken up by recovery, and those given up as hanging. */
  readonly counts: { recovered: number; abandoned: number };
  /** Lets active runs finish for up to `ms`, then gives them up to recovery. */
  stop(ms: number): Promise<void>;
}

type Active = { run: Run<unknown>; since: number; ends: Promise<Driven> };

interface RunnerDeps {
  room: string;
  db: Db;
  clock: Clock;
  log: Logger;
  /** After so long a run counts as hanging (default 15 min). */
  run_ms_max?: number;
}

export function sagaRunner(deps: RunnerDeps): SagaRunner {
  return new Runner(deps);
}

class Runner implements SagaRunner {
  readonly counts = { recovered: 0, abandoned: 0 };
  #deps: RunnerDeps;
  #owner = newId('own');
  #definitions = new Map<string, SagaDefinition<unknown>>();
  #active = new Map<string, Active>();
  #starts: Batch<NewSaga, boolean>;
  #acquires: Batch<AcquireRequest, Acquired | null>;
  #journal: Batch<JournalEntry, JournalReply | null>;
  #stopping = new AbortController();
  #loops: Promise<void>[] = [];
  #nudged: Promise<void> | undefined;

  constructor(deps: RunnerDeps) {
    this.#deps = deps;
    const lease = { owner: this.#owner, lease_ms: LEASE_MS };
    const sizes = { size_max: 500, queue_max: 50_000 };
    this.#starts = batch({
      name: `${deps.room}.saga-start`,
      ...sizes,
      inFlight_max: 1,
      run: async (items: NewSaga[]) => {
        const made = await insertSagas(deps.db, items, lease);
        return items.map((item) => made.has(item.sagaId));
      },
    });
    this.#acquires = batch({
      name: `${deps.room}.saga-acquire`,
      ...sizes,
      inFlight_max: 1,
      run: (items: AcquireRequest[]) => acquireDistinct(deps.db, items, lease),
    });
    this.#journal = batch({
      name: `${deps.room}.saga-journal`,
      ...sizes,
      inFlight_max: 1,
      run: (items: JournalEntry[]) => writeJournal(deps.db, items),
    });
  }

  define<Input>(definition: SagaDefinition<Input>): void {
    this.#definitions.set(definition.type, definition as SagaDefinition<unknown>);
  }

  definition(type: string): SagaDefinition<unknown> | undefined {
    return this.#definitions.get(type);
  }

  get types(): readonly string[] {
    return [...this.#definitions.keys()];
  }

  poke(): void {
    this.#nudge();
  }

  async start(saga: SagaStart): Promise<Driven & { fresh: boolean; sagaId: string }> {
    const correlationId = currentContext()?.correlationId ?? saga.sagaId;
    const leasedAt_ms = this.#deps.clock.monotonic();
    const made = await this.#starts.do({ ...saga, correlationId });
    if (made !== true) return this.#startedBefore(saga);
    const row: SagaRow = {
      ...saga,
      status: 'STARTED',
      epoch: 1,
      signals: 0,
      now: '',
      correlationId,
      result: null,
      logs: [],
      inbox: [],
    };
    const driven = await this.#drive(row, leasedAt_ms);
    return { ...driven, fresh: true, sagaId: saga.sagaId };
  }

  async #startedBefore(saga: SagaStart): Promise<Driven & { fresh: boolean; sagaId: string }> {
    const row = await this.find(saga.type, saga.key);
    if (!row) return { status: 'MISSING', fresh: false, sagaId: saga.sagaId };
    const active = this.#active.get(row.sagaId);
    const driven = active ? await active.ends : standing(row);
    return { ...driven, fresh: false, sagaId: row.sagaId };
  }

  async signal(to: SagaSignal): Promise<Driven> {
    const { sagaId, ...signal } = to;
    const active = this.#active.get(sagaId);
    if (active) return active.ends;
    return this.#acquire({ sagaId, dueOnly: false, signal: { ...signal, ifFree: true } });
  }

  async post(tx: Sql, signals: SagaSignal[]): Promise<Posted[]> {
    const posted = await postSignals(tx, signals);
    if (posted.length > 0) this.#nudge();
    return posted;
  }

  /** Looks for due sagas soon, when the caller's transaction has committed. */
  #nudge(): void {
    if (this.#nudged) return;
    this.#nudged = this.#deps.clock
      .sleep(NUDGE_MS, this.#stopping.signal)
      .then(() => {
        this.#nudged = undefined;
        return this.#recover();
      })
      .catch((error: unknown) => this.#deps.log.debug({ err: error }, 'nudge given up'));
  }

  async find(type: string, key: string): Promise<SagaRow | undefined> {
    return (await findSagas(this.#deps.db, type, [key]))[0];
  }

  async #acquire(request: AcquireRequest): Promise<Driven> {
    const leasedAt_ms = this.#deps.clock.monotonic();
    const row = (await this.#acquires.do(request)) as Acquired | null;
    if (!row) return { status: 'MISSING' };
    if (!row.acquired) return this.#active.get(row.sagaId)?.ends ?? standing(row);
    return this.#drive(row, leasedAt_ms);
  }

  #drive(row: SagaRow, leasedAt_ms: number): Promise<Driven> {
    const definition = this.#definitions.get(row.type);
    if (!definition) return Promise.resolve({ status: 'MISSING' });
    const run = new Run<unknown>({
      row,
      lease_ms: LEASE_MS,
      leasedAt_ms,
      monotonic: () => this.#deps.clock.monotonic(),
      write: async (entry) => (await this.#journal.do(entry)) as JournalReply | undefined,
    });
    const since = this.#deps.clock.monotonic();
    const correlationId = row.correlationId ?? row.sagaId;
    const context = { ...currentContext(), sagaId: row.sagaId, correlationId };
    const ends = runWith(context, () => this.#attempt(run, definition, since));
    const active = { run, since, ends };
    this.#active.set(row.sagaId, active);
    const leave = () => {
      if (this.#active.get(row.sagaId) === active) this.#active.delete(row.sagaId);
    };
    ends.then(leave, leave);
    return ends;
  }

  async #attempt(
    run: Run<unknown>,
    definition: SagaDefinition<unknown>,
    since: number,
  ): Promise<Driven> {
    try {
      return await run.complete(await definition.run(run));
    } catch (error) {
      if (error instanceof Leave) {
        if (error.outcome !== 'wake-now') return error.outcome;
        this.#active.delete(run.id);
        return this.#acquire({ sagaId: run.id, dueOnly: true, signal: null });
      }
      if (error instanceof Fenced) return { status: 'BUSY' };
      await this.#giveUp(run, error, since);
      throw error;
    }
  }

  /** A step did not come to an end that is known. Recovery takes it up after a pause. */
  async #giveUp(run: Run<unknown>, error: unknown, since: number): Promise<void> {
    const { log, clock } = this.#deps;
    log.warn({ sagaId: run.id, err: error }, 'saga interrupted, recovery will go on');
    const age_ms = clock.monotonic() - since;
    const retry_ms = Math.min(RETRY_MAX_MS, Math.max(RETRY_FIRST_MS, age_ms));
    try {
      await run.pause(retry_ms);
    } catch (second) {
      if (!(second instanceof Fenced)) log.warn({ err: second }, 'saga pause not written');
    }
  }

  begin(): void {
    // A room that leads no saga has none to recover, and needs no connection to look for them.
    if (this.#definitions.size === 0) return;
    this.#loops.push(
      this.#every(RECOVER_EVERY_MS, () => this.#recover()),
      this.#every(Math.min(RENEW_EVERY_MS, this.#deps.run_ms_max ?? RUN_MS_MAX), () =>
        this.#renew(),
      ),
      this.#every(60_000, async () => {
        const flagged = await flagIdleSagas(this.#deps.db, FLAG_IDLE_MS);
        if (flagged.length > 0) this.#deps.log.error({ flagged }, 'sagas need a person');
      }),
    );
  }

  async #every(ms: number, work: () => Promise<void>): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        await work();
      } catch (error) {
        this.#deps.log.warn({ err: error }, 'saga upkeep failed, tries again');
      }
      await this.#deps.clock.sleep(ms, signal).catch(() => undefined);
    }
  }

  /** Takes up what is due. Does not wait for how it ends: one slow saga would hold up all. */
  async #recover(): Promise<void> {
    for (;;) {
      const { looked, due } = await dueSagas(this.#deps.db, RECOVER_MAX);
      const idle = due.filter((sagaId) => !this.#active.has(sagaId));
      await Promise.allSettled(idle.map((sagaId) => this.#takeUp(sagaId)));
      // Those driven here stay due; nothing else found means that the next look finds the same.
      const more = looked >= RECOVER_MAX && (idle.length > 0 || due.length < looked);
      if (!more || this.#active.size >= ACTIVE_MAX || this.#stopping.signal.aborted) return;
    }
  }

  async #takeUp(sagaId: string): Promise<void> {
    const request = { sagaId, dueOnly: true, signal: null };
    const leasedAt_ms = this.#deps.clock.monotonic();
    const row = (await this.#acquires.do(request)) as Acquired | null;
    // What goes wrong in it has been logged by then, and is recovered later.
    if (!row?.acquired) return;
    this.counts.recovered += 1;
    failpoint('saga.taken');
    this.#drive(row, leasedAt_ms).catch(() => undefined);
  }

  async #renew(): Promise<void> {
    const now = this.#deps.clock.monotonic();
    for (const [sagaId, { since }] of this.#active) {
      if (now - since < (this.#deps.run_ms_max ?? RUN_MS_MAX)) continue;
      // Whoever hangs is fenced, should it come back: the next lease has a higher epoch.
      this.#active.delete(sagaId);
      this.counts.abandoned += 1;
      this.#deps.log.error({ sagaId }, 'a run of a saga hangs, recovery will go on without it');
    }
    const long = [...this.#active.values()].filter((one) => now - one.since > RENEW_EVERY_MS);
    if (long.length === 0) return;
    const runs = long.map(({ run }) => ({ sagaId: run.id, epoch: run.epoch }));
    await renewLeases(this.#deps.db, runs, LEASE_MS);
  }

  async stop(ms: number): Promise<void> {
    this.#stopping.abort();
    const until = this.#deps.clock.monotonic() + ms;
    while (this.#active.size > 0 && this.#deps.clock.monotonic() < until) {
      await this.#deps.clock.sleep(20);
    }
    await Promise.all(this.#loops);
  }
}

/** How a saga stands that we do not drive. */
function standing(row: SagaRow): Driven {
  if (row.status === 'COMPLETED') return { status: 'COMPLETED', result: row.result };
  if (row.status === 'FAILED') {
    return { status: 'COMPENSATED', refusal: refuse('conflict', { reason: 'saga-given-up' }) };
  }
  if (row.status === 'COMPENSATED') {
    const { code, detail } = row.result as { code: string; detail: Record<string, unknown> };
    return { status: 'COMPENSATED', refusal: refuse(code, detail) };
  }
  if (row.status === 'WAITING') return { status: 'WAITING', said: undefined };
  return { status: 'BUSY' };
}

/** One statement takes each saga once; a second request for it goes in a further round. */
async function acquireDistinct(
  db: Db,
  items: AcquireRequest[],
  lease: { owner: string; lease_ms: number },
): Promise<(Acquired | null | Refusal | Error)[]> {
  const results: (Acquired | null)[] = items.map(() => null);
  let left = items.map((item, index) => ({ item, index }));
  while (left.length > 0) {
    const round = new Map<string, { item: AcquireRequest; index: number }>();
    const later: typeof left = [];
    for (const one of left) {
      if (round.has(one.item.sagaId)) later.push(one);
      else round.set(one.item.sagaId, one);
    }
    const requests = [...round.values()].map((one) => one.item);
    const rows = await acquireSagas(db, requests, lease);
    for (const [sagaId, one] of round) results[one.index] = rows.get(sagaId) ?? null;
    left = later;
  }
  return results;
}
