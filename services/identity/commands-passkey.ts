/** Passkeys: adding, removing and signing in with them; and proofs for what must not be stolen. */
import { newId } from '#kernel/core/id.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Principal } from '#kernel/http/principal.ts';
import { provePassword } from './commands-security.ts';
import { admit, bucketOf, newSession, type Entry, type Opened } from './commands-session.ts';
import type { Deps } from './deps.ts';
import * as model from './model-passkey.ts';
import { accountById, lockAccount } from './store.ts';
import * as store from './store-passkey.ts';
import { openSession } from './store-session.ts';
import { verifyNewKey, verifyUse } from './webauthn.ts';

export type NotHere = Refusal<'passkeys-unavailable'>;
export type NotAccepted = Refusal<'passkey-refused'>;

/** `challenge-over`: ask again; `passkey-unknown`: it was removed here, so remove it there too. */
export type Reason = 'challenge-over' | 'passkey-unknown' | 'not-verified' | 'counter-behind';
const refused = (reason: Reason): NotAccepted => refuse('passkey-refused', { reason });

/**
 * Refuses 'proof-needed' unless the person logged in or proved who they are in the last quarter of
 * an hour: a session that was stolen or left open must not change the account's keys.
 */
export async function requireProof(
  { db, clock }: Deps,
  { id: userId, sessionId }: Principal,
): Promise<Refusal<'proof-needed'> | null> {
  const at_ms = await store.provedAt(db, { sessionId, userId });
  const fresh = at_ms !== undefined && clock.now() - at_ms <= model.proof_ms;
  return fresh ? null : refuse('proof-needed');
}

export interface Asked {
  challenge: string;
  party: model.Party;
}

async function ask(deps: Deps, ceremony: store.Ceremony): Promise<Asked | NotHere> {
  const { db, clock, party } = deps;
  if (party === undefined) return refuse('passkeys-unavailable');
  return { challenge: await store.openCeremony(db, ceremony, clock.now()), party };
}

export interface AskedToAdd extends Asked {
  email: string;
  name: string;
  /** An authenticator that has one of these makes no second one. */
  known: store.PasskeyRow[];
}

/** Begins adding a passkey. Three statements. */
export async function askToAdd(
  deps: Deps,
  principal: Principal,
): Promise<AskedToAdd | NotHere | Refusal<'proof-needed' | 'passkey-limit' | 'not-found'>> {
  const { id: userId } = principal;
  const needed = await requireProof(deps, principal);
  if (needed !== null) return needed;
  const [account, known] = await Promise.all([
    accountById(deps.db, userId),
    store.passkeysOf(deps.db, userId),
  ]);
  if (!account?.email) return refuse('not-found');
  if (known.length >= model.passkeysPerUser_max) return refuse('passkey-limit');
  const asked = await ask(deps, { purpose: 'register', userId });
  return isRefusal(asked) ? asked : { ...asked, email: account.email, name: account.name, known };
}

/**
 * Adds the passkey that a browser made. Refuses 'passkey-refused' for what does not verify,
 * 'passkey-known' for a key that some account has, 'passkey-limit', 'proof-needed'.
 */
export async function addPasskey(
  deps: Deps,
  principal: Principal,
  input: { name: string; credential: model.Registration },
): Promise<
  | store.PasskeyRow
  | NotHere
  | NotAccepted
  | Refusal<'proof-needed' | 'passkey-limit' | 'passkey-known'>
> {
  const { db, clock, party, poke } = deps;
  const { id: userId } = principal;
  if (party === undefined) return refuse('passkeys-unavailable');
  const needed = await requireProof(deps, principal);
  if (needed !== null) return needed;
  const { name, credential } = input;
  const challenge = model.challengeOf(credential.response);
  const key = { purpose: 'register', userId, now_ms: clock.now() } as const;
  if (challenge === undefined || !(await store.closeCeremony(db, challenge, key))) {
    return refused('challenge-over');
  }
  const verified = await verifyNewKey(credential, { challenge, party });
  if ('why' in verified) return notVerified(deps, verified.why, userId);
  const added = await db.tx(async (tx) => {
    await lockAccount(tx, userId);
    const { length } = await store.passkeysOf(tx, userId);
    if (length >= model.passkeysPerUser_max) return refuse('passkey-limit');
    const one = { passkeyId: newId('psk'), userId, name, ...verified };
    return (await store.insertPasskey(tx, one)) ?? refuse('passkey-known');
  });
  if (!isRefusal(added)) poke();
  return added;
}

function notVerified({ warn }: Deps, why: string, userId: string | undefined): NotAccepted {
  warn({ userId, why }, 'passkey not accepted');
  return refused('not-verified');
}

/**
 * Removes a passkey. Nobody is locked out by it: an account has a password, and a code by mail.
 * Refuses 'proof-needed', 'passkey-not-found'.
 */
