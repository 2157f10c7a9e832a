/** What people and other rooms read of credit. */
import type { Sql } from '#kernel/db/db.ts';

export interface CardRow {
  accountId: string;
  last4: string;
  currency: string;
  amount_minor: number;
  balance_minor: number;
  held_minor: number;
  expiresAt: Date | null;
  issuedBy: string;
  note: string | null;
  createdAt: Date;
}

const CARDS = `
select g.account_id as "accountId", g.last4, a.currency, g.amount_minor, a.balance_minor,
  a.held_minor, g.expires_at as "expiresAt", g.issued_by as "issuedBy", g.note,
  g.created_at as "createdAt"
from gift_card g join credit_account a using (account_id)
where ($1::text is null or g.account_id < $1) and ($2::text is null or g.last4 = $2)
order by g.account_id desc limit $3`;

/** Gift cards, newest first, after an id. */
export async function listCards(
  db: Sql,
  of: { before: string | null; last4: string | null; limit: number },
): Promise<CardRow[]> {
  return db.rows<CardRow>(CARDS, [of.before, of.last4, of.limit]);
}

export interface MovementRow {
  movementId: string;
  kind: string;
  amount_minor: number;
  currency: string;
  checkoutId: string | null;
  reason: string | null;
  at: Date;
}

const OF_PERSON = `
select m.movement_id as "movementId", m.kind, m.amount_minor, a.currency,
  m.checkout_id as "checkoutId", m.reason, m.at
from credit_account a join movement m using (account_id)
where a.user_id = $1
  and ($2::timestamptz is null or (m.at, m.movement_id) < ($2, $3))
order by m.at desc, m.movement_id desc limit $4`;

/** What a person's store credit gained and lost, newest first, before a time and id. */
export async function movementsOf(
  db: Sql,
  of: { userId: string; before: readonly [string, string] | null; limit: number },
): Promise<MovementRow[]> {
  const [at, movementId] = of.before ?? [null, null];
  return db.rows<MovementRow>(OF_PERSON, [of.userId, at, movementId, of.limit]);
}

const AS_GATEWAY = `
select m.movement_id as "movementId", m.kind,
  case m.kind when 'spend' then substr(m.movement_id, 7) else m.reason end as "chargeKey",
  abs(m.amount_minor) as amount_minor, a.currency, m.at
from movement m join credit_account a using (account_id)
where m.kind in ('spend', 'refund') and m.at >= $1
  and ($2::timestamptz is null or (m.at, m.movement_id) > ($2, $3))
order by m.at, m.movement_id limit $4`;

export interface GatewayMovement {
  movementId: string;
  kind: 'spend' | 'refund';
  chargeKey: string;
  amount_minor: number;
  currency: string;
  at: Date;
}

/** What was paid with credit and what of it went back since a time, oldest first. */
export async function movementsSince(
  db: Sql,
  of: { since: Date; after: readonly [string, string] | null; limit: number },
): Promise<GatewayMovement[]> {
  const [at, movementId] = of.after ?? [null, null];
  return db.rows<GatewayMovement>(AS_GATEWAY, [of.since, at, movementId, of.limit]);
}
