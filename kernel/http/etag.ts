/** Entity tags: versions for If-Match, content hashes for caches. */
import { hash } from 'node:crypto';

/**
 * A strong tag: of a version (`"7"`), which If-Match can carry, or of content. See `etagWith` for
 * what changes without its version.
 */
export function etagOf(versionOrContent: number | string | Uint8Array): string {
  if (typeof versionOrContent === 'number') return `"${versionOrContent}"`;
  return `"h-${hash('sha256', versionOrContent, 'base64url').slice(0, 27)}"`;
}

/** Of a version and of content that changes without it: `"7-h…"`; If-Match takes the version. */
export function etagWith(version: number, content: string): string {
  return `"${version}-${etagOf(content).slice(1)}`;
}

/**
 * The version in an If-Match header. Undefined when it holds no tag at all; NaN for a tag that is
 * no version of ours, which matches nothing. `*` is no version: a write must name what it read.
 * A weak tag counts too, since compressing proxies weaken the tags they pass on.
 */
export function versionIn(header: string | undefined): number | undefined {
  const match = /^\s*(?:W\/)?"([^"]*)"\s*$/.exec(header ?? '');
  if (match === null) return undefined;
  const version = /^(\d{1,15})(?:-h-[\w-]{27})?$/.exec(match[1] ?? '')?.[1];
  return version === undefined ? Number.NaN : Number(version);
}

/** Whether If-None-Match names this tag (weak comparison, RFC 9110 13.1.2). */
export function noneMatchHits(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  const wanted = etag.replace(/^W\//, '');
  return header.split(',').some((one) => one.trim().replace(/^W\//, '') === wanted);
}
