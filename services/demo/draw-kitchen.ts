// Kitchen things of the demo shop: a drawing for each kind;
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
  oval,
  rect,
  times,
  tube,
  turned,
  up,
  type Box,
  type Point,
} from './studio.ts';

const steel = '#b9bfc6';

const pan: Drawing = {
  palette: 'kitchen',
  pose: 'lay',
  draw: ({ color, form: f, studio }) => {
    const handle = rect([540, 386, 270, 48], 24);
    const inner = f % 2 === 0 ? '#2b2c31' : '#c6cbd1';
    return turned(
      -38,
      drop(disc(330, 410, 226), 1.1) +
        drop(handle, 0.7) +
        form('M520 396h60v28h-60z', steel, 'flat') +
        form(handle, f % 3 === 1 ? '#8a5a38' : '#2c2b2e', 'box') +
        flat(oval(772, 410, [14, 10]), '#000000', 0.45) +
        form(disc(330, 410, 226), color, 'box') +
        form(disc(330, 410, 210), up(inner, 0.12), 'box') +
        flat(
          disc(330, 410, 184),
          studio.rad(`${up(inner, 0.2)} ${inner}@70 ${down(inner, 0.3)}`, [0.4, 0.35, 0.75]),
        ) +
        times(5, (i) =>
          line(disc(330, 410, 40 + i * 30), '#ffffff', { width: 1.5, opacity: 0.08 }),
        ) +
        flat('M190 330A170 170 0 0 1 330 236L330 276A130 130 0 0 0 222 350z', '#ffffff', 0.16),
    );
  },
};

const pot: Drawing = {
  palette: 'kitchen',
  ground: [170, 630],
  draw: ({ color, form: f }) =>
    form(rect([96, 412, 110, 54], 24), down(color, 0.15), 'round') +
    form(rect([594, 412, 110, 54], 24), down(color, 0.15), 'round') +
    form('M160 390H640L626 590Q622 650 560 650H240Q178 650 174 590z', color, 'round') +
    form(
      'M146 372H654Q664 372 664 384T654 398H146Q136 398 136 384T146 372z',
      down(color, 0.1),
      'round',
    ) +
    form('M156 372C190 300 610 300 644 372z', color, 'round') +
    gloss('M220 352C260 318 380 312 400 314V336C340 336 280 344 220 352z', 0.5) +
    form(
      f % 2 === 0 ? oval(400, 292, [46, 24]) : rect([350, 270, 100, 44], 20),
      f % 3 === 0 ? '#c9a45c' : '#2c2b2e',
      'round',
    ) +
    form(rect([384, 304, 32, 18], 4), '#8d9299', 'round'),
};

const knife: Drawing = {
  palette: 'kitchen',
  pose: 'lay',
  draw: ({ form: f, studio }) => {
    const blades = [
      'M120 380H520V452H330C240 452 160 424 112 384Q112 380 120 380z',
      'M130 380H520V456H250C170 456 136 424 124 388Q122 380 130 380z',
      'M96 384H520V440H110Q88 440 84 416T96 384z',
    ];
    const blade = blades[f % 3] ?? '';
    const hue = ['#6f4a31', '#26272b', '#c69b67'][(f >> 1) % 3] ?? '#6f4a31';
    const handle = 'M516 382H660Q716 380 722 412T690 462Q640 446 516 452z';
    const teeth =
      f % 3 === 2 ? times(20, (i) => flat(`M${110 + i * 20} 436q10 12 20 0z`, '#d9dee3')) : '';
    const board = f % 2 === 0 ? rect([150, 190, 500, 440], 34) : disc(400, 420, 262);
    const grain = times(6, (i) =>
      line(`M130 ${236 + i * 70}q200 -18 300 0t280 -6`, '#9a7040', { width: 2, opacity: 0.35 }),
    );
    return (
      turned(
        8,
        drop(board, 0.8) +
          form(board, ['#d3a873', '#8a5a3c', '#e3dccf'][f % 3] ?? '#d3a873', 'box') +
          studio.clip(board, grain),
      ) +
      turned(
        f % 2 === 0 ? -32 : 28,
        drop(blade, 0.5) +
          teeth +
          flat(blade, studio.lin('#eef1f4 #b9c0c8@45 #f5f7f9@52 #9aa2ab', 90)) +
          line('M124 383H516', '#ffffff', { width: 3, opacity: 0.8 }) +
          form(rect([504, 378, 30, 78], 6), steel, 'flat') +
          form(handle, hue, 'box') +
          [564, 614, 664].map((x) => form(disc(x, 417, 8), '#d8c9a5', 'ball')).join(''),
      )
    );
  },
};

