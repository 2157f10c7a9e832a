/**
 * A small photo studio in SVG. Shapes are path data; `form` lays three sheets of light over a
 * flat colour (from the side, from above, along the rim), so a drawing needs no gradients of its
 * own. Light comes from the upper left. No filters: they cost more than all the rest together.
 */
import { assert } from '#kernel/core/assert.ts';

export type Light = 'box' | 'round' | 'ball' | 'cloth' | 'flat';
export type Box = readonly [x: number, y: number, width: number, height: number];
export type Point = readonly [x: number, y: number];

export interface LineStyle {
  width: number;
  opacity?: number;
  /** Square ends instead of round ones. */
  butt?: boolean;
}

export interface Studio {
  /** A linear fill from stops such as `#fff #ccc@40 #0008@100`; 0° runs left to right. */
  lin(stops: string, angle?: number): string;
  /** A radial fill; `at` is centre x, centre y and radius in fractions of the shape's box. */
  rad(stops: string, at?: readonly [number, number, number]): string;
  /** Everything inside is cut to the outline. */
  clip(outline: string, inside: string): string;
  /** The definitions that the drawing so far needs. */
  defs(): string;
}

/** Mixes towards warm white, 0 to 1. */
export function up(color: string, amount: number): string {
  return mix(color, '#fff8ee', amount);
}

/** Mixes towards the colour of shadow, a dark blue, 0 to 1. */
export function down(color: string, amount: number): string {
  return mix(color, '#17141f', amount);
}

/** Mixes two `#rrggbb` colours, 0 gives the first. */
export function mix(a: string, b: string, amount: number): string {
  const at = (color: string, i: number) => Number.parseInt(color.slice(i, i + 2), 16);
  const part = (i: number) => Math.round(at(a, i) + (at(b, i) - at(a, i)) * amount);
  return `#${[1, 3, 5].map((i) => part(i).toString(16).padStart(2, '0')).join('')}`;
}

/** How bright a colour looks, 0 to 1 (Rec. 709 weights). */
export function brightness(color: string): number {
  const at = (i: number) => Number.parseInt(color.slice(i, i + 2), 16) / 255;
  return 0.2126 * at(1) + 0.7152 * at(3) + 0.0722 * at(5);
}

/** Outline of a rectangle with round corners. */
export function rect([x, y, w, h]: Box, radius = 0): string {
  const r = Math.min(radius, w / 2, h / 2);
  const arc = (dx: number, dy: number) => `a${r} ${r} 0 0 1 ${dx} ${dy}`;
  return (
    `M${x + r} ${y}h${w - 2 * r}${arc(r, r)}v${h - 2 * r}${arc(-r, r)}` +
    `h${2 * r - w}${arc(-r, -r)}v${2 * r - h}${arc(r, -r)}z`
  );
}

/** Outline of an ellipse by centre and radii. */
export function oval(cx: number, cy: number, [rx, ry]: Point): string {
  return `M${cx - rx} ${cy}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0z`;
}

/** Outline of a circle. */
export function disc(cx: number, cy: number, r: number): string {
  return oval(cx, cy, [r, r]);
}

/** A flat fill. */
export function flat(outline: string, fill: string, opacity = 1): string {
  return `<path d="${outline}" fill="${fill}"${opacity < 1 ? ` fill-opacity="${opacity}"` : ''}/>`;
}

/** A stroke with round ends. */
export function line(outline: string, color: string, style: LineStyle): string {
  const cap = style.butt ? '' : ' stroke-linecap="round"';
  const opacity = style.opacity === undefined ? '' : ` stroke-opacity="${style.opacity}"`;
  return (
    `<path d="${outline}" fill="none" stroke="${color}" stroke-width="${style.width}"` +
    ` stroke-linejoin="round"${cap}${opacity}/>`
  );
}

/** A body in studio light: the colour, then side light, top light and a bright rim. */
export function form(outline: string, color: string, light: Light = 'box'): string {
  const sheets: Readonly<Record<Light, readonly string[]>> = {
    box: ['sideSoft', 'top'],
    round: ['side'],
    ball: ['ball'],
    cloth: ['cloth', 'top'],
    flat: ['top'],
  };
  const layers = sheets[light].map((id) => flat(outline, `url(#${id})`)).join('');
  const rim =
    light === 'ball' || light === 'cloth'
      ? ''
      : `<path d="${outline}" fill="none" stroke="url(#rim)" stroke-width="2"/>`;
  return flat(outline, color) + layers + rim;
}

/** A tube along a stroke: the colour with a dark underside and a light upper edge. */
export function tube(outline: string, color: string, width: number): string {
  const moved = (dx: number, dy: number, art: string) =>
    `<g transform="translate(${dx} ${dy})">${art}</g>`;
  return (
    line(outline, down(color, 0.3), { width }) +
    moved(-width * 0.06, -width * 0.08, line(outline, color, { width: width * 0.78 })) +
    moved(
      -width * 0.16,
      -width * 0.18,
      line(outline, up(color, 0.45), { width: width * 0.2, opacity: 0.7 }),
    )
  );
}

