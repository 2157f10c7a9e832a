// Player processes as the director sees them: started, told which seeds to play, stopped.
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Order, Report } from './player.ts';

const script = join(import.meta.dirname, 'player.ts');
/** A player that says nothing for so long is taken for dead, be the machine as busy as it may. */
const silence_ms = 600_000;

/** Collecting seldom: nearly all that a seed makes is rubbish by its end. */
const flags = ['--max-semi-space-size=64'];

export interface PlayerOptions {
  /** Put in while the modules load. */
  bug?: string;
  /** Politeness of its process, 0 to 19. */
  nice?: number;
}

/** One process with a server of its own. */
export class Player {
  readonly #child: ChildProcess;
  readonly #errors: string[] = [];
  #waiting: ((line: string | undefined) => void)[] = [];
  #lines: string[] = [];
  #ended = false;

  constructor({ bug = '', nice = 0 }: PlayerOptions = {}) {
    const plain = [...flags, script];
    const args = nice > 0 ? ['-n', String(nice), process.execPath, ...plain] : plain;
    this.#child = spawn(nice > 0 ? 'nice' : process.execPath, args, {
      env: { ...process.env, SIM_BUG: bug, NODE_OPTIONS: '' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const { stdout, stderr } = this.#child;
    stderr?.setEncoding('utf8').on('data', (text: string) => this.#errors.push(text));
    if (stdout !== null) createInterface({ input: stdout }).on('line', (line) => this.#hear(line));
    this.#child.on('close', () => {
      this.#ended = true;
      for (const wake of this.#waiting.splice(0)) wake(undefined);
    });
  }

  #hear(line: string): void {
    const wake = this.#waiting.shift();
    if (wake === undefined) this.#lines.push(line);
    else wake(line);
  }

  async #next(): Promise<Record<string, unknown>> {
    const known = this.#lines.shift();
    if (known !== undefined) return JSON.parse(known) as Record<string, unknown>;
    if (this.#ended) throw new Error(this.#farewell());
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    this.#waiting.push(resolve);
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), silence_ms);
    const line = await promise;
    clearTimeout(timer);
    if (line === undefined) throw new Error(this.#farewell());
    return JSON.parse(line) as Record<string, unknown>;
  }

  #farewell(): string {
    return `a player ended: ${this.#errors.join('').slice(-3_000)}`;
  }

  /** Resolves when it can play. About 2 s. */
  async ready(): Promise<void> {
    await this.#next();
  }

  /** Plays seeds one after the other. */
  async *play(order: Order): AsyncGenerator<Report> {
    this.#child.stdin?.write(`${JSON.stringify(order)}\n`);
    for (let n = 0; n < order.seeds.length; n += 1) {
      yield (await this.#next()) as unknown as Report;
    }
  }

  /** Ends the process and its server. */
  async stop(): Promise<void> {
    if (this.#ended) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#child.once('close', () => resolve());
    this.#child.stdin?.end();
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), 20_000);
    await promise;
    clearTimeout(timer);
  }
}
