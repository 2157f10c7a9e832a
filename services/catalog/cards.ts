/**
 * Product cards as finished JSON, kept until the listing says that the product is different, and
 * answers put together from them. So a list may keep its order for seconds while the prices and
 * stock in it are never more than a second old.
 */
import { toMajor } from '#kernel/core/money.ts';
import type { Sql } from '#kernel/db/db.ts';
import { etagOf } from '#kernel/http/etag.ts';
import type { Card } from './contract.ts';
import type { Follower } from './listing-follow.ts';
import type { Answer } from './queries.ts';
import { cardRows, type CardRow } from './store-listing.ts';

/** About 500 bytes each. */
const cards_max = 40_000;

/** An answer with places for cards: texts, and lists of row numbers whose cards stand there. */
export interface Sheet {
  currency: string;
  parts: readonly (string | readonly number[])[];
  /** The text as last made, of which cards, and when. */
  made: { answer: Answer; cards: readonly string[]; version: number } | null;
}

export function sheet(currency: string, parts: Sheet['parts']): Sheet {
  return { currency, parts, made: null };
}

export interface Cards {
  /** The finished answer. No statement while its cards are kept, else one for all that are not. */
  answer(of: Sheet): Promise<Answer>;
}

/** A product as lists show it; amounts become what people read. */
export function cardOf(card: CardRow, currency: string): Card {
  const onSale = card.price_minor < card.base_minor;
  return {
    productId: card.productId,
    slug: card.slug,
    variantId: card.variantId,
    variantCount: card.variantCount,
    sellerId: card.sellerId,
    name: card.name,
    brand: card.brand,
    price: toMajor(card.base_minor, currency),
    salePrice: onSale ? toMajor(card.price_minor, currency) : null,
    currency,
    imageUrl: card.imageUrl,
    rating: card.rating_x100 / 100,
    reviewCount: card.reviewCount,
    inStock: card.inStock,
  };
}

export function cardKeeper(db: Sql, follower: Follower): Cards {
  /** Text by row number, by currency; '' for a product that is not listed any more. */
  const kept = new Map<string, Map<number, string>>();
  /** Changes heard of while cards are being read: what was read may be older. */
  const reading = new Set<Set<number>>();
  follower.onChange((rowNo, currency) => {
    kept.get(currency)?.delete(rowNo);
    for (const changed of reading) changed.add(rowNo);
  });

  const read = async (
    rowNos: readonly number[],
    currency: string,
  ): Promise<Map<number, string>> => {
    const changed = new Set<number>();
    reading.add(changed);
    try {
      const rows = await cardRows(db, rowNos, currency);
      const texts = new Map(rowNos.map((rowNo) => [rowNo, '']));
      for (const row of rows) texts.set(row.rowNo, JSON.stringify(cardOf(row, currency)));
      const shelf = kept.get(currency) ?? new Map<number, string>();
      kept.set(currency, shelf);
      for (const [rowNo, text] of texts) if (!changed.has(rowNo)) shelf.set(rowNo, text);
      for (const oldest of shelf.keys()) {
        if (shelf.size <= cards_max) break;
        shelf.delete(oldest);
      }
      return texts;
    } finally {
      reading.delete(changed);
    }
  };

  return {
    async answer(of) {
      const version = follower.version();
      if (of.made?.version === version) return of.made.answer;
      const wanted = of.parts.flatMap((part) => (typeof part === 'string' ? [] : part));
      const shelf = kept.get(of.currency);
      const texts = new Map(wanted.map((rowNo) => [rowNo, shelf?.get(rowNo)]));
      const missing = wanted.filter((rowNo) => texts.get(rowNo) === undefined);
      if (missing.length > 0) {
        for (const [rowNo, text] of await read(missing, of.currency)) texts.set(rowNo, text);
      }
      const textOf = (rowNo: number) => texts.get(rowNo) ?? '';
      const cards = wanted.map(textOf);
      const { made } = of;
      const same = made !== null && made.cards.every((text, at) => text === cards[at]);
      const answer = same ? made.answer : finished(of, textOf);
      of.made = { answer, cards, version };
      return answer;
    },
  };
}

function finished(of: Sheet, textOf: (rowNo: number) => string): Answer {
  const text = of.parts
    .map((part) => {
      if (typeof part === 'string') return part;
      return part
        .map(textOf)
        .filter((card) => card !== '')
        .join(',');
    })
    .join('');
  return { text, etag: etagOf(text) };
}
