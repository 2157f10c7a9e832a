/**
 * Short films of demo products, made of their drawings by moving the camera: nearer, along the
 * thing, and back. Silent; what there is to see is said in captions, one file for a language.
 */
import { createHash } from 'node:crypto';
import { access, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { productSvg } from './images.ts';
import { imageKey } from './image-key.ts';
import type { DemoWorld, ImageSpec } from './model.ts';
import { webmOf } from './webm.ts';

const size_px = 480;
const drawn_px = 1_200;
const frame_ms = 100;
const frames_count = 60;
const quality = 42;
const film_s = (frames_count * frame_ms) / 1_000;

/** How a film was made; another number makes other files. */
const recipe = 1;

export interface FilmFiles {
  film: string;
  seconds: number;
  captions: { locale: string; file: string }[];
}

/** By `imageKey` of what they show. */
export type Films = ReadonlyMap<string, FilmFiles>;

/** What is said, and from when: the whole, near, along it, the whole again. */
const said: Readonly<Record<string, readonly [string, string, string, string]>> = {
  en: ['The whole, from the front.', 'Closer.', 'Along the details.', 'And the whole again.'],
  de: ['Das Ganze von vorn.', 'Näher.', 'An den Einzelheiten entlang.', 'Und wieder das Ganze.'],
  es: ['Completo, de frente.', 'Más cerca.', 'Recorriendo los detalles.', 'Y de nuevo completo.'],
  hi: ['सामने से पूरी वस्तु।', 'और पास से।', 'बारीकियों पर एक नज़र।', 'और फिर पूरी वस्तु।'],
  ar: ['المنتج كاملًا من الأمام.', 'عن قرب.', 'نظرة على التفاصيل.', 'والمنتج كاملًا من جديد.'],
};
const turns_s = [0, 1.5, 2.5, 4.5, film_s];

/** WebVTT in one language. */
export function captionsIn(locale: string): string {
  const lines = said[locale] ?? [];
  const cues = lines.map((line, nth) => `${at(turns_s[nth])} --> ${at(turns_s[nth + 1])}\n${line}`);
  return `WEBVTT\n\n${cues.join('\n\n')}\n`;
}

const at = (seconds = film_s) => `00:0${seconds.toFixed(3)}`;

/** Slow at both ends. */
const eased = (share: number) => (1 - Math.cos(Math.PI * Math.min(1, Math.max(0, share)))) / 2;

/** Where the camera stands, as a square on the drawing. */
function viewAt(frame: number): { left: number; top: number; width: number; height: number } {
  const seconds = (frame * frame_ms) / 1_000;
  const [, near = 0, along = 0, back = 0] = turns_s;
  const close = eased((seconds - near + 0.5) / (along - near + 0.5));
  const away = eased((seconds - back) / (film_s - back - 0.3));
  const zoom = 1 - 0.45 * (close - away);
  const width = Math.round(drawn_px * Math.min(1, zoom));
  const sway = (eased((seconds - along) / (back - along)) - 0.5) * (close - away);
  const room = drawn_px - width;
  const left = Math.round(Math.min(room, Math.max(0, room * (0.5 + sway * 0.9))));
  return { left, top: Math.round(room * 0.55), width, height: width };
}

/** The film as WebM; about a second of one core. */
export async function filmOf(spec: ImageSpec): Promise<Buffer> {
  const large = productSvg(spec).replace(
    /width="800"\s+height="800"/,
    `width="${drawn_px}" height="${drawn_px}"`,
  );
  const drawn = await sharp(Buffer.from(large))
    .resize(drawn_px, drawn_px)
    .removeAlpha()
    .raw()
    .toBuffer();
  const raw = { width: drawn_px, height: drawn_px, channels: 3 } as const;
  const frames: Buffer[] = [];
  for (let frame = 0; frame < frames_count; frame += 1) {
    const picture = sharp(drawn, { raw }).extract(viewAt(frame)).resize(size_px, size_px);
    frames.push(await picture.webp({ quality, effort: 2 }).toBuffer());
  }
  return webmOf({ width: size_px, height: size_px, frame_ms, frames });
}

function nameOf(content: string, ending: string): string {
  const hash = createHash('sha256').update(`film ${recipe} `).update(content);
  return `${hash.digest('hex').slice(0, 24)}.${ending}`;
}

/** Writes a film with its captions where they are not there yet; gives the names of the files. */
export async function renderFilm(spec: ImageSpec, folder: string): Promise<FilmFiles> {
  const film = nameOf(productSvg(spec), 'webm');
  await put(join(folder, film), () => filmOf(spec));
  const captions = [];
  for (const locale of Object.keys(said)) {
    const content = captionsIn(locale);
    const file = nameOf(content, 'vtt');
    await put(join(folder, file), async () => content);
    captions.push({ locale, file });
  }
  return { film, seconds: film_s, captions };
}

/** The films of the world, one after the other. */
export async function renderFilms(world: DemoWorld, folder: string): Promise<Films> {
  const films = new Map<string, FilmFiles>();
  for (const { film, images } of world.products) {
    const [image] = images;
    if (film && image !== undefined) films.set(imageKey(image), await renderFilm(image, folder));
  }
  return films;
}

/** A file appears whole or not at all. */
async function put(path: string, make: () => Promise<Buffer | string>): Promise<void> {
  const there = await access(path).then(
    () => true,
    () => false,
  );
  if (there) return;
  const part = `${path}.${process.pid}.part`;
  await writeFile(part, await make());
  await rename(part, path);
}
