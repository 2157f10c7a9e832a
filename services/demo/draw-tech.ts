// Electronics and watches of the demo shop: a drawing for each kind;
// long because outlines are data.
import type { Drawing } from './drawing.ts';
import {
  brightness,
  disc,
  down,
  drop,
  flat,
  form,
  gloss,
  line,
  mirrored,
  mix,
  oval,
  rect,
  times,
  tube,
  turned,
  up,
} from './studio.ts';

const ink = '#22232a';
const glass = '#12141b';

const headphones: Drawing = {
  palette: 'electronics',
  ground: [170, 630],
  draw: ({ color, form: f }) => {
    const band = 'M222 440C190 90 610 90 578 440';
    const cushion = form(rect([232, 418, 62, 206], 31), down(color, 0.55), 'round');
    const cup = f % 2 === 0 ? rect([146, 408, 108, 226], 54) : oval(204, 522, [66, 118]);
    const side =
      line('M214 300V420', '#b9bec6', { width: 14 }) +
      line('M211 300V420', '#eef0f3', { width: 4 }) +
      cushion +
      form(cup, color, 'round') +
      line('M176 470q-10 52 0 104', up(color, 0.5), { width: 6, opacity: 0.5 }) +
      flat(disc(205, 600, 4), down(color, 0.6));
    return (
      tube(band, down(color, 0.12), 44) +
      line('M262 330C268 196 532 196 538 330', down(color, 0.6), { width: 24 }) +
      line('M262 324C268 188 532 188 538 324', down(color, 0.35), { width: 8 }) +
      mirrored(side)
    );
  },
};

const earbuds: Drawing = {
  palette: 'electronics',
  ground: [240, 560],
  podium: true,
  draw: ({ color, studio }) => {
    const bud = (x: number, flip: number) => {
      const stem = rect([x - 17, 330, 34, 150], 17);
      return (
        form(stem, color, 'round') +
        form(disc(x + 12 * flip, 330, 50), color, 'ball') +
        form(oval(x + 46 * flip, 318, [20, 30]), '#3a3c44', 'ball') +
        flat(disc(x - 6 * flip, 314, 9), down(color, 0.5), 0.6)
      );
    };
    const base = rect([228, 450, 344, 200], 84);
    return (
      form(rect([244, 196, 312, 200], 84), down(color, 0.12), 'box') +
      form(rect([264, 222, 272, 180], 66), down(color, 0.45), 'flat') +
      bud(330, -1) +
      bud(470, 1) +
      flat(rect([250, 430, 300, 60], 30), down(color, 0.55)) +
      form(base, color, 'round') +
      gloss(rect([250, 466, 300, 60], 44), 0.4) +
      flat(disc(400, 560, 7), studio.rad('#d8ffe8 #58d68d #2f9e63'))
    );
  },
};

/** Woven grille: rows of small dots, cut to the outline. */
function grille(x: number, y: number, [w, h]: readonly [number, number]): string {
  const rows = Math.floor(h / 11);
  return times(rows, (i) => {
    const at = y + 6 + i * 11;
    return (
      `<path d="M${x} ${at}h${w}" stroke="#000" stroke-opacity="0.22" stroke-width="3.4"` +
      ` stroke-dasharray="3.4 7" stroke-dashoffset="${i % 2 === 0 ? 0 : 5}"/>`
    );
  });
}

const cone = (cx: number, cy: number, r: number): string =>
  form(disc(cx, cy, r), '#2b2d34', 'ball') +
  form(disc(cx, cy, r * 0.84), '#17181d', 'flat') +
  form(disc(cx, cy, r * 0.7), '#3a3d45', 'ball') +
  form(disc(cx, cy, r * 0.27), '#55585f', 'ball');

