/** Pages of lists and searches by what was asked, and how long each may stand. */
import type { Sheet } from './cards.ts';

/**
 * So long a page may keep its counts and order while something changes: in a large shop
 * longer, so that a storm of changes costs each page a hundredth of the time at most.
 */
const order_ms_min = 300;
const order_ms_max = 3_000;
const products_per_ms = 40;
const pages_max = 20_000;
/** Characters of all pages together; each is there with and without its cards. */
const pages_chars_max = 96 * 1024 * 1024;
const card_chars = 500;

/** A page with what tells whether it is still right. */
export interface Kept {
  sheet: Sheet;
  at_ms: number;
  /** State of everything when it was made. */
  stamp: string;
  /** From this age on it is made anew when that changed. */
  lag_ms: number;
  chars: number;
  /** Products that were found. */
  total: number;
}

/** Pages by what was asked, the oldest going first. */
export class PageStore {
  private readonly pages = new Map<string, Kept>();
  private readonly making = new Map<string, Promise<Kept>>();
  private chars = 0;

  get(key: string): Kept | undefined {
    return this.pages.get(key);
  }

  /** Made once for all who wait for it. */
  make(key: string, make: () => Promise<Kept>): Promise<Kept> {
    const running = this.making.get(key);
    if (running !== undefined) return running;
    const made = make()
      .then((kept) => {
        this.keep(key, kept);
        return kept;
      })
      .finally(() => this.making.delete(key));
    this.making.set(key, made);
    return made;
  }

  private keep(key: string, kept: Kept): void {
    this.forget(key);
    this.pages.set(key, kept);
    this.chars += kept.chars;
    for (const oldest of this.pages.keys()) {
      if (this.pages.size <= pages_max && this.chars <= pages_chars_max) return;
      this.forget(oldest);
    }
  }

  private forget(key: string): void {
    this.chars -= this.pages.get(key)?.chars ?? 0;
    this.pages.delete(key);
  }
}

/** How old a page with so many products behind it may get while they change. */
export function lagOf(products: number): number {
  return Math.min(order_ms_max, order_ms_min + products / products_per_ms);
}

/** Characters of a page and of the finished text. */
export function sizeOf({ parts }: Sheet): number {
  const chars = parts.map((part) =>
    typeof part === 'string' ? part.length * 2 : part.rows.length * card_chars,
  );
  return chars.reduce((sum, n) => sum + n, 500);
}
