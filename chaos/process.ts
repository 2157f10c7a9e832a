// Processes that the nemesis may kill, pause and start again: only those that it started itself,
// each by its id.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a child is told. */
export type Orders =
  | {
      kind: 'boot';
      url: string;
      config: Record<string, unknown>;
      serve: string[] | undefined;
      log: 'debug' | 'fatal';
      arm?: Omit<Extract<Orders, { kind: 'arm' }>, 'kind'>;
    }
  | {
      kind: 'arm';
      at: { name: string; hit?: number };
      /** Processes that die at the point, with all their children. */
      kill: number[];
      self: 'die' | 'stop' | 'lives';
      /** Instead of a strike: a file that says that the point was passed. */
      mark?: string;
    }
  | { kind: 'watch' }
  | { kind: 'list' };

type Told =
  | { kind: 'loaded' | 'armed' | 'struck' }
  | { kind: 'ready'; url: string }
  | { kind: 'failed'; reason: string }
  | { kind: 'passed'; points: string[] };

const load_ms_max = 180_000;

/** A child of ours; it loads the rooms at once and serves when told to. */
export class AppProcess {
  readonly #child: ChildProcess;
  readonly #loaded: Promise<void>;
  /** Where it serves; '' before. */
  url = '';

  /** 'lane': a shop with the routes that schedules use, which starts faster. */
  constructor(role: 'shop' | 'lane' | 'gateway') {
    this.#child = fork(join(import.meta.dirname, 'child.ts'), [role], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, TRUESHELF_CRASH_AT: '' },
      execArgv: [],
    });
    this.#child.on('error', () => undefined);
    this.#loaded = this.#told('loaded').then(() => undefined);
    this.#loaded.catch(() => undefined);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get alive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** The signal by which it ended, if one did. */
  get died(): NodeJS.Signals | null {
    return this.#child.signalCode;
  }

  /** Serves from now on. Rejects when it ends instead. */
  async boot(orders: Omit<Extract<Orders, { kind: 'boot' }>, 'kind'>): Promise<void> {
    await this.#loaded;
    this.#send({ kind: 'boot', ...orders });
    const told = await this.#told('ready', 'failed');
    if (told.kind === 'failed') throw new Error(`did not start: ${told.reason}`);
    if (told.kind === 'ready') this.url = told.url;
  }

  /** Resolves when the point is armed. */
  async arm(orders: Omit<Extract<Orders, { kind: 'arm' }>, 'kind'>): Promise<void> {
    this.#send({ kind: 'arm', ...orders });
    await this.#told('armed');
  }

  /** Nothing is armed any more; crash points are counted from now on. */
  async watch(): Promise<void> {
    this.#send({ kind: 'watch' });
    await this.#told('armed');
  }

  /** Names of the crash points passed since. */
  async passed(): Promise<string[]> {
    this.#send({ kind: 'list' });
    const told = await this.#told('passed');
    return told.kind === 'passed' ? told.points : [];
  }

  /** Calls `then` once, when an armed point has struck or this process has died: at once if so. */
  onStrike(then: () => void): void {
    if (!this.alive) {
      then();
      return;
    }
    const once_ = () => {
      this.#child.off('message', heard);
      this.#child.off('exit', once_);
      then();
    };
    const heard = (told: unknown) => {
      if ((told as Told).kind === 'struck') once_();
    };
    this.#child.on('message', heard).on('exit', once_);
  }

  /** kill -9; resolves when it is gone. */
  async kill(): Promise<void> {
    if (!this.alive) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }

  async gone(): Promise<void> {
    if (this.alive) await once(this.#child, 'exit');
  }

  /** SIGSTOP: it is there and does nothing. */
  pause(): void {
    this.#child.kill('SIGSTOP');
  }

  resume(): void {
    this.#child.kill('SIGCONT');
  }

  #send(orders: Orders): void {
    if (this.#child.connected) this.#child.send(orders);
  }

  /** The next message of one of these kinds; rejects when the process ends before. */
  #told(...kinds: Told['kind'][]): Promise<Told> {
    return new Promise((resolve, reject) => {
      const finish = (end: () => void) => {
        clearTimeout(timer);
        this.#child.off('message', heard).off('exit', ended);
        end();
      };
      const heard = (message: unknown) => {
        const told = message as Told;
        if (kinds.includes(told.kind)) finish(() => resolve(told));
      };
      const ended = () => finish(() => reject(new Error(`process ${this.pid} ended`)));
      const late = () => finish(() => reject(new Error(`process ${this.pid} does not answer`)));
      const timer = setTimeout(late, load_ms_max);
      if (this.alive) this.#child.on('message', heard).on('exit', ended);
      else ended();
    });
  }
}

/** kill -9 of processes and of all that they started, at once. Without /proc: of them alone. */
export function killTree(pids: readonly number[]): void {
  const children = pids.length > 0 ? descendants(pids) : [];
  for (const pid of [...pids, ...children]) signal(pid, 'SIGKILL');
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself.
  }
}

function descendants(roots: readonly number[]): number[] {
  const found = new Set(roots);
  const parents = new Map<number, number>();
  for (const name of listOf('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      // pid (name) state ppid: the name may hold anything, so what counts stands after it.
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 4).split(' ')[0]));
    } catch {
      // It ended meanwhile.
    }
  }
  for (let grew = true; grew;) {
    grew = false;
    for (const [pid, parent] of parents) {
      if (!found.has(parent) || found.has(pid)) continue;
      found.add(pid);
      grew = true;
    }
  }
  return [...found].filter((pid) => !roots.includes(pid));
}

function listOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
