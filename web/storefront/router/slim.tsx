/**
 * React Router for the browser, as far as these pages use it. The build puts this module in place
 * of the package there (web/build-router.ts): its components and hooks for frameworks, fetchers,
 * actions and blockers weigh 30 kB, a quarter of a page's scripts. The server renders with the
 * package itself, and types come from it too, so what works there must work here; the walk through
 * the shop in a browser holds the two together, and match.test.ts the matching.
 */
import {
  Component,
  createContext as reactContext,
  startTransition,
  use,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useState,
  type ReactNode,
} from 'react';
import { flushSync } from 'react-dom';
import type { BrowserRouter, NavigateOptions, RouterState } from './browser.ts';
import { resolveFrom, withoutBase, type PathParts } from './match.ts';

const RouterContext = reactContext<BrowserRouter | null>(null);
const StateContext = reactContext<RouterState | null>(null);
const DepthContext = reactContext(0);
const ErrorContext = reactContext<unknown>(undefined);

function useRouter(): BrowserRouter {
  const router = use(RouterContext);
  if (router === null) throw new Error('there is no router around this component');
  return router;
}

function useRouterState(): RouterState {
  const state = use(StateContext);
  if (state === null) throw new Error('there is no router around this component');
  return state;
}

/** The pages of a router. The second child keeps the tree the shape that the server renders. */
export function RouterProvider({ router }: { router: BrowserRouter }) {
  const [state, setState] = useState(router.state);
  useLayoutEffect(
    () =>
      router.subscribe((next, { morph }) => {
        if (morph && typeof document.startViewTransition === 'function') {
          document.startViewTransition(() => flushSync(() => setState(next)));
        } else startTransition(() => setState(next));
      }),
    [router],
  );
  useLayoutEffect(() => router.scroll(state), [router, state]);
  return (
    <>
      <RouterContext value={router}>
        <StateContext value={state}>
          <Branch depth={0} />
        </StateContext>
      </RouterContext>
      {null}
    </>
  );
}

/** One level of the matched routes, or the error page that stands for it. */
function Branch({ depth }: { depth: number }): ReactNode {
  const { matches, errors, location } = useRouterState();
  const route = matches[depth]?.route;
  if (route === undefined) return null;
  const { Component: Page, ErrorBoundary } = route;
  const error = errors?.[route.id];
  const page = Page === undefined ? <Branch depth={depth + 1} /> : <Page />;
  const shown = (thrown: unknown) => (
    <ErrorContext value={thrown}>{ErrorBoundary !== undefined && <ErrorBoundary />}</ErrorContext>
  );
  const inside = error === undefined ? page : shown(error);
  return (
    <DepthContext value={depth}>
      {ErrorBoundary === undefined ? (
        inside
      ) : (
        <Catch place={location.key} show={shown}>
          {inside}
        </Catch>
      )}
    </DepthContext>
  );
}

interface CatchProps {
  /** Another place, another try. */
  place: string;
  show(thrown: unknown): ReactNode;
  children: ReactNode;
}

class Catch extends Component<CatchProps, { thrown: unknown; at: string | null }> {
  override state = { thrown: undefined, at: null };

  static getDerivedStateFromError(thrown: unknown) {
    return { thrown: thrown ?? new Error('nothing was thrown'), at: null };
  }

  static getDerivedStateFromProps(
    props: CatchProps,
    state: { thrown: unknown; at: string | null },
  ) {
    if (state.thrown === undefined) return null;
    if (state.at === null) return { at: props.place };
    return state.at === props.place ? null : { thrown: undefined, at: null };
  }

  override render(): ReactNode {
    const { thrown } = this.state;
    return thrown === undefined ? this.props.children : this.props.show(thrown);
  }
}

export function Outlet() {
  return <Branch depth={use(DepthContext) + 1} />;
}

/** The router itself puts pages where they were scrolled to. */
export function ScrollRestoration() {
  return null;
}

