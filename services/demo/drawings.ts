import type { Drawing } from './drawing.ts';
import { carryDrawings } from './draw-carry.ts';
import { deskDrawings } from './draw-desk.ts';
import { homeDrawings } from './draw-home.ts';
import { kitchenDrawings } from './draw-kitchen.ts';
import { playDrawings } from './draw-play.ts';
import { sportDrawings } from './draw-sport.ts';
import { techDrawings } from './draw-tech.ts';
import { wearDrawings } from './draw-wear.ts';
import { yardDrawings } from './draw-yard.ts';

/** Every kind of product that can be drawn. */
export const drawings: Readonly<Record<string, Drawing>> = {
  ...techDrawings,
  ...homeDrawings,
  ...kitchenDrawings,
  ...wearDrawings,
  ...carryDrawings,
  ...sportDrawings,
  ...playDrawings,
  ...deskDrawings,
  ...yardDrawings,
};
