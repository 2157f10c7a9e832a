// Takes time and chance away from the process: what the kernel reads from the machine comes from
// the seed instead. Nothing of this is in production code: the hands of Node itself are replaced.
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { systemClock, type Clock } from '#kernel/core/clock.ts';
import { beginIdsAgain } from '#kernel/core/id.ts';
import { prng, type Prng } from '#kernel/core/prng.ts';

const real = {
  setImmediate: globalThis.setImmediate,
  setTimeout: globalThis.setTimeout,
  now: performance.now.bind(performance),
  clock: { ...systemClock },
};

let pending = 0;
let draw: Prng = prng('before the first seed');
let secrets: Prng = draw;
let others: Prng = draw;
let clock: Clock | undefined;

/** Real milliseconds, for measuring the simulation itself. */
export const real_ms = (): number => real.now();

/** A real pause, for waiting on the real server. */
export function realPause(ms: number): Promise<void> {
  return new Promise((resolve) => real.setTimeout(resolve, ms));
}

/**
 * Resolves when all code waits for something that only a step can bring. `patient`: gives work
 * that happens outside, such as hashing a password, real time as well.
 */
export async function settled(patient = false): Promise<void> {
  if (patient) await realPause(15);
  do {
    await new Promise<void>((resolve) => void real.setImmediate(resolve));
  } while (pending > 0);
}

/** Puts the hands of the simulation in place of Node's. Once for a process, before all else. */
export function takeOver(): void {
  globalThis.setImmediate = ((fn: (...args: unknown[]) => void, ...args: unknown[]) => {
    pending += 1;
    return real.setImmediate(() => {
      pending -= 1;
      fn(...args);
    });
  }) as typeof setImmediate;
  Math.random = () => draw.next();
  crypto.randomBytes = ((size: number) =>
    Buffer.from((size >= 8 ? secrets : others).bytes(size))) as typeof crypto.randomBytes;
  crypto.randomFillSync = ((target: Uint8Array) => {
    target.set(others.bytes(target.length));
    return target;
  }) as typeof crypto.randomFillSync;
  syncBuiltinESMExports();
  const systemNow = Date.now;
  Date.now = () => clock?.now() ?? systemNow();
  real.clock.now = systemNow;
  Object.assign(systemClock, {
    now: () => hand().now(),
    date: () => hand().date(),
    monotonic: () => hand().monotonic(),
    sleep: (ms: number, signal?: AbortSignal) => hand().sleep(ms, signal),
  } satisfies Clock);
}

/** The seed's clock while one runs, the machine's before and after. */
function hand(): Clock {
  return clock ?? real.clock;
}

/** From here on time is the machine's again. */
export function endSeed(): void {
  clock = undefined;
}

/** From here on time and chance are this seed's. */
export function beginSeed(seed: number | string, ambient: Clock): void {
  draw = prng(`draw ${seed}`);
  secrets = prng(`secrets ${seed}`);
  others = prng(`others ${seed}`);
  beginIdsAgain();
  clock = ambient;
}
