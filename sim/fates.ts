// What befalls statements, commits, messages and processes: drawn from the seed, counted by kind,
// and left out by name when a failure is narrowed down.
import { prng, type Prng } from '#kernel/core/prng.ts';

/** Chances of each fault in one seed, 0 to 1. */
export interface Weather {
  statement: number;
  commit: number;
  message: number;
  event: number;
  webhook: number;
  /** Per step. */
  crash: number;
  pause: number;
  lockLost: number;
}

export const fairWeather: Weather = {
  statement: 0,
  commit: 0,
  message: 0,
  event: 0,
  webhook: 0,
  crash: 0,
  pause: 0,
  lockLost: 0,
};

export type Kind = keyof Weather;
export type Loss = 'fine' | 'lost-before' | 'lost-after';
export type Message = 'fine' | 'lost' | 'reply-lost' | 'twice' | 'late';
export type Delivery = 'fine' | 'lost' | 'twice' | 'mixed' | 'late';

/** A quarter of all seeds is calm; the others have some kinds of trouble, each by its own dice. */
export function weatherOf(chance: Prng): Weather {
  const calm = chance.next() < 0.2;
  const some = (most: number): number => (chance.next() < 0.5 ? chance.next() * most : 0);
  const drawn: Weather = {
    statement: some(0.012),
    commit: some(0.04),
    message: some(0.12),
    event: some(0.3),
    webhook: some(0.5),
    crash: some(0.006),
    pause: some(0.004),
    lockLost: some(0.002),
  };
  return calm ? fairWeather : drawn;
}

export class Fates {
  readonly #chance: Prng;
  readonly #weather: Weather;
  readonly #noted: Map<string, number>;
  /** Set when the weather clears at the end. */
  clear = false;

  constructor(seed: number | string, weather: Weather, noted: Map<string, number>) {
    this.#chance = prng(`fates ${seed}`);
    this.#weather = weather;
    this.#noted = noted;
  }

  /** Counts that something happened, for the catalogue of what must happen sometimes. */
  note(what: string): void {
    this.#noted.set(what, (this.#noted.get(what) ?? 0) + 1);
  }

  hit(kind: Kind): boolean {
    const share = this.#weather[kind];
    return !this.clear && share > 0 && this.#chance.next() < share;
  }

  statement(writes: boolean): Loss {
    if (!this.hit('statement')) return 'fine';
    const loss = this.#chance.pick(['lost-before', 'lost-after'] as const);
    this.note(`fault: ${writes ? 'write' : 'read'} ${loss}`);
    return loss;
  }

  commit(): Loss {
    if (!this.hit('commit')) return 'fine';
    const loss = this.#chance.pick(['lost-before', 'lost-after'] as const);
    this.note(`fault: commit ${loss}`);
    return loss;
  }

  message(): Message {
    if (!this.hit('message')) return 'fine';
    const fate = this.#chance.pick(['lost', 'reply-lost', 'reply-lost', 'twice', 'late'] as const);
    this.note(`fault: message ${fate}`);
    return fate;
  }

  delivery(): Delivery {
    if (!this.hit('event')) return 'fine';
    const fate = this.#chance.pick(['lost', 'twice', 'twice', 'mixed', 'late'] as const);
    this.note(`fault: events ${fate}`);
    return fate;
  }

  webhook(): Message {
    if (!this.hit('webhook')) return 'fine';
    const fate = this.#chance.pick(['lost', 'reply-lost', 'twice', 'late'] as const);
    this.note(`fault: webhook ${fate}`);
    return fate;
  }

  pick<T>(list: readonly T[]): T {
    return this.#chance.pick(list);
  }

  int(min: number, max: number): number {
    return this.#chance.int(min, max);
  }

  shuffle<T>(list: readonly T[]): T[] {
    return this.#chance.shuffle(list);
  }
}
