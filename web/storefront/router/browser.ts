/**
 * Goes from page to page in the browser: links, searches, loaders, lazy pages, redirects, errors
 * at their boundary, scroll positions, and the full document as last resort. What it does is what
 * React Router's data router does for the pages of this shop; what they do not use is not here.
 */
import type { ComponentType } from 'react';
import { matcherOf, resolveFrom, withoutBase, type MatchLike, type PathParts } from './match.ts';

export interface Place extends PathParts {
  state: unknown;
  /** Names the entry of the history. */
  key: string;
}

export interface PageRoute {
  id: string;
  path?: string;
  loader?(args: object): unknown;
  lazy?: (() => Promise<object>) | undefined;
  shouldRevalidate?(): boolean;
  handle?: unknown;
  Component?: ComponentType;
  ErrorBoundary?: ComponentType;
  children?: PageRoute[];
}

export type PageMatch = MatchLike<PageRoute>;

export interface RouterState {
  location: Place;
  matches: PageMatch[];
  loaderData: Record<string, unknown>;
  errors: Record<string, unknown> | null;
  navigation: { state: 'idle' | 'loading'; location?: Place };
  /** Where the page is scrolled to when it is shown: a place, its top, or as it is. */
  scroll: number | 'top' | 'stay';
}

export interface NavigateOptions {
  replace?: boolean;
  state?: unknown;
  preventScrollReset?: boolean;
  viewTransition?: boolean;
}

export interface BrowserRouterOptions {
  basename: string;
  hydrationData: Pick<RouterState, 'loaderData' | 'errors'>;
  /** What loaders are given besides the request. */
  context(): unknown;
}

type Subscriber = (state: RouterState, how: { morph: boolean }) => void;
type Kind = 'POP' | 'PUSH' | 'REPLACE';

interface Going {
  kind: Kind;
  to: Place;
  stay: boolean;
  morph: boolean;
  redirects: number;
  /** Loads everything again, also what did not change. */
  afresh: boolean;
}

const redirects_max = 5;
const scrolls_key = 'trueshelf.scrolls';
const scrolls_max = 60;

export class BrowserRouter {
  readonly basename: string;
  state: RouterState;
  readonly #options: BrowserRouterOptions;
  readonly #match: (pathname: string, basename: string) => PageMatch[] | null;
  readonly #subscribers = new Set<Subscriber>();
  readonly #scrolls: Map<string, number>;
  #running: AbortController | null = null;
  #scrolled: RouterState | null;

