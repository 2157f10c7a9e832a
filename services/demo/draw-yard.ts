// Tools and plants of the demo shop: a drawing for each kind;
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
  mix,
  oval,
  rect,
  times,
  tube,
  turned,
  up,
} from './studio.ts';

const ink = '#2f3036';
const steel = '#b4bac1';

const drill: Drawing = {
  palette: 'tools',
  ground: [330, 610],
  draw: ({ color, form: f }) => {
    const body = 'M250 220H560Q630 226 632 292T570 372H300Q250 372 246 320z';
    const grip = 'M420 350H566L590 560H446z';
    const bit = times(7, (i) => line(`M${70 + i * 14} 286l12 20`, '#6a7078', { width: 4 }));
    return (
      form(rect([62, 284, 116, 22], 6), steel, 'flat') +
      bit +
      form('M150 262L216 236V356L150 330z', '#55585f', 'flat') +
      times(4, (i) =>
        line(`M${164 + i * 14} ${258 - i * 5}V${334 + i * 5}`, '#26272b', {
          width: 4,
          opacity: 0.6,
        }),
      ) +
      form(rect([206, 232, 56, 130], 12), ink, 'flat') +
      form(grip, ink, 'box') +
      line('M462 400L476 540M486 400L500 540M510 400L524 540', '#000000', {
        width: 7,
        opacity: 0.35,
      }) +
      form(body, color, 'box') +
      form(
        'M300 220H430L400 372H300Q250 372 246 320L250 220z',
        f % 2 === 0 ? color : up(color, 0.1),
        'flat',
      ) +
      times(4, (i) =>
        line(`M${560 + i * 16} 262v64`, down(color, 0.7), { width: 6, opacity: 0.7 }),
      ) +
      form('M402 372Q396 440 432 446L448 440L436 372z', '#c8352f', 'round') +
      form(rect([330, 268, 150, 44], 8), '#fff8ee', 'flat') +
      line('M350 290h70M432 290h28', color, { width: 10 }) +
      gloss('M280 228H540V250H280z', 0.6) +
      form('M398 556H612Q628 556 628 574V632Q628 650 610 650H394Q376 650 380 630z', ink, 'box') +
      form(rect([398, 590, 200, 22], 6), color, 'flat') +
      times(3, (i) => flat(disc(560 + i * 18, 632, 4), '#7fd6a4', 0.9))
    );
  },
};

const hammer: Drawing = {
  palette: 'tools',
  pose: 'lay',
  draw: ({ color, form: f }) => {
    const wood = f % 2 === 0 ? '#c69b67' : color;
    const handle = 'M372 250H428L436 560Q444 700 428 726H372Q356 700 364 560z';
    const head =
      'M250 150H372V130H440V150C520 146 590 170 624 246C560 214 500 216 440 236V250H360' +
      'V236H250Q236 236 236 222V164Q236 150 250 150z';
    return turned(
      34,
      drop(handle, 0.7) +
        drop(head, 0.8) +
        form(handle, wood, 'round') +
        (f % 2 === 0
          ? times(4, (i) =>
              line(`M${382 + i * 12} 270q-6 200 0 430`, down(wood, 0.5), {
                width: 1.8,
                opacity: 0.4,
              }),
            ) +
            form(
              'M364 590L436 590Q442 690 428 726H372Q358 690 364 590z',
              mix(color, '#2f3036', 0.2),
              'round',
            )
          : times(9, (i) =>
              line(`M370 ${540 + i * 20}H430`, '#000000', { width: 6, opacity: 0.25 }),
            )) +
        form(head, '#7d848d', 'flat') +
        flat(
          'M250 150H372V130H440V150C520 146 560 160 590 190' + 'C520 170 470 172 440 178H250z',
          '#ffffff',
          0.3,
        ) +
        form(rect([216, 146, 40, 94], 10), '#5d636b', 'flat'),
    );
  },
};

const wrench: Drawing = {
  palette: 'tools',
  pose: 'lay',
  draw: ({ color, form: f }) => {
    const body = 'M366 300L360 700Q360 744 400 744T440 700L434 300z';
    const head =
      'M352 320C290 280 288 180 330 130L350 120V200Q352 214 368 214H440Q452 214 452 200' +
      'L460 150C520 190 520 280 448 320z';
    return turned(
      f % 2 === 0 ? 36 : -36,
      drop(body, 0.7) +
        drop(head, 0.7) +
        form(body, steel, 'box') +
        form('M374 440L370 690Q370 730 400 730T430 690L426 440z', color, 'round') +
        flat(disc(400, 702, 14), '#3a3b40') +
        form(head, '#9aa1aa', 'box') +
        form('M440 214V130Q470 110 478 150L470 240H440z', '#7d848d', 'flat') +
        form(rect([388, 232, 56, 34], 6), '#5d636b', 'flat') +
        times(6, (i) => line(`M${392 + i * 9} 234v30`, '#d9dee3', { width: 3, opacity: 0.7 })),
    );
  },
};

