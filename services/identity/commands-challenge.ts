/** Proofs by mail: resetting a password, signing in with a code, verifying an e-mail. */
import { timingSafeEqual } from 'node:crypto';
import { checkPassword } from '#kernel/auth/password.ts';
import { Failure } from '#kernel/core/error.ts';
import { newSecretId } from '#kernel/core/id.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Principal } from '#kernel/http/principal.ts';
import { admit, bucketOf, newSession, type Entry, type Opened } from './commands-session.ts';
import { normaliseEmail, type Letter } from './contract.ts';
import { invalid, type Deps } from './deps.ts';
import * as model from './model-challenge.ts';
import * as store from './store-challenge.ts';
import { accountById, lockAccount } from './store.ts';
import { endSessionsOf, openSession } from './store-session.ts';

export interface Asked {
  challengeId: string;
  expiresAt: string;
}

/**
 * Sends a link or a code to an e-mail, if it belongs to an account: same answer, same statement
 * if not. Refuses 'validation-failed' for what is no e-mail; throws 'too-many-requests' when this
 * address was asked for too often, whether or not anybody has it.
 */
export async function askByEmail(
  deps: Deps,
  purpose: 'reset' | 'sign-in',
  input: { email: string; ip: string },
): Promise<Asked | Refusal<'validation-failed'>> {
  const email = normaliseEmail(input.email);
  if (email === undefined) return invalid('/email', 'is no e-mail address');
  return ask(deps, purpose, { holder: { email }, email, ip: input.ip });
}

/** Sends a code to the e-mail of who is signed in. Refuses 'email-missing' for some guests. */
export async function askToVerify(
  deps: Deps,
  input: { userId: string; ip: string },
): Promise<Asked | Refusal<'email-missing'>> {
  const { userId, ip } = input;
  const email = (await accountById(deps.db, userId))?.email;
  if (!email) return refuse('email-missing');
  return ask(deps, 'verify-email', { holder: { userId }, email, ip });
}

async function ask(
  deps: Deps,
  purpose: model.Purpose,
  of: { holder: store.NewChallenge['holder']; email: string; ip: string },
): Promise<Asked> {
  const { db, clock, secrets } = deps;
  const now_ms = clock.now();
  const challengeId = newSecretId('chl');
  const proof = secrets.proofOf(challengeId, secrets.secretOf(challengeId, purpose));
  const expiresAt_ms = now_ms + model.lifetime_ms[purpose];
  const name = secrets.nameOf(of.email);
  const allowances = model.mailAllowances({ email: name, network: deps.networkOf(of.ip) });
  const { holder } = of;
  const challenge = { challengeId, purpose, proof, now_ms, expiresAt_ms, holder, allowances };
  if (!(await store.askChallenge(db, challenge))) throw await usedUp(deps, 'mail', allowances);
  deps.poke();
  return { challengeId, expiresAt: new Date(expiresAt_ms).toISOString() };
}

/** The problem that names a used up allowance and when it begins anew. */
export async function usedUp(
  { db, clock }: Deps,
  limit: string,
  allowances: readonly model.Allowance[],
): Promise<Failure> {
  const wait_ms = (await store.allowanceEnds(db, allowances)) - clock.now();
  return new Failure('too-many-requests', { limit }, { retryAfter_ms: Math.max(1_000, wait_ms) });
}

