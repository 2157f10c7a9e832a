import type { Inbox } from './inbox.ts';
import type { Relay } from './relay.ts';

/** One number to show, in the manner of Prometheus. */
export interface EventSample {
  name:
    | 'trueshelf_consumer_lag_events'
    | 'trueshelf_consumer_lag_seconds'
    | 'trueshelf_redelivery_waiting_events'
    | 'trueshelf_redelivery_parked_events';
  labels: Record<string, string>;
  value: number;
}

/**
 * Lag per source and consumer, and what is set aside per consumer, for the relays and inboxes
 * of this process. A statement per consumer: ask when scraped, not per event. Rejects when a
 * database is out of reach.
 */
export async function eventSamples({
  relays,
  inboxes,
}: {
  relays: readonly Pick<Relay, 'lag'>[];
  inboxes: readonly Pick<Inbox, 'counts' | 'consumers'>[];
}): Promise<EventSample[]> {
  const samples: EventSample[] = [];
  for (const lags of await Promise.all(relays.map((relay) => relay.lag()))) {
    for (const { source, consumer, events, age_ms } of lags) {
      const labels = { source, consumer };
      samples.push({ name: 'trueshelf_consumer_lag_events', labels, value: events });
      samples.push({ name: 'trueshelf_consumer_lag_seconds', labels, value: age_ms / 1000 });
    }
  }
  for (const box of inboxes) {
    const counts = new Map((await box.counts()).map((count) => [count.consumer, count]));
    for (const consumer of box.consumers) {
      const { waiting = 0, parked = 0 } = counts.get(consumer) ?? {};
      const labels = { consumer };
      samples.push({ name: 'trueshelf_redelivery_waiting_events', labels, value: waiting });
      samples.push({ name: 'trueshelf_redelivery_parked_events', labels, value: parked });
    }
  }
  return samples;
}
