/** Guests, logins, refreshes and logouts: everything that makes or ends a session. */
import { createHash } from 'node:crypto';
import { needsRehash } from '#kernel/auth/password.ts';
import {
  decideRefresh,
  hashRefreshToken,
  newRefreshToken,
  refreshExpiry,
  refreshIdle_ms,
} from '#kernel/auth/refresh.ts';
import { batch } from '#kernel/core/batch.ts';
import { eventMeta } from '#kernel/core/context.ts';
import { Failure } from '#kernel/core/error.ts';
import { newId } from '#kernel/core/id.ts';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Principal, SellerMembership } from '#kernel/http/principal.ts';
import { normaliseEmail } from './contract.ts';
import { invalid, type Deps, type MergedCart } from './deps.ts';
import { loginWait, type AccountView } from './model.ts';
import { insertGuests, loginByEmail, replaceHash, type NewGuest } from './store.ts';
import * as store from './store-session.ts';

/** A token made while the sellers room was away lacks seller roles, so it is made again soon. */
const withoutSellers_s = 60;

export interface SessionUser {
  userId: string;
  kind: 'guest' | 'user';
  email: string | null;
  name: string;
  locale: string;
  roles: string[];
  sellers: readonly SellerMembership[];
}

export interface Opened {
  accessToken: string;
  expiresIn_s: number;
  refresh: { token: string; maxAge_s: number };
  user: SessionUser;
  cart?: MergedCart;
}

/** Who comes in, from where and with what. */
export interface Entry {
  ip: string;
  /** What the person will know the session by. */
  device: string;
  /** An anonymous cart, whose id is its secret. */
  cartId: string | undefined;
  /** Who asks: a guest's cart comes along. */
  principal: Principal;
}

export interface LoginInput extends Entry {
  email: string;
  password: string;
}

export type Sessions = ReturnType<typeof sessionCommands>;

export function sessionCommands(deps: Deps) {
  const { db, clock } = deps;
  const guests = batch<NewGuest, true>({
    name: 'identity.guests',
    size_max: 500,
    inFlight_max: 2,
    queue_max: 10_000,
    run: async (items) => {
      await insertGuests(db, items);
      return items.map(() => true as const);
    },
  });

  return {
    /** A guest identity of its own with a session; the e-mail is a contact and proves nothing. */
    guest: async (input: {
      email: string | undefined;
      locale?: string | undefined;
      ip: string;
      device: string;
    }): Promise<Opened | Refusal<'validation-failed'>> => {
      const email = input.email === undefined ? null : normaliseEmail(input.email);
      if (email === undefined) return invalid('/email', 'is no e-mail address');
      const now_ms = clock.now();
      const { token, hash } = newRefreshToken();
      const userId = newId('usr');
      const sessionId = newId('ses');
      const place = { network: deps.networkOf(input.ip), device: input.device };
      const { locale = plainUser.locale } = input;
      const guest = { userId, email, locale, sessionId, hash, ...place };
      const expiresAt_ms = refreshExpiry(now_ms, now_ms);
      await guests.do({ ...guest, now_ms, expiresAt_ms, meta: eventMeta() });
      deps.poke();
      const { token: accessToken, expiresIn_s } = deps.issue(
        { type: 'guest', userId, sessionId, ...(email === null ? {} : { email }) },
        { issuedAt_ms: now_ms },
      );
      const user: SessionUser = { ...plainUser, userId, kind: 'guest', email, locale };
      return { accessToken, expiresIn_s, refresh: cookie(token), user };
    },

    /**
     * Checks e-mail and password: 3 statements and 11 ms of CPU, whether or not there is such an
     * account. Throws 'too-many-requests' when the account must rest.
     */
    login: (input: LoginInput) => login(deps, input),

    /** Changes a refresh token for the next one, with an access token of today's rights. */
    refresh: (presented: string | undefined) => refresh(deps, presented),

    /** Ends the session of the cookie and that of the access token. Ending twice is fine. */
    logout: async (presented: string | undefined, principal: Principal): Promise<void> => {
      const hash = presented === undefined ? undefined : hashRefreshToken(presented);
      const record = hash === undefined ? undefined : await store.refreshRecord(db, hash);
      const bearer = principal.kind === 'user' || principal.kind === 'guest';
      const ids = new Set([record?.sessionId, bearer ? principal.sessionId : undefined]);
      for (const id of ids) {
        if (id === undefined) continue;
        const ending = { reason: 'logout', now_ms: clock.now() } as const;
        deps.sessionsEnded(await store.endSession(db, id, ending));
      }
      deps.poke();
    },

    drain: () => guests.drain(),
  };
}

