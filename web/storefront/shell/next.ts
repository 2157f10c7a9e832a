import { splitPath } from '../i18n/locale.ts';

/** Only a path of ours: `//host` and `/\host` would be another site. */
const ours = /^\/(?![/\\])[^\s\\]{0,2000}$/;
const entrances = /^\/(?:sign-in|sign-up|forgot-password|reset-password)$/;

/**
 * Where to go on after signing in, without the language in front; null for what is not a path of
 * this shop, or leads back to an entrance.
 */
export function safeNext(text: string | null | undefined): string | null {
  if (text === null || text === undefined || !ours.test(text)) return null;
  const base = 'http://shop.invalid';
  if (!URL.canParse(text, base)) return null;
  const url = new URL(text, base);
  const { path } = splitPath(url.pathname);
  // `/..//host` becomes `//host` when its dots are taken out, and so does `/de//host`.
  if (!ours.test(path) || entrances.test(path)) return null;
  return path + url.search + url.hash;
}

/** The address of an entrance that leads back here. */
export function withNext(entrance: string, next: string | null): string {
  return next === null ? entrance : `${entrance}?${new URLSearchParams({ next }).toString()}`;
}
