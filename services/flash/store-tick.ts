/** SQL of the one who keeps the line: the lease, the clock of a sale, the watermark. */
import type { Sql } from '#kernel/db/db.ts';
import type { SaleState } from './model-watermark.ts';

const lease_s = 5;

export interface Lease {
  saleId: string;
  epoch: number;
  moving: 'out' | 'back' | null;
  /** How long stock has been on the move, as far as is known. */
  moving_s: number;
}

const LEASE = `
update line l set lease_owner = $1, lease_until = now() + $2 * interval '1 second',
  epoch = l.epoch + case when l.lease_owner is distinct from $1 then 1 else 0 end
from sale s
where s.sale_id = l.sale_id
  and l.sale_id in (select sale_id from line where state not in ('DRAFT', 'ENDED')
    union select sale_id from sale where moving is not null)
  and (l.lease_owner is null or l.lease_owner = $1 or l.lease_until < now())
returning l.sale_id as "saleId", l.epoch, s.moving,
  extract(epoch from now() - s.updated_at)::float8 as "moving_s"`;

/** Takes or renews the leases that nobody else has. Nothing is written while no sale is on. */
export async function takeLeases(db: Sql, owner: string): Promise<Lease[]> {
  const on = await db.row(
    `select from line where state not in ('DRAFT', 'ENDED')
     union all select from sale where moving is not null limit 1`,
  );
  return on === undefined ? [] : db.rows<Lease>(LEASE, [owner, lease_s]);
}

/** Gives the leases up, so that another process need not wait. */
export async function dropLeases(db: Sql, owner: string): Promise<void> {
  await db.run('update line set lease_until = now() where lease_owner = $1', [owner]);
}

export interface LineRow {
  saleId: string;
  state: SaleState;
  preQueueAt: Date;
  startsAt: Date;
  endsAt: Date;
  seed: string;
  seedHash: string;
  claim_s: number;
  ratePerMinute: number;
  tickets: number;
  drawn: number | null;
  released: number;
  passed: number;
  carry_milli: number;
  tickedAt: Date | null;
  allocation: number;
  held: number;
  sold: number;
  message: string | null;
  messageAt: Date | null;
  mark: string | null;
  markVersion: number;
  markedAt: Date | null;
  now: Date;
}

/** The line, locked, if the lease is still that of this owner and epoch. */
export async function lockLine(
  tx: Sql,
  of: { saleId: string; owner: string; epoch: number },
): Promise<LineRow | undefined> {
  return tx.row<LineRow>(
    `select l.sale_id as "saleId", l.state, s.pre_queue_at as "preQueueAt",
       s.starts_at as "startsAt", s.ends_at as "endsAt", s.seed, s.seed_hash as "seedHash",
       s.claim_s, l.rate_per_minute as "ratePerMinute", l.tickets, l.drawn, l.released, l.passed,
       l.carry_milli, l.ticked_at as "tickedAt", l.allocation, l.held, l.sold, l.message,
       l.message_at as "messageAt", l.mark, l.mark_version as "markVersion",
       l.marked_at as "markedAt", clock_timestamp() as now
     from line l join sale s using (sale_id)
     where l.sale_id = $1 and l.lease_owner = $2 and l.epoch = $3 for update of l`,
    [of.saleId, of.owner, of.epoch],
  );
}

/**
 * Gives back the time in which nobody kept the line: to whom was let in, and to whom has a unit
 * and has not begun a checkout. A sale has no more of them than units.
 */
export async function forgive(tx: Sql, saleId: string, gap_ms: number): Promise<void> {
  await tx.run(
    `update release_log set at = at + $2 * interval '1 millisecond' where sale_id = $1`,
    [saleId, gap_ms],
  );
  await tx.run(
    `with k as materialized (select token_id from token where sale_id = $1 and state = 'HELD'
       and expires_at > now() - $2 * interval '1 millisecond' order by token_id for update)
     update token t set expires_at = t.expires_at + $2 * interval '1 millisecond'
     from k where t.token_id = k.token_id`,
    [saleId, gap_ms],
  );
}

/** The clock that decides about times of sales. */
export async function readNow(db: Sql): Promise<Date> {
  const row = await db.row<{ now: Date }>('select clock_timestamp() as now');
  return row?.now ?? new Date(0);
}

/** Sales whose time to start has come, or comes within so many seconds. */
export async function readDue(db: Sql, ahead_s: number): Promise<string[]> {
  const rows = await db.rows<{ saleId: string }>(
    `select l.sale_id as "saleId" from line l join sale s using (sale_id)
     where l.state in ('ANNOUNCED', 'PRE_QUEUE')
       and s.starts_at <= clock_timestamp() + $1 * interval '1 second'
     order by 1 limit 100`,
    [ahead_s],
  );
  return rows.map((row) => row.saleId);
}

