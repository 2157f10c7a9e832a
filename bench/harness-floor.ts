// How long a sale takes at least, whatever the shop does: people are let in at the pace, and a unit
// that somebody lets lapse is nobody else's before that person's time is over. Each round of those
// who walk away or idle costs a whole claim or token time, with a seventh of the units.
import type { Fate } from './harness-buyer.ts';
import type { SalePlan } from './harness-sale.ts';

/** Seconds from the start to the last purchase, by a shop that takes no time for anything. */
export function floorOf(fates: readonly Fate[], plan: SalePlan): number {
  const per_s = plan.ratePerMinute / 60;
  const lapse_s: Partial<Record<Fate, number>> = {
    walks: plan.claimSeconds,
    idles: plan.tokenSeconds,
  };
  // Moments at which units are free again; each kind in order, since people come in order.
  const back: Record<'walks' | 'idles', number[]> = { walks: [], idles: [] };
  let free = plan.units;
  let sold = 0;
  let now_s = 0;
  for (const [at, fate] of fates.entries()) {
    now_s = Math.max(now_s, at / per_s);
    for (const moments of Object.values(back)) {
      while ((moments[0] ?? Infinity) <= now_s) {
        moments.shift();
        free += 1;
      }
    }
    if (free === 0) {
      const { walks, idles } = back;
      const first = (walks[0] ?? Infinity) < (idles[0] ?? Infinity) ? walks : idles;
      now_s = first.shift() ?? now_s;
      free += 1;
    }
    if (fate === 'buys' || fate === 'declined') {
      free -= 1;
      sold += 1;
      if (sold === plan.units) return now_s;
    }
    const after_s = lapse_s[fate];
    if (after_s !== undefined && (fate === 'walks' || fate === 'idles')) {
      free -= 1;
      back[fate].push(now_s + after_s);
    }
  }
  return Infinity;
}
