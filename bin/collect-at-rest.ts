// V8 keeps what a rush made it take: the young generation stays at its largest, and pages of the
// old one are given back under pressure, which a quiet shop never feels. So whoever serves collects
// once in the first quiet moment after the start and after each rush, while nobody waits.
import { performance, type EventLoopUtilization } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (how: { type: 'major'; flavor: 'last-resort' }) => void;

const look_ms = 500;
/** So many looks in a row at which less than this share of the time was used. */
const quiet_looks = 4;
const quiet_share = 0.1;
/** Worth a pause of a tenth of a second. */
const grown_bytes = 32 * 1_048_576;

/** Gives memory back whenever the process comes to rest; call it once. Returns how to stop. */
export function collectAtRest(): () => void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as Collect;
  let before: EventLoopUtilization = performance.eventLoopUtilization();
  let quiet = 0;
  let kept_bytes = 0;
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    quiet = utilization < quiet_share ? quiet + 1 : 0;
    if (quiet < quiet_looks) return;
    quiet = 0;
    if (process.memoryUsage().heapTotal < kept_bytes + grown_bytes) return;
    collect({ type: 'major', flavor: 'last-resort' });
    kept_bytes = process.memoryUsage().heapTotal;
  }, look_ms);
  timer.unref();
  return () => clearInterval(timer);
}
