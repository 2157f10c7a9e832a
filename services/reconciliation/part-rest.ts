import { isAway } from '#kernel/core/error.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { reviewPage_max, type SettlementBreak } from './contract.ts';
import { copyOf, refusedOf, settlementOf, stuckOf, type Finding } from './model.ts';
import { isBefore, type Part, type PartNeeds } from './part.ts';

/** Without a step for so long a saga is woken and counts as a break. */
const IDLE_MS = 30 * 60_000;

/** What payments noted while settling: open until it comes right or somebody accepts it. */
export function settlementPart({ neighbours }: PartNeeds): Part {
  const { payments } = neighbours;

  async function findings(breaks: SettlementBreak[], until: string): Promise<Finding[]> {
    const found: Finding[] = [];
    for (const one of breaks) {
      if (one.healed) {
        const { paymentId, kind } = one;
        await payments.closeSettlementBreak({ paymentId, kind });
      } else if (isBefore(one.createdAt, until)) found.push(settlementOf(one));
    }
    return found;
  }

  return {
    name: 'settlement',
    says: 'differences noted while settling',
    classes: ['settlement-break'],
    page: async ({ until }, place) => {
      const after = place as { paymentId: string; kind: string } | null;
      const { breaks } = await payments.settlementBreaks({ after, limit: reviewPage_max });
      const last = breaks.length === reviewPage_max ? breaks.at(-1) : undefined;
      const next = last ? { paymentId: last.paymentId, kind: last.kind } : null;
      return { findings: await findings(breaks, until), looked: breaks.length, next };
    },
    again: async ({ until }, { subjects }) => {
      const found: Finding[] = [];
      for (const subject of subjects) {
        const paymentId = subject.slice(0, subject.indexOf('|'));
        const after = { paymentId, kind: '' };
        const { breaks } = await payments.settlementBreaks({ after, limit: 100 });
        found.push(...(await findings(breaks, until)).filter((one) => one.subject === subject));
      }
      return found;
    },
  };
}

/** What bookings owe back and payments refuses: asked again, open until it goes through. */
export function bookingsPart({ neighbours }: PartNeeds): Part {
  const { booking } = neighbours;
  return {
    name: 'bookings',
    says: 'refunds of bookings that payments refuses',
    classes: ['booking-refund-refused'],
    page: async ({ until }, place) => {
      const after = place as { bookingId: string; no: number } | null;
      const asked = { bookingIds: null, after, limit: reviewPage_max };
      const { refunds } = await booking.refusedRefunds(asked);
      const last = refunds.length === reviewPage_max ? refunds.at(-1) : undefined;
      const next = last ? { bookingId: last.bookingId, no: last.no } : null;
      const old = refunds.filter((one) => isBefore(one.since, until));
      return { findings: old.map(refusedOf), looked: refunds.length, next };
    },
    again: async (_, { subjects }) => {
      const bookingIds = [...new Set(subjects.map((one) => one.split('|')[0] ?? ''))];
      const asked = { bookingIds, after: null, limit: reviewPage_max };
      const { refunds } = await booking.refusedRefunds(asked);
      return refunds.map(refusedOf).filter((one) => subjects.includes(one.subject));
    },
    repair: async ({ subjects: { bookingId = '', no = '' } }) => {
      const { asked } = await booking.askRefund({ bookingId, no: Number(no) });
      // Whether it goes through is for the next look.
      return { action: asked ? 'asked payments again' : 'nothing: it is back', done: !asked };
    },
  };
}

/** Sagas that go nowhere. They are woken; one that is found again is for a person. */
export function sagasPart({ neighbours }: PartNeeds): Part {
  const { rooms, idleSagas, sagaById, wake } = neighbours;
  return {
    name: 'sagas',
    says: 'sagas without a step for 30 minutes',
    classes: ['saga-stuck'],
    page: async (_, place) => {
      const at = typeof place === 'number' ? place : 0;
      const room = rooms[at];
      if (room === undefined) return { findings: [], looked: 0, next: null };
      const next = at + 1 < rooms.length ? at + 1 : null;
      try {
        const found = await idleSagas(room, IDLE_MS);
        return { findings: found.map(stuckOf), looked: found.length, next };
      } catch (error) {
        if (!isAway(error)) throw error;
        return { findings: [], looked: 0, next, note: `the sagas of ${room} could not be read` };
      }
    },
    again: async (_, { subjects }) => {
      const found: Finding[] = [];
      for (const sagaId of subjects) {
        const saga = await sagaById(sagaId, IDLE_MS);
        if (saga !== undefined) found.push(stuckOf(saga));
      }
      return found;
    },
    repair: async (finding) => {
      const { room = '', sagaId = '' } = finding.subjects;
      const woken = await wake(room, sagaId);
      // Whether that helped is for the next look: it goes on, or it is found again.
      return isRefusal(woken)
        ? { action: `could not be woken: ${woken.code}`, done: false }
        : { action: 'woke the saga', done: false };
    },
  };
}

/** What comparing copies with their sources left: each run of `sync` tries again by itself. */
export function copiesPart({ neighbours }: PartNeeds): Part {
  const { sync } = neighbours;
  const findings = async () => (await sync.standing({})).standing.map(copyOf);
  return {
    name: 'copies',
    says: 'copies that differ from their sources',
    classes: ['copy-differs'],
    page: async () => {
      const found = await findings();
      return { findings: found, looked: found.length, next: null };
    },
    again: async (_, { subjects }) => {
      const asked = new Set(subjects);
      return (await findings()).filter((one) => asked.has(one.subject));
    },
  };
}
