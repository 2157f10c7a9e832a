/** SQL of what people want to be told. */
import type { Sql } from '#kernel/db/db.ts';
import { noPreferences, type Preferences, type QuietHours } from './preference.ts';

interface Row {
  userId: string;
  cells: Record<string, boolean>;
  quietFrom: number | null;
  quietTo: number | null;
  timeZone: string | null;
}

const columns =
  ' user_id as "userId", cells, quiet_from as "quietFrom", quiet_to as "quietTo",' +
  ' time_zone as "timeZone"';

function preferencesOf({ cells, quietFrom: from, quietTo: to, timeZone }: Row): Preferences {
  const quiet = from === null || to === null || timeZone === null ? null : { from, to, timeZone };
  return { cells, quiet };
}

/** What these people have said; who has said nothing is not in it. One statement. */
export async function readPreferences(
  sql: Sql,
  userIds: readonly string[],
): Promise<Map<string, Preferences>> {
  const text = 'select' + columns + ' from preference where user_id = any($1::text[])';
  const rows = await sql.rows<Row>(text, [userIds]);
  return new Map(rows.map((row) => [row.userId, preferencesOf(row)]));
}

/** What one person has said, or the defaults. */
export async function preferencesFor(sql: Sql, userId: string): Promise<Preferences> {
  return (await readPreferences(sql, [userId])).get(userId) ?? noPreferences;
}

export interface PreferenceChange {
  cells: Readonly<Record<string, boolean>>;
  /** undefined: as they are; null: none. */
  quiet: QuietHours | null | undefined;
  /** What holds for the changed cells where nothing was said before. */
  defaults: Readonly<Record<string, boolean>>;
}

/**
 * Changes some cells and, if named, the quiet hours; gives all as it stands then. What really
 * changed (`defaults` hold for cells that were never set) goes into the log of consents, in the
 * same statement.
 */
export async function changePreferences(
  sql: Sql,
  userId: string,
  { cells, quiet, defaults }: PreferenceChange,
): Promise<Preferences> {
  const row = await sql.row<Row>(
    `with before as (
       select cells from preference where user_id = $1
     ), log as (
       insert into consent (consent_id, user_id, topic, channel, given)
       select 'cns_' || replace(uuidv7()::text, '-', ''), $1, split_part(key, ':', 1),
         split_part(key, ':', 2), value::boolean
       from jsonb_each($2::jsonb)
       where value is distinct from
         coalesce((select cells -> key from before), $7::jsonb -> key)
     )
     insert into preference as p (user_id, cells, quiet_from, quiet_to, time_zone)
     values ($1, $2::jsonb, $3, $4, $5)
     on conflict (user_id) do update set cells = p.cells || excluded.cells,
       quiet_from = case when $6 then excluded.quiet_from else p.quiet_from end,
       quiet_to = case when $6 then excluded.quiet_to else p.quiet_to end,
       time_zone = case when $6 then excluded.time_zone else p.time_zone end,
       version = p.version + 1, updated_at = now()
     returning` + columns,
    [
      userId,
      JSON.stringify(cells),
      quiet?.from ?? null,
      quiet?.to ?? null,
      quiet?.timeZone ?? null,
      quiet !== undefined,
      JSON.stringify(defaults),
    ],
  );
  return row === undefined ? noPreferences : preferencesOf(row);
}
