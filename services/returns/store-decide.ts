/** Writes and locks of decisions: what was granted of a return, round by round. */
import type { Sql } from '#kernel/db/db.ts';
import type { DecidedLine, Resolution } from './contract.ts';
import type { DecisionKey } from './store-settle.ts';

const DECIDE = `
with made as (
  insert into return_decision (return_id, round, saga_id, request_key, lines, shipping_minor,
    amount_minor, resolution, decided_by)
  values ($1, $2, $3, $4, $5::jsonb, $6, $7, $8, $9)
), counted as (
  update return_line l set approved = l.approved + i.units
  from json_to_recordset($5::json) as i("lineNo" int, units int)
  where l.return_id = $1 and l.line_no = i."lineNo"
)
update return_request set round = $2, updated_at = now(), rejected_reason = $10, evidence = $11,
  appeal_status = case when appeal_status = 'OPEN' then 'GRANTED' else appeal_status end
where return_id = $1`;

export interface NewDecision {
  returnId: string;
  round: number;
  sagaId: string;
  requestKey: string;
  lines: readonly DecidedLine[];
  shipping_minor: number;
  amount_minor: number;
  resolution: Resolution;
  actor: string;
  /** Why a part was refused. */
  reason: string | null;
  evidence: string | null;
}

/** Writes what was granted. Two statements in one. */
export async function insertDecision(tx: Sql, decision: NewDecision): Promise<void> {
  const { returnId, round, sagaId, requestKey, lines, shipping_minor, amount_minor } = decision;
  await tx.run(DECIDE, [
    returnId,
    round,
    sagaId,
    requestKey,
    JSON.stringify(lines),
    shipping_minor,
    amount_minor,
    decision.resolution,
    decision.actor,
    decision.reason,
    decision.evidence,
  ]);
}

const DECIDED = `
select round from return_decision where return_id = $1 and request_key = $2`;

/** The round that this request has made before. */
export async function decidedBy(
  tx: Sql,
  returnId: string,
  requestKey: string,
): Promise<number | undefined> {
  return (await tx.row<{ round: number }>(DECIDED, [returnId, requestKey]))?.round;
}

export interface LockedDecision {
  lines: DecidedLine[];
  amount_minor: number;
  resolution: Resolution;
}

const LOCK = `
select lines, amount_minor, resolution from return_decision
where return_id = $1 and round = $2 for no key update`;

export async function lockDecision(tx: Sql, key: DecisionKey): Promise<LockedDecision | undefined> {
  return tx.row<LockedDecision>(LOCK, [key.returnId, key.round]);
}

const TO_REFUND = `
update return_decision set resolution = 'REFUND', lines = $3::jsonb, shipping_minor = $4,
  amount_minor = $5
where return_id = $1 and round = $2`;

/** An exchange that could not be had becomes a refund. */
export async function changeToRefund(
  tx: Sql,
  key: DecisionKey,
  of: { lines: readonly DecidedLine[]; shipping_minor: number; amount_minor: number },
): Promise<void> {
  const { lines, shipping_minor, amount_minor } = of;
  const values = [key.returnId, key.round, JSON.stringify(lines), shipping_minor, amount_minor];
  await tx.run(TO_REFUND, values);
}
