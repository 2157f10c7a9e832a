/** The shape of the hand-written words from which the demo catalogue is made. */

/** One way variants of a product differ. `step_bp`: price rise per further value. */
export interface OptionWords {
  name: string;
  values: readonly string[];
  count: readonly [number, number];
  step_bp?: number;
}

/** A leaf category: what its products are called, made of, weigh and cost. */
export interface LeafWords {
  slug: string;
  name: string;
  /** Noun in the product name → drawing kind. */
  nouns: Readonly<Record<string, string>>;
  /** Lowest and highest base price in US cents. */
  price_minor: readonly [number, number];
  weight_g: readonly [number, number];
  /** Length, width, height of a typical parcel. */
  size_mm: readonly [number, number, number];
  options: readonly OptionWords[];
  /** Attributes of the product as a whole: one value of each is chosen. */
  facts: Readonly<Record<string, readonly string[]>>;
  openers: readonly string[];
  details: readonly string[];
  /** Whole titles (books) instead of brand, line and noun. */
  titles?: readonly string[];
  /** Colours for the picture where colour is no option (books, plants). */
  looks?: readonly string[];
  /** First picture seed, where leaves share a drawing and must not share its designs. */
  firstSeed?: number;
  /** Brands of this leaf where they differ from the department's. */
  brands?: readonly string[];
  /** Last sentences of this leaf where the department's do not fit. */
  closings?: readonly string[];
}

export interface DepartmentWords {
  slug: string;
  name: string;
  about: string;
  brands: readonly string[];
  lines: readonly string[];
  closings: readonly string[];
  /** Index of the seller that lists most of it. */
  seller: number;
  leaves: readonly LeafWords[];
}

/** Colour names shoppers pick, and the swatch each is shown and drawn in. */
export const swatches: Readonly<Record<string, string>> = {
  black: '#26272b',
  charcoal: '#44474d',
  graphite: '#5b6068',
  silver: '#c3c8ce',
  white: '#f1f0ec',
  cream: '#eadfc8',
  sand: '#d6bf9b',
  oat: '#cdbfa9',
  taupe: '#9c8b7a',
  walnut: '#6f4a31',
  oak: '#c69b67',
  tan: '#b9824f',
  cognac: '#9a5630',
  terracotta: '#c4633f',
  rust: '#a94a2b',
  red: '#c8352f',
  burgundy: '#7b2436',
  coral: '#ee7b63',
  blush: '#e9b9ae',
  pink: '#e58fa6',
  plum: '#6d3b5e',
  lilac: '#b8a5d4',
  lavender: '#a793cf',
  navy: '#26365b',
  blue: '#2f66c4',
  sky: '#86b6de',
  teal: '#1f7f83',
  mint: '#a4d4bf',
  sage: '#98a98a',
  olive: '#6c713f',
  green: '#2f7d4f',
  forest: '#274f3c',
  mustard: '#d7a12f',
  yellow: '#f0c534',
  orange: '#e6803a',
  copper: '#b87048',
  gold: '#c9a45c',
  'rose gold': '#d6a091',
  steel: '#aeb5bc',
  denim: '#4a6a94',
};

/** The swatch of a colour name; a warm grey when the name is unknown. */
export function swatchOf(color: string): string {
  return swatches[color] ?? '#a39c93';
}

/** The colour option with its usual span of values. */
export function colors(values: string, least = 2, most = 4): OptionWords {
  return { name: 'color', values: values.split(' '), count: [least, most] };
}