const speaker: Drawing = {
  palette: 'electronics',
  ground: [220, 580],
  draw: ({ color, form: f, studio }) => {
    if (f % 3 === 0) {
      const body = rect([240, 190, 320, 460], 22);
      return (
        form(body, color, 'box') +
        cone(400, 500, 112) +
        cone(400, 298, 56) +
        flat(rect([372, 632, 56, 5], 2), '#ffffff', 0.5)
      );
    }
    if (f % 3 === 1) {
      const body = 'M262 262C262 230 538 230 538 262L556 610C556 662 244 662 244 610z';
      return (
        form(body, color, 'round') +
        studio.clip(body, grille(240, 280, [320, 300])) +
        form(oval(400, 258, [137, 30]), down(color, 0.2), 'flat') +
        line('M310 258a90 17 0 0 1 180 0', studio.lin('#7fd8ff #b39dff'), { width: 5 }) +
        flat(rect([372, 606, 56, 6], 3), '#ffffff', 0.6)
      );
    }
    const body = rect([150, 370, 500, 280], 132);
    return (
      tube('M230 384C250 250 550 250 570 384', down(color, 0.4), 22) +
      form(body, color, 'round') +
      studio.clip(body, grille(150, 388, [500, 250])) +
      form(oval(186, 510, [34, 122]), down(color, 0.4), 'ball') +
      form(oval(614, 510, [34, 122]), down(color, 0.5), 'ball') +
      form(rect([344, 488, 112, 40], 20), down(color, 0.55), 'flat')
    );
  },
};

const phone: Drawing = {
  palette: 'electronics',
  ground: [220, 590],
  draw: ({ color, accent, form: f, studio }) => {
    const back = rect([214, 150, 250, 496], 44);
    const lens = (x: number, y: number) =>
      form(disc(x, y, 31), '#23252c', 'ball') +
      flat(disc(x, y, 18), studio.rad('#4d6c93 #1a2436 #0c0f16', [0.38, 0.34, 0.7])) +
      flat(disc(x - 6, y - 7, 5), '#ffffff', 0.75);
    const block = rect([232, 168, f % 2 === 0 ? 104 : 86, f % 2 === 0 ? 178 : 200], 34);
    const front = rect([350, 190, 240, 460], 42);
    const screen = rect([360, 200, 220, 440], 33);
    return (
      form(back, color, 'box') +
      form(block, up(color, 0.18), 'flat') +
      lens(276, 216) +
      lens(276, 296) +
      flat(disc(316, 256, 7), '#fff3cf') +
      drop(front, 0.5) +
      form(front, down(color, 0.25), 'box') +
      flat(screen, studio.lin(`${up(accent, 0.55)} ${accent} ${down(accent, 0.45)}`, 70)) +
      studio.clip(
        screen,
        flat(disc(540, 330, 96), up(accent, 0.6), 0.55) +
          flat('M350 520C430 450 500 560 600 470V660H350z', down(accent, 0.35), 0.6) +
          flat('M350 570C450 510 520 610 600 540V660H350z', down(accent, 0.6), 0.6) +
          flat('M360 200H500L380 640H360z', '#ffffff', 0.12),
      ) +
      flat(rect([436, 214, 68, 18], 9), glass) +
      flat(rect([432, 622, 76, 5], 2), '#fff', 0.8)
    );
  },
};

const laptop: Drawing = {
  palette: 'electronics',
  ground: [90, 710],
  draw: ({ color, accent, studio }) => {
    const lid = rect([176, 170, 448, 330], 20);
    const screen = rect([190, 184, 420, 292], 8);
    const deck = 'M172 500H628L716 630Q718 640 706 640H94Q82 640 84 630z';
    const keys = times(5, (row) =>
      times(13, (i) => {
        const y = 518 + row * 14;
        const spread = 1 + row * 0.048;
        const x = 400 + (i - 6.5) * 29 * spread;
        return flat(rect([x, y, 25 * spread, 10.5], 3), down(color, 0.72));
      }),
    );
    return (
      form(lid, down(color, 0.2), 'box') +
      flat(screen, glass) +
      studio.clip(
        screen,
        flat(screen, studio.lin(`${up(accent, 0.7)} ${up(accent, 0.2)}`, 80)) +
          flat(disc(500, 290, 62), '#fff4dc', 0.85) +
          flat('M180 410C260 320 330 360 400 400S540 330 620 380V480H180z', accent, 0.8) +
          flat('M180 440C300 380 380 450 470 420S580 410 620 430V480H180z', down(accent, 0.4)) +
          flat('M190 184H430L310 476H190z', '#ffffff', 0.1),
      ) +
      form(deck, color, 'box') +
      keys +
      form('M324 594H476L484 628H316z', up(color, 0.15), 'flat') +
      flat('M84 632H716L712 648H88z', down(color, 0.35)) +
      flat('M360 632h80l-8 6h-64z', down(color, 0.6))
    );
  },
};

