import { assert } from './assert.ts';

/** A place where a crash is interesting, and how often this process came by. */
export interface Failpoint {
  readonly name: string;
  readonly hits: number;
}

const hits = new Map<string, number>();
const crashAt = parseCrashAt(process.env['TRUESHELF_CRASH_AT']);

/**
 * A crash point, registered when it is first passed. With TRUESHELF_CRASH_AT=name or name#3 the
 * process kills itself by SIGKILL at the first or third pass: no handler, no flush, nothing after
 * it runs. Costs a map entry otherwise.
 */
export function failpoint(name: string): void {
  const count = (hits.get(name) ?? 0) + 1;
  hits.set(name, count);
  if (crashAt !== undefined && crashAt.name === name && crashAt.hit === count) die();
}

/** The crash points this process has passed, sorted by name. */
export function listFailpoints(): Failpoint[] {
  return [...hits]
    .map(([name, count]) => ({ name, hits: count }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  // The signal may arrive a moment later; not one more instruction of the caller may run.
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

function parseCrashAt(text: string | undefined): { name: string; hit: number } | undefined {
  if (text === undefined || text === '') return undefined;
  const match = /^([^#\s]+)(?:#([1-9][0-9]*))?$/.exec(text);
  assert(match?.[1] !== undefined, `TRUESHELF_CRASH_AT='${text}' must read name or name#hit`);
  return { name: match[1], hit: Number(match[2] ?? 1) };
}
