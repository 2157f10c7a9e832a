// The writes of wishlists: lists, things on them, and what others bought. Whoever changes a list
// holds its row, so that limits and counts are true however many change it at once.
import type { Sql } from '#kernel/db/db.ts';
import { itemsPerWishlist_max, wishlistsPerUser_max, type Visibility } from './contract.ts';

export interface List {
  listId: string;
  userId: string;
  name: string;
  isDefault: boolean;
  visibility: Visibility;
  token: string | null;
  gift: boolean;
  items: number;
  version: number;
  createdAt: Date;
}

export const LIST_COLUMNS =
  ' list_id as "listId", user_id as "userId", name, is_default as "isDefault", visibility,' +
  ' token, gift, items, version, created_at as "createdAt"';

const ADD_LIST =
  `
insert into wishlist (list_id, user_id, name, is_default, gift)
select $1, $2::text, $3, $4, $5
where (select count(*) from wishlist where user_id = $2) < ` +
  String(wishlistsPerUser_max) +
  ` on conflict (user_id) where is_default do nothing
returning` +
  LIST_COLUMNS;

export interface NewList {
  listId: string;
  userId: string;
  name: string;
  isDefault: boolean;
  gift: boolean;
}

/** Lists of one person are made one after the other: the limit holds. */
export async function lockPerson(tx: Sql, userId: string): Promise<void> {
  await tx.run("select pg_advisory_xact_lock(hashtextextended('wishes:' || $1::text, 0))", [
    userId,
  ]);
}

/** A new list; undefined when the person has as many as can be, or a default one already. */
export async function addList(tx: Sql, list: NewList): Promise<List | undefined> {
  const { listId, userId, name, isDefault, gift } = list;
  return tx.row<List>(ADD_LIST, [listId, userId, name, isDefault, gift]);
}

/** The list of this owner, held until the end of the transaction. */
export async function lockList(
  tx: Sql,
  of: { userId: string; listId: string },
): Promise<List | undefined> {
  return tx.row<List>(
    'select' + LIST_COLUMNS + ' from wishlist where list_id = $1 and user_id = $2 for update',
    [of.listId, of.userId],
  );
}

/** The list that things go to when none is named, held. */
export async function lockDefault(tx: Sql, userId: string): Promise<List | undefined> {
  return tx.row<List>(
    'select' + LIST_COLUMNS + ' from wishlist where user_id = $1 and is_default for update',
    [userId],
  );
}

/** The list behind a link, held. */
export async function lockShared(tx: Sql, token: string): Promise<List | undefined> {
  return tx.row<List>('select' + LIST_COLUMNS + ' from wishlist where token = $1 for update', [
    token,
  ]);
}

/** Writes what can change of a list that is held. */
export async function saveList(tx: Sql, list: List): Promise<List> {
  const saved = await tx.row<List>(
    `update wishlist set name = $2, visibility = $3, token = $4, gift = $5, is_default = $6,
       version = version + 1
     where list_id = $1 returning` + LIST_COLUMNS,
    [list.listId, list.name, list.visibility, list.token, list.gift, list.isDefault],
  );
  return saved ?? list;
}

/** No list is the default one any more. */
export async function clearDefault(tx: Sql, userId: string): Promise<void> {
  await tx.run(
    `update wishlist set is_default = false, version = version + 1
     where user_id = $1 and is_default`,
    [userId],
  );
}

/** The oldest other list becomes the default one. */
export async function nextDefault(tx: Sql, userId: string): Promise<void> {
  await tx.run(
    `update wishlist set is_default = true, version = version + 1 where list_id = (
       select list_id from wishlist where user_id = $1 order by list_id limit 1)`,
    [userId],
  );
}

/** Removes a list with everything on it; the variants that were. */
export async function dropList(tx: Sql, listId: string): Promise<string[]> {
  const rows = await tx.rows<{ variantId: string }>(
    'delete from item where list_id = $1 returning variant_id as "variantId"',
    [listId],
  );
  await tx.run('delete from wishlist where list_id = $1', [listId]);
  return rows.map((row) => row.variantId);
}

export interface Item {
  itemId: string;
  listId: string;
  userId: string;
  productId: string;
  variantId: string;
  slug: string;
  name: string;
  variantName: string;
  imageUrl: string | null;
  note: string;
  priority: number;
  wanted: number;
  bought: number;
  added_minor: number | null;
  currency: string;
  version: number;
  createdAt: Date;
}

export const ITEM_COLUMNS =
  ' i.item_id as "itemId", i.list_id as "listId", i.user_id as "userId",' +
  ' i.product_id as "productId", i.variant_id as "variantId", i.slug, i.name,' +
  ' i.variant_name as "variantName", i.image_url as "imageUrl", i.note, i.priority, i.wanted,' +
  ' i.bought, i.added_minor, i.currency, i.version, i.created_at as "createdAt"';

