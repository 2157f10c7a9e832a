import ar from '../storefront/i18n/locales/ar/common.json' with { type: 'json' };
import de from '../storefront/i18n/locales/de/common.json' with { type: 'json' };
import en from '../storefront/i18n/locales/en/common.json' with { type: 'json' };
import es from '../storefront/i18n/locales/es/common.json' with { type: 'json' };
import hi from '../storefront/i18n/locales/hi/common.json' with { type: 'json' };
import { directionOf, pathIn, splitPath, type Locale } from '../storefront/i18n/locale.ts';
import type { Assets } from '../storefront/rendering.ts';

const words: Record<Locale, typeof en> = { en, de, es, hi, ar };

export interface Failure {
  requestId: string;
  assets: Assets;
  /** 503: too many pages are being made. */
  status: 500 | 503;
  /** The address that was asked for, which says the language. */
  pathname: string;
}

/** The page for when pages cannot be made: needs nothing but style and words, names the request. */
export function failureDocument({ requestId, assets, status, pathname }: Failure): string {
  const id = requestId.replace(/[^\w.:-]/g, '');
  const { locale } = splitPath(pathname);
  const said = words[locale];
  const title = said[status === 500 ? 'failed.broken.title' : 'failed.busy.title'];
  const text = said[status === 500 ? 'failed.broken.text' : 'problem.overloaded'];
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
    `<p class="flex flex-wrap items-center gap-2 text-sm text-muted">${said['failed.request']} ` +
    `<code>${id}</code>${copy}</p>` +
    `<p><a class="link" href="${pathIn(locale, '/')}">${said['failed.home']}</a></p>` +
    '</main></body></html>'
  );
}
