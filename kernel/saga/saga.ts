// One run of a saga's code over its journal: what was done is replayed, the rest is performed,
// and a failure undoes the steps newest first.
import { failpoint, failpointsWatched } from '#kernel/core/failpoint.ts';
import { assert } from '#kernel/core/assert.ts';
import { type Refusal, isRefusal, refuse } from '#kernel/core/refusal.ts';
import type { JournalEntry, JournalReply, SagaRow, Signal, StepLog } from './store-saga.ts';

/** What asking about a step whose reply was lost can find. */
export type Resolved<T> = { done: T } | 'not-done';

export interface Step<T> {
  /**
   * 'before', the default: that the step begins is in the journal before it is done, for effects
   * that must be asked about when their reply is lost. 'after': it is written along with the
   * next entry; right where doing it again finds the first effect by a key in the saga's input,
   * because a run that dies is replayed through it.
   */
  journal?: 'before' | 'after';
  /** The effect. Idempotent by a key that is derived from the saga. */
  do(): Promise<T | Refusal>;
  /** Whether there is anything to take back, by what it gave; without it there is. */
  undoes?(output: T): boolean;
  /** Takes the effect back. Idempotent; may be called after a crash in its middle. */
  undo?(output: T, reason: Refusal): Promise<void>;
  /** Asks whether a started step happened, before it is repeated or undone. */
  resolve?(): Promise<Resolved<T>>;
  /**
   * After a refusal: sees to it that the effect cannot come any more. An earlier run that stood
   * still may be in the middle of `do`, and would find later what this one did not. Idempotent;
   * not called in a saga's first run, before which there is none.
   */
  bar?(reason: Refusal): Promise<void>;
}

export interface Wake<P = unknown> {
  name: string;
  payload: P;
}

/** The hand a saga's code holds. Its code is replayed from the top on each resume. */
export interface Saga<Input> {
  readonly id: string;
  readonly key: string;
  /** Of this run's lease: what it writes counts while the saga's row has no higher one. */
  readonly epoch: number;
  readonly input: Input;
  step<T>(name: string, step: Step<T>): Promise<T | Refusal>;
  /** Sleeps until one of the signals or the time (ISO, database clock); 'timeout' for the time. */
  wait(name: string, options: { signals: string[]; until: string; say?: unknown }): Promise<Wake>;
  /** Ends the saga by undoing what was done, newest first. */
  fail(reason: Refusal): Promise<never>;
}

export type Outcome =
  | { status: 'WAITING'; said: unknown }
  | { status: 'COMPLETED'; result: unknown }
  | { status: 'COMPENSATED'; refusal: Refusal };

/** Thrown through saga code to leave it; never caught by it. */
export class Leave extends Error {
  readonly outcome: Outcome | 'wake-now';

  constructor(outcome: Outcome | 'wake-now') {
    super('saga left');
    this.outcome = outcome;
  }
}

/** Another process took the lease: this run must stop without a further write. */
export class Fenced extends Error {}

export interface RunOptions {
  row: SagaRow;
  lease_ms: number;
  /** When the lease was asked for, by `monotonic`. */
  leasedAt_ms: number;
  monotonic(): number;
  write(entry: JournalEntry): Promise<JournalReply | undefined>;
}

interface Done {
  name: string;
  output: unknown;
  undo: ((output: never, reason: Refusal) => Promise<void>) | undefined;
}

/**
 * One run of one saga. Steps found in the journal give their stored output; the first that is
 * not there goes on from where the last run stopped. The end of one step and the start of the
 * next are one journal write, and steps that are journalled after cost none of their own.
 */
export class Run<Input> implements Saga<Input> {
  readonly id: string;
  readonly key: string;
  readonly input: Input;
  #row: SagaRow;
  #options: RunOptions;
  #logs = new Map<string, Partial<Record<StepLog['status'], unknown>>>();
  #unwritten: StepLog[] = [];
  #done: Done[] = [];
  #signals: Signal[];
  #taken = new Set<number>();
  #leasedAt_ms: number;

