import type { Sql } from '#kernel/db/db.ts';
import type { Rate, Tables, Zone } from './model.ts';

const ZONES = `select zone, countries from zone order by zone limit 1000`;

const RATES = `
select zone, method, currency, name, base_minor, per_kg_minor, free_over_minor, max_weight_g,
  min_days as "minDays", max_days as "maxDays"
from rate order by zone, method, currency limit 20000`;

/** All zones and rates: small tables, kept in memory. Two statements. */
export async function readTables(db: Sql): Promise<Tables> {
  const [zones, rates] = await Promise.all([db.rows<Zone>(ZONES), db.rows<Rate>(RATES)]);
  return { zones, rates };
}
