/** Category trees and warehouses from files in the shape of the Best Buy open data set. */
import { createHash } from 'node:crypto';
import { refuse, isRefusal, type Refusal } from '#kernel/core/refusal.ts';
import { ensureCategories, type CategoryLine } from './commands-tree.ts';
import type { Workshop } from './commands.ts';
import type { RowProblem } from './import-map.ts';
import type { RawRow } from './import-read.ts';
import { categories_max, depth_max } from './model-category.ts';
import type { WarehousePlace } from './neighbours.ts';

export interface PlacesReport {
  read: number;
  created: number;
  problems: RowProblem[];
}

function problem(row: RawRow, column: string, what: { expected: string; got: unknown }) {
  const got = (JSON.stringify(what.got) ?? 'nothing').slice(0, 100);
  const { expected } = what;
  return { line: row.line, column, field: column, code: 'row-not-accepted', expected, got };
}

/**
 * Makes sure of every category in rows of `{ id, name, path: [{ id, name }, …] }` (`path` from
 * the root, ending in the category itself). Idempotent by the ids. The whole tree is held in
 * memory: at most 20,000 categories.
 */
export async function importCategories(
  shop: Workshop,
  rows: AsyncIterable<RawRow>,
): Promise<PlacesReport> {
  const lines: CategoryLine[] = [];
  const problems: RowProblem[] = [];
  let read = 0;
  for await (const row of rows) {
    read += 1;
    const line = row.value === undefined ? null : lineOf(row.value);
    if (line === null || line.names.length > depth_max || lines.length >= categories_max) {
      const expected = `a path of 1 to ${depth_max} { id, name } from the root`;
      problems.push(problem(row, 'path', { expected, got: row.value?.['path'] ?? row.problem }));
    } else lines.push(line);
  }
  const { created } = await ensureCategories(shop, lines);
  return { read, created, problems };
}

function lineOf(value: Record<string, unknown>): CategoryLine | null {
  const path = Array.isArray(value['path']) ? value['path'] : [];
  const names: string[] = [];
  const externalIds: (string | undefined)[] = [];
  for (const step of path as unknown[]) {
    const { id, name } = (step ?? {}) as { id?: unknown; name?: unknown };
    const text = typeof name === 'string' ? name.trim() : '';
    if (text === '' || text.length > 200) return null;
    names.push(text);
    externalIds.push(typeof id === 'string' && id.length <= 100 ? id : undefined);
  }
  return names.length === 0 ? null : { names, externalIds };
}

/**
 * Adds warehouses from rows of `{ id, name, state, location: { lat, lon } }` (`country` is US
 * when left out). Ids are made of the row's id, so that a repeat adds nothing. `limit`: only so
 * many, spread evenly over the file's order. Gives the ids of all of them.
 */
export async function importWarehouses(
  shop: Workshop,
  rows: AsyncIterable<RawRow>,
  limit: number,
): Promise<(PlacesReport & { warehouseIds: string[] }) | Refusal<'validation-failed'>> {
  const places: WarehousePlace[] = [];
  const problems: RowProblem[] = [];
  let read = 0;
  for await (const row of rows) {
    read += 1;
    const place = row.value === undefined ? null : placeOf(row.value);
    if (place !== null) places.push(place);
    else {
      const expected = 'an id, a name and a location with lat and lon';
      problems.push(problem(row, 'location', { expected, got: row.value ?? row.problem }));
    }
  }
  const taken = Math.min(limit, places.length);
  const chosen = Array.from({ length: taken }, (_, at) =>
    places.at(Math.floor((at * places.length) / taken)),
  ).filter((place) => place !== undefined);
  const warehouseIds = chosen.map((place) => place.warehouseId);
  let created = 0;
  for (let at = 0; at < chosen.length; at += 1000) {
    const answer = await shop.neighbours.addWarehouses({
      warehouses: chosen.slice(at, at + 1000),
    });
    if (isRefusal(answer)) return refuse('validation-failed', answer.detail);
    created += answer.added;
  }
  return { read, created, problems, warehouseIds };
}

function placeOf(value: Record<string, unknown>): WarehousePlace | null {
  const { id, name, state, country, location } = value;
  const { lat, lon } = (location ?? {}) as { lat?: unknown; lon?: unknown };
  const isId = typeof id === 'number' || (typeof id === 'string' && id !== '');
  if (!isId || typeof name !== 'string' || name.trim() === '' || name.length > 200) return null;
  if (typeof lat !== 'number' || typeof lon !== 'number') return null;
  if (Math.abs(lat) > 90 || Math.abs(lon) > 180) return null;
  const digest = createHash('sha256')
    .update(`warehouse ${String(id)}`)
    .digest('hex');
  const isCountry = typeof country === 'string' && /^[A-Z]{2}$/.test(country);
  return {
    warehouseId: `wh_${digest.slice(0, 32)}`,
    name: name.trim(),
    latitude: lat,
    longitude: lon,
    country: isCountry ? country : 'US',
    state: typeof state === 'string' && state !== '' ? state.slice(0, 100) : null,
    sellerId: null,
  };
}
