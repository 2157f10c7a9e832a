/**
 * The router in the browser. React Router's components and hooks work with any object that has
 * this shape; its own has actions, fetchers, blockers and route discovery, which cost 20 kB and
 * which these pages do not use. Here: links, forms that are searches, loaders, lazy pages,
 * redirects, errors at their boundary, scroll positions, and the full document as last resort.
 */
import {
  matchRoutes,
  resolvePath,
  UNSAFE_defaultMapRouteProperties as mapRoute,
  type DataRouteObject,
  type DataRouter,
  type HydrationState,
  type Location,
  type RouteObject,
  type RouterContextProvider,
} from 'react-router';

type State = DataRouter['state'];
type Match = State['matches'][number];
type Route = Match['route'];
type Subscriber = Parameters<DataRouter['subscribe']>[0];

export interface BrowserRouterOptions {
  basename: string;
  hydrationData: HydrationState;
  context(): RouterContextProvider;
}

interface NavigateOptions {
  replace?: boolean;
  state?: unknown;
  preventScrollReset?: boolean;
  viewTransition?: boolean;
  formMethod?: string;
  formData?: FormData;
  body?: unknown;
}

const idle = { state: 'idle' } as State['navigation'];
const redirects_max = 5;

/** `visit` goes to an address with its language, as links have them. */
export function browserRouter(routes: readonly RouteObject[], options: BrowserRouterOptions) {
  const small = new SmallRouter(routes, options);
  // The members that it leaves out are those of features that no page uses.
  return { router: small as unknown as DataRouter, visit: small.visit };
}

type Kind = 'POP' | 'PUSH' | 'REPLACE';

interface Going {
  kind: Kind;
  location: Location;
  preventScrollReset: boolean;
  viewTransition: boolean;
  redirects: number;
  /** Loads everything again, also what did not change. */
  afresh: boolean;
}

class SmallRouter {
  readonly basename: string;
  readonly routes: Route[];
  readonly manifest: Record<string, Route> = {};
  readonly window = window;
  readonly future = {};
  state: State;
  readonly #options: BrowserRouterOptions;
  readonly #subscribers = new Set<Subscriber>();
  #running: AbortController | null = null;
  #positions: Record<string, number> | null = null;
  #restored = false;

