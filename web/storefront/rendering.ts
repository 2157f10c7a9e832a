/** What the server and the bundle that renders pages say to each other; types only. */

/** Addresses of built files. */
export interface Assets {
  /** Styles, the script that runs first, and the app. */
  style: readonly string[];
  first: string;
  app: string;
  font: string | null;
  /** Scripts that source files need, themselves among them. */
  scriptsOf(sources: readonly string[]): readonly string[];
  /** The built file of one source file. */
  fileOf(source: string): string | null;
}

/** How the server may keep the rendered page, for all anonymous visitors. */
export interface PageCache {
  /** `product:<id>`, `variant:<id>`, `listed:<id>`, `categories`, … ; see web/server/purge.ts. */
  tags: readonly string[];
  ttl_s: number;
}

/** As much of a fetch's reply as the typed client reads. */
export interface FetchReply {
  ok: boolean;
  status: number;
  headers: { get(name: string): string | null };
  text(): Promise<string>;
}

export type ApiFetch = (
  url: string,
  init: { method?: string; headers?: unknown; body?: unknown; signal?: AbortSignal | null },
) => Promise<FetchReply>;

export interface RenderInput {
  /** Path and query as asked. */
  url: string;
  /** https://shop.example */
  origin: string;
  currency: string | undefined;
  /** What the shop names prices in now. */
  currencies: readonly string[];
  /** Requests to the API, made inside the process. */
  fetch: ApiFetch;
  /** The visitor has a session, of which the server knows nothing. */
  personal: boolean;
  requestId: string;
  /** Somebody works on the shop: pages may say how long things took. */
  dev: boolean;
  assets: Assets;
  signal: AbortSignal;
}

export interface Rendered {
  status: number;
  /** Where the page is, when it is somewhere else. */
  location?: string;
  html: string;
  cache: PageCache | null;
  retryAfter_s: number | null;
  /** What was thrown that is no answer of the API: for the log. */
  error?: unknown;
}

/** What the server's bundle exports. */
export interface Bundle {
  render(input: RenderInput): Promise<Rendered>;
  warm(): Promise<void>;
}
