/**
 * Fills the index from the tables, and keeps it there: whoever asks gets one that is at most a
 * second behind what is committed, in every process that searches. A process that serves begins to
 * read when it starts, and answers everything else meanwhile: a million products take some ten
 * seconds, in turns of a few milliseconds. One without a port reads nothing before somebody asks.
 */
import type { Clock } from '#kernel/core/clock.ts';
import type { Sql } from '#kernel/db/db.ts';
import { wantedAt } from './demand.ts';
import { SearchIndex } from './index.ts';
import * as store from './store.ts';

/** Oldest look at the changes with which a question is answered. */
export const behind_ms_max = 1_000;
/** From this age on the changes are looked at while questions are answered. */
const look_every_ms = 250;
const page_rows = 5_000;
/** What is wanted fades; for products that nothing happens to, it does when all is read anew. */
const renew_ms = 24 * 3_600_000;
/** Rows of one turn of reading everything: 10 ms. */
const loaded_rows = 1_500;
/** Pages of changes in one look; the next one goes on. */
const pages_max = 20;

export interface Follower {
  /** The index, at most a second behind. Reads everything the first time. */
  index(): Promise<SearchIndex>;
  /** As `index`, or null when it is still being read after so long. */
  indexWithin(wait_ms: number): Promise<SearchIndex | null>;
  /** Begins to read everything, if nobody did. */
  begin(): void;
  /** The index as it is, if there is one; for reports. */
  peek(): SearchIndex | null;
  /** Takes up what changed, when anybody ever asked for the index. */
  follow(): Promise<void>;
  /** Hears of each row that is different now. */
  onChange(listener: (rowNo: number) => void): void;
}

class DocumentFollower implements Follower {
  private readonly db: Sql;
  private readonly clock: Clock;
  private current: SearchIndex | null = null;
  private cursor = { xid: '0', rowNo: 0 };
  private looked_ms = -Infinity;
  private loaded_ms = -Infinity;
  private loading: Promise<void> | null = null;
  private looking: Promise<void> | null = null;
  private readonly listeners: ((rowNo: number) => void)[] = [];

  constructor(db: Sql, clock: Clock) {
    this.db = db;
    this.clock = clock;
  }

  async index(): Promise<SearchIndex> {
    const age_ms = this.clock.monotonic() - this.looked_ms;
    if (this.current === null) await this.load();
    // Without the database the last state is shown; nothing can be bought from it anyway.
    else if (age_ms > behind_ms_max) await this.follow().catch(() => undefined);
    else if (age_ms > look_every_ms) this.follow().catch(() => undefined);
    return this.current ?? new SearchIndex();
  }

  async indexWithin(wait_ms: number): Promise<SearchIndex | null> {
    if (this.current !== null) return this.index();
    const waiting = new AbortController();
    const late = this.clock.sleep(wait_ms, waiting.signal).then(
      () => null,
      () => null,
    );
    return Promise.race([this.index(), late]).finally(() => waiting.abort());
  }

  begin(): void {
    // Whoever asks next tries again.
    if (this.current === null) this.load().catch(() => undefined);
  }

  peek(): SearchIndex | null {
    return this.current;
  }

  onChange(listener: (rowNo: number) => void): void {
    this.listeners.push(listener);
  }

  async follow(): Promise<void> {
    if (this.current === null) return;
    this.looking ??= this.look()
      .then(async () => {
        const isOld = this.clock.monotonic() - this.loaded_ms > renew_ms;
        if (isOld || this.current?.isBloated === true) await this.load();
      })
      .finally(() => {
        this.looking = null;
      });
    await this.looking;
  }

  private async look(): Promise<void> {
    const { current } = this;
    if (current === null) return;
    const started_ms = this.clock.monotonic();
    const now_ms = this.clock.now();
    for (let page = 0; page < pages_max; page += 1) {
      const rows = await store.documentChanges(this.db, this.cursor, page_rows);
      // Everything was read anew meanwhile.
      if (current !== this.current) return;
      for (const row of rows) {
        current.put(foundRow(row, now_ms));
        for (const tell of this.listeners) tell(row.row_no);
      }
      const last = rows.at(-1);
      if (last !== undefined) this.cursor = { xid: last.change_xid, rowNo: last.row_no };
      if (rows.length === page_rows) continue;
      this.looked_ms = started_ms;
      return;
    }
  }

  private async load(): Promise<void> {
    this.loading ??= this.loadAll().finally(() => {
      this.loading = null;
    });
    await this.loading;
  }

  private async loadAll(): Promise<void> {
    const xid = await store.horizon(this.db);
    const started_ms = this.clock.monotonic();
    const fresh = new SearchIndex();
    const now_ms = this.clock.now();
    let page = store.documentPage(this.db, { categoryId: '', rowNo: 0 }, loaded_rows);
    for (;;) {
      const rows = await page;
      const last = rows.at(-1);
      if (last === undefined) break;
      // The database reads the next ones while these are taken up.
      const after = { categoryId: last.category_id, rowNo: last.row_no };
      page = store.documentPage(this.db, after, loaded_rows);
      page.catch(() => undefined);
      for (const row of rows) fresh.put(foundRow(row, now_ms));
    }
    const turns = fresh.loaded();
    while (turns.next().done !== true) await this.clock.sleep(0);
    this.current = fresh;
    this.cursor = { xid, rowNo: 0 };
    this.loaded_ms = this.looked_ms = started_ms;
    await this.look();
  }
}

function listOf(text: string, separator: string): string[] {
  return text === '' ? [] : text.split(separator);
}

/** A row of the tables as the index takes it; what is wanted as of a time. */
export function foundRow(row: store.FollowedRow, now_ms: number) {
  return {
    rowNo: row.row_no,
    productId: row.product_id,
    live: row.live,
    textNo: row.text_no,
    categoryId: row.category_id,
    brand: row.brand,
    sellerId: row.seller_id,
    inStock: row.in_stock,
    rating_x100: row.rating_x100,
    reviewCount: row.review_count,
    wanted: wantedAt(row.demand, now_ms),
    prices: listOf(row.prices ?? '', ',').map((text): [string, number] => [
      text.slice(0, 3),
      Number(text.slice(4)),
    ]),
    attributes: listOf(row.attrs, store.separator),
    terms: listOf(row.terms, ' '),
  };
}

export function documentFollower(db: Sql, clock: Clock): Follower {
  return new DocumentFollower(db, clock);
}