const plainUser = { name: '', locale: 'en', roles: [], sellers: [] };

const cookie = (token: string) => ({ token, maxAge_s: refreshIdle_ms / 1000 });

async function login(
  deps: Deps,
  input: LoginInput,
): Promise<Opened | Refusal<'credentials-wrong' | 'account-suspended'>> {
  const { db, clock, passwords } = deps;
  const issuedAt_ms = clock.now();
  // What is no e-mail belongs to nobody, and takes as long as what is.
  const email = normaliseEmail(input.email) ?? `?${input.email}`;
  const network = deps.networkOf(input.ip);
  const account = await loginByEmail(db, email, network);
  const bucket = bucketOf(email, account?.knownNetwork === true ? network : '');
  if (!(await store.chargeAttempt(db, bucket, issuedAt_ms))) throw await tooMany(deps, bucket);
  const right =
    account === undefined
      ? await passwords.verifyDummy(input.password)
      : await passwords.verify(account.passwordHash, input.password);
  if (account === undefined || !right) return refuse('credentials-wrong');
  // Whoever knows the password may know this.
  if (account.status !== 'ACTIVE') return refuse('account-suspended');
  const { userId, passwordHash } = account;
  const session = newSession(deps, { userId, passwordHash, bucket }, input);
  if (!(await store.openSession(db, session.row))) return refuse('credentials-wrong');
  if (needsRehash(passwordHash)) await rehash(deps, { userId, passwordHash }, input.password);
  return admit(deps, account, { session, issuedAt_ms, entry: input });
}

export interface FreshSession {
  row: store.NewSession;
  token: string;
}

/** A session to be opened, with its first refresh token. */
export function newSession(
  { clock, networkOf }: Deps,
  of: { userId: string; passwordHash: string | null; bucket: string },
  { ip, device }: Entry,
): FreshSession {
  const { token, hash } = newRefreshToken();
  const now_ms = clock.now();
  const expiresAt_ms = refreshExpiry(now_ms, now_ms);
  const place = { network: networkOf(ip), device };
  return { token, row: { sessionId: newId('ses'), ...of, ...place, hash, now_ms, expiresAt_ms } };
}

/** What follows an opened session: older ones are tidied, tokens made, the cart comes along. */
export async function admit(
  deps: Deps,
  account: AccountView,
  { session, issuedAt_ms, entry }: { session: FreshSession; issuedAt_ms: number; entry: Entry },
): Promise<Opened> {
  const { userId } = account;
  const { sessionId } = session.row;
  await tidySessions(deps, userId, entry.principal);
  const [access, cart] = await Promise.all([
    accessOf(deps, account, { sessionId, issuedAt_ms }),
    broughtCart(deps, userId, entry),
  ]);
  const refresh = cookie(session.token);
  return { ...access, refresh, ...(cart === undefined ? {} : { cart }) };
}

/** Failures are counted apart for networks that the account knows: others cannot lock it out. */
export function bucketOf(email: string, network: string): string {
  const hash = createHash('sha256').update(email).digest('base64url').slice(0, 32);
  return network === '' ? hash : `${hash}:${network}`;
}

export async function tooMany({ db, clock }: Deps, bucket: string): Promise<Failure> {
  const attempts = await store.attemptsOf(db, bucket);
  const wait_ms = attempts === undefined ? 0 : loginWait(attempts, clock.now());
  const retryAfter_ms = Math.max(1_000, wait_ms);
  return new Failure('too-many-requests', { limit: 'login' }, { retryAfter_ms });
}

