/** The rules of what can go back; few, so they are read whole for the things in question. */
import type { Sql } from '#kernel/db/db.ts';
import type { Rule, RuleScope } from './model.ts';

export interface RuleRow extends Rule {
  version: number;
  updatedAt: Date;
}

const columns =
  ' scope, key, window_days, returnable, why, condition, version, updated_at as "updatedAt"';

const FOR =
  'select' +
  columns +
  ` from return_rule where (scope, key) in (
  select * from unnest($1::text[], $2::text[]))`;

/** The rules with these scopes and keys. One statement. */
export async function readRules(
  sql: Sql,
  keys: readonly (readonly [RuleScope, string])[],
): Promise<Rule[]> {
  const distinct = [...new Map(keys.map((one) => [one.join(':'), one])).values()];
  return sql.rows<Rule>(FOR, [distinct.map((one) => one[0]), distinct.map((one) => one[1])]);
}

const LIST =
  'select' +
  columns +
  ` from return_rule where ($1::text is null or (scope, key) > ($1, $2))
order by scope, key limit $3`;

/** All rules by scope and key, after one. */
export async function listRules(
  sql: Sql,
  after: readonly [string, string] | null,
  limit: number,
): Promise<RuleRow[]> {
  return sql.rows<RuleRow>(LIST, [after?.[0] ?? null, after?.[1] ?? null, limit]);
}

const PUT =
  `
insert into return_rule (scope, key, window_days, returnable, why, condition, updated_by)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (scope, key) do update set window_days = excluded.window_days,
  returnable = excluded.returnable, why = excluded.why, condition = excluded.condition,
  updated_by = excluded.updated_by, updated_at = now(), version = return_rule.version + 1
returning` + columns;

export async function putRule(sql: Sql, rule: Rule, actor: string): Promise<RuleRow | undefined> {
  const { scope, key, window_days, returnable, why, condition } = rule;
  const values = [scope, key, window_days, returnable, why, condition, actor];
  return sql.row<RuleRow>(PUT, values);
}

/** False when there is none; the default cannot be dropped. */
export async function dropRule(sql: Sql, scope: RuleScope, key: string): Promise<boolean> {
  const text = `delete from return_rule where scope = $1 and key = $2 and scope <> 'default'`;
  return (await sql.run(text, [scope, key])) > 0;
}