  constructor(routes: readonly RouteObject[], options: BrowserRouterOptions) {
    this.#options = options;
    this.basename = options.basename;
    this.routes = routes.map((route) => this.#prepare(route));
    const location = currentLocation();
    this.state = {
      historyAction: 'POP' as State['historyAction'],
      location,
      matches: this.match(location) ?? [],
      initialized: true,
      renderFallback: false,
      navigation: idle,
      // The browser has put the first page where it belongs.
      restoreScrollPosition: false,
      preventScrollReset: false,
      revalidation: 'idle',
      loaderData: options.hydrationData.loaderData ?? {},
      actionData: null,
      errors: options.hydrationData.errors ?? null,
      fetchers: new Map(),
      blockers: new Map(),
    };
    addEventListener('popstate', () => void this.#go(going('POP', currentLocation())));
  }

  readonly initialize = () => this;

  readonly match = (location: Partial<Location> | string): Match[] | null =>
    matchRoutes(this.routes as RouteObject[], location, this.basename) as Match[] | null;

  readonly subscribe = (subscriber: Subscriber) => {
    this.#subscribers.add(subscriber);
    return () => this.#subscribers.delete(subscriber);
  };

  readonly createHref = (to: Partial<Location>) =>
    `${to.pathname ?? ''}${to.search ?? ''}${to.hash ?? ''}`;

  readonly createURL = (to: Partial<Location> | string) =>
    new URL(typeof to === 'string' ? to : this.createHref(to), location.href);

  readonly encodeLocation = (to: Partial<Location> | string) => {
    const { pathname, search, hash } = this.createURL(to);
    return { pathname, search, hash };
  };

  readonly navigate = async (to: number | string | object | null, options?: NavigateOptions) => {
    if (typeof to === 'number') {
      history.go(to);
      return;
    }
    await this.visit(this.#resolve(to ?? '', options), options);
  };

  readonly visit = async (path: string, options: NavigateOptions = {}) => {
    const { replace, state, preventScrollReset = false, viewTransition = false } = options;
    const location = locationOf(path, state);
    const same = path === this.createHref(this.state.location);
    const kind = replace === true || same ? 'REPLACE' : 'PUSH';
    await this.#go({ ...going(kind, location), preventScrollReset, viewTransition });
  };

  readonly revalidate = async () => {
    const { location } = this.state;
    await this.#go({ ...going('REPLACE', location), afresh: true, preventScrollReset: true });
  };

  readonly enableScrollRestoration = (positions: Record<string, number>) => {
    this.#positions = positions;
    const known = positions[this.state.location.key];
    if (!this.#restored && known !== undefined && this.state.navigation === idle) {
      this.#update({ restoreScrollPosition: known });
    }
    this.#restored = true;
    return () => {
      this.#positions = null;
    };
  };

  /** Where a link or a search form leads, with the language in front. */
  #resolve(to: string | object, options: NavigateOptions | undefined): string {
    const here = this.state.location;
    const inside = here.pathname.slice(this.basename === '/' ? 0 : this.basename.length) || '/';
    const path = resolvePath(to, inside);
    const fields = options?.formData ?? options?.body;
    if (fields instanceof FormData || fields instanceof URLSearchParams) {
      const search = new URLSearchParams([...fields].map(([name, value]) => [name, String(value)]));
      path.search = search.size === 0 ? '' : `?${search.toString()}`;
    }
    const front = this.basename === '/' ? '' : this.basename;
    const pathname = path.pathname === '/' && front !== '' ? front : front + path.pathname;
    return `${pathname}${path.search}${path.hash}`;
  }

  async #go(to: Going): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    const before = this.state;
    if (this.#positions !== null) this.#positions[before.location.key] = scrollY;
    const matches = this.match(to.location);
    if (matches === null) {
      location.assign(this.createHref(to.location));
      return;
    }
    if (isHashChange(before.location, to)) {
      this.#arrive(to, { matches: before.matches, loaderData: before.loaderData, errors: null });
      return;
    }
    const navigation = { state: 'loading', location: to.location } as State['navigation'];
    this.#update({ navigation });
    const loaded = await this.#load(matches, to, running.signal);
    if (running.signal.aborted) return;
    this.#running = null;
    if (loaded === 'document') location.assign(this.createHref(to.location));
    else if (loaded instanceof Response) await this.#redirect(loaded, to);
    else this.#arrive(to, { matches, ...loaded });
  }

  /** What the pages need; a redirect; or 'document' when their code cannot be had any more. */
  async #load(matches: Match[], to: Going, signal: AbortSignal) {
    const { state } = this;
    try {
      await Promise.all(matches.map(({ route }) => this.#open(route)));
    } catch {
      return 'document' as const; // a new version was put in place, whose files have other names
    }
    const loaderData: Record<string, unknown> = {};
    let failed: { at: number; error: unknown } | null = null;
    let redirect: Response | null = null;
    const url = new URL(this.createHref(to.location), location.origin);
    await Promise.all(
      matches.map(async (match, at) => {
        const { route, params } = match;
        if (typeof route.loader !== 'function') return;
        if (!to.afresh && this.#isKept(match, to)) {
          loaderData[route.id] = state.loaderData[route.id];
          return;
        }
        try {
          const request = new Request(url, { signal });
          const context = this.#options.context();
          const args = { request, params, context } as unknown as Parameters<
            typeof route.loader
          >[0];
          loaderData[route.id] = (await route.loader(args)) ?? null;
        } catch (error) {
          if (error instanceof Response && error.status >= 300 && error.status < 400) {
            redirect = error;
          } else if (failed === null || at < failed.at) failed = { at, error };
        }
      }),
    );
    if (redirect !== null) return redirect as Response;
    return { loaderData, errors: this.#errorsOf(matches, failed) };
  }

  #errorsOf(matches: Match[], failed: { at: number; error: unknown } | null) {
    if (failed === null) return null;
    const inside = matches.slice(0, failed.at + 1);
    const boundary = inside.findLast(({ route }) => route.errorElement !== undefined) ?? matches[0];
    return boundary === undefined ? null : { [boundary.route.id]: failed.error };
  }

  /** The same page with the same parameters and query keeps what it has. */
  #isKept(match: Match, to: Going): boolean {
    const { state } = this;
    const before = state.matches.find(({ route }) => route.id === match.route.id);
    if (before === undefined || !(match.route.id in state.loaderData)) return false;
    const fixed = match.route.shouldRevalidate as (() => boolean) | undefined;
    if (fixed !== undefined) return !fixed();
    const from = this.createHref({ ...state.location, hash: '' });
    const moved =
      before.pathname !== match.pathname || state.location.search !== to.location.search;
    return !moved && from !== this.createHref({ ...to.location, hash: '' });
  }

  async #redirect(response: Response, to: Going): Promise<void> {
    const target = response.headers.get('location') ?? '/';
    const path = /^\/(?!\/)/.test(target) ? this.#resolve(target, undefined) : target;
    const url = new URL(path, location.href);
    if (url.origin !== location.origin || to.redirects >= redirects_max) {
      location.assign(url);
      return;
    }
    const next = locationOf(url.pathname + url.search + url.hash, null);
    const kind = to.kind === 'POP' ? 'REPLACE' : to.kind;
    await this.#go({ ...to, kind, location: next, redirects: to.redirects + 1 });
  }

  #arrive(to: Going, loaded: Pick<State, 'matches' | 'loaderData' | 'errors'>): void {
    const entry = { usr: to.location.state as unknown, key: to.location.key };
    const href = this.createHref(to.location);
    if (to.kind === 'PUSH') history.pushState(entry, '', href);
    else if (to.kind === 'REPLACE') history.replaceState(entry, '', href);
    const currentLocation = this.state.location;
    this.#update(
      {
        ...loaded,
        historyAction: to.kind as State['historyAction'],
        location: to.location,
        navigation: idle,
        restoreScrollPosition: this.#positions?.[to.location.key] ?? null,
        preventScrollReset: to.preventScrollReset,
      },
      to.viewTransition ? { currentLocation, nextLocation: to.location } : undefined,
    );
  }

  #update(
    change: Partial<State>,
    viewTransitionOpts?: { currentLocation: Location; nextLocation: Location },
  ): void {
    this.state = { ...this.state, ...change };
    for (const subscriber of this.#subscribers) {
      subscriber(this.state, {
        deletedFetchers: [],
        newErrors: change.errors ?? null,
        flushSync: false,
        ...(viewTransitionOpts === undefined ? {} : { viewTransitionOpts }),
      });
    }
  }

  #prepare(route: RouteObject): Route {
    const made = { ...route, ...mapRoute(route as DataRouteObject) } as unknown as Route;
    this.manifest[made.id] = made;
    if (route.children !== undefined) {
      made.children = route.children.map((child) => this.#prepare(child));
    }
    return made;
  }

  async #open(route: Route): Promise<void> {
    if (typeof route.lazy !== 'function') return;
    const module = (await route.lazy()) as unknown as DataRouteObject;
    Object.assign(route, module, mapRoute(module), { lazy: undefined });
  }
}

function going(kind: Kind, location: Location): Going {
  const usual = { preventScrollReset: false, viewTransition: false, redirects: 0, afresh: false };
  return { kind, location, ...usual };
}

function isHashChange(before: Location, { location: to, afresh, kind }: Going): boolean {
  const samePage = before.pathname === to.pathname && before.search === to.search;
  return samePage && !afresh && (to.hash !== '' || kind === 'POP') && before.hash !== to.hash;
}

function locationOf(path: string, state: unknown): Location {
  const { pathname, search, hash } = new URL(path, location.origin);
  const key = crypto.getRandomValues(new Uint32Array(1))[0]?.toString(36) ?? '';
  return { pathname, search, hash, state, key, mask: undefined };
}

function currentLocation(): Location {
  const { pathname, search, hash } = location;
  const entry = history.state as { usr?: unknown; key?: string } | null;
  const key = entry?.key ?? 'default';
  return { pathname, search, hash, state: entry?.usr ?? null, key, mask: undefined };
}
