// Puts a bug in while modules are loaded: the source on disk stays as it is, and what the loader
// hands on has one text replaced. The name comes by the environment, so that tests in processes
// of their own can carry it too: `node --import ./sim/bugs/register.ts some.test.ts`.
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type pg from 'pg';
import type { Bug, Patch } from './bug.ts';
import { bugs } from './bank.ts';

const root = join(import.meta.dirname, '..', '..');
let registered = false;

export interface Registered {
  bug: Bug;
  /** What the bug changes in the database. */
  prepare(client: pg.Client): Promise<void>;
}

/** Puts in the bug that SIM_BUG names; undefined when it names none. */
export function registerBug(): Registered | undefined {
  const name = process.env['SIM_BUG'];
  if (name === undefined || name === '') return undefined;
  const bug = bugs.find((one) => one.name === name);
  if (bug === undefined) throw new Error(`there is no bug ${name}`);
  if (!registered) putIn(bug);
  registered = true;
  return { bug, prepare: (client) => prepare(client, bug) };
}

function putIn(bug: Bug): void {
  const patches = new Map<string, Patch[]>();
  for (const patch of bug.patches ?? []) {
    const url = pathToFileURL(join(root, patch.file)).href;
    patches.set(url, [...(patches.get(url) ?? []), patch]);
  }
  registerHooks({
    load: (url, context, next) => {
      const loaded = next(url, context);
      const mine = patches.get(url);
      if (mine === undefined) return loaded;
      let text = readFileSync(new URL(url), 'utf8');
      for (const patch of mine) text = patched(text, patch);
      return { ...loaded, source: text };
    },
  });
}

/** The text with the bug in it. Throws when the place is not there, or there more than once. */
export function patched(text: string, { file, from, to }: Patch): string {
  const parts = text.split(from);
  if (parts.length !== 2) {
    throw new Error(`${file} has the text of the bug ${parts.length - 1} times: ${from}`);
  }
  return parts.join(to);
}

const DEFINITION = `
select pg_get_functiondef(p.oid) as text from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
where n.nspname || '.' || p.proname = $1`;

/** Puts in what the bug changes in the database. */
export async function prepare(client: pg.Client, bug: Bug): Promise<void> {
  for (const one of bug.functions ?? []) {
    const found = await client.query<{ text: string }>(DEFINITION, [one.name]);
    const [text] = found.rows.map((row) => row.text);
    if (text === undefined) throw new Error(`there is no function ${one.name}`);
    await client.query(patched(text, { file: one.name, from: one.from, to: one.to }));
  }
  for (const text of bug.sql ?? []) await client.query(text);
}

registerBug();