  constructor(routes: readonly PageRoute[], options: BrowserRouterOptions) {
    this.#options = options;
    this.basename = options.basename;
    this.#match = matcherOf(routes);
    const here = currentPlace();
    this.#scrolls = readScrolls();
    const { loaderData, errors } = options.hydrationData;
    const matches = this.match(here.pathname) ?? [];
    const known = this.#scrolls.get(here.key);
    const navigation = { state: 'idle' } as const;
    this.state = {
      location: here,
      matches,
      loaderData,
      errors,
      navigation,
      scroll: known ?? 'stay',
    };
    this.#scrolled = known === undefined ? this.state : null;
    history.scrollRestoration = 'manual';
    // Named from now on, so that a reload finds where it was.
    history.replaceState({ usr: here.state, key: here.key }, '');
    addEventListener('popstate', () => void this.#go(going('POP', currentPlace())));
    addEventListener('pagehide', () => this.#leave());
  }

  match(pathname: string): PageMatch[] | null {
    return this.#match(pathname, this.basename);
  }

  readonly subscribe = (subscriber: Subscriber) => {
    this.#subscribers.add(subscriber);
    return () => void this.#subscribers.delete(subscriber);
  };

  /** A path without language as an address. */
  addressOf({ pathname, search, hash }: PathParts): string {
    const front = this.basename === '/' ? '' : this.basename;
    return `${pathname === '/' && front !== '' ? front : front + pathname}${search}${hash}`;
  }

  /** To a path without language, seen from here; or so many entries back or forth. */
  readonly navigate = async (
    to: number | string | Partial<PathParts>,
    options: NavigateOptions = {},
  ): Promise<void> => {
    if (typeof to === 'number') history.go(to);
    else await this.visit(this.addressOf(resolveFrom(to, this.#path())), options);
  };

  /** To an address with its language, as links have it. */
  readonly visit = async (address: string, options: NavigateOptions = {}): Promise<void> => {
    const { replace, state = null, preventScrollReset = false, viewTransition = false } = options;
    const to = placeOf(address, state);
    const kind =
      replace === true || textOf(to) === textOf(this.state.location) ? 'REPLACE' : 'PUSH';
    await this.#go({ ...going(kind, to), stay: preventScrollReset, morph: viewTransition });
  };

  readonly revalidate = async (): Promise<void> => {
    await this.#go({ ...going('REPLACE', this.state.location), afresh: true, stay: true });
  };

  /** Called when a state is on screen. */
  scroll(state: RouterState): void {
    if (this.#scrolled === state || state.navigation.state !== 'idle') return;
    this.#scrolled = state;
    if (typeof state.scroll === 'number') scrollTo(0, state.scroll);
    else if (state.scroll === 'top') {
      const target = document.getElementById(decoded(state.location.hash.slice(1)));
      if (target === null) scrollTo(0, 0);
      else target.scrollIntoView();
    }
  }

  #path(): string {
    const { pathname } = this.state.location;
    return withoutBase(pathname, this.basename) ?? pathname;
  }

  #leave(): void {
    const { key } = this.state.location;
    this.#scrolls.delete(key);
    this.#scrolls.set(key, Math.round(scrollY));
    writeScrolls(this.#scrolls);
  }

  async #go(going_: Going): Promise<void> {
    const { to, kind, afresh } = going_;
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.#leave();
    const before = this.state;
    const matches = this.match(to.pathname);
    if (matches === null) {
      location.assign(textOf(to));
      return;
    }
    const { pathname, search, hash } = before.location;
    const samePage = pathname === to.pathname && search === to.search && !afresh;
    if (samePage && hash !== to.hash && (to.hash !== '' || kind === 'POP')) {
      this.#arrive(going_, {
        matches: before.matches,
        loaderData: before.loaderData,
        errors: null,
      });
      return;
    }
    this.#update({ ...before, navigation: { state: 'loading', location: to } }, false);
    const loaded = await this.#load(matches, going_, running.signal);
    if (running.signal.aborted) return;
    this.#running = null;
    if (loaded === 'document') location.assign(textOf(to));
    else if (loaded instanceof Response) await this.#redirect(loaded, going_);
    else this.#arrive(going_, { matches, ...loaded });
  }

  /** What the pages need; a redirect; or 'document' when their code cannot be had any more. */
  async #load(matches: PageMatch[], { to, afresh }: Going, signal: AbortSignal) {
    try {
      await Promise.all(matches.map(({ route }) => openRoute(route)));
    } catch {
      return 'document' as const; // a new version was put in place, whose files have other names
    }
    const loaderData: Record<string, unknown> = {};
    const thrown: { at: number; error: unknown }[] = [];
    const request = new Request(new URL(textOf(to), location.origin), { signal });
    await Promise.all(
      matches.map(async (match, at) => {
        const { route, params } = match;
        if (route.loader === undefined) return;
        if (!afresh && this.#isKept(match, to)) {
          loaderData[route.id] = this.state.loaderData[route.id];
          return;
        }
        try {
          const args = { request, params, context: this.#options.context() };
          loaderData[route.id] = (await route.loader(args)) ?? null;
        } catch (error) {
          thrown.push({ at, error });
        }
      }),
    );
    const moved = thrown.find(({ error }) => error instanceof Response);
    if (moved !== undefined) return moved.error as Response;
    return { loaderData, errors: errorsOf(matches, thrown) };
  }

  /** The same page with the same parameters and query keeps what it has. */
  #isKept({ route, pathname }: PageMatch, to: Place): boolean {
    const { matches, loaderData, location: here } = this.state;
    const before = matches.find((match) => match.route.id === route.id);
    if (before === undefined || !(route.id in loaderData)) return false;
    if (route.shouldRevalidate !== undefined) return !route.shouldRevalidate();
    const same = before.pathname === pathname && here.search === to.search;
    // Pressing a link to where one is asks for fresh facts.
    return same && here.pathname !== to.pathname;
  }

  async #redirect(response: Response, from: Going): Promise<void> {
    const target = response.headers.get('location') ?? '/';
    const inside = /^\/(?!\/)/.test(target);
    if (!inside || from.redirects >= redirects_max) {
      location.assign(target);
      return;
    }
    const address = this.addressOf(resolveFrom(target, '/'));
    const kind = from.kind === 'POP' ? 'REPLACE' : from.kind;
    const redirects = from.redirects + 1;
    await this.#go({ ...from, kind, to: placeOf(address, null), redirects });
  }

