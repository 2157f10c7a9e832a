/** Widths at which pictures are made; the server makes no others (web/server/images.ts). */
export const pictureWidths = [96, 192, 320, 480, 640, 800, 1200] as const;

/** Where a picture of this width is; null for a picture that there is none of. */
export function pictureAt(src: string, width: number): string {
  const source = src.startsWith('/') ? src.slice(1) : encodeURIComponent(src);
  return `/img/${width}/${source}`;
}

export function pictureSet(src: string, width_max = 1200): string {
  return pictureWidths
    .filter((width) => width <= width_max)
    .map((width) => `${pictureAt(src, width)} ${width}w`)
    .join(', ');
}
