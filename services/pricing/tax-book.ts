// Which tax a place takes of a class of goods, from memory: rates compiled once for each change and
// day. The nearest area that says something of the class counts, first by postal code, then by
// state, then the country; a class that none of them knows is taxed as a standard one.
import type { Component, Exemption, Levy, TaxCase } from './tax.ts';
import { taxClasses, type TaxClass } from './contract.ts';
import { stateCode, unionTerritories } from './tax-regions.ts';

export interface TaxRow {
  country: string;
  /** '' for the whole country. */
  state: string;
  /** First and last postal code, without gaps; both '' where it is not about codes. */
  zipFrom: string;
  zipTo: string;
  taxClass: TaxClass;
  /** As an invoice names it: of several components of an area each has one. */
  name: string;
  rate_milli: number;
  taxesShipping: boolean;
  /** YYYY-MM-DD; the latest that has begun counts. */
  since: string;
}

export interface CountryRow {
  country: string;
  pricesInclude: boolean;
  rounding: 'document' | 'line';
  /** `gst-in`: within the origin's state CGST and SGST, from others IGST. */
  scheme: 'plain' | 'gst-in';
  /** Where the marketplace is registered there. */
  originState: string | null;
  /** Who has a VAT number of this country owes the tax there themselves. */
  reverseCharge: boolean;
}

export interface ExemptionRow extends Exemption {
  exemptionId: string;
  userId: string;
  country: string;
  /** '' for the whole country. */
  state: string;
  validFrom: string;
  validUntil: string | null;
}

export interface TaxTables {
  rows: readonly TaxRow[];
  countries: readonly CountryRow[];
  exemptions: readonly ExemptionRow[];
  /** Of the tables: it is in the evidence of every quote. */
  revision: string;
}

export interface Place {
  country: string;
  state?: string | undefined;
  postalCode?: string | undefined;
}

export interface TaxBook {
  readonly revision: string;
  readonly day: string;
  caseOf(place: Place, of: { classes: readonly TaxClass[]; userId?: string | undefined }): TaxCase;
  /** Whether a place without a state is too little to say the tax. */
  isByState(country: string): boolean;
  /** Whether everything is taxed alike at both. */
  isSame(a: Place, b: Place): boolean;
}

const plainCountry = { pricesInclude: false, rounding: 'document', scheme: 'plain' } as const;

interface Area {
  zipFrom: string;
  zipTo: string;
  levy: Levy;
}

export const tightZip = (postalCode: string | undefined): string =>
  (postalCode ?? '').toUpperCase().replaceAll(/[\s-]/g, '');

const areaKey = (row: TaxRow) => `${row.country}:${row.state}:${row.taxClass}`;

/** Areas by country, state and class; those with postal codes in their order. */
function areasOf(rows: readonly TaxRow[], day: string): Map<string, Area[]> {
  const latest = new Map<string, TaxRow>();
  for (const row of rows) {
    if (row.since > day) continue;
    const key = `${areaKey(row)}:${row.zipFrom}:${row.name}`;
    const known = latest.get(key);
    if (!known || known.since < row.since) latest.set(key, row);
  }
  const rowsOf = new Map<string, TaxRow[]>();
  for (const row of latest.values()) {
    const key = `${areaKey(row)} ${row.zipFrom}`;
    const list = rowsOf.get(key);
    if (list) list.push(row);
    else rowsOf.set(key, [row]);
  }
  const areas = new Map<string, Area[]>();
  for (const list of rowsOf.values()) {
    const [first] = list;
    if (!first) continue;
    const sorted = list.toSorted(
      (a, b) => b.rate_milli - a.rate_milli || (a.name < b.name ? -1 : 1),
    );
    const components = sorted.map(({ name, rate_milli }) => ({ name, rate_milli }));
    const levy = levyOf(
      components,
      list.some((row) => row.taxesShipping),
    );
    const { zipFrom, zipTo } = first;
    const known = areas.get(areaKey(first)) ?? [];
    known.push({ zipFrom, zipTo, levy });
    areas.set(areaKey(first), known);
  }
  for (const list of areas.values()) list.sort((a, b) => (a.zipFrom < b.zipFrom ? -1 : 1));
  return areas;
}

function levyOf(components: readonly Component[], taxesShipping: boolean): Levy {
  const rate_milli = components.reduce((sum, one) => sum + one.rate_milli, 0);
  return { components, rate_milli, taxesShipping };
}

/** The area of a code among sorted ones that do not overlap. */
function areaOf(areas: readonly Area[] | undefined, zip: string): Area | undefined {
  if (!areas || zip === '') return undefined;
  let low = 0;
  let high = areas.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const area = areas[middle];
    if (!area) return undefined;
    if (zip.slice(0, area.zipFrom.length) < area.zipFrom || area.zipFrom === '') {
      if (area.zipFrom === '') low = middle + 1;
      else high = middle - 1;
    } else if (zip.slice(0, area.zipTo.length) > area.zipTo) low = middle + 1;
    else return area;
  }
  return undefined;
}

