/** Registration, the own profile, and what administrators change about people. */
import { checkPassword, type Passwords } from '#kernel/auth/password.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Db } from '#kernel/db/db.ts';
import type { Principal } from '#kernel/http/principal.ts';
import { normaliseEmail, type ImportedUser, type UserStatus } from './contract.ts';
import { invalid, isDuplicate, type Deps } from './deps.ts';
import { cleanRoles, isActiveSuper } from './model.ts';
import * as store from './store.ts';
import { endSessionsOf } from './store-session.ts';

export interface RegisterInput {
  email: string;
  password: string;
  name: string;
  phone?: string;
  locale?: string;
}

/**
 * Makes an account of a guest (same id) or a new one. Says the same and takes as long when the
 * e-mail is taken: nothing changes then but a note to its owner. Refuses only what can be judged
 * without looking: 'validation-failed', 'password-unsuitable'. One hash, one or two statements.
 */
export async function register(
  deps: Deps,
  input: RegisterInput,
  principal: Principal,
): Promise<'accepted' | Refusal<'validation-failed' | 'password-unsuitable'>> {
  const email = normaliseEmail(input.email);
  if (email === undefined) return invalid('/email', 'is no e-mail address');
  const suitable = checkPassword(input.password, { email });
  if (isRefusal(suitable)) return suitable;
  const passwordHash = await deps.passwords.hash(suitable);
  const { name, phone = null, locale = 'en' } = input;
  const registration = { email, passwordHash, name: name.trim(), phone, locale };
  const guestId = principal.kind === 'guest' ? principal.id : undefined;
  const done = guestId !== undefined && (await convert(deps.db, guestId, registration));
  if (!done) await store.insertAccount(deps.db, registration);
  deps.poke();
  return 'accepted';
}

/** False when the guest is none any more, or somebody else was faster with the e-mail. */
async function convert(
  db: Db,
  guestId: string,
  registration: store.Registration,
): Promise<boolean> {
  try {
    return (await store.convertGuest(db, guestId, registration)) !== 'no-guest';
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

export interface ProfileChange {
  name?: string;
  phone?: string | null;
  locale?: string;
}

/** Changes the own profile. Refuses 'precondition-failed' for another version. */
export async function changeProfile(
  deps: Deps,
  key: { userId: string; version: number },
  change: ProfileChange,
): Promise<store.Account | Refusal<'precondition-failed'>> {
  const changed = await store.updateAccount(deps.db, { ...key, ...change });
  if (changed === undefined) return refuse('precondition-failed');
  deps.poke();
  return changed;
}

/**
 * Gives a guest another e-mail to be written to; it proves nothing, and what was proved of the
 * last one is over. An account's e-mail is what it logs in with: 'not-allowed'.
 */
export async function changeContact(
  deps: Deps,
  userId: string,
  given: string,
): Promise<store.Account | Refusal<'validation-failed' | 'not-allowed'>> {
  const email = normaliseEmail(given);
  if (email === undefined) return invalid('/email', 'is no e-mail address');
  const changed = await store.updateGuestEmail(deps.db, userId, email);
  if (changed === undefined) return refuse('not-allowed');
  deps.poke();
  return changed;
}

export interface PersonChange {
  status?: UserStatus;
  roles?: readonly string[];
}

/**
 * Suspends or readmits a person, or changes admin roles. Their sessions end with it, everywhere
 * within a second. Refuses 'not-found', 'precondition-failed', 'last-admin', 'validation-failed'.
 */
export async function changePerson(
  deps: Deps,
  key: { userId: string; version: number },
  change: PersonChange,
): Promise<
  store.Account | Refusal<'not-found' | 'precondition-failed' | 'last-admin' | 'validation-failed'>
> {
  const roles = change.roles === undefined ? undefined : cleanRoles(change.roles);
  if (change.roles !== undefined && roles === undefined) {
    return invalid('/roles', 'holds an unknown role');
  }
  const result = await deps.db.tx(async (tx) => {
    await store.lockAdmins(tx);
    const before = await store.accountById(tx, key.userId);
    if (before === undefined || before.status === 'ERASED') return refuse('not-found');
    if (before.kind === 'guest' && roles !== undefined && roles.length > 0) {
      return invalid('/roles', 'cannot be given to a guest');
    }
    const next = { status: change.status ?? before.status, roles: roles ?? before.roles };
    const steppingDown = isActiveSuper(before) && !isActiveSuper(next);
    if (steppingDown && (await store.countSupers(tx)) < 2) return refuse('last-admin');
    const after = await store.updateAccount(tx, { ...key, ...change, ...next });
    if (after === undefined) return refuse('precondition-failed');
    const suspended = after.status === 'SUSPENDED';
    const sameRoles = before.roles.join() === after.roles.join();
    if (!suspended && sameRoles) return { after, ended: [] };
    // After the change, in a statement of its own: it must see sessions opened while it waited.
    const reason = suspended ? 'suspended' : 'roles-changed';
    const ended = await endSessionsOf(tx, key.userId, { reason, now_ms: deps.clock.now() });
    return { after, ended };
  });
  if (isRefusal(result)) return result;
  deps.sessionsEnded(result.ended);
  deps.poke();
  return result.after;
}

/**
 * Makes an administrator with the role super, for the command line: the first one, or another
 * one when `additional`. Refuses 'admin-exists', 'email-taken', 'validation-failed',
 * 'password-unsuitable'.
 */
export async function createAdmin(
  parts: { db: Db; passwords: Passwords },
  input: { email: string; password: string; name?: string; additional?: boolean },
): Promise<
  | { userId: string; email: string }
  | Refusal<'admin-exists' | 'email-taken' | 'validation-failed' | 'password-unsuitable'>
> {
  const email = normaliseEmail(input.email);
  if (email === undefined) return invalid('/email', 'is no e-mail address');
  const suitable = checkPassword(input.password, { email });
  if (isRefusal(suitable)) return suitable;
  const passwordHash = await parts.passwords.hash(suitable);
  return parts.db.tx(async (tx) => {
    await store.lockAdmins(tx);
    if (input.additional !== true && (await store.countSupers(tx)) > 0) {
      return refuse('admin-exists');
    }
    const name = input.name ?? 'Administrator';
    const account = { email, passwordHash, name, phone: null, locale: 'en', roles: ['super'] };
    const userId = await store.insertAccount(tx, account);
    return userId === undefined ? refuse('email-taken') : { userId, email };
  });
}

/** People of a demo or test world; each distinct password costs 11 ms of CPU a call. */
export async function importPeople(
  { db, passwords, poke }: Pick<Deps, 'db' | 'passwords' | 'poke'>,
  users: readonly ImportedUser[],
): Promise<{ added: number }> {
  const hashes = new Map<string, string>();
  for (const { password } of users) {
    if (hashes.has(password)) continue;
    hashes.set(password, await passwords.hash(password.normalize('NFKC')));
  }
  const rows = users.map(({ password, ...user }) => ({
    ...user,
    email: normaliseEmail(user.email) ?? user.email,
    passwordHash: hashes.get(password) ?? '',
  }));
  const added = await store.importUsers(db, rows);
  poke();
  return { added };
}
