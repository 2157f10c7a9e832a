import { pause } from './client.ts';
import type { Lane } from './lane.ts';

const patience_ms = 180_000;

/** Tries until it works; what is in its way passes, or is a violation. */
export async function insist(
  { waits }: Pick<Lane, 'waits'>,
  what: string,
  work: () => Promise<void>,
): Promise<void> {
  const until = performance.now() + patience_ms;
  await waits.during(what, async () => {
    for (;;) {
      try {
        await work();
        return;
      } catch (error) {
        if (performance.now() > until) throw new Error(`${what}: not in time`, { cause: error });
        waits.check();
        await pause(40);
      }
    }
  });
}
