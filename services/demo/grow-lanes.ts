/**
 * Rows on their way into the tables of a shop that nobody uses. Two connections copy, each into
 * tables of its own; as many work at once as there are cores besides the one where rows are made.
 */
import { availableParallelism } from 'node:os';
import { assert } from '#kernel/core/assert.ts';
import type { Load } from './grow-rows.ts';
import * as bulk from './store-grow-bulk.ts';

/** So much may wait to be copied while more rows are made. */
const waiting_bytes_max = 48 * 1_048_576;

interface Line {
  lane: bulk.Lane;
  waiting: Load[];
  isBusy: boolean;
}

function bytesIn(loads: readonly Load[]): number {
  return loads.reduce((sum, { sheet }) => sum + sheet.bytes.length, 0);
}

export class Lanes {
  private readonly lines: readonly Line[];
  private readonly giveBack: (sheet: Load['sheet']) => void;
  /** Connections that may copy at once while rows are made. */
  private readonly beside = Math.max(1, availableParallelism() - 1);
  private failure: unknown;
  /** Of whoever makes rows, while nothing is made: how much may still wait. */
  private resting: { most_bytes: number; go: PromiseWithResolvers<void> } | null = null;

  constructor(lanes: readonly bulk.Lane[], giveBack: (sheet: Load['sheet']) => void) {
    this.lines = lanes.map((lane) => ({ lane, waiting: [], isBusy: false }));
    this.giveBack = giveBack;
  }

  /** Takes rows to be copied; resolves when more may be made. Errors: those of a copy. */
  async send(loads: readonly Load[]): Promise<void> {
    for (const load of loads) {
      const line = this.lines.find(({ lane }) => lane.tables.includes(load.table));
      assert(line !== undefined, `a lane has the table ${load.table}`);
      line.waiting.push(load);
    }
    await this.rest(waiting_bytes_max);
  }

  /** Resolves when all is copied. Errors: those of a copy. */
  drained(): Promise<void> {
    return this.rest(0);
  }

  private async rest(most_bytes: number): Promise<void> {
    this.resting = { most_bytes, go: Promise.withResolvers() };
    const { promise } = this.resting.go;
    this.turn();
    await promise;
  }

  /** Begins what may begin, and wakes who rests. A load waits until its copy is done. */
  private turn(): void {
    const { resting } = this;
    const left_bytes = this.lines.reduce((sum, { waiting }) => sum + bytesIn(waiting), 0);
    if (this.failure !== undefined) resting?.go.reject(this.failure);
    else if (resting !== null && left_bytes <= resting.most_bytes) {
      this.resting = null;
      resting.go.resolve();
    }
    const most = this.resting === null ? this.beside : this.lines.length;
    const ready = this.lines.filter((line) => !line.isBusy && line.waiting.length > 0);
    const longestFirst = ready.toSorted((a, b) => bytesIn(b.waiting) - bytesIn(a.waiting));
    const busy = this.lines.filter(({ isBusy }) => isBusy).length;
    if (this.failure !== undefined) return;
    for (const line of longestFirst.slice(0, Math.max(0, most - busy))) void this.copy(line);
  }

  private async copy(line: Line): Promise<void> {
    const [load] = line.waiting;
    if (load === undefined) return;
    line.isBusy = true;
    try {
      await bulk.write(line.lane, load);
      line.waiting.shift();
      this.giveBack(load.sheet);
    } catch (error) {
      this.failure = error;
    }
    line.isBusy = false;
    this.turn();
  }
}
