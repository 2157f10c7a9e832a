// Bags, glasses and beauty of the demo shop: a drawing for each kind;
// long because outlines are data.
import type { Drawing } from './drawing.ts';
import {
  disc,
  down,
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
  up,
} from './studio.ts';

const brass = '#c9a45c';

const backpack: Drawing = {
  palette: 'carry',
  ground: [230, 570],
  draw: ({ color, accent, form: f, studio }) => {
    const strapTone = f % 2 === 0 ? '#9a5f34' : down(color, 0.4);
    const body =
      'M250 300C250 190 320 150 400 150S550 190 550 300L572 600Q572 650 520 650H280' +
      'Q228 650 228 600z';
    const pocket = rect([268, 446, 264, 180], 34);
    const buckle = (x: number) =>
      form(rect([x, 330, 30, 180], 6), strapTone, 'flat') +
      form(rect([x - 7, 470, 44, 32], 6), brass, 'box');
    const top =
      f % 3 === 0
        ? form(
            'M240 330C236 180 330 140 400 140S564 180 560 330Q560 372 520 376H280Q240 372 240 330z',
            up(color, 0.07),
            'cloth',
          ) +
          buckle(312) +
          buckle(458)
        : f % 3 === 1
          ? line('M268 330C264 200 330 176 400 176S536 200 532 330', brass, { width: 6 }) +
            form(rect([522, 322, 18, 40], 6), brass, 'flat')
          : form(
              'M262 176H538Q556 176 556 196V270H244V196Q244 176 262 176z',
              up(color, 0.07),
              'cloth',
            ) +
            form(rect([232, 256, 336, 26], 8), strapTone, 'flat') +
            form(rect([376, 246, 48, 46], 8), brass, 'box');
    return (
      tube('M346 168C346 84 454 84 454 168', strapTone, 20) +
      line('M246 330C176 400 176 540 226 610M554 330C624 400 624 540 574 610', down(color, 0.45), {
        width: 30,
      }) +
      form(body, color, 'cloth') +
      studio.clip(
        body,
        line('M300 160Q268 360 262 640M500 160Q532 360 538 640', down(color, 0.5), {
          width: 4,
          opacity: 0.35,
        }),
      ) +
      top +
      form(pocket, up(color, 0.05), 'cloth') +
      line('M288 486H512', f % 3 === 0 ? brass : down(color, 0.5), { width: 6 }) +
      form(rect([372, 530, 56, 40], 5), f % 2 === 0 ? '#9a5f34' : accent, 'flat')
    );
  },
};

const suitcase: Drawing = {
  palette: 'carry',
  ground: [240, 560],
  draw: ({ color, form: f, studio }) => {
    const body = rect([230, 220, 340, 404], f % 2 === 0 ? 50 : 30);
    const ribs = times(f % 3 === 1 ? 5 : 9, (i) => {
      const gap = f % 3 === 1 ? 62 : 36;
      const x = 256 + i * gap;
      return (
        line(`M${x} 230V614`, down(color, 0.6), { width: 7, opacity: 0.28 }) +
        line(`M${x - 6} 230V614`, up(color, 0.7), { width: 4, opacity: 0.3 })
      );
    });
    const across =
      f % 3 === 2
        ? times(6, (i) =>
            line(`M230 ${270 + i * 60}H570`, down(color, 0.6), { width: 6, opacity: 0.25 }),
          )
        : ribs;
    const wheel = (x: number) =>
      form(rect([x, 612, 34, 20], 6), '#3a3b40', 'flat') +
      form(disc(x + 17, 632, 18), '#2a2b30', 'ball') +
      form(disc(x + 17, 632, 6), '#9aa0a8', 'ball');
    return (
      line('M330 230V92H470V230', '#9aa0a8', { width: 13 }) +
      line('M327 230V92', '#e6e9ec', { width: 4 }) +
      form(rect([312, 74, 176, 32], 14), '#34353a', 'box') +
      wheel(262) +
      wheel(504) +
      form(body, color, 'box') +
      studio.clip(body, across + flat(rect([230, 220, 60, 404]), '#ffffff', 0.12)) +
      form(rect([352, 204, 96, 24], 10), '#34353a', 'flat') +
      form(rect([546, 380, 32, 84], 8), '#44464c', 'flat') +
      form(rect([372, 268, 56, 20], 5), '#dfe3e6', 'flat') +
      mirrored(form('M230 560q0 64 60 64h-24q-36 0 -36 -36z', down(color, 0.4), 'flat'))
    );
  },
};

