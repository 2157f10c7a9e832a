/** The statements of the idempotency table, which every room's schema has. */
import type { Sql } from '#kernel/db/sql.ts';

/** One use of a key: who, where, which key, and a hash of what was asked. */
export interface Claim {
  readonly principal: string;
  readonly route: string;
  readonly key: string;
  readonly requestHash: string;
}

export interface StoredReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `mine`: run it, and finish with this token. */
export type Claimed =
  | { readonly state: 'mine'; readonly token: string }
  | { readonly state: 'running'; readonly requestHash: string }
  | { readonly state: 'done'; readonly requestHash: string; readonly reply: StoredReply };

export interface Finish {
  readonly claim: Claim;
  readonly token: string;
  /** Null removes the row, so that a retry runs again. */
  readonly reply: StoredReply | null;
}

/** A row that has been running for longer has lost its runner and may be taken over. */
export const running_ms_max = 60_000;

interface ClaimRow {
  readonly n: number;
  readonly token: string | null;
  readonly state: 'running' | 'done' | null;
  readonly request_hash: string | null;
  readonly status: number | null;
  readonly headers: Record<string, string> | null;
  readonly body: string | null;
}

// The join reads the table as it was before the statement: a row inserted by somebody else
// meanwhile is neither ours nor visible, which comes out as 'running'. Sorting the insert keeps
// two batches from waiting for each other crosswise.
const claimSql = `
  with asked as (
    select principal, route, key, request_hash, n
    from unnest($1::text[], $2::text[], $3::text[], $4::text[])
      with ordinality as t (principal, route, key, request_hash, n)
  ), taken as (
    insert into idempotency as i (principal, route, key, request_hash, state)
    select principal, route, key, request_hash, 'running' from asked
    order by principal, route, key
    on conflict (principal, route, key) do update
      set started_at = clock_timestamp()
      where i.state = 'running'
        and i.request_hash = excluded.request_hash
        and i.started_at < now() - $5::int * interval '1 millisecond'
    returning principal, route, key, started_at::text as token
  )
  select asked.n, taken.token, i.state, i.request_hash, i.status, i.headers, i.body
  from asked
  left join taken using (principal, route, key)
  left join idempotency i using (principal, route, key)`;

/**
 * Claims many keys in one statement, in the order given. The same key twice in one call: the
 * first gets it, the others see it running.
 */
export async function claimKeys(db: Sql, claims: readonly Claim[]): Promise<Claimed[]> {
  const firstAt = new Map<string, number>();
  const asked: Claim[] = [];
  const places = claims.map((claim) => {
    const id = JSON.stringify([claim.principal, claim.route, claim.key]);
    const known = firstAt.get(id);
    if (known !== undefined) return { at: known, first: false };
    firstAt.set(id, asked.length);
    return { at: asked.push(claim) - 1, first: true };
  });
  const rows = await db.rows<ClaimRow>(claimSql, [
    asked.map((claim) => claim.principal),
    asked.map((claim) => claim.route),
    asked.map((claim) => claim.key),
    asked.map((claim) => claim.requestHash),
    running_ms_max,
  ]);
  const byPlace = new Map(rows.map((row) => [row.n - 1, row]));
  return places.map(({ at, first }) => {
    const claim = asked[at] as Claim;
    return claimedOf(byPlace.get(at), claim, first);
  });
}

function claimedOf(row: ClaimRow | undefined, claim: Claim, first: boolean): Claimed {
  if (row !== undefined && row.token !== null) {
    return first
      ? { state: 'mine', token: row.token }
      : { state: 'running', requestHash: claim.requestHash };
  }
  const requestHash = row?.request_hash ?? claim.requestHash;
  if (row?.state !== 'done') return { state: 'running', requestHash };
  const reply = { status: row.status ?? 0, headers: row.headers ?? {}, body: row.body ?? '' };
  return { state: 'done', requestHash, reply };
}

// The token is the time of the claim: a runner that was taken for dead cannot overwrite what the
// one after it stored.
const finishSql = `
  with ended as (
    select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::text[],
      $7::text[]) as t (principal, route, key, token, status, headers, body)
  ), removed as (
    delete from idempotency i using ended e
    where e.status is null and i.principal = e.principal and i.route = e.route
      and i.key = e.key and i.state = 'running' and i.started_at = e.token::timestamptz
  )
  update idempotency i
  set state = 'done', status = e.status, headers = e.headers::jsonb, body = e.body,
    finished_at = now()
  from ended e
  where e.status is not null and i.principal = e.principal and i.route = e.route
    and i.key = e.key and i.state = 'running' and i.started_at = e.token::timestamptz`;

/** Stores or forgets many replies in one statement. */
export async function finishKeys(db: Sql, finishes: readonly Finish[]): Promise<void> {
  await db.run(finishSql, [
    finishes.map(({ claim }) => claim.principal),
    finishes.map(({ claim }) => claim.route),
    finishes.map(({ claim }) => claim.key),
    finishes.map(({ token }) => token),
    finishes.map(({ reply }) => reply?.status ?? null),
    finishes.map(({ reply }) => (reply === null ? null : JSON.stringify(reply.headers))),
    finishes.map(({ reply }) => reply?.body ?? null),
  ]);
}

const sweepSql = `
  delete from idempotency where ctid = any (array(
    select ctid from idempotency
    where (state = 'done' and started_at < now() - $1::int * interval '1 hour')
      or (state = 'running' and started_at < now() - interval '1 hour')
    limit $2::int
    for update skip locked))`;

/** Deletes one batch of old rows; gives the number deleted. */
export function deleteOldKeys(db: Sql, kept_h: number, rows_max: number): Promise<number> {
  return db.run(sweepSql, [kept_h, rows_max]);
}