function same(given: string, kept: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(kept)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * Sets a new password by a link from a mail. Ends every session, voids every other link and code,
 * and forgets failed logins, so that the owner is not made to wait. Of any number of simultaneous
 * uses one succeeds. Refuses 'challenge-invalid', 'password-unsuitable' (the link stays good).
 */
export async function confirmReset(
  deps: Deps,
  input: { token: string; password: string },
): Promise<'done' | Refusal<'challenge-invalid' | 'password-unsuitable'>> {
  const { db, clock, secrets } = deps;
  const challengeId = model.challengeOfToken(input.token);
  if (challengeId === undefined) return refuse('challenge-invalid');
  const found = await store.openChallenge(db, challengeId, clock.now());
  const { userId = null, email = null } = found ?? {};
  const fits = found && same(secrets.proofOf(challengeId, input.token), found.proof);
  if (!fits || found.purpose !== 'reset' || userId === null || email === null) {
    return refuse('challenge-invalid');
  }
  const suitable = checkPassword(input.password, { email });
  if (isRefusal(suitable)) return suitable;
  const to = await deps.passwords.hash(suitable);
  const now_ms = clock.now();
  const ended = await db.tx(async (tx) => {
    await lockAccount(tx, userId);
    const solver = await store.solveChallenge(tx, challengeId, now_ms);
    if (solver === undefined) return refuse('challenge-invalid');
    const change = { userId, from: null, to, by: 'reset' } as const;
    if (!(await store.changePasswordHash(tx, change))) return refuse('challenge-invalid');
    await store.closeChallenges(tx, userId, now_ms);
    await store.forgetAttempts(tx, bucketOf(email, ''));
    return endSessionsOf(tx, userId, { reason: 'password-changed', now_ms });
  });
  if (isRefusal(ended)) return ended;
  deps.sessionsEnded(ended);
  deps.poke();
  return 'done';
}

export interface CodeInput {
  challengeId: string;
  code: string;
}

/** The challenge that this code solves, a try counted; undefined when it does not. */
async function solvedBy(
  { db, clock, secrets }: Deps,
  { challengeId, code }: CodeInput,
): Promise<{ purpose: model.Purpose; userId: string } | undefined> {
  const key = { challengeId, now_ms: clock.now(), tries_max: model.codeTries_max };
  const found = await store.tryChallenge(db, key);
  if (!found || !same(secrets.proofOf(challengeId, code), found.proof)) return undefined;
  const { purpose, userId } = found;
  return userId === null || purpose === 'reset' ? undefined : { purpose, userId };
}

/**
 * Uses a code up: signs in, or notes the e-mail as verified. Refuses 'code-wrong' for whatever
 * does not fit: wrong, used, over, of nobody, or to verify the e-mail of somebody else.
 */
export async function useCode(
  deps: Deps,
  input: CodeInput,
  entry: Entry,
): Promise<Opened | 'verified' | Refusal<'code-wrong'>> {
  const solved = await solvedBy(deps, input);
  if (solved === undefined) return refuse('code-wrong');
  const { userId, purpose } = solved;
  if (purpose === 'sign-in') return signIn(deps, { ...input, userId }, entry);
  if (!isHolder(entry.principal, userId)) return refuse('code-wrong');
  return verify(deps, { ...input, userId });
}

const isHolder = (principal: Principal, userId: string) =>
  principal.id === userId && (principal.kind === 'user' || principal.kind === 'guest');

async function verify(
  { db, clock, poke }: Deps,
  { challengeId, userId }: CodeInput & { userId: string },
): Promise<'verified' | Refusal<'code-wrong'>> {
  const done = await db.tx(async (tx) => {
    await lockAccount(tx, userId);
    const solver = await store.solveChallenge(tx, challengeId, clock.now());
    if (solver === undefined) return refuse('code-wrong');
    await store.markVerified(tx, userId);
    return 'verified' as const;
  });
  poke();
  return done;
}

async function signIn(
  deps: Deps,
  { challengeId, userId }: CodeInput & { userId: string },
  entry: Entry,
): Promise<Opened | Refusal<'code-wrong'>> {
  const { db, clock, poke } = deps;
  const issuedAt_ms = clock.now();
  const opened = await db.tx(async (tx) => {
    await lockAccount(tx, userId);
    const solver = await store.solveChallenge(tx, challengeId, clock.now());
    if (solver === undefined) return undefined;
    // Whoever reads the mail of the account has proved more than a known password.
    const bucket = bucketOf(solver.email, '');
    const session = newSession(deps, { userId, passwordHash: null, bucket }, entry);
    if (!(await openSession(tx, session.row))) return undefined;
    await store.markVerified(tx, userId);
    const account = await accountById(tx, userId);
    return account && { account, session };
  });
  if (opened === undefined) return refuse('code-wrong');
  poke();
  return admit(deps, opened.account, { session: opened.session, issuedAt_ms, entry });
}

/**
 * What mails about these challenges need, with their secrets; those that no longer count are left
 * out, and so are those whose secret was made with another key than today's.
 */
export async function lettersFor(
  { db, clock, secrets }: Deps,
  challengeIds: readonly string[],
): Promise<Letter[]> {
  const rows = await store.lettersOf(db, challengeIds, clock.now());
  return rows.flatMap(({ proof, expiresAt_ms, ...row }) => {
    const secret = secrets.secretOf(row.challengeId, row.purpose);
    if (!same(secrets.proofOf(row.challengeId, secret), proof)) return [];
    return [{ ...row, secret, expiresAt: new Date(expiresAt_ms).toISOString() }];
  });
}
