import type { Sql } from '#kernel/db/db.ts';
import type { Place } from './contract.ts';

const LEARN = `
insert into place (country, postal_code, city, state_code, state)
select distinct on (1, 2, 3) x.country, x."postalCode", x.city, x."stateCode", x.state
from jsonb_to_recordset($1::jsonb)
  as x(country text, "postalCode" text, city text, "stateCode" text, state text)
limit $2
on conflict (country, postal_code, city)
do update set state_code = excluded.state_code, state = excluded.state
where (place.state_code, place.state) is distinct from (excluded.state_code, excluded.state)`;

/** Writes towns; those that are there get the file's region. Safe to repeat. */
export async function learnPlaces(db: Sql, places: readonly Place[]): Promise<void> {
  await db.rows(LEARN, [JSON.stringify(places), places.length]);
}

const FIND = `
select city, state_code as "stateCode", state from place
where country = $1 and postal_code = $2 order by city limit $3`;

/** The towns of exactly this code, in order. */
export function placesOf(db: Sql, of: { country: string; code: string; limit: number }) {
  const { country, code, limit } = of;
  return db.rows<Pick<Place, 'city' | 'stateCode' | 'state'>>(FIND, [country, code, limit]);
}
