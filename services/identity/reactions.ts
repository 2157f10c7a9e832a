/** What happens elsewhere and takes rights away: tokens with the old rights die. */
import type { Revocation } from '#kernel/auth/revocation.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { ConsumerSpec, EventEnvelope, Handler } from '#kernel/events/event.ts';
import { insertRevocations } from './store-session.ts';

export const consumers: readonly ConsumerSpec[] = [
  {
    name: 'identity.rights',
    from: { sellers: ['SELLER_MEMBER_CHANGED', 'SELLER_APPROVED', 'SELLER_SUSPENDED'] },
  },
];

/** A token made this long after an event may still carry what was read before it. */
const margin_ms = 1_000;

/**
 * The sellers room tells at once by a call; the event is for when that call failed. Goes by the
 * time of the event, so that tokens made after it live on, however late it comes.
 */
export function revocationsOf(events: readonly EventEnvelope[]): Revocation[] {
  return events.flatMap(({ timestamp, payload }) => {
    const before_ms = Date.parse(timestamp) + margin_ms;
    return affected(payload).map((subject) => ({ subject, before_ms }));
  });
}

/** Who just became a member loses nothing by an older token. */
function affected(payload: Record<string, unknown>): string[] {
  const { userId, userIds, previousRole } = payload;
  if (Array.isArray(userIds)) return userIds.filter((id) => typeof id === 'string');
  return typeof userId === 'string' && typeof previousRole === 'string' ? [userId] : [];
}

export const reactions: Readonly<Record<string, Handler>> = {
  'identity.rights': async (tx: Sql, events: EventEnvelope[]) => {
    await insertRevocations(tx, revocationsOf(events));
  },
};
