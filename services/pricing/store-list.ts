/** All SQL of price lists, their members, and prices with a time. */
import type { Sql } from '#kernel/db/db.ts';

export interface ListRow {
  listId: string;
  name: string;
  countries: string[];
  enabled: boolean;
  version: number;
  createdBy: string;
  createdAt: Date;
  updatedAt: Date;
}

const LISTS = `
select list_id as "listId", name, countries, enabled, version, created_by as "createdBy",
  created_at as "createdAt", updated_at as "updatedAt"
from price_list where list_id < $1 order by list_id desc limit $2`;

/** The newest first, below this id. */
export async function readLists(db: Sql, below: string, limit: number): Promise<ListRow[]> {
  return db.rows<ListRow>(LISTS, [below, limit]);
}

const LIST = `
select list_id as "listId", name, countries, enabled, version, created_by as "createdBy",
  created_at as "createdAt", updated_at as "updatedAt"
from price_list where list_id = $1`;

export async function readList(db: Sql, listId: string): Promise<ListRow | undefined> {
  return db.row<ListRow>(LIST, [listId]);
}

const ADD = `
insert into price_list (list_id, name, countries, created_by)
select $1, $2, $3, $4 where (select count(*) from price_list) < $5`;

/** False where there are as many as may be. */
export async function insertList(
  db: Sql,
  of: { listId: string; name: string; countries: string[]; actor: string; max: number },
): Promise<boolean> {
  return (await db.run(ADD, [of.listId, of.name, of.countries, of.actor, of.max])) > 0;
}

const CHANGE = `
update price_list set name = $2, countries = $3, enabled = $4, version = version + 1,
  updated_at = now()
where list_id = $1 and version = $5`;

/** False where the list is not at this version. */
export async function changeList(
  db: Sql,
  of: Pick<ListRow, 'listId' | 'name' | 'countries' | 'enabled' | 'version'>,
): Promise<boolean> {
  const { listId, name, countries, enabled, version } = of;
  return (await db.run(CHANGE, [listId, name, countries, enabled, version])) > 0;
}

const MEMBERS = `
select user_id as "userId", added_by as "addedBy", added_at as "addedAt"
from price_list_member where list_id = $1 and user_id > $2 order by user_id limit $3`;

export interface MemberRow {
  userId: string;
  addedBy: string;
  addedAt: Date;
}

export async function readMembers(
  db: Sql,
  of: { listId: string; after: string; limit: number },
): Promise<MemberRow[]> {
  return db.rows<MemberRow>(MEMBERS, [of.listId, of.after, of.limit]);
}

const JOIN = `
insert into price_list_member (user_id, list_id, added_by)
select distinct u, $2, $3 from unnest($1::text[]) u
on conflict do nothing`;

/** Gives how many were not in it. */
export async function addMembers(
  db: Sql,
  of: { listId: string; userIds: string[]; actor: string },
): Promise<number> {
  return db.run(JOIN, [of.userIds, of.listId, of.actor]);
}

const LEAVE = 'delete from price_list_member where list_id = $1 and user_id = $2';

export async function dropMember(db: Sql, listId: string, userId: string): Promise<boolean> {
  return (await db.run(LEAVE, [listId, userId])) > 0;
}

const OF_USERS = `
select user_id as "userId", list_id as "listId" from price_list_member
where user_id = any($1::text[])`;

/** Lists that people are in, one statement for all of them. */
export async function listsOf(
  db: Sql,
  userIds: string[],
): Promise<{ userId: string; listId: string }[]> {
  return db.rows<{ userId: string; listId: string }>(OF_USERS, [userIds]);
}

const FORGET = 'delete from price_list_member where user_id = any($1::text[])';

export async function forgetMembers(tx: Sql, userIds: string[]): Promise<void> {
  await tx.run(FORGET, [userIds]);
}

export interface NewEntry {
  entryId: string;
  listId: string;
  variantId: string;
  currency: string;
  kind: 'base' | 'sale' | 'list';
  price_minor: number;
  validFrom: Date;
  validUntil: Date | null;
  sellerId: string;
}

