// Ways to pay that people keep: tokens of gateways and what their owners know them by.
import type { Sql } from '#kernel/db/db.ts';
import { savedPerUser_max, type PaymentMethod } from './contract.ts';
import type { SavedToken } from './gateway.ts';
import type { PaymentRow } from './model.ts';

export interface SavedMethod {
  methodId: string;
  userId: string;
  gateway: string;
  method: PaymentMethod;
  token: string;
  customer: string | null;
  brand: string;
  last4: string;
  expiryMonth: number | null;
  expiryYear: number | null;
  isDefault: boolean;
  createdAt: Date;
  /** When it was last paid with, or kept. */
  usedAt: Date;
}

const WISH = `
insert into save_wish (payment_id, user_id)
select $1, $2 where (
  select count(*) from saved_method where user_id = $2 and removed_at is null) < $3
on conflict do nothing`;

/** Somebody wants to keep how they pay, once this attempt has paid. */
export async function wishSaved(db: Sql, paymentId: string, userId: string): Promise<void> {
  await db.run(WISH, [paymentId, userId, savedPerUser_max]);
}

const COLUMNS = `
method_id as "methodId", user_id as "userId", gateway, method, token, customer, brand, last4,
  expiry_month as "expiryMonth", expiry_year as "expiryYear", is_default as "isDefault",
  created_at as "createdAt", coalesce(used_at, created_at) as "usedAt"`;
const MINE = ' where method_id = $1 and user_id = $2 and removed_at is null';

const ONE = 'select' + COLUMNS + ' from saved_method' + MINE;

/** A way to pay of this person; what is somebody else's is not found. */
export async function readSaved(
  db: Sql,
  methodId: string,
  userId: string,
): Promise<SavedMethod | undefined> {
  return db.row<SavedMethod>(ONE, [methodId, userId]);
}

const USE = 'update saved_method set used_at = now()' + MINE + ' returning' + COLUMNS;

/** As readSaved, by somebody who pays with it. */
export async function takeSaved(
  db: Sql,
  methodId: string,
  userId: string,
): Promise<SavedMethod | undefined> {
  return db.row<SavedMethod>(USE, [methodId, userId]);
}

const ALL =
  'select' +
  COLUMNS +
  ` from saved_method where user_id = $1 and removed_at is null
order by is_default desc, coalesce(used_at, created_at) desc, method_id limit $2`;

/** All ways to pay that somebody keeps, the default first, then the one used last. */
export async function listSaved(db: Sql, userId: string): Promise<SavedMethod[]> {
  return db.rows<SavedMethod>(ALL, [userId, savedPerUser_max + 20]);
}

// Off before on: a person has one default at most, and the index sees every row as it comes.
const NO_DEFAULT = `
update saved_method set is_default = false where user_id = $1 and is_default and exists (
  select from saved_method where user_id = $1 and method_id = $2 and removed_at is null)`;
const SET_DEFAULT = `
update saved_method set is_default = true
where user_id = $1 and method_id = $2 and removed_at is null`;

/** Makes it the default; in a transaction. False when they have none such. */
export async function setDefault(tx: Sql, userId: string, methodId: string): Promise<boolean> {
  await tx.run(NO_DEFAULT, [userId, methodId]);
  return (await tx.run(SET_DEFAULT, [userId, methodId])) === 1;
}

export interface Dropped {
  gateway: string;
  token: string;
  customer: string | null;
}

const REMOVE = 'update saved_method set removed_at = now()' + MINE;
const RESTORE = `
update saved_method set removed_at = null
where method_id = $1 and user_id = $2 and removed_at is not null`;

/** Nobody can pay with it any more; it can be put back until it is dropped. False: not theirs. */
export async function removeSaved(tx: Sql, methodId: string, userId: string): Promise<boolean> {
  return (await tx.run(REMOVE, [methodId, userId])) === 1;
}

/** Puts back what was removed. False when there is nothing removed of that name. */
export async function restoreSaved(db: Sql, methodId: string, userId: string): Promise<boolean> {
  return (await db.run(RESTORE, [methodId, userId])) === 1;
}

const DROP = `
delete from saved_method where method_id = $1 and removed_at is not null
returning gateway, token, customer`;

/** Drops what was removed and not put back; what its gateway still has. */
export async function dropRemoved(tx: Sql, methodId: string): Promise<Dropped[]> {
  return tx.rows<Dropped>(DROP, [methodId]);
}

const FORGET = `
with wishes as (delete from save_wish where user_id = any($1::text[])),
  customers as (delete from gateway_customer where user_id = any($1::text[]))
delete from saved_method where user_id = any($1::text[]) returning gateway, token, customer`;

/** Forgets all of these people; what their gateways still have. */
export async function forgetSaved(tx: Sql, userIds: string[]): Promise<Dropped[]> {
  return tx.rows<Dropped>(FORGET, [userIds]);
}

const CUSTOMER = `select customer from gateway_customer where user_id = $1 and gateway = $2`;

/** Somebody's name at a gateway, once they have one. */
export async function customerOf(
  db: Sql,
  userId: string,
  gateway: string,
): Promise<string | undefined> {
  return (await db.row<{ customer: string }>(CUSTOMER, [userId, gateway]))?.customer;
}

const KEEP = `
with wished as (
  delete from save_wish where payment_id = $1 returning user_id
), told as (
  insert into gateway_customer (user_id, gateway, customer)
  select user_id, $2, $5 from wished where $5::text is not null
  on conflict (user_id, gateway) do update set customer = excluded.customer
)
insert into saved_method (method_id, user_id, gateway, method, token, customer, brand, last4,
  expiry_month, expiry_year, used_at)
select 'pmt_' || replace(uuidv7()::text, '-', ''), user_id, $2, $3, $4, $5, $6, $7, $8, $9, now()
from wished
on conflict (user_id, gateway, token) do update set customer = excluded.customer,
  brand = excluded.brand, last4 = excluded.last4, expiry_month = excluded.expiry_month,
  expiry_year = excluded.expiry_year, used_at = excluded.used_at, removed_at = null`;

/** Keeps the way to pay of an attempt whose buyer asked for it, once. One statement. */
export async function keepSaved(db: Sql, row: PaymentRow, saved: SavedToken): Promise<void> {
  const { token, customer, brand, last4, expiryMonth, expiryYear } = saved;
  const facts = [token, customer, brand.slice(0, 40), last4, expiryMonth, expiryYear];
  await db.run(KEEP, [row.paymentId, row.gateway, row.method, ...facts]);
}

const WAITING = `
with due as (
  select payment_id from save_wish where at < now() - interval '1 minute'
  order by at limit $1 for update skip locked
)
update save_wish w set at = now() from due where w.payment_id = due.payment_id
returning w.payment_id as "paymentId"`;

/** Wishes whose attempts have had their time; nobody else gets them for a minute. */
export async function dueWishes(db: Sql, limit: number): Promise<string[]> {
  const rows = await db.rows<{ paymentId: string }>(WAITING, [limit]);
  return rows.map((row) => row.paymentId);
}

const DROP_WISH = `delete from save_wish where payment_id = $1`;

/** Nothing of this attempt is to be kept. */
export async function dropWish(db: Sql, paymentId: string): Promise<void> {
  await db.run(DROP_WISH, [paymentId]);
}
