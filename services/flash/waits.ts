// How long people of this process wait for a claim, or for the token to begin a checkout with. The
// keeper asks each time it lets people in.

export interface Waits {
  note(took_ms: number): void;
  /** The mean since this was last asked; undefined where nobody waited. */
  take(): number | undefined;
}

export function waits(): Waits {
  let all_ms = 0;
  let count = 0;
  return {
    note: (took_ms) => {
      all_ms += took_ms;
      count += 1;
    },
    take: () => {
      const mean_ms = count === 0 ? undefined : all_ms / count;
      all_ms = 0;
      count = 0;
      return mean_ms;
    },
  };
}
