// Which gateway an attempt is at, and by which name it is known there.
import type { Sql } from '#kernel/db/db.ts';
import type { PaymentRow } from './model.ts';
import { COLUMNS } from './store.ts';

const NAME = `
update payment set gateway_ref = $3, updated_at = now()
where payment_id = $1 and gateway = $2 and status = 'INITIATED'
  and (gateway_ref is null or gateway_ref = $3)`;

/**
 * Keeps the gateway's name of a charge before money can move there. False: the attempt went on
 * without us, or has another name already; then the charge must not be sent.
 */
export async function nameCharge(
  db: Sql,
  of: { paymentId: string; gateway: string; ref: string },
): Promise<boolean> {
  return (await db.run(NAME, [of.paymentId, of.gateway, of.ref])) === 1;
}

const HAND_ON = `
with handed as (
  update payment set gateway = $3, gateway_ref = null, updated_at = now()
  where payment_id = $1 and gateway = $2 and status = 'INITIATED'
  returning payment_id, old.gateway_ref as was
)
insert into gateway_turn (payment_id, turn, gateway, gateway_ref, reason)
select payment_id, 1 + (select count(*) from gateway_turn t where t.payment_id = $1), $2, was, $4
from handed`;

/**
 * Hands an attempt to the next gateway, with the reason why the first has surely not charged.
 * False: somebody else moved it. One statement: afterwards only the next one may charge.
 */
export async function handOn(
  db: Sql,
  of: { paymentId: string; from: string; to: string; reason: string },
): Promise<boolean> {
  return (await db.run(HAND_ON, [of.paymentId, of.from, of.to, of.reason])) === 1;
}

const BY_REF = 'select' + COLUMNS + ' from payment p where p.gateway = $1 and p.gateway_ref = $2';

/** The attempt that a gateway knows by this name. */
export async function readByRef(
  db: Sql,
  gateway: string,
  ref: string,
): Promise<PaymentRow | undefined> {
  return db.row<PaymentRow>(BY_REF, [gateway, ref]);
}

export interface Turn {
  turn: number;
  gateway: string;
  reason: string;
  at: Date;
}

const TURNS = `
select turn, gateway, reason, at from gateway_turn where payment_id = $1 order by turn limit 20`;

/** Gateways that were tried before the present one. */
export async function turnsOf(db: Sql, paymentId: string): Promise<Turn[]> {
  return db.rows<Turn>(TURNS, [paymentId]);
}