const tote: Drawing = {
  palette: 'carry',
  ground: [180, 620],
  draw: ({ color, accent, form: f, studio }) => {
    const handle = f % 2 === 0 ? '#8a5a38' : down(color, 0.3);
    const body =
      f % 3 === 2
        ? 'M190 330H610L650 620Q652 650 620 650H180Q148 650 150 620z'
        : 'M176 330H624L606 630Q604 650 584 650H216Q196 650 194 630z';
    const strap = (shift: number, tone: string) =>
      line(
        `M${284 + shift} 400V330C${284 + shift} 110 ${516 + shift} 110 ${516 + shift} 330V400`,
        tone,
        { width: 22 },
      );
    const print = [
      () => flat(disc(400, 500, 74), accent, 0.85) + flat(rect([326, 500, 148, 90]), color),
      () => flat('M150 540H650V660H150z', handle, 0.9),
      () => '',
    ];
    return (
      strap(14, down(handle, 0.4)) +
      form(body, color, 'cloth') +
      studio.clip(
        body,
        (print[f % 3] ?? (() => ''))() +
          line('M250 330Q240 480 262 640M548 330Q566 470 540 640', down(color, 0.6), {
            width: 5,
            opacity: 0.18,
          }),
      ) +
      line('M186 352H614', down(color, 0.5), { width: 3, opacity: 0.5 }) +
      strap(0, handle) +
      line('M281 396V330C281 122 513 122 513 330', up(handle, 0.4), { width: 4, opacity: 0.5 }) +
      [284, 516]
        .map(
          (x) =>
            form(rect([x - 19, 372, 38, 60], 6), handle, 'flat') +
            form(disc(x, 400, 7), brass, 'ball'),
        )
        .join('')
    );
  },
};

const sunglasses: Drawing = {
  palette: 'carry',
  ground: [120, 680],
  draw: ({ color, accent, form: f, studio }) => {
    const lens =
      [
        'M150 400Q150 360 200 354H330Q372 354 372 400C372 500 330 560 262 560S150 500 150 400z',
        disc(262, 456, 106),
        'M140 380Q230 340 366 366Q384 372 378 410C366 510 320 556 250 548Q168 536 140 380z',
      ][f % 3] ?? '';
    const hues = ['#2f3a36', '#6b4a2d', '#31425e', mix(accent, '#333333', 0.5)];
    const tone = hues[f % 4] ?? '#333333';
    const glass =
      flat(lens, studio.lin(`${down(tone, 0.25)}f2 ${up(tone, 0.35)}cc`, 80)) +
      studio.clip(
        lens,
        flat('M150 330L250 330L170 600L90 600z', '#ffffff', 0.2) +
          flat('M270 330L296 330L216 600L190 600z', '#ffffff', 0.14),
      );
    const arm = line('M152 396C126 404 118 430 110 540Q106 600 116 636', down(color, 0.3), {
      width: 22,
    });
    return (
      mirrored(
        arm +
          flat(oval(270, 634, [120, 16]), tone, 0.16) +
          glass +
          line(lens, down(color, 0.25), { width: 28 }) +
          line(lens, color, { width: 20 }) +
          line(lens, up(color, 0.5), { width: 4, opacity: 0.5 }) +
          form(disc(146, 402, 9), brass, 'ball'),
      ) + tube('M366 420Q400 380 434 420', color, 22)
    );
  },
};

const glassBody = (outline: string, color: string): string =>
  flat(outline, up(color, 0.35), 0.62) +
  form(outline, color, 'round').replace(`fill="${color}"`, `fill="${color}" fill-opacity="0.35"`);

const perfume: Drawing = {
  palette: 'beauty',
  ground: [270, 530],
  podium: true,
  fixed: true,
  draw: ({ color, form: f, studio }) => {
    const body =
      [
        rect([264, 290, 272, 360], 34),
        disc(400, 486, 164),
        'M300 300H500Q520 300 526 320L560 620Q562 650 534' +
          ' 650H266Q238 650 240 620L274 320Q280 300 300 300z',
        rect([310, 250, 180, 400], 26),
      ][f % 4] ?? '';
    const inner =
      [
        rect([286, 400, 228, 226], 22),
        disc(400, 492, 138),
        'M280 420H520L540 600Q542 628 520 628H280Q258 628 260 600z',
        rect([330, 380, 140, 246], 16),
      ][f % 4] ?? '';
    const metal = f % 2 === 0 ? '#cfae6d' : '#33343a';
    const top = [290, 322, 300, 250][f % 4] ?? 290;
    const cap_ =
      f % 3 === 1
        ? form(disc(400, top - 78, 58), metal, 'ball')
        : form(rect([342, top - 138, 116, 110], f % 3 === 0 ? 8 : 40), metal, 'round');
    return (
      form(rect([368, top - 40, 64, 44], 6), up(metal, 0.3), 'round') +
      cap_ +
      glassBody(body, color) +
      flat(inner, studio.lin(`${up(color, 0.25)} ${color}@60 ${down(color, 0.18)}`, 80), 0.92) +
      studio.clip(
        body,
        flat(
          rect([0, 0, 800, 800]),
          studio.lin('#ffffff88 #ffffff00@16' + ' #ffffff00@80 #ffffff55'),
          0.55,
        ),
      ) +
      form(rect([340, 478, 120, 84], 3), '#fbf5ea', 'flat') +
      line('M362 508h76M378 532h44', '#6a5a48', { width: 4.5 }) +
      gloss(rect([320, top + 30, 16, 290], 8), 0.75) +
      line(body, '#ffffff', { width: 3, opacity: 0.6 })
    );
  },
};

