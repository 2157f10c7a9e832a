/** What a picture is by its bytes, and which sizes are taken; pure. */
import { createHash } from 'node:crypto';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import * as limits from './contract.ts';
import type { Purpose } from './contract.ts';

export type Kind = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif';

/** Media types that may be declared; what counts are the bytes. */
export const declared = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'image/avif',
  'application/octet-stream',
] as const;

const ascii = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.subarray(from, to)).toString('latin1');

/** The kind of picture that these bytes begin as; null for anything else. */
export function kindOf(bytes: Uint8Array): Kind | null {
  const start = ascii(bytes, 0, 16);
  if (start.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (/^GIF8[79]a/.test(start)) return 'gif';
  if (start.startsWith('RIFF') && start.slice(8, 12) === 'WEBP') return 'webp';
  // Brands are in the first box: the major one, a version, then those it is compatible with.
  const brands = start.slice(4, 8) === 'ftyp' ? ascii(bytes, 8, Math.min(64, boxEnd(bytes))) : '';
  return brands.includes('avif') ? 'avif' : null;
}

const boxEnd = (bytes: Uint8Array): number =>
  Buffer.from(bytes.buffer, bytes.byteOffset, 4).readUInt32BE(0);

/** What a picture says of itself before it is read. */
export interface Facts {
  /** As sharp names it. */
  format: string | undefined;
  width: number | undefined;
  height: number | undefined;
  frames: number;
}

export type SizeReason = 'pixels' | 'side-long' | 'side-short' | 'frames';

/** Why a picture is not read; null: it is. */
export function sizeProblem({ width = 0, height = 0, frames }: Facts): SizeReason | null {
  if (frames > 1) return 'frames';
  if (Math.min(width, height) < limits.side_px_min) return 'side-short';
  if (Math.max(width, height) > limits.side_px_max) return 'side-long';
  return width * height > limits.upload_pixels_max ? 'pixels' : null;
}

export const sizeRefusal = (reason: SizeReason): Refusal<'picture-size'> =>
  refuse('picture-size', {
    reason,
    side_px_min: limits.side_px_min,
    side_px_max: limits.side_px_max,
    pixels_max: limits.upload_pixels_max,
  });

/** As sharp names what we call by its own name. */
export const formatOf: Readonly<Record<Kind, string>> = {
  jpeg: 'jpeg',
  png: 'png',
  webp: 'webp',
  gif: 'gif',
  avif: 'heif',
};

export const hashOf = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');

/**
 * The name of a picture's file: the hash of its bytes, and a random tag, so that two pictures with
 * the same bytes are two files and removing one never takes away the other's.
 */
export const fileOf = (bytes: Uint8Array, tag: string): string =>
  `${hashOf(bytes).slice(0, 40)}-${tag}.webp`;

export const fileSchemaPattern = '^[0-9a-f]{40}-[0-9a-f]{16}\\.webp$';

export interface Allowance {
  pictures_max: number;
  unused_max: number;
  bytes_max: number;
}

const person: Allowance = {
  pictures_max: limits.picturesPerPerson_max,
  unused_max: limits.unusedPerPerson_max,
  bytes_max: limits.bytesPerPerson_max,
};
// What a seller has sent is used by its products, which are not told about.
const seller: Allowance = {
  pictures_max: limits.picturesPerSeller_max,
  unused_max: limits.picturesPerSeller_max,
  bytes_max: limits.bytesPerSeller_max,
};

export const allowanceOf = (purpose: Purpose): Allowance =>
  purpose === 'product' ? seller : person;
