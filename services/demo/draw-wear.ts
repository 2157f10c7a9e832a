// Clothes and shoes of the demo shop: a drawing for each kind;
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
  up,
} from './studio.ts';

const fold = (path: string, color: string): string =>
  line(path, down(color, 0.6), { width: 5, opacity: 0.2 });

const tshirt: Drawing = {
  palette: 'clothing',
  pose: 'hang',
  draw: ({ color, accent, form: f, studio }) => {
    const body =
      'M318 138Q400 190 482 138L566 170Q600 184 618 220L690 372L594 416L566 364' +
      'Q560 520 574 676Q400 700 226 676Q240 520 234 364L206 416L110 372L182 220' +
      'Q200 184 234 170z';
    const prints = [
      () => '',
      () =>
        form(rect([440, 300, 88, 100], 8), down(color, 0.06), 'flat') +
        line('M440 318h88', down(color, 0.4), { width: 3, opacity: 0.4 }),
      () =>
        flat(disc(400, 360, 78), accent, 0.85) +
        flat('M322 372Q362 340 400 372T478 372A78 78 0 0 1 322 372z', down(accent, 0.4)),
      () => times(9, (i) => flat(rect([90, 236 + i * 50, 620, 20]), down(color, 0.5), 0.55)),
      () => flat(rect([90, 330, 620, 76]), mix(accent, color, 0.2), 0.8),
    ];
    return (
      drop(body, 0.9) +
      form(body, color, 'cloth') +
      studio.clip(
        body,
        (prints[f % 5] ?? (() => ''))() +
          fold('M270 230Q290 340 262 470M530 230Q510 340 538 470', color) +
          fold('M300 560Q400 600 520 540M320 640Q420 610 560 640', color) +
          flat('M234 170Q248 280 234 380L206 416L110 372z', '#1d1a26', 0.06) +
          flat('M566 170Q552 280 566 380L594 416L690 372z', '#1d1a26', 0.1) +
          line('M226 660Q400 684 574 660', down(color, 0.5), { width: 3, opacity: 0.35 }) +
          line('M124 350L216 394M676 350L584 394', down(color, 0.5), { width: 3, opacity: 0.35 }),
      ) +
      flat('M318 138Q400 190 482 138Q460 232 400 232T318 138z', down(color, 0.5)) +
      line('M316 138Q332 236 400 236T484 138', up(color, 0.08), { width: 15 }) +
      line('M326 142Q342 226 400 226T474 142', down(color, 0.5), { width: 2, opacity: 0.4 }) +
      flat(rect([386, 172, 28, 18], 3), '#f4efe4', 0.85)
    );
  },
};

const sleeves =
  'M240 210Q196 226 180 290L104 590Q102 612 122 620L176 634Q196 636 200 616' + 'L262 400z';

const jacket: Drawing = {
  palette: 'clothing',
  pose: 'hang',
  draw: ({ color, form: f, studio }) => {
    const body =
      'M300 176Q400 206 500 176L568 212Q590 440 578 672Q400 692 222 672Q210 440 232 212z';
    const arm =
      form(sleeves, down(color, 0.08), 'cloth') +
      line('M112 586L196 610', down(color, 0.5), { width: 4, opacity: 0.5 });
    const bomber = f % 3 === 2;
    const lining = bomber ? '#c4633f' : down(color, 0.55);
    const collar = bomber
      ? line('M308 176Q400 236 492 176', down(color, 0.35), { width: 34 })
      : form('M300 176Q330 120 400 132L392 240Q340 226 300 176z', up(color, 0.06), 'cloth') +
        form('M500 176Q470 120 400 132L408 240Q460 226 500 176z', down(color, 0.06), 'cloth');
    const flap =
      form(rect([252, 496, 112, 92], 10), down(color, 0.08), 'flat') +
      form('M248 488H368V520Q308 540 248 520z', up(color, 0.06), 'flat') +
      form(disc(308, 520, 7), '#c9a45c', 'ball');
    const chest =
      form(rect([268, 318, 92, 84], 8), down(color, 0.06), 'flat') +
      form(rect([264, 310, 100, 26], 6), up(color, 0.06), 'flat');
    const pockets =
      f % 3 === 1 ? line('M268 470L304 566', down(color, 0.6), { width: 7 }) : flap + chest;
    return (
      drop(body, 0.9) +
      mirrored(drop(sleeves, 0.6)) +
      mirrored(arm) +
      form(body, color, 'cloth') +
      studio.clip(
        body,
        mirrored(pockets) +
          fold('M270 230Q280 320 262 440', color) +
          fold('M300 640Q360 600 380 560', color) +
          (bomber
            ? flat(rect([200, 628, 400, 70]), down(color, 0.35)) +
              times(26, (i) =>
                line(`M${216 + i * 15} 632V700`, '#000000', { width: 4, opacity: 0.16 }),
              )
            : ''),
      ) +
      flat('M330 150Q400 200 470 150Q450 226 400 230Q350 226 330 150z', lining) +
      collar +
      line('M400 226V676', '#d8c28f', { width: 5 }) +
      line('M400 226V676', down(color, 0.6), { width: 2 }) +
      form(rect([393, 250, 14, 40], 5), '#cfb169', 'round')
    );
  },
};