const mug: Drawing = {
  palette: 'kitchen',
  ground: [230, 540],
  podium: true,
  draw: ({ color, accent, form: f, studio }) => {
    const body =
      [
        'M226 270H534V590Q534 650 474 650H286Q226 650 226 590z',
        'M226 270H534L506 620Q502 650 470 650H290Q258 650 254 620z',
        'M226 270H534C544 420 552 560 470 650H290C208 560 216 420 226 270z',
      ][f % 3] ?? '';
    const deco = [
      () => flat('M200 470Q300 430 400 470T600 470V700H200z', down(color, 0.32), 0.75),
      () => '',
      () => times(3, (i) => flat(rect([200, 400 + i * 44, 400, 15]), up(accent, 0.15), 0.75)),
      () =>
        times(16, (i) =>
          flat(disc(240 + ((i * 83) % 290), 320 + ((i * 137) % 300), 5), down(color, 0.5), 0.5),
        ),
    ];
    return (
      tube('M520 350C640 330 650 540 508 540', color, 36) +
      form(body, color, 'round') +
      studio.clip(
        body,
        (deco[f % 4] ?? (() => ''))() +
          flat(rect([200, 250, 400, 420]), 'url(#side)', 0.6) +
          flat(rect([200, 628, 400, 30]), '#cdb493', 0.9),
      ) +
      form(oval(380, 270, [154, 36]), up(color, 0.25), 'flat') +
      flat(oval(380, 274, [138, 28]), down(color, 0.45)) +
      flat(oval(380, 284, [124, 20]), f % 2 === 0 ? '#6b4226' : '#a8692e') +
      flat(oval(350, 281, [60, 8]), '#ffffff', 0.18)
    );
  },
};

const bowl: Drawing = {
  palette: 'kitchen',
  ground: [270, 530],
  draw: ({ color, form: f, studio }) => {
    const body = 'M140 370C150 560 280 636 340 640H460C520 636 650 560 660 370z';
    const fruit = ([x, y]: Point, r: number, hue: string) =>
      form(disc(x, y, r), hue, 'ball') +
      line(`M${x} ${y - r + 6}q4 -16 14 -20`, '#5b4630', { width: 5 });
    const full =
      f % 3 === 0
        ? fruit([300, 330], 70, '#e6803a') +
          fruit([500, 330], 72, '#d9a12f') +
          fruit([400, 312], 78, '#c8352f')
        : f % 3 === 1
          ? fruit([330, 336], 64, '#8fae4e') + fruit([462, 330], 72, '#6f9a3f')
          : '';
    return (
      form('M330 620H470L484 650H316z', down(color, 0.18), 'round') +
      form(oval(400, 370, [260, 58]), up(color, 0.2), 'flat') +
      flat(oval(400, 376, [240, 48]), studio.lin(`${down(color, 0.5)} ${down(color, 0.15)}`, 70)) +
      full +
      form(
        'M140 370C150 560 280 636 340 640H460C520 636 650 560 660 370' + 'A260 58 0 0 1 140 370z',
        color,
        'round',
      ) +
      studio.clip(
        body,
        times(4, (i) =>
          line(
            `M130 ${450 + i * 34}Q400 ${530 + i * 36} 670 ` + `${450 + i * 34}`,
            down(color, 0.4),
            { width: 3, opacity: f % 2 === 0 ? 0.22 : 0 },
          ),
        ),
      ) +
      line('M141 372A260 58 0 0 0 659 372', up(color, 0.6), { width: 5, opacity: 0.8 })
    );
  },
};

const kettle: Drawing = {
  palette: 'kitchen',
  ground: [210, 560],
  draw: ({ color, form: f }) => {
    const grip = f % 2 === 0 ? '#8a5a38' : '#2c2b2e';
    const body =
      [
        'M270 330H510L566 610Q572 650 530 650H250Q208 650 214 610z',
        'M218 560C218 400 280 330 390 330S562 400 562 560Q562 650 500 650H280Q218 650 218 560z',
        'M280 300H500Q540 460 560 600Q566 650 520 650H260Q214 650 220 600Q240 460 280 300z',
      ][f % 3] ?? '';
    const spout =
      f % 3 === 0
        ? tube('M250 590C150 580 190 420 100 372', color, 24)
        : form('M270 440L130 350Q112 340 132 334L176 336L296 372z', color, 'box');
    const handle =
      f % 3 === 1
        ? tube('M262 380C240 170 540 170 518 380', grip, 30)
        : tube('M516 350C690 330 700 560 570 570', grip, 32);
    return (
      spout +
      handle +
      form(body, color, 'round') +
      form('M286 334C300 290 480 290 494 334z', up(color, 0.05), 'round') +
      form(disc(390, 290, 24), grip, 'ball') +
      form(rect([222, 622, 336, 28], 12), down(color, 0.4), 'round') +
      gloss('M280 400C270 470 262 540 264 590H290C290 520 296 450 310 390z', 0.5)
    );
  },
};

const canister: Drawing = {
  palette: 'kitchen',
  ground: [260, 540],
  podium: true,
  fixed: true,
  draw: ({ color, form: f }) => {
    const jar = ([x, y, w, h]: Box) => {
      const body = rect([x, y, w, h], 34);
      const lid = ['#cf9f68', '#b9bfc6', '#8a5a38'][f % 3] ?? steel;
      const label = rect([x + w / 2 - 54, y + h * 0.42, 108, 82], 8);
      return (
        form(rect([x + 8, y - 32, w - 16, 50], 12), lid, 'round') +
        form(disc(x + w / 2, y - 46, 20), lid, 'ball') +
        form(body, color, 'round') +
        line(`M${x + 4} ${y + 40}h${w - 8}`, down(color, 0.35), { width: 3, opacity: 0.4 }) +
        form(label, '#fbf6ea', 'flat') +
        line(`M${x + w / 2 - 32} ${y + h * 0.42 + 30}h64m-52 22h40`, '#5b5148', { width: 6 })
      );
    };
    if (f % 2 === 0) return jar([262, 250, 276, 400]);
    return jar([410, 420, 190, 230]) + jar([200, 290, 226, 360]);
  },
};

export const kitchenDrawings: Readonly<Record<string, Drawing>> = {
  pan,
  pot,
  knife,
  mug,
  bowl,
  kettle,
  canister,
};
