// Statements of credit. Every change locks its account first, so any number of spenders at once
// see each other; what a key did is found before anything is done again.
import type { Sql } from '#kernel/db/db.ts';
import type { CreditKind, Hold } from './contract.ts';

export interface AccountRow {
  accountId: string;
  kind: CreditKind;
  userId: string | null;
  currency: string;
  balance_minor: number;
  held_minor: number;
  last4: string | null;
  expiresAt: Date | null;
  /** By the clock of the database. */
  expired: boolean;
}

const COLUMNS = `
  a.account_id as "accountId", a.kind, a.user_id as "userId", a.currency, a.balance_minor,
  a.held_minor, g.last4, g.expires_at as "expiresAt",
  coalesce(g.expires_at <= now(), false) as expired`;
const FROM = ' from credit_account a left join gift_card g using (account_id)';

const LOCK_ID = 'select' + COLUMNS + FROM + ' where a.account_id = $1 for update of a';
const LOCK_OWN =
  'select' + COLUMNS + FROM + ' where a.user_id = $1 and a.currency = $2 for update of a';

/** An account, locked until the transaction ends. */
export async function lockAccount(tx: Sql, accountId: string): Promise<AccountRow | undefined> {
  return tx.row<AccountRow>(LOCK_ID, [accountId]);
}

/** A person's store credit, locked until the transaction ends. */
export async function lockOwn(
  tx: Sql,
  userId: string,
  currency: string,
): Promise<AccountRow | undefined> {
  return tx.row<AccountRow>(LOCK_OWN, [userId, currency]);
}

const BY_HASH = 'select' + COLUMNS + FROM + ' where g.code_hash = any($1::bytea[])';

/** The card of a code by its hashes, one for each key there is. */
export async function cardByHash(db: Sql, hashes: Buffer[]): Promise<AccountRow | undefined> {
  return db.row<AccountRow>(BY_HASH, [hashes]);
}

const OWN = 'select' + COLUMNS + FROM + ' where a.user_id = $1 order by a.currency limit 200';

/** A person's accounts, one for each currency. */
export async function accountsOf(db: Sql, userId: string): Promise<AccountRow[]> {
  return db.rows<AccountRow>(OWN, [userId]);
}

const OPEN_OWN = `
insert into credit_account (account_id, kind, user_id, currency)
values ($1, 'STORE_CREDIT', $2, $3) on conflict do nothing`;

/** Makes a person's account in a currency, if there is none. */
export async function openOwn(
  tx: Sql,
  of: { accountId: string; userId: string; currency: string },
): Promise<void> {
  await tx.run(OPEN_OWN, [of.accountId, of.userId, of.currency]);
}

const LOCK_KEY = `select pg_advisory_xact_lock(hashtextextended('credit.issue ' || $1, 0))`;

/** Requests of one key come one after the other. */
export async function lockKey(tx: Sql, movementId: string): Promise<void> {
  await tx.row(LOCK_KEY, [movementId]);
}

const CARD = `
with made as (
  insert into credit_account (account_id, kind, currency) values ($1, 'GIFT_CARD', $2)
  returning account_id
)
insert into gift_card (account_id, code_hash, last4, amount_minor, expires_at, issued_by, note)
select account_id, $3, $4, $5, $6, $7, $8 from made`;

export interface NewCard {
  accountId: string;
  currency: string;
  codeHash: Buffer;
  last4: string;
  amount_minor: number;
  expiresAt: Date | null;
  issuedBy: string;
  note: string | null;
}

/** Makes a card without money; `move` puts it in. */
export async function insertCard(tx: Sql, card: NewCard): Promise<void> {
  const { accountId, currency, codeHash, last4, amount_minor, expiresAt, issuedBy, note } = card;
  const values = [accountId, currency, codeHash, last4, amount_minor, expiresAt, issuedBy, note];
  await tx.run(CARD, values);
}

export interface Movement {
  movementId: string;
  accountId: string;
  kind: 'issue' | 'spend' | 'refund' | 'redeem';
  /** Positive: the account gains. */
  amount_minor: number;
  checkoutId: string | null;
  reason: string | null;
  actor: string;
}

const MOVE = `
with moved as (
  insert into movement (movement_id, account_id, kind, amount_minor, checkout_id, reason, actor)
  values ($1, $2, $3, $4::bigint, $5, $6, $7) on conflict do nothing
  returning account_id, amount_minor
)
update credit_account a set balance_minor = a.balance_minor + m.amount_minor,
  held_minor = a.held_minor - $8::bigint, updated_at = now()
from moved m where a.account_id = m.account_id`;

/**
 * Moves money in or out, once per id; true when this call did. `unheld_minor` of it was set aside
 * and is not any more.
 */
