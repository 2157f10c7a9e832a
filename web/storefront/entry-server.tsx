/** Renders one page of the storefront to a document. Bundled by web/build.ts; imports no kernel. */
import { renderToString } from 'react-dom/server';
import {
  createStaticHandler,
  createStaticRouter,
  RouterContextProvider,
  StaticRouterProvider,
  type StaticHandlerContext,
} from 'react-router';
import { apiClient } from '../client/request.ts';
import { problemIn } from '../client/problem.ts';
import { appContext, AppProvider, type App } from './app.tsx';
import { documentOf } from './document.ts';
import { currencyOf } from './i18n/currency.ts';
import { areas } from './i18n/areas.ts';
import { messagesOf } from './i18n/load-all.ts';
import { areaLoader } from './i18n/load.ts';
import { basenameOf, locales, splitPath, type Locale } from './i18n/locale.ts';
import { speechOf, type Speech } from './i18n/translate.ts';
import type { Handle } from './page.ts';
import type { Rendered, RenderInput } from './rendering.ts';
import { areasOf, routesWith } from './routes.tsx';
import type { RootData } from './shell/root.ts';
import { createCart } from './state/cart.ts';
import { createDeliverTo } from './state/deliver-to.ts';
import { createNotices } from './state/notices.ts';
import { createSession } from './state/session.ts';
import { createToasts } from './state/toasts.ts';

interface Language {
  speech: Speech;
  handler: ReturnType<typeof createStaticHandler>;
}

const languages = new Map<Locale, Promise<Language>>();

function languageOf(locale: Locale): Promise<Language> {
  const known = languages.get(locale) ?? openLanguage(locale);
  languages.set(locale, known);
  return known;
}

async function openLanguage(locale: Locale): Promise<Language> {
  const speech = speechOf(locale);
  const loadArea = areaLoader(speech, (area) => messagesOf(locale, area));
  await loadArea('common');
  const basename = basenameOf(locale);
  return { speech, handler: createStaticHandler(routesWith(loadArea), { basename }) };
}

/** Loads all that pages will need, so that the first visitor does not wait for it. */
export async function warm(): Promise<void> {
  await Promise.all(locales.map(languageOf));
}

/** Who waits longer for a first page has long pressed reload. */
const timeout_ms = 5_000;

const silent = { postMessage: () => undefined, onmessage: null };
const forgetful = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };

function serverApp(input: RenderInput, speech: Speech): App {
  const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  const fetch = input.fetch as unknown as (url: string, init: RequestInit) => Promise<Response>;
  const api = apiClient({ origin: '', fetch, sleep, timeout_ms });
  const alone = <T,>(work: () => Promise<T>) => work();
  const { locale } = speech;
  const none = { memory: forgetful, alone, channel: silent, now: () => 0 };
  const session = createSession({ bare: api, locale, ...none, sleep });
  return {
    api,
    speech,
    currency: currencyOf(input.currency, input.currencies),
    currencies: input.currencies,
    origin: input.origin,
    onServer: true,
    personal: input.personal,
    session,
    cart: createCart(api, silent),
    // Nothing comes later on the server.
    learn: () => Promise.resolve(),
    stopwatch: input.dev ? () => performance.now() : null,
    toasts: createToasts(),
    deliverTo: createDeliverTo(forgetful),
    notices: createNotices({ api, session, channel: silent }),
  };
}

/** One page. Throws only what is a bug while rendering; failures of the API become pages. */
export async function render(input: RenderInput): Promise<Rendered> {
  const url = new URL(input.url, input.origin);
  const { locale, path } = splitPath(url.pathname);
  const { speech, handler } = await languageOf(locale);
  const app = serverApp(input, speech);
  const requestContext = new RouterContextProvider();
  requestContext.set(appContext, app);
  const request = new Request(url, { signal: input.signal });
  const context = await handler.query(request, { requestContext });
  if (context instanceof Response) return redirected(context);
  const thrown = context.errors === null ? undefined : Object.values(context.errors)[0];
  // The server shows an error as the browser will know it, or the browser would render it anew.
  context.errors = travelling(context.errors, input);
  const router = createStaticRouter(handler.dataRoutes, context);
  const body = renderToString(
    <AppProvider app={app}>
      <StaticRouterProvider router={router} context={context} hydrate={false} />
    </AppProvider>,
  );
  return assemble({ input, app, url, path, context, thrown, body });
}

function redirected(response: Response): Rendered {
  const location = response.headers.get('location') ?? '/';
  return { status: response.status, location, html: '', cache: null, retryAfter_s: null };
}

interface Parts {
  input: RenderInput;
  app: App;
  url: URL;
  path: string;
  context: StaticHandlerContext;
  /** What a loader threw, as it was. */
  thrown: unknown;
  body: string;
}

function assemble({ input, app, url, path, context, thrown, body }: Parts): Rendered {
  const { locale } = app.speech;
  const problem = problemIn(thrown);
  const match = context.matches.findLast((one) => one.route.handle !== undefined);
  const handle = match?.route.handle as Handle<unknown> | undefined;
  const failed = thrown !== undefined;
  const data =
    failed || match === undefined ? undefined : (context.loaderData[match.route.id] ?? null);
  const params = match?.params ?? {};
  const meta =
    handle === undefined || failed
      ? { title: app.speech.t(failed ? 'failed.title' : 'failed.missing.title'), noindex: true }
      : handle.meta({ data, app, params, url });
  const source = match?.route.id ?? '';
  const { partly } = (context.loaderData['root'] ?? { partly: true }) as RootData;
  const hydration = { loaderData: context.loaderData, errors: context.errors };
  const html = documentOf({
    app,
    path,
    url,
    meta,
    body,
    data: {
      locale,
      path,
      currency: app.currency,
      currencies: app.currencies,
      ...(input.dev ? { dev: true } : {}),
      origin: app.origin,
      words: wordsIn(locale, input),
      hydration,
    },
    assets: input.assets,
    sources: [source, ...areaFiles(locale, source)],
  });
  return {
    status: failed ? statusOf(problem?.status) : (handle?.status?.(data) ?? 200),
    html,
    cache: failed || partly ? null : (handle?.cache?.(data) ?? null),
    retryAfter_s: problem?.retryAfter_s ?? null,
    ...(failed && problem === null ? { error: thrown } : {}),
  };
}

/** Where the browser finds the words of each area. */
function wordsIn(locale: Locale, { assets }: RenderInput): Record<string, string> {
  const at = (area: string) => assets.fileOf(`i18n/locales/${locale}/${area}.json`) ?? '';
  return Object.fromEntries(areas.map((area) => [area, at(area)]));
}

function areaFiles(locale: Locale, source: string): string[] {
  return ['common', ...areasOf(source)].map((area) => `i18n/locales/${locale}/${area}.json`);
}

/** What the API answers with is passed on where it means the same for a page. */
function statusOf(status: number | undefined): number {
  if (status === undefined) return 500;
  if (status === 0) return 503;
  return [404, 410, 429, 503].includes(status) ? status : status < 500 ? 404 : 500;
}

/** Errors in a form that survives the way to the browser; bugs are not told apart there. */
function travelling(errors: StaticHandlerContext['errors'], { requestId }: RenderInput) {
  if (errors === null) return null;
  const entries = Object.entries(errors).map(([id, error]) => {
    const body = problemIn(error)?.body ?? {
      code: 'internal-error',
      status: 500,
      title: 'Internal error',
      detail: '',
      requestId,
      retryable: false,
    };
    return [id, { problem: { ...body, requestId: body.requestId || requestId } }];
  });
  return Object.fromEntries(entries) as Record<string, unknown>;
}
