import { assert } from '#kernel/core/assert.ts';
import { prng } from '#kernel/core/prng.ts';
import type { ImageSpec } from './model.ts';
import { drawings } from './drawings.ts';
import { makeScene } from './scene.ts';
import { openStudio } from './studio.ts';
import { swatchOf } from './words.ts';

const accents = ['#3f6fb5', '#d9734e', '#2f8f83', '#8a6fc0', '#d9a441', '#c85f7a', '#5d8a4a'];

/** The picture of a product as SVG text, 800 × 800; the same spec gives the same text. */
export function productSvg(spec: ImageSpec): string {
  const drawing = drawings[spec.kind];
  assert(drawing !== undefined, `no drawing for '${spec.kind}'`);
  const chance = prng(`trueshelf-demo:image:${spec.kind}:${spec.seed}:${spec.view}`);
  const studio = openStudio();
  const color = swatchOf(spec.color);
  const accent = accents[(spec.seed * 3 + spec.kind.length) % accents.length] ?? '#3f6fb5';
  const { pose = 'stand', ground = [200, 600], podium = false, palette } = drawing;
  const turn = spec.seed + spec.kind.length * 2 + spec.view * 2;
  // Nouns take turns within a category, so every second or third seed must differ as well.
  const form = spec.seed + Math.floor(spec.seed / 4);
  const scene = makeScene(studio, chance, { palette, pose, ground, podium, color, turn });
  const art = drawing.draw({ studio, color, accent, form });
  const flip = spec.seed % 4 === 3 && drawing.pose !== 'hang' && !drawing.fixed;
  const body =
    `<g transform="${scene.place}">${scene.front}` +
    `<g${flip ? ' transform="translate(800 0) scale(-1 1)"' : ''}>${art}</g></g>`;
  const framed =
    spec.view === 0
      ? scene.back + body
      : `${scene.back}<g transform="translate(400 420)` +
        ` scale(1.5) rotate(-7) translate(-370 -400)">` +
        `${body}</g>`;
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 800" width="800"' +
    ` height="800">${studio.defs()}${framed}</svg>`
  );
}
