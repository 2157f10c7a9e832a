import { existsSync, readdirSync } from 'node:fs';

const services = new URL('../services/', import.meta.url);

/** The rooms by their folders: a help page must not load every room to name them. */
export function roomNames(): string[] {
  const names = readdirSync(services);
  return names.filter((name) => existsSync(new URL(`${name}/service.ts`, services)));
}
