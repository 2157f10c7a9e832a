/**
 * Fills the index of each currency from the table `listing`, and keeps it there: whoever asks
 * gets an index that is at most a second behind what is committed, in every process that serves
 * lists. A process without a port of its own reads nothing before somebody asks.
 */
import type { Clock } from '#kernel/core/clock.ts';
import type { Sql } from '#kernel/db/db.ts';
import { ListingIndex } from './listing-index.ts';
import { priceEdges } from './model-list.ts';
import {
  listingChanges,
  listingHorizon,
  listingPage,
  tombstone_min,
  type ChangeCursor,
  type FollowedRow,
} from './store-listing.ts';

/** Oldest look at the changes with which a question is answered. */
export const behind_ms_max = 1_000;
/** From this age on the changes are looked at while questions are answered. */
const look_every_ms = 250;
const page_rows = 5_000;
/** Pages of changes in one look; the next one goes on. */
const pages_max = 20;
/** Away for longer: rows of products that are gone may have been removed meanwhile. */
const away_ms_max = (tombstone_min * 60_000) / 2;

export interface Follower {
  /** The index of a currency, at most a second behind. Reads the whole listing the first time. */
  index(currency: string): Promise<ListingIndex>;
  /** Takes up what changed, when anybody ever asked for an index. */
  follow(): Promise<void>;
  /** The same; reads the whole listing the first time. */
  warm(): Promise<void>;
  /** Grows with every change taken up. */
  version(): number;
  /** Hears of each row that is different now. */
  onChange(listener: (rowNo: number, currency: string) => void): void;
}

class ListingFollower implements Follower {
  private readonly db: Sql;
  private readonly clock: Clock;
  private indexes = new Map<string, ListingIndex>();
  private cursor: ChangeCursor | null = null;
  private looked_ms = -Infinity;
  private loading: Promise<void> | null = null;
  private looking: Promise<void> | null = null;
  private changes = 0;
  /** Grows when everything is read anew. */
  private generation = 0;
  private readonly listeners: ((rowNo: number, currency: string) => void)[] = [];

  constructor(db: Sql, clock: Clock) {
    this.db = db;
    this.clock = clock;
  }

  async index(currency: string): Promise<ListingIndex> {
    const age_ms = this.clock.monotonic() - this.looked_ms;
    if (this.cursor === null || age_ms > away_ms_max) await this.load();
    // Without the database the last state is shown; nothing can be bought from it anyway.
    else if (age_ms > behind_ms_max) await this.follow().catch(() => undefined);
    else if (age_ms > look_every_ms) this.follow().catch(() => undefined);
    return this.indexOf(this.indexes, currency);
  }

  version(): number {
    return this.changes;
  }

  onChange(listener: (rowNo: number, currency: string) => void): void {
    this.listeners.push(listener);
  }

  async follow(): Promise<void> {
    if (this.cursor === null) return;
    this.looking ??= this.look()
      .then(() => this.renew())
      .finally(() => {
        this.looking = null;
      });
    await this.looking;
  }

  warm(): Promise<void> {
    return this.cursor === null ? this.load() : this.follow();
  }

  private async look(): Promise<void> {
    const started_ms = this.clock.monotonic();
    const { generation } = this;
    for (let page = 0; page < pages_max && this.cursor !== null; page += 1) {
      const rows = await listingChanges(this.db, this.cursor, page_rows);
      // Everything was read anew meanwhile, from another place in the order of changes.
      if (generation !== this.generation) return;
      for (const row of rows) {
        this.take(this.indexes, row);
        for (const tell of this.listeners) tell(row.row_no, row.currency);
      }
      this.changes += rows.length;
      const last = rows.at(-1);
      if (last !== undefined) {
        this.cursor = { xid: last.change_xid, rowNo: last.row_no, currency: last.currency };
      }
      if (rows.length === page_rows) continue;
      this.looked_ms = started_ms;
      break;
    }
  }

  /** Starts over with nothing that is out of use. */
  private async renew(): Promise<void> {
    if ([...this.indexes.values()].some((index) => index.isBloated)) await this.load();
  }

  private async load(): Promise<void> {
    this.loading ??= this.loadAll().finally(() => {
      this.loading = null;
    });
    await this.loading;
  }

  private async loadAll(): Promise<void> {
    const xid = await listingHorizon(this.db);
    const started_ms = this.clock.monotonic();
    const indexes = new Map<string, ListingIndex>();
    for (let after = 0; ;) {
      const rows = await listingPage(this.db, after, page_rows);
      for (const row of rows) this.take(indexes, row);
      const last = rows.at(-1);
      if (last === undefined) break;
      after = last.row_no;
    }
    this.generation += 1;
    this.indexes = indexes;
    this.cursor = { xid, rowNo: 0, currency: '' };
    this.changes += 1;
    this.looked_ms = started_ms;
    await this.look();
  }

  private indexOf(indexes: Map<string, ListingIndex>, currency: string): ListingIndex {
    const known = indexes.get(currency);
    if (known !== undefined) return known;
    const index = new ListingIndex(priceEdges(currency));
    indexes.set(currency, index);
    return index;
  }

  private take(indexes: Map<string, ListingIndex>, row: FollowedRow): void {
    const index = this.indexOf(indexes, row.currency);
    if (!row.listed) {
      index.remove(row.row_no);
      return;
    }
    index.put({
      rowNo: row.row_no,
      categoryId: row.category_id,
      brandId: row.brand_id,
      sellerId: row.seller_id,
      price_minor: row.price_minor,
      rating_x100: row.rating_x100,
      reviewCount: row.review_count,
      sold: row.sold,
      inStock: row.in_stock,
      created_ms: createdOf(row.product_id),
      attributes: row.attrs === '' ? [] : row.attrs.split('\n'),
    });
  }
}

/** Ids begin with the milliseconds of their making. */
function createdOf(productId: string): number {
  const ms = Number.parseInt(productId.slice(5, 17), 16);
  return Number.isNaN(ms) ? 0 : ms;
}

export function listingFollower(db: Sql, clock: Clock): Follower {
  return new ListingFollower(db, clock);
}
