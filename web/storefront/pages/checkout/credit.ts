/** What gift cards and store credit pay of a checkout: exact, in the smallest unit there is. */
import type { BodyOf } from '../../../client/request.ts';
import { currencyDigits } from '../../state/currency-digits.ts';

export type PayPart = NonNullable<BodyOf<'POST /checkout/{checkoutId}/pay'>['parts']>[number];

/** A card that was looked up; nothing is taken from it before the shopper pays. */
export interface GiftCard {
  code: string;
  last4: string;
  balance: number;
}

export interface Credit {
  cards: readonly GiftCard[];
  /** What the shopper's store credit has, and whether it is to be used. */
  store: { available: number; used: boolean };
}

export const noCredit: Credit = { cards: [], store: { available: 0, used: false } };

export const cards_max = 4;

export interface CreditSum {
  /** In the order in which they are used, each with the amount that is shown. */
  parts: PayPart[];
  /** What each card gives, in the order of the cards. */
  cards: { last4: string; amount: number; left: number }[];
  store: number;
  used: number;
  /** What is charged another way; 0 when credit covers all of it. */
  rest: number;
}

/** Cards first, in the order in which they were added, then store credit, as far as needed. */
export function sumOf(credit: Credit, total: number, currency: string): CreditSum {
  const unit = 10 ** currencyDigits(currency);
  let rest = Math.round(total * unit);
  const take = (available: number): number => {
    const taken = Math.min(rest, Math.round(available * unit));
    rest -= taken;
    return taken;
  };
  const cards = credit.cards.map(({ code, last4, balance }) => {
    const taken = take(balance);
    const left = (Math.round(balance * unit) - taken) / unit;
    return { code, last4, amount: taken / unit, left };
  });
  const store = credit.store.used ? take(credit.store.available) / unit : 0;
  const parts: PayPart[] = cards
    .filter(({ amount }) => amount > 0)
    .map(({ code, amount }) => ({ method: 'GIFT_CARD', code, amount }));
  if (store > 0) parts.push({ method: 'STORE_CREDIT', amount: store });
  return {
    parts,
    cards: cards.map(({ last4, amount, left }) => ({ last4, amount, left })),
    store,
    used: (Math.round(total * unit) - rest) / unit,
    rest: rest / unit,
  };
}
