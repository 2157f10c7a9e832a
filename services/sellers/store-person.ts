/** SQL of what this room knows about people: memberships, and e-mails that were invited. */
import type { Sql } from '#kernel/db/db.ts';

export interface HeldMembership {
  sellerId: string;
  /** null: removed. */
  role: string | null;
  updatedAt: Date;
}

/** Every membership that a person has or had; 100 at most. */
export async function heldMemberships(sql: Sql, userId: string): Promise<HeldMembership[]> {
  return sql.rows<HeldMembership>(
    `select seller_id as "sellerId", role, updated_at as "updatedAt"
     from member where user_id = $1 order by seller_id limit 100`,
    [userId],
  );
}

/** Removes the e-mail from invitations that these people accepted. Finds them by membership. */
export async function forgetInvitations(tx: Sql, userIds: readonly string[]): Promise<number> {
  return tx.run(
    `update invitation i set email = '' from member m
     where m.user_id = any($1::text[]) and i.seller_id = m.seller_id
       and i.accepted_by = m.user_id and i.email <> ''`,
    [userIds],
  );
}

/** Removes former memberships: nothing acts by them, and they name who was there. */
export async function forgetMembers(tx: Sql, userIds: readonly string[]): Promise<number> {
  return tx.run('delete from member where user_id = any($1::text[]) and role is null', [userIds]);
}

/** Removes e-mails of invitations that ended a month ago; how many, 1,000 at most. */
export async function sweepInvitations(sql: Sql): Promise<number> {
  return sql.run(
    `update invitation set email = '' where invitation_id in (
       select invitation_id from invitation
       where email <> '' and least(expires_at, closed_at) < now() - interval '30 days'
       limit 1000)`,
  );
}
