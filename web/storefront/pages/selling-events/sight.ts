/**
 * What a camera sees is the same code many times in a second. It counts once, and again only after
 * it was out of sight for some pictures: the next person may hold a copy of it.
 */
export const gone_pictures = 20;

export interface Sight {
  /** The codes of a picture; gives those that count. */
  picture(codes: readonly string[]): string[];
}

/** Counted in pictures and not in seconds: a machine that stands still has seen nothing. */
export function sight(): Sight {
  const unseen = new Map<string, number>();
  return {
    picture(codes) {
      for (const [code, pictures] of unseen) {
        if (codes.includes(code)) continue;
        if (pictures + 1 >= gone_pictures) unseen.delete(code);
        else unseen.set(code, pictures + 1);
      }
      const fresh = [...new Set(codes)].filter((code) => !unseen.has(code));
      for (const code of codes) unseen.set(code, 0);
      return fresh;
    },
  };
}
