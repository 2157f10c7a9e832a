import type { Point, Studio } from './studio.ts';
import type { Pose } from './scene.ts';

/** What a drawing is told. */
export interface Look {
  studio: Studio;
  /** The product's own colour as `#rrggbb`. */
  color: string;
  /** A second colour that goes with it: screens, labels, prints. */
  accent: string;
  /** Which of a kind's designs; take it modulo their number. */
  form: number;
}

/** One kind of product on an 800 × 800 canvas; things that stand do so on y = 650. */
export interface Drawing {
  palette: string;
  /** `stand` when not given. */
  pose?: Pose;
  /** Left and right end of what touches the floor. */
  ground?: Point;
  /** May be shown on a podium: small things only. */
  podium?: boolean;
  /** Never mirrored, because of lettering or a fixed hand. */
  fixed?: boolean;
  draw(look: Look): string;
}
