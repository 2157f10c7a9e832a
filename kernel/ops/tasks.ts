import type { Clock } from '#kernel/core/clock.ts';

export interface TaskState {
  name: string;
  every_ms: number;
  running: boolean;
  lastStartedAt: Date | null;
  lastEndedAt: Date | null;
  took_ms: number | null;
  lastError: string | null;
  runs: number;
}

/** What the repeated upkeep of a process did last, and a bell for each to run now. */
export interface TaskBoard {
  add(task: { name: string; every_ms: number }): TaskEntry;
  list(): TaskState[];
  /** False when there is no such task here. One that runs now runs once more afterwards. */
  runNow(name: string): boolean;
}

export interface TaskEntry {
  started(): void;
  ended(error: unknown): void;
  /** Sleeps until the time is over, somebody rings, or the signal aborts. Never rejects. */
  rest(ms: number, signal: AbortSignal): Promise<void>;
}

const error_chars_max = 300;

export function taskBoard(clock: Clock): TaskBoard {
  const states = new Map<string, TaskState>();
  const rings = new Map<string, () => void>();
  const asked = new Set<string>();

  const entryOf = (state: TaskState): TaskEntry => ({
    started: () => {
      asked.delete(state.name);
      state.running = true;
      state.lastStartedAt = clock.date();
    },
    ended: (error) => {
      state.running = false;
      state.runs += 1;
      state.lastEndedAt = clock.date();
      state.took_ms = state.lastEndedAt.getTime() - (state.lastStartedAt?.getTime() ?? 0);
      const text = error instanceof Error ? error.message : String(error);
      state.lastError = error === undefined ? null : text.slice(0, error_chars_max);
    },
    rest: async (ms, signal) => {
      if (asked.has(state.name)) return;
      const rung = new AbortController();
      rings.set(state.name, () => rung.abort('rung'));
      const either = AbortSignal.any([signal, rung.signal]);
      await clock.sleep(ms, either).catch(() => undefined);
      rings.delete(state.name);
    },
  });

  return {
    add: ({ name, every_ms }) => {
      const state: TaskState = {
        name,
        every_ms,
        running: false,
        lastStartedAt: null,
        lastEndedAt: null,
        took_ms: null,
        lastError: null,
        runs: 0,
      };
      states.set(name, state);
      return entryOf(state);
    },
    list: () => [...states.values()],
    runNow: (name) => {
      if (!states.has(name)) return false;
      asked.add(name);
      rings.get(name)?.();
      return true;
    },
  };
}
