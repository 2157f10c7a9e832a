// Furniture, light and textiles of the demo shop: a drawing for each kind;
// long because outlines are data.
import type { Drawing } from './drawing.ts';
import {
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

const oak = '#c69b67';
const woods = ['#c69b67', '#7a5236', '#2c2b2e'];
const wood = (form_: number): string => woods[form_ % woods.length] ?? oak;

/** Fine grain lines inside a box. */
function grain([x, y, w, h]: readonly [number, number, number, number], color: string): string {
  return times(5, (i) => {
    const at = y + (h * (i + 0.7)) / 5.4;
    return line(
      `M${x + 8} ${at}q${w / 3} ${i % 2 === 0 ? -5 : 5} ${w / 2} 0t${w / 2 - 16} 0`,
      down(color, 0.3),
      { width: 1.6, opacity: 0.35 },
    );
  });
}

/** Stitch-like weave over cloth, cut to the outline by the caller. */
function weave([x, y, w, h]: readonly [number, number, number, number]): string {
  return times(
    Math.floor(h / 9),
    (i) =>
      `<path d="M${x} ${y + i * 9}h${w}" stroke="#000"` +
      ' stroke-opacity="0.07" stroke-width="2" stroke-dasharray="7 5"' +
      ` stroke-dashoffset="${(i % 2) * 6}"/>`,
  );
}

const sofa: Drawing = {
  palette: 'home',
  ground: [70, 730],
  draw: ({ color, accent, form: f, studio }) => {
    const seats = f % 3 === 1 ? 3 : 2;
    const width = 500 / seats;
    const leg = (x: number, lean: number) => form(`M${x} 596h26l${lean} 54h-12z`, wood(f), 'round');
    const back = f % 2 === 0 ? rect([116, 318, 568, 230], 46) : rect([116, 340, 568, 210], 90);
    const backs = times(seats, (i) =>
      form(rect([150 + i * width, 344, width, 170], 38), up(color, 0.06), 'cloth'),
    );
    const cushions = times(
      seats,
      (i) =>
        form(rect([146 + i * (508 / seats), 476, 508 / seats, 72], 28), up(color, 0.13), 'cloth') +
        line(`M${164 + i * (508 / seats)} 540h${508 / seats - 36}`, down(color, 0.4), {
          width: 3,
          opacity: 0.35,
        }),
    );
    const arm =
      form(rect([72, 412, 98, 190], f % 2 === 0 ? 40 : 49), color, 'cloth') +
      gloss(rect([82, 418, 70, 40], 22), 0.25);
    const pillow =
      '<g transform="rotate(-14 220 440)">' +
      form(
        'M168 392Q220 400 272 392Q264 440 272 490Q220 482 168 490Q176 440 168 392z',
        mix(accent, '#e9ddc8', 0.35),
        'cloth',
      ) +
      '</g>';
    return (
      leg(126, 8) +
      leg(648, -20) +
      form(back, down(color, 0.08), 'cloth') +
      backs +
      studio.clip(back, weave([116, 318, 568, 230])) +
      form(rect([110, 534, 580, 72], 22), down(color, 0.1), 'cloth') +
      flat(rect([150, 536, 500, 14], 6), down(color, 0.6), 0.35) +
      cushions +
      mirrored(arm) +
      pillow +
      (f % 2 === 1
        ? pillow.replace('rotate(-14 220 440)', 'translate(800 0) scale(-1 1) rotate(-10 220 440)')
        : '')
    );
  },
};

const armchair: Drawing = {
  palette: 'home',
  ground: [190, 610],
  draw: ({ color, form: f, studio }) => {
    const leg = (d: string) => form(d, f % 2 === 0 ? oak : '#7a5236', 'round');
    const back = 'M230 520C206 330 232 200 400 200S594 330 570 520z';
    return (
      leg('M250 560h26l-30 90h-16z') +
      leg('M550 560h-26l30 90h16z') +
      leg('M322 570h20v66h-14z') +
      leg('M478 570h-20v66h14z') +
      form(back, down(color, 0.06), 'cloth') +
      studio.clip(
        back,
        weave([200, 200, 400, 330]) +
          line(
            'M400 210V500M320 216C306 320 312 420 330 500M480 216C494 320 488 420 470 500',
            down(color, 0.5),
            { width: 4, opacity: 0.28 },
          ),
      ) +
      form(
        'M166 402C166 360 236 352 244 410L266 540Q268 590 226 590Q190 590 184 540z',
        color,
        'cloth',
      ) +
      form(
        'M634 402C634 360 564 352 556 410L534 540Q532 590 574 590Q610 590 616 540z',
        color,
        'cloth',
      ) +
      form(rect([238, 476, 324, 84], 38), up(color, 0.12), 'cloth') +
      form(rect([220, 534, 360, 62], 26), down(color, 0.08), 'cloth')
    );
  },
};

const chair: Drawing = {
  palette: 'home',
  ground: [248, 560],
  draw: ({ color, form: f }) => {
    const dark = down(color, 0.22);
    const legs =
      form('M296 452h30l-34 198h-20z', dark, 'round') +
      form('M504 452h-30l34 198h20z', dark, 'round') +
      form('M272 470h34l-28 180h-24z', color, 'round') +
      form('M528 470h-34l28 180h24z', color, 'round');
    const seat =
      form(
        'M258 436Q400 412 542 436L560 462Q562 486 540 488H260Q238 486 240 462z',
        up(color, 0.1),
        'box',
      ) + flat('M262 440Q400 418 538 440L548 456Q400 436 252 456z', '#ffffff', 0.25);
    if (f % 3 === 0) {
      const posts =
        form('M272 450L290 170h26L306 450z', color, 'round') +
        form('M528 450L510 170h-26L494 450z', color, 'round');
      const slats = times(3, (i) =>
        form(rect([298, 196 + i * 72, 204, 36], 16), up(color, 0.05), 'box'),
      );
      return posts + slats + legs + seat;
    }
    if (f % 3 === 1) {
      const spindles = times(6, (i) =>
        form(`M${316 + i * 31} 200h9l${(i - 2.5) * -2} 240h-9z`, dark, 'round'),
      );
      return spindles + tube('M268 440C250 120 550 120 532 440', color, 28) + legs + seat;
    }
    const shell = 'M270 448C244 330 250 210 290 186Q400 160 510 186C550 210 556 330 530 448z';
    return (
      form(shell, color, 'box') +
      flat(
        'M320 250Q400 232 480 250Q486 290 478 306' + 'Q400 292 322 306Q314 290 320 250z',
        down(color, 0.5),
        0.35,
      ) +
      legs +
      seat
    );
  },
};

const table: Drawing = {
  palette: 'home',
  ground: [140, 660],
  draw: ({ color, form: f }) => {
    const vase = (x: number, y: number) =>
      tube(
        `M${x} ${y - 70}C${x - 4} ${y - 130} ${x + 30} ` + `${y - 150} ${x + 44} ${y - 190}`,
        '#7f8f66',
        5,
      ) +
      flat(oval(x + 46, y - 196, [17, 26]), '#98a98a') +
      flat(oval(x + 14, y - 150, [12, 20]), '#849a72') +
      form(
        `M${x - 20} ${y - 76}h40q-6 18 12 34q14 22 -6 42h-52q-20 -20 -6 -42` + 'q18 -16 12 -34z',
        '#e8ddca',
        'round',
      );
    if (f % 3 === 0) {
      const leg = tube('M400 380V600', down(color, 0.1), 30);
      return (
        form(oval(400, 632, [126, 20]), down(color, 0.12), 'box') +
        leg +
        form('M200 358a200 44 0 0 0 400 0v22a200 44 0 0 1 -400 0z', down(color, 0.2), 'round') +
        form(oval(400, 358, [200, 44]), up(color, 0.14), 'flat') +
        vase(450, 366)
      );
    }
    if (f % 3 === 1) {
      const leg = form('M132 404h36l-6 246h-24z', down(color, 0.06), 'round');
      const far = form('M196 404h26l-2 212h-18z', down(color, 0.3), 'round');
      return (
        mirrored(far + leg) +
        form(rect([110, 392, 580, 34], 6), down(color, 0.14), 'box') +
        form('M120 350H680L712 386Q714 398 702 398H98Q86 398 88 386z', up(color, 0.1), 'box') +
        grain([110, 350, 580, 44], color) +
        vase(330, 376)
      );
    }
    const leg = tube('M196 470L164 640', wood(f + 1), 22);
    const far = tube('M284 466L266 608', down(wood(f + 1), 0.25), 18);
    return (
      mirrored(far + leg) +
      form('M96 444a304 62 0 0 0 608 0v20a304 62 0 0 1 -608 0z', down(color, 0.2), 'round') +
      form(oval(400, 444, [304, 62]), up(color, 0.12), 'flat') +
      form('M262 420l92 -10 16 16 -96 12z', '#c4633f', 'flat') +
      form('M268 408l80 -10 14 14 -84 12z', '#e8ddca', 'flat') +
      vase(480, 446)
    );
  },
};

const glow = (studio: { rad(stops: string): string }, x: number, y: number): string =>
  flat(disc(x, y, 300), studio.rad('#ffe7b099 #ffe7b033@45 #ffe7b000'));

const lamp: Drawing = {
  palette: 'home',
  ground: [300, 500],
  podium: true,
  draw: ({ color, form: f, studio }) => {
    const warm = studio.lin('#fff3d4 #f7dba6@70 #e6bf80', 90);
    const shade =
      f % 2 === 0
        ? 'M310 180H490L556 380H244z'
        : 'M236 380C236 236 316 180 400 180S564 236 564 380z';
    const bases = [
      form(
        'M372 396C372 440 300 470 300 560C300 630 350 646 400 646S500 630 500 560' +
          'C500 470 428 440 428 396z',
        color,
        'round',
      ),
      tube('M400 390V620', color, 22) + form(oval(400, 632, [104, 20]), color, 'box'),
      times(3, (i) =>
        form(disc(400, 448 + i * 74, 46 - i * 2 + (i === 1 ? 12 : 0)), color, 'ball'),
      ) + form(rect([336, 628, 128, 22], 10), down(color, 0.2), 'round'),
    ];
    const lit = f % 3 === 1 ? color : '';
    return (
      glow(studio, 400, 320) +
      line('M400 370V410', '#b08d57', { width: 12 }) +
      (bases[f % 3] ?? '') +
      (lit === ''
        ? flat(shade, warm) + gloss(shade, 0.35)
        : form(shade, color, 'box') + flat(oval(400, 380, [154, 12]), '#fff1c9')) +
      line(f % 2 === 0 ? 'M246 379H554' : 'M238 379H562', '#b98f55', { width: 5, opacity: 0.6 })
    );
  },
};

const floorlamp: Drawing = {
  palette: 'home',
  ground: [300, 520],
  draw: ({ color, form: f, studio }) => {
    const warm = studio.lin('#fff3d4 #f3d49b', 90);
    if (f % 2 === 0) {
      const leg = (d: string) => tube(d, oak, 16);
      return (
        glow(studio, 400, 240) +
        leg('M400 320L400 630') +
        leg('M400 330L302 645') +
        leg('M400 330L498 645') +
        form(rect([380, 310, 40, 30], 8), '#b08d57', 'round') +
        flat('M296 110H504L534 310H266z', warm) +
        form('M296 110H504L534 310H266z', '#fff3d4', 'cloth') +
        line('M296 111H504M267 309H533', color, { width: 8 })
      );
    }
    return (
      glow(studio, 520, 250) +
      tube('M320 636V260C320 90 520 70 530 210', color, 15) +
      form(oval(330, 638, [96, 18]), color, 'box') +
      flat(oval(530, 290, [74, 16]), '#fff1c9') +
      form('M456 290C456 226 492 196 530 196S604 226 604 290z', color, 'round')
    );
  },
};

const desklamp: Drawing = {
  palette: 'home',
  ground: [220, 460],
  podium: true,
  draw: ({ color, studio }) =>
    glow(studio, 560, 400) +
    flat('M470 330L640 400L720 650H380z', studio.lin('#fff0c0aa #fff0c000', 80), 0.6) +
    tube('M330 620L270 400L440 230', color, 18) +
    form(disc(270, 400, 22), '#c9a45c', 'ball') +
    form(disc(440, 232, 20), '#c9a45c', 'ball') +
    form('M430 196Q462 176 490 206L650 344Q560 424 458 372Q412 280 430 196z', color, 'box') +
    form('M462 372Q560 424 650 344Q640 330 628 326Q560 330 470 360z', '#fff2cc', 'flat') +
    form('M220 640Q220 606 330 606T440 640Q440 650 430 650H230Q220 650 220 640z', color, 'round'),
};

const rug: Drawing = {
  palette: 'home',
  pose: 'lay',
  draw: ({ color, accent, form: f, studio }) => {
    const area = rect([210, 110, 380, 580], 8);
    const light = up(color, 0.55);
    const second = mix(accent, color, 0.45);
    const patterns = [
      () =>
        times(7, (i) =>
          times(5, (k) =>
            flat(
              `M${248 + k * 76} ${130 + i * 84}l34 40` + '-34 40-34-40z',
              i % 2 === 0 ? light : second,
              0.85,
            ),
          ),
        ),
      () =>
        times(5, (i) =>
          line(
            rect([240 + i * 30, 140 + i * 30, 320 - i * 60, 520 - i * 60], 90),
            i % 2 === 0 ? light : second,
            { width: 13 },
          ),
        ),
      () =>
        times(11, (i) =>
          flat(
            rect([210, 130 + i * 52, 380, i % 3 === 0 ? 30 : 12]),
            i % 2 === 0 ? light : second,
            0.9,
          ),
        ),
      () =>
        times(4, (i) =>
          times(3, (k) =>
            line(
              `M${226 + k * 122} ${240 + i * 142}` +
                'a52 52 0 0 1 104 0M' +
                `${250 + k * 122} ${240 + i * 142}a28 28 0 0 1 56 0`,
              (i + k) % 2 === 0 ? light : second,
              { width: 14 },
            ),
          ),
        ),
      () =>
        flat('M210 110H590V330C470 290 400 420 210 380z', light) +
        flat('M590 690H300C320 560 470 600 590 470z', second) +
        flat(disc(440, 300, 60), second),
    ];
    const fringe = times(26, (i) =>
      line(`M${220 + i * 14.4} 694v22M${220 + i * 14.4} 106v-22`, '#eadfc8', { width: 5 }),
    );
    return turned(
      f % 2 === 0 ? 20 : -16,
      drop(area, 0.5) +
        fringe +
        flat(area, color) +
        studio.clip(area, (patterns[f % 5] ?? patterns[0])?.() ?? '') +
        studio.clip(area, weave([210, 110, 380, 580])) +
        form(area, `${color}`, 'cloth').replace(`fill="${color}"`, 'fill="none"') +
        line(rect([222, 122, 356, 556], 4), light, { width: 4, opacity: 0.5 }),
    );
  },
};

const pillow: Drawing = {
  palette: 'home',
  ground: [190, 610],
  draw: ({ color, form: f, studio }) => {
    const body =
      'M176 196Q400 236 624 196Q664 190 650 236Q606 420 648 606Q660 654 616 646' +
      'Q400 612 184 646Q140 654 152 606Q194 420 150 236Q136 190 176 196z';
    const light = up(color, 0.4);
    const patterns = [
      () => '',
      () => times(9, (i) => line(`M${180 + i * 56} 180V680`, light, { width: 9, opacity: 0.7 })),
      () =>
        times(6, (i) => times(6, (k) => flat(disc(190 + k * 84, 236 + i * 76, 11), light, 0.8))),
      () =>
        times(8, (i) =>
          line(`M130 ${220 + i * 58}q34 -30 68 0t68 0 68 0 68 0 68 0 68 0 68 0 68 0`, light, {
            width: 7,
            opacity: 0.6,
          }),
        ),
    ];
    return (
      form(body, color, 'cloth') +
      studio.clip(
        body,
        (patterns[f % 4] ?? (() => ''))() +
          weave([130, 180, 540, 500]) +
          flat(oval(330, 330, [230, 170]), studio.rad('#ffffff66 #ffffff00')) +
          flat(oval(470, 560, [260, 150]), studio.rad('#1d1a264d #1d1a2600')),
      ) +
      line('M196 250q24 40 30 88M606 250q-24 40 -30 88M200 600q30 -34 34 -70', down(color, 0.5), {
        width: 4,
        opacity: 0.3,
      }) +
      line(body, down(color, 0.25), { width: 5, opacity: 0.5 })
    );
  },
};

const candle: Drawing = {
  palette: 'home',
  ground: [270, 530],
  podium: true,
  fixed: true,
  draw: ({ color, form: f, studio }) => {
    const jar = 'M264 330H536V606Q536 650 492 650H308Q264 650 264 606z';
    const label = f % 2 === 0 ? rect([320, 440, 160, 130], 6) : disc(400, 510, 76);
    const tone = f % 3 === 0 ? '#8a5a2b' : color;
    return (
      glow(studio, 400, 280) +
      form(jar, tone, 'round') +
      flat('M264 330H536V390H264z', down(tone, 0.25), 0.35) +
      form(oval(400, 330, [136, 26]), down(tone, 0.15), 'flat') +
      flat(oval(400, 338, [120, 18]), '#fff2d6') +
      line('M400 338V296', '#3a2e26', { width: 5 }) +
      flat(
        'M400 226C424 262 422 300 400 304C378 300 376 262 400 226z',
        studio.lin('#ffd97a #ff9d45', 90),
      ) +
      flat(oval(400, 288, [8, 14]), '#fff8e0') +
      form(label, '#f6efe2', 'flat') +
      line('M350 486h100M366 508h68M376 530h48', '#5b5148', { width: 5, opacity: 0.75 }) +
      gloss(rect([284, 360, 34, 250], 17), 0.5)
    );
  },
};

const shelf: Drawing = {
  palette: 'home',
  ground: [190, 610],
  fixed: true,
  draw: ({ color, accent, form: f }) => {
    const levels = [150, 270, 390, 510, 620];
    const hues = [accent, '#c4633f', '#e8ddca', '#26365b', '#98a98a', '#d7a12f'];
    const books = (x: number, y: number, shift: number) =>
      times(5, (i) => {
        const h = 58 + ((i * 37 + shift * 13) % 30);
        return form(rect([x + i * 19, y - h, 17, h], 2), hues[(i + shift) % 6] ?? oak, 'flat');
      });
    const pot = (x: number, y: number) =>
      flat(oval(x - 16, y - 66, [15, 30]), '#6f8a5b') +
      flat(oval(x + 16, y - 70, [14, 32]), '#849a72') +
      flat(oval(x, y - 80, [13, 34]), '#5c7a4c') +
      form(`M${x - 26} ${y - 44}h52l-8 44h-36z`, '#e8ddca', 'round');
    const bowl = (x: number, y: number) =>
      form(`M${x - 44} ${y - 32}h88q-6 32 -44 32t-44 -32z`, '#b98a5e', 'round');
    const content = levels
      .slice(1)
      .map((y, i) =>
        [books(220 + (i % 2) * 130, y, i + f), i % 2 === 0 ? pot(520, y) : bowl(280, y)].join(''),
      )
      .join('');
    return (
      flat(rect([206, 150, 388, 480]), down(color, 0.3), 0.16) +
      content +
      levels.map((y) => form(rect([196, y, 408, 18], 3), up(color, 0.08), 'box')).join('') +
      form(rect([186, 138, 22, 512], 4), color, 'round') +
      form(rect([592, 138, 22, 512], 4), color, 'round')
    );
  },
};

export const homeDrawings: Readonly<Record<string, Drawing>> = {
  sofa,
  armchair,
  chair,
  table,
  lamp,
  floorlamp,
  desklamp,
  rug,
  pillow,
  candle,
  shelf,
};
