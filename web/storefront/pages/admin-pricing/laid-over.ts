/** What was typed over something that somebody else has changed meanwhile; pure. */

/** Tells what was typed over one state from what was typed over another. */
export function markOf(start: unknown): string {
  let mark = 0;
  for (const sign of JSON.stringify(start)) mark = (mark * 31 + (sign.codePointAt(0) ?? 0)) | 0;
  return String(mark);
}

/** What was typed over one state, laid over another: what was not changed is as it is there. */
export function laidOver<T extends object>(now: T, { over, typed }: { over: T; typed: T }): T {
  const isSame = (key: keyof T) => JSON.stringify(typed[key]) === JSON.stringify(over[key]);
  const changed = (Object.keys(typed) as (keyof T)[]).filter((key) => !isSame(key));
  return { ...now, ...Object.fromEntries(changed.map((key) => [key, typed[key]])) };
}
