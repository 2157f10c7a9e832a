// Who waits for tickets, and what comes back to them: in the order in which they came, the first
// whose wish can be met is offered a hold of half an hour.
import { newId } from '#kernel/core/id.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { RoomContext, Task } from '#kernel/service.ts';
import { metaNow } from './commands.ts';
import { offer_ms } from './contract.ts';
import type { Queries } from './queries.ts';
import { claimBookings, tellOffer } from './store-booking.ts';
import * as store from './store-wait.ts';

const PAGE = 100;
const rounds_max = 50;

export type Waitlist = ReturnType<typeof waitlist>;

interface Needs {
  ctx: Pick<RoomContext, 'db' | 'outbox'>;
  queries: Pick<Queries, 'event'>;
}

export function waitlist(of: Needs) {
  const { db, outbox } = of.ctx;

  /** Offers what is free; as often as there is somebody who can have it. */
  async function offer(signal: AbortSignal): Promise<void> {
    for (let round = 0; round < rounds_max && !signal.aborted; round += 1) {
      const next = await store.nextInLine(db, PAGE);
      const offered = await offerAll(db, next);
      // Where somebody else was faster it comes back another time.
      if (offered === 0) return;
      outbox.poke();
    }
  }

  const tasks: Task[] = [
    { name: 'booking.offer', every_ms: 2_000, run: offer },
    { name: 'booking.close-lists', every_ms: 60_000, run: () => store.closeLists(db) },
  ];
  return {
    tasks,
    join: joining(of),
    offer,
    leave: async (who: { entryId: string; userId: string }) =>
      (await store.leaveList(db, who)) ? null : refuse('waitlist-entry-not-found', who),
    page: (who: { userId: string; below: string; limit: number }) => store.pageEntries(db, who),
  };
}

/** Puts somebody on a list, where there is nothing to have at once. */
function joining({ ctx, queries }: Pick<Needs, 'ctx' | 'queries'>) {
  return async (wish: {
    eventId: string;
    sessionId: string;
    typeId: string;
    userId: string;
    quantity: number;
  }): Promise<store.EntryRow | Refusal> => {
    const { eventId, ...rest } = wish;
    const event = await queries.event(eventId);
    if (isRefusal(event)) return event;
    const session = event.sessions?.find((one) => one.sessionId === wish.sessionId);
    if (!session) return refuse('event-session-not-found', { sessionId: wish.sessionId });
    if (session.state === 'CANCELLED') return refuse('event-session-cancelled');
    if (session.over) return refuse('event-session-over');
    const type = event.types?.find((one) => one.typeId === wish.typeId);
    const counter = session.quotas?.find((one) => one.typeId === wish.typeId);
    if (!type || !counter) return refuse('ticket-type-not-found', { typeId: wish.typeId });
    if (wish.quantity > type.perBooking) {
      return refuse('booking-limit', { typeId: wish.typeId, max: type.perBooking });
    }
    const available = counter.quota - counter.claimed;
    if (available >= wish.quantity && counter.waiting === 0) {
      return refuse('waitlist-not-needed', { available });
    }
    const entry = await store.waitFor(ctx.db, { ...rest, entryId: newId('wle') });
    return entry ?? refuse('waitlist-entry-not-found');
  };
}

/** Claims for those who are next, and tells of each; how many could have what they wait for. */
async function offerAll(db: RoomContext['db'], next: readonly store.NewEntry[]): Promise<number> {
  if (next.length === 0) return 0;
  const claims = next.map(({ entryId, userId, sessionId, typeId, quantity }) => ({
    bookingId: newId('bkg'),
    sessionId,
    userId,
    entryId,
    // Two processes that look at the list at once offer to somebody once.
    requestKey: `waitlist:${entryId}`,
    hold_ms: offer_ms,
    items: [{ typeId, quantity, seats: null }],
    meta: metaNow(),
  }));
  return db.tx(async (tx) => {
    const made = await claimBookings(tx, claims);
    const offered = claims.filter(({ bookingId }) => made.get(bookingId) === null);
    for (const { bookingId, meta } of offered) await tellOffer(tx, bookingId, meta);
    return offered.length;
  });
}
