/** Pictures for tests, and sending them as they are. */
import sharp from 'sharp';
import type { Answer, App } from './app.ts';

export interface Look {
  width?: number;
  height?: number;
  format?: 'jpeg' | 'png' | 'webp' | 'gif' | 'avif';
  /** Makes one differ from another. */
  hue?: number;
}

/** A plain picture with a stripe. */
export function drawn({ width = 120, height = 80, format = 'jpeg', hue = 0 }: Look = {}) {
  const background = { r: hue % 256, g: (hue >> 8) % 256, b: 90 };
  return sharp({ create: { width, height, channels: 3, background } })
    .toFormat(format)
    .toBuffer();
}

export interface Upload {
  token?: string;
  type?: string;
  path?: string;
}

/** Sends bytes as a picture for a review unless told otherwise. */
export async function upload(app: App, bytes: Uint8Array, of: Upload = {}): Promise<Answer> {
  const { token, type = 'image/jpeg', path = '/pictures?purpose=review' } = of;
  const response = await fetch(`${app.url}/api/v1${path}`, {
    method: 'POST',
    headers: {
      'content-type': type,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: bytes as Uint8Array<ArrayBuffer>,
  });
  const text = await response.text();
  const headers = Object.fromEntries(response.headers);
  return { status: response.status, headers, body: text === '' ? null : JSON.parse(text) };
}

/** The bytes at an address; the path is below /api/v1 unless it starts with '//'. */
export async function fetched(app: App, path: string, token?: string) {
  const at = path.startsWith('//') ? path.slice(1) : `/api/v1${path}`;
  const response = await fetch(app.url + at, {
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, bytes };
}
