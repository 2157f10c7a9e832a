/**
 * Writes the waiting room into a build: a whole document for each language and its small style, as
 * files that a server in front can send without the shop.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileMessages, type Compiled } from './build-messages.ts';
import type { Manifest } from './build.ts';
import { locales, type Locale } from './storefront/i18n/locale.ts';
import { queueDocument, type QueueFiles } from './storefront/queue/document.ts';
import { sayIn } from './storefront/queue/say.ts';

const storefront = join(import.meta.dirname, 'storefront');

/** The words of the waiting room, compiled. */
export function queueWords(locale: Locale): Compiled {
  const path = join(storefront, 'i18n', 'locales', locale, 'queue.json');
  return compileMessages(JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>);
}

/** Where a language's document is in the folder of a build. */
export const queueFile = (locale: Locale) => `queue/${locale}.html`;

export function writeQueue(clientFolder: string): void {
  const text = readFileSync(join(clientFolder, '.vite', 'manifest.json'), 'utf8');
  const manifest = JSON.parse(text) as Manifest;
  const fileOf = (source: string) => `/${manifest[source]?.file ?? ''}`;
  const style = tight(readFileSync(join(storefront, 'queue', 'queue.css'), 'utf8'));
  const digest = createHash('sha256').update(style).digest('base64url').slice(0, 8);
  const name = `assets/queue-${digest}.css`;
  writeFileSync(join(clientFolder, name), style);
  const files: QueueFiles = {
    first: fileOf('first.ts'),
    script: fileOf('queue/room.ts'),
    style: `/${name}`,
  };
  mkdirSync(join(clientFolder, 'queue'), { recursive: true });
  writeFileSync(join(clientFolder, 'queue', 'files.json'), JSON.stringify(files));
  for (const locale of locales) {
    const words = queueWords(locale);
    const html = queueDocument({ locale, say: sayIn(locale, words), files, words });
    writeFileSync(join(clientFolder, queueFile(locale)), html);
  }
}

/** Without comments, and one space at most. */
function tight(css: string): string {
  return css
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/: /g, ':')
    .trim();
}
