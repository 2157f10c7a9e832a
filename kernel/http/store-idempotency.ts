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
  readonly request_hash: string | null;
  readonly status: number | null;
  readonly headers: Record<string, string> | null;
  readonly body: string | null;
}

// The join reads the table as it was before the statement: a row inserted by somebody else
// meanwhile is neither ours nor visible, which comes out as 'running'. Sorting the insert keeps
// two batches from waiting for each other crosswise. Taking over gives the claim a new id.
// Neither this nor the end waits for the disk: what is done under the key is written behind it in
// the same log, so where that is on disk the claim is too.
const claimSql = `
  with asked as (
    select principal, route, key, request_hash, n
    from unnest($1::text[], $2::text[], $3::text[], $4::text[])
      with ordinality as t (principal, route, key, request_hash, n)
  ), taken as (
    insert into idempotency as i (principal, route, key, request_hash)
    select principal, route, key, request_hash from asked
    order by principal, route, key
    on conflict (principal, route, key) do update
      set started_at = clock_timestamp(), claim_id = default
      where i.request_hash = excluded.request_hash
        and i.started_at < now() - $5::int * interval '1 millisecond'
        and not exists (select from idempotency_reply r where r.claim_id = i.claim_id)
    returning principal, route, key, claim_id::text as token
  )
  select asked.n, taken.token, i.request_hash, r.status, r.headers, r.body
  from asked
  cross join set_config('synchronous_commit', 'off', true)
  left join taken using (principal, route, key)
  left join idempotency i using (principal, route, key)
  left join idempotency_reply r on r.claim_id = i.claim_id`;

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
  if (row === undefined || row.status === null) return { state: 'running', requestHash };
  const reply = { status: row.status, headers: row.headers ?? {}, body: row.body ?? '' };
  return { state: 'done', requestHash, reply };
}

// The token is the id of the claim: a runner that was taken for dead cannot overwrite what the
// one after it stored.
const finishSql = `
  with ended as (
    select * from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::int[], $6::text[],
      $7::text[]) as t (principal, route, key, claim_id, status, headers, body)
  ), removed as (
    delete from idempotency i using ended e
    where e.status is null and i.principal = e.principal and i.route = e.route
      and i.key = e.key and i.claim_id = e.claim_id
  )
  insert into idempotency_reply (claim_id, status, headers, body)
  select e.claim_id, e.status, e.headers::json, e.body
  from ended e join idempotency i using (principal, route, key)
  cross join set_config('synchronous_commit', 'off', true)
  where e.status is not null and i.claim_id = e.claim_id
  on conflict do nothing`;

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
  with old as (
    delete from idempotency where ctid = any (array(
      select ctid from idempotency where started_at < now() - $1::int * interval '1 hour'
      limit $2::int
      for update skip locked))
    returning claim_id
  ), gone as (
    delete from idempotency_reply r using old where r.claim_id = old.claim_id
  )
  select count(*)::int as rows from old`;

/** Deletes one batch of old claims with their replies; gives the number of claims. */
export async function deleteOldKeys(db: Sql, kept_h: number, rows_max: number): Promise<number> {
  return (await db.row<{ rows: number }>(sweepSql, [kept_h, rows_max]))?.rows ?? 0;
}
