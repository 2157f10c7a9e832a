/** SQL of who works for a seller, and of invitations. */
import { eventMeta } from '#kernel/core/context.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { SellerRole } from '#kernel/http/principal.ts';
import type { MemberOf } from './model.ts';

export interface MemberRow {
  userId: string;
  role: SellerRole;
  version: number;
}

/** What a person works as, and for whom; the oldest sellers first. */
export async function memberOf(sql: Sql, userId: string, limit: number): Promise<MemberOf[]> {
  return sql.rows<MemberOf>(
    `select m.seller_id as "sellerId", m.role, s.status
     from member m join seller s using (seller_id)
     where m.user_id = $1 and m.role is not null order by m.seller_id limit $2`,
    [userId, limit],
  );
}

/** Owners and those who fulfil orders; of a suspended seller as well, who still has to answer. */
export async function teamOf(sql: Sql, sellerId: string, limit: number): Promise<string[]> {
  const rows = await sql.rows<{ userId: string }>(
    `select user_id as "userId" from member
     where seller_id = $1 and role in ('owner', 'fulfilment') order by user_id limit $2`,
    [sellerId, limit],
  );
  return rows.map((row) => row.userId);
}

/** Members of a seller after a user id; the rows of removed ones are left out. */
export async function memberPage(
  sql: Sql,
  page: { sellerId: string; after: string | null; limit: number },
): Promise<MemberRow[]> {
  return sql.rows<MemberRow>(
    `select user_id as "userId", role, version from member
     where seller_id = $1 and role is not null and ($2::text is null or user_id > $2)
     order by user_id limit $3`,
    [page.sellerId, page.after, page.limit],
  );
}

/** Sets a role (null removes) with its event; undefined when there was nothing to remove. */
export async function setMember(
  tx: Sql,
  one: { sellerId: string; userId: string; role: SellerRole | null; before: SellerRole | null },
): Promise<MemberRow | undefined> {
  return tx.row<MemberRow>(
    `with changed as (
       insert into member as m (seller_id, user_id, role) values ($1, $2, $3)
       on conflict (seller_id, user_id) do update
         set role = excluded.role, version = m.version + 1, updated_at = now()
       returning *
     ), event as (
       insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
       select 'SELLER_MEMBER_CHANGED', 'member', seller_id || ':' || user_id, version,
         jsonb_build_object('sellerId', seller_id, 'userId', user_id, 'role', role,
           'previousRole', $4::text, 'version', version), $5::jsonb
       from changed
     )
     select user_id as "userId", role, version from changed`,
    [one.sellerId, one.userId, one.role, one.before, eventMeta()],
  );
}

export interface InvitationRow {
  invitationId: string;
  sellerId: string;
  email: string;
  role: SellerRole;
  expiresAt: Date;
}

const columns =
  'invitation_id as "invitationId", seller_id as "sellerId", email, role,' +
  ' expires_at as "expiresAt"';

/** Withdraws an open invitation of the same person, then adds this one. */
export async function insertInvitation(
  tx: Sql,
  one: InvitationRow & { hash: string; invitedBy: string },
): Promise<void> {
  await tx.run(
    `update invitation set closed_at = now()
     where seller_id = $1 and email = $2 and closed_at is null`,
    [one.sellerId, one.email],
  );
  await tx.run(
    `insert into invitation (invitation_id, seller_id, email, role, hash, invited_by, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      one.invitationId,
      one.sellerId,
      one.email,
      one.role,
      one.hash,
      one.invitedBy,
      one.expiresAt.toISOString(),
    ],
  );
}

/** Invitations that can still be accepted, in id order. */
export async function openInvitations(
  sql: Sql,
  page: { sellerId: string; after: string | null; limit: number; now: Date },
): Promise<InvitationRow[]> {
  return sql.rows<InvitationRow>(
    'select ' +
      columns +
      ` from invitation where seller_id = $1 and closed_at is null and expires_at > $4
         and ($2::text is null or invitation_id > $2) order by invitation_id limit $3`,
    [page.sellerId, page.after, page.limit, page.now.toISOString()],
  );
}

/** Members and open invitations of a seller, for its limit. */
export async function headCount(tx: Sql, sellerId: string, now: Date): Promise<number> {
  const row = await tx.row<{ count: number }>(
    `select ((select count(*) from member where seller_id = $1 and role is not null)
       + (select count(*) from invitation
          where seller_id = $1 and closed_at is null and expires_at > $2))::int as count`,
    [sellerId, now.toISOString()],
  );
  return row?.count ?? 0;
}

/** False when the seller has no such open invitation. */
export async function withdrawInvitation(
  sql: Sql,
  sellerId: string,
  invitationId: string,
): Promise<boolean> {
  const text =
    'update invitation set closed_at = now()' +
    ' where invitation_id = $2 and seller_id = $1 and closed_at is null';
  return (await sql.run(text, [sellerId, invitationId])) === 1;
}

/** Uses an invitation up; of any number of simultaneous uses one gets the row. */
export async function takeInvitation(
  tx: Sql,
  key: { hash: string; email: string; userId: string; now: Date },
): Promise<InvitationRow | undefined> {
  return tx.row<InvitationRow>(
    `update invitation set closed_at = $4, accepted_by = $3
     where hash = $1 and email = $2 and closed_at is null and expires_at > $4
     returning ` + columns,
    [key.hash, key.email, key.userId, key.now.toISOString()],
  );
}