const hoodie: Drawing = {
  palette: 'clothing',
  pose: 'hang',
  draw: ({ color, accent, form: f, studio }) => {
    const body =
      'M280 226Q400 270 520 226L572 256Q590 450 578 640Q400 656 222 640Q210 450 228 256z';
    const arm =
      form(
        'M240 244Q196 256 180 320L110 590Q108 606 124 612L178 626Q192 628 196 612' + 'L262 420z',
        down(color, 0.07),
        'cloth',
      ) +
      form(
        'M110 584L198 606L190 646Q188 654 178 652' + 'L110 636Q102 634 104 626z',
        down(color, 0.18),
        'cloth',
      );
    const hood = 'M268 244C256 120 330 90 400 90S544 120 532 244Q470 300 400 304T268 244z';
    const cut = 'M312 226C304 150 350 132 400 132S496 150 488 226Q450 274 400 278T312 226z';
    const print =
      f % 3 === 1
        ? flat(rect([300, 350, 200, 62], 31), mix(accent, color, 0.15), 0.85)
        : f % 3 === 2
          ? line('M330 400L370 340L400 384L430 330L470 400z', up(color, 0.5), {
              width: 9,
              opacity: 0.8,
            })
          : '';
    return (
      drop(body, 0.9) +
      mirrored(arm) +
      form(body, color, 'cloth') +
      studio.clip(body, print + fold('M272 270Q290 350 262 470M528 270Q510 350 538 470', color)) +
      form('M292 456H508L560 596Q562 604 552 604H248Q238 604 240 596z', up(color, 0.05), 'cloth') +
      line('M292 456L244 590M508 456L556 590', down(color, 0.5), { width: 3, opacity: 0.5 }) +
      form('M222 636Q400 652 578 636V676Q400 694 222 676z', down(color, 0.14), 'cloth') +
      times(34, (i) => line(`M${228 + i * 10.4} 644v34`, '#000000', { width: 2, opacity: 0.14 })) +
      form(hood, up(color, 0.04), 'cloth') +
      flat(cut, down(color, 0.5)) +
      flat(
        'M330 226C330 170 360 150 400 150S470 170 470 226Q440 250 400 250T330 226z',
        down(color, 0.7),
        0.7,
      ) +
      line('M360 268Q352 340 358 400M440 268Q450 330 442 390', up(color, 0.6), { width: 8 }) +
      line('M358 392V408M442 382V398', '#cfb169', { width: 10 })
    );
  },
};

