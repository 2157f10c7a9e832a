/** What a page module exports, and helpers for its loader. */
import { redirect, type LoaderFunctionArgs } from 'react-router';
import { appContext, type App } from './app.tsx';
import { ApiProblem, problemIn } from '../client/problem.ts';
import type { PageCache } from './rendering.ts';

export interface PageMeta {
  title: string;
  description?: string;
  /** The path that search engines should name, without language; left out: the page's own. */
  canonical?: string;
  /** Not for search engines. */
  noindex?: boolean;
  image?: string;
  /** The picture that will be the largest on screen; fetched before the scripts. */
  preloadImage?: { src: string; sizes: string } | undefined;
  jsonLd?: readonly object[];
}

export interface MetaInput<Data> {
  data: Data;
  app: App;
  params: Readonly<Record<string, string | undefined>>;
  url: URL;
}

export interface Handle<Data> {
  meta(input: MetaInput<Data>): PageMeta;
  /** What a page that is shown answers with; left out: 200. */
  status?(data: Data): number;
  /** Left out: the page is never kept. */
  cache?(data: Data): PageCache;
  /** `focus` leaves out what leads away, for the checkout. */
  frame?: 'full' | 'focus';
}

export interface PageArgs {
  app: App;
  params: Readonly<Record<string, string | undefined>>;
  url: URL;
  signal: AbortSignal;
}

/** Makes a router's loader of a function over what a page needs. */
export function pageLoader<Data>(load: (args: PageArgs) => Promise<Data> | Data) {
  return async ({ context, params, request }: LoaderFunctionArgs): Promise<Data> => {
    const app = (context as { get(key: typeof appContext): App }).get(appContext);
    return load({ app, params, url: new URL(request.url), signal: request.signal });
  };
}

/** Shows the "not found" page with its status. */
export function notFound(): never {
  const [code, status] = ['not-found', 404];
  const text = { title: 'Not found', detail: '', requestId: '', retryable: false };
  throw new ApiProblem({ code, status, ...text });
}

/** The page is somewhere else: `path` without the language, with its query. */
export function elsewhere(path: string, status: 301 | 302 = 302): never {
  // oxlint-disable-next-line typescript/only-throw-error -- the router takes redirects as thrown
  throw redirect(path, status);
}

/** The reply, or null when the thing does not exist. */
export async function unlessMissing<T>(reply: Promise<T>): Promise<T | null> {
  return reply.catch((error: unknown) => {
    if (problemIn(error)?.status === 404) return null;
    throw error;
  });
}

/** The reply, or a stand-in when that room is away: a part must not take the page down. */
export async function unlessAway<T>(reply: Promise<T>, standIn: T): Promise<T> {
  return reply.catch((error: unknown) => {
    if ((problemIn(error)?.status ?? 0) >= 500 || problemIn(error)?.status === 0) return standIn;
    throw error;
  });
}
