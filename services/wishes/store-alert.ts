/** SQL of who waits for what. What is waited for is a subject; writing an alert makes it due. */
import type { Sql } from '#kernel/db/db.ts';
import { alertsPerUser_max, type AlertKind } from './contract.ts';

export type AlertState = 'PENDING' | 'WAITING' | 'IDLE';

export interface Alert {
  alertId: string;
  userId: string;
  kind: AlertKind;
  subject: string;
  productId: string | null;
  variantId: string | null;
  currency: string | null;
  query: string | null;
  state: AlertState;
  repeat: boolean;
  reference_minor: number | null;
  below_minor: number | null;
  emailHash: string | null;
  round: number;
  toldAt: Date | null;
  createdAt: Date;
}

export const ALERT_COLUMNS =
  ' alert_id as "alertId", user_id as "userId", kind, subject, product_id as "productId",' +
  ' variant_id as "variantId", currency, query, state, repeat, reference_minor, below_minor,' +
  ' email_hash as "emailHash", round, told_at as "toldAt", created_at as "createdAt"';

const DUE = `
insert into subject as s (kind, subject, anchor, words)
values ($1, $2, $3, $4::text[])
on conflict (kind, subject) do update set due = true, due_no = s.due_no + 1`;

/** What somebody waits for from now on is looked at, also when nothing happens to it. */
export async function watchSubject(
  tx: Sql,
  of: { kind: AlertKind; subject: string; anchor?: string; words?: readonly string[] },
): Promise<void> {
  await tx.run(DUE, [of.kind, of.subject, of.anchor ?? null, of.words ?? null]);
}

const ADD =
  `
insert into alert as a (alert_id, user_id, kind, subject, product_id, variant_id, currency, query,
  state, repeat, reference_minor, below_minor, email_hash)
select "alertId", "userId", kind, subject, "productId", "variantId", currency, query, state,
  repeat, reference_minor, reference_minor, "emailHash"
from json_to_record($1::json) as t("alertId" text, "userId" text, kind text, subject text,
  "productId" text, "variantId" text, currency text, query text, state text, repeat boolean,
  reference_minor bigint, "emailHash" text)
where (select count(*) from alert where user_id = "userId") < ` +
  String(alertsPerUser_max) +
  ` or exists (select from alert o where o.user_id = t."userId" and o.kind = t.kind
    and o.subject = t.subject)
on conflict (user_id, kind, subject) do update set
  state = case when a.repeat then a.state when a.state = 'WAITING' then a.state
    else excluded.state end,
  repeat = a.repeat or excluded.repeat,
  email_hash = case when a.state = 'WAITING' then a.email_hash else excluded.email_hash end,
  query = excluded.query
returning` +
  ALERT_COLUMNS;

export type NewAlert = Omit<Alert, 'below_minor' | 'round' | 'toldAt' | 'createdAt'>;

/**
 * Notes that somebody waits; who waits already goes on waiting, who was told waits again.
 * Undefined when the person waits for as many things as can be. The person must be held.
 */
export async function addAlert(tx: Sql, alert: NewAlert): Promise<Alert | undefined> {
  return tx.row<Alert>(ADD, [JSON.stringify(alert)]);
}

/** Ends alerts of a person. */
export async function dropAlert(
  sql: Sql,
  of: { alertId: string; userId: string | null },
): Promise<boolean> {
  const text = 'delete from alert where alert_id = $1 and ($2::text is null or user_id = $2)';
  return (await sql.run(text, [of.alertId, of.userId])) > 0;
}

/** Ends what was not told yet, and was never to be told each time. */
export async function dropNeedless(sql: Sql, alertId: string): Promise<boolean> {
  const text = `delete from alert where alert_id = $1 and not repeat
    and state in ('WAITING', 'PENDING')`;
  return (await sql.run(text, [alertId])) > 0;
}

