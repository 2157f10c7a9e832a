/** Addresses of pictures and films as they may be stored. Pure. */

/** The same address without the one quote that addresses may hold: pages put them in quotes. */
export function quotedUrl(url: unknown): string {
  return String(url).trim().replaceAll("'", '%27');
}

/**
 * Whether a text may be stored as the address of an image: http or https, no user or password in
 * it, at most 2,000 characters; or a path on this server. It is only ever shown, never fetched.
 */
export function isImageUrl(text: string): boolean {
  if (/^\/(?!\/)[\w.~/%-]{1,1999}$/.test(text)) return !text.includes('..');
  if (text.length > 2000 || /[\s\u0000-\u001f"'<>\\]/.test(text)) return false;
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return false;
  return url.username === '' && url.password === '' && url.hostname !== '';
}