const jar: Drawing = {
  palette: 'beauty',
  ground: [220, 580],
  podium: true,
  fixed: true,
  draw: ({ color, form: f, studio }) => {
    const lid = ['#f4efe6', '#cfae6d', '#c69b67', '#2f3035'][f % 4] ?? '#f4efe6';
    const body = 'M206 430H594V590Q594 650 530 650H270Q206 650 206 590z';
    const open = f % 3 === 2;
    const label =
      form(rect([310, 494, 180, 92], 6), '#fbf6ee', 'flat') +
      line('M336 524h128M356 552h88', '#6f6355', { width: 5 });
    if (!open) {
      return (
        form(body, color, 'round') +
        form(rect([196, 330, 408, 116], 26), lid, 'round') +
        form(
          'M214 344Q400 318 586 344Q580 326 540 322H260Q220 326 214 344z',
          up(lid, 0.4),
          'flat',
        ) +
        times(30, (i) =>
          line(`M${206 + i * 13.4} 356v76`, '#000000', {
            width: 2,
            opacity: lid === '#c69b67' ? 0 : 0.1,
          }),
        ) +
        label +
        gloss(rect([230, 456, 22, 160], 11), 0.6)
      );
    }
    return (
      `<g transform="rotate(-64 640 560)">${form(oval(640, 560, [96, 128]), lid, 'ball')}` +
      `${flat(oval(632, 560, [76, 106]), down(lid, 0.12))}</g>` +
      form(body, color, 'round') +
      form(oval(400, 430, [194, 50]), up(color, 0.4), 'flat') +
      flat(oval(400, 432, [174, 40]), '#fdf8f0') +
      flat(
        'M250 430C270 380 360 386 390 350C400 396 500 392 548 432C500 470 300 472 250 430z',
        studio.lin('#ffffff #efe4d4', 80),
      ) +
      line('M300 430C340 404 400 420 420 396', '#d9cbb5', { width: 6, opacity: 0.6 }) +
      label
    );
  },
};

const pump: Drawing = {
  palette: 'beauty',
  ground: [280, 520],
  podium: true,
  fixed: true,
  draw: ({ color, form: f, studio }) => {
    const body =
      f % 2 === 0
        ? rect([274, 310, 252, 340], 40)
        : 'M350 290H450Q530 330 530 420V600Q530 650 480' +
          ' 650H320Q270 650 270 600V420Q270 330 350 290z';
    const tone = ['#2c2d31', '#f4efe6', '#cfae6d'][f % 3] ?? '#2c2d31';
    const liquid = color === '#6f4a31' || f % 3 === 1;
    const label = rect([300, 410, 200, 170], 4);
    return (
      form(rect([390, 180, 20, 90], 8), up(tone, 0.2), 'round') +
      form(
        'M300 168Q296 150 316 148H440Q464 148 464 172V192H356Q330 192 318 208L302 200z',
        tone,
        'box',
      ) +
      form(rect([356, 232, 88, 40], 8), tone, 'round') +
      form(rect([338, 262, 124, 54], 10), tone, 'round') +
      form(body, color, 'round') +
      (liquid ? studio.clip(body, flat(rect([260, 280, 280, 80]), '#ffffff', 0.2)) : '') +
      form(label, '#f8f2e6', 'flat') +
      line('M326 450h148', '#3b352d', { width: 9 }) +
      line('M326 486h110M326 512h128M326 538h84', '#8d8272', { width: 4.5 }) +
      gloss(rect([286, 340, 16, 270], 8), 0.6)
    );
  },
};

const lipstick: Drawing = {
  palette: 'beauty',
  ground: [270, 560],
  podium: true,
  draw: ({ color, form: f, studio }) => {
    const shell = ['#2c2d31', '#cfae6d', '#f1e3d8'][f % 3] ?? '#2c2d31';
    const metal = f % 3 === 1 ? '#f1e3d8' : '#d3b06c';
    const bullet = 'M342 370V230Q342 190 400 158Q438 140 438 186V370z';
    return (
      form(rect([320, 470, 140, 180], 10), shell, 'round') +
      form(rect([330, 400, 120, 84], 6), metal, 'round') +
      form(rect([338, 356, 104, 56], 4), up(metal, 0.2), 'round') +
      form(bullet, color, 'round') +
      flat('M342 240Q342 196 400 162Q438 144 438 186Q430 226 342 240z', up(color, 0.3), 0.8) +
      `<g transform="translate(40 0)">${form(rect([460, 400, 128, 250], 10), shell, 'round')}` +
      form(oval(524, 402, [64, 15]), up(shell, 0.25), 'flat') +
      `${flat(rect([460, 612, 128, 12]), metal)}</g>` +
      flat(rect([320, 500, 140, 8]), studio.lin(`${metal} ${up(metal, 0.5)} ${metal}`))
    );
  },
};

export const carryDrawings: Readonly<Record<string, Drawing>> = {
  backpack,
  suitcase,
  tote,
  sunglasses,
  perfume,
  jar,
  pump,
  lipstick,
};