  #arrive(
    { kind, to, stay, morph }: Going,
    loaded: Pick<RouterState, 'matches' | 'loaderData' | 'errors'>,
  ): void {
    const entry = { usr: to.state, key: to.key };
    if (kind === 'PUSH') history.pushState(entry, '', textOf(to));
    else if (kind === 'REPLACE') history.replaceState(entry, '', textOf(to));
    const known = kind === 'POP' ? this.#scrolls.get(to.key) : undefined;
    const scroll = known ?? (stay ? 'stay' : 'top');
    this.#update({ ...loaded, location: to, navigation: { state: 'idle' }, scroll }, morph);
  }

  #update(state: RouterState, morph: boolean): void {
    this.state = state;
    for (const subscriber of this.#subscribers) subscriber(state, { morph });
  }
}

/** Loads the code of a page that is still to come. */
export async function openRoute(route: PageRoute): Promise<void> {
  if (route.lazy === undefined) return;
  Object.assign(route, await route.lazy(), { lazy: undefined });
}

/** Errors are shown by the nearest boundary at or above where they were thrown. */
function errorsOf(matches: PageMatch[], thrown: { at: number; error: unknown }[]) {
  const [first] = thrown.toSorted((a, b) => a.at - b.at);
  if (first === undefined) return null;
  const above = matches.slice(0, first.at + 1).map(({ route }) => route);
  const boundary = above.findLast((route) => route.ErrorBoundary !== undefined) ?? above[0];
  return { [boundary?.id ?? '']: first.error };
}

function going(kind: Kind, to: Place): Going {
  return { kind, to, stay: false, morph: false, redirects: 0, afresh: false };
}

const textOf = ({ pathname, search, hash }: PathParts) => `${pathname}${search}${hash}`;

function placeOf(address: string, state: unknown): Place {
  const { pathname, search, hash } = new URL(address, location.origin);
  return { pathname, search, hash, state, key: newKey() };
}

/** Names an entry of the history; nothing secret. */
function newKey(): string {
  return crypto.getRandomValues(new Uint32Array(1))[0]?.toString(36) ?? '';
}

function currentPlace(): Place {
  const { pathname, search, hash } = location;
  const entry = history.state as { usr?: unknown; key?: string } | null;
  return { pathname, search, hash, state: entry?.usr ?? null, key: entry?.key ?? newKey() };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Positions live as long as the tab, also over full documents and reloads. */
function readScrolls(): Map<string, number> {
  try {
    return new Map(JSON.parse(sessionStorage.getItem(scrolls_key) ?? '[]') as [string, number][]);
  } catch {
    return new Map();
  }
}

function writeScrolls(scrolls: Map<string, number>): void {
  try {
    sessionStorage.setItem(scrolls_key, JSON.stringify([...scrolls].slice(-scrolls_max)));
  } catch {
    // A browser that keeps nothing begins each page at its top.
  }
}
