// One process of the simulated shop: the real rooms, their outboxes, relays, inboxes and sagas,
// wired as kernel/host wires them, on simulated connections, clocks and messages. It can die at
// any moment and start again on the same database.
import type { Config } from '#kernel/config/config.ts';
import type { Inbox } from '#kernel/events/inbox.ts';
import type { Room, Task } from '#kernel/service.ts';
import type { Connections } from './connections.ts';
import type { Session } from './database.ts';
import type { Fates } from './fates.ts';
import { frontOf, type Front } from './front.ts';
import { simulatedJobs } from './jobs.ts';
import type { Locks } from './locks.ts';
import { LATE_JOB, lateOf, moveIn, startFlow, type Lodger } from './lodger.ts';
import type { Network } from './network.ts';
import { runAs, type Owner, type Scheduler } from './scheduler.ts';
import type { StockWatch } from './stock-watch.ts';
import type { Watch } from './watch.ts';

export interface Surroundings {
  readonly scheduler: Scheduler;
  readonly lines: Connections;
  readonly fates: Fates;
  readonly network: Network;
  readonly locks: Locks;
  readonly config: Config;
  readonly rooms: readonly Room[];
  readonly watch: Watch;
  readonly stock: StockWatch;
  /** What has to be let go of when the seed is over, so that no seed is kept in memory. */
  readonly ends: (() => void)[];
}

type AnyHandler = (input: unknown) => Promise<unknown>;

export class Process implements Owner {
  readonly name: string;
  readonly #around: Surroundings;
  readonly #serves: ReadonlySet<string>;
  #lodgers = new Map<string, Lodger>();
  alive = false;
  paused = false;
  started = false;
  /** Somebody sees to it that another life follows this one. */
  killed = false;
  mourned = false;
  /** Ends the waiting of those who asked something, when this dies. */
  asked = new Set<() => void>();
  sessions = new Set<Session>();
  front: Front = frontOf([], () => undefined);

  constructor(name: string, rooms: readonly string[], around: Surroundings) {
    this.name = name;
    this.#serves = new Set(rooms);
    this.#around = around;
  }

  serves(room: string): boolean {
    return this.#lodgers.has(room);
  }

  handler(room: string, call: string): AnyHandler | undefined {
    return this.#lodgers.get(room)?.running.calls?.[call] as AnyHandler | undefined;
  }

  inbox(room: string): Inbox | undefined {
    return this.#lodgers.get(room)?.inbox;
  }

  /** Starts all rooms of this process. */
  async start(): Promise<void> {
    this.alive = true;
    this.paused = false;
    await runAs(this, () => this.#startRooms());
    this.started = true;
  }

  async #startRooms(): Promise<void> {
    const { rooms, watch } = this.#around;
    const jobs = simulatedJobs(this.#around, this, LATE_JOB);
    for (const room of rooms.filter(({ name }) => this.#serves.has(name))) {
      this.#lodgers.set(room.name, await moveIn(room, jobs, { around: this.#around, house: this }));
    }
    const lodgers = [...this.#lodgers.values()];
    this.front = frontOf(lodgers, (error) => watch.bug(error));
    for (const lodger of lodgers) startFlow(lodger, { around: this.#around, house: this });
    jobs.work(Object.assign({}, ...lodgers.map(({ running }) => running.jobs ?? {})));
    for (const { room, running } of lodgers) {
      for (const task of running.tasks ?? []) void this.#repeat(task, lateOf(room.name).task);
    }
  }

  async #repeat(task: Task, late: number): Promise<void> {
    const { scheduler, watch } = this.#around;
    const clock = scheduler.clockOf(this, late);
    const { signal } = new AbortController();
    if (scheduler.beginsLate()) await clock.sleep(task.every_ms);
    for (;;) {
      await task.run(signal).catch((err: unknown) => watch.logger.warn({ err }, 'task failed'));
      await clock.sleep(task.every_ms);
    }
  }

  /** SIGKILL: nothing of it goes on, and the server ends its connections. */
  async die(): Promise<void> {
    if (!this.alive) return;
    const { scheduler, locks } = this.#around;
    this.alive = false;
    this.paused = false;
    scheduler.forget(this);
    for (const session of Array.from(this.sessions)) await session.cut();
    locks.release(this);
    this.#lodgers = new Map();
    const asked = [...this.asked];
    this.asked.clear();
    for (const gone of asked) gone();
  }

  /** SIGSTOP for so long that the server ends its open transactions. */
  async stop(): Promise<void> {
    this.paused = true;
    for (const session of Array.from(this.sessions)) await session.cut();
  }
}