const toolbox: Drawing = {
  palette: 'tools',
  ground: [110, 690],
  draw: ({ color, form: f }) => {
    const latch = (x: number) =>
      form(rect([x, 388, 54, 74], 8), '#c9ced4', 'box') +
      form(rect([x + 12, 430, 30, 22], 4), '#6a7078', 'flat');
    if (f % 3 === 2) {
      return (
        form(rect([170, 220, 460, 430], 16), color, 'box') +
        form(rect([160, 200, 480, 40], 12), down(color, 0.25), 'box') +
        times(
          4,
          (i) =>
            form(rect([194, 262 + i * 92, 412, 78], 6), up(color, 0.08), 'box') +
            form(rect([310, 292 + i * 92, 180, 16], 8), '#c9ced4', 'flat'),
        )
      );
    }
    const tools =
      f % 3 === 1
        ? form(rect([240, 250, 26, 150], 10), '#e0aa35', 'round') +
          form(rect([247, 190, 12, 70], 3), steel, 'round') +
          form(rect([520, 240, 34, 150], 12), '#2f6fb8', 'round') +
          form('M330 400V250q0 -50 40 -60v50h24v-50q40 10 40 60v150z', steel, 'flat')
        : '';
    const handle =
      f % 3 === 1
        ? line('M170 400V230H630V400', '#6a7078', { width: 22 }) +
          form(rect([250, 214, 300, 34], 17), ink, 'flat')
        : line('M290 330V260Q290 236 314 236H486Q510 236 510 260V330', '#6a7078', { width: 20 }) +
          form(rect([322, 220, 156, 34], 17), ink, 'flat');
    const lid =
      f % 3 === 1
        ? ''
        : form('M150 320H650L682 420H118z', up(color, 0.06), 'box') +
          gloss('M160 326H640L648 346H152z', 0.4);
    return (
      tools +
      handle +
      form(rect([118, 400, 564, 250], 14), color, 'box') +
      lid +
      line('M118 470H682', '#000000', { width: 4, opacity: 0.18 }) +
      flat(rect([118, 614, 564, 36], 14), down(color, 0.35), 0.6) +
      latch(206) +
      latch(540) +
      form(rect([330, 510, 140, 54], 8), '#fff8ee', 'flat') +
      line('M352 538h96', color, { width: 10 })
    );
  },
};

const potOf = (color: string, f: number, ribs: boolean): string => {
  const body =
    [
      'M270 460H530L502 622Q498 650 470 650H330Q302 650 298 622z',
      'M280 450H520Q548 540 510 630Q502 650 480 650H320Q298 650 290 630Q252 540 280 450z',
      'M284 456H516V624Q516 650 490 650H310Q284 650 284 624z',
    ][f % 3] ?? '';
  return (
    form(body, color, 'round') +
    (ribs
      ? times(9, (i) =>
          line(`M${300 + i * 25} 500V640`, down(color, 0.6), { width: 4, opacity: 0.16 }),
        )
      : '') +
    (f % 3 === 0 ? form(rect([256, 440, 288, 56], 10), up(color, 0.05), 'round') : '') +
    flat(oval(400, f % 3 === 0 ? 444 : 456, [f % 3 === 0 ? 132 : 112, 14]), '#4a382b')
  );
};

const leafAt = (turn: number, [length, width]: readonly [number, number], hue: string): string =>
  `<g transform="rotate(${turn} 400 450)">` +
  `${line(`M400 450V${450 - length * 0.5}`, down(hue, 0.2), { width: 6 })}` +
  form(
    `M400 ${450 - length * 0.38}C${400 - width} ${450 - length * 0.6} ${400 - width * 0.7} ` +
      `${450 - length * 0.9} 400 ${450 - length}C${400 + width * 0.7} ${450 - length * 0.9} ` +
      `${400 + width} ${450 - length * 0.6} 400 ${450 - length * 0.38}z`,
    hue,
    'box',
  ) +
  `${line(`M400 ${450 - length * 0.4}V${450 - length * 0.96}`, up(hue, 0.45), {
    width: 3,
    opacity: 0.6,
  })}</g>`;

const plant: Drawing = {
  palette: 'tools',
  ground: [296, 504],
  draw: ({ color, form: f }) => {
    const greens = ['#3f7a4b', '#2f5f45', '#5c8f52', '#4f8a68'];
    const tall = f % 2 === 0;
    const leaves = tall
      ? [-58, 56, -36, 38, -18, 20, 0].map((turn, i) =>
          leafAt(turn, [240 + (i % 3) * 44 + i * 12, 62], greens[i % 4] ?? '#3f7a4b'),
        )
      : [-26, 24, -14, 14, -5, 6].map((turn, i) => {
          const hue = greens[(i + 1) % 4] ?? '#3f7a4b';
          const top = 150 + ((i * 53) % 110);
          return `<g transform="rotate(${turn} 400 460)">${form(
            `M384 460C360 340 376 230 400 ${top}` + 'C424 230 440 340 416 460z',
            hue,
            'box',
          )}${line(`M400 456V${top + 30}`, up(hue, 0.5), { width: 4, opacity: 0.5 })}</g>`;
        });
    return leaves.join('') + potOf(color, f, f % 3 === 2);
  },
};

