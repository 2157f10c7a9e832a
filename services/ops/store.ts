// The audit log, what waits for a second person, and what the checker said.
import type { Sql } from '#kernel/db/db.ts';
import type { AuditInput } from './contract.ts';

const APPEND = `
/* write */ select append_audit($1, $2, $3, $4, $5, $6, $7, $8) as seq`;

/** Adds an entry to the chain. */
export async function appendAudit(db: Sql, auditId: string, entry: AuditInput): Promise<void> {
  const { actor, action, target, reason, outcome, detail, requestId } = entry;
  const text = JSON.stringify(detail);
  await db.row(APPEND, [auditId, actor, action, target, reason, outcome, text, requestId]);
}

export interface AuditRow {
  seq: number;
  auditId: string;
  at: Date;
  actor: string;
  action: string;
  target: string;
  reason: string | null;
  outcome: string;
  detail: string;
  requestId: string | null;
  hash: string;
}

const LIST = `
select seq, audit_id as "auditId", at, actor, action, target, reason, outcome, detail,
  request_id as "requestId", hash
from audit
where ($1::text is null or actor = $1) and ($2::text is null or target = $2)
  and ($3::text is null or action = $3) and ($4::bigint is null or seq < $4)
order by seq desc limit $5`;

/** Entries, newest first. */
export async function listAudit(
  db: Sql,
  of: {
    actor: string | null;
    target: string | null;
    action: string | null;
    before: number | null;
    limit: number;
  },
): Promise<AuditRow[]> {
  return db.rows<AuditRow>(LIST, [of.actor, of.target, of.action, of.before, of.limit]);
}

const VERIFY = `
select count(*)::int as entries, min(seq) filter (where broken) as "firstBroken"
from (
  select a.seq, a.hash <> audit_hash(a) or a.previous <> lag(a.hash, 1, repeat('0', 64))
    over (order by a.seq) or a.seq <> row_number() over (order by a.seq) as broken
  from audit a order by a.seq limit 1000000
) chain`;
const TIP = `
select t.seq = coalesce(max(a.seq), 0) as whole, t.seq from audit_tip t left join audit a on true
group by t.seq`;

/** Walks the whole chain: the first entry that is not as it was written, if any. */
export async function verifyAudit(
  db: Sql,
): Promise<{ entries: number; firstBroken: number | null }> {
  const [chain, tip] = await Promise.all([
    db.row<{ entries: number; firstBroken: number | null }>(VERIFY),
    db.row<{ whole: boolean; seq: number }>(TIP),
  ]);
  const entries = chain?.entries ?? 0;
  const broken = chain?.firstBroken ?? null;
  return { entries, firstBroken: broken ?? (tip?.whole === false ? entries + 1 : null) };
}

export interface Approval {
  approvalId: string;
  action: string;
  room: string;
  target: string;
  askedBy: string;
  reason: string;
  askedAt: Date;
  expiresAt: Date;
  confirmedBy: string | null;
  over: boolean;
}

const COLUMNS = `
  approval_id as "approvalId", action, room, target, asked_by as "askedBy", reason,
  asked_at as "askedAt", expires_at as "expiresAt", confirmed_by as "confirmedBy",
  (confirmed_at is not null or expires_at <= now()) as over`;

const ASK =
  `insert into approval (approval_id, action, room, target, asked_by, reason, expires_at)
values ($1, $2, $3, $4, $5, $6, now() + $7 * interval '1 ms') returning` + COLUMNS;

export async function askApproval(
  db: Sql,
  wish: {
    approvalId: string;
    action: string;
    room: string;
    target: string;
    askedBy: string;
    reason: string;
    within_ms: number;
  },
): Promise<Approval | undefined> {
  const { approvalId, action, room, target, askedBy, reason, within_ms } = wish;
  return db.row<Approval>(ASK, [approvalId, action, room, target, askedBy, reason, within_ms]);
}

const WAITING =
  'select' +
  COLUMNS +
  ` from approval where target = $1 and confirmed_at is null and expires_at > now()
order by approval_id desc limit 1`;

/** What waits for a second person about a target. */
export async function waitingApproval(db: Sql, target: string): Promise<Approval | undefined> {
  return db.row<Approval>(WAITING, [target]);
}

const ONE = 'select' + COLUMNS + ' from approval where approval_id = $1';

export async function readApproval(db: Sql, approvalId: string): Promise<Approval | undefined> {
  return db.row<Approval>(ONE, [approvalId]);
}

const CONFIRM =
  `update approval set confirmed_by = $2, confirm_reason = $3, confirmed_at = now()
where approval_id = $1 and confirmed_at is null and expires_at > now() and asked_by <> $2
returning` + COLUMNS;

/** Confirms once, in time, and only by another person; undefined otherwise. */
export async function confirmApproval(
  db: Sql,
  of: { approvalId: string; by: string; reason: string },
): Promise<Approval | undefined> {
  return db.row<Approval>(CONFIRM, [of.approvalId, of.by, of.reason]);
}

export interface CheckRow {
  checkId: string;
  askedBy: string | null;
  startedAt: Date;
  finishedAt: Date | null;
  violations: number | null;
  result: unknown;
  error: string | null;
}

const CHECK_COLUMNS = `
  check_id as "checkId", asked_by as "askedBy", started_at as "startedAt",
  finished_at as "finishedAt", violations, result, error`;

// A process that died while it checked must not keep the others from it.
const BEGIN_CHECK =
  `with dead as (
  update invariant_check set finished_at = now(), error = 'its process died'
  where finished_at is null and started_at < now() - interval '10 minutes' returning check_id
)
insert into invariant_check (check_id, asked_by) select $1, $2
where (select count(*) from dead) = 0
on conflict do nothing returning` + CHECK_COLUMNS;

/** Notes that a check begins; undefined while another runs. */
export async function beginCheck(
  db: Sql,
  checkId: string,
  askedBy: string | null,
): Promise<CheckRow | undefined> {
  return db.row<CheckRow>(BEGIN_CHECK, [checkId, askedBy]);
}

const END_CHECK = `
update invariant_check set finished_at = now(), violations = $2, result = $3::jsonb, error = $4
where check_id = $1 and finished_at is null`;

export async function endCheck(
  db: Sql,
  checkId: string,
  of: { violations: number | null; result: object | null; error: string | null },
): Promise<void> {
  const result = of.result === null ? null : JSON.stringify(of.result);
  await db.run(END_CHECK, [checkId, of.violations, result, of.error]);
}

const CHECKS = 'select' + CHECK_COLUMNS + ' from invariant_check order by check_id desc limit $1';

/** Checks, newest first. */
export async function listChecks(db: Sql, limit: number): Promise<CheckRow[]> {
  return db.rows<CheckRow>(CHECKS, [limit]);
}
