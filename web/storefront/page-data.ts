import type { Locale } from './i18n/locale.ts';

/** What the server hands over to the browser inside the page. */
export interface PageData {
  locale: Locale;
  /** The page that this is, without its language. */
  path: string;
  currency: string;
  currencies: readonly string[];
  /** Left out in production. */
  dev?: true;
  origin: string;
  /** Addresses of the words of each area. */
  words: Record<string, string>;
  hydration: {
    loaderData: Record<string, unknown>;
    errors: Record<string, unknown> | null;
  };
}
