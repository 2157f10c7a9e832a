/** Turns picture specs into WebP files with names that follow from their content. */
import { createHash } from 'node:crypto';
import { access, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { imageKey } from './image-key.ts';
import { productSvg } from './images.ts';
import type { DemoWorld, ImageSpec } from './model.ts';

/** libvips gets one thread a picture, and two pictures are in work at a time. */
const inFlight_max = 2;
const size_px = 800;
const quality = 80;

export interface RenderProgress {
  done: number;
  total: number;
}

/** The file name of a picture, from its drawing and the way it is encoded. */
export function imageFile(spec: ImageSpec): string {
  return fileOf(productSvg(spec));
}

function fileOf(svg: string): string {
  const hash = createHash('sha256').update(`webp ${size_px} ${quality} `).update(svg);
  return `${hash.digest('hex').slice(0, 24)}.webp`;
}

/** One picture as 800 × 800 WebP; about 25 ms of one core. */
export function renderImage(spec: ImageSpec): Promise<Buffer> {
  return encode(productSvg(spec));
}

function encode(svg: string): Promise<Buffer> {
  return sharp(Buffer.from(svg)).removeAlpha().webp({ quality, effort: 0 }).toBuffer();
}

/**
 * Writes every picture of the world (or the list) that the folder does not hold yet. Gives the
 * file name of each by `imageKey`. A file appears whole or not at all, so a run that was stopped
 * goes on where it was.
 */
export async function renderImages(
  source: DemoWorld | readonly ImageSpec[],
  folder: string,
  onProgress: (progress: RenderProgress) => void = () => {},
): Promise<Map<string, string>> {
  const specs = 'products' in source ? source.products.flatMap((p) => p.images) : source;
  const wanted = new Map(specs.map((spec) => [imageKey(spec), spec]));
  const files = new Map<string, string>();
  await mkdir(folder, { recursive: true });
  const threads = sharp.concurrency();
  sharp.concurrency(1);
  const queue = wanted.entries();
  const work = async (): Promise<void> => {
    for (const [key, spec] of queue) {
      const svg = productSvg(spec);
      const file = fileOf(svg);
      const path = join(folder, file);
      if (!(await exists(path))) {
        const part = `${path}.${process.pid}.part`;
        await writeFile(part, await encode(svg));
        await rename(part, path);
      }
      files.set(key, file);
      onProgress({ done: files.size, total: wanted.size });
    }
  };
  try {
    await Promise.all(Array.from({ length: inFlight_max }, work));
  } finally {
    sharp.concurrency(threads);
  }
  return files;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