export function useLocation() {
  const { location } = useRouterState();
  const { basename } = useRouter();
  return useMemo(
    () => ({
      ...location,
      pathname: withoutBase(location.pathname, basename) ?? location.pathname,
    }),
    [location, basename],
  );
}

export function useMatches() {
  const { matches, loaderData } = useRouterState();
  return useMemo(
    () =>
      matches.map(({ route, params, pathname }) => ({
        id: route.id,
        pathname,
        params,
        loaderData: loaderData[route.id],
        handle: route.handle,
      })),
    [matches, loaderData],
  );
}

export function useParams() {
  return useRouterState().matches.at(-1)?.params ?? {};
}

export function useLoaderData(): unknown {
  const { matches, loaderData } = useRouterState();
  return loaderData[matches[use(DepthContext)]?.route.id ?? ''];
}

export function useRouteLoaderData(id: string): unknown {
  return useRouterState().loaderData[id];
}

export function useRouteError(): unknown {
  return use(ErrorContext);
}

export function useNavigation() {
  return useRouterState().navigation;
}

export function useRevalidator() {
  const router = useRouter();
  const { navigation } = useRouterState();
  return { revalidate: router.revalidate, state: navigation.state };
}

/** The address for an `href` or `action`, with the language in front. */
export function useHref(to: string | Partial<PathParts>): string {
  const { pathname } = useLocation();
  return useRouter().addressOf(resolveFrom(to, pathname));
}

export function useNavigate() {
  return useRouter().navigate;
}

type SearchInit = ConstructorParameters<typeof URLSearchParams>[0];
type SearchChange = SearchInit | ((before: URLSearchParams) => SearchInit);

export function useSearchParams() {
  const { search } = useLocation();
  const navigate = useNavigate();
  const params = useMemo(() => new URLSearchParams(search), [search]);
  const set = useCallback(
    (change: SearchChange, options?: NavigateOptions) => {
      const next = typeof change === 'function' ? change(new URLSearchParams(params)) : change;
      void navigate(`?${new URLSearchParams(next).toString()}`, options);
    },
    [params, navigate],
  );
  return [params, set] as const;
}

interface SubmitOptions extends NavigateOptions {
  action?: string;
}

/** Sends a form, or fields, as the query of its address. Forms that change things are not ours. */
export function useSubmit() {
  const router = useRouter();
  return useCallback(
    async (target: HTMLFormElement | FormData | URLSearchParams, options: SubmitOptions = {}) => {
      const form = target instanceof HTMLFormElement ? target : null;
      const fields = form === null ? (target as FormData) : new FormData(form);
      const search = new URLSearchParams([...fields].map(([name, value]) => [name, String(value)]));
      const given = options.action ?? form?.getAttribute('action') ?? '';
      const path = withoutBase(given, router.basename) ?? given;
      await router.navigate({ pathname: path, search: `?${search.toString()}` }, options);
    },
    [router],
  );
}

export function useBeforeUnload(callback: (event: BeforeUnloadEvent) => void): void {
  useEffect(() => {
    addEventListener('beforeunload', callback);
    return () => removeEventListener('beforeunload', callback);
  }, [callback]);
}

export function redirect(path: string, status = 302): Response {
  return new Response(null, { status, headers: { location: path } });
}

/** A slot of what loaders are given. */
export function createContext<T>(defaultValue?: T): { defaultValue?: T } {
  return defaultValue === undefined ? {} : { defaultValue };
}

export class RouterContextProvider {
  readonly #values = new Map<object, unknown>();

  set(slot: object, value: unknown): void {
    this.#values.set(slot, value);
  }

  get(slot: { defaultValue?: unknown }): unknown {
    if (this.#values.has(slot)) return this.#values.get(slot);
    if (slot.defaultValue !== undefined) return slot.defaultValue;
    throw new Error('nothing was set in this slot');
  }
}
