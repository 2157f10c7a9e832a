// Books, notebooks and pens of the demo shop: a drawing for each kind;
// long because outlines are data.
import type { Drawing } from './drawing.ts';
import {
  disc,
  down,
  drop,
  flat,
  form,
  line,
  mix,
  oval,
  rect,
  times,
  turned,
  up,
} from './studio.ts';

const motifs: readonly ((color: string, accent: string) => string)[] = [
  (color) =>
    flat(disc(412, 300, 104), up(color, 0.6)) +
    flat('M252 430Q330 360 412 420T572 380' + 'V640H252z', down(color, 0.3)) +
    flat('M252 500Q350 430 450 500T572 470V640H252z', down(color, 0.55)),
  (color, accent) =>
    times(6, (i) =>
      flat(
        `M252 ${330 + i * 52}q40 -34 80 0t80 0 80 0 80 0v26` + 'q-40 34 -80 0t-80 0 -80 0 -80 0z',
        i % 2 === 0 ? up(color, 0.5) : accent,
        0.8,
      ),
    ),
  (color) =>
    line(
      'M412 620V340M412 560Q330 540 310 460M412 500Q500 480 520 400M412 430' + 'Q350 410 336 350',
      up(color, 0.65),
      { width: 8 },
    ) +
    [
      [310, 446],
      [522, 386],
      [334, 338],
      [412, 318],
    ]
      .map(([x = 0, y = 0]) => flat(oval(x, y, [26, 40]), up(color, 0.5)))
      .join(''),
  (color, accent) =>
    times(4, (i) =>
      line(disc(412, 400, 40 + i * 34), i % 2 === 0 ? up(color, 0.6) : accent, { width: 15 }),
    ),
  (color, accent) =>
    flat('M292 560V380L412 290L532 380V560z', up(color, 0.6)) +
    flat('M272 390L412 280L552 390L536 408L412 312L288 408z', accent) +
    flat(rect([380, 460, 64, 100], 32), down(color, 0.4)) +
    flat(rect([316, 420, 40, 44], 6), '#ffe7ae') +
    flat(rect([468, 420, 40, 44], 6), '#ffe7ae'),
  (color, accent) =>
    times(5, (i) =>
      times(4, (k) =>
        flat(
          `M${270 + k * 78} ${300 + i * 66}` + `a33 33 0 0 ${(i + k) % 2} 66 0z`,
          (i + k) % 3 === 0 ? accent : up(color, 0.55),
          0.95,
        ),
      ),
    ),
  (color, accent) =>
    flat('M252 560H572V640H252z', down(color, 0.4)) +
    flat('M300 540H520L486 596' + 'H334z', accent) +
    flat('M404 530V290L520 510z', '#fff8ee') +
    flat('M394 530V320L316 510z', up(color, 0.6)),
];

const book: Drawing = {
  palette: 'books',
  ground: [230, 590],
  fixed: true,
  draw: ({ color, accent, form: f, studio }) => {
    const cover = rect([246, 140, 330, 506], 8);
    const pages = 'M576 156L606 176V632L576 646z';
    const art = (motifs[f % motifs.length] ?? (() => ''))(color, mix(accent, '#fff3df', 0.2));
    const dark = up(color, 0.75);
    return (
      form(rect([224, 142, 40, 508], 10), down(color, 0.35), 'round') +
      flat(pages, '#efe5d0') +
      times(9, (i) =>
        line(`M${580 + i * 3} ${160 + i * 2}V${644 - i}`, '#b9a985', { width: 1.2, opacity: 0.6 }),
      ) +
      form(cover, color, 'box') +
      studio.clip(
        cover,
        art +
          flat(rect([246, 140, 26, 506]), studio.lin('#1d1a2640 #ffffff30@60 #1d1a2600')) +
          flat('M246 140H430L300 646H246z', '#ffffff', 0.06),
      ) +
      line('M296 186H528M330 214H494', dark, { width: 13 }) +
      line('M356 612H468', dark, { width: 7, opacity: 0.85 })
    );
  },
};

