/** All departments of the demo shop, in the order of its menu. */
import type { DepartmentWords } from './words.ts';
import { carry } from './words-carry.ts';
import { electronics } from './words-electronics.ts';
import { home } from './words-home.ts';
import { kitchen } from './words-kitchen.ts';
import { beauty, sports } from './words-life.ts';
import { books, toys } from './words-play.ts';
import { tools } from './words-tools.ts';
import { clothing } from './words-wear.ts';

export const departments: readonly DepartmentWords[] = [
  electronics,
  home,
  kitchen,
  clothing,
  carry,
  beauty,
  sports,
  toys,
  books,
  tools,
];
