/** SQL of what operators decide: synonyms, boosts, pins; and of what was searched for. */
import type { Sql } from '#kernel/db/db.ts';

export const rules_max = 2_000;

export interface Synonym {
  synonymId: string;
  words: string[];
  version: number;
}

export interface Boost {
  boostId: string;
  kind: 'brand' | 'category' | 'product';
  key: string;
  points: number;
  version: number;
}

export interface Pin {
  pinId: string;
  query: string;
  productIds: string[];
  version: number;
}

export interface Rules {
  synonyms: Synonym[];
  boosts: Boost[];
  pins: Pin[];
}

/** All rules; there are few. */
export async function allRules(sql: Sql): Promise<Rules> {
  const [synonyms, boosts, pins] = await Promise.all([
    sql.rows<Synonym>(
      `select synonym_id as "synonymId", words, version from synonym order by synonym_id limit $1`,
      [rules_max],
    ),
    sql.rows<Boost>(
      `select boost_id as "boostId", kind, key, points, version from boost
       order by boost_id limit $1`,
      [rules_max],
    ),
    sql.rows<Pin>(
      `select pin_id as "pinId", query, product_ids as "productIds", version from pin
       order by pin_id limit $1`,
      [rules_max],
    ),
  ]);
  return { synonyms, boosts, pins };
}

/** Tells whether any rule changed. */
export async function rulesRevision(sql: Sql): Promise<string> {
  const row = await sql.row<{ revision: string }>(
    `select concat_ws('/',
       (select count(*) || ':' || coalesce(max(updated_at)::text, '') from synonym),
       (select count(*) || ':' || coalesce(max(updated_at)::text, '') from boost),
       (select count(*) || ':' || coalesce(max(updated_at)::text, '') from pin)) as revision`,
  );
  return row?.revision ?? '';
}

type Kind = 'synonym' | 'boost' | 'pin';

const counts: Record<Kind, string> = {
  synonym: 'select count(*)::int as n from synonym',
  boost: 'select count(*)::int as n from boost',
  pin: 'select count(*)::int as n from pin',
};

export async function ruleCount(sql: Sql, kind: Kind): Promise<number> {
  return (await sql.row<{ n: number }>(counts[kind]))?.n ?? 0;
}

/** Writes a synonym; `version` null: a new one. False: it is not there in this version. */
export async function saveSynonym(sql: Sql, one: Synonym, version: number | null) {
  const text =
    version === null
      ? 'insert into synonym (synonym_id, words) values ($1, $2::text[])'
      : 'update synonym set words = $2::text[], version = version + 1, updated_at = now()' +
        ' where synonym_id = $1 and version = $3';
  const values = [one.synonymId, one.words];
  return (await sql.run(text, version === null ? values : [...values, version])) === 1;
}

/** False: it is not there in this version, or another one is for the same thing. */
export async function saveBoost(sql: Sql, one: Boost, version: number | null) {
  const text =
    version === null
      ? 'insert into boost (boost_id, kind, key, points) values ($1, $2, $3, $4)' +
        ' on conflict (kind, key) do nothing'
      : 'update boost set points = $4, version = version + 1, updated_at = now()' +
        ' where boost_id = $1 and kind = $2 and key = $3 and version = $5';
  const values = [one.boostId, one.kind, one.key, one.points];
  return (await sql.run(text, version === null ? values : [...values, version])) === 1;
}

export async function savePin(sql: Sql, one: Pin, version: number | null) {
  const text =
    version === null
      ? 'insert into pin (pin_id, query, product_ids) values ($1, $2, $3::text[])' +
        ' on conflict (query) do nothing'
      : 'update pin set product_ids = $3::text[], version = version + 1, updated_at = now()' +
        ' where pin_id = $1 and query = $2 and version = $4';
  const values = [one.pinId, one.query, one.productIds];
  return (await sql.run(text, version === null ? values : [...values, version])) === 1;
}

const removals: Record<Kind, string> = {
  synonym: 'delete from synonym where synonym_id = $1 and version = $2',
  boost: 'delete from boost where boost_id = $1 and version = $2',
  pin: 'delete from pin where pin_id = $1 and version = $2',
};

export async function removeRule(
  sql: Sql,
  of: { kind: Kind; id: string; version: number },
): Promise<boolean> {
  return (await sql.run(removals[of.kind], [of.id, of.version])) === 1;
}

/** Adds to the counts of the day; each query once. */
export async function countQueries(
  sql: Sql,
  queries: readonly { query: string; searches: number; zero: number }[],
): Promise<void> {
  if (queries.length === 0) return;
  await sql.run(
    `insert into query_day as q (day, query, searches, zero)
     select (now() at time zone 'utc')::date, i.* from
       unnest($1::text[], $2::int[], $3::int[]) as i(query, searches, zero) order by query
     on conflict (day, query) do update set searches = q.searches + excluded.searches,
       zero = q.zero + excluded.zero`,
    [
      queries.map((one) => one.query),
      queries.map((one) => one.searches),
      queries.map((one) => one.zero),
    ],
  );
}

export interface QueryFigures {
  query: string;
  searches: number;
  zero: number;
}

/** What was searched for in the last days, those that found nothing first, or the most frequent. */
export async function queryReport(
  sql: Sql,
  of: { days: number; zeroOnly: boolean; limit: number },
): Promise<QueryFigures[]> {
  return sql.rows<QueryFigures>(
    `select query, sum(searches)::int as searches, sum(zero)::int as zero from query_day
     where day > (now() at time zone 'utc')::date - $1::int
     group by query having not $2 or sum(zero) > 0
     order by case when $2 then sum(zero) else sum(searches) end desc, query limit $3`,
    [of.days, of.zeroOnly, of.limit],
  );
}

/** Forgets days that count no more. */
export async function forgetQueries(sql: Sql, days: number): Promise<number> {
  return sql.run(
    `delete from query_day where (day, query) in (select day, query from query_day
     where day <= (now() at time zone 'utc')::date - $1::int limit 5000)`,
    [days],
  );
}