const fern: Drawing = {
  palette: 'tools',
  ground: [296, 504],
  draw: ({ color, form: f }) => {
    const frond = (turn: number, i: number) => {
      const hue = i % 2 === 0 ? '#4f8a4a' : '#3a7046';
      return `<g transform="rotate(${turn} 400 450)">${line('M400 450Q396 330 420 200', hue, {
        width: 5,
      })}${times(11, (k) =>
        flat(
          `M${399 + k * k * 0.16} ${420 - k * 20}q-46 -18 -62` +
            ` ${-6 + k}q26 30 62 16zM${399 + k * k * 0.16}` +
            ` ${420 - k * 20}q46 -24 62 -8q-22 30 -62 16z`,
          k % 2 === 0 ? hue : up(hue, 0.14),
        ),
      )}</g>`;
    };
    return [-82, 78, -60, 56, -36, 34, -14, 12].map(frond).join('') + potOf(color, f, f % 2 === 0);
  },
};

const succulent: Drawing = {
  palette: 'tools',
  ground: [296, 504],
  podium: true,
  draw: ({ color, form: f }) => {
    const hue = ['#7fa68a', '#8aa66e', '#6f9f9a'][f % 3] ?? '#7fa68a';
    const cactus =
      form(rect([340, 210, 120, 260], 60), '#4f8a5c', 'round') +
      tubeArm('M344 380C270 390 268 340 270 300') +
      tubeArm('M456 350C530 360 532 310 530 270') +
      times(5, (i) => line(`M${356 + i * 22} 236V460`, '#2f5f45', { width: 3, opacity: 0.4 })) +
      [380, 400, 422].map((x, i) => flat(disc(x, 206 - (i % 2) * 10, 14), '#ee8fa0')).join('');
    const rosette = [3, 2, 1, 0]
      .map((ring) =>
        times(11, (i) => {
          const turn =
            -90 + i * 18 + (ring % 2 === 0 ? 0 : 9) - (i === 10 && ring % 2 === 1 ? 180 : 0);
          const length = 90 + ring * 44;
          return `<g transform="rotate(${turn} 400 430)">${form(
            `M400 430C366 ${430 - length * 0.4} ` +
              `370 ${430 - length * 0.8} 400 ${430 - length}C430 ${430 - length * 0.8} 434 ` +
              `${430 - length * 0.4} 400 430z`,
            mix(hue, ring > 1 ? '#c98a8f' : '#dfe8c8', ring * 0.12),
            'box',
          )}</g>`;
        }),
      )
      .join('');
    return (f % 2 === 0 ? rosette : cactus) + potOf(color, f, false);
  },
};

const tubeArm = (d: string): string => tube(d, '#4f8a5c', 54);

const wateringcan: Drawing = {
  palette: 'tools',
  ground: [250, 590],
  draw: ({ color, form: f, studio }) => {
    const body =
      f % 2 === 0
        ? 'M270 360H570L586 620Q586 650 556 650H284Q254 650 254 620z'
        : 'M420 330C540 330 600 420 600 520Q600 650 540' +
          ' 650H300Q240 650 240 520C240 420 300 330 420 330z';
    const rose =
      f % 3 === 0
        ? '<g transform="rotate(-38 96 250)">' +
          form('M70 240H130L146 276H54z', '#c9a45c', 'box') +
          form(oval(100, 240, [34, 12]), '#e2c483', 'flat') +
          '</g>'
        : '';
    return (
      tube('M280 580C200 540 180 380 110 280', color, 30) +
      rose +
      tube(
        f % 2 === 0
          ? 'M560 400C720 380 720 600 580 600'
          : 'M330 360C360 190 560 190 610 330' + 'C650 450 640 540 590 580',
        f % 3 === 1 ? '#b98652' : down(color, 0.1),
        24,
      ) +
      form(body, color, 'round') +
      studio.clip(
        body,
        line('M230 420H620M230 600H620', down(color, 0.5), { width: 5, opacity: 0.35 }) +
          line('M230 426H620M230 606H620', up(color, 0.6), { width: 3, opacity: 0.4 }),
      ) +
      (f % 2 === 0
        ? form(oval(420, 360, [150, 26]), up(color, 0.1), 'flat') +
          flat('M280 362a140 20 0 0 1 280 0q-60 22 -140 22t-140 -22z', down(color, 0.6))
        : '')
    );
  },
};

export const yardDrawings: Readonly<Record<string, Drawing>> = {
  drill,
  hammer,
  wrench,
  toolbox,
  plant,
  fern,
  succulent,
  wateringcan,
};
