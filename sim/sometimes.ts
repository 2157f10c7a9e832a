// Situations that a long enough run must have come through. One that never happens says that the
// simulation is not looking there any more, whatever colour it shows.
import { knownFacts } from './store-checks.ts';

const noted: readonly string[] = [
  'a call was sent again',
  'a coupon was put into a cart',
  'a coupon was refused',
  'a job failed and ran again',
  'a payment was pending',
  'a price rise was refused until it was accepted',
  'a process died inside a transaction',
  'a return was announced',
  'a return was granted',
  'a return was refused',
  'a shopper forgot a checkout',
  'a statement waited for a lock',
  'a stock count was refused',
  'stock was too low',
  'two pressed pay at once',
  'fault: commit lost-after',
  'fault: commit lost-before',
  'fault: events late',
  'fault: events lost',
  'fault: events mixed',
  'fault: events twice',
  'fault: everything killed at once',
  'fault: locks lost',
  'fault: message late',
  'fault: message lost',
  'fault: message reply-lost',
  'fault: message twice',
  'fault: notice lost',
  'fault: process killed',
  'fault: process paused',
  'fault: read lost-after',
  'fault: read lost-before',
  'fault: webhook late',
  'fault: webhook lost',
  'fault: webhook reply-lost',
  'fault: webhook twice',
  'fault: write lost-after',
  'fault: write lost-before',
];

/** All of them, by name. */
export const sometimes: readonly string[] = [...knownFacts, ...noted].sort();

/** Those that have not happened. */
export function neverHappened(counts: Readonly<Record<string, number>>): string[] {
  return sometimes.filter((what) => (counts[what] ?? 0) === 0);
}