const notebook: Drawing = {
  palette: 'books',
  pose: 'lay',
  draw: ({ color, accent, form: f, studio }) => {
    const cover = rect([236, 150, 340, 500], 18);
    const second = mix(accent, '#efe3cd', 0.35);
    const under = rect([270, 176, 340, 500], 18);
    const ring =
      f % 3 === 1
        ? times(15, (i) => form(rect([218, 172 + i * 31, 44, 12], 6), '#b9a06a', 'flat'))
        : '';
    const bands =
      f % 3 === 0
        ? flat(rect([528, 150, 14, 500]), down(color, 0.45))
        : f % 3 === 2
          ? studio.clip(cover, flat(rect([236, 150, 90, 500]), down(color, 0.3)))
          : '';
    const pen =
      `<g transform="rotate(24 660 420)">${drop(rect([664, 250, 20, 330], 10), 0.3)}` +
      `${form(rect([664, 250, 20, 330], 10), '#2c2d31', 'round')}` +
      `${form('M664 574h20l-8 34h-4z', '#c9a45c', 'flat')}` +
      `${form(rect([682, 262, 6, 90], 3), '#c9a45c', 'flat')}</g>`;
    return (
      turned(
        -10,
        `<g transform="rotate(9 400 420)">${drop(under, 0.7)}` +
          `${form(under, second, 'box')}</g>` +
          drop(cover, 0.6) +
          flat(rect([244, 156, 340, 500], 14), '#f3ead8') +
          form(cover, color, 'cloth') +
          ring +
          bands +
          line('M250 160V640', down(color, 0.5), { width: 3, opacity: 0.3 }) +
          form(rect([340, 250, 140, 84], 4), '#fbf5e8', 'flat') +
          line('M364 280h92M380 304h60', '#5b5148', { width: 5 }) +
          line('M440 650l6 60 12 -14 10 16 -4 -62z', '#b8453a', { width: 6 }),
      ) + pen
    );
  },
};

const pen: Drawing = {
  palette: 'books',
  pose: 'lay',
  draw: ({ color, form: f, studio }) => {
    const metal = f % 2 === 0 ? '#d3b06c' : '#c3c8ce';
    const along = (d: string, hue: string) =>
      flat(d, hue) + flat(d, studio.lin('#1a162833 #ffffffb0@24 #ffffff00@46 #1a162866', 90));
    const body = rect([290, 396, 330, 52], 26);
    const nib =
      f % 3 === 2
        ? 'M196 412L262 400V444L196 432L180 422z'
        : 'M150 422Q210 396 270 398V446Q210 448 150 422z';
    const cap_ = rect([420, 552, 250, 58], 29);
    const sheet = rect([150, 180, 460, 480], 6);
    return (
      turned(
        -8,
        drop(sheet, 0.4) +
          form(sheet, f % 3 === 1 ? '#e9dfcb' : '#fbf6ea', 'flat') +
          times(9, (i) => line(`M190 ${240 + i * 44}H570`, '#b7c3cf', { width: 2, opacity: 0.6 })),
      ) +
      turned(
        -24,
        line('M60 470q30 -60 50 -10t44 -20 40 -10', down(color, 0.3), { width: 5 }) +
          drop(rect([160, 398, 460, 48], 24), 0.5) +
          along(nib, metal) +
          line('M156 422H232', '#6b5732', { width: 2.5 }) +
          flat(disc(234, 422, 5), '#6b5732') +
          along(rect([262, 398, 50, 48], 10), down(color, 0.5)) +
          along(body, color) +
          along(rect([304, 396, 12, 52], 2), metal) +
          along(rect([560, 396, 10, 52], 2), metal) +
          drop(cap_, 0.5) +
          along(cap_, color) +
          along(rect([420, 552, 22, 58], 3), metal) +
          along(rect([470, 540, 180, 13], 6), metal),
      )
    );
  },
};

export const deskDrawings: Readonly<Record<string, Drawing>> = { book, notebook, pen };
