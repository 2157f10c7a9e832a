// The true history of stock, step by step: what was free after each write of the inventory room.
import type { Connections } from './connections.ts';
import type { Scheduler } from './scheduler.ts';
import { freeUnits } from './store-checks.ts';

export interface StockSample {
  step: number;
  /** Units free of each variant, over all warehouses. */
  free: Map<string, number>;
}

export class StockWatch {
  readonly #scheduler: Scheduler;
  readonly #lines: Connections;
  readonly history: StockSample[] = [];

  constructor(scheduler: Scheduler, lines: Connections) {
    this.#scheduler = scheduler;
    this.#lines = lines;
  }

  /** Something may have changed. One statement. */
  async look(): Promise<void> {
    const free = await freeUnits(await this.#lines.monitor());
    const last = this.history.at(-1)?.free;
    const isSame = last !== undefined && [...free].every(([id, units]) => last.get(id) === units);
    if (!isSame) this.history.push({ step: this.#scheduler.steps, free });
  }
}