/** A guest that became this account loses its guest sessions; too many sessions lose the oldest. */
async function tidySessions(deps: Deps, userId: string, principal: Principal): Promise<void> {
  const { db, clock } = deps;
  const now_ms = clock.now();
  const old = await store.endOldestSessions(db, userId, { reason: 'too-many', now_ms });
  const was = principal.kind === 'guest' && principal.id === userId;
  const guest = was
    ? await store.endGuestSessions(db, userId, { reason: 'became-account', now_ms })
    : [];
  deps.sessionsEnded([...old, ...guest]);
  if (old.length + guest.length > 0) deps.poke();
}

async function rehash(
  { db, passwords }: Deps,
  account: { userId: string; passwordHash: string },
  password: string,
): Promise<void> {
  const to = await passwords.hash(password.normalize('NFKC'));
  await replaceHash(db, { userId: account.userId, from: account.passwordHash, to });
}

async function broughtCart(
  deps: Deps,
  userId: string,
  { cartId, principal }: Entry,
): Promise<MergedCart | undefined> {
  const fromUserId =
    principal.kind === 'guest' && principal.id !== userId ? principal.id : undefined;
  if (cartId === undefined && fromUserId === undefined) return undefined;
  return deps.mergeCart({
    ...(cartId === undefined ? {} : { fromCartId: cartId }),
    ...(fromUserId === undefined ? {} : { fromUserId }),
    userId,
  });
}

async function refresh(
  deps: Deps,
  presented: string | undefined,
): Promise<Opened | Refusal<'session-ended' | 'refresh-superseded'>> {
  const { db, clock } = deps;
  const hash = presented === undefined ? undefined : hashRefreshToken(presented);
  if (hash === undefined) return refuse('session-ended');
  const next = newRefreshToken();
  const now_ms = clock.now();
  const rotated = await store.rotateToken(db, { hash, next: next.hash, now_ms });
  if (rotated === undefined) return refuseRefresh(deps, hash);
  const { sessionId, sessionKind } = rotated;
  // A session that a guest opened stays a guest's: the rights of an account need a login.
  const account = { ...rotated, kind: sessionKind };
  const access = await accessOf(deps, account, { sessionId, issuedAt_ms: now_ms });
  return { ...access, refresh: cookie(next.token) };
}

/** Who lost the race is only refused; an older token means theft and ends the whole family. */
async function refuseRefresh(
  { db, clock, poke, sessionsEnded }: Deps,
  hash: string,
): Promise<Refusal<'session-ended' | 'refresh-superseded'>> {
  const record = await store.refreshRecord(db, hash);
  const now_ms = clock.now();
  const decision = decideRefresh(record, now_ms);
  if (decision.kind === 'end-family' && record !== undefined) {
    const ending = { reason: 'reused', now_ms } as const;
    sessionsEnded(await store.endSession(db, record.sessionId, ending));
    poke();
  }
  const superseded = decision.kind === 'refuse' && decision.reason === 'superseded';
  return refuse(superseded ? 'refresh-superseded' : 'session-ended');
}

async function accessOf(
  deps: Deps,
  account: AccountView,
  session: { sessionId: string; issuedAt_ms: number },
): Promise<Omit<Opened, 'refresh' | 'cart'>> {
  const { userId, kind, email, name, locale } = account;
  const guest = kind === 'guest';
  const roles = guest ? [] : account.roles;
  const found = guest ? [] : await membershipsOf(deps, userId);
  const sellers = found ?? [];
  const { token, expiresIn_s } = deps.issue(
    {
      type: guest ? 'guest' : 'access',
      userId,
      roles,
      sellers,
      sessionId: session.sessionId,
      ...(email === null ? {} : { email }),
    },
    {
      issuedAt_ms: session.issuedAt_ms,
      ...(found === undefined ? { lifetime_s: withoutSellers_s } : {}),
    },
  );
  const user = { userId, kind, email, name, locale, roles, sellers };
  return { accessToken: token, expiresIn_s, user };
}

/** Undefined when the sellers room is away: nobody is locked out, but nobody acts for a seller. */
async function membershipsOf(
  deps: Deps,
  userId: string,
): Promise<readonly SellerMembership[] | undefined> {
  try {
    return await deps.memberships(userId);
  } catch (error) {
    deps.warn({ err: error, userId }, 'memberships unknown: token without seller roles');
    return undefined;
  }
}
