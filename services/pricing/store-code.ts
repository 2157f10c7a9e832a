/** SQL of coupon codes: named ones, and batches that are made page by page. */
import type { Sql } from '#kernel/db/db.ts';

const NAME = `
insert into coupon_code (code, shown, coupon_id, code_max) values ($1, $2, $3, $4)
on conflict (code) do nothing`;

/** False when the code is taken. */
export async function nameCode(
  tx: Sql,
  of: { code: string; shown: string; couponId: string; code_max: number | null },
): Promise<boolean> {
  return (await tx.run(NAME, [of.code, of.shown, of.couponId, of.code_max])) > 0;
}

const BATCH = `
insert into coupon_batch (batch_id, coupon_id, wanted, created_by) values ($1, $2, $3, $4)`;

export async function insertBatch(
  tx: Sql,
  of: { batchId: string; couponId: string; wanted: number; actor: string },
): Promise<void> {
  await tx.run(BATCH, [of.batchId, of.couponId, of.wanted, of.actor]);
}

export interface BatchRow {
  batchId: string;
  couponId: string;
  wanted: number;
  made: number;
  createdAt: Date;
}

const BATCHES = `
select batch_id as "batchId", coupon_id as "couponId", wanted, made, created_at as "createdAt"
from coupon_batch where coupon_id = $1 and batch_id < $2 order by batch_id desc limit $3`;

/** The newest first, below this id. */
export async function readBatches(
  db: Sql,
  of: { couponId: string; below: string; limit: number },
): Promise<BatchRow[]> {
  return db.rows<BatchRow>(BATCHES, [of.couponId, of.below, of.limit]);
}

const TOTAL = `
select coalesce(sum(wanted), 0)::int as total from coupon_batch where coupon_id = $1`;

/** Codes that were asked for in batches of a coupon. */
export async function countWanted(tx: Sql, couponId: string): Promise<number> {
  return (await tx.row<{ total: number }>(TOTAL, [couponId]))?.total ?? 0;
}

const LEFT = `
select b.coupon_id as "couponId", b.wanted - b.made as left, c.code_max
from coupon_batch b join coupon c using (coupon_id) where b.batch_id = $1 for update of b`;

/** How many codes of a batch are still to be made; locks it. */
export async function lockBatch(
  tx: Sql,
  batchId: string,
): Promise<{ couponId: string; left: number; code_max: number | null } | undefined> {
  return tx.row(LEFT, [batchId]);
}

const MAKE = `
with made as (
  insert into coupon_code (code, shown, coupon_id, batch_id, code_max)
  select replace(shown, '-', ''), shown, $2, $1, $4 from unnest($3::text[]) as t(shown)
  on conflict (code) do nothing returning 1
)
update coupon_batch set made = made + (select count(*) from made)::int where batch_id = $1`;

/** One page of codes and how far the batch is, together. */
export async function makeCodes(
  tx: Sql,
  of: { batchId: string; couponId: string; shown: string[]; code_max: number | null },
): Promise<void> {
  await tx.run(MAKE, [of.batchId, of.couponId, of.shown, of.code_max]);
}

export interface CodeRow {
  code: string;
  shown: string;
  held: number;
  used: number;
  code_max: number | null;
}

const CODES = `
select code, shown, held, used, code_max from coupon_code
where coupon_id = $1 and code > $2 and ($4::text is null or batch_id = $4)
order by code limit $3`;

/** Codes of a coupon, of one batch or all, after this one. */
export async function readCodes(
  db: Sql,
  of: { couponId: string; after: string; limit: number; batchId: string | null },
): Promise<CodeRow[]> {
  return db.rows<CodeRow>(CODES, [of.couponId, of.after, of.limit, of.batchId]);
}
