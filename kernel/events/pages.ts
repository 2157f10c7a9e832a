// Why this exists: several consumers read the same outbox, usually from the same place. One read
// serves all of them, the next page is read while the present one is consumed, and the order of
// each aggregate is settled here once.
import type { Db } from '#kernel/db/db.ts';
import type { EventEnvelope, EventSet } from './event.ts';
import type { OutboxPlace, OutboxRow } from './store-outbox.ts';
import { readPage } from './store-outbox.ts';

export interface Page {
  /** Events of all subscribed types, each aggregate in the order of its versions. */
  events: EventEnvelope[];
  /** Where to go on; undefined when nothing was behind the place asked for. */
  last: OutboxPlace | undefined;
  /** More may follow at once. */
  full: boolean;
  /** Committed events wait for an older transaction to end. */
  held: boolean;
  /** The count of rings that this page surely reflects. */
  seenRings: number;
}

export interface Pages {
  after(place: OutboxPlace): Promise<Page>;
}

const pagesKept_max = 8;

/** A reader of one outbox that remembers its last few pages. Costs one statement per new page. */
export function pagesOf({
  db,
  source,
  types,
  page_max,
  rings,
}: {
  db: Db;
  source: EventSet;
  types: readonly string[];
  page_max: number;
  rings: () => number;
}): Pages {
  const pages = new Map<string, Promise<Page>>();

  const read = async (place: OutboxPlace): Promise<Page> => {
    const seenRings = rings();
    const { rows, ahead, seen, last, held } = await readPage(db, {
      after: place,
      limit: page_max,
      types,
    });
    const events = settleOrder(rows, ahead).map(envelopesOf(source));
    return { events, last, full: seen === page_max, held, seenRings };
  };
  const after = (place: OutboxPlace): Promise<Page> =>
    remember(pages, `${place.xid}/${place.position}`, {
      make: () => read(place),
      keep: (page) => page.last !== undefined,
    });

  return {
    after: async (place) => {
      const page = await after(place);
      // Read ahead; an error shows again when the page is asked for.
      if (page.full && page.last !== undefined) void after(page.last).catch(() => undefined);
      return page;
    },
  };
}

/**
 * Rows behind a place and below the horizon never change, so a page can be shared for as long as
 * it is kept. Empty pages and errors are forgotten.
 */
function remember<T>(
  kept: Map<string, Promise<T>>,
  key: string,
  { make, keep }: { make: () => Promise<T>; keep: (value: T) => boolean },
): Promise<T> {
  const known = kept.get(key);
  if (known !== undefined) return known;
  const made = make();
  kept.set(key, made);
  for (const oldest of kept.keys()) {
    if (kept.size <= pagesKept_max) break;
    kept.delete(oldest);
  }
  const forget = (): void => {
    if (kept.get(key) === made) kept.delete(key);
  };
  made.then((value) => {
    if (!keep(value)) forget();
  }, forget);
  return made;
}

/**
 * Sorts each aggregate by version, leaving the others where they are. A position is taken under
 * the lock of its aggregate: where positions only grow, nothing can be out of order, and that is
 * the usual case.
 */
export function settleOrder(page: OutboxRow[], ahead: readonly OutboxRow[]): OutboxRow[] {
  if (ahead.length === 0 && isAscending(page)) return page;
  const rows = [...page, ...ahead];
  const slots = new Map<string, number[]>();
  rows.forEach((row, at) => {
    const key = `${row.aggType}:${row.aggId}`;
    const mine = slots.get(key);
    if (mine === undefined) slots.set(key, [at]);
    else mine.push(at);
  });
  const settled = [...rows];
  for (const mine of slots.values()) {
    if (mine.length < 2) continue;
    const sorted = mine
      .map((at) => rows[at] as OutboxRow)
      .sort((a, b) => a.aggVersion - b.aggVersion);
    mine.forEach((at, nth) => {
      settled[at] = sorted[nth] as OutboxRow;
    });
  }
  return settled;
}

function isAscending(rows: readonly OutboxRow[]): boolean {
  let before = 0;
  for (const { position } of rows) {
    if (position < before) return false;
    before = position;
  }
  return true;
}

/** Makes an envelope of a row; its payload is the parsed object, shared by all consumers. */
function envelopesOf(source: EventSet): (row: OutboxRow) => EventEnvelope {
  let last_ms = Number.NaN;
  let timestamp = '';
  return (row) => {
    // Events of one transaction share their time, so the text is usually the last one again.
    if (row.occurred_ms !== last_ms) {
      last_ms = row.occurred_ms;
      timestamp = new Date(last_ms).toISOString();
    }
    const meta = row.metadata;
    return {
      eventType: row.type,
      eventId: row.eventId,
      sagaId: row.sagaId,
      timestamp,
      aggregate: { type: row.aggType, id: row.aggId, version: row.aggVersion },
      payload: row.payload,
      metadata: {
        correlationId: typeof meta?.['correlationId'] === 'string' ? meta['correlationId'] : '',
        causationId: typeof meta?.['causationId'] === 'string' ? meta['causationId'] : null,
        source: source.room,
        version: typeof meta?.['version'] === 'string' ? meta['version'] : source.version,
        lamport: typeof meta?.['lamport'] === 'number' ? meta['lamport'] : 0,
      },
    };
  };
}