const jeans: Drawing = {
  palette: 'clothing',
  pose: 'hang',
  draw: ({ color, form: f, studio }) => {
    const flare = [0, -14, 34][f % 3] ?? 0;
    const body =
      `M272 110H528L566 400L${574 + flare} 700H${434 + flare / 3}L402 350` +
      `L${366 - flare / 3} 700H${226 - flare}L234 400z`;
    const thread = '#d9a860';
    const art =
      drop(body, 0.9) +
      form(body, color, 'cloth') +
      studio.clip(
        body,
        flat(oval(305, 420, [44, 150]), studio.rad('#ffffff59 #ffffff00')) +
          flat(oval(495, 420, [44, 150]), studio.rad('#ffffff4d #ffffff00')) +
          fold(
            'M396 300Q350 320 300 310M404 300Q450 320 500' +
              ' 310M260 500q40 14 84 0M540 520q-40 14 -84 0',
            color,
          ) +
          line('M288 170Q290 234 252 260M512 170Q510 234 548 260', thread, { width: 4 }) +
          line('M400 160V330Q440 320 440 250V160', thread, { width: 3, opacity: 0.9 }) +
          line(`M222 684H${372 - flare / 3}M${430 + flare / 3} 684H600`, thread, { width: 3 }) +
          flat(`M226 ${686}H380V720H200zM420 686H620V720H420z`, down(color, 0.1)),
      ) +
      form('M270 108H530L534 158H266z', up(color, 0.04), 'flat') +
      line('M268 150H532M272 116H528', thread, { width: 2.5, opacity: 0.9 }) +
      [300, 382, 486].map((x) => form(rect([x, 100, 16, 66], 4), color, 'flat')).join('') +
      form(disc(414, 134, 11), '#c9a45c', 'ball') +
      [262, 284, 538, 516]
        .map((x, i) => form(disc(x, i % 2 === 0 ? 254 : 176, 5), '#b87048', 'ball'))
        .join('');
    return `<g transform="translate(76 -18) scale(0.81 1.05)">${art}</g>`;
  },
};

const dress: Drawing = {
  palette: 'clothing',
  pose: 'hang',
  draw: ({ color, form: f, studio }) => {
    const sleeve =
      f % 3 === 1
        ? 'M304 132L230 176L188 316L262 336L300 250z'
        : 'M304 132L252 160L226 250L288 264z';
    const top = 'M318 124Q400 168 482 124L504 150Q520 260 492 344H308Q280 260 296 150z';
    const skirt = 'M308 340H492Q560 500 616 690Q510 716 400 708T184 690Q240 500 308 340z';
    const dots =
      f % 3 === 0
        ? times(130, (i) =>
            flat(
              disc(
                190 + (i % 10) * 44 + (Math.floor(i / 10) % 2) * 22,
                140 + Math.floor(i / 10) * 44,
                6,
              ),
              up(color, 0.6),
              0.75,
            ),
          )
        : '';
    const stripes =
      f % 4 === 2
        ? times(12, (i) =>
            line(`M${310 + i * 16} 340L${190 + i * 38} 720`, up(color, 0.5), {
              width: 5,
              opacity: 0.5,
            }),
          )
        : '';
    const neck =
      f % 2 === 0
        ? 'M324 124L400 236L476 124Q440 150 400 150T324 124z'
        : 'M324 124Q400 240 476 124Q440 150 400 150T324 124z';
    return (
      drop(skirt, 0.9) +
      drop(top, 0.6) +
      form(skirt, color, 'cloth') +
      mirrored(form(sleeve, down(color, 0.06), 'cloth')) +
      form(top, color, 'cloth') +
      studio.clip(
        skirt,
        stripes +
          dots +
          times(6, (i) =>
            flat(
              `M${330 + i * 28} 340L` + `${214 + i * 74} 720h${i % 2 === 0 ? 36 : 22}z`,
              '#1d1a26',
              0.1,
            ),
          ),
      ) +
      studio.clip(top, dots) +
      flat(neck, down(color, 0.55)) +
      line(neck, up(color, 0.12), { width: 5 }) +
      form('M300 330Q400 350 500 330L502 364Q400 382 298 364z', down(color, 0.18), 'cloth') +
      (f % 2 === 0
        ? form('M470 352Q520 420 506 500L484 494Q490 430 456 366z', down(color, 0.2), 'cloth')
        : '')
    );
  },
};

