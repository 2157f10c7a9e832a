// SQL of checkouts whose quotes hold nothing any more. Who holds a use shares the lock of its
// checkout until the commit, and who bars it has it alone: either the bar is seen, or what was
// held is committed before the bar is and is given back after it.
import type { Sql } from '#kernel/db/db.ts';

const SHARE = `
select pg_advisory_xact_lock_shared(hashtextextended('pricing.bar ' || id, 0))
from unnest($1::text[]) as t(id)`;

const BARRED = `
select checkout_id as "checkoutId" from quote_bar where checkout_id = any($1::text[])`;

/** Those of these checkouts that may hold nothing; no other is barred until the commit. */
export async function shareBars(tx: Sql, checkoutIds: readonly string[]): Promise<Set<string>> {
  await tx.rows(SHARE, [checkoutIds]);
  const rows = await tx.rows<{ checkoutId: string }>(BARRED, [checkoutIds]);
  return new Set(rows.map((row) => row.checkoutId));
}

const ALONE = `select pg_advisory_xact_lock(hashtextextended('pricing.bar ' || $1::text, 0))`;

/** As long as a process may stand still and still wake up. */
const kept_days = 7;

const BAR = `
with old as (
  delete from quote_bar where ctid in (
    select ctid from quote_bar where at < now() - $2 * interval '1 day' limit 100)
)
insert into quote_bar (checkout_id) values ($1) on conflict do nothing`;

/** From its commit on no quote of the checkout holds a use. */
export async function barQuotes(tx: Sql, checkoutId: string): Promise<void> {
  await tx.run(ALONE, [checkoutId]);
  await tx.run(BAR, [checkoutId, kept_days]);
}