  constructor(options: RunOptions) {
    this.#row = options.row;
    this.#leasedAt_ms = options.leasedAt_ms;
    this.#options = options;
    this.id = options.row.sagaId;
    this.key = options.row.key;
    this.input = options.row.input as Input;
    this.#signals = [...options.row.inbox].sort((a, b) => a.seq - b.seq);
    for (const log of options.row.logs.flat()) this.#note(log);
  }

  get epoch(): number {
    return this.#row.epoch;
  }

  async step<T>(name: string, step: Step<T>): Promise<T | Refusal> {
    const logged = this.#logs.get(name) ?? {};
    if ('COMPLETED' in logged) {
      this.#keep(name, step, logged.COMPLETED as T);
      return logged.COMPLETED as T;
    }
    if ('FAILED' in logged) return toRefusal(logged.FAILED);
    if (this.#row.status === 'COMPENSATING') return this.#settleForUndo(name, step, logged);
    return this.#perform(name, step, 'STARTED' in logged);
  }

  async #perform<T>(name: string, step: Step<T>, started: boolean): Promise<T | Refusal> {
    let output: T | Refusal | undefined;
    if (started && step.resolve) {
      const found = await step.resolve();
      if (found !== 'not-done') output = found.done;
    }
    if (!started) {
      this.#point(name, 'a');
      if (step.journal !== 'after') this.#log(name, 'STARTED', null);
      if (step.journal !== 'after' || this.#mayBeLost()) {
        await this.#write({ status: 'IN_PROGRESS', step: name });
      }
      this.#point(name, 'b');
    }
    output ??= await step.do();
    this.#point(name, 'd');
    if (isRefusal(output)) {
      if (this.epoch > 1) await step.bar?.(output);
      this.#log(name, 'FAILED', { code: output.code, detail: output.detail });
    } else {
      this.#log(name, 'COMPLETED', output ?? null);
      this.#keep(name, step, output);
    }
    return output;
  }

