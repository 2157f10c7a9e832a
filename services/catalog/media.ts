/** Films and highlights of a product, and colours of attribute values: shapes and choices. Pure. */
import { Type, type Static } from 'typebox';
import { newId } from '#kernel/core/id.ts';
import { isImageUrl, quotedUrl } from './address.ts';

export const videosPerProduct_max = 5;
export const video_s_max = 1_800;
export const captionsPerVideo_max = 40;
export const highlights_max = 5;
export const highlight_chars_max = 160;
const colors_max = 500;

const localePattern = '^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$';
const address = Type.String({ minLength: 1, maxLength: 2_000 });

export const videoInput = Type.Object({
  url: address,
  poster: Type.Optional(
    Type.Union([address, Type.Null()], { description: 'A picture that stands for it.' }),
  ),
  title: Type.Optional(Type.String({ maxLength: 300 })),
  seconds: Type.Integer({ minimum: 1, maximum: video_s_max }),
  captions: Type.Optional(
    Type.Array(
      Type.Object({ locale: Type.String({ pattern: localePattern, maxLength: 20 }), url: address }),
      { maxItems: captionsPerVideo_max, description: 'WebVTT files, one for a language.' },
    ),
  ),
});
export type NewVideo = Static<typeof videoInput>;
export const videosInput = Type.Array(videoInput, { maxItems: videosPerProduct_max });

/** A film as it is kept and shown. */
export const videoSchema = Type.Object({
  videoId: Type.String(),
  url: Type.String(),
  poster: Type.Union([Type.String(), Type.Null()]),
  title: Type.String(),
  seconds: Type.Integer(),
  captions: Type.Array(Type.Object({ locale: Type.String(), url: Type.String() })),
});
export type VideoRecord = Static<typeof videoSchema>;

/** What matters most of a product, by language; five short facts in each. */
export const highlightsSchema = Type.Record(
  Type.String({ pattern: localePattern }),
  Type.Array(
    Type.String({
      minLength: 1,
      maxLength: highlight_chars_max,
      pattern: '^[^\\u0000-\\u001f\\u007f]*[^\\s\\u0000-\\u001f\\u007f][^\\u0000-\\u001f\\u007f]*$',
    }),
    { maxItems: highlights_max },
  ),
  { additionalProperties: false, maxProperties: 40 },
);
export type Highlights = Readonly<Record<string, readonly string[]>>;

/** Colours of values: the value as products carry it, then `#rrggbb`. */
export const colorsSchema = Type.Record(
  Type.String({ minLength: 1, maxLength: 200 }),
  Type.String({ pattern: '^#[0-9A-Fa-f]{6}$' }),
  { maxProperties: colors_max },
);
export type Colors = Readonly<Record<string, string>>;

export function videoRecords(given: readonly NewVideo[]): VideoRecord[] {
  return given.map(({ url, poster = null, title = '', seconds, captions = [] }) => ({
    videoId: newId('vid'),
    url: quotedUrl(url),
    poster: poster === null ? null : quotedUrl(poster),
    title,
    seconds,
    captions: captions.map((one) => ({ locale: one.locale, url: quotedUrl(one.url) })),
  }));
}

/** Films that were there keep their id, so that a repeat changes nothing. */
export function mergedVideos(before: readonly VideoRecord[], after: NewVideo[]): VideoRecord[] {
  const known = new Map(before.map((video) => [video.url, video.videoId]));
  return videoRecords(after).map((video) => ({
    ...video,
    videoId: known.get(video.url) ?? video.videoId,
  }));
}

/** Pointers of addresses that may not be stored, with what stands there. */
export function wrongAddresses(videos: readonly VideoRecord[]): [pointer: string, got: string][] {
  return videos.flatMap(({ url, poster, captions }, at) => {
    const all: [string, string][] = [[`/videos/${at}/url`, url]];
    if (poster !== null) all.push([`/videos/${at}/poster`, poster]);
    captions.forEach((one, nth) => all.push([`/videos/${at}/captions/${nth}/url`, one.url]));
    return all.filter(([, given]) => !isImageUrl(given));
  });
}

/** Languages without a fact are left out: an empty list says the same. */
export function filledHighlights(given: Highlights): Highlights {
  return Object.fromEntries(Object.entries(given).filter(([, facts]) => facts.length > 0));
}

/**
 * The facts in the wanted language, in English, or in the first language that there is; with the
 * language that they are in, which a page has to say.
 */
export function highlightsIn(
  highlights: Highlights,
  locale: string,
): { highlights: readonly string[]; highlightsLocale: string | null } {
  const base = locale.split('-', 1)[0] ?? '';
  const own = [locale, base, 'en'].find((one) => Object.hasOwn(highlights, one));
  const found = own ?? Object.keys(highlights).sort()[0] ?? null;
  return {
    highlights: found === null ? [] : (highlights[found] ?? []),
    highlightsLocale: found,
  };
}

/** Values and colours are stored in lower case: sellers write them in any. */
export function loweredColors(colors: Colors): Colors {
  return Object.fromEntries(
    Object.entries(colors).map(([value, color]) => [value.toLowerCase(), color.toLowerCase()]),
  );
}

/** Colours by position of the values; nothing when none of them has one. */
export function colorsOf(
  colors: Colors,
  values: readonly string[],
): { colors?: (string | null)[] } {
  const found = values.map((value) => {
    const key = value.toLowerCase();
    return Object.hasOwn(colors, key) ? (colors[key] ?? null) : null;
  });
  return found.every((one) => one === null) ? {} : { colors: found };
}
