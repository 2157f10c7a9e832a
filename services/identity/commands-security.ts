/** What a person does about their own safety: sessions, a new password, leaving for good. */
import { checkPassword } from '#kernel/auth/password.ts';
import { always_ms } from '#kernel/auth/revocation.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { Principal } from '#kernel/http/principal.ts';
import { forgetReplies } from '#kernel/http/store-forget.ts';
import { bucketOf, tooMany } from './commands-session.ts';
import type { Unfinished } from './contract.ts';
import type { Deps } from './deps.ts';
import { isActiveSuper } from './model.ts';
import * as store from './store.ts';
import { changePasswordHash, closeChallenges, forgetAttempts } from './store-challenge.ts';
import { eraseAccount } from './store-privacy.ts';
import * as sessions from './store-session.ts';

/** Ends one of my sessions. Ending one that has ended is fine. Refuses 'session-not-found'. */
export async function revokeSession(
  deps: Deps,
  userId: string,
  sessionId: string,
): Promise<'done' | Refusal<'session-not-found'>> {
  const { db, clock } = deps;
  if (!(await sessions.isSessionOf(db, userId, sessionId))) return refuse('session-not-found');
  const ending = { reason: 'revoked', now_ms: clock.now() } as const;
  deps.sessionsEnded(await sessions.endSession(db, sessionId, ending));
  deps.poke();
  return 'done';
}

/** Ends all of a person's sessions but the one that asks; gives how many. */
export async function revokeOthers(deps: Deps, principal: Principal): Promise<number> {
  const { db, clock } = deps;
  const of = { userId: principal.id, keep: principal.sessionId };
  const ending = { reason: 'revoked', now_ms: clock.now() } as const;
  const ended = await sessions.endOtherSessions(db, of, ending);
  deps.sessionsEnded(ended);
  deps.poke();
  return ended.length;
}

/**
 * Asks for the present password again; a stolen session must not guess it, so wrong ones cost
 * pauses as logins do. Gives the hash it fits. Throws 'too-many-requests'.
 */
export async function provePassword(
  deps: Deps,
  userId: string,
  password: string,
): Promise<string | Refusal<'password-wrong'>> {
  const { db, clock, passwords } = deps;
  const bucket = bucketOf(`password of ${userId}`, '');
  const kept = await store.passwordOf(db, userId);
  if (kept === undefined) return refuse('password-wrong');
  if (!(await sessions.chargeAttempt(db, bucket, clock.now()))) throw await tooMany(deps, bucket);
  if (!(await passwords.verify(kept, password))) return refuse('password-wrong');
  await forgetAttempts(db, bucket);
  return kept;
}

/**
 * Changes the password of who is signed in. Their other sessions end, the one that asks stays.
 * Refuses 'password-wrong', 'password-unsuitable'; throws 'too-many-requests'.
 */
export async function changePassword(
  deps: Deps,
  principal: Principal,
  input: { currentPassword: string; newPassword: string },
): Promise<'done' | Refusal<'password-wrong' | 'password-unsuitable'>> {
  const { db, clock } = deps;
  const userId = principal.id;
  const from = await provePassword(deps, userId, input.currentPassword);
  if (isRefusal(from)) return from;
  const account = await store.accountById(db, userId);
  const suitable = checkPassword(input.newPassword, { email: account?.email ?? '' });
  if (isRefusal(suitable)) return suitable;
  const to = await deps.passwords.hash(suitable);
  const now_ms = clock.now();
  const ended = await db.tx(async (tx) => {
    await store.lockAccount(tx, userId);
    // Somebody else was faster: what was proved is not the present password any more.
    const changed = await changePasswordHash(tx, { userId, from, to, by: 'change' });
    if (!changed) return refuse('password-wrong');
    await closeChallenges(tx, userId, now_ms);
    const of = { userId, keep: principal.sessionId };
    return sessions.endOtherSessions(tx, of, { reason: 'password-changed', now_ms });
  });
  if (isRefusal(ended)) return ended;
  deps.sessionsEnded(ended);
  deps.poke();
  return 'done';
}

export type EraseRefusal = Refusal<'password-wrong' | 'account-in-use' | 'last-admin'>;

/**
 * Erases a person: here at once, in other rooms by the event. Accounts prove their password.
 * Refuses 'account-in-use' with what is not finished, 'last-admin', 'password-wrong'; rejects
 * while a room that may hold something unfinished cannot be asked. Erasing twice is fine.
 */
export async function erase(
  deps: Deps,
  principal: Principal,
  input: { currentPassword?: string | undefined },
): Promise<'done' | EraseRefusal> {
  const userId = principal.id;
  const account = await store.accountById(deps.db, userId);
  if (account === undefined || account.status === 'ERASED') return 'done';
  if (account.kind === 'user') {
    const proved = await provePassword(deps, userId, input.currentPassword ?? '');
    if (isRefusal(proved)) return proved;
  }
  const unfinished: Unfinished[] = await deps.unfinished(userId);
  if (unfinished.length > 0) return refuse('account-in-use', { unfinished });
  const ended = await deps.db.tx((tx) => eraseIn(tx, deps, userId));
  if (isRefusal(ended)) return ended;
  deps.sessionsEnded([userId, ...ended]);
  deps.poke();
  return 'done';
}

async function eraseIn(
  tx: Sql,
  { clock }: Deps,
  userId: string,
): Promise<string[] | Refusal<'last-admin'>> {
  await store.lockAdmins(tx);
  await store.lockAccount(tx, userId);
  const account = await store.accountById(tx, userId);
  if (account === undefined || account.status === 'ERASED') return [];
  if (isActiveSuper(account) && (await store.countSupers(tx)) < 2) return refuse('last-admin');
  const now_ms = clock.now();
  const ended = await sessions.endSessionsOf(tx, userId, { reason: 'erased', now_ms });
  // Also the tokens of sessions that ended long ago: from now on none of this person counts.
  await sessions.insertRevocations(tx, [{ subject: userId, before_ms: always_ms }]);
  if (account.email !== null) await forgetAttempts(tx, bucketOf(account.email, ''));
  await forgetAttempts(tx, bucketOf(`password of ${userId}`, ''));
  await forgetReplies(tx, [userId]);
  await eraseAccount(tx, userId);
  return ended;
}
