/**
 * One law of the whole system. Its statement gives a row with `detail`, a sentence, for each
 * thing that breaks it, and none when all is well.
 */
export interface Invariant {
  /** Stable: tools, tests and people refer to it. Laws that share a code add up. */
  code: string;
  /** 'instant' holds in every committed snapshot, 'quiescent' once queues have drained. */
  when: 'instant' | 'quiescent';
  /** What is true, for people. */
  says: string;
  /** Rooms whose tables it reads; where one is absent the law is skipped. */
  needs: readonly string[];
  /**
   * 'shop': runs once. 'room': once for each room, its schema stands for %room%. 'lane': once for
   * each consumer and room it takes from, with %source% and %room% (the consumer's) as schemas,
   * $1 the consumer's name, $2 the event types and $3 how the ids of its sagas begin ('' for any).
   * 'journal': once, $1 is a client's journal.
   */
  over: 'shop' | 'room' | 'lane' | 'journal';
  sql: string;
}

/** What a client was told: one acknowledged order, its total in minor units. */
export interface Acknowledged {
  checkoutId: string;
  orderId: string;
  total_minor: number;
  currency: string;
}
