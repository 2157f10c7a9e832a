// What kernel/db/lock gives a process: advisory locks of its session, and notices to the others.
import type { Sentinel } from '#kernel/db/lock.ts';
import type { Fates } from './fates.ts';
import { runAs, type Owner, type Scheduler } from './scheduler.ts';

type Port = Pick<Sentinel, 'tryLock' | 'unlock' | 'listen' | 'notify' | 'onLost'>;

export class Locks {
  readonly #scheduler: Scheduler;
  readonly #fates: Fates;
  readonly #held = new Map<string, Owner>();
  readonly #listeners: { owner: Owner; channel: string; fn(payload: string): void }[] = [];
  readonly #lost = new Map<Owner, ((names: string[]) => void)[]>();

  constructor(scheduler: Scheduler, fates: Fates) {
    this.#scheduler = scheduler;
    this.#fates = fates;
  }

  of(owner: Owner): Port {
    const turn = <T>(label: string, work: () => T) => this.#scheduler.turn(owner, label, work);
    return {
      tryLock: (name) =>
        turn(`lock ${name}`, () => {
          const holder = this.#held.get(name);
          if (holder === undefined) this.#held.set(name, owner);
          return holder === undefined || holder === owner;
        }),
      unlock: async (name) => {
        if (this.#held.get(name) === owner) this.#held.delete(name);
      },
      listen: async (channel, fn) => void this.#listeners.push({ owner, channel, fn }),
      notify: (channel, payload = '') =>
        turn(`notify ${channel}`, () => this.#tell(channel, payload)),
      onLost: (fn) => {
        this.#lost.set(owner, [...(this.#lost.get(owner) ?? []), fn]);
      },
    };
  }

  #tell(channel: string, payload: string): void {
    for (const { owner, channel: of, fn } of this.#listeners) {
      if (of !== channel || !owner.alive) continue;
      if (this.#fates.hit('message')) this.#fates.note('fault: notice lost');
      else runAs(owner, () => fn(payload));
    }
  }

  /** The session of this owner breaks: another may take its locks from now on. */
  lose(owner: Owner): void {
    const names = this.#take(owner);
    if (names.length === 0) return;
    for (const fn of this.#lost.get(owner) ?? []) runAs(owner, () => fn(names));
  }

  /** The owner is dead. */
  release(owner: Owner): void {
    this.#take(owner);
    this.#lost.delete(owner);
    for (let i = this.#listeners.length - 1; i >= 0; i -= 1) {
      if (this.#listeners[i]?.owner === owner) this.#listeners.splice(i, 1);
    }
  }

  #take(owner: Owner): string[] {
    const names = [...this.#held].filter(([, holder]) => holder === owner).map(([name]) => name);
    for (const name of names) this.#held.delete(name);
    return names;
  }
}
