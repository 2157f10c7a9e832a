/** Widths at which pictures are made; the server makes no others (web/server/images.ts). */
export const pictureWidths = [96, 192, 320, 480, 640, 800, 1200] as const;

const all = { min: 0, max: 1200 };

/** Where a picture of this width is; null for a picture that there is none of. */
export function pictureAt(src: string, width: number): string {
  const source = src.startsWith('/') ? src.slice(1) : encodeURIComponent(src);
  return `/img/${width}/${source}`;
}

/** For `srcset`; `among` bounds what is worth offering where a picture is never shown larger. */
export function pictureSet(src: string, among: { min: number; max: number } = all): string {
  return pictureWidths
    .filter((width) => width >= among.min && width <= among.max)
    .map((width) => `${pictureAt(src, width)} ${width}w`)
    .join(', ');
}
