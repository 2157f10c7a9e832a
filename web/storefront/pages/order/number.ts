/** Order numbers as people type them. */
const pattern = /^TS-[0-9A-HJKMNP-TV-Z]{10}$/;

/** The number in its own spelling; null when it can be none. The letters it lacks are mistakes. */
export function orderNumberIn(text: string): string | null {
  const plain = text.toUpperCase().replace(/[\s–—_#.]/g, '');
  const digits = plain.replace(/^TS-?/, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  const number = `TS-${digits.replaceAll('-', '')}`;
  return pattern.test(number) ? number : null;
}
