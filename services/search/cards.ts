/**
 * Product cards, as data and as finished JSON, kept until their document is different, and answers
 * put together from them. So a list may keep its order for seconds while the prices and stock in
 * it are never more than a second old.
 */
import { toMajor } from '#kernel/core/money.ts';
import type { Sql } from '#kernel/db/db.ts';
import { etagOf } from '#kernel/http/etag.ts';
import type { Card } from '#services/catalog/contract.ts';
import type { Follower } from './follow.ts';
import type { SearchIndex } from './index.ts';
import { cardRows, type CardRow } from './store.ts';

export type { Card } from '#services/catalog/contract.ts';

/** About a kilobyte each. */
const cards_max = 30_000;

export interface Answer {
  text: string;
  etag: string;
}

/** Places for cards by row, in order, each with members of its own where there are any. */
export interface Places {
  rows: readonly number[];
  more?: ReadonlyMap<number, string>;
}

/** An answer with places for cards. */
export interface Sheet {
  currency: string;
  parts: readonly (string | Places)[];
  /** The text as last made, of which cards, and when. */
  made: { answer: Answer; cards: readonly string[]; version: number } | null;
}

export function sheet(currency: string, parts: Sheet['parts']): Sheet {
  return { currency, parts, made: null };
}

export interface Cards {
  /** By row, in their order; those that cannot be bought any more are left out. */
  of(rows: readonly number[], currency: string): Promise<Card[]>;
  byRow(rows: readonly number[], currency: string): Promise<Map<number, Card>>;
  /** The finished answer. No statement while its cards are kept, else one for all that are not. */
  answer(of: Sheet): Promise<Answer>;
}

function cardOf(row: CardRow, currency: string): Card {
  const [variantId, variantCount, price_minor, base_minor] = row.offer;
  return {
    productId: row.productId,
    slug: row.slug,
    variantId,
    variantCount,
    sellerId: row.sellerId,
    name: row.name,
    brand: row.brand === '' ? null : row.brand,
    price: toMajor(base_minor, currency),
    salePrice: price_minor < base_minor ? toMajor(price_minor, currency) : null,
    currency,
    imageUrl: row.imageUrl,
    rating: row.rating_x100 / 100,
    reviewCount: row.reviewCount,
    inStock: row.inStock,
  };
}

interface Kept {
  card: Card | null;
  /** '' for a product that is not listed any more. */
  text: string;
}

const none: Kept = { card: null, text: '' };

class CardKeeper implements Cards {
  private readonly db: Sql;
  private readonly follower: Follower;
  /** By row, by currency. */
  private readonly kept = new Map<string, Map<number, Kept>>();
  /** Changes heard of while cards are being read: what was read may be older. */
  private readonly reading = new Set<Set<number>>();
  private version = 0;
  private index: SearchIndex | null = null;

  constructor(db: Sql, follower: Follower) {
    this.db = db;
    this.follower = follower;
    follower.onChange((rowNo) => {
      this.version += 1;
      for (const shelf of this.kept.values()) shelf.delete(rowNo);
      for (const changed of this.reading) changed.add(rowNo);
    });
  }

  /** What was kept beside an index that is followed no more may be older than anybody knows. */
  private async fresh(): Promise<void> {
    const { follower } = this;
    // While it is being read nobody hears of changes: cards are kept for one answer only.
    const isThere = follower.peek() !== null;
    if (!isThere) follower.begin();
    const index = isThere ? await follower.index() : null;
    if (index !== null && index === this.index) return;
    this.index = index;
    this.version += 1;
    this.kept.clear();
  }

  private async look(rows: readonly number[], currency: string): Promise<Map<number, Kept>> {
    const shelf = this.kept.get(currency);
    const found = new Map<number, Kept>();
    const missing: number[] = [];
    for (const row of rows) {
      const known = shelf?.get(row);
      if (known === undefined) missing.push(row);
      else found.set(row, known);
    }
    if (missing.length > 0) {
      for (const [row, one] of await this.read(missing, currency)) found.set(row, one);
    }
    return found;
  }

  private async read(rows: readonly number[], currency: string): Promise<Map<number, Kept>> {
    const changed = new Set<number>();
    this.reading.add(changed);
    try {
      const read = await cardRows(this.db, rows, currency);
      const found = new Map(rows.map((row) => [row, none]));
      for (const row of read) {
        const card = cardOf(row, currency);
        found.set(row.rowNo, { card, text: JSON.stringify(card) });
      }
      const shelf = this.kept.get(currency) ?? new Map<number, Kept>();
      this.kept.set(currency, shelf);
      for (const [row, one] of found) if (!changed.has(row)) shelf.set(row, one);
      for (const oldest of shelf.keys()) {
        if (shelf.size <= cards_max) break;
        shelf.delete(oldest);
      }
      return found;
    } finally {
      this.reading.delete(changed);
    }
  }

  async byRow(rows: readonly number[], currency: string): Promise<Map<number, Card>> {
    await this.fresh();
    const cards = new Map<number, Card>();
    for (const [row, { card }] of await this.look(rows, currency)) {
      if (card !== null) cards.set(row, card);
    }
    return cards;
  }

  async of(rows: readonly number[], currency: string): Promise<Card[]> {
    const cards = await this.byRow(rows, currency);
    return rows.flatMap((row) => cards.get(row) ?? []);
  }

  async answer(of: Sheet): Promise<Answer> {
    await this.fresh();
    const { version } = this;
    if (of.made?.version === version) return of.made.answer;
    const wanted = of.parts.flatMap((part) => (typeof part === 'string' ? [] : part.rows));
    const found = await this.look(wanted, of.currency);
    const textOf = (row: number) => found.get(row)?.text ?? '';
    const cards = wanted.map(textOf);
    const { made } = of;
    const same = made !== null && made.cards.every((text, at) => text === cards[at]);
    const answer = same ? made.answer : finished(of, textOf);
    of.made = { answer, cards, version };
    return answer;
  }
}

function finished(of: Sheet, textOf: (row: number) => string): Answer {
  const text = of.parts
    .map((part) => {
      if (typeof part === 'string') return part;
      return part.rows
        .map((row) => {
          const card = textOf(row);
          const more = part.more?.get(row) ?? '';
          return card === '' || more === '' ? card : `${card.slice(0, -1)},${more}}`;
        })
        .filter((card) => card !== '')
        .join(',');
    })
    .join('');
  return { text, etag: etagOf(text) };
}

export function cardKeeper(db: Sql, follower: Follower): Cards {
  return new CardKeeper(db, follower);
}
