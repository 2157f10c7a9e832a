/**
 * Who is at this browser. The access token lives in memory only; the refresh token is a cookie
 * that scripts cannot read and that changes with each use. Two tabs must never present the same
 * one, so refreshing is done under a lock that all tabs share, and the result is told to them.
 */
import { ApiProblem, problemIn } from '../../client/problem.ts';
import type { Client, ReplyOf } from '../../client/request.ts';
import { store, type Store } from './store.ts';

export type SignedIn = ReplyOf<'POST /auth/login'>;
export type Person = SignedIn['user'];

export type SessionState =
  /** Before the first refresh of this page came back. */
  | { kind: 'unknown' }
  /** `ended`: the server ended a session that was in use here, so what was typed should stay. */
  | { kind: 'anonymous'; ended?: true }
  /** Somebody was signed in here, and the shop could not be asked whether they still are. */
  | { kind: 'anonymous'; unreached: true }
  | { kind: 'guest' | 'user'; user: Person };

/** With a client that adds no token of its own, and the token of who is here. */
export type Way = (bare: Client, token: string | null) => Promise<SignedIn | null>;

export interface Session {
  readonly state: Store<SessionState>;
  /** A live access token; null for anonymous visitors. Refreshes when the present one is old. */
  token(): Promise<string | null>;
  /** After a 401: another token than `stale`, or null when the session is over. */
  renew(stale: string): Promise<string | null>;
  signIn(credentials: { email: string; password: string }): Promise<SignedIn>;
  /** In another way than by password: a request whose reply is a session; null opens none. */
  enter(by: Way): Promise<SignedIn | null>;
  /** What the person has just changed about themselves, for what shows their name. */
  learn(change: Partial<Pick<Person, 'name' | 'locale' | 'email'>>): void;
  /** The present identity, or a new guest's; a guest's email may be given later. */
  ensureGuest(email?: string): Promise<Person>;
  /** Here and in all other tabs. */
  signOut(): Promise<void>;
  /** Finds out who is here; resolves when `state` is no longer unknown. */
  start(): Promise<SessionState>;
}

export interface SessionTools {
  /** A client that sends no token. */
  bare: Client;
  /** Of the page: what a new guest is written to in. */
  locale: string;
  /** Marks that there is a session worth refreshing; survives the page, holds no secret. */
  memory: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  /** Runs alone among all tabs. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  /** To the other tabs. */
  channel: Pick<BroadcastChannel, 'postMessage'> & {
    onmessage: ((event: MessageEvent) => void) | null;
  };
  now(): number;
  sleep(ms: number): Promise<void>;
}

interface Held {
  token: string;
  until_ms: number;
}

type Told = { kind: 'in'; held: Held; user: Person } | { kind: 'out' };

const mark = 'trueshelf.session';
const early_ms = 30_000;
/**
 * Before each try: a tab without our lock was faster, or this one before it was reloaded, and its
 * reply is still on the way. The cookie is the successor by then.
 */
const pauses_ms = [0, 0, 250, 1_000, 3_000];

export function createSession(tools: SessionTools): Session {
  return new BrowserSession(tools);
}

class BrowserSession implements Session {
  readonly state = store<SessionState>({ kind: 'unknown' });
  readonly #tools: SessionTools;
  #held: Held | null = null;
  #refreshing: Promise<string | null> | null = null;

  constructor(tools: SessionTools) {
    this.#tools = tools;
    tools.channel.onmessage = ({ data }: MessageEvent<Told>) => {
      if (data.kind === 'in') this.#hold(data.held, data.user);
      else this.#end();
    };
  }

  readonly token = async (): Promise<string | null> => {
    if (this.#held !== null && this.#held.until_ms - early_ms > this.#tools.now()) {
      return this.#held.token;
    }
    if (this.#tools.memory.getItem(mark) === null) {
      this.#end();
      return null;
    }
    return this.#refresh(this.#held?.token ?? null);
  };

  readonly renew = (stale: string): Promise<string | null> => {
    return this.#refresh(stale);
  };