export type NewItem = Omit<Item, 'bought' | 'version' | 'createdAt'>;

const ADD_ITEM =
  `
with made as (
  insert into item (item_id, list_id, user_id, product_id, variant_id, slug, name, variant_name,
    image_url, note, priority, wanted, added_minor, currency)
  select "itemId", "listId", "userId", "productId", "variantId", slug, name, "variantName",
    "imageUrl", note, priority, wanted, added_minor, currency
  from json_to_record($1::json) as t("itemId" text, "listId" text, "userId" text,
    "productId" text, "variantId" text, slug text, name text, "variantName" text,
    "imageUrl" text, note text, priority smallint, wanted int, added_minor bigint, currency text)
  where exists (select from wishlist l where l.list_id = "listId" and l.items < ` +
  String(itemsPerWishlist_max) +
  `)
  on conflict (list_id, variant_id) do nothing
  returning list_id
), counted as (
  update wishlist l set items = l.items + 1, version = l.version + 1
  from made m where l.list_id = m.list_id
)
select list_id from made`;

/** Puts a thing on a list that is held; false when it is full or has it already. */
export async function addItem(tx: Sql, item: NewItem): Promise<boolean> {
  return (await tx.row(ADD_ITEM, [JSON.stringify(item)])) !== undefined;
}

/** The thing of this owner on a list, by its variant. */
export async function itemOfVariant(
  sql: Sql,
  of: { listId: string; variantId: string },
): Promise<Item | undefined> {
  return sql.row<Item>(
    'select' + ITEM_COLUMNS + ' from item i where list_id = $1 and variant_id = $2',
    [of.listId, of.variantId],
  );
}

/** The list that a thing of this owner stands on. */
export async function listOfItem(
  sql: Sql,
  of: { userId: string; itemId: string },
): Promise<string | undefined> {
  const text = 'select list_id as "listId" from item where item_id = $1 and user_id = $2';
  return (await sql.row<{ listId: string }>(text, [of.itemId, of.userId]))?.listId;
}

/** A thing of this owner, held. */
export async function lockItem(
  tx: Sql,
  of: { userId: string; itemId: string },
): Promise<Item | undefined> {
  return tx.row<Item>(
    'select' + ITEM_COLUMNS + ' from item i where item_id = $1 and user_id = $2 for update',
    [of.itemId, of.userId],
  );
}

/** Writes what can change of a thing that is held. */
export async function saveItem(tx: Sql, item: Item): Promise<Item> {
  const saved = await tx.row<Item>(
    `update item i set note = $2, priority = $3, wanted = $4, list_id = $5, version = version + 1
     where item_id = $1 returning` + ITEM_COLUMNS,
    [item.itemId, item.note, item.priority, item.wanted, item.listId],
  );
  return saved ?? item;
}

/** A list that is held has so many things more or less. */
export async function countItems(tx: Sql, listId: string, by: number): Promise<void> {
  await tx.run('update wishlist set items = items + $2, version = version + 1 where list_id = $1', [
    listId,
    by,
  ]);
}

/** Removes a thing whose list is held. */
export async function dropItem(tx: Sql, item: Item): Promise<void> {
  await tx.run('delete from item where item_id = $1', [item.itemId]);
  await countItems(tx, item.listId, -1);
}

const SET_GIFT = `
with gone as (
  delete from gift where item_id = $1 and user_id = $2 and $3 = 0
), kept as (
  insert into gift as g (item_id, user_id, quantity) select $1, $2, $3 where $3 > 0
  on conflict (item_id, user_id) do update set quantity = excluded.quantity
)
update item set bought = $3 + coalesce((select sum(quantity) from gift
  where item_id = $1 and user_id <> $2), 0), version = version + 1
where item_id = $1`;

/** Notes how many of a thing, whose list is held, somebody says to have bought; 0 takes it back. */
export async function setGift(
  tx: Sql,
  of: { itemId: string; userId: string; quantity: number },
): Promise<void> {
  await tx.run(SET_GIFT, [of.itemId, of.userId, of.quantity]);
}

/** How many others say to have bought. */
export async function boughtByOthers(
  tx: Sql,
  of: { itemId: string; userId: string },
): Promise<number> {
  const row = await tx.row<{ sum: number }>(
    `select coalesce(sum(quantity), 0)::int as sum from gift
     where item_id = $1 and user_id <> $2`,
    [of.itemId, of.userId],
  );
  return row?.sum ?? 0;
}
