/** The write path of sellers: applications, profiles, approval, members and invitations. */
import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '#kernel/core/clock.ts';
import { newId } from '#kernel/core/id.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Db, Sql } from '#kernel/db/db.ts';
import type { SellerRole } from '#kernel/http/principal.ts';
import { membersPerSeller_max, sellersPerUser_max, type SellerStatus } from './contract.ts';
import { cleanName, invitation_ms, keepsOwner, moveTo, slugOf } from './model.ts';
import * as store from './store.ts';
import * as members from './store-member.ts';

export interface Deps {
  readonly db: Db;
  readonly clock: Clock;
  poke(): void;
  /** Kills the tokens that still carry the old rights; never rejects (events do it again). */
  revoke(userIds: readonly string[]): Promise<void>;
  warn(detail: object, message: string): void;
}

/** A pending seller owned by the applicant. The slug gets the end of the id when it is taken. */
export async function applyAsSeller(
  { db, poke }: Deps,
  input: { userId: string; name: string; description: string },
): Promise<store.SellerRow | Refusal<'seller-name-taken' | 'seller-limit' | 'validation-failed'>> {
  const name = cleanName(input.name);
  if (name === '') return badName;
  const sellerId = newId('slr');
  const slug = slugOf(name);
  const others = await members.memberOf(db, input.userId, sellersPerUser_max);
  if (others.length >= sellersPerUser_max) {
    return refuse('seller-limit', { limit: sellersPerUser_max });
  }
  const seller = { sellerId, name, description: input.description, ownerId: input.userId };
  for (const tried of [slug, `${slug}-${sellerId.slice(-8)}`]) {
    try {
      const row = await store.insertSeller(db, { ...seller, slug: tried });
      poke();
      return row ?? refuse('seller-name-taken');
    } catch (error) {
      if (violated(error) === 'seller_slug_key') continue;
      if (violated(error) === 'seller_name_key') return refuse('seller-name-taken');
      throw error;
    }
  }
  return refuse('seller-name-taken');
}

const badName = refuse('validation-failed', {
  errors: [{ pointer: '/name', code: 'not-valid', detail: 'holds nothing readable' }],
});

/** Changes name or description; the slug stays, since links point to it. */
export async function changeProfile(
  { db, poke }: Deps,
  change: store.ProfileChange,
): Promise<
  store.SellerRow | Refusal<'precondition-failed' | 'seller-name-taken' | 'validation-failed'>
> {
  const name = change.name === undefined ? undefined : cleanName(change.name);
  if (name === '') return badName;
  try {
    const row = await store.updateProfile(db, { ...change, ...(name ? { name } : {}) });
    poke();
    return row ?? refuse('precondition-failed');
  } catch (error) {
    if (violated(error) === 'seller_name_key') return refuse('seller-name-taken');
    throw error;
  }
}

/** Approves or suspends. The members of a seller whose rights change get new tokens at once. */
export async function changeStatus(
  deps: Deps,
  key: { sellerId: string; version: number },
  to: 'APPROVED' | 'SUSPENDED',
): Promise<
  store.SellerRow | Refusal<'not-found' | 'precondition-failed' | 'seller-status-not-allowed'>
> {
  const result = await deps.db.tx(async (tx) => {
    const before = await store.lockSeller(tx, key.sellerId);
    if (before === undefined) return refuse('not-found');
    if (before.version !== key.version) return refuse('precondition-failed');
    const status = moveTo(before.status, to);
    if (isRefusal(status)) return status;
    const userIds = rightsChange(before.status, status) ? await allMembers(tx, key.sellerId) : [];
    const event = status === 'APPROVED' ? 'SELLER_APPROVED' : 'SELLER_SUSPENDED';
    const row = await store.updateStatus(tx, { ...key, status, event, userIds });
    return row === undefined ? refuse('precondition-failed') : { row, userIds };
  });
  if (isRefusal(result)) return result;
  deps.poke();
  await deps.revoke(result.userIds);
  return result.row;
}

const rightsChange = (from: SellerStatus, to: SellerStatus) =>
  from === 'SUSPENDED' || to === 'SUSPENDED';

