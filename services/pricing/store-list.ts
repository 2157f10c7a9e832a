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

/** What a list holds, for who keeps it. */
export interface KeptList extends ListRow {
  /** Counted up to `counted_max`. */
  members: number;
  prices: number;
  /** When a price of it begins or ends next. */
  nextChange: Date | null;
}

/** More than a person looks through; a list may have any number. */
export const counted_max = 1_000;

const LISTS = `
select list_id as "listId", name, countries, enabled, version, created_by as "createdBy",
  created_at as "createdAt", updated_at as "updatedAt"
from price_list where list_id < $1 and removed_at is null order by list_id desc limit $2`;

/** The newest first, below this id. */
export async function readLists(db: Sql, below: string, limit: number): Promise<ListRow[]> {
  return db.rows<ListRow>(LISTS, [below, limit]);
}

const LIST = `
select list_id as "listId", name, countries, enabled, version, created_by as "createdBy",
  created_at as "createdAt", updated_at as "updatedAt"
from price_list where list_id = $1 and removed_at is null`;

export async function readList(db: Sql, listId: string): Promise<ListRow | undefined> {
  return db.row<ListRow>(LIST, [listId]);
}

const HELD = `
select l.list_id as "listId",
  (select count(*)::int from (select from price_list_member m where m.list_id = l.list_id
    limit $2) as held) as members,
  (select count(*)::int from (select from price_entry e where e.list_id = l.list_id
    and not e.ended and coalesce(e.valid_until > $3, true) limit $2) as held) as prices,
  least(
    (select min(e.valid_from) from price_entry e where e.list_id = l.list_id
      and e.list_id <> '' and not e.ended and e.valid_from > $3),
    (select min(e.valid_until) from price_entry e where e.list_id = l.list_id
      and e.list_id <> '' and not e.ended and e.valid_until > $3)) as "nextChange"
from unnest($1::text[]) as l(list_id)`;

/** What these lists hold at a time; one statement, each count stops at `counted_max`. */
export async function withHeld(db: Sql, lists: readonly ListRow[], at: Date): Promise<KeptList[]> {
  if (lists.length === 0) return [];
  type Held = Pick<KeptList, 'listId' | 'members' | 'prices' | 'nextChange'>;
  const rows = await db.rows<Held>(HELD, [lists.map((one) => one.listId), counted_max, at]);
  const held = new Map(rows.map((row) => [row.listId, row]));
  const none = { members: 0, prices: 0, nextChange: null };
  return lists.map((one) => ({ ...one, ...none, ...held.get(one.listId) }));
}

const ADD = `
insert into price_list (list_id, name, countries, created_by)
select $1, $2, $3, $4 where (select count(*) from price_list where removed_at is null) < $5`;

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
where list_id = $1 and version = $5 and removed_at is null`;

/** False where the list is not at this version. */
export async function changeList(
  db: Sql,
  of: Pick<ListRow, 'listId' | 'name' | 'countries' | 'enabled' | 'version'>,
): Promise<boolean> {
  const { listId, name, countries, enabled, version } = of;
  return (await db.run(CHANGE, [listId, name, countries, enabled, version])) > 0;
}

const USERS = `
select 'promotion' as kind, definition->>'name' as name from promotion
where enabled and (ends_at is null or ends_at > now())
  and definition->'segments' @> to_jsonb($1::text)
union all
select 'rule', definition->>'name' from price_rule
where enabled and (ends_at is null or ends_at > now())
  and definition->'segments' @> to_jsonb($1::text)
union all
select 'coupon', definition->>'name' from coupon
where enabled and coalesce((definition->>'endsAt_ms')::bigint > extract(epoch from now()) * 1000,
  true) and definition->'segments' @> to_jsonb($1::text)