const cap: Drawing = {
  palette: 'clothing',
  ground: [150, 600],
  draw: ({ color, accent, form: f, studio }) => {
    const dome = 'M196 566C176 330 300 230 420 236C560 244 650 390 640 636Q400 660 196 566z';
    const brim = 'M200 540C120 560 40 600 66 634C100 664 300 640 420 600C330 610 250 590 200 540z';
    return (
      form(dome, color, 'ball') +
      studio.clip(
        dome,
        line('M412 238C340 320 320 450 330 590M416 238C500 320 520 450 510 590', down(color, 0.5), {
          width: 4,
          opacity: 0.5,
        }),
      ) +
      form(oval(414, 238, [20, 10]), down(color, 0.2), 'ball') +
      form(brim, down(color, 0.12), 'box') +
      line('M200 556C140 574 86 600 96 620M224 572C180 590 130 610 140 628', up(color, 0.4), {
        width: 3,
        opacity: 0.4,
      }) +
      (f % 2 === 0
        ? form(rect([246, 400, 74, 74], 16), accent, 'flat') +
          line('M262 450l20 -28 22 28z', '#fff8ee', { width: 6 })
        : [300, 540].map((x) => form(disc(x, 330, 8), down(color, 0.5), 'ball')).join(''))
    );
  },
};

const beanie: Drawing = {
  palette: 'clothing',
  ground: [200, 600],
  draw: ({ color, form: f, studio }) => {
    const dome = 'M206 540C200 330 290 220 400 220S600 330 594 540z';
    const cuff = rect([186, 500, 428, 150], 34);
    const ribs = (y: number, h: number, step: number) =>
      times(Math.floor(440 / step), (i) =>
        line(`M${188 + i * step} ${y}v${h}`, down(color, 0.7), { width: 5, opacity: 0.22 }),
      );
    const bands = f % 3 === 1 ? flat(rect([190, 400, 420, 44]), up(color, 0.55), 0.9) : '';
    return (
      (f % 2 === 0
        ? form(disc(400, 196, 58), up(color, 0.35), 'ball') +
          times(26, (i) =>
            line(
              `M400 196l${(62 * Math.cos(i * 0.242)).toFixed(1)} ` +
                `${(62 * Math.sin(i * 0.242)).toFixed(1)}`,
              up(color, 0.5),
              { width: 5, opacity: 0.5 },
            ),
          )
        : '') +
      form(dome, color, 'ball') +
      studio.clip(
        dome,
        bands +
          times(15, (i) =>
            line(`M${190 + i * 30} 540Q${295 + i * 15} 330 ` + '400 210', down(color, 0.7), {
              width: 6,
              opacity: 0.22,
            }),
          ),
      ) +
      form(cuff, up(color, 0.05), 'cloth') +
      studio.clip(cuff, ribs(500, 150, 18)) +
      flat(rect([500, 556, 64, 44], 4), '#e9ddc8')
    );
  },
};

const bandOf = (x: number, y: number, color: string): string =>
  line(`M${x} ${y}q40 -16 80 6`, color, { width: 9 });

