/** The ways to pay that are offered, in the order in which they are: the one used last first. */
import { isExpired, type Kept } from '../payments/kept.ts';
import { methodNames, type Method, type Way } from './outcome.ts';

export interface OfferedWay {
  way: Way;
  method: Method;
  /** What is kept of it in the account. */
  kept: Kept | null;
  expired: boolean;
}

/**
 * What is kept stands before what has to be typed, what was used last in this browser before all,
 * and what has expired after the rest. `kept` comes in its own order: the default, then by use.
 */
export function waysOf(of: {
  offered: readonly string[];
  kept: readonly Kept[];
  last: string | null;
  today: Date;
}): OfferedWay[] {
  const { offered, kept, last, today } = of;
  const own = kept.map((one): OfferedWay => {
    const way = one.methodId as Way;
    return { way, method: one.method, kept: one, expired: isExpired(one, today) };
  });
  const typed = methodNames.map((way): OfferedWay => {
    return { way, method: way, kept: null, expired: false };
  });
  const rank = ({ way, expired }: OfferedWay) => (expired ? 2 : way === last ? 0 : 1);
  return [...own, ...typed]
    .filter(({ method }) => offered.includes(method))
    .toSorted((a, b) => rank(a) - rank(b));
}
