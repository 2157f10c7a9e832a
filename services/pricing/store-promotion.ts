/** All SQL of promotions. Few rows, read whole by every process and kept compiled in memory. */
import type { Sql } from '#kernel/db/db.ts';
import type { Promotion } from './model-rule.ts';

export interface PromotionRow {
  promotionId: string;
  definition: Promotion;
  enabled: boolean;
  version: number;
  createdBy: string;
  createdAt: Date;
  updatedAt: Date;
}

const REVISION = `
select concat((select coalesce(sum(version), 0) from promotion), '-',
  (select coalesce(sum(version), 0) from price_rule), '-',
  (select coalesce(sum(version), 0) from price_list), '-',
  exists (select from price_entry where not ended)) as revision`;

/**
 * Another text after every change of a promotion, a rule or a list, and when there is the first
 * price with a time or the last one is over.
 */
export async function readRevision(db: Sql): Promise<string> {
  return (await db.row<{ revision: string }>(REVISION))?.revision ?? '0';
}

const ENTRIES = `select exists (select from price_entry where not ended) as any`;

/** Whether there is a price with a time that is not over. */
export async function hasEntries(db: Sql): Promise<boolean> {
  return (await db.row<{ any: boolean }>(ENTRIES))?.any ?? false;
}

const LIVE = `
select promotion_id as "promotionId", definition, enabled, version, created_by as "createdBy",
  created_at as "createdAt", updated_at as "updatedAt"
from promotion where ends_at is null or ends_at > now()
order by promotion_id limit $1`;

/** Those that are not over, switched off or not. */
export async function readLive(db: Sql, limit: number): Promise<PromotionRow[]> {
  return db.rows<PromotionRow>(LIVE, [limit]);
}

const PAGE = `
select promotion_id as "promotionId", definition, enabled, version, created_by as "createdBy",
  created_at as "createdAt", updated_at as "updatedAt"
from promotion where promotion_id < $1 order by promotion_id desc limit $2`;

/** The newest first, below this id. */
export async function readPage(db: Sql, below: string, limit: number): Promise<PromotionRow[]> {
  return db.rows<PromotionRow>(PAGE, [below, limit]);
}

const ONE = `
select promotion_id as "promotionId", definition, enabled, version, created_by as "createdBy",
  created_at as "createdAt", updated_at as "updatedAt"
from promotion where promotion_id = $1`;

export async function readPromotion(db: Sql, id: string): Promise<PromotionRow | undefined> {
  return db.row<PromotionRow>(ONE, [id]);
}

const LOCK = `select pg_advisory_xact_lock(hashtext('pricing.promotion'))`;

/** One change at a time, so that two that do not go together are not both saved. */
export async function lockPromotions(tx: Sql): Promise<void> {
  await tx.run(LOCK);
}

const SAVE = `
with was as (
  select promotion_id, version, definition, enabled, updated_at from promotion
  where promotion_id = $1
), past as (
  insert into definition_past (ref, version, kind, definition, enabled, from_at, until_at)
  select promotion_id, version, 'promotion', definition, enabled, updated_at, now() from was
), saved as (
  insert into promotion as p (promotion_id, definition, enabled, ends_at, created_by)
  values ($1, $2::jsonb, $3, $4, $5)
  on conflict (promotion_id) do update set definition = excluded.definition,
    enabled = excluded.enabled, ends_at = excluded.ends_at, version = p.version + 1,
    updated_at = now()
  returning promotion_id, version, enabled
), told as (
  insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
  select 'PROMOTION_CHANGED', 'promotion', promotion_id, version,
    jsonb_build_object('promotionId', promotion_id, 'version', version, 'enabled', enabled),
    $6::jsonb
  from saved
)
select version from saved`;

/** Writes a promotion and tells of it; gives its version. */
export async function savePromotion(
  tx: Sql,
  of: { promotion: Promotion; actor: string; meta: string },
): Promise<number> {
  const { promotion, actor, meta } = of;
  const { promotionId, enabled, endsAt_ms } = promotion;
  const row = await tx.row<{ version: number }>(SAVE, [
    promotionId,
    JSON.stringify(promotion),
    enabled,
    endsAt_ms === null ? null : new Date(endsAt_ms),
    actor,
    meta,
  ]);
  return row?.version ?? 0;
}
