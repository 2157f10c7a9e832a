// Towns by postal code. The codes come from a file that anybody may have; what is not in it is
// typed by hand as ever, and nothing that is sold depends on it.
import { Type } from 'typebox';
import type { Sql } from '#kernel/db/db.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import { placeSchema, type Place } from './contract.ts';
import { placesOf } from './store-places.ts';

/** As many towns as one answer names. */
const places_max = 20;
/** Half a day: a town moves rarely. */
const fresh_s = 43_200;

export const tightPostal = (text: string): string => text.toUpperCase().replace(/[\s-]/g, '');

/** How many signs at the end name a street or a house, where files have the rest only. */
const inner: Readonly<Record<string, (code: string) => number>> = {
  GB: (code) => code.length - 3,
  CA: () => 3,
  IE: () => 3,
  NL: () => 4,
  US: () => 5,
};

/** What to look for: the whole code, then the part of it that names the district. */
export function codesFor(country: string, postalCode: string): string[] {
  const whole = tightPostal(postalCode);
  const outer = whole.slice(0, Math.max(inner[country]?.(whole) ?? whole.length, 2));
  return outer === whole ? [whole] : [whole, outer];
}

/**
 * A line of a file of postal codes: tab-separated country, postal code, place, name and code of
 * the region. https://download.geonames.org/export/zip/ (readme). Null: it is none.
 */
export function placeIn(line: string): Place | null {
  const [country = '', code = '', city = '', state = '', stateCode = ''] = line.split('\t');
  const place = {
    country: country.trim().toUpperCase(),
    postalCode: tightPostal(code),
    city: city.trim(),
    state: state.trim(),
    stateCode: stateCode.trim(),
  };
  if (!/^[A-Z]{2}$/.test(place.country) || !/^[A-Z0-9]{1,12}$/.test(place.postalCode)) return null;
  const fits = place.city.length <= 100 && place.state.length <= 100;
  return place.city !== '' && fits && place.stateCode.length <= 20 ? place : null;
}

async function find(db: Sql, country: string, postalCode: string) {
  for (const code of codesFor(country, postalCode)) {
    const found = await placesOf(db, { country, code, limit: places_max });
    if (found.length > 0) return found;
  }
  return [];
}

export function placesRoute(db: Sql): Route {
  return route({
    method: 'GET',
    path: '/shipping/places',
    summary: 'The towns of a postal code, to fill an address in; none when it is not known',
    audience: 'public',
    owner: 'none',
    limit: 'read',
    idempotency: 'none',
    query: Type.Object({
      country: Type.String({ pattern: '^[A-Z]{2}$' }),
      postalCode: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9 -]{0,15}$' }),
    }),
    replies: {
      200: Type.Object({
        places: Type.Array(Type.Omit(placeSchema, ['country', 'postalCode'])),
      }),
    },
    errors: [],
    handle: async ({ query: { country, postalCode } }) => {
      const places = await find(db, country, postalCode);
      const headers = { 'cache-control': `public, max-age=${fresh_s}` };
      return reply(200, { places }, { headers });
    },
  });
}
