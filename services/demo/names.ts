/** How hand-written names of the demo world are kept: German, Spanish, Hindi, Arabic. */
export type FourNames = readonly [de: string, es: string, hi: string, ar: string];

export function byLocale([de, es, hi, ar]: FourNames): Record<string, string> {
  return { de, es, hi, ar };
}
