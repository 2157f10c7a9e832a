/** SQL of API keys. */
import type { Sql } from '#kernel/db/db.ts';

export interface KeyRow {
  keyId: string;
  sellerId: string;
  name: string;
  scopes: string[];
  createdAt: Date;
  lastUsedAt: Date | null;
}

const columns =
  'key_id as "keyId", seller_id as "sellerId", name, scopes, created_at as "createdAt",' +
  ' last_used_at as "lastUsedAt"';

export interface NewKey {
  keyId: string;
  sellerId: string;
  createdBy: string;
  name: string;
  hash: string;
  scopes: readonly string[];
}

/** Stores a key unless the seller has `keys_max` live ones. Two at once may pass by one. */
export async function insertKey(
  sql: Sql,
  key: NewKey,
  keys_max: number,
): Promise<KeyRow | undefined> {
  return sql.row<KeyRow>(
    `insert into api_key (key_id, seller_id, created_by, name, hash, scopes)
     select $1, $2, $3, $4, $5, $6::text[]
     where (select count(*) from api_key where seller_id = $2 and revoked_at is null) < $7::int
     returning ` + columns,
    [key.keyId, key.sellerId, key.createdBy, key.name, key.hash, key.scopes, keys_max],
  );
}

/** Live keys of these sellers after an id, in id order. */
export async function keyPage(
  sql: Sql,
  page: { sellerIds: readonly string[]; after: string | null; limit: number },
): Promise<KeyRow[]> {
  return sql.rows<KeyRow>(
    'select ' +
      columns +
      ` from api_key where seller_id = any ($1::text[]) and revoked_at is null
         and ($2::text is null or key_id > $2) order by key_id limit $3`,
    [page.sellerIds, page.after, page.limit],
  );
}

/** False when these sellers have no such live key. */
export async function revokeKey(
  sql: Sql,
  keyId: string,
  sellerIds: readonly string[],
): Promise<boolean> {
  const revoked = await sql.run(
    `update api_key set revoked_at = now()
     where key_id = $1 and seller_id = any ($2::text[]) and revoked_at is null`,
    [keyId, sellerIds],
  );
  return revoked === 1;
}

export interface StoredKey extends KeyRow {
  hash: string;
}

export async function liveKey(sql: Sql, keyId: string): Promise<StoredKey | undefined> {
  return sql.row<StoredKey>(
    'select ' + columns + ', hash from api_key where key_id = $1 and revoked_at is null',
    [keyId],
  );
}

/** Remembers the use, to the minute. */
export async function touchKey(sql: Sql, keyId: string): Promise<void> {
  await sql.run(
    `update api_key set last_used_at = now()
     where key_id = $1 and (last_used_at is null or last_used_at < now() - interval '1 minute')`,
    [keyId],
  );
}
