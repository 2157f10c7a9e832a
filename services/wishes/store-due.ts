/**
 * SQL of looking and telling. Events only say that something is different; what is true is looked
 * up afterwards, so events may come twice, late and in any order. Who is told leaves the waiting in
 * the statement that writes the event: there is no other memory of how far a telling got.
 */
import type { Sql } from '#kernel/db/db.ts';
import { alertMailsPerDay_max, toldPerPage_max, type AlertKind } from './contract.ts';

/** A person is told of one thing again after this long at the soonest. */
export const again_hours_min = 24;

const NOTE_STOCK = `
with item as (
  select variant_id, max(came) as came, max(at) as at
  from unnest($1::text[], $2::int[], $3::timestamptz[]) as t(variant_id, came, at)
  group by variant_id
), locked as (
  select s.subject from subject s join item i on i.variant_id = s.subject
  where s.kind = 'back' order by s.subject for update of s
)
update subject s set due = true, due_no = s.due_no + 1, came = greatest(s.came, i.came),
  came_at = greatest(s.came_at, i.at)
from item i join locked l on l.subject = i.variant_id
where s.kind = 'back' and s.subject = i.variant_id`;

/** Units came where there were none. One statement; variants that nobody waits for cost nothing. */
export async function noteStock(
  tx: Sql,
  came: readonly { variantId: string; available: number; at: string }[],
): Promise<number> {
  const units = came.map((one) => one.available);
  const times = came.map((one) => one.at);
  return tx.run(NOTE_STOCK, [came.map((one) => one.variantId), units, times]);
}

const NOTE_PRICES = `
with locked as (
  select subject from subject where kind = 'cheaper' and subject = any($1::text[])
  order by subject for update
)
update subject s set due = true, due_no = due_no + 1
from locked l where s.kind = 'cheaper' and s.subject = l.subject`;

export async function notePrices(tx: Sql, subjects: readonly string[]): Promise<number> {
  return tx.run(NOTE_PRICES, [[...new Set(subjects)]]);
}

const NOTE_PRODUCTS = `
with item as (
  select product_id, tsvector_to_array(to_tsvector('english', text)) as words
  from unnest($1::text[], $2::text[]) as t(product_id, text)
), hit as (
  select distinct on (s.subject) s.subject, i.product_id
  from item i cross join lateral unnest(i.words) as w(word)
  join subject s on s.kind = 'appears' and s.anchor = w.word
  where s.words <@ i.words order by s.subject
), locked as (
  select s.subject from subject s join hit h on h.subject = s.subject
  where s.kind = 'appears' order by s.subject for update of s
)
update subject s set due = true, due_no = s.due_no + 1, product_id = h.product_id
from hit h join locked l on l.subject = h.subject
where s.kind = 'appears' and s.subject = h.subject`;

/** Products that can be bought, with their words: who waits for these has something to look at. */
export async function noteProducts(
  tx: Sql,
  products: readonly { productId: string; text: string }[],
): Promise<number> {
  const texts = products.map((one) => one.text);
  return tx.run(NOTE_PRODUCTS, [products.map((one) => one.productId), texts]);
}

export interface Subject {
  kind: AlertKind;
  subject: string;
  dueNo: number;
  came: number | null;
  cameAt: Date | null;
  productId: string | null;
  waiting: boolean;
  idle: boolean;
  below_minor: number | null;
  over_minor: number | null;
}

const FACTS = `
select s.kind, s.subject, s.due_no as "dueNo", s.came, s.came_at as "cameAt",
  s.product_id as "productId",
  exists (select from alert a where a.kind = s.kind and a.subject = s.subject
    and a.state = 'WAITING') as waiting,
  exists (select from alert a where a.kind = s.kind and a.subject = s.subject
    and a.state = 'IDLE' and a.repeat
    and (a.told_at is null or a.told_at < now() - $2 * interval '1 hour')) as idle,
  case when s.kind = 'cheaper' then (select max(a.below_minor) from alert a
    where a.kind = s.kind and a.subject = s.subject and a.state = 'WAITING'
    and (a.told_at is null or a.told_at < now() - $2 * interval '1 hour')) end as below_minor,
  case when s.kind = 'cheaper' then (select min(a.reference_minor) from alert a
    where a.kind = s.kind and a.subject = s.subject and a.state = 'WAITING'
    and a.below_minor < a.reference_minor) end as over_minor
from subject s`;

const DUE = FACTS + ' where s.due order by s.kind, s.subject limit $1';
const STALE =
  FACTS +
  ` where s.kind = $3 and not s.due and s.looked_at < now() - $4 * interval '1 ms'
  order by s.looked_at limit $1`;
const ONE = FACTS + ' where s.kind = $1 and s.subject = $3';

/** What is to be looked at, since something happened. */
export async function dueSubjects(sql: Sql, limit: number): Promise<Subject[]> {
  return sql.rows<Subject>(DUE, [limit, again_hours_min]);
}

/** What was not looked at for so long. */
export async function staleSubjects(
  sql: Sql,
  of: { kind: AlertKind; stale_ms: number; limit: number },
): Promise<Subject[]> {
  return sql.rows<Subject>(STALE, [of.limit, again_hours_min, of.kind, of.stale_ms]);
}

export async function oneSubject(
  sql: Sql,
  of: { kind: AlertKind; subject: string },
): Promise<Subject | undefined> {
  return sql.row<Subject>(ONE, [of.kind, again_hours_min, of.subject]);
}

const LOOKED = `
with item as (
  select * from unnest($1::text[], $2::text[], $3::int[]) as t(kind, subject, due_no)
), locked as (
  select s.kind, s.subject from subject s join item i using (kind, subject)
  order by kind, subject for update of s
)
update subject s set looked_at = now(), due = false, came = null, came_at = null
from item i join locked l using (kind, subject)
where s.kind = i.kind and s.subject = i.subject and s.due_no = i.due_no`;

