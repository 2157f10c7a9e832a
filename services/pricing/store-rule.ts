/** All SQL of rules, and of what rules and promotions were before they were changed. */
import type { Sql } from '#kernel/db/db.ts';
import type { PriceRule, Promotion } from './model-rule.ts';

export interface RuleRow {
  ruleId: string;
  definition: PriceRule;
  enabled: boolean;
  version: number;
  createdBy: string;
  createdAt: Date;
  updatedAt: Date;
}

const LIVE = `
select rule_id as "ruleId", definition, enabled, version, created_by as "createdBy",
  created_at as "createdAt", updated_at as "updatedAt"
from price_rule where ends_at is null or ends_at > now()
order by rule_id limit $1`;

/** Those that are not over, switched off or not. */
export async function readLiveRules(db: Sql, limit: number): Promise<RuleRow[]> {
  return db.rows<RuleRow>(LIVE, [limit]);
}

const PAGE = `
select rule_id as "ruleId", definition, enabled, version, created_by as "createdBy",
  created_at as "createdAt", updated_at as "updatedAt"
from price_rule where rule_id < $1 order by rule_id desc limit $2`;

/** The newest first, below this id. */
export async function readRules(db: Sql, below: string, limit: number): Promise<RuleRow[]> {
  return db.rows<RuleRow>(PAGE, [below, limit]);
}

const ONE = `
select rule_id as "ruleId", definition, enabled, version, created_by as "createdBy",
  created_at as "createdAt", updated_at as "updatedAt"
from price_rule where rule_id = $1`;

export async function readRule(db: Sql, id: string): Promise<RuleRow | undefined> {
  return db.row<RuleRow>(ONE, [id]);
}

const SAVE = `
with was as (
  select rule_id, version, definition, enabled, updated_at from price_rule where rule_id = $1
), past as (
  insert into definition_past (ref, version, kind, definition, enabled, from_at, until_at)
  select rule_id, version, 'rule', definition, enabled, updated_at, now() from was
), saved as (
  insert into price_rule as r (rule_id, definition, enabled, ends_at, created_by)
  values ($1, $2::jsonb, $3, $4, $5)
  on conflict (rule_id) do update set definition = excluded.definition,
    enabled = excluded.enabled, ends_at = excluded.ends_at, version = r.version + 1,
    updated_at = now()
  returning rule_id, version, enabled
), told as (
  insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
  select 'PRICE_RULE_CHANGED', 'price-rule', rule_id, version,
    jsonb_build_object('ruleId', rule_id, 'version', version, 'enabled', enabled), $6::jsonb
  from saved
)
select version from saved`;

/** Writes a rule, keeps what it was and tells of it; gives its version. */
export async function saveRule(
  tx: Sql,
  of: { rule: PriceRule; actor: string; meta: string },
): Promise<number> {
  const { rule, actor, meta } = of;
  const { ruleId, enabled, endsAt_ms } = rule;
  const row = await tx.row<{ version: number }>(SAVE, [
    ruleId,
    JSON.stringify(rule),
    enabled,
    endsAt_ms === null ? null : new Date(endsAt_ms),
    actor,
    meta,
  ]);
  return row?.version ?? 0;
}

const AS_OF = `
select definition, enabled, rule_id as ref, 'rule' as kind from price_rule where updated_at <= $1
union all
select definition, enabled, promotion_id, 'promotion' from promotion where updated_at <= $1
union all
select definition, enabled, ref, kind from definition_past where from_at <= $1 and until_at > $1
limit $2`;

export type Defined =
  | { kind: 'rule'; ref: string; enabled: boolean; definition: PriceRule }
  | { kind: 'promotion'; ref: string; enabled: boolean; definition: Promotion };

/** Rules and promotions as they were saved at a time. */
export async function definitionsAt(db: Sql, at: Date, limit: number): Promise<Defined[]> {
  return db.rows<Defined>(AS_OF, [at, limit]);
}
