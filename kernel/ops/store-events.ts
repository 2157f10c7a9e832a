import type { Sql } from '#kernel/db/db.ts';

export interface SagaEvent {
  eventId: string;
  type: string;
  aggType: string;
  aggId: string;
  version: number;
  at: Date;
}

// No index by saga: one would cost every event that is written. The newest rows are looked through.
const OF_SAGA = `
select event_id as "eventId", type, agg_type as "aggType", agg_id as "aggId",
  agg_version as version, occurred_at as at
from (select * from outbox order by xid desc, position desc limit 20000) recent
where saga_id = $1 order by event_id limit $2`;

/** Events that name a saga, among the newest 20,000 of the room. */
export async function eventsOfSaga(db: Sql, sagaId: string, limit: number): Promise<SagaEvent[]> {
  return db.rows<SagaEvent>(OF_SAGA, [sagaId, limit]);
}

export interface ParkedRow {
  consumer: string;
  eventId: string;
  eventType: string;
  source: string;
  aggregate: string;
  attempts: number;
  reason: string | null;
  parkedAt: Date;
}

const PARKED = `
select consumer, event_id as "eventId", event->>'eventType' as "eventType",
  coalesce(event #>> '{metadata,source}', '') as source, agg_key as aggregate, attempts, reason,
  parked_at as "parkedAt"
from redelivery
where state = 'parked' and ($1::text is null or consumer = $1)
  and ($2::text is null or event->>'eventType' = $2)
  and ($3::text is null or (event_id, consumer) > ($3, $4 collate "C"))
order by event_id, consumer collate "C" limit $5`;

/** Parked events of this room's consumers, oldest event first. */
export async function listParkedEvents(
  db: Sql,
  of: {
    consumer: string | null;
    eventType: string | null;
    after: { eventId: string; consumer: string } | null;
    limit: number;
  },
): Promise<ParkedRow[]> {
  const { consumer, eventType, after, limit } = of;
  const values = [consumer, eventType, after?.eventId ?? null, after?.consumer ?? '', limit];
  return db.rows<ParkedRow>(PARKED, values);
}
