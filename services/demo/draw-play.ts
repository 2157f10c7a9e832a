// Toys and games of the demo shop: a drawing for each kind;
// long because outlines are data.
import type { Drawing } from './drawing.ts';
import {
  disc,
  down,
  drop,
  flat,
  form,
  line,
  mirrored,
  mix,
  oval,
  rect,
  times,
  turned,
  up,
  type Box,
} from './studio.ts';

const paint = ['#d9553f', '#2f6fb8', '#e0aa35', '#3f8f5f', '#e98aa0', '#7a67b8'];
const hueAt = (i: number): string => paint[i % paint.length] ?? '#d9553f';

const blocks: Drawing = {
  palette: 'toys',
  ground: [130, 670],
  fixed: true,
  draw: ({ color, form: f }) => {
    const cube = (x: number, y: number, hue: string) =>
      form(rect([x, y, 120, 120], 12), hue, 'box') +
      flat(rect([x + 14, y + 14, 92, 92], 8), '#ffffff', 0.16);
    const wood = '#dcb37c';
    const arch = (x: number, y: number, hue: string) =>
      form(`M${x} ${y}h240v120h-64a56 56 0 0 0` + ` -112 0h-64z`, hue, 'box');
    const roof = (x: number, y: number, hue: string) =>
      form(
        `M${x} ${y + 110}L${x + 110} ${y}` +
          `Q${x + 120} ${y - 8} ${x + 130} ${y}L${x + 240} ${y + 110}z`,
        hue,
        'box',
      );
    const column = (x: number, y: number, hue: string) =>
      form(rect([x, y, 70, 120], 8), hue, 'round');
    const layouts = [
      () =>
        cube(150, 530, color) +
        arch(280, 530, wood) +
        cube(530, 530, hueAt(f + 1)) +
        column(176, 410, wood) +
        cube(340, 410, hueAt(f + 2)) +
        column(554, 410, hueAt(f + 4)) +
        roof(280, 300, hueAt(f)),
      () =>
        arch(160, 530, hueAt(f)) +
        arch(400, 530, wood) +
        cube(220, 410, wood) +
        cube(342, 410, color) +
        column(480, 410, hueAt(f + 3)) +
        roof(226, 300, hueAt(f + 2)) +
        form(disc(515, 362, 48), hueAt(f + 5), 'ball'),
      () =>
        times(6, (i) =>
          form(
            rect([190 + i * 28, 588 - i * 72, 420 - i * 56, 62], 31),
            i % 2 === 0 ? hueAt(f + i) : mix(hueAt(f + i), wood, 0.35),
            'round',
          ),
        ) + form(disc(400, 178, 52), color, 'ball'),
    ];
    return (layouts[f % 3] ?? layouts[0])?.() ?? '';
  },
};

const scenes = (f: number, color: string, second: string): string =>
  flat(rect([0, 0, 400, 300]), up(color, 0.55)) +
  flat(disc(f % 2 === 0 ? 300 : 110, 90, 46), '#fff0c4') +
  flat('M0 190Q90 120 180 180T400 150V300H0z', mix(color, '#3f6f5a', 0.35)) +
  flat('M0 230Q110 170 220 225T400 205V300H0z', down(second, 0.1)) +
  (f % 3 === 0
    ? flat('M250 226v-70l44 -34 44 34v70z', '#f4e8d0') + flat('M240 160l54 -44 54 44z', '#c4633f')
    : f % 3 === 1
      ? flat('M90 230l40 -104 40 104zM150 236l30 -82 30 82z', '#2f5d48')
      : flat('M210 190h110l-22 40h-66z', '#c4633f') + flat('M262 188V96l58 84z', '#fbf6ea'));