const camera: Drawing = {
  palette: 'electronics',
  ground: [150, 650],
  draw: ({ color, form: f, studio }) => {
    const metal = f % 2 === 0 ? '#c9ccd1' : '#3a3c43';
    const body = rect([144, 300, 512, 350], 42);
    const hump =
      f % 3 === 2
        ? ''
        : form('M318 304L344 226Q348 214 362 214H438Q452 214 456 226L482 304z', metal, 'box');
    const rings = [150, 132, 112, 92]
      .map((r, i) =>
        form(
          disc(410, 492, r),
          ['#2e3036', '#45484f', '#1b1c21', '#303239'][i] ?? ink,
          i % 2 === 0 ? 'ball' : 'flat',
        ),
      )
      .join('');
    return (
      form(rect([196, 258, 84, 60], 14), down(metal, 0.25), 'round') +
      form(rect([540, 250, 70, 60], 12), down(metal, 0.15), 'round') +
      form(rect([474, 276, 44, 34], 17), '#b8453a', 'round') +
      hump +
      form(body, metal, 'box') +
      form(rect([144, 366, 512, 218], 12), color === '#c3c8ce' ? '#3a3733' : color, 'cloth') +
      rings +
      flat(disc(410, 492, 74), studio.rad('#7d8fc0 #2b2f55@45 #0a0b12', [0.4, 0.35, 0.75])) +
      flat(oval(384, 458, [24, 15]), '#ffffff', 0.65) +
      flat(disc(440, 524, 13), '#b78cd8', 0.4) +
      form(rect([184, 324, 66, 32], 8), '#dfe7ef', 'flat') +
      flat(disc(608, 334, 9), '#d84c3e')
    );
  },
};

const keyboard: Drawing = {
  palette: 'electronics',
  pose: 'lay',
  draw: ({ color, accent, form: f }) => {
    const base = rect([86, 290, 628, 268], 26);
    const cap = up(color, 0.1);
    const rows = [15, 15, 14, 13, 11];
    const keys = times(5, (row) => {
      const count = rows[row] ?? 13;
      const step = 592 / count;
      return times(count, (i) => {
        const wide = row === 4 && i > 2 && i < 8;
        if (wide && i > 3) return '';
        const edge = i === 0 || i === count - 1;
        const hue =
          (edge && row === 3) || (row === 0 && i === 0)
            ? accent
            : edge || row === 4
              ? down(cap, 0.16)
              : cap;
        const box = [104 + i * step, 308 + row * 47, wide ? step * 5 - 6 : step - 6, 40] as const;
        return (
          flat(rect([box[0], box[1] + 3, box[2], 41], 8), down(hue, 0.4)) +
          form(rect(box, 8), hue, 'flat') +
          flat(rect([box[0] + 4, box[1] + 3, box[2] - 8, 29], 6), up(hue, 0.22), 0.55)
        );
      });
    });
    const knob = f % 2 === 0 ? form(disc(676, 328, 21), '#c9a45c', 'ball') : '';
    return turned(-16, drop(base, 0.9) + form(base, down(color, 0.3), 'box') + keys + knob);
  },
};

const mouse: Drawing = {
  palette: 'electronics',
  pose: 'lay',
  draw: ({ color, form: f, studio }) => {
    const body =
      f % 2 === 0
        ? 'M400 160C500 160 536 250 536 390C536 560 490 650' +
          ' 400 650S264 560 264 390C264 250 300 160 400 160z'
        : 'M380 170C490 150 530 240 530 380C545 560 500 650' +
          ' 400 650S236 580 262 430C240 400 262 190 380 170z';
    return turned(
      14,
      drop(body, 1) +
        form(body, color, 'round') +
        studio.clip(
          body,
          flat('M250 380Q400 430 550 380V700H250z', down(color, 0.12), 0.5) +
            line('M400 150V392', down(color, 0.6), { width: 4, opacity: 0.6 }) +
            line('M262 388Q400 432 538 388', down(color, 0.6), { width: 4, opacity: 0.5 }),
        ) +
        gloss(
          'M318 220C345 190 372 190 380 196V360C350 360 320 356 300 348C296 300 300 250 318 220z',
          0.4,
        ) +
        form(rect([382, 226, 36, 92], 18), '#2a2c33', 'round') +
        times(6, (i) => line(`M388 ${242 + i * 12}h24`, '#6a6d76', { width: 3 })),
    );
  },
};