export interface EntryRow extends NewEntry {
  createdBy: string;
  createdAt: Date;
}

const CROWDED = `
select t.variant_id as "variantId" from unnest($1::text[], $2::text[]) as t(variant_id, currency)
group by t.variant_id, t.currency
having count(*) + (select count(*) from price_entry e where e.variant_id = t.variant_id
  and e.currency = t.currency and not e.ended) > $3
limit 1`;

/** A variant that would have more prices with a time than it may. */
export async function crowded(
  db: Sql,
  entries: readonly NewEntry[],
  max: number,
): Promise<string | undefined> {
  const values = [entries.map((one) => one.variantId), entries.map((one) => one.currency), max];
  return (await db.row<{ variantId: string }>(CROWDED, values))?.variantId;
}

const ENTER = `
with item as (
  select * from json_to_recordset($1::json) as t("entryId" text, "listId" text, "variantId" text,
    currency text, kind text, "price_minor" bigint, "validFrom" timestamptz,
    "validUntil" timestamptz, "sellerId" text)
), replaced as (
  update price_entry e set ended = true, begun = true, removed_at = now()
  from item i where i.kind = 'list' and e.list_id = i."listId" and e.variant_id = i."variantId"
    and e.currency = i.currency and not e.ended
    and e.valid_from < coalesce(i."validUntil", 'infinity')
    and coalesce(e.valid_until, 'infinity') > i."validFrom"
)
insert into price_entry (entry_id, list_id, variant_id, currency, kind, price_minor, valid_from,
  valid_until, seller_id, created_by)
select "entryId", "listId", "variantId", currency, kind, "price_minor", "validFrom",
  "validUntil", "sellerId", $2 from item`;

/** Keeps prices with a time. A list has one price for a variant at a time: the newer one stands. */
export async function insertEntries(
  db: Sql,
  entries: readonly NewEntry[],
  actor: string,
): Promise<void> {
  await db.run(ENTER, [JSON.stringify(entries), actor]);
}

const ENTRIES = `
select entry_id as "entryId", list_id as "listId", variant_id as "variantId", currency, kind,
  price_minor, valid_from as "validFrom", valid_until as "validUntil", seller_id as "sellerId",
  created_by as "createdBy", created_at as "createdAt"
from price_entry
where not ended and entry_id > $1 and ($2::text is null or list_id = $2)
  and ($3::text[] is null or seller_id = any($3)) and ($4::text is null or variant_id = $4)
  and ($2::text is not null or kind <> 'list')
order by entry_id limit $5`;

export interface EntryQuery {
  after: string;
  /** null: those of no list. */
  listId: string | null;
  sellerIds: readonly string[] | null;
  variantId: string | null;
  limit: number;
}

/** Those that are not over, in the order in which they were made. */
export async function readEntries(db: Sql, of: EntryQuery): Promise<EntryRow[]> {
  const values = [of.after, of.listId, of.sellerIds, of.variantId, of.limit];
  return db.rows<EntryRow>(ENTRIES, values);
}

const REMOVE = `
with gone as (
  update price_entry set ended = true, begun = true, removed_at = now()
  where entry_id = $1 and not ended and ($2::text[] is null or seller_id = any($2))
    and ($3::text is null or list_id = $3)
  returning variant_id, currency, kind
), due as (
  insert into price_due (variant_id, currency)
  select variant_id, currency from gone where kind <> 'list'
  on conflict (variant_id, currency) do update set seq = default, at = now()
)
select count(*)::int as count from gone`;

/** Takes a price with a time away, begun or not; false where there is none of these sellers. */
export async function removeEntry(
  db: Sql,
  of: { entryId: string; sellerIds: readonly string[] | null; listId: string | null },
): Promise<boolean> {
  const row = await db.row<{ count: number }>(REMOVE, [of.entryId, of.sellerIds, of.listId]);
  return (row?.count ?? 0) > 0;
}
