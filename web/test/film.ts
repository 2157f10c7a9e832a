// Films of QR codes for a camera that is none: frames of grey in YUV4MPEG2, which Chromium plays
// as what its camera sees.
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type OverlayOptions } from 'sharp';
import { renderSVG } from 'uqr';

const width = 640;
const height = 480;
const perSecond = 5;

/** A code held somewhat askew before a grey wall; without one the wall alone. */
async function frame(code: string | null): Promise<Uint8Array> {
  const wall = sharp({ create: { width, height, channels: 3, background: '#9a958c' } });
  const held: OverlayOptions[] = [];
  if (code !== null) {
    const svg = renderSVG(code, { ecc: 'M', border: 4, pixelSize: 8 });
    const input = await sharp(Buffer.from(svg))
      .resize(260)
      .rotate(9, { background: '#ffffff' })
      .png()
      .toBuffer();
    held.push({ input });
  }
  const grey = await wall.composite(held).png().toBuffer();
  const { data } = await sharp(grey)
    .blur(0.8)
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return Buffer.concat([Buffer.from('FRAME\n'), data, Buffer.alloc((width * height) / 2, 128)]);
}

export interface Scene {
  /** null: nobody holds anything. */
  code: string | null;
  seconds: number;
}

/** The path of a film of these scenes. */
export async function film(scenes: readonly Scene[]): Promise<string> {
  const parts: Uint8Array[] = [
    Buffer.from(`YUV4MPEG2 W${width} H${height} F${perSecond}:1 Ip A1:1 C420jpeg\n`),
  ];
  for (const { code, seconds } of scenes) {
    const one = await frame(code);
    for (let n = 0; n < seconds * perSecond; n += 1) parts.push(one);
  }
  const path = join(await mkdtemp(join(tmpdir(), 'film-')), 'film.y4m');
  await writeFile(path, Buffer.concat(parts));
  return path;
}
