/**
 * `GET /img/<width>/<original>`: the picture in one of a few widths, as WebP at once, and as AVIF
 * for those who take it once it was asked for often enough to be worth the work.
 */
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import sharp from 'sharp';
import type { Config } from '#kernel/config/config.ts';
import type { Logger } from '#kernel/telemetry/log.ts';
import { pictureWidths } from '../ui/picture-address.ts';
import { pictureShelf, type Shelf } from './picture-shelf.ts';
import type { Uploads } from './picture-shown.ts';
import { readOriginal, sourceOf, uploadIn, type SourceOptions } from './picture-source.ts';

export interface PicturesOptions {
  imagesFolder: string;
  /** Where resized pictures are kept. */
  folder: string;
  config: Pick<Config, 'imageHosts'>;
  log: Logger;
  uploads: Uploads;
}

const shelf_bytes_max = 512 * 1024 * 1024;
const pixels_max = 50_000_000;
const atOnce_max = 2;
const waiting_max = 200;
/** Asked for so often, a picture is worth its AVIF. */
const worthAvif_times = 4;
const counted_max = 5_000;
/** Formats that are read; SVG and what else can hold more than pixels is not. */
const formats = new Set(['jpeg', 'png', 'webp', 'gif', 'heif', 'avif']);

type Format = 'webp' | 'avif';

interface Wanted {
  source: string;
  width: number;
}

const nameOf = ({ source, width }: Wanted, format: Format) =>
  `${createHash('sha256').update(source).digest('hex').slice(0, 32)}-${width}.${format}`;

/** Runs a few at a time, in order; refuses when too many wait. */
function lanes(max: number): <T>(work: () => Promise<T>) => Promise<T> | null {
  const waiting: (() => void)[] = [];
  let running = 0;
  return (work) => {
    if (waiting.length >= waiting_max) return null;
    const turn = Promise.withResolvers<void>();
    if (running < max) {
      running += 1;
      turn.resolve();
    } else waiting.push(turn.resolve);
    return turn.promise.then(work).finally(() => {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    });
  };
}

/** A resized picture; null when there is no such original or it is none. */
async function resize(
  { source, width }: Wanted,
  format: Format,
  from: SourceOptions,
): Promise<Buffer | null> {
  const original = await readOriginal(source, from);
  if (original === null) return null;
  const image = sharp(original, { limitInputPixels: pixels_max, failOn: 'error' });
  const { format: found } = await image.metadata();
  if (found === undefined || !formats.has(found)) return null;
  const sized = image.rotate().resize({ width, withoutEnlargement: true });
  return format === 'webp'
    ? sized.webp({ quality: 80, effort: 3 }).toBuffer()
    : sized.avif({ quality: 55, effort: 3 }).toBuffer();
}

class Maker {
  readonly #shelf: Shelf;
  readonly #from: SourceOptions;
  readonly #log: Logger;
  readonly #making = new Map<string, Promise<Buffer | null>>();
  readonly #asked = new Map<string, number>();
  readonly #quick = lanes(atOnce_max);
  readonly #slow = lanes(1);

  constructor({ imagesFolder, folder, config, log, uploads }: PicturesOptions) {
    this.#shelf = pictureShelf({ folder, bytes_max: shelf_bytes_max, now: () => Date.now() });
    this.#from = { imagesFolder, hosts: config.imageHosts, uploads };
    this.#log = log;
  }

  /** `final`: nothing better will come for this visitor. Undefined: too many wait. */
  async picture(wanted: Wanted, takesAvif: boolean) {
    if (takesAvif) {
      const best = await this.#shelf.get(nameOf(wanted, 'avif'));
      if (best !== null) return { bytes: best, format: 'avif' as const, final: true };
      this.#improve(wanted);
    }
    const name = nameOf(wanted, 'webp');
    const kept = (await this.#shelf.get(name)) ?? (await this.#make(wanted, 'webp', this.#quick));
    if (kept === undefined) return undefined;
    return kept === null ? null : { bytes: kept, format: 'webp' as const, final: !takesAvif };
  }

  /** Behind the visitors, one at a time. */
  #improve(wanted: Wanted): void {
    const name = nameOf(wanted, 'avif');
    const times = (this.#asked.get(name) ?? 0) + 1;
    this.#asked.delete(name);
    this.#asked.set(name, times);
    for (const oldest of this.#asked.keys()) {
      if (this.#asked.size <= counted_max) break;
      this.#asked.delete(oldest);
    }
    if (times !== worthAvif_times) return;
    this.#make(wanted, 'avif', this.#slow).catch((error: unknown) => {
      this.#log.debug({ err: error, source: wanted.source }, 'a picture has no AVIF');
    });
  }

  async #make(wanted: Wanted, format: Format, lane: ReturnType<typeof lanes>) {
    const name = nameOf(wanted, format);
    const running = this.#making.get(name);
    if (running !== undefined) return running;
    const made = lane(async () => {
      const bytes = await resize(wanted, format, this.#from);
      if (bytes !== null) await this.#shelf.put(name, bytes);
      return bytes;
    });
    if (made === null) return undefined;
    const flight = made.finally(() => this.#making.delete(name));
    this.#making.set(name, flight);
    return flight;
  }
}

export function servePictures(app: FastifyInstance, options: PicturesOptions): void {
  const maker = new Maker(options);
  const hosts = options.config.imageHosts;
  const handler = async (
    request: FastifyRequest<{ Params: { width: string; '*': string } }>,
    reply: FastifyReply,
  ) => {
    void reply.header('x-content-type-options', 'nosniff');
    const width = pictureWidths.find((one) => String(one) === request.params.width);
    const source = sourceOf(request.params['*'], { hosts });
    if (width === undefined || source === null) return lost(reply);
    const takesAvif = /image\/avif/.test(request.headers.accept ?? '');
    const upload = uploadIn(source);
    const open = upload === null || (await options.uploads.shown(upload).catch(() => null));
    // Nobody knows whether it may be seen: not now, but perhaps in a moment.
    if (open === null) return reply.code(503).header('retry-after', '2').send();
    if (!open) return lost(reply);
    const found = await maker.picture({ source, width }, takesAvif).catch((error: unknown) => {
      options.log.warn({ err: error, source }, 'a picture could not be resized');
      return null;
    });
    if (found === undefined) return reply.code(503).header('retry-after', '2').send();
    if (found === null) return lost(reply);
    const etag = `"${createHash('sha256').update(found.bytes).digest('base64url').slice(0, 22)}"`;
    void reply
      .header('vary', 'accept')
      .header('etag', etag)
      .header('content-security-policy', "default-src 'none'")
      // A better form may come soon; after that it never changes under its name.
      .header('cache-control', `public, max-age=${found.final ? '31536000, immutable' : '3600'}`)
      .type(`image/${found.format}`);
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    return reply.send(request.method === 'HEAD' ? '' : found.bytes);
  };
  app.route({ method: ['GET', 'HEAD'], url: '/img/:width/*', exposeHeadRoute: false, handler });
}

function lost(reply: FastifyReply): FastifyReply {
  return reply.code(404).header('cache-control', 'public, max-age=60').send();
}