/** These were looked at; what happened to one meanwhile leaves it due. */
export async function noteLooked(tx: Sql, subjects: readonly Subject[]): Promise<void> {
  const kinds = subjects.map((one) => one.kind);
  const numbers = subjects.map((one) => one.dueNo);
  await tx.run(LOOKED, [kinds, subjects.map((one) => one.subject), numbers]);
}

const ARM = `
with page as materialized (
  select alert_id from alert where kind = 'back' and subject = $1 and state = 'IDLE' and repeat
    and (told_at is null or told_at < now() - $3 * interval '1 hour')
    and ($4::timestamptz is null or created_at < $4)
  order by alert_id limit $2 for update
)
update alert a set state = 'WAITING' from page p where a.alert_id = p.alert_id`;

/**
 * It is gone, or was before it came at a time: those who are told each time, and asked for it
 * before that, wait again. One page; how many.
 */
export async function armPage(
  sql: Sql,
  of: { variantId: string; cameAt: string | null },
): Promise<number> {
  return sql.run(ARM, [of.variantId, toldPerPage_max, again_hours_min, of.cameAt]);
}

const RAISE = `
with page as materialized (
  select alert_id from alert where kind = 'cheaper' and subject = $1 and state = 'WAITING'
    and below_minor < reference_minor and reference_minor <= $2
  order by alert_id limit $3 for update
)
update alert a set below_minor = reference_minor from page p where a.alert_id = p.alert_id`;

/** The drop that was told is over: the next one is told again. One page; how many. */
export async function raisePage(
  sql: Sql,
  of: { subject: string; price_minor: number },
): Promise<number> {
  return sql.run(RAISE, [of.subject, of.price_minor, toldPerPage_max]);
}

const TELL =
  `
with page as materialized (
  select alert_id from alert where kind = $1 and subject = $2 and state = 'WAITING'
    and (kind <> 'cheaper' or (below_minor > $3::bigint
      and (told_at is null or told_at < now() - $4 * interval '1 hour')))
  order by alert_id limit $5 for update
), told as (
  update alert a set round = round + 1, told_at = now(),
    state = case when kind = 'cheaper' then 'WAITING' else 'IDLE' end,
    below_minor = case when kind = 'cheaper' then $3::bigint end
  from page p where a.alert_id = p.alert_id
  returning a.alert_id, a.user_id, a.round, a.reference_minor
), counted as (
  insert into told_day as d (user_id, day, notices)
  select user_id, current_date, 1 from told order by user_id
  on conflict (user_id, day) do update set notices = d.notices + 1
  returning user_id, notices
), sent as (
  insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
  select 'ALERT_DUE', 'telling', $6, 1, ($7::jsonb || jsonb_build_object('alerts', jsonb_agg(
    jsonb_build_object('alertId', t.alert_id, 'userId', t.user_id, 'round', t.round,
      'was_minor', t.reference_minor, 'mail', c.notices <= ` +
  String(alertMailsPerDay_max) +
  `) order by t.alert_id)))::json, $8::json
  from told t join counted c using (user_id) having count(*) > 0
)
select count(*)::int as count from told`;

export interface Telling {
  tellingId: string;
  kind: AlertKind;
  subject: string;
  price_minor: number | null;
  /** The event but for the people. */
  payload: object;
  meta: string;
}

/**
 * Tells one page of those who wait. They wait no more when the event is written, in one statement:
 * who runs this twice, at once or after a kill, tells nobody twice. How many were told.
 */
export async function tellPage(tx: Sql, of: Telling): Promise<number> {
  const { kind, subject, price_minor, tellingId, payload, meta } = of;
  const limits = [again_hours_min, toldPerPage_max];
  const event = [tellingId, JSON.stringify(payload), meta];
  const row = await tx.row<{ count: number }>(TELL, [
    kind,
    subject,
    price_minor,
    ...limits,
    ...event,
  ]);
  return row?.count ?? 0;
}

/** One of those who wait: of a thing all say the same. */
export async function whoWaits(
  sql: Sql,
  of: { kind: AlertKind; subject: string },
): Promise<
  {
    productId: string | null;
    variantId: string | null;
    currency: string | null;
    query: string | null;
  }[]
> {
  return sql.rows(
    `select product_id as "productId", variant_id as "variantId", currency, query from alert
     where kind = $1 and subject = $2 and state = 'WAITING' order by alert_id limit 1`,
    [of.kind, of.subject],
  );
}

const SWEEP_ALERTS = `
delete from alert where alert_id in (
  select alert_id from alert where state <> 'WAITING' and not repeat
    and created_at < now() - case state when 'PENDING' then $1 * interval '1 hour'
      else interval '90 days' end
    and coalesce(told_at, created_at) < now() - case state
      when 'PENDING' then interval '0' else interval '90 days' end
  order by created_at limit 1000)`;

const SWEEP_SUBJECTS = `
delete from subject where (kind, subject) in (
  select kind, subject from subject s where looked_at < now() - interval '1 hour'
    and not exists (select from alert a where a.kind = s.kind and a.subject = s.subject)
  order by kind, looked_at limit 1000 for update skip locked)
and not exists (select from alert a where a.kind = subject.kind and a.subject = subject.subject)`;

/** What nobody needs any more goes: up to 1,000 of each. */
export async function sweep(sql: Sql, confirm_hours: number): Promise<void> {
  await sql.run(SWEEP_ALERTS, [confirm_hours]);
  await sql.run(SWEEP_SUBJECTS);
  await sql.run("delete from asked where created_at < now() - interval '2 days'");
  await sql.run('delete from told_day where day < current_date - 1');
}