const indianLevies = new WeakMap<Levy, Map<string, Levy>>();

/** The same object for the same levy and place, since lines of one levy are rounded together. */
function indianOnce(levy: Levy, state: string, origin: string | null): Levy {
  const known = indianLevies.get(levy) ?? new Map<string, Levy>();
  indianLevies.set(levy, known);
  const key = `${state} ${origin ?? ''}`;
  const made = known.get(key) ?? indian(levy, state, origin);
  known.set(key, made);
  return made;
}

/** Half to the union, half to the state where goods stay in it; all of it to both elsewhere. */
function indian(levy: Levy, state: string, origin: string | null): Levy {
  const { rate_milli, taxesShipping } = levy;
  if (origin === null || state !== origin) {
    return levyOf([{ name: 'IGST', rate_milli }], taxesShipping);
  }
  const own = unionTerritories.has(state) ? 'UTGST' : 'SGST';
  const half = Math.floor(rate_milli / 2);
  const parts = [
    { name: 'CGST', rate_milli: rate_milli - half },
    { name: own, rate_milli: half },
  ];
  return levyOf(parts, taxesShipping);
}

/** The nearest area that says something of the class, else of the standard one. */
function look(
  areas: ReadonlyMap<string, Area[]>,
  of: { country: string; state: string; zip: string; taxClass: TaxClass },
): Levy | null {
  const { country, state, zip, taxClass } = of;
  for (const one of taxClass === 'standard' ? [taxClass] : [taxClass, 'standard' as const]) {
    const own = areas.get(`${country}:${state}:${one}`);
    const all = areas.get(`${country}::${one}`);
    const found =
      areaOf(own, zip) ?? areaOf(all, zip) ?? [...(own ?? []), ...(all ?? [])].find(isWhole);
    if (found) return found.levy;
  }
  return null;
}

/** As many places as are kept at hand with what they take. */
const placesAtHand_max = 20_000;

export function compileTax(tables: TaxTables, day: string): TaxBook {
  const areas = areasOf(tables.rows, day);
  const countries = new Map(tables.countries.map((one) => [one.country, one]));
  const exemptions = new Map<string, ExemptionRow[]>();
  for (const one of tables.exemptions) {
    exemptions.set(one.userId, [...(exemptions.get(one.userId) ?? []), one]);
  }
  const zipped = new Set(tables.rows.flatMap((row) => (row.zipFrom === '' ? [] : [row.country])));
  const byState = new Set(tables.rows.flatMap((row) => (row.state === '' ? [] : [row.country])));
  const atHand = new Map<string, Levy | null>();

  function levy(place: Place, taxClass: TaxClass): Levy | null {
    const { country } = place;
    const state = stateCode(country, place.state);
    const zip = zipped.has(country) ? tightZip(place.postalCode) : '';
    const key = `${country}:${state}:${zip}:${taxClass}`;
    const known = atHand.get(key);
    if (known !== undefined) return known;
    const found = look(areas, { country, state, zip, taxClass });
    const rules = countries.get(country);
    const made =
      found && rules?.scheme === 'gst-in' ? indianOnce(found, state, rules.originState) : found;
    if (atHand.size >= placesAtHand_max) atHand.clear();
    atHand.set(key, made);
    return made;
  }

  function exemptionOf(place: Place, userId: string | undefined): Exemption | null {
    const own = userId === undefined ? undefined : exemptions.get(userId);
    if (!own) return null;
    const state = stateCode(place.country, place.state);
    const found = own.find((one) => {
      if (one.country !== place.country || (one.state !== '' && one.state !== state)) return false;
      if (one.validFrom > day || (one.validUntil !== null && one.validUntil < day)) return false;
      return one.kind === 'certificate' || countries.get(place.country)?.reverseCharge === true;
    });
    return found ? { kind: found.kind, number: found.number } : null;
  }

  return {
    revision: tables.revision,
    day,
    caseOf: (place, { classes, userId }) => {
      const { pricesInclude: included, rounding } = countries.get(place.country) ?? plainCountry;
      const standard = levy(place, 'standard');
      return {
        levies: classes.map((one) => levy(place, one)),
        shipping: standard?.taxesShipping ? standard : null,
        included,
        rounding,
        exemption: exemptionOf(place, userId),
      };
    },
    isByState: (country) => byState.has(country),
    isSame: (a, b) =>
      a.country === b.country && taxClasses.every((one) => sameLevy(levy(a, one), levy(b, one))),
  };
}

const isWhole = (area: Area) => area.zipFrom === '';

const sameLevy = (a: Levy | null, b: Levy | null) => JSON.stringify(a) === JSON.stringify(b);