export async function removePasskey(
  deps: Deps,
  principal: Principal,
  passkeyId: string,
): Promise<'done' | Refusal<'proof-needed' | 'passkey-not-found'>> {
  const needed = await requireProof(deps, principal);
  if (needed !== null) return needed;
  const gone = await store.deletePasskey(deps.db, { userId: principal.id, passkeyId });
  if (!gone) return refuse('passkey-not-found');
  deps.poke();
  return 'done';
}

/** Begins signing in with whichever passkey the person has for this shop. One statement. */
export const askToSignIn = (deps: Deps) => ask(deps, { purpose: 'sign-in', userId: null });

/** Begins a proof by one of the person's own passkeys. Two statements. */
export async function askToProve(
  deps: Deps,
  principal: Principal,
): Promise<(Asked & { known: store.PasskeyRow[] }) | NotHere | Refusal<'passkey-not-found'>> {
  const known = await store.passkeysOf(deps.db, principal.id);
  if (known.length === 0) return refuse('passkey-not-found');
  const asked = await ask(deps, { purpose: 'prove', userId: principal.id });
  return isRefusal(asked) ? asked : { ...asked, known };
}

interface VerifiedUse {
  held: store.HeldKey;
  counter: number;
  synced: boolean;
}

/** Uses the challenge up, then the signature is checked; the use itself is noted by the caller. */
async function verifiedUse(
  deps: Deps,
  credential: model.Assertion,
  of: store.Ceremony,
): Promise<VerifiedUse | NotHere | NotAccepted> {
  const { db, clock, party } = deps;
  if (party === undefined) return refuse('passkeys-unavailable');
  const challenge = model.challengeOf(credential.response);
  const key = { ...of, now_ms: clock.now() };
  if (challenge === undefined || !(await store.closeCeremony(db, challenge, key))) {
    return refused('challenge-over');
  }
  const held = await store.keyByCredential(db, credential.id);
  if (held === undefined) return refused('passkey-unknown');
  // Somebody else's key proves nothing about this person.
  if (of.userId !== null && of.userId !== held.userId) return refused('passkey-unknown');
  const { userHandle } = credential.response;
  if (userHandle && userHandle !== model.handleOf(held.userId)) return refused('not-verified');
  const used = await verifyUse(credential, held, { challenge, party });
  if ('why' in used) return notVerified(deps, used.why, held.userId);
  return { held, ...used };
}

/** Two devices answer for one key, or an old answer was kept: the key is not to be trusted. */
function counterBehind({ warn }: Deps, { held, counter }: VerifiedUse): NotAccepted {
  const { userId, passkeyId } = held;
  warn({ userId, passkeyId, counter }, 'passkey counter went back: perhaps a copy');
  return refused('counter-behind');
}

/**
 * Signs in with a passkey; the guest's cart comes along as with a password. Refuses
 * 'passkey-refused', and 'account-suspended' to whoever has the key.
 */
export async function signInByPasskey(
  deps: Deps,
  credential: model.Assertion,
  entry: Entry,
): Promise<Opened | NotHere | NotAccepted | Refusal<'account-suspended'>> {
  const { db, clock, poke } = deps;
  const issuedAt_ms = clock.now();
  const use = await verifiedUse(deps, credential, { purpose: 'sign-in', userId: null });
  if (isRefusal(use)) return use;
  const { userId, email, passkeyId } = use.held;
  if (use.held.status !== 'ACTIVE') return refuse('account-suspended');
  const opened = await db.tx(async (tx) => {
    if (!(await store.noteUse(tx, passkeyId, use))) return counterBehind(deps, use);
    // Whoever holds the key has proved more than a known password.
    const bucket = bucketOf(email, '');
    const session = newSession(deps, { userId, passwordHash: null, bucket }, entry);
    const account = await accountById(tx, userId);
    if (account === undefined || !(await openSession(tx, session.row))) {
      return refuse('account-suspended');
    }
    return { account, session };
  });
  if (isRefusal(opened)) return opened;
  poke();
  return admit(deps, opened.account, { session: opened.session, issuedAt_ms, entry });
}

export type Proof = { currentPassword: string } | { passkey: model.Assertion };

/**
 * Proves anew who is logged in, by password or by a passkey of the same account; good for a quarter
 * of an hour of this log-in. Refuses 'password-wrong', 'passkey-refused'; wrong passwords cost
 * pauses ('too-many-requests').
 */
export async function prove(
  deps: Deps,
  { id: userId, sessionId }: Principal,
  proof: Proof,
): Promise<'done' | NotHere | NotAccepted | Refusal<'password-wrong'>> {
  if ('currentPassword' in proof) {
    const proved = await provePassword(deps, userId, proof.currentPassword);
    if (isRefusal(proved)) return proved;
  } else {
    const use = await verifiedUse(deps, proof.passkey, { purpose: 'prove', userId });
    if (isRefusal(use)) return use;
    const noted = await store.noteUse(deps.db, use.held.passkeyId, use);
    if (!noted) return counterBehind(deps, use);
  }
  await store.noteProof(deps.db, sessionId, deps.clock.now());
  return 'done';
}