const strap = (color: string, mesh: boolean): string => {
  const half = 'M326 300L342 60Q344 40 364 40H436Q456 40 458 60L474 300z';
  const tail = 'M326 540L342 790Q344 812 364 812H436Q456 812 458 790L474 540z';
  const dots = mesh
    ? times(34, (i) => line(`M334 ${60 + i * 21}H466`, '#ffffff', { width: 3, opacity: 0.22 }))
    : '';
  const stitch = mesh
    ? ''
    : line('M352 60L338 290M448 60L462 290M352 780L338 550M448 780L462 550', up(color, 0.5), {
        width: 3,
        opacity: 0.5,
      });
  return form(half, color, 'round') + form(tail, color, 'round') + dots + stitch;
};

const smartwatch: Drawing = {
  palette: 'electronics',
  pose: 'lay',
  draw: ({ color, accent, form: f, studio }) => {
    const round = f % 2 === 1;
    const body = round ? disc(400, 420, 172) : rect([254, 252, 292, 336], 86);
    const face = round ? disc(400, 420, 142) : rect([274, 272, 252, 296], 68);
    const ring = (r: number, part: number, hue: string) => {
      const turn = part * 2 * Math.PI;
      const x = 400 + r * Math.sin(turn);
      const y = 420 - r * Math.cos(turn);
      return (
        line(disc(400, 420, r), hue, { width: 14, opacity: 0.25 }) +
        line(
          `M400 ${420 - r}A${r} ${r} 0 ${part > 0.5 ? 1 : 0} 1 ${x.toFixed(1)} ${y.toFixed(1)}`,
          hue,
          { width: 14 },
        )
      );
    };
    return turned(
      -12,
      drop(body, 1) +
        drop('M326 60H474V780H326z', 0.5) +
        strap(color, false) +
        form(rect([540, 390, 26, 62], 10), '#8f949c', 'round') +
        form(body, mix('#9ca1a9', color, 0.25), 'box') +
        flat(face, glass) +
        ring(104, 0.78, accent) +
        ring(84, 0.6, '#7fd6a4') +
        ring(64, 0.42, '#f2b84b') +
        line('M382 420h36M400 402v36', '#ffffff', { width: 6, opacity: 0.85 }) +
        studio.clip(face, flat('M240 240H430L330 600H240z', '#ffffff', 0.1)),
    );
  },
};

const watch: Drawing = {
  palette: 'carry',
  pose: 'lay',
  draw: ({ color, form: f, studio }) => {
    const gold = f % 3 === 1;
    const metal = gold ? '#cfa863' : '#b9bec5';
    const leather = ['#9a5630', '#3a3230', '#6c713f', '#26365b'][f % 4] ?? '#9a5630';
    const hand = brightness(color) > 0.55 ? ink : '#f4f1ea';
    const marks = times(
      12,
      (i) =>
        `<g transform="rotate(${i * 30} 400 420)">` +
        `${flat(rect([396, 290, 8, i % 3 === 0 ? 34 : 20], 4), hand)}</g>`,
    );
    const pointer = (deg: number, length: number, width: number) =>
      `<g transform="rotate(${deg} 400 420)">` +
      `${flat(rect([400 - width / 2, 420 - length, width, length + 26], width / 2), hand)}</g>`;
    return turned(
      f % 2 === 0 ? 14 : -14,
      drop(disc(400, 420, 176), 1) +
        drop('M326 60H474V780H326z', 0.5) +
        strap(f % 2 === 0 ? leather : '#a6abb3', f % 2 === 1) +
        form(rect([564, 402, 34, 38], 8), metal, 'round') +
        form(disc(400, 420, 176), metal, 'ball') +
        form(disc(400, 420, 156), up(metal, 0.4), 'flat') +
        form(disc(400, 420, 146), color, 'flat') +
        marks +
        (f % 3 === 2 ? form(disc(400, 490, 34), down(color, 0.12), 'flat') : '') +
        pointer(-58, 84, 11) +
        pointer(48, 116, 8) +
        line('M400 446V306', '#c8352f', { width: 3 }) +
        form(disc(400, 420, 10), metal, 'ball') +
        studio.clip(disc(400, 420, 146), flat('M240 260H420L320 580H240z', '#ffffff', 0.14)),
    );
  },
};

export const techDrawings: Readonly<Record<string, Drawing>> = {
  headphones,
  earbuds,
  speaker,
  phone,
  laptop,
  camera,
  keyboard,
  mouse,
  smartwatch,
  watch,
};
