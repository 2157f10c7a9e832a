/** SQL of simulations, and of the promotions that quotes were made with. */
import type { Sql } from '#kernel/db/db.ts';
import type { Promotion } from './model-rule.ts';
import type { Draft, Moves, Tally } from './model-simulate.ts';

export interface SimulationRow {
  simulationId: string;
  draft: Draft;
  state: 'RUNNING' | 'DONE' | 'FAILED';
  fromAt: Date;
  untilAt: Date;
  cursor: string;
  tally: Tally;
  createdAt: Date;
}

const INSERT = `
with old as (
  delete from simulation where simulation_id in (
    select simulation_id from simulation where created_at < now() - interval '1 day' limit 100)
)
insert into simulation (simulation_id, draft, from_at, until_at, cursor, tally, created_by)
values ($1, $2::jsonb, $3, $4, $5, $6::jsonb, $7)`;

/** Keeps a new one; those of yesterday go. */
export async function insertSimulation(
  tx: Sql,
  of: Omit<SimulationRow, 'state' | 'createdAt'> & { actor: string },
): Promise<void> {
  const { simulationId, draft, fromAt, untilAt, cursor, tally, actor } = of;
  const [what, none] = [JSON.stringify(draft), JSON.stringify(tally)];
  await tx.run(INSERT, [simulationId, what, fromAt, untilAt, cursor, none, actor]);
}

const RUNNING = `
select count(*)::int as running from simulation
where state = 'RUNNING' and created_at > now() - interval '10 minutes'`;

export async function countRunning(tx: Sql): Promise<number> {
  return (await tx.row<{ running: number }>(RUNNING))?.running ?? 0;
}

const ONE = `
select simulation_id as "simulationId", draft, state, from_at as "fromAt", until_at as "untilAt",
  cursor, tally, created_at as "createdAt"
from simulation where simulation_id = $1`;

export async function readSimulation(db: Sql, id: string): Promise<SimulationRow | undefined> {
  return db.row<SimulationRow>(ONE, [id]);
}

const STEP = `
update simulation set cursor = $3, tally = $4::jsonb, state = $5
where simulation_id = $1 and cursor = $2 and state = 'RUNNING'`;

/** Notes how far it is; false: another run was faster. */
export async function noteProgress(
  db: Sql,
  of: { id: string; was: string; cursor: string; tally: Tally; state: SimulationRow['state'] },
): Promise<boolean> {
  const { id, was, cursor, tally, state } = of;
  return (await db.run(STEP, [id, was, cursor, JSON.stringify(tally), state])) > 0;
}

const GIVE_UP = `
update simulation set state = 'FAILED' where simulation_id = $1 and state = 'RUNNING'`;

export async function giveUp(db: Sql, id: string): Promise<void> {
  await db.run(GIVE_UP, [id]);
}

const NAMED = `
select q.quote_id as "quoteId", q.created_at as "madeAt", array(
    select one->>'promotionId' from jsonb_array_elements(q.discounts) as one) as refs
from quote q where q.quote_id = any($1::text[]) and q.discounts is not null`;

/** With what a quote was made: promotions and coupons, and when. */
export interface Applied {
  quoteId: string;
  madeAt: Date;
  refs: string[];
}

/** Quotes without promotions and coupons are left out. */
export async function readApplied(db: Sql, quoteIds: string[]): Promise<Map<string, Applied>> {
  const rows = await db.rows<Applied>(NAMED, [quoteIds]);
  return new Map(rows.map((row) => [row.quoteId, row]));
}

const MOVES = `
select quote_id as "quoteId", moves from quote
where quote_id = any($1::text[]) and moves is not null`;

/** What moved unit prices of quotes; those of which nothing did are left out. */
export async function readMoves(db: Sql, quoteIds: string[]): Promise<Map<string, Moves>> {
  const rows = await db.rows<{ quoteId: string; moves: Moves }>(MOVES, [quoteIds]);
  return new Map(rows.map((row) => [row.quoteId, row.moves]));
}

const DEFINED = `
select promotion_id as ref, definition, updated_at as since from promotion
where promotion_id = any($1::text[])
union all
select ref, definition, from_at from definition_past
where ref = any($1::text[]) and kind = 'promotion'
union all
select coupon_id, definition, created_at from coupon where coupon_id = any($1::text[])
order by since`;

export interface Defined {
  definition: Promotion;
  since: Date;
}

/** Promotions and coupons with what they were before, the oldest first. */
export async function readDefinitions(
  db: Sql,
  refs: readonly string[],
): Promise<Map<string, Defined[]>> {
  if (refs.length === 0) return new Map();
  const rows = await db.rows<Defined & { ref: string }>(DEFINED, [refs]);
  return Map.groupBy(rows, (row) => row.ref);
}
