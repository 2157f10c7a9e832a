// The steps that all sagas of the house have, read from their code, and what their effects are.
// Points a, b, d and e are in the saga's runner, the same for every step; point c needs to know
// which statement or request is the effect, and that is said here and in points.ts.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { otherSteps, returnSteps, steps } from './points.ts';

const root = join(import.meta.dirname, '..');

/**
 * Names of the steps in a saga's code; a number that counts turns reads 1. A helper that names
 * steps for others is read where it is used. Throws at a step whose name cannot be read.
 */
export function stepsIn(source: string): string[] {
  const named = /(?:'(\w+)'|`(\w+?)_\$\{[\w.]+\}`|`(\w+)\$\{\w+\}`)/.source;
  const direct = new RegExp(`\\bsaga\\.step(?:<[^(]*>)?\\(\\s*${named}`, 'g');
  const helped = new RegExp(`\\bonce\\(\\s*saga,\\s*${named}`, 'g');
  const found = [...source.matchAll(direct), ...source.matchAll(helped)];
  const helper = /\bsaga\.step<T>\(name,/.test(source) ? 1 : 0;
  const calls = [...source.matchAll(/\bsaga\.step(?:<[^(]*>)?\(/g)].length;
  if ([...source.matchAll(direct)].length + helper !== calls) {
    throw new TypeError('a step has a name that cannot be read from the code');
  }
  const names = found.map(([, plain, turn, nth]) => plain ?? nth ?? `${turn ?? ''}_1`);
  return [...new Set(names)].sort();
}

/** The steps of a room's sagas, in the order of their names. */
export function stepsOf(room: string): string[] {
  const files = sagaFiles().filter((file) => file.startsWith(`${room}/`));
  const names = files.flatMap((file) => stepsIn(readFileSync(join(root, file), 'utf8')));
  return [...new Set(names)].sort();
}

/** What the registry knows of a room's sagas. */
export function knownOf(room: string): string[] {
  const purchase = room === 'services/checkout' ? { ...steps, ...otherSteps } : {};
  const back = room === 'services/returns' ? returnSteps : {};
  return Object.keys({ ...purchase, ...back });
}

/** For each room that leads sagas: the steps in its code that the registry does not know. */
export function unknownSteps(): string[] {
  const leading = new Set(sagaFiles().map((file) => file.split('/').slice(0, 2).join('/')));
  return [...leading].flatMap((room) => {
    const known = new Set(knownOf(room));
    return stepsOf(room)
      .filter((name) => !known.has(name))
      .map((name) => `${room}: ${name} has no effect in chaos/, so no point c`);
  });
}

function sagaFiles(): string[] {
  return globSync('services/**/*.ts', { cwd: root }).filter(
    (file) =>
      !file.endsWith('.test.ts') && /\bsaga\.step[<(]/.test(readFileSync(join(root, file), 'utf8')),
  );
}