async function allMembers(tx: Sql, sellerId: string): Promise<string[]> {
  const page = { sellerId, after: null, limit: membersPerSeller_max };
  return (await members.memberPage(tx, page)).map((one) => one.userId);
}

/** Gives a member another role, or none. A seller keeps an owner. */
export async function changeMember(
  deps: Deps,
  key: { sellerId: string; userId: string },
  role: SellerRole | null,
): Promise<members.MemberRow | Refusal<'not-found' | 'last-owner'>> {
  const result = await deps.db.tx(async (tx) => {
    await store.lockSeller(tx, key.sellerId);
    const page = { sellerId: key.sellerId, after: null, limit: membersPerSeller_max };
    const all = await members.memberPage(tx, page);
    const before = all.find((one) => one.userId === key.userId);
    if (before === undefined) return refuse('not-found');
    if (before.role === role) return { row: before, changed: false };
    const owners = all.filter((one) => one.role === 'owner').map((one) => one.userId);
    const keeps = keepsOwner(owners, key.userId, role);
    if (isRefusal(keeps)) return keeps;
    const row = await members.setMember(tx, { ...key, role, before: before.role });
    return row === undefined ? refuse('not-found') : { row, changed: true };
  });
  if (isRefusal(result)) return result;
  if (!result.changed) return result.row;
  deps.poke();
  await deps.revoke([key.userId]);
  return result.row;
}

export interface Invited extends members.InvitationRow {
  /** Shown once; only its hash is stored. */
  token: string;
}

/** Invites a person by e-mail; the answer holds the token to hand over. Good for 7 days, once. */
export async function invite(
  { db, clock }: Deps,
  input: { sellerId: string; email: string; role: SellerRole; invitedBy: string },
): Promise<Invited | Refusal<'member-limit'>> {
  const token = `tsi_${randomBytes(32).toString('base64url')}`;
  const expiresAt = clock.date();
  expiresAt.setTime(clock.now() + invitation_ms);
  const row = { ...input, invitationId: newId('inv'), expiresAt };
  return db.tx(async (tx) => {
    await store.lockSeller(tx, input.sellerId);
    if ((await members.headCount(tx, input.sellerId, clock.date())) >= membersPerSeller_max) {
      return refuse('member-limit', { limit: membersPerSeller_max });
    }
    await members.insertInvitation(tx, { ...row, hash: hashOf(token) });
    const { invitationId, sellerId, email, role } = row;
    return { invitationId, sellerId, email, role, expiresAt, token };
  });
}

/** Makes the caller a member. Their next token carries the role, so clients refresh then. */
export async function acceptInvitation(
  deps: Deps,
  input: { token: string; userId: string; email: string },
): Promise<
  { sellerId: string; role: SellerRole } | Refusal<'invitation-invalid' | 'seller-limit'>
> {
  const { db, clock } = deps;
  const { userId, email } = input;
  const result = await db
    .tx(async (tx) => {
      const key = { hash: hashOf(input.token), email, userId, now: clock.date() };
      const taken = await members.takeInvitation(tx, key);
      if (taken === undefined) return refuse('invitation-invalid');
      const mine = await members.memberOf(tx, userId, sellersPerUser_max);
      const { sellerId, role } = taken;
      const before = mine.find((one) => one.sellerId === sellerId);
      // An invitation adds people; who is there already keeps the role the owners gave.
      if (before !== undefined) return { sellerId, role: before.role };
      if (mine.length >= sellersPerUser_max) throw new OverLimit();
      await store.lockSeller(tx, sellerId);
      await members.setMember(tx, { sellerId, userId, role, before: null });
      return { sellerId, role };
    })
    .catch(limitRefusal);
  deps.poke();
  return result;
}

/** Rolls the transaction back, so that the invitation stays good. */
class OverLimit extends Error {}

function limitRefusal(thrown: unknown): Refusal<'seller-limit'> {
  if (thrown instanceof OverLimit) return refuse('seller-limit', { limit: sellersPerUser_max });
  throw thrown;
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** The unique constraint that a statement hit, if it hit one. */
function violated(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || error.code !== '23505') return undefined;
  return 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : '';
}
