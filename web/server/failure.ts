import arClosed from '../storefront/i18n/locales/ar/closed.json' with { type: 'json' };
import ar from '../storefront/i18n/locales/ar/common.json' with { type: 'json' };
import deClosed from '../storefront/i18n/locales/de/closed.json' with { type: 'json' };
import de from '../storefront/i18n/locales/de/common.json' with { type: 'json' };
import enClosed from '../storefront/i18n/locales/en/closed.json' with { type: 'json' };
import en from '../storefront/i18n/locales/en/common.json' with { type: 'json' };
import esClosed from '../storefront/i18n/locales/es/closed.json' with { type: 'json' };
import es from '../storefront/i18n/locales/es/common.json' with { type: 'json' };
import hiClosed from '../storefront/i18n/locales/hi/closed.json' with { type: 'json' };
import hi from '../storefront/i18n/locales/hi/common.json' with { type: 'json' };
import { directionOf, pathIn, splitPath, type Locale } from '../storefront/i18n/locale.ts';
import type { Assets } from '../storefront/rendering.ts';

type Words = typeof en & typeof enClosed;

const words: Record<Locale, Words> = {
  en: { ...en, ...enClosed },
  de: { ...de, ...deClosed },
  es: { ...es, ...esClosed },
  hi: { ...hi, ...hiClosed },
  ar: { ...ar, ...arClosed },
};

export interface Failure {
  requestId: string;
  assets: Assets;
  /** Too many pages are being made, or the shop is closed: 503. A bug: 500. */
  why: 'busy' | 'closed' | 'broken';
  /** When a closed shop is expected back; null: nobody said. */
  until?: string | null;
  /** The address that was asked for, which says the language. */
  pathname: string;
}

const texts = (said: Words): Record<Failure['why'], string> => ({
  busy: said['problem.overloaded'],
  closed: said['failed.closed.text'],
  broken: said['failed.broken.text'],
});

/** The page for when pages cannot be made: needs nothing but style and words, names the request. */
export function failureDocument(failure: Failure): string {
  const { requestId, assets, why, pathname, until = null } = failure;
  const status = why === 'broken' ? 500 : 503;
  const id = requestId.replace(/[^\w.:-]/g, '');
  const { locale } = splitPath(pathname);
  const said = words[locale];
  const title = said[`failed.${why}.title`];
  const text = texts(said)[why];
  const style = assets.style.map((href) => `<link rel="stylesheet" href="${href}">`).join('');
  const copy =
    `<button type="button" class="needs-js target underline" data-copy="${id}" ` +
    `data-copied="${said['failed.copied']}">${said['failed.copy']}</button>`;
  return (
    `<!doctype html><html lang="${locale}" dir="${directionOf(locale)}"><head>` +
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">' +
    `<meta name="robots" content="noindex"><title>${title} · Trueshelf</title>` +
    `<script src="${assets.first}"></script>${style}</head>` +
    '<body><main class="page grid max-w-2xl gap-5 py-24">' +
    `<p class="figures text-sm font-semibold text-muted">${status}</p>` +
    `<h1 class="text-3xl">${title}</h1><p class="text-lg text-muted">${text}</p>` +
    (until === null ? '' : backAt(said['failed.closed.until'], until, locale)) +
    `<p class="flex flex-wrap items-center gap-2 text-sm text-muted">${said['failed.request']} ` +
    `<code>${id}</code>${copy}</p>` +
    `<p><a class="link" href="${pathIn(locale, '/')}">${said['failed.home']}</a></p>` +
    '</main></body></html>'
  );
}

/** In the time of the world, since nobody knows here where the reader is. */
function backAt(text: string, until: string, locale: Locale): string {
  const options = {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone: 'UTC',
  } as const;
  const time = new Intl.DateTimeFormat(locale, options).format(new Date(until));
  return `<p class="text-lg"><time datetime="${until}">${text.replace('{time}', time)}</time></p>`;
}
