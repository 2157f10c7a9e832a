/** What stands behind and below a product: wall, floor, light, podium and contact shadow. */
import type { Prng } from '#kernel/core/prng.ts';
import {
  brightness,
  disc,
  down,
  flat,
  form,
  mix,
  oval,
  rect,
  up,
  type Point,
  type Studio,
} from './studio.ts';

/** How a product is shown: standing on the floor, lying flat from above, or before a wall. */
export type Pose = 'stand' | 'lay' | 'hang';

/** Calm backdrops by department, and an accent that shapes behind the product take. */
export const palettes: Readonly<Record<string, readonly string[]>> = {
  electronics: ['#dfe6ec', '#e4e2ee', '#dcebea', '#ebe8e3'],
  home: ['#efe6d8', '#e3e7da', '#f1e0d6', '#e2e4e9'],
  kitchen: ['#f4e8cf', '#dfeae1', '#f4dfd3', '#e3eaee'],
  clothing: ['#e9e6e1', '#e1e8ee', '#f1e2de', '#e4e9da'],
  carry: ['#efe4d6', '#dfe7e8', '#eddcd3', '#e3e6d7'],
  beauty: ['#f8e1dc', '#ebe1f0', '#dfeee5', '#f8ead2'],
  sports: ['#d9eaf0', '#e6efd6', '#f7e6d0', '#e0e4f2'],
  toys: ['#fdedc8', '#d8edf2', '#fbdfd8', '#e1efd8'],
  books: ['#f1e6d1', '#dfe6ec', '#efdedc', '#dfe9df'],
  tools: ['#e6e9e0', '#f1e6d5', '#dde5e8', '#eae5de'],
};

export interface SceneSpec {
  palette: string;
  pose: Pose;
  /** Left and right end of what touches the floor. */
  ground: Point;
  podium: boolean;
  color: string;
  /** Which tint and composition: neighbours differ by one. */
  turn: number;
}

/** Where the floor is for a product that stands. */
export const floor_y = 650;

/** Backdrop and shadow, and how to place the art between them. */
export function makeScene(studio: Studio, chance: Prng, spec: SceneSpec) {
  const tints = palettes[spec.palette] ?? ['#e8e6e2'];
  const pale = tints[spec.turn % tints.length] ?? '#e8e6e2';
  // A white mug needs a deeper wall to stand out from; a black one a lighter.
  const depth = Math.max(0, brightness(spec.color) - 0.62) * 0.9;
  const tint = mix(pale, down(saturated(pale), 0.25), depth);
  // One fill does for the wall, the lamp on it and the darker corners: each layer of the whole
  // canvas costs about 3 ms.
  const wall = flat(
    rect([0, 0, 800, 800]),
    studio.rad(
      `${mix(tint, '#ffffff', 0.5)}@0 ${mix(tint, '#ffffff', 0.26)}@38 ${tint}@72 ` +
        `${down(tint, 0.11)}@100`,
      [0.32, 0.26, 0.98],
    ),
  );
  if (spec.pose !== 'stand') {
    return { back: wall + behind(studio, tint, spec), place: '', front: '' };
  }
  const podium = spec.podium && spec.turn % 3 === 1;
  const y = podium ? 590 : floor_y;
  const floor = podium ? podiumOf(studio, tint) : floorOf(studio, tint);
  const wide = spec.ground[1] - spec.ground[0] > 560;
  const scale = podium ? 0.94 : wide ? 1 : 1.1;
  const shift = `translate(400 ${podium ? y : 672}) scale(${scale}) translate(-400 -${floor_y})`;
  const lean = chance.int(16, 34);
  const [left, right] = spec.ground;
  const middle = (left + right) / 2;
  const half = (right - left) / 2;
  const shadow =
    flat(oval(middle + lean, floor_y + 2, [half * 1.28 + 24, 40]), 'url(#shade)', 0.5) +
    flat(oval(middle + lean / 3, floor_y, [half * 1.06 + 8, 15]), 'url(#shade)', 0.95);
  return { back: wall + behind(studio, tint, spec) + floor, place: shift, front: shadow };
}

function saturated(color: string): string {
  const grey = brightness(color) * 255;
  const at = (i: number) => Number.parseInt(color.slice(i, i + 2), 16);
  const part = (i: number) => Math.max(0, Math.min(255, Math.round(grey + (at(i) - grey) * 2.6)));
  return `#${[1, 3, 5].map((i) => part(i).toString(16).padStart(2, '0')).join('')}`;
}

/** A sweep: wall turns into floor in a soft band instead of a line. */
function floorOf(studio: Studio, tint: string): string {
  const light = up(tint, 0.5);
  return flat(
    rect([0, 520, 800, 280]),
    studio.lin(`${light}00@0 ${down(tint, 0.07)}cc@26 ${light}e6@62 ${up(tint, 0.3)}@100`, 90),
  );
}

function podiumOf(studio: Studio, tint: string): string {
  const body = mix(tint, down(saturated(tint), 0.12), 0.3);
  const side = 'M110 590v230h580v-230z';
  return (
    floorOf(studio, tint) +
    flat(oval(430, 760, [380, 60]), 'url(#shade)', 0.5) +
    form(side, body, 'round') +
    form(oval(400, 590, [290, 44]), up(body, 0.45), 'flat') +
    flat(oval(400, 590, [290, 44]), studio.lin('#ffffff55 #ffffff00', 0))
  );
}

/** A quiet shape on the wall. */
function behind(studio: Studio, tint: string, spec: SceneSpec): string {
  const shape = mix(tint, saturated(tint), 0.55);
  const tone = mix(shape, '#ffffff', 0.12);
  switch (spec.turn % 5) {
    case 0:
      return '';
    case 1:
      return flat(disc(400, 380, 290), studio.lin(`${tone} ${tone}99`, 60), 0.75);
    case 2:
      return spec.pose === 'stand'
        ? flat('M150 800V390a250 250 0 0 1 500 0V800z', studio.lin(`${tone} ${tone}55`, 90), 0.8)
        : flat('M0 0H800V240L0 560z', tone, 0.55);
    case 3:
      return beams(studio);
    default:
      return flat('M0 0H470C420 260 520 480 400 800H0z', tone, 0.5);
  }
}

/** Light through a window, falling across the wall. */
function beams(studio: Studio): string {
  const light = studio.lin('#ffffff8c #ffffff1f', 70);
  return [0, 1, 2]
    .map((i) => {
      const x = 60 + i * 215;
      return flat(`M${x} 0h165L${x + 395} 800h-165z`, light, 0.55);
    })
    .join('');
}
