/** SQL of sellers: applications, profiles, status, lists. */
import { eventMeta } from '#kernel/core/context.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { ImportedMember, ImportedSeller, Seller, SellerStatus } from './contract.ts';
import { nameKey } from './model.ts';

export interface SellerRow extends Seller {
  description: string;
  /** Has been in the shop at some time. */
  everApproved: boolean;
  version: number;
  createdAt: Date;
}

const columns =
  'seller_id as "sellerId", name, slug, description, status, version, created_at as "createdAt",' +
  ' ever_approved as "everApproved"';

const facts =
  "jsonb_build_object('sellerId', seller_id, 'name', name, 'slug', slug, 'status', status," +
  " 'version', version)";

export interface NewSeller {
  sellerId: string;
  name: string;
  slug: string;
  description: string;
  ownerId: string;
}

/** A pending seller with its owner and both events. Throws 23505 for a taken name or slug. */
export async function insertSeller(tx: Sql, one: NewSeller): Promise<SellerRow | undefined> {
  return tx.row<SellerRow>(
    `with added as (
       insert into seller (seller_id, name, name_key, slug, description, status)
       values ($1, $2, $3, $4, $5, 'PENDING') returning *
     ), owner as (
       insert into member (seller_id, user_id, role) values ($1, $6, 'owner') returning *
     ), event as (
       insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
       select 'SELLER_APPLIED', 'seller', seller_id, version, ` +
      facts +
      `, $7::jsonb from added
       union all
       select 'SELLER_MEMBER_CHANGED', 'member', seller_id || ':' || user_id, version,
         jsonb_build_object('sellerId', seller_id, 'userId', user_id, 'role', role,
           'previousRole', null, 'version', version), $8::jsonb
       from owner
     )
     select ` +
      columns +
      ' from added',
    [
      one.sellerId,
      one.name,
      nameKey(one.name),
      one.slug,
      one.description,
      one.ownerId,
      eventMeta(),
      eventMeta(),
    ],
  );
}

export async function sellerById(sql: Sql, sellerId: string): Promise<SellerRow | undefined> {
  return sql.row<SellerRow>('select ' + columns + ' from seller where seller_id = $1', [sellerId]);
}

/** By id or by the slug of its page. */
export async function sellerByKey(sql: Sql, key: string): Promise<SellerRow | undefined> {
  return sql.row<SellerRow>(
    'select ' + columns + ' from seller where seller_id = $1 or slug = $1',
    [key],
  );
}

/** As `sellerById`, and nobody changes it before the transaction ends. */
export async function lockSeller(tx: Sql, sellerId: string): Promise<SellerRow | undefined> {
  return tx.row<SellerRow>(
    'select ' + columns + ' from seller where seller_id = $1 for no key update',
    [sellerId],
  );
}

/** Unknown ids are left out. */
export async function sellersByIds(sql: Sql, sellerIds: readonly string[]): Promise<Seller[]> {
  return sql.rows<Seller>(
    `select seller_id as "sellerId", name, slug, status from seller
     where seller_id = any ($1::text[])`,
    [sellerIds],
  );
}

export interface ProfileChange {
  sellerId: string;
  version: number;
  name?: string;
  description?: string;
}

/** Undefined when another version stands there. Throws 23505 for a taken name. */
export async function updateProfile(sql: Sql, one: ProfileChange): Promise<SellerRow | undefined> {
  return sql.row<SellerRow>(
    `with changed as (
       update seller set name = coalesce($3, name), name_key = coalesce($4, name_key),
         description = coalesce($5, description), version = version + 1, updated_at = now()
       where seller_id = $1 and version = $2 returning *
     ), event as (
       insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
       select 'SELLER_UPDATED', 'seller', seller_id, version, ` +
      facts +
      `, $6::jsonb from changed
     )
     select ` +
      columns +
      ' from changed',
    [
      one.sellerId,
      one.version,
      one.name ?? null,
      one.name === undefined ? null : nameKey(one.name),
      one.description ?? null,
      eventMeta(),
    ],
  );
}

export interface StatusChange {
  sellerId: string;
  version: number;
  status: SellerStatus;
  event: 'SELLER_APPROVED' | 'SELLER_SUSPENDED';
  /** Members whose tokens have to be made anew. */
  userIds: readonly string[];
}

/** Undefined when another version stands there. */
export async function updateStatus(tx: Sql, one: StatusChange): Promise<SellerRow | undefined> {
  return tx.row<SellerRow>(
    `with changed as (
       update seller set status = $3, version = version + 1, updated_at = now(),
         ever_approved = ever_approved or $3 = 'APPROVED'
       where seller_id = $1 and version = $2 returning *
     ), event as (
       insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
       select $4, 'seller', seller_id, version, ` +
      facts +
      ` || jsonb_build_object('userIds', to_jsonb($5::text[])), $6::jsonb from changed
     )
     select ` +
      columns +
      ' from changed',
    [one.sellerId, one.version, one.status, one.event, one.userIds, eventMeta()],
  );
}

export interface SellerFilter {
  status: SellerStatus | null;
  /** Beginning of a name in any case, or a whole id. */
  search: string | null;
  /** Ids before this one: the newest come first. */
  before: string | null;
  limit: number;
}

export async function sellerPage(sql: Sql, filter: SellerFilter): Promise<SellerRow[]> {
  const { status, search, before, limit } = filter;
  const pattern = search === null ? null : `${nameKey(search).replace(/[\\%_]/g, '\\$&')}%`;
  return sql.rows<SellerRow>(
    'select ' +
      columns +
      ` from seller where ($1::text is null or status = $1)
         and ($2::text is null or name_key like $2 or seller_id = $3)
         and ($4::text is null or seller_id < $4)
       order by seller_id desc limit $5`,
    [status, pattern, search, before, limit],
  );
}

/**
 * Sellers and members of a demo or test world with their events; ids and names that exist are
 * left alone, and so are members of sellers that do not exist.
 */
export async function importSellers(
  tx: Sql,
  sellers: readonly ImportedSeller[],
  members: readonly ImportedMember[],
): Promise<number> {
  const added = await tx.run(
    `with added as (
       insert into seller (seller_id, name, name_key, slug, description, status, ever_approved)
       select "sellerId", name, "nameKey", slug, coalesce(description, ''), status,
         status = 'APPROVED'
       from jsonb_to_recordset($1::jsonb) as s("sellerId" text, name text, "nameKey" text,
         slug text, description text, status text)
       on conflict do nothing returning *
     )
     insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
     select case status when 'APPROVED' then 'SELLER_APPROVED'
         when 'SUSPENDED' then 'SELLER_SUSPENDED' else 'SELLER_APPLIED' end,
       'seller', seller_id, version, ` +
      facts +
      ` || case status when 'PENDING' then '{}'::jsonb else '{"userIds": []}'::jsonb end,
       $2::jsonb
     from added`,
    [JSON.stringify(sellers.map((one) => ({ ...one, nameKey: nameKey(one.name) }))), eventMeta()],
  );
  await tx.run(
    `with added as (
       insert into member (seller_id, user_id, role)
       select seller_id, m."userId", m.role
       from jsonb_to_recordset($1::jsonb) as m("sellerId" text, "userId" text, role text)
       join seller on seller_id = m."sellerId"
       on conflict do nothing returning *
     )
     insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
     select 'SELLER_MEMBER_CHANGED', 'member', seller_id || ':' || user_id, version,
       jsonb_build_object('sellerId', seller_id, 'userId', user_id, 'role', role,
         'previousRole', null, 'version', version), $2::jsonb
     from added`,
    [JSON.stringify(members), eventMeta()],
  );
  return added;
}
