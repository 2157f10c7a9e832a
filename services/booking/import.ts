/** Events of the demo world: made once, with sessions that are always to come. */
import { refuse } from '#kernel/core/refusal.ts';
import type { CallInput, CallOutput } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import { sellersCalls } from '#services/sellers/contract.ts';
import { eventsPerSeller_max, venuesPerSeller_max, type bookingCalls } from './contract.ts';
import { makeSeats } from './desk.ts';
import { eventProblems } from './model-plan.ts';
import { instantAt } from './model-zone.ts';
import * as store from './store-event.ts';

type Import = (typeof bookingCalls)['calls']['import'];
type World = CallInput<Import>;
type ImportedEvent = World['events'][number];

const rules = [
  { hoursBefore: 168, percent: 100 },
  { hoursBefore: 48, percent: 50 },
];

/** Venues first, then events, published; what is there already stays as it is. */
export async function importEvents(
  ctx: Pick<RoomContext, 'db' | 'clock' | 'client'>,
  { venues, events }: World,
): Promise<CallOutput<Import>> {
  const { db } = ctx;
  const empty = { state: null, latitude: null, longitude: null };
  for (const venue of venues) {
    await store.insertVenue(db, { ...empty, ...venue }, venuesPerSeller_max);
  }
  const sellerIds = [...new Set(events.map((one) => one.sellerId))];
  const { sellers } = await ctx.client(sellersCalls).sellers({ sellerIds });
  let imported = 0;
  for (const event of events) {
    if (await store.readEvent(db, event.eventId)) continue;
    const venue = await store.readVenue(db, event.venueId);
    const organiser = sellers.find((one) => one.sellerId === event.sellerId);
    const plan = venue && planOf(event, { zone: venue.zone, now_ms: ctx.clock.now() });
    const sections = new Set(venue?.plan.map((one) => one.section));
    const errors = plan ? eventProblems(plan, { sections, now_ms: ctx.clock.now() }) : [];
    if (!plan || !organiser || errors.length > 0) return refuse('event-plan-not-valid', { errors });
    const { eventId } = event;
    const shown = { organiserName: organiser.name, organiserSlug: organiser.slug };
    await db.tx(async (tx) => {
      const row = { ...event, ...plan, ...shown, refundRules: rules, actor: 'import' };
      await store.insertEvent(tx, row, eventsPerSeller_max);
      const made = await store.readEvent(tx, eventId);
      if (!(await store.publish(tx, { eventId, version: null })) || !made) return;
      await makeSeats(tx, made);
    });
    imported += 1;
  }
  return { imported };
}

function planOf(event: ImportedEvent, of: { zone: string; now_ms: number }) {
  const { zone, now_ms: from_ms } = of;
  const sessions = event.sessions.map(({ sessionId, inDays, at, minutes }) => {
    const startsAt = instantAt({ from_ms, inDays, at, zone });
    const endsAt = new Date(startsAt.getTime() + minutes * 60_000);
    const doorsAt = new Date(startsAt.getTime() - 60 * 60_000);
    return { sessionId, zone, startsAt, endsAt, doorsAt };
  });
  return { sessions, types: event.types, refundRules: rules, salesFrom: null };
}
