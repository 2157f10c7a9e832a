// How each method has fared of late in this process, so that a page can say that one gets no
// answers just now. Only what gateways left unanswered counts: a decline is an answer. Counted in
// memory, in slots of ten seconds: a charge costs an addition and no statement.
import type { Clock } from '#kernel/core/clock.ts';

const SLOT_MS = 10_000;
const SLOTS = 12;
/** Fewer say nothing. */
const LEAST = 5;

interface Slot {
  nth: number;
  sent: number;
  lost: number;
}

export type Fare = ReturnType<typeof methodFare>;

export function methodFare(clock: Pick<Clock, 'monotonic'>) {
  const slots = new Map<string, Slot[]>();
  const nthNow = () => Math.floor(clock.monotonic() / SLOT_MS);

  /** One charge was sent this way; `lost`: without an answer. */
  function note(method: string, lost: boolean): void {
    const nth = nthNow();
    let ring = slots.get(method);
    if (!ring) slots.set(method, (ring = []));
    const at = nth % SLOTS;
    let slot = ring[at];
    if (slot?.nth !== nth) ring[at] = slot = { nth, sent: 0, lost: 0 };
    slot.sent += 1;
    if (lost) slot.lost += 1;
  }

  /** Of at least five charges in the last two minutes half or more got no answer. */
  function failing(method: string): boolean {
    const oldest = nthNow() - SLOTS + 1;
    const fresh = (slots.get(method) ?? []).filter((slot) => slot && slot.nth >= oldest);
    const sent = fresh.reduce((sum, slot) => sum + slot.sent, 0);
    const lost = fresh.reduce((sum, slot) => sum + slot.lost, 0);
    return sent >= LEAST && lost * 2 >= sent;
  }

  return { note, failing };
}