const shoe: Drawing = {
  palette: 'carry',
  ground: [80, 720],
  draw: ({ color, accent, form: f, studio }) => {
    const sole =
      'M92 566Q250 590 420 574T716 560Q736 612 700 640Q680 650 620 650H170' +
      'Q84 650 78 612Q78 580 92 566z';
    const upper =
      'M96 576C84 480 96 400 132 348Q150 326 186 344Q230 372 272 366L300 330' +
      'Q330 318 360 344C410 396 470 440 560 456C660 474 712 510 718 566Q560 606 400 590T96 576z';
    const toe = 'M560 456C660 474 712 510 718 566Q650 590 566 588Q540 510 560 456z';
    const heel = 'M96 576C84 480 96 400 132 348Q170 420 190 590z';
    const swoosh =
      [
        'M250 560Q330 470 420 446L452 470Q360 500 310 578z',
        'M240 574L320 420L352 410L284 580zM320 580L392 440L420 452L362 584z',
        'M230 500Q360 540 540 520L530 548Q360 570 228 530z',
      ][f % 3] ?? '';
    return (
      form(upper, color, 'box') +
      studio.clip(
        upper,
        times(
          22,
          (i) =>
            `<path d="M80 ${340 + i * 12}H730" stroke="#000" stroke-opacity="0.07"` +
            ` stroke-width="4" stroke-dasharray="4 7" stroke-dashoffset="${(i % 2) * 5}"/>`,
        ) +
          flat(toe, down(color, 0.14)) +
          flat(heel, mix(accent, color, 0.25), 0.9) +
          flat(swoosh, accent, 0.95) +
          flat('M80 540Q400 590 720 540V620H80z', '#1d1a26', 0.14),
      ) +
      flat(
        'M146 346Q164 334 186 346Q230 372 272 366L300 330L312 346Q290 400 236 402T146 346z',
        down(color, 0.55),
      ) +
      form(
        'M296 330Q330 310 364 344C414 396 474 440 556 454L520 486C440 470 360 420 310 352z',
        up(color, 0.16),
        'flat',
      ) +
      bandOf(322, 372, '#f7f3ea') +
      bandOf(364, 410, '#f7f3ea') +
      bandOf(412, 442, '#f7f3ea') +
      form(sole, '#f5f2ec', 'flat') +
      line('M88 606Q250 628 420 612T724 600', accent, { width: 7, opacity: 0.9 }) +
      times(22, (i) => flat(rect([104 + i * 27, 636, 16, 14], 3), '#b9b2a6', 0.8))
    );
  },
};

const boot: Drawing = {
  palette: 'carry',
  ground: [150, 670],
  draw: ({ color, form: f, studio }) => {
    const upper =
      'M190 180Q300 160 400 182L412 400C440 450 520 462 600 486C660 506 672 550 668 604' +
      'H176C160 520 208 420 190 180z';
    const sole = 'M166 596H676Q684 640 668 650H176Q160 650 166 596z';
    const laces =
      f % 3 !== 0
        ? times(
            6,
            (i) =>
              line(`M${348 + i * 9} ${236 + i * 36}l66 12`, i % 2 === 0 ? '#d9a860' : '#e8d2a4', {
                width: 9,
              }) + form(disc(346 + i * 9, 234 + i * 36, 7), '#c9a45c', 'ball'),
          )
        : '';
    const gore =
      f % 3 === 0
        ? form('M272 178L344 176L330 400Q300 420 276 400z', '#2b2a2d', 'cloth') +
          times(9, (i) => line(`M${278 + i * 8} 184V396`, '#000000', { width: 2, opacity: 0.4 }))
        : '';
    return (
      line('M200 190Q176 130 214 134T226 184', down(color, 0.2), { width: 14 }) +
      form(upper, color, 'box') +
      studio.clip(
        upper,
        flat('M540 470C640 490 690 540 670 620H520Q500 540 540 470z', up(color, 0.12), 0.8) +
          flat('M176 604C160 520 200 440 196 400L262 430L250 610z', down(color, 0.2), 0.8) +
          line('M534 470Q500 540 516 604M204 404L270 432L254 604', up(color, 0.45), {
            width: 3,
            opacity: 0.6,
          }) +
          fold('M404 400Q370 430 330 424M412 430Q380 460 340 452', color),
      ) +
      gore +
      laces +
      form('M186 176Q300 152 404 178L406 202Q300 178 188 202z', up(color, 0.14), 'flat') +
      form(sole, '#2c2724', 'flat') +
      line('M170 600H672', '#d9b98a', { width: 7 }) +
      times(16, (i) => flat(rect([190 + i * 30, 638, 14, 12], 2), '#000000', 0.4))
    );
  },
};

export const wearDrawings: Readonly<Record<string, Drawing>> = {
  tshirt,
  jacket,
  hoodie,
  jeans,
  dress,
  cap,
  beanie,
  shoe,
  boot,
};
