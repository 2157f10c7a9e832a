import { systemClock } from '#kernel/core/clock.ts';
import { openDb, type Db } from '#kernel/db/db.ts';
import { backlogOf } from '#kernel/events/store-outbox.ts';
import type { DoctorRoom } from './database.ts';
import { ok, warn, type Finding } from './finding.ts';

const counted_max = 100_000;
const late_ms = 60_000;

interface Flow {
  late: string[];
  parked: string[];
  flagged: string[];
}

/** Events that wait or were set aside, and sagas that need a person, over all rooms. */
export async function flowOf(url: string, rooms: readonly DoctorRoom[]): Promise<Finding[]> {
  const flow: Flow = { late: [], parked: [], flagged: [] };
  for (const room of rooms) {
    const db = openDb({ url, room: room.name, pipelined: 1, plain_max: 1 });
    try {
      await lookInto(db, { room, rooms, flow });
    } finally {
      await db.close();
    }
  }
  const finding = (name: string, found: string[], words: { fine: string; todo: string }) =>
    found.length === 0 ? ok(name, words.fine) : warn(name, found.join('; '), words.todo);
  return [
    finding('outbox', flow.late, {
      fine: 'No event waits for more than a minute',
      todo: 'Start the process that serves the consumer; see its log when it runs.',
    }),
    finding('parked', flow.parked, {
      fine: 'No event was set aside',
      todo: 'Mend what they fail at, then replay them.',
    }),
    finding('sagas', flow.flagged, {
      fine: 'No saga needs a person',
      todo: 'Look at their steps and their log lines.',
    }),
  ];
}

async function lookInto(
  db: Db,
  { room, rooms, flow }: { room: DoctorRoom; rooms: readonly DoctorRoom[]; flow: Flow },
): Promise<void> {
  const consumers = rooms.flatMap((one) => one.consumers);
  for (const { name, from } of room.events ? consumers : []) {
    const types = from[room.name];
    if (!types) continue;
    const query = { consumer: name, types, limit: counted_max };
    const { events, oldest_ms } = await backlogOf(db, query);
    const age_ms = oldest_ms === null ? 0 : systemClock.now() - oldest_ms;
    if (age_ms <= late_ms) continue;
    flow.late.push(`${events} events of ${room.name} for ${name}, ${minutes(age_ms)} min old`);
  }
  const aside = await db.rows<{ consumer: string; n: number; reason: string | null }>(
    `select consumer, count(*)::int as n, max(reason) as reason from redelivery
     where state = 'parked' group by consumer order by consumer`,
  );
  for (const { consumer, n, reason } of aside) {
    flow.parked.push(`${n} for ${consumer} (${(reason ?? 'no reason').slice(0, 80)})`);
  }
  const sagas = await db.rows<{ type: string; n: number }>(
    `select type, count(*)::int as n from saga_state
     where flagged_at is not null and status in ('STARTED', 'IN_PROGRESS', 'COMPENSATING')
     group by type order by type`,
  );
  for (const { type, n } of sagas) flow.flagged.push(`${n} of ${type}`);
}

function minutes(ms: number): number {
  return Math.round(ms / 60_000);
}