/** A white sheen that fades downwards. */
export function gloss(outline: string, opacity = 0.6): string {
  return flat(outline, 'url(#gloss)', opacity);
}

/**
 * A soft shadow of a flat thing on the surface below it: copies that grow about the middle of
 * the canvas and add up, which costs a tenth of a blur.
 */
export function drop(outline: string, height = 1): string {
  const halo = [7, 5.5, 4, 2.5, 1, -0.5, -2]
    .map((percent) => {
      const scale = 1 + (percent * height) / 100;
      const place =
        `translate(${(400 - 400 * scale).toFixed(2)}` + ` ${(420 - 420 * scale).toFixed(2)})`;
      return `<path d="${outline}" transform="${place} scale(${scale.toFixed(4)})"/>`;
    })
    .join('');
  return (
    `<g fill="#1d1a26" fill-opacity="0.045" transform="translate(${14 * height} ` +
    `${22 * height})">${halo}</g>`
  );
}

/** The art and its mirror image at the middle of the canvas. */
export function mirrored(art: string): string {
  return `${art}<g transform="translate(800 0) scale(-1 1)">${art}</g>`;
}

/** The art, moved, turned about the canvas middle and scaled about it. */
export function turned(degrees: number, art: string): string {
  return `<g transform="rotate(${degrees} 400 420)">${art}</g>`;
}

/** Repeats art for 0 ≤ i < count. */
export function times(count: number, art: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => art(i)).join('');
}

const stopsOf = (stops: string): string => {
  const list = stops.split(' ');
  return list
    .map((stop, i) => {
      const [color = '#000', at] = stop.split('@');
      const percent = at ?? String(Math.round((i * 100) / Math.max(1, list.length - 1)));
      const alpha = color.length === 9 ? Number.parseInt(color.slice(7), 16) / 255 : 1;
      const opacity = alpha < 1 ? ` stop-opacity="${alpha.toFixed(2)}"` : '';
      return `<stop offset="${percent}%" stop-color="${color.slice(0, 7)}"${opacity}/>`;
    })
    .join('');
};

const linear = (id: string, stops: string, [x2, y2]: Point): string =>
  `<linearGradient id="${id}" x1="0" y1="0" x2="${x2}" y2="${y2}">${stopsOf(stops)}` +
  '</linearGradient>';

/** The light every drawing shares. */
const lights = [
  linear(
    'side',
    '#1a162844@0 #ffffff00@14 #ffffff66@26 #ffffff00@46 #1a162800@56 #1a16285c@92' +
      ' #1a162840@100',
    [1, 0],
  ),
  linear('sideSoft', '#ffffff2e@0 #ffffff00@35 #1a162800@55 #1a162833@100', [1, 0.12]),
  linear('top', '#ffffff38@0 #ffffff00@38 #1a162800@60 #1a162830@100', [0, 1]),
  linear('cloth', '#1a162826@0 #ffffff1c@22 #1a162814@40 #ffffff1f@58 #1a16283b@100', [1, 0.15]),
  linear('rim', '#ffffff99@0 #ffffff22@40 #ffffff00@60', [0.7, 1]),
  linear('gloss', '#ffffffb0@0 #ffffff14@70 #ffffff00@100', [0, 1]),
  `<radialGradient id="ball" cx="0.36" cy="0.3" r="0.78">${stopsOf(
    '#ffffff8c@0 #ffffff22@28 #1a162800@48 #1a162866@92 #1a16284d@100',
  )}</radialGradient>`,
  `<radialGradient id="shade">${stopsOf(
    '#1d1a2680@0 #1d1a2652@45 #1d1a2614@78 #1d1a2600@100',
  )}</radialGradient>`,
].join('');

/** A new studio: fills are numbered, so the same calls give the same text. */
export function openStudio(): Studio {
  const made: string[] = [];
  let next = 0;
  const add = (text: (id: string) => string): string => {
    const id = `f${next++}`;
    assert(next < 400, 'a drawing uses a bounded number of fills');
    made.push(text(id));
    return id;
  };
  return {
    lin: (stops, angle = 0) => {
      const turn = (angle * Math.PI) / 180;
      const end: Point = [Number(Math.cos(turn).toFixed(3)), Number(Math.sin(turn).toFixed(3))];
      return `url(#${add((id) => linear(id, stops, end))})`;
    },
    rad: (stops, [cx, cy, r] = [0.5, 0.5, 0.5]) =>
      `url(#${add(
        (id) =>
          `<radialGradient id="${id}" cx="${cx}" cy="${cy}" r="${r}">${stopsOf(stops)}` +
          '</radialGradient>',
      )})`,
    clip: (outline, inside) =>
      `<g clip-path="url(#${add(
        (id) => `<clipPath id="${id}"><path d="${outline}"/></clipPath>`,
      )})">${inside}</g>`,
    defs: () => `<defs>${lights}${made.join('')}</defs>`,
  };
}