  async signIn(credentials: { email: string; password: string }): Promise<SignedIn> {
    // A guest who signs in brings the cart along: the server sees both from the token.
    const token = await this.token().catch(() => null);
    const reply = await this.#tools.bare.request('POST /auth/login', { body: credentials, token });
    this.#take(reply);
    return reply;
  }

  async enter(by: Way): Promise<SignedIn | null> {
    const token = await this.token().catch(() => null);
    const reply = await by(this.#tools.bare, token);
    if (reply !== null) this.#take(reply);
    return reply;
  }

  learn(change: Partial<Pick<Person, 'name' | 'locale' | 'email'>>): void {
    const now = this.state.get();
    if (this.#held === null || (now.kind !== 'user' && now.kind !== 'guest')) return;
    const user = { ...now.user, ...change };
    this.#hold(this.#held, user);
    this.#tools.channel.postMessage({ kind: 'in', held: this.#held, user } satisfies Told);
  }

  async ensureGuest(email?: string): Promise<Person> {
    const now = await this.start();
    if (now.kind === 'guest' || now.kind === 'user') return now.user;
    const { locale } = this.#tools;
    const body = email === undefined ? { locale } : { email, locale };
    const reply = await this.#tools.bare.request('POST /auth/guest', { body });
    this.#take(reply);
    return reply.user;
  }

  async signOut(): Promise<void> {
    const token = this.#held?.token ?? null;
    this.#end();
    const tell = () => this.#tools.channel.postMessage({ kind: 'out' } satisfies Told);
    tell();
    // Alone, and told again: a tab that was refreshing just now must not come back signed in.
    await this.#tools.alone(() => this.#tools.bare.request('POST /auth/logout', { token }));
    tell();
  }

  async start(): Promise<SessionState> {
    // Without a network the page still works for what needs no name.
    await this.token().catch(() => this.#end({ keepMark: true }));
    return this.state.get();
  }

  #refresh(stale: string | null): Promise<string | null> {
    this.#refreshing ??= this.#tools
      .alone(() => this.#refreshAlone(stale))
      .finally(() => {
        this.#refreshing = null;
      });
    return this.#refreshing;
  }

  async #refreshAlone(stale: string | null): Promise<string | null> {
    // Another tab may have refreshed while this one waited for the lock.
    const held = this.#held;
    if (held !== null && held.token !== stale && held.until_ms > this.#tools.now()) {
      return held.token;
    }
    for (const pause_ms of pauses_ms) {
      if (pause_ms > 0) await this.#tools.sleep(pause_ms);
      try {
        const reply = await this.#tools.bare.request('POST /auth/refresh', { outlives: true });
        this.#take(reply);
        return reply.accessToken;
      } catch (error) {
        if (problemIn(error)?.code === 'refresh-superseded') continue;
        if (!(error instanceof ApiProblem) || error.status !== 401) throw error;
        break;
      }
    }
    this.#end({ byServer: true });
    return null;
  }

  #take({ accessToken, expiresIn, user }: SignedIn): void {
    const held = { token: accessToken, until_ms: this.#tools.now() + expiresIn * 1_000 };
    this.#tools.memory.setItem(mark, user.kind);
    this.#hold(held, user);
    this.#tools.channel.postMessage({ kind: 'in', held, user } satisfies Told);
  }

  #hold(held: Held, user: Person): void {
    this.#held = held;
    this.state.set({ kind: user.kind, user });
  }

  #end(options: { keepMark?: boolean; byServer?: boolean } = {}): void {
    this.#held = null;
    if (options.keepMark !== true) this.#tools.memory.removeItem(mark);
    const { kind } = this.state.get();
    if (kind === 'anonymous') return;
    const ended = options.byServer === true && kind !== 'unknown';
    if (options.keepMark === true) this.state.set({ kind: 'anonymous', unreached: true });
    else this.state.set({ kind: 'anonymous', ...(ended ? { ended } : {}) });
  }
}
