/** SQL of what people see of wishlists and alerts; every list is a keyset page. */
import type { Sql } from '#kernel/db/db.ts';
import { LIST_COLUMNS, ITEM_COLUMNS, type Item, type List } from './store.ts';
import { ALERT_COLUMNS, type Alert } from './store-alert.ts';

export const sorts = ['newest', 'priority'] as const;
export type Sort = (typeof sorts)[number];

/** A person's lists in the order they were made. */
export async function listsOf(
  sql: Sql,
  of: { userId: string; after: string | null; limit: number },
): Promise<List[]> {
  return sql.rows<List>(
    'select' +
      LIST_COLUMNS +
      ` from wishlist where user_id = $1 and ($2::text is null or list_id > $2)
     order by list_id limit $3`,
    [of.userId, of.after, of.limit],
  );
}

export async function listById(
  sql: Sql,
  of: { userId: string; listId: string },
): Promise<List | undefined> {
  return sql.row<List>(
    'select' + LIST_COLUMNS + ' from wishlist where list_id = $1 and user_id = $2',
    [of.listId, of.userId],
  );
}

export async function listByToken(sql: Sql, token: string): Promise<List | undefined> {
  return sql.row<List>('select' + LIST_COLUMNS + ' from wishlist where token = $1', [token]);
}

/** What else a page says of a thing: whether its owner is told, and what the reader bought. */
export type Shown = Item & { tellBack: boolean; tellCheaper: boolean; mine: number };

const SHOWN =
  ITEM_COLUMNS +
  `, exists (select from alert a where a.user_id = i.user_id and a.kind = 'back'
      and a.subject = i.variant_id) as "tellBack",
    exists (select from alert a where a.user_id = i.user_id and a.kind = 'cheaper'
      and a.subject = i.variant_id || ':' || i.currency) as "tellCheaper",
    coalesce((select g.quantity from gift g
      where g.item_id = i.item_id and g.user_id = $2), 0) as mine
  from item i`;

const NEWEST =
  'select' +
  SHOWN +
  ` where i.list_id = $1 and ($4::text is null or i.item_id < $4)
  order by i.item_id desc limit $3`;
const BY_PRIORITY =
  'select' +
  SHOWN +
  ` where i.list_id = $1 and ($4::text is null or (i.priority, i.item_id) < ($5::int, $4))
  order by i.priority desc, i.item_id desc limit $3`;

export interface ItemPage {
  listId: string;
  /** Whose own gifts are counted; '' for nobody's. */
  reader: string;
  sort: Sort;
  before: { itemId: string; priority: number } | null;
  limit: number;
}

/** Things of a list, the newest or the most wanted first. */
export async function itemsOf(sql: Sql, of: ItemPage): Promise<Shown[]> {
  const values = [of.listId, of.reader, of.limit, of.before?.itemId ?? null];
  return of.sort === 'newest'
    ? sql.rows<Shown>(NEWEST, values)
    : sql.rows<Shown>(BY_PRIORITY, [...values, of.before?.priority ?? 0]);
}

/** One thing of its owner. */
export async function itemById(
  sql: Sql,
  of: { userId: string; itemId: string },
): Promise<Shown | undefined> {
  return sql.row<Shown>('select' + SHOWN + ' where i.item_id = $1 and i.user_id = $2', [
    of.itemId,
    of.userId,
  ]);
}

export interface Mark {
  productId: string;
  variantId: string;
  itemId: string;
  listId: string;
}

/** Which of these products stand on a person's lists; 500 at most. */
export async function marksOf(
  sql: Sql,
  of: { userId: string; productIds: readonly string[] },
): Promise<Mark[]> {
  return sql.rows<Mark>(
    `select product_id as "productId", variant_id as "variantId", item_id as "itemId",
       list_id as "listId"
     from item where user_id = $1 and product_id = any($2::text[])
     order by item_id desc limit 500`,
    [of.userId, of.productIds],
  );
}

/** What a person waits for, the newest first; of one variant or of all (null). */
export async function alertsOf(
  sql: Sql,
  of: { userId: string; variantId: string | null; before: string | null; limit: number },
): Promise<Alert[]> {
  return sql.rows<Alert>(
    'select' +
      ALERT_COLUMNS +
      ` from alert where user_id = $1 and ($2::text is null or variant_id = $2)
       and ($3::text is null or alert_id < $3)
     order by alert_id desc limit $4`,
    [of.userId, of.variantId, of.before, of.limit],
  );
}
