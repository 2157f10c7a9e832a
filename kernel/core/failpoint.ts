import { assert } from './assert.ts';

/** A place where a crash is interesting, and how often this process came by. */
export interface Failpoint {
  readonly name: string;
  readonly hits: number;
}

interface Armed {
  name: string;
  hit: number;
  act(): void;
}

const hits = new Map<string, number>();
let armed = fromEnvironment(process.env['TRUESHELF_CRASH_AT']);
let watching = armed !== undefined;

/**
 * A crash point. With TRUESHELF_CRASH_AT=name or name#3 the process kills itself by SIGKILL at
 * the first or third pass: no handler, no flush, nothing after it runs. Costs a comparison in a
 * process that nobody watches.
 */
export function failpoint(name: string): void {
  if (!watching) return;
  const count = (hits.get(name) ?? 0) + 1;
  hits.set(name, count);
  if (armed?.name !== name || armed.hit !== count) return;
  const { act } = armed;
  armed = undefined;
  act();
}

/** Whether passes are counted; where a name must be put together, ask before doing so. */
export function failpointsWatched(): boolean {
  return watching;
}

/** From now on passes are counted, from zero. */
export function watchFailpoints(): void {
  watching = true;
  hits.clear();
}

/**
 * At the hit-th pass from now on `act` runs, once, before another instruction of the process
 * does; without it the process dies. Replaces what was armed before.
 */
export function armFailpoint(at: { name: string; hit?: number }, act: () => void = die): void {
  watchFailpoints();
  armed = { name: at.name, hit: at.hit ?? 1, act };
}

/** The crash points this process has passed while watched, sorted by name. */
export function listFailpoints(): Failpoint[] {
  return [...hits]
    .map(([name, count]) => ({ name, hits: count }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Ends the process as kill -9 does. */
export function die(): never {
  process.kill(process.pid, 'SIGKILL');
  // The signal may arrive a moment later; not one more instruction of the caller may run.
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

function fromEnvironment(text: string | undefined): Armed | undefined {
  if (text === undefined || text === '') return undefined;
  const match = /^([^#\s]+)(?:#([1-9][0-9]*))?$/.exec(text);
  assert(match?.[1] !== undefined, `TRUESHELF_CRASH_AT='${text}' must read name or name#hit`);
  return { name: match[1], hit: Number(match[2] ?? 1), act: die };
}
