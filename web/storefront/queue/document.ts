/**
 * The waiting room's document: the same bytes for every sale and everybody, so that a file or a
 * cache in front can answer while the shop is away; and filled in, for who has no scripts.
 */
import { directionOf, pathIn, type Locale } from '../i18n/locale.ts';
import { escapeHtml as text } from '../html.ts';
import type { Say, Words } from './say.ts';
import type { View } from './view.ts';

export interface QueueFiles {
  first: string;
  script: string;
  style: string;
}

interface Parts {
  locale: Locale;
  say: Say;
  files: QueueFiles;
}

/** For everybody: comes to life in the browser, or leads to the page without scripts. */
export function queueDocument(parts: Parts & { words: Words }): string {
  const { files, words } = parts;
  const data = JSON.stringify(words).replaceAll('<', '\\u003c');
  const head =
    '<noscript><meta http-equiv="refresh" content="0;url=queue/plain"></noscript>' +
    `<script src="${files.first}"></script>`;
  const tail =
    `<script type="application/json" id="words">${data}</script>` +
    `<script type="module" src="${files.script}"></script>`;
  return frame(parts, { head, tail, body: bodyOf(parts, null) });
}

export interface Plain {
  view: View;
  /** Seconds until it looks again. */
  refresh_s: number;
  number: number | null;
  /** The sale's page. */
  sale: string;
  /** When the document was made, as people read it. */
  updated: string;
}

/** For one person, made anew with each look. */
export function plainDocument(parts: Parts, plain: Plain): string {
  const { say } = parts;
  const { refresh_s, number, sale } = plain;
  const value = number === null ? '' : String(number + 1);
  const form =
    `<form method="get" action="${sale}/queue/plain">` +
    `<label for="n">${text(say('queue.plain.number'))}</label>` +
    '<input id="n" name="number" inputmode="numeric" autocomplete="off" maxlength="10" ' +
    `value="${value}"><button class="button">${text(say('queue.plain.look'))}</button></form>` +
    `<p class="quiet">${text(say('queue.plain.every', { count: refresh_s }))}</p>`;
  const head = `<meta http-equiv="refresh" content="${refresh_s}">`;
  return frame(parts, { head, tail: '', body: bodyOf(parts, plain) + form });
}

/** There is no such sale, it is long over, or the shop cannot say just now. */
export function missingDocument(parts: Parts, isAway: boolean): string {
  const { say } = parts;
  const body = isAway
    ? `<h1>${text(say('queue.name'))}</h1><p class="warn">${text(say('queue.lost'))}</p>`
    : `<h1>${text(say('queue.missing.title'))}</h1>` +
      `<p class="lead">${text(say('queue.missing.text'))}</p>`;
  return frame(parts, { head: '', tail: '', body });
}

function frame(
  { locale, say, files }: Parts,
  { head, body, tail }: { head: string; body: string; tail: string },
): string {
  return (
    `<!doctype html><html lang="${locale}" dir="${directionOf(locale)}"><head>` +
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">' +
    `<meta name="robots" content="noindex"><title>${text(say('queue.name'))} · Trueshelf</title>` +
    '<meta name="color-scheme" content="light dark">' +
    `<link rel="icon" type="image/svg+xml" href="/favicon.svg">${head}` +
    `<link rel="stylesheet" href="${files.style}"></head><body>` +
    `<header><a href="${pathIn(locale, '/')}">Trueshelf</a></header>` +
    `<main>${body}</main>${tail}</body></html>`
  );
}

/** Filled in where there is something to say; the script fills in the rest. */
function bodyOf({ say }: Parts, plain: Plain | null): string {
  const view = plain?.view ?? null;
  const sale = plain?.sale ?? '';
  const label = (id: string) => text(say(id));
  const go = view?.go ?? null;
  const where = go === null || go.to === 'sale' ? sale : `${sale}/${go.to}`;
  const facts = (view?.facts ?? []).map(
    (one) => `<div><dt>${text(one.label)}</dt><dd>${text(one.value)}</dd></div>`,
  );
  const { value = '', label: figure = '' } = view?.figure ?? {};
  const shown = (is: boolean) => (is ? '' : ' hidden');
  const button = `<a id="go" class="button" href="${where}"${shown(go !== null)}>`;
  const message = view?.message ?? null;
  const isWaiting = view !== null && view.ahead !== null;
  return [
    `<p class="quiet">${label('queue.name')}</p>`,
    `<h1 id="title">${text(view?.title ?? say('queue.loading'))}</h1>`,
    `<p id="text" class="lead">${text(view?.text ?? '')}</p>`,
    `<p id="figure" class="figure"${shown(figure !== '')}><strong id="value">${value}</strong> `,
    `<span id="label">${text(figure)}</span></p>`,
    `<p>${button}${text(go?.label ?? '')}</a></p>`,
    `<div id="message" class="note" role="status"${shown(message !== null)}>`,
    `<p id="from" class="quiet">${text(message?.from ?? '')}</p>`,
    `<p id="note" dir="auto">${text(message?.text ?? '')}</p></div>`,
    `<p id="lost" class="warn" hidden>${label('queue.lost')}</p>`,
    `<dl id="facts">${facts.join('')}</dl>`,
    `<p id="keep" class="quiet"${shown(isWaiting)}>${label('queue.keep')}</p>`,
    `<p class="script"${shown(plain === null)}><label><input type="checkbox" id="sound"> `,
    `${label('queue.sound')}</label></p>`,
    `<p class="quiet">${label('queue.fact.updated')} `,
    `<time id="updated">${text(plain?.updated ?? '')}</time></p>`,
    `<p class="ways"><a id="sale" href="${sale}">${label('queue.sale')}</a> `,
    `<a id="fair" href="${sale}/fairness">${label('queue.fair')}</a></p>`,
    '<p id="say" role="status" class="unseen"></p>',
  ].join('');
}
