// Sports gear of the demo shop: a drawing for each kind;
// long because outlines are data.
import type { Drawing } from './drawing.ts';
import {
  disc,
  down,
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

const tent: Drawing = {
  palette: 'sports',
  ground: [60, 740],
  draw: ({ color, accent, form: f, studio }) => {
    const dome =
      f % 2 === 0
        ? 'M70 650C130 420 270 220 400 210S670 420 730 650z'
        : 'M60 650L300 240Q400 200 500 240L740 650z';
    const front =
      f % 2 === 0
        ? 'M230 650C260 480 330 330 400 290C470 330 540 480 570 650z'
        : 'M230 650L400 270L570 650z';
    const flap = (d: string) => form(d, up(color, 0.22), 'cloth');
    const pegs = line('M70 640L30 660M730 640L770 660M150 470L40 652M650 470L760 652', '#8d9298', {
      width: 3,
      opacity: 0.8,
    });
    return (
      pegs +
      form(dome, color, 'cloth') +
      studio.clip(
        dome,
        flat('M400 205L760 660H560C520 480 460 320 400 285z', '#1d1a26', 0.16) +
          line(
            'M400 210C250 300 180 460 150 650M400 210C550 300 620 460 650 650',
            mix(accent, '#ffffff', 0.15),
            { width: 9 },
          ) +
          flat('M60 610H740V660H60z', down(color, 0.45), 0.7),
      ) +
      flat(front, '#2b2722') +
      flat(front, studio.lin('#ffdf9a00@30 #ffcf7acc@100', 90)) +
      form('M330 650Q340 612 400 612T470 650z', '#7c8f6a', 'round') +
      flap(
        f % 2 === 0
          ? 'M230 650C260 480 330 330 400 290C360 420 330 540 316 650z'
          : 'M230 650L400 270L320 650z',
      ) +
      flap(
        f % 2 === 0
          ? 'M570 650C540 480 470 330 400 290C440 420 480 540 520 650z'
          : 'M570 650L400 270L520 650z',
      ) +
      line('M400 292V220', '#f2ede2', { width: 4 })
    );
  },
};

const ball: Drawing = {
  palette: 'sports',
  ground: [330, 470],
  draw: ({ color, accent, form: f, studio }) => {
    const r = 210;
    const round = disc(400, 440, r);
    const second =
      color < '#a00000' || color.startsWith('#f') ? mix(accent, '#26272b', 0.35) : '#f4f1ea';
    const pent = (x: number, y: number, size: number) => {
      const points = Array.from({ length: 5 }, (_, i) => {
        const turn = (i * 72 - 90) * (Math.PI / 180);
        return (
          `${(x + size * Math.cos(turn)).toFixed(1)}` + ` ${(y + size * Math.sin(turn)).toFixed(1)}`
        );
      });
      return `M${points.join('L')}z`;
    };
    const outer = Array.from({ length: 5 }, (_, i) => (i * 72 - 90) * (Math.PI / 180));
    const at = (turn: number, d: number) =>
      `${(400 + d * Math.cos(turn)).toFixed(1)} ${(440 + d * Math.sin(turn)).toFixed(1)}`;
    const classic =
      flat(pent(400, 440, 66), second) +
      outer
        .map(
          (turn) =>
            flat(
              disc(400 + 206 * Math.cos(turn + 0.63), 440 + 206 * Math.sin(turn + 0.63), 62),
              second,
            ) +
            line(
              `M${at(turn, 64)}L${at(turn, 128)}L${at(turn + 0.42, 160)}M${at(turn, 128)}` +
                `L${at(turn - 0.42, 160)}`,
              down(color, 0.5),
              { width: 5, opacity: 0.6 },
            ),
        )
        .join('');
    const petal = 'M400 440C470 380 480 300 440 220Q540 240 590 330C560 330 500 400 400 440z';
    const edge = line('M400 440C470 380 480 300 440 220', '#ffffff', { width: 4, opacity: 0.4 });
    const swirl = times(
      3,
      (i) => `<g transform="rotate(${i * 120 + 20} 400 440)">${flat(petal, second)}${edge}</g>`,
    );
    return (
      form(round, color, 'flat') +
      studio.clip(round, turned(f * 23, f % 2 === 0 ? classic : swirl)) +
      flat(round, 'url(#ball)') +
      flat(oval(330, 320, [70, 40]), '#ffffff', 0.22)
    );
  },
};

const basketball: Drawing = {
  palette: 'sports',
  ground: [330, 470],
  draw: ({ color, form: f, studio }) => {
    const round = disc(400, 440, 210);
    const seams = line(
      'M190 440H610M400 230V650M250 292C340 380 340 500 250 588' +
        'M550 292C460 380 460 500 550 588',
      '#26211f',
      { width: 7, opacity: 0.85 },
    );
    const dots = times(
      26,
      (row) =>
        `<path d="M190 ${236 + row * 16}H610" stroke="#000"` +
        ' stroke-opacity="0.13" stroke-width="5" stroke-linecap="round" stroke-dasharray="0.1 14"' +
        ` stroke-dashoffset="${(row % 2) * 7}"/>`,
    );
    return (
      flat(round, color === '#f1f0ec' ? '#e6803a' : color) +
      studio.clip(round, `<g transform="rotate(${18 + f * 15} 400 440)">${dots}${seams}</g>`) +
      flat(round, 'url(#ball)') +
      flat(oval(330, 318, [64, 36]), '#ffffff', 0.16)
    );
  },
};

const bicycle: Drawing = {
  palette: 'sports',
  ground: [60, 740],
  draw: ({ color, form: f }) => {
    const wheel = (x: number) =>
      line(disc(x, 500, 140), '#2a2a2e', { width: 20 }) +
      line(disc(x, 500, 144), '#5a5a60', { width: 3, opacity: 0.7 }) +
      line(disc(x, 500, 126), f % 2 === 0 ? '#d8c7a5' : '#c9ced4', { width: 6 }) +
      times(18, (i) =>
        line(
          `M${x} 500L${(x + 124 * Math.cos(i * 0.349)).toFixed(1)} ` +
            `${(500 + 124 * Math.sin(i * 0.349)).toFixed(1)}`,
          '#9ba1a9',
          { width: 1.6, opacity: 0.8 },
        ),
      ) +
      form(disc(x, 500, 13), '#9aa0a8', 'ball');
    const saddle = '#8a5a38';
    const step = f % 3 === 1;
    const top = step ? 'M300 330L360 500' : 'M296 318L540 300';
    return (
      wheel(210) +
      wheel(590) +
      tube('M210 500L296 318', color, 14) +
      tube('M210 500L370 506', color, 12) +
      tube('M552 250L590 500', color, 14) +
      tube(top, color, 16) +
      tube(step ? 'M548 310C470 330 400 420 370 506' : 'M546 320L370 506', color, 18) +
      tube('M284 280L370 506', color, 18) +
      line('M284 280L276 240', '#b9bfc6', { width: 11 }) +
      form(
        'M214 232Q216 214 250 216L330 222Q344 230 326 240Q280 244 262 258Q220 262 214 232z',
        saddle,
        'box',
      ) +
      line('M552 250L546 214', '#b9bfc6', { width: 11 }) +
      (f % 2 === 0
        ? line('M546 214C560 196 600 200 612 226C616 250 590 262 576 256', '#3a3b40', { width: 13 })
        : line('M546 214C520 196 492 210 470 206', '#8d939b', { width: 12 }) +
          line('M500 208L464 206', saddle, { width: 17 })) +
      line('M212 486L372 468M212 514L372 540', '#55585f', { width: 4 }) +
      form(disc(372, 504, 38), '#4a4d54', 'ball') +
      flat(disc(372, 504, 18), '#c9ced4') +
      line('M372 504L398 570M372 504L346 438', '#8d939b', { width: 10 }) +
      line('M380 574H420M326 434H364', '#2a2a2e', { width: 13 }) +
      (f % 3 === 0
        ? form('M596 262H690L680 330H606z', '#b98a56', 'cloth') +
          times(5, (i) => line(`M598 ${272 + i * 12}H688`, '#7a5633', { width: 3, opacity: 0.5 }))
        : '') +
      line('M88 420A146 146 0 0 1 270 366', color, { width: 9 }) +
      line('M470 424A146 146 0 0 1 600 352', color, { width: 9 })
    );
  },
};

const mat: Drawing = {
  palette: 'sports',
  ground: [110, 700],
  draw: ({ color, accent, form: f, studio }) => {
    if (f % 2 === 0) {
      const spiral = times(6, (i) =>
        line(disc(190, 540, 104 - i * 17), i % 2 === 0 ? down(color, 0.35) : up(color, 0.25), {
          width: 6,
        }),
      );
      const strapTone = mix(accent, '#e9ddc8', 0.3);
      return (
        form('M190 430H640A40 110 0 0 1 640 650H190z', color, 'flat') +
        flat(
          'M190 430H640A40 110 0 0 1 640 650H190z',
          studio.lin('#ffffff00 #ffffff66@24 #ffffff00@50 #1a162866', 90),
        ) +
        [330, 520]
          .map(
            (x) =>
              flat(`M${x} 430h34a40 110 0 0 1 0 220h-34a40 110 0 0 0 0 -220z`, strapTone) +
              flat(
                `M${x} 430h34a40 110 0 0 1 0 220h-34a40 110 0 0 0 0 -220z`,
                studio.lin('#ffffff00 #ffffff55@24 #ffffff00@50 #1a162855', 90),
              ),
          )
          .join('') +
        form(disc(190, 540, 110), color, 'flat') +
        spiral +
        flat(disc(190, 540, 16), down(color, 0.6))
      );
    }
    return (
      form('M180 600L620 600L740 650H90z', down(color, 0.06), 'flat') +
      form('M196 190C196 150 360 150 360 190V610C360 660 196 660 196 610z', color, 'round') +
      form(oval(278, 190, [82, 26]), up(color, 0.2), 'flat') +
      line('M278 190m-60 0a60 18 0 1 1 60 18a40 12 0 1 1 40 -14', down(color, 0.4), { width: 5 }) +
      [300, 480]
        .map((y) =>
          flat(
            `M196 ${y}Q278 ${y + 24} 360 ${y}v30Q278 ${y + 54} 196 ${y + 30}z`,
            mix(accent, '#e9ddc8', 0.3),
          ),
        )
        .join('') +
      form(rect([440, 540, 180, 110], 14), mix(accent, '#e9ddc8', 0.5), 'box') +
      line('M440 596H620', '#ffffff', { width: 3, opacity: 0.4 })
    );
  },
};

const dumbbell: Drawing = {
  palette: 'sports',
  ground: [110, 690],
  draw: ({ color, form: f }) => {
    const hex = (x: number, w: number) =>
      form(
        `M${x} 470L${x + 18} 400H${x + w - 18}L${x + w} 470` +
          `V580L${x + w - 18} 650H${x + 18}L${x} 580z`,
        color,
        'box',
      ) +
      flat(`M${x + 18} 400H${x + w - 18}L${x + w} 470H${x}z`, '#ffffff', 0.2) +
      flat(`M${x} 580H${x + w}L${x + w - 18} 650H${x + 18}z`, '#000000', 0.2);
    const disk = (x: number, w: number, h: number) =>
      form(rect([x, 525 - h / 2, w, h], 18), color, 'flat') +
      flat(rect([x, 525 - h / 2, w, h], 18), 'url(#sideSoft)') +
      line(`M${x + w / 2} ${540 - h / 2}v${h - 30}`, '#ffffff', { width: 6, opacity: 0.22 });
    const grip =
      form(rect([250, 498, 300, 54], 24), '#b9bfc6', 'flat') +
      times(22, (i) => line(`M${292 + i * 10} 504l8 42`, '#5f656d', { width: 2, opacity: 0.6 }));
    return f % 2 === 0
      ? grip + hex(112, 168) + hex(520, 168)
      : grip + disk(190, 66, 250) + disk(124, 62, 190) + disk(544, 66, 250) + disk(614, 62, 190);
  },
};

const kettlebell: Drawing = {
  palette: 'sports',
  ground: [290, 510],
  draw: ({ color, form: f, studio }) => {
    const body = 'M290 640C200 600 190 440 300 386H500C610 440 600 600 510 640Q400 656 290 640z';
    return (
      tube('M312 410C250 200 310 180 400 180S550 200 488 410', '#4a4c53', 50) +
      form(body, color, 'ball') +
      form(disc(400, 510, 66), up(color, 0.18), 'flat') +
      line('M376 534V486L400 512L424 486V534', '#ffffff', { width: 9, opacity: 0.9 }) +
      (f % 2 === 0 ? studio.clip(body, flat(rect([180, 590, 440, 22]), '#ffffff', 0.5)) : '')
    );
  },
};

const helmet: Drawing = {
  palette: 'sports',
  ground: [170, 640],
  draw: ({ color, accent, form: f, studio }) => {
    const shell =
      'M130 540C120 320 270 220 420 224C590 230 690 360 690 500Q690 548 650 556' +
      'C560 580 500 560 440 560S240 600 180 590Q132 580 130 540z';
    const vent = (d: string) =>
      flat(d, '#1e1f24') + line(d, up(color, 0.5), { width: 3, opacity: 0.4 });
    const vents =
      f % 3 === 0
        ? times(4, (i) =>
            vent(
              `M${206 + i * 108} ${400 - (i % 3) * 34}` +
                `Q${250 + i * 106} ${336 - (i % 3) * 26} ${280 + i * 102} ${392 - (i % 2) * 26}` +
                `Q${244 + i * 106} ${400 - (i % 3) * 20} ${206 + i * 108} ${400 - (i % 3) * 34}z`,
            ),
          ) +
          vent('M230 496Q330 440 440 470Q340 480 230 496z') +
          vent('M480 470Q560 440 620 480Q560 480 480 470z')
        : times(5, (i) => vent(rect([226 + i * 84, 372 - (i % 2) * 22, 46, 16], 8))) +
          (f % 3 === 1
            ? studio.clip(
                shell,
                flat('M120 470Q400 400 700 470V520Q400 450 120 520z', mix(accent, '#ffffff', 0.15)),
              )
            : '');
    return (
      line('M240 580Q300 660 350 640T450 570M560 570Q500 650 400 644', '#2c2d33', { width: 13 }) +
      form(rect([352, 626, 50, 24], 8), '#3d3f46', 'box') +
      flat('M180 580Q400 640 650 550Q560 600 440 596T180 580z', '#26272c') +
      form(shell, color, 'ball') +
      vents +
      gloss('M230 330C290 270 380 250 440 254C380 270 300 310 250 380z', 0.6) +
      (f % 3 === 2
        ? form('M600 470Q720 470 740 540Q690 560 640 556z', down(color, 0.3), 'box')
        : '')
    );
  },
};

const bottle: Drawing = {
  palette: 'sports',
  ground: [290, 510],
  podium: true,
  draw: ({ color, accent, form: f, studio }) => {
    const body =
      [
        'M310 300Q310 262 350 240H450Q490 262 490 300V616Q490 650 456 650H344Q310 650 310 616z',
        'M300 286H500V470Q480 490 500 510V610Q500 650' +
          ' 460 650H340Q300 650 300 610V510Q320 490 300 470z',
        'M322 260H478Q496 420 482 620Q480 650 450 650H350Q320 650 318 620Q304 420 322 260z',
      ][f % 3] ?? '';
    const lid = f % 3 === 1 ? '#2c2d31' : f % 2 === 0 ? '#b9bfc6' : '#b98652';
    const top = f % 3 === 0 ? 240 : f % 3 === 1 ? 286 : 260;
    const art =
      f % 4 === 1
        ? flat('M290 540L360 460L400 500L450 430L520 520V660H290z', up(color, 0.4), 0.7)
        : f % 4 === 3
          ? flat(disc(400, 430, 54), mix(accent, '#fff8ee', 0.3), 0.9)
          : '';
    return (
      (f % 2 === 0
        ? tube(`M352 ${top - 56}C352 ${top - 140} 448 ${top - 140} 448 ${top - 56}`, lid, 18)
        : '') +
      form(rect([338, top - 76, 124, 84], 14), lid, 'round') +
      times(12, (i) =>
        line(`M${346 + i * 10} ${top - 60}v44`, '#000000', { width: 2, opacity: 0.2 }),
      ) +
      form(rect([344, top - 6, 112, 18], 4), '#d5dade', 'round') +
      form(body, color, 'round') +
      studio.clip(body, art + flat(rect([290, 622, 230, 40]), down(color, 0.3), 0.7)) +
      gloss(rect([340, top + 60, 18, 250], 9), 0.5)
    );
  },
};

export const sportDrawings: Readonly<Record<string, Drawing>> = {
  tent,
  ball,
  basketball,
  bicycle,
  mat,
  dumbbell,
  kettlebell,
  helmet,
  bottle,
};