/** Ends an alert of a person by what it is about. */
export async function dropBySubject(
  tx: Sql,
  of: { userId: string; kind: AlertKind; subject: string },
): Promise<void> {
  await tx.run('delete from alert where user_id = $1 and kind = $2 and subject = $3', [
    of.userId,
    of.kind,
    of.subject,
  ]);
}

/** Ends what was asked for on lists, of variants that are on none of the person's lists now. */
export async function dropOrphans(
  tx: Sql,
  of: { userId: string; variantIds: readonly string[] },
): Promise<void> {
  await tx.run(
    `delete from alert a where user_id = $1 and variant_id = any($2::text[])
       and (kind = 'cheaper' or repeat)
       and not exists (select from item i where i.user_id = a.user_id
         and i.variant_id = a.variant_id)`,
    [of.userId, of.variantIds],
  );
}

export async function alertsById(sql: Sql, alertIds: readonly string[]): Promise<Alert[]> {
  return sql.rows<Alert>(
    'select' + ALERT_COLUMNS + ' from alert where alert_id = any($1::text[])',
    [alertIds],
  );
}

/** Whether this guest has proved this address. */
export async function isConfirmed(
  sql: Sql,
  of: { userId: string; emailHash: string },
): Promise<boolean> {
  const text = 'select 1 as one from reader where user_id = $1 and email_hash = $2';
  return (await sql.row(text, [of.userId, of.emailHash])) !== undefined;
}

const ASK = `
insert into asked (asked_id, email_hash, user_id)
select $1, $2::text, $3
where (select count(*) from asked where email_hash = $2
  and created_at > now() - interval '24 hours') < $4`;

/** Counts a request to confirm an address; false when there were enough today. */
export async function noteAsked(
  tx: Sql,
  of: { askedId: string; emailHash: string; userId: string; max: number },
): Promise<boolean> {
  const lock = "select pg_advisory_xact_lock(hashtextextended('asked:' || $1::text, 0))";
  await tx.run(lock, [of.emailHash]);
  return (await tx.run(ASK, [of.askedId, of.emailHash, of.userId, of.max])) === 1;
}

const ASKED = `
insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
values ('ALERT_ASKED', 'asking', $1, 1, $2::json, $3::json)`;

/** Says that an address is to be confirmed. */
export async function tellAsked(
  tx: Sql,
  of: { askedId: string; payload: object; meta: string },
): Promise<void> {
  await tx.run(ASKED, [of.askedId, JSON.stringify(of.payload), of.meta]);
}

const CONFIRM = `
with done as (
  update alert set state = 'WAITING' where alert_id = $1 and state = 'PENDING'
    and created_at > now() - $2 * interval '1 hour'
  returning user_id, email_hash, kind, subject
), proved as (
  insert into reader as r (user_id, email_hash)
  select user_id, email_hash from done
  on conflict (user_id) do update set email_hash = excluded.email_hash, confirmed_at = now()
), others as (
  update alert a set state = 'WAITING' from done d
  where a.user_id = d.user_id and a.email_hash = d.email_hash and a.state = 'PENDING'
    and a.alert_id <> $1
  returning a.kind, a.subject
), due as (
  update subject s set due = true, due_no = due_no + 1
  from (select kind, subject from done union select kind, subject from others) d
  where s.kind = d.kind and s.subject = d.subject
)
select count(*)::int as count from done`;

/** The address of a pending alert is its reader's: this one and their others are waited for. */
export async function confirmAlert(tx: Sql, alertId: string, hours_max: number): Promise<boolean> {
  return ((await tx.row<{ count: number }>(CONFIRM, [alertId, hours_max]))?.count ?? 0) > 0;
}

/** Words of a query as they are compared with those of products: stems, without stop words. */
export async function stemsOf(sql: Sql, text: string): Promise<string[]> {
  const row = await sql.row<{ words: string[] }>(
    "select tsvector_to_array(to_tsvector('english', $1)) as words",
    [text],
  );
  return row?.words ?? [];
}
