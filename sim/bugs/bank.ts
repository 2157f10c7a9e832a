// The bank of bugs: one file each beside this one, in the order of their names.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Bug } from './bug.ts';

const files = readdirSync(import.meta.dirname)
  .filter((file) => /^[bc]\d\d-[\w-]+\.ts$/.test(file))
  .sort();

export const bugs: readonly Bug[] = await Promise.all(
  files.map(async (file) => {
    const { href } = pathToFileURL(join(import.meta.dirname, file));
    return ((await import(href)) as { bug: Bug }).bug;
  }),
);
