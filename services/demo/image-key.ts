import type { ImageSpec } from './model.ts';

/** One text for one picture: the key of `renderImages`' answer. */
export function imageKey({ kind, color, seed, view }: ImageSpec): string {
  return `${kind}/${color}/${seed}/${view}`;
}