const puzzle: Drawing = {
  palette: 'toys',
  pose: 'lay',
  fixed: true,
  draw: ({ color, accent, form: f, studio }) => {
    const board = rect([140, 200, 520, 390], 6);
    const knob = (x: number, y: number, up_: boolean) =>
      `a16 16 0 1 ${up_ ? 1 : 0} 0.1 0`.replace('0.1 0', `${x} ${y}`);
    const rows = times(
      2,
      (i) => `M140 ${330 + i * 130}` + times(4, (k) => `h52${knob(26, 0, (i + k) % 2 === 0)}h52`),
    );
    const columns = times(
      3,
      (i) => `M${270 + i * 130} 200` + times(3, (k) => `v52${knob(0, 26, (i + k) % 2 === 0)}v52`),
    );
    const piece = (x: number, y: number, [turn, hue]: readonly [number, string]) => {
      const d = 'M0 0h44a20 20 0 1 1 32 0h44v44a20 20 0 1 1 0 32v44h-120v-44a20 20 0 1 0 0 -32z';
      return (
        `<g transform="translate(${x} ${y}) rotate(${turn})">${drop(d, 0.4)}` +
        `${form(d, hue, 'box')}</g>`
      );
    };
    return (
      turned(
        -9,
        drop(board, 0.8) +
          studio.clip(
            board,
            `<g transform="translate(140 200) scale(1.3)">${scenes(f, color, accent)}</g>`,
          ) +
          line(rows + columns, '#2a2430', { width: 3.4, opacity: 0.5 }) +
          line(rows + columns, '#ffffff', { width: 1.4, opacity: 0.5 }) +
          flat(rect([530, 460, 132, 132]), '#efe6d8') +
          line(board, '#fff8ee', { width: 3, opacity: 0.7 }),
      ) +
      piece(590, 560, [24, mix(accent, color, 0.4)]) +
      piece(150, 640, [-14, up(color, 0.3)])
    );
  },
};

const face = (y: number, dark: string): string =>
  flat(disc(350, y, 13), dark) +
  flat(disc(450, y, 13), dark) +
  flat(disc(346, y - 4, 4), '#ffffff') +
  flat(disc(446, y - 4, 4), '#ffffff');

const fur = ([cx, cy, rx, ry]: Box, color: string): string =>
  form(oval(cx, cy, [rx, ry]), color, 'ball') +
  `<path d="${oval(cx, cy, [rx - 3, ry - 3])}" fill="none" stroke="${up(color, 0.3)}"` +
  ' stroke-width="7" stroke-dasharray="2 7" stroke-opacity="0.55"/>';

const plush: Drawing = {
  palette: 'toys',
  ground: [210, 590],
  fixed: true,
  draw: ({ color, accent, form: f }) => {
    const pale = up(color, 0.5);
    const scarf =
      f % 2 === 0
        ? form('M296 400Q400 452 504 400L512 432Q400 488 288 432z', accent, 'cloth') +
          form('M452 430L500 426L520 530L468 534z', accent, 'cloth')
        : form(
            'M400 426L340 398Q330 396 330 408V448Q330 460 340 456zL460 398Q470 396 470 408V448' +
              'Q470 460 460 456z',
            accent,
            'cloth',
          ) + form(disc(400, 428, 16), down(accent, 0.2), 'ball');
    return (
      mirrored(
        fur([288, 186, 62, 60], color) +
          flat(disc(290, 190, 34), pale, 0.85) +
          `<g transform="rotate(24 260 500)">${fur([258, 500, 52, 108], color)}</g>`,
      ) +
      fur([400, 520, 146, 138], color) +
      flat(oval(400, 536, [92, 94]), pale, 0.8) +
      mirrored(fur([288, 604, 78, 58], color) + flat(oval(276, 606, [42, 34]), pale, 0.9)) +
      fur([400, 280, 166, 148], color) +
      flat(oval(400, 330, [70, 54]), pale, 0.95) +
      face(274, '#2a211d') +
      flat('M376 306Q400 294 424 306Q420 332 400 334Q380 332 376 306z', '#3a2a24') +
      line('M400 334V350M376 356Q400 372 424 356', '#3a2a24', { width: 5 }) +
      flat(disc(310, 330, 22), '#ef9a8a', 0.35) +
      flat(disc(490, 330, 22), '#ef9a8a', 0.35) +
      scarf
    );
  },
};

