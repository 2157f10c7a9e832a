// Turns what people send into what is kept, in processes of its own that are bounded in number,
// time and memory, and that end when there is nothing to do.
import { fork, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { Failure } from '#kernel/core/error.ts';
import type { Clock } from '#kernel/core/clock.ts';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Answer, Task } from './convert-child.ts';
import { sizeRefusal, type Kind } from './model.ts';

export const processes_max = 2;
/** Of the processor, for one picture. */
export const picture_time_max_ms = 15_000;
/** By the clock: a machine that is busy with the shop reads slowly, and that is no fault. */
export const picture_wait_max_ms = 50_000;
/** Of a reading process: 50 million pixels, and then some. */
export const memory_bytes_max = 768 * 1024 * 1024;
const watch_every_ms = 100;
const idle_ms = 60_000;
const waiting_max = 32;

export interface Converted {
  bytes: Buffer;
  width: number;
  height: number;
}

export type ConvertRefusal = Refusal<'picture-broken' | 'picture-size' | 'picture-too-costly'>;

export interface Converter {
  /** Throws Failure 'overloaded' when too many wait, or when it is stopped. */
  convert(kind: Kind, bytes: Uint8Array): Promise<Converted | ConvertRefusal>;
  stop(): void;
}

export interface ConverterOptions {
  clock: Clock;
  time_max_ms?: number;
  memory_max?: number;
}

interface Wish {
  kind: Kind;
  bytes: Uint8Array;
  settled: PromiseWithResolvers<Converted | ConvertRefusal>;
}

const overloaded = () => new Failure('overloaded', {}, { retryAfter_ms: 2_000 });

export function converter(options: ConverterOptions): Converter {
  const waiting: Wish[] = [];
  const idle: Reader[] = [];
  const all = new Set<Reader>();
  let stopped = false;

  const work = async (reader: Reader): Promise<void> => {
    for (;;) {
      const wish = waiting.shift();
      if (wish === undefined) break;
      await reader.read(wish.kind, wish.bytes).then(wish.settled.resolve, wish.settled.reject);
      if (reader.dead) break;
    }
    if (reader.dead || stopped) return;
    idle.push(reader);
    reader.restUntil(() => {
      idle.splice(idle.indexOf(reader), 1);
      reader.end();
    });
  };
  const next = (): void => {
    if (waiting.length === 0 || stopped) return;
    const reader = idle.pop();
    if (reader !== undefined) {
      void work(reader);
      return;
    }
    if (all.size >= processes_max) return;
    const fresh = new Reader(options, () => {
      all.delete(fresh);
      const at = idle.indexOf(fresh);
      if (at >= 0) idle.splice(at, 1);
      // Whoever waits while a reader dies gets another one.
      next();
    });
    all.add(fresh);
    void work(fresh);
  };
  return {
    convert: (kind, bytes) => {
      if (stopped || waiting.length >= waiting_max) return Promise.reject(overloaded());
      const settled = Promise.withResolvers<Converted | ConvertRefusal>();
      waiting.push({ kind, bytes, settled });
      next();
      return settled.promise;
    },
    stop: () => {
      stopped = true;
      for (const wish of waiting.splice(0)) wish.settled.reject(overloaded());
      for (const reader of all) reader.end();
    },
  };
}

/** One reading process; one picture at a time. */
class Reader {
  dead = false;
  readonly #child: ChildProcess;
  readonly #options: ConverterOptions;
  #nth = 0;
  #running: { nth: number; settle: (answer: Answer | 'died' | 'costly') => void } | null = null;
  #rest: AbortController | null = null;

  constructor(options: ConverterOptions, onEnd: () => void) {
    this.#options = options;
    this.#child = fork(join(import.meta.dirname, 'convert-child.ts'), [], {
      serialization: 'advanced',
      // Nothing of the shop's secrets is there to be had.
      env: {},
      execArgv: ['--max-old-space-size=256'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const { pid } = this.#child;
    if (pid !== undefined) behindTheShop(pid);
    this.#child.on('message', (answer: Answer) => {
      if (answer.nth === this.#running?.nth) this.#running.settle(answer);
    });
    const over = () => {
      if (this.dead) return;
      this.dead = true;
      this.#rest?.abort();
      this.#running?.settle('died');
      onEnd();
    };
    this.#child.on('exit', over);
    this.#child.on('error', over);
  }

  async read(kind: Kind, bytes: Uint8Array): Promise<Converted | ConvertRefusal> {
    this.#rest?.abort();
    this.#nth += 1;
    const nth = this.#nth;
    const { promise, resolve } = Promise.withResolvers<Answer | 'died' | 'costly'>();
    this.#running = { nth, settle: resolve };
    const watched = new AbortController();
    void this.#watch(watched.signal);
    const task: Task = { nth, kind, bytes };
    this.#child.send(task, (error) => {
      if (error !== null) resolve('died');
    });
    const answer = await promise;
    watched.abort();
    this.#running = null;
    return this.#told(answer);
  }

  #told(answer: Answer | 'died' | 'costly'): Converted | ConvertRefusal {
    if (answer === 'costly') return refuse('picture-too-costly', {});
    // A picture that ends its reader is one that cannot be read.
    if (answer === 'died' || answer.is === 'broken') return refuse('picture-broken', {});
    if (answer.is === 'size') return sizeRefusal(answer.reason);
    return { bytes: Buffer.from(answer.bytes), width: answer.width, height: answer.height };
  }

  /** Ends the process when a picture takes too long or too much. */
  async #watch(over: AbortSignal): Promise<void> {
    const {
      clock,
      time_max_ms = picture_time_max_ms,
      memory_max = memory_bytes_max,
    } = this.#options;
    const { pid } = this.#child;
    const until_ms = clock.monotonic() + picture_wait_max_ms;
    const before_ms = await workOf(pid);
    while (!over.aborted) {
      await clock.sleep(watch_every_ms, over).catch(() => undefined);
      if (over.aborted) return;
      const late = clock.monotonic() > until_ms || (await workOf(pid)) - before_ms > time_max_ms;
      if (late || (await residentOf(pid)) > memory_max) {
        this.#running?.settle('costly');
        this.end();
        return;
      }
    }
  }

  /** Ends after a while without work. */
  restUntil(over: () => void): void {
    const rest = new AbortController();
    this.#rest = rest;
    this.#options.clock.sleep(idle_ms, rest.signal).then(over, () => undefined);
  }

  end(): void {
    this.#rest?.abort();
    this.#child.kill('SIGKILL');
  }
}

/** Bytes of memory that a process holds; 0 where the system does not say. */
async function residentOf(pid: number | undefined): Promise<number> {
  const text = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '');
  return Number(text.split(' ')[1] ?? 0) * page_bytes;
}

const page_bytes = 4096;

/** Milliseconds of processor that a process has had; 0 where the system does not say. */
async function workOf(pid: number | undefined): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The second field is a name in brackets and may hold anything; 12 and 13 after it are ticks.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * tick_ms;
}

const tick_ms = 10;

function behindTheShop(pid: number): void {
  try {
    setPriority(pid, 10);
  } catch {
    // It ended already, or the system has no priorities: it is bounded all the same.
  }
}