/** Ends tokens that were not used in time; the number. */
export async function expireTokens(tx: Sql, saleId: string, max: number): Promise<number> {
  const row = await tx.row<{ n: number }>('/* write */ select expire_tokens($1, $2) as n', [
    saleId,
    max,
  ]);
  return row?.n ?? 0;
}

export interface Counts {
  held: number;
  sold: number;
  /** Ranks below it have had their time. */
  passed: number;
  /** Tokens of ranks that have not. */
  claimed: number;
  /** Let in within the last minute; null when it is not known yet. */
  measured: number | null;
}

const COUNTS = `
with far as (
  select greatest(l.passed, coalesce((select max(g.released) from release_log g
    where g.sale_id = $1 and g.at <= clock_timestamp() - $2 * interval '1 second'), 0)) as passed,
    (select max(g.released) from release_log g
      where g.sale_id = $1 and g.at <= clock_timestamp() - interval '1 minute') as before,
    l.held, l.sold, l.released
  from line l where l.sale_id = $1
)
select passed, held, sold, released - before as measured,
  (select count(*)::int from token t
    where t.sale_id = $1 and t.rank >= far.passed and t.rank < far.released) as claimed
from far`;

/** What the next step of the line depends on. */
export async function readCounts(tx: Sql, saleId: string, claim_s: number): Promise<Counts> {
  const row = await tx.row<Counts>(COUNTS, [saleId, claim_s]);
  return row ?? { held: 0, sold: 0, passed: 0, claimed: 0, measured: null };
}

export interface Step {
  saleId: string;
  state: SaleState;
  drawn: number | null;
  released: number;
  passed: number;
  spare: number;
  carry_milli: number;
  /** When time was counted; null: it is not. */
  tickedAt: Date | null;
  /** What changed of the document; null: nothing. */
  mark: { text: string; version: number } | null;
}

/** Writes a step of the line. The row is locked, and the lease was looked at. */
export async function writeStep(tx: Sql, step: Step): Promise<void> {
  const { saleId, state, drawn, released, passed, spare, carry_milli, tickedAt, mark } = step;
  await tx.run(
    `update line set state = $2, drawn = $3, released = $4, passed = $5, spare = $6,
       carry_milli = $7, ticked_at = $8, mark = coalesce($9, mark),
       mark_version = coalesce($10, mark_version),
       marked_at = case when $9::text is null then marked_at else now() end
     where sale_id = $1`,
    [
      saleId,
      state,
      drawn,
      released,
      passed,
      spare,
      carry_milli,
      tickedAt,
      mark?.text ?? null,
      mark?.version ?? null,
    ],
  );
}

/** Notes how far the line is, and forgets what decides nothing any more. */
export async function noteRelease(
  tx: Sql,
  of: { saleId: string; released: number; keep_s: number },
): Promise<void> {
  await tx.run(
    `insert into release_log (sale_id, at, released) values ($1, clock_timestamp(), $2)
     on conflict do nothing`,
    [of.saleId, of.released],
  );
  await tx.run(
    `delete from release_log where sale_id = $1 and at < (select max(at) from release_log
       where sale_id = $1 and at <= now() - $2 * interval '1 second')`,
    [of.saleId, of.keep_s],
  );
}

export interface BoardRow {
  saleId: string;
  state: SaleState;
  mark: string;
  markVersion: number;
  ticketKey: string;
  perPerson: number;
  currency: string;
  drawn: number | null;
  seed: string;
  items: { variantId: string; price_minor: number }[];
}

/** The sales that people can see, with the documents that everybody reads. */
export async function readBoard(db: Sql, max: number): Promise<BoardRow[]> {
  return db.rows<BoardRow>(
    `select l.sale_id as "saleId", l.state, l.mark, l.mark_version as "markVersion",
       s.ticket_key as "ticketKey", s.per_person as "perPerson", s.currency, l.drawn, s.seed,
       (select json_agg(json_build_object('variantId', i.variant_id,
          'price_minor', i.price_minor)) from sale_item i where i.sale_id = l.sale_id) as items
     from line l join sale s using (sale_id)
     where l.mark is not null
       and (l.state <> 'ENDED' or s.ends_at > now() - interval '1 day' or s.moving is not null)
     order by l.sale_id desc limit $1`,
    [max],
  );
}
