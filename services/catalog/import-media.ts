/** Films and highlights in a column of an import: a list, or text with "|" between. Pure. */
import { Value } from 'typebox/value';
import {
  highlightsSchema,
  videoInput,
  videosPerProduct_max,
  wrongAddresses,
  videoRecords,
  type NewVideo,
} from './media.ts';

/**
 * Films of a row: a list of objects as the API takes them, or text such as
 * `https://x/a.mp4;seconds=12;poster=https://x/a.jpg;captions.en=https://x/a.vtt`, "|" between.
 * The length is needed. None for nothing; null for what is neither.
 */
export function videosFrom(value: unknown): NewVideo[] | null {
  if (value === undefined) return [];
  const list: unknown[] = Array.isArray(value)
    ? value
    : String(value)
        .split('|')
        .filter((part) => part.trim() !== '')
        .map(videoOf);
  if (list.length > videosPerProduct_max) return null;
  if (!list.every((one): one is NewVideo => Value.Check(videoInput, one))) return null;
  return wrongAddresses(videoRecords(list)).length === 0 ? list : null;
}

function videoOf(text: string): unknown {
  const [url = '', ...rest] = text.split(';').map((part) => part.trim());
  const captions: { locale: string; url: string }[] = [];
  const video: Record<string, unknown> = { url, captions };
  for (const part of rest) {
    const at = part.indexOf('=');
    const [name, value] = [part.slice(0, at), part.slice(at + 1)];
    if (name === 'seconds') video[name] = /^\d{1,5}$/.test(value) ? Number(value) : value;
    else if (name.startsWith('captions.')) captions.push({ locale: name.slice(9), url: value });
    else video[name] = value;
  }
  return video;
}

/** Short facts of a row; null for too many, too long, or what is no text. */
export function highlightsFrom(value: unknown): string[] | null {
  const list: unknown[] = Array.isArray(value) ? value : String(value).split('|');
  const facts = list.map((one) => (typeof one === 'string' ? one.trim() : one));
  const filled = facts.filter((one) => one !== '');
  return Value.Check(highlightsSchema, { en: filled }) ? (filled as string[]) : null;
}