const bunny: Drawing = {
  palette: 'toys',
  ground: [230, 570],
  fixed: true,
  draw: ({ color, accent, form: f }) => {
    const pale = up(color, 0.45);
    const bent = f % 2 === 0 ? 'rotate(-10 330 200)' : 'rotate(-34 340 220)';
    return (
      mirrored(
        `<g transform="${bent}">${fur([330, 130, 42, 118], color)}` +
          `${flat(oval(330, 140, [22, 84]), '#efb7b0', 0.75)}</g>` +
          `<g transform="rotate(18 270 500)">${fur([268, 506, 44, 92], color)}</g>`,
      ) +
      fur([400, 530, 132, 124], color) +
      form('M270 500Q400 440 530 500L556 628Q400 668 244 628z', accent, 'cloth') +
      times(14, (i) =>
        flat(disc(290 + ((i * 67) % 230), 510 + ((i * 41) % 110), 7), '#fff8ee', 0.8),
      ) +
      mirrored(fur([316, 622, 66, 38], color)) +
      fur([400, 310, 142, 126], color) +
      flat(oval(400, 352, [52, 38]), pale, 0.9) +
      face(300, '#2a211d') +
      flat('M384 336Q400 330 416 336Q412 352 400 354Q388 352 384 336z', '#d9827c') +
      line('M400 354V366M382 370Q391 378 400 366Q409 378 418 370', '#3a2a24', { width: 4 }) +
      flat(disc(322, 350, 20), '#ef9a8a', 0.4) +
      flat(disc(478, 350, 20), '#ef9a8a', 0.4)
    );
  },
};

const gamebox: Drawing = {
  palette: 'toys',
  ground: [140, 670],
  fixed: true,
  draw: ({ color, accent, form: f, studio }) => {
    const lid = rect([170, 200, 400, 400], 10);
    const motif = [
      () =>
        times(5, (i) =>
          times(5, (k) =>
            (i + k) % 2 === 0
              ? flat(rect([200 + i * 68, 262 + k * 62, 64, 58], 6), mix(accent, color, 0.2), 0.9)
              : '',
          ),
        ),
      () =>
        flat('M170 480Q260 380 350 460T570 420V600H170z', up(color, 0.35), 0.8) +
        flat('M300 470L370 300L440 470z', mix(accent, '#ffffff', 0.1)) +
        flat(disc(490, 300, 40), '#ffe7ae'),
      () =>
        times(
          7,
          (i) =>
            `<g transform="rotate(${i * 51.4} 370 420)">` +
            `${flat(
              'M370 420C330 360 340 300 370 268C400 300 410 360 370 420z',
              i % 2 === 0 ? accent : '#f2dcae',
              0.95,
            )}</g>`,
        ) + flat(disc(370, 420, 26), '#fff8ee'),
    ];
    const meeple = (x: number, hue: string) =>
      form(
        `M${x} 650q-4 -30 14 -62q-30 -2 -30 -22` +
          'q20 -20 42 -18q-10 -40 20 -42q30 2 20 42q22' +
          ' -2 42 18q0 20 -30 22q18 32 14 62h-34l-12 -26' +
          '-12 26z',
        hue,
        'box',
      );
    return (
      form('M570 210L620 240V640L570 650z', down(color, 0.45), 'flat') +
      form(rect([164, 590, 406, 60], 6), down(color, 0.3), 'box') +
      form(lid, color, 'box') +
      studio.clip(
        lid,
        (motif[f % 3] ?? (() => ''))() + flat('M170 200H420L230 600H170z', '#ffffff', 0.08),
      ) +
      form(rect([206, 222, 330, 30], 15), '#fff8ee', 'flat') +
      line('M240 237h120M380 237h60', color, { width: 9 }) +
      meeple(520, hueAt(f)) +
      meeple(596, hueAt(f + 2))
    );
  },
};

export const playDrawings: Readonly<Record<string, Drawing>> = {
  blocks,
  puzzle,
  plush,
  bunny,
  gamebox,
};
