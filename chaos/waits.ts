// How long a schedule may take, and what it waits for meanwhile. A wait that does not end must
// not hold up all that come after it, and must say what it was for.
import { cpus, loadavg } from 'node:os';

/** A schedule takes a second or two; on a machine that is busy with other things much longer. */
export const schedule_ms_max = 300_000;
/** With so many who wait for each processor, being late says nothing about the shop. */
const busy_load_min = 3;

export const isBusy = (): boolean => (loadavg()[0] ?? 0) / cpus().length >= busy_load_min;

/** The schedule was not over in its time: something hangs, or the machine is too busy. */
export class Late extends Error {}

/** The waits of one schedule, and its end. */
export class Waits {
  readonly #open = new Map<symbol, { what: string; since: number }>();
  readonly #started = performance.now();
  readonly #max_ms: number;
  #ended = false;

  constructor(max_ms = Infinity) {
    this.#max_ms = max_ms;
  }

  /** Throws when the time is over, or the schedule has been given up: for loops that wait. */
  check(): void {
    if (this.#ended || performance.now() - this.#started > this.#max_ms) throw this.late();
  }

  /** Notes what is waited for while this runs. */
  async during<T>(what: string, work: () => Promise<T>): Promise<T> {
    const id = Symbol(what);
    this.#open.set(id, { what, since: performance.now() });
    try {
      const result = await work();
      this.#open.delete(id);
      return result;
    } catch (error) {
      // What was waited for until the end is told.
      if (!(error instanceof Late)) this.#open.delete(id);
      throw error;
    }
  }

  /** The work's end, or a Late when it has none in time; from then on `check` throws. */
  async orLate<T>(work: Promise<T>): Promise<T> {
    if (this.#max_ms === Infinity) return work;
    const left_ms = this.#max_ms - (performance.now() - this.#started);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(this.late()), Math.max(0, left_ms));
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
      work.catch(() => undefined);
    }
  }

  /** Nobody is to wait any longer. */
  end(): void {
    this.#ended = true;
  }

  late(): Late {
    this.#ended = true;
    const now = performance.now();
    const shown = [...this.#open.values()].map(
      ({ what, since }) => `${what} (${((now - since) / 1_000).toFixed(1)} s)`,
    );
    const took_s = ((now - this.#started) / 1_000).toFixed(0);
    const load = loadavg()[0]?.toFixed(1);
    const list = shown.length > 0 ? shown.join('; ') : 'nothing that is known';
    return new Late(`not over after ${took_s} s, load ${load}; waited for: ${list}`);
  }
}