  /**
   * Whether the lease may be over, because this process stood still or a step took long: then
   * the journal is asked before anything else is done.
   */
  #mayBeLost(): boolean {
    const { monotonic, lease_ms } = this.#options;
    return monotonic() - this.#leasedAt_ms >= lease_ms;
  }

  /** While compensating nothing new is begun; what may have happened is asked, then undone. */
  async #settleForUndo<T>(
    name: string,
    step: Step<T>,
    logged: Partial<Record<StepLog['status'], unknown>>,
  ): Promise<T | Refusal> {
    if ('STARTED' in logged) {
      const found = step.resolve ? await step.resolve() : await redo(step);
      if (found !== 'not-done') {
        this.#log(name, 'COMPLETED', found.done ?? null);
        this.#keep(name, step, found.done);
      }
    }
    return this.#compensate(toRefusal(this.#row.result));
  }

  async wait(
    name: string,
    options: { signals: string[]; until: string; say?: unknown },
  ): Promise<Wake> {
    const logged = this.#logs.get(name) ?? {};
    if ('COMPLETED' in logged) {
      const wake = logged.COMPLETED as Wake & { seq?: number };
      if (wake.seq !== undefined) this.#taken.add(wake.seq);
      return wake;
    }
    if (this.#row.status === 'COMPENSATING') {
      return this.#compensate(toRefusal(this.#row.result));
    }
    const signal = this.#signals.find(
      (one) => !this.#taken.has(one.seq) && options.signals.includes(one.name),
    );
    if (signal) {
      this.#taken.add(signal.seq);
      this.#log(name, 'COMPLETED', signal);
      return signal;
    }
    if (Date.parse(options.until) <= Date.parse(this.#row.now)) {
      const wake = { name: 'timeout', payload: null };
      this.#log(name, 'COMPLETED', wake);
      return wake;
    }
    return this.#sleep(name, options);
  }

  async #sleep(name: string, options: { until: string; say?: unknown }): Promise<never> {
    this.#log(name, 'STARTED', null);
    const reply = await this.#write({
      status: 'WAITING',
      step: name,
      wakeAt: options.until,
      lease_ms: 0,
    });
    this.#point(name, 'e');
    throw new Leave(reply.due ? 'wake-now' : { status: 'WAITING', said: options.say });
  }

  fail(reason: Refusal): Promise<never> {
    return this.#compensate(reason);
  }

  async #compensate(reason: Refusal): Promise<never> {
    const result = { code: reason.code, detail: reason.detail };
    const undos = this.#done.toReversed().filter((done) => done.undo !== undefined);
    if (this.#row.status !== 'COMPENSATING') {
      for (const { name } of undos) this.#point(`${name}.undo`, 'a');
      await this.#write({ status: 'COMPENSATING', step: null, result });
      this.#row.status = 'COMPENSATING';
    }
    for (const done of undos) {
      if ('COMPENSATED' in (this.#logs.get(done.name) ?? {})) continue;
      this.#point(`${done.name}.undo`, 'b');
      await done.undo?.(done.output as never, reason);
      this.#point(`${done.name}.undo`, 'd');
      this.#log(done.name, 'COMPENSATED', null);
    }
    await this.#write({ status: 'COMPENSATED', step: null, lease_ms: 0, result });
    throw new Leave({ status: 'COMPENSATED', refusal: refuse(reason.code, reason.detail) });
  }

  /** Called by the runner when the code has returned. */
  async complete(result: unknown): Promise<Outcome> {
    this.#point('END', 'a');
    await this.#write({ status: 'COMPLETED', step: null, lease_ms: 0, result });
    this.#point('END', 'e');
    return { status: 'COMPLETED', result };
  }

  /** Keeps what is known and lets the lease run out after `retry_ms`, for recovery to go on. */
  async pause(retry_ms: number): Promise<void> {
    const status = this.#row.status === 'COMPENSATING' ? 'COMPENSATING' : 'IN_PROGRESS';
    await this.#write({ status, step: null, lease_ms: retry_ms, failed: true });
  }

  #keep<T>(name: string, step: Step<T>, output: T): void {
    const undo = step.undoes?.(output) === false ? undefined : step.undo;
    this.#done.push({ name, output, undo: undo as Done['undo'] });
  }

  #note(log: StepLog): void {
    const known = this.#logs.get(log.step);
    if (known) known[log.status] = log.output;
    else this.#logs.set(log.step, { [log.status]: log.output });
  }

  #log(step: string, status: StepLog['status'], output: unknown): void {
    const log = { step, status, output };
    this.#note(log);
    this.#unwritten.push(log);
  }

  async #write(
    change: Partial<JournalEntry> & Pick<JournalEntry, 'status' | 'step'>,
  ): Promise<JournalReply> {
    const logs = this.#unwritten;
    this.#unwritten = [];
    const asked_ms = this.#options.monotonic();
    const reply = await this.#options.write({
      sagaId: this.id,
      epoch: this.#row.epoch,
      wakeAt: null,
      lease_ms: this.#options.lease_ms,
      seen: this.#row.signals,
      failed: false,
      result: null,
      ...change,
      logs,
    });
    if (!reply) throw new Fenced(`saga ${this.id} is driven by another`);
    this.#leasedAt_ms = asked_ms;
    for (const { step, status } of logs) {
      if (status === 'COMPLETED' || status === 'FAILED') this.#point(step, 'e');
      if (status === 'COMPENSATED') this.#point(`${step}.undo`, 'e');
    }
    return reply;
  }

  /**
   * A crash point: a before the intent is written, b before the call, d when its reply is there,
   * e when the result is written. c, the call done and its reply lost, is outside this process.
   */
  #point(step: string, at: 'a' | 'b' | 'd' | 'e'): void {
    if (failpointsWatched()) failpoint(`${this.#row.type}.${step}.${at}`);
  }
}

function toRefusal(stored: unknown): Refusal {
  assert(
    typeof stored === 'object' && stored !== null && 'code' in stored && 'detail' in stored,
    'a failed step keeps its refusal',
  );
  return refuse(String(stored.code), stored.detail as Record<string, unknown>);
}

async function redo<T>(step: Step<T>): Promise<Resolved<T>> {
  const output = await step.do();
  return isRefusal(output) ? 'not-done' : { done: output };
}
