/** The document around a page: head, data for the browser, scripts. No script stands in the page,
 * so that the policy can forbid all that are not files of ours. */
import { pictureAt, pictureSet } from '../ui/picture-address.ts';
import type { App } from './app.tsx';
import { escapeHtml } from './html.ts';
import { locale_default, locales, pathIn } from './i18n/locale.ts';
import type { PageData } from './page-data.ts';
import type { PageMeta } from './page.ts';
import type { Assets } from './rendering.ts';
import { titleOf } from './shell/title.ts';

export interface DocumentParts {
  app: App;
  /** Without the language. */
  path: string;
  url: URL;
  meta: PageMeta;
  body: string;
  data: PageData;
  assets: Assets;
  sources: readonly string[];
}

/** JSON inside a script element: nothing in it can end the element. */
export function jsonInHtml(value: unknown): string {
  return JSON.stringify(value)
    .replace(/</g, '\\u003c')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');
}

export function documentOf(parts: DocumentParts): string {
  const { app, body, data, assets } = parts;
  const { locale, direction } = app.speech;
  return [
    `<!doctype html><html lang="${locale}" dir="${direction}"><head>`,
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    headOf(parts),
    `<script src="${assets.first}"></script>`,
    ...assets.style.map((href) => `<link rel="stylesheet" href="${href}">`),
    preloads(parts),
    `</head><body><div id="root">${body}</div>`,
    `<script type="application/json" id="data">${jsonInHtml(data)}</script>`,
    `<script type="module" src="${assets.app}"></script>`,
    '</body></html>',
  ].join('');
}

function headOf({ app, path, meta }: DocumentParts): string {
  const text = escapeHtml;
  const { title, description, noindex, image, jsonLd = [] } = meta;
  const at = (where: string) => text(`${app.origin}${where}`);
  const canonical = meta.canonical ?? path;
  const lines = [`<title>${text(titleOf(title))}</title>`];
  const tag = (name: string, content: string) => `<meta name="${name}" content="${text(content)}">`;
  const property = (name: string, content: string) =>
    `<meta property="${name}" content="${text(content)}">`;
  if (description !== undefined) lines.push(tag('description', description));
  lines.push(tag('color-scheme', 'light dark'), tag('theme-color', '#0c5a44'));
  lines.push('<link rel="icon" type="image/svg+xml" href="/favicon.svg">');
  lines.push('<link rel="manifest" href="/manifest.webmanifest">');
  if (noindex === true) return [...lines, tag('robots', 'noindex')].join('');
  lines.push(`<link rel="canonical" href="${at(pathIn(app.speech.locale, canonical))}">`);
  for (const locale of locales) {
    const href = at(pathIn(locale, canonical));
    lines.push(`<link rel="alternate" hreflang="${locale}" href="${href}">`);
  }
  const other = at(pathIn(locale_default, canonical));
  lines.push(`<link rel="alternate" hreflang="x-default" href="${other}">`);
  lines.push(property('og:title', title), property('og:type', 'website'));
  if (image !== undefined) lines.push(property('og:image', app.origin + pictureAt(image, 1200)));
  for (const thing of jsonLd) {
    lines.push(`<script type="application/ld+json">${jsonInHtml(thing)}</script>`);
  }
  return lines.join('');
}

function preloads({ meta, assets, sources }: DocumentParts): string {
  const lines: string[] = [];
  if (assets.font !== null) {
    lines.push(
      `<link rel="preload" as="font" type="font/woff2" crossorigin href="${assets.font}">`,
    );
  }
  if (meta.preloadImage !== undefined) {
    const { src, sizes } = meta.preloadImage;
    lines.push(
      `<link rel="preload" as="image" fetchpriority="high" imagesrcset="${escapeHtml(
        pictureSet(src),
      )}" imagesizes="${escapeHtml(sizes)}">`,
    );
  }
  for (const script of assets.scriptsOf(sources)) {
    lines.push(`<link rel="modulepreload" href="${script}">`);
  }
  return lines.join('');
}
