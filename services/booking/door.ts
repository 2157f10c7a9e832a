// The door: who may come in. A device may be offline: it knows tickets by fingerprints and sends
// its scans later; each scan has an id of its own, so sending it twice changes nothing.
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { Desk } from './desk.ts';
import { codeOf, fingerprintOf, ticketOf } from './model-code.ts';
import { pageAttendees } from './store-booking.ts';
import { guestsOf } from './store-hand.ts';
import * as store from './store-wait.ts';

export interface SentScan {
  scanId: string;
  code: string;
  device: string;
  scannedAt: Date;
}

interface OfSession {
  eventId: string;
  sessionId: string;
}

export type Door = ReturnType<typeof door>;

/** Scans that were made offline come within this time. */
const offline_ms_max = 30 * 86_400_000;

export function door(of: { ctx: Pick<RoomContext, 'db' | 'clock'>; desk: Desk; key: Uint8Array }) {
  const { desk, key } = of;
  const { db, clock } = of.ctx;

  async function session(own: readonly string[], at: OfSession): Promise<Refusal | null> {
    const row = await desk.find(own, at.eventId);
    if (isRefusal(row)) return row;
    const known = row.sessions?.some((one) => one.sessionId === at.sessionId);
    return known ? null : refuse('event-session-not-found', { sessionId: at.sessionId });
  }

  return {
    /** What each scan came to, in the order of the list. */
    async checkIn(
      own: readonly string[],
      at: OfSession & { by: string },
      sent: readonly SentScan[],
    ): Promise<store.ScanRow[] | Refusal> {
      const refused = await session(own, at);
      if (refused) return refused;
      const { sessionId, by } = at;
      const now_ms = clock.now();
      const scans = sent.map(({ code, scannedAt, ...scan }) => {
        // A device whose clock is off loses no scan for it.
        const at_ms = Math.min(now_ms, Math.max(now_ms - offline_ms_max, scannedAt.getTime()));
        return { ...scan, scannedAt: new Date(at_ms), ticketId: ticketOf(code, key) ?? null };
      });
      const rows = await db.tx((tx) => store.checkIn(tx, { sessionId, by, scans }));
      const found = new Map(rows.map((row) => [row.scanId, row]));
      return scans.flatMap((one) => found.get(one.scanId) ?? []);
    },

    /** A page of tickets as a device keeps them. */
    async list(own: readonly string[], at: OfSession, of_: { above: string; limit: number }) {
      const refused = await session(own, at);
      if (refused) return refused;
      const rows = await store.pageTickets(db, { sessionId: at.sessionId, ...of_ });
      return rows.map((row) => ({
        ...row,
        checkedInAt: row.checkedInAt?.toISOString() ?? null,
        fingerprint: fingerprintOf(codeOf(row.ticketId, key)),
      }));
    },

    /** What is sold, held and inside, of each kind in each session. */
    async sold(own: readonly string[], eventId: string) {
      const row = await desk.find(own, eventId);
      return isRefusal(row) ? row : store.readSold(db, eventId);
    },

    async attendees(own: readonly string[], at: OfSession, of_: { above: string; limit: number }) {
      const refused = await session(own, at);
      if (refused) return refused;
      const rows = await pageAttendees(db, { sessionId: at.sessionId, ...of_ });
      const ids = rows.map((row) => row.bookingId);
      const guests = Map.groupBy(await guestsOf(db, ids), (one) => one.bookingId);
      return rows.map((row) => ({ ...row, guests: guests.get(row.bookingId) ?? [] }));
    },
  };
}