limit 5`;

export interface ListUser {
  kind: 'promotion' | 'rule' | 'coupon';
  name: string;
}

/** What is for the members of a list and in force or to come; five at most. */
export async function usersOfList(db: Sql, listId: string): Promise<ListUser[]> {
  return db.rows<ListUser>(USERS, [listId]);
}

const REMOVE_LIST = `
with gone as (
  update price_list set enabled = false, removed_at = now(), version = version + 1,
    updated_at = now()
  where list_id = $1 and version = $2 and removed_at is null
  returning list_id
), members as (
  delete from price_list_member m using gone g where m.list_id = g.list_id
), prices as (
  update price_entry e set begun = true, ended = true, removed_at = now()
  from gone g where e.list_id = g.list_id and not e.ended
)
select count(*)::int as count from gone`;

/** Takes a list away with its members and prices; false where it is not at this version. */
export async function removeList(db: Sql, listId: string, version: number): Promise<boolean> {
  const row = await db.row<{ count: number }>(REMOVE_LIST, [listId, version]);
  return (row?.count ?? 0) > 0;
}

const NAMES = `select list_id as "listId", name from price_list where list_id = any($1::text[])`;

/** What lists are called, also of those that were taken away. */
export async function listNames(db: Sql, listIds: string[]): Promise<Map<string, string>> {
  if (listIds.length === 0) return new Map();
  const rows = await db.rows<{ listId: string; name: string }>(NAMES, [listIds]);
  return new Map(rows.map((row) => [row.listId, row.name]));
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

// The list stays while they come in.
const JOIN = `
with list as (
  select list_id from price_list where list_id = $2 and removed_at is null for share
)
insert into price_list_member (user_id, list_id, added_by)
select distinct u, list_id, $3 from unnest($1::text[]) u, list
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

const LOCK_LIST = `
select list_id from price_list where list_id = $1 and removed_at is null for update`;

/** One change of a list's prices at a time; false where there is no such list. */
export async function lockList(tx: Sql, listId: string): Promise<boolean> {
  return (await tx.row<{ list_id: string }>(LOCK_LIST, [listId])) !== undefined;
}

const OPEN = `
select e.entry_id as "entryId", e.list_id as "listId", e.variant_id as "variantId", e.currency,
  e.kind, e.price_minor, e.valid_from as "validFrom", e.valid_until as "validUntil",
  e.seller_id as "sellerId"
from (select distinct * from unnest($2::text[], $3::text[])) as t(variant_id, currency)
join price_entry e using (variant_id, currency)
where e.list_id = $1 and not e.ended`;

/** What a list has for the variants and currencies of these. */
export async function openOfList(tx: Sql, entries: readonly NewEntry[]): Promise<NewEntry[]> {
  const [first] = entries;
  if (first === undefined) return [];
  const values = [
    first.listId,
    entries.map((one) => one.variantId),
    entries.map((one) => one.currency),
  ];
  return tx.rows<NewEntry>(OPEN, values);
}

const ENTER = `
with item as (
  select * from json_to_recordset($1::json) as t("entryId" text, "listId" text, "variantId" text,
    currency text, kind text, "price_minor" bigint, "validFrom" timestamptz,
    "validUntil" timestamptz, "sellerId" text)
), cut as (
  update price_entry e set valid_until = c.until
  from json_to_recordset($3::json) as c("entryId" text, until timestamptz)
  where e.entry_id = c."entryId" and not e.ended
), replaced as (
  update price_entry e set ended = true, begun = true, removed_at = $5
  where e.entry_id = any($4::text[]) and not e.ended
)
insert into price_entry (entry_id, list_id, variant_id, currency, kind, price_minor, valid_from,
  valid_until, seller_id, created_by)
select "entryId", "listId", "variantId", currency, kind, "price_minor", "validFrom",
  "validUntil", "sellerId", $2 from item`;

export interface Laid {
  made: readonly NewEntry[];
  /** Those that end when another one begins. */
  cut: readonly { entryId: string; until: Date }[];
  /** Those in whose place another one stands. */
  over: readonly string[];
}

/** Keeps prices with a time, and what they leave of those that were there. */
export async function insertEntries(
  db: Sql,
  { made, cut, over }: Laid,
  of: { actor: string; at: Date },
): Promise<void> {
  const values = [JSON.stringify(made), of.actor, JSON.stringify(cut), over, of.at];
  await db.run(ENTER, values);
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