export async function move(tx: Sql, of: Movement, unheld_minor = 0): Promise<boolean> {
  const { movementId, accountId, kind, amount_minor, checkoutId, reason, actor } = of;
  const values = [movementId, accountId, kind, amount_minor, checkoutId, reason, actor];
  return (await tx.run(MOVE, [...values, unheld_minor])) === 1;
}

const TELL = `
with counted as (
  update credit_account set version = version + 1 where account_id = $1 returning version
)
insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
select $2, 'credit', $1, version, $3::jsonb, $4::jsonb from counted`;

/** Writes an event of an account. */
export async function tell(
  tx: Sql,
  event: { accountId: string; type: string; payload: object; meta: string },
): Promise<void> {
  await tx.run(TELL, [event.accountId, event.type, JSON.stringify(event.payload), event.meta]);
}

export interface HoldRow extends Hold {
  checkoutId: string | null;
  refunded_minor: number;
}

const HOLD = `
select h.key, h.state, h.amount_minor, h.refunded_minor, h.checkout_id as "checkoutId",
  coalesce(h.account_id, '-') as "accountId", coalesce(a.kind, 'GIFT_CARD') as kind,
  coalesce(a.currency, 'XXX') as currency
from credit_hold h left join credit_account a using (account_id) where h.key = $1`;

/** What is set aside for a key. */
export async function readHold(db: Sql, key: string): Promise<HoldRow | undefined> {
  return db.row<HoldRow>(HOLD, [key]);
}

/** As readHold, locked until the transaction ends. */
export async function lockHold(tx: Sql, key: string): Promise<HoldRow | undefined> {
  return tx.row<HoldRow>(LOCKED, [key]);
}

const LOCKED = HOLD + ' for update of h';

const SET_ASIDE = `
with made as (
  insert into credit_hold (key, account_id, checkout_id, amount_minor, state)
  values ($1, $2, $3, $4, 'held') on conflict do nothing returning account_id, amount_minor
)
update credit_account a set held_minor = a.held_minor + m.amount_minor, updated_at = now()
from made m where a.account_id = m.account_id`;

/** Sets credit aside; false when the key is taken. The account must be locked. */
export async function setAside(
  tx: Sql,
  of: { key: string; accountId: string; checkoutId: string; amount_minor: number },
): Promise<boolean> {
  const values = [of.key, of.accountId, of.checkoutId, of.amount_minor];
  return (await tx.run(SET_ASIDE, values)) === 1;
}

const FORESTALL = `
insert into credit_hold (key, state) values ($1, 'released') on conflict do nothing`;

/** Takes the place of a key that nothing was set aside for; false when something was. */
export async function forestall(tx: Sql, key: string): Promise<boolean> {
  return (await tx.run(FORESTALL, [key])) === 1;
}

const SET_STATE = `
update credit_hold set state = $2, updated_at = now() where key = $1 and state = 'held'`;

/** Ends a hold. */
export async function endHold(
  tx: Sql,
  key: string,
  state: 'captured' | 'released',
): Promise<boolean> {
  return (await tx.run(SET_STATE, [key, state])) === 1;
}

const UNHOLD = `
update credit_account set held_minor = held_minor - $2, updated_at = now() where account_id = $1`;

/** What was set aside is free again. */
export async function unhold(tx: Sql, accountId: string, amount_minor: number): Promise<void> {
  await tx.run(UNHOLD, [accountId, amount_minor]);
}

const REFUNDED = `
update credit_hold set refunded_minor = refunded_minor + $2, updated_at = now() where key = $1`;

/** Notes what went back of a taken hold. */
export async function noteRefund(tx: Sql, key: string, amount_minor: number): Promise<void> {
  await tx.run(REFUNDED, [key, amount_minor]);
}

// Money that came back to a card must not be lost because the card had run out meanwhile.
const KEEP_USABLE = `
update gift_card set expires_at = now() + $2 * interval '1 day'
where account_id = $1 and expires_at < now() + $2 * interval '1 day'`;

/** A card that money came back to can be used for so many days at least. */
export async function keepUsable(tx: Sql, accountId: string, days: number): Promise<void> {
  await tx.run(KEEP_USABLE, [accountId, days]);
}

const MOVEMENT = `
select m.account_id as "accountId", m.amount_minor, a.currency
from movement m join credit_account a using (account_id) where m.movement_id = $1`;

/** A movement that was made. */
export async function readMovement(
  db: Sql,
  movementId: string,
): Promise<{ accountId: string; amount_minor: number; currency: string } | undefined> {
  return db.row(MOVEMENT, [movementId]);
}
