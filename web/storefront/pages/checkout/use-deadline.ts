import { useEffect, useState } from 'react';
import { phaseOf, serverNow, untilNextChange_ms, type Base, type Phase } from './clock.ts';

export interface Left {
  left_ms: number;
  phase: Phase;
  /** The server's clock now. */
  now_ms: number;
}

const soonest_ms = 50;

/**
 * The time that is left until a deadline of the server; null while there is none. Renders only
 * when what is shown changes, and not at all while nobody looks; the deadline goes on.
 */
export function useDeadline(deadline: string | null, base: Base | null): Left | null {
  const [, render] = useState(0);
  const now_ms = base === null ? 0 : serverNow(base, performanceNow());
  const left_ms = deadline === null ? 0 : Date.parse(deadline) - now_ms;
  useEffect(() => {
    if (deadline === null || base === null) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      if (document.hidden) return;
      render((before) => before + 1);
      const rest_ms = Date.parse(deadline) - serverNow(base, performanceNow());
      if (rest_ms > 0) timer = setTimeout(look, Math.max(soonest_ms, untilNextChange_ms(rest_ms)));
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [deadline, base]);
  if (deadline === null || base === null) return null;
  return { left_ms, phase: phaseOf(left_ms), now_ms };
}

const performanceNow = () => performance.now();
