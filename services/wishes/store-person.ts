/** SQL of what this room holds about a person, and of forgetting them. */
import type { Sql } from '#kernel/db/db.ts';

export type PersonPart = 'wishlist' | 'wish' | 'gift' | 'alert' | 'address';

const TEXTS: Readonly<Record<PersonPart, string>> = {
  wishlist: `select list_id as key, json_build_object('listId', list_id, 'name', name,
      'visibility', visibility, 'gift', gift, 'createdAt', created_at) as data
    from wishlist where user_id = $1 and list_id > $2 order by list_id limit $3`,
  wish: `select item_id as key, json_build_object('itemId', item_id, 'listId', list_id,
      'variantId', variant_id, 'name', name, 'note', note, 'priority', priority,
      'wanted', wanted, 'createdAt', created_at) as data
    from item where user_id = $1 and item_id > $2 order by item_id limit $3`,
  gift: `select item_id as key, json_build_object('itemId', item_id, 'quantity', quantity,
      'createdAt', created_at) as data
    from gift where user_id = $1 and item_id > $2 order by item_id limit $3`,
  alert: `select alert_id as key, json_build_object('alertId', alert_id, 'kind', kind,
      'variantId', variant_id, 'query', query, 'state', state, 'toldAt', told_at,
      'createdAt', created_at) as data
    from alert where user_id = $1 and alert_id > $2 order by alert_id limit $3`,
  address: `select user_id as key, json_build_object('confirmedAt', confirmed_at) as data
    from reader where user_id = $1 and user_id > $2 order by user_id limit $3`,
};

/** One page of one part, by key. */
export async function heldOf(
  sql: Sql,
  part: PersonPart,
  page: { userId: string; after: string; limit: number },
): Promise<{ key: string; data: object }[]> {
  return sql.rows(TEXTS[part], [page.userId, page.after, page.limit]);
}

const TAKE_GIFTS = `
with theirs as materialized (
  select g.item_id, sum(g.quantity)::int as units from gift g
  where g.user_id = any($1::text[]) group by g.item_id
), locked as (
  select item_id from item where item_id in (select item_id from theirs)
  order by item_id for update
), counted as (
  update item i set bought = greatest(0, i.bought - t.units), version = i.version + 1
  from theirs t join locked l using (item_id) where i.item_id = t.item_id
)
delete from gift where user_id = any($1::text[])`;

// Words that only they waited for are theirs.
const TAKE_ALERTS = `
with gone as (
  delete from alert where user_id = any($1::text[]) returning kind, subject
)
delete from subject s using (select distinct kind, subject from gone) g
where s.kind = g.kind and s.subject = g.subject and not exists (
  select from alert a where a.kind = s.kind and a.subject = s.subject
    and a.user_id <> all($1::text[]))`;

/** Lists, things, alerts and addresses go; what they bought for others is free again. */
export async function forgetPeople(tx: Sql, userIds: readonly string[]): Promise<void> {
  await tx.run(TAKE_GIFTS, [userIds]);
  for (const text of [
    'delete from item where user_id = any($1::text[])',
    'delete from wishlist where user_id = any($1::text[])',
    TAKE_ALERTS,
    'delete from reader where user_id = any($1::text[])',
    'delete from asked where user_id = any($1::text[])',
    'delete from told_day where user_id = any($1::text[])',
  ]) {
    await tx.run(text, [userIds]);
  }
}
