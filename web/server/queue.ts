/**
 * The waiting room of a sale: a file, whatever the sale and whoever asks, and for browsers without
 * scripts a page that says one's place and looks again by itself.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { etagOf } from '#kernel/http/etag.ts';
import { queueFile, queueWords } from '../build-queue.ts';
import type { WebBuild } from '../build.ts';
import { locales, pathIn, type Locale } from '../storefront/i18n/locale.ts';
import { cookieOf } from '../storefront/queue/cookie.ts';
import { missingDocument, plainDocument, type QueueFiles } from '../storefront/queue/document.ts';
import type { Mark } from '../storefront/queue/place.ts';
import { sayIn, type Say } from '../storefront/queue/say.ts';
import { viewOf } from '../storefront/queue/view.ts';
import { cookiesOf, insideFetch } from './inside.ts';

export interface QueueOptions {
  build(): WebBuild;
  /** Of every page: what it may load. */
  headers: Readonly<Record<string, string>>;
}

/** People who reload by hand should not be more often than those who wait. */
const refresh_s_min = 5;
const away_s = 15;

interface Kept {
  digest: string;
  files: QueueFiles;
  /** Documents by language, with their tags. */
  rooms: Map<Locale, { html: string; etag: string }>;
}

export function serveQueue(app: FastifyInstance, { build, headers }: QueueOptions): void {
  let kept: Kept | null = null;
  const opened = (): Kept => {
    const { digest, clientFolder } = build();
    if (kept?.digest === digest) return kept;
    const read = (path: string) => readFileSync(join(clientFolder, path), 'utf8');
    const rooms = locales.map((locale) => {
      const html = read(queueFile(locale));
      return [locale, { html, etag: etagOf(html) }] as const;
    });
    const files = JSON.parse(read('queue/files.json')) as QueueFiles;
    kept = { digest, files, rooms: new Map(rooms) };
    return kept;
  };
  for (const locale of locales) {
    const say = sayIn(locale, queueWords(locale));
    app.get(pathIn(locale, '/sale/:saleId/queue'), (request, reply) => {
      const { html = '', etag = '' } = opened().rooms.get(locale) ?? {};
      void reply
        .headers(headers)
        .header('etag', etag)
        .header('cache-control', 'public, max-age=60, stale-while-revalidate=600')
        .type('text/html; charset=utf-8');
      return request.headers['if-none-match'] === etag ? reply.code(304).send() : reply.send(html);
    });
    app.get(pathIn(locale, '/sale/:saleId/queue/plain'), async (request, reply) => {
      void reply
        .headers(headers)
        .header('cache-control', 'private, no-store')
        .type('text/html; charset=utf-8');
      return plain({ app, request, reply }, { locale, say, files: opened().files });
    });
  }
}

interface Visit {
  app: FastifyInstance;
  request: FastifyRequest;
  reply: FastifyReply;
}

async function plain(
  { app, request, reply }: Visit,
  parts: { locale: Locale; say: Say; files: QueueFiles },
): Promise<string> {
  const { locale, say } = parts;
  const { saleId } = request.params as { saleId: string };
  const ask = insideFetch(app, { ip: request.ip, requestId: request.id });
  const found = await ask(`/api/v1/flash-sales/${encodeURIComponent(saleId)}/watermark`, {});
  if (!found.ok) {
    void reply.code(found.status);
    if (found.status >= 429) void reply.header('refresh', String(away_s));
    return missingDocument(parts, found.status >= 429);
  }
  const mark = JSON.parse(await found.text()) as Mark;
  const moment = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'long',
    timeZone: 'UTC',
  });
  const numbers = new Intl.NumberFormat(locale);
  const time = (iso: string) => moment.format(new Date(iso));
  const number = numberOf(request, saleId);
  const seen = { say, time, number: (value: number) => numbers.format(value) };
  return plainDocument(parts, {
    view: viewOf(mark, number, seen),
    refresh_s: Math.max(refresh_s_min, mark.refresh_s),
    number,
    sale: pathIn(locale, `/sale/${mark.saleId}`),
    updated: time(mark.serverTime),
  });
}

/** As it was typed, counted from 1, or as the sale's page noted it. */
function numberOf({ query, headers }: FastifyRequest, saleId: string): number | null {
  const { number } = query as { number?: unknown };
  const typed = typeof number === 'string' ? number.replace(/\D/g, '') : '';
  if (typed !== '' && typed.length <= 9 && Number(typed) > 0) return Number(typed) - 1;
  const noted = cookiesOf(headers.cookie)[cookieOf(saleId)] ?? '';
  return /^\d{1,9}$/.test(noted) ? Number(noted) : null;
}
