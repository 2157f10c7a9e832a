/** SQL of address books. */
import type { Sql } from '#kernel/db/db.ts';
import type { Address } from './contract.ts';

export interface AddressRow {
  addressId: string;
  userId: string;
  version: number;
  name: string;
  line1: string;
  line2: string | null;
  city: string;
  state: string | null;
  postalCode: string;
  country: string;
  phone: string | null;
  isDefault: boolean;
}

const columns =
  'a.address_id as "addressId", a.user_id as "userId", a.version, a.name, a.line1, a.line2,' +
  ' a.city, a.state, a.postal_code as "postalCode", a.country, a.phone,' +
  ' a.is_default as "isDefault"';

/** A row as other rooms get it: empty fields are absent, nothing of ours beyond it. */
export function publicAddress(row: AddressRow): Address {
  const { addressId, userId, name, line1, line2, city, state, postalCode, country, phone } = row;
  return {
    addressId,
    userId,
    name,
    line1,
    ...(line2 === null ? {} : { line2 }),
    city,
    ...(state === null ? {} : { state }),
    postalCode,
    country,
    ...(phone === null ? {} : { phone }),
  };
}

/** Live addresses that belong to the person named beside each id; the others are left out. */
export async function addressesOf(
  sql: Sql,
  pairs: readonly { userId: string; addressId: string }[],
): Promise<AddressRow[]> {
  return sql.rows<AddressRow>(
    'select ' +
      columns +
      ` from unnest($1::text[], $2::text[]) as wanted(address_id, user_id)
       join address a on a.address_id = wanted.address_id and a.user_id = wanted.user_id
       where a.deleted_at is null`,
    [pairs.map((pair) => pair.addressId), pairs.map((pair) => pair.userId)],
  );
}

/** A person's live addresses after an id, in id order. */
export async function addressPage(
  sql: Sql,
  page: { userId: string; after: string | null; limit: number },
): Promise<AddressRow[]> {
  return sql.rows<AddressRow>(
    'select ' +
      columns +
      ` from address a where a.user_id = $1 and a.deleted_at is null
         and ($2::text is null or a.address_id > $2) order by a.address_id limit $3`,
    [page.userId, page.after, page.limit],
  );
}

/** Makes changes of one address book wait for each other; how many live addresses it has. */
export async function lockBook(tx: Sql, userId: string): Promise<number> {
  await tx.run('select user_id from account where user_id = $1 for no key update', [userId]);
  const row = await tx.row<{ count: number }>(
    'select count(*)::int as count from address where user_id = $1 and deleted_at is null',
    [userId],
  );
  return row?.count ?? 0;
}

export type AddressInput = Omit<Address, 'addressId' | 'userId'>;

const values = (one: AddressInput) => [
  one.name,
  one.line1,
  one.line2 ?? null,
  one.city,
  one.state ?? null,
  one.postalCode,
  one.country,
  one.phone ?? null,
];

/** Adds an address to a locked book, not as the default. */
export async function insertAddress(
  tx: Sql,
  key: { userId: string; addressId: string },
  one: AddressInput,
): Promise<void> {
  await tx.run(
    `insert into address (address_id, user_id, name, line1, line2, city, state, postal_code,
       country, phone, is_default) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, false)`,
    [key.addressId, key.userId, ...values(one)],
  );
}

/** Replaces an address of a locked book; false when it is not there. */
export async function replaceAddress(
  tx: Sql,
  key: { userId: string; addressId: string },
  one: AddressInput,
): Promise<boolean> {
  const changed = await tx.run(
    `update address set name = $3, line1 = $4, line2 = $5, city = $6, state = $7,
       postal_code = $8, country = $9, phone = $10, version = version + 1, updated_at = now()
     where address_id = $1 and user_id = $2 and deleted_at is null`,
    [key.addressId, key.userId, ...values(one)],
  );
  return changed === 1;
}

/** Moves the default of a locked book to this address. */
export async function makeDefault(
  tx: Sql,
  key: { userId: string; addressId: string },
): Promise<void> {
  const text = 'update address set is_default = false where user_id = $1 and is_default';
  await tx.run(text + ' and address_id <> $2', [key.userId, key.addressId]);
  await tx.run(
    `update address set is_default = true
     where address_id = $2 and user_id = $1 and not is_default and deleted_at is null`,
    [key.userId, key.addressId],
  );
}

/** Hides an address of a locked book; the oldest one left becomes the default if it was that. */
export async function deleteAddress(
  tx: Sql,
  key: { userId: string; addressId: string },
): Promise<boolean> {
  const deleted = await tx.run(
    `update address set deleted_at = now(), is_default = false, version = version + 1
     where address_id = $1 and user_id = $2 and deleted_at is null`,
    [key.addressId, key.userId],
  );
  if (deleted === 0) return false;
  await tx.run(
    `update address set is_default = true where address_id = (
       select address_id from address where user_id = $1 and deleted_at is null
       order by address_id limit 1)
     and not exists (select from address where user_id = $1 and is_default)`,
    [key.userId],
  );
  return true;
}
