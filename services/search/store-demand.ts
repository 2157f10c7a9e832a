/** SQL of what is wanted: how far orders are counted, and what units and views add. */
import type { Sql } from '#kernel/db/db.ts';

/** Steps of the kept number for twice as much. */
export const demand_steps = 1_024;

/** The last order counted. */
export async function countedTo(sql: Sql): Promise<string> {
  return (
    (await sql.row<{ order_id: string }>('select order_id from demand_cursor'))?.order_id ?? ''
  );
}

/** The same, locked; null while another process is counting. */
export async function lockCount(tx: Sql): Promise<string | null> {
  const text = 'select order_id from demand_cursor for update skip locked';
  return (await tx.row<{ order_id: string }>(text))?.order_id ?? null;
}

const addText = `
sold as (
  select f.row_no, s.units from unnest($1::text[], $2::float8[]) as s(product_id, units)
  join fact f using (product_id) order by f.row_no for update of f
), sums as (
  select f.row_no, round($4::float8 * ln(power(2.0::float8, f.demand / $4::float8)
      + s.units * power(2.0::float8, $3::float8)) / ln(2.0::float8))::int as demand
  from fact f join sold s using (row_no)
)
update fact f set demand = sums.demand, change_xid = pg_current_xact_id()
from sums where f.row_no = sums.row_no and f.demand <> sums.demand`;
const addSold = 'with moved as (update demand_cursor set order_id = $5), ' + addText;
const addSeen = 'with ' + addText;

interface Units {
  productId: string;
  units: number;
}

const columns = (list: readonly Units[]) => [
  list.map((one) => one.productId),
  list.map((one) => one.units),
];

/** Adds parts of units for views, each product once; `age` as below. One statement. */
export async function addViewed(sql: Sql, seen: readonly Units[], age: number): Promise<void> {
  await sql.run(addSeen, [...columns(seen), age, demand_steps]);
}

/**
 * Adds units, each product once, and notes up to which order. `age`: half-lives since 2025 at the
 * time of selling. One statement.
 */
export async function addDemand(
  tx: Sql,
  sold: readonly Units[],
  { age, last }: { age: number; last: string },
): Promise<void> {
  await tx.run(addSold, [...columns(sold), age, demand_steps, last]);
}
