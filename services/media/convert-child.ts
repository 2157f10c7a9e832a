// Reads pictures in a process of its own: what is made to hurt the reader hurts this process, which
// is watched, and which takes no part of the shop with it. Started by `converter`.
import sharp from 'sharp';
import { kept_px_max, upload_pixels_max } from './contract.ts';
import { formatOf, sizeProblem, type Facts, type Kind, type SizeReason } from './model.ts';

export interface Task {
  nth: number;
  kind: Kind;
  bytes: Uint8Array;
}

export type Answer =
  | { nth: number; is: 'done'; bytes: Uint8Array; width: number; height: number }
  | { nth: number; is: 'size'; reason: SizeReason }
  | { nth: number; is: 'broken' };

// One thread for each process: there are two processes, and the shop needs the machine too.
sharp.concurrency(1);
sharp.cache(false);

async function factsOf(bytes: Uint8Array): Promise<Facts> {
  // Nothing is decoded here. All frames are counted, and no more of them read than the head.
  const head = await sharp(bytes, { limitInputPixels: false, pages: 1 }).metadata();
  const { format, width, height, pages: frames = 1 } = head;
  return { format, width, height, frames };
}

async function answerTo({ nth, kind, bytes }: Task): Promise<Answer> {
  try {
    const facts = await factsOf(bytes);
    if (facts.format !== formatOf[kind]) return { nth, is: 'broken' };
    const reason = sizeProblem(facts);
    if (reason !== null) return { nth, is: 'size', reason };
    const { data, info } = await sharp(bytes, {
      limitInputPixels: upload_pixels_max,
      failOn: 'error',
      pages: 1,
      sequentialRead: true,
    })
      // Turned as its camera says; place, camera and whatever else came along are left behind.
      .autoOrient()
      .resize({ width: kept_px_max, height: kept_px_max, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .webp({ quality: 86, effort: 3 })
      .toBuffer({ resolveWithObject: true });
    return { nth, is: 'done', bytes: data, width: info.width, height: info.height };
  } catch {
    return { nth, is: 'broken' };
  }
}

process.on('disconnect', () => process.exit(0));
process.on('message', (task: Task) => {
  void answerTo(task).then((answer) => process.send?.(answer));
});
