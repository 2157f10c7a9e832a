// What clients were told. At the end it is held against what is.
import type { Acknowledged } from '../invariants/invariant.ts';
import { Intervals } from './intervals.ts';

export interface Shown {
  userId: string;
  total_minor: number;
  currency: string;
}

export class Journal {
  /** Checkouts that were opened, with the price that was shown. */
  readonly shown = new Map<string, Shown>();
  /** Orders that were said to be there. */
  readonly acknowledged: Acknowledged[] = [];
  /** Checkouts of which the shopper was told that they are over without an order. */
  readonly over = new Map<string, string>();
  /** Orders that were said to be cancelled. */
  readonly cancelled = new Set<string>();
  /** Stock changes that were said to be done: by variant and warehouse, the sum. */
  readonly adjusted = new Map<string, number>();
  /** Stock changes of which nobody heard whether they were done. */
  readonly unsure = new Set<string>();
  /** What sellers said they grant for a return, by return and round. */
  readonly granted = new Map<string, { checkoutId: string; granted_minor: number }>();
  /** Checkouts of which nobody heard how much of their money goes back. */
  readonly unsureMoney = new Set<string>();
  /** Codes of gift cards that were handed out, and what was given on cards and as credit. */
  readonly cards: string[] = [];
  readonly cardIds: string[] = [];
  credited_minor = 0;
  /** Something was given of which nobody heard whether it was. */
  unsureCredit = false;
  /** Who was promised which units, and who was refused. */
  readonly intervals = new Intervals();
  readonly complaints: string[] = [];

  complain(what: string): void {
    this.complaints.push(what);
  }

  open(checkoutId: string, shown: Shown): void {
    const known = this.shown.get(checkoutId);
    if (known !== undefined && known.total_minor !== shown.total_minor) {
      this.complain(`${checkoutId} was shown at ${known.total_minor}, then ${shown.total_minor}`);
    }
    this.shown.set(checkoutId, shown);
  }

  order(one: Acknowledged): void {
    const shown = this.shown.get(one.checkoutId);
    if (shown !== undefined && shown.total_minor !== one.total_minor) {
      this.complain(
        `${one.orderId} costs ${one.total_minor}, its checkout was shown at ${shown.total_minor}`,
      );
    }
    this.acknowledged.push(one);
  }

  end(checkoutId: string, why: string): void {
    this.over.set(checkoutId, why);
  }

  adjust(counter: string, delta: number): void {
    this.adjusted.set(counter, (this.adjusted.get(counter) ?? 0) + delta);
  }
}
