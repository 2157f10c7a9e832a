/** Code 128, set B (ISO/IEC 15417): what scanners of parcels read; pure. */
import { assert } from '#kernel/core/assert.ts';

// Widths of bars and gaps in modules, bar first, by value 0 to 106; 106 is the stop.
const patterns = (
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 ' +
  '122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 ' +
  '321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 ' +
  '211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 ' +
  '213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 ' +
  '121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 ' +
  '241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 ' +
  '412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 ' +
  '211214 211232 2331112'
).split(' ');

const START_B = 104;
const STOP = 106;
const CHECK = 103;
export const text_chars_max = 40;

/** The values of a text: start, one for each character, the check, the stop. */
export function valuesOf(text: string): number[] {
  assert(/^[ -~]+$/.test(text) && text.length <= text_chars_max, `'${text}' is no text of set B`);
  const data = Array.from(text, (character) => character.charCodeAt(0) - 32);
  const sum = data.reduce((total, value, index) => total + value * (index + 1), START_B);
  return [START_B, ...data, sum % CHECK, STOP];
}

export interface Bar {
  /** In modules from the left. */
  at: number;
  width: number;
}

/** The black bars of a text and how many modules it takes, without the quiet zones of 10 each. */
export function barsOf(text: string): { bars: Bar[]; modules: number } {
  const bars: Bar[] = [];
  let at = 0;
  for (const value of valuesOf(text)) {
    for (const [index, digit] of Array.from(patterns[value] ?? '').entries()) {
      const width = Number(digit);
      if (index % 2 === 0) bars.push({ at, width });
      at += width;
    }
  }
  return { bars, modules: at };
}

/** The table, for the test that compares it with the rules of the symbology. */
export const codeTable: readonly string[] = patterns;
