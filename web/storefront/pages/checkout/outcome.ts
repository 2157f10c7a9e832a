/** What a reply to "pay" means: did money move, may it still, and what can be done now. */
import type { ApiProblem } from '../../../client/problem.ts';

export type Method = 'CARD' | 'PAYPAL' | 'UPI' | 'COD';

export const methodNames: readonly Method[] = ['CARD', 'PAYPAL', 'UPI', 'COD'];

/** What can be chosen: a method, or one that is kept in the account, by its id. */
export type Way = Method | `pmt_${string}`;

/** Nothing was charged; who pays can do something about it, or must take another way. */
export interface Decline {
  /** `fixable`: a field of the card is wrong. `other`: another card or way. `final`: no more. */
  kind: 'fixable' | 'other' | 'final';
  /** The gateway's word for why. */
  code: string;
  way: Way | null;
}

export type PayTrouble =
  /** Nothing was charged. */
  | { kind: 'declined'; decline: Decline }
  /** It may have been, or may still be: ask again with the same key, and only with it. */
  | { kind: 'unknown' }
  /** Somebody pays this cart at this moment: another tab, or an earlier try of this one. */
  | { kind: 'elsewhere' }
  /** Nothing was sent to a bank, and the hold is over. */
  | { kind: 'ended' }
  /** As often as one checkout may be tried. */
  | { kind: 'used-up' }
  | { kind: 'method-gone' }
  /** Kept no more: removed in another place. */
  | { kind: 'saved-gone' }
  /** Nothing was done; the same again later. */
  | { kind: 'wait'; problem: ApiProblem }
  /** Nothing was done, and the page must say why. */
  | { kind: 'refused'; problem: ApiProblem };

/** Codes of a card field that is wrong, and where the words belong. */
const fields: Readonly<Record<string, 'number' | 'expiry' | 'code'>> = {
  incorrect_cvc: 'code',
  invalid_cvc: 'code',
  expired_card: 'expiry',
  invalid_expiry: 'expiry',
  incorrect_number: 'number',
  invalid_token: 'number',
};

/** The card field that a decline is about; null when it is about no field. */
export function fieldOf({ kind, code }: Decline): 'number' | 'expiry' | 'code' | null {
  return kind === 'fixable' ? (fields[code] ?? null) : null;
}

export function payTrouble(problem: ApiProblem, way: Way | null): PayTrouble {
  const { code, status, body } = problem;
  if (status === 402) {
    const outcome = body['outcome'];
    const kind = outcome === 'fixable' ? 'fixable' : outcome === 'terminal' ? 'final' : 'other';
    const word = body['declineCode'];
    const decline = { kind, code: typeof word === 'string' ? word : 'declined', way } as const;
    return { kind: 'declined', decline };
  }
  if (code === 'checkout-in-progress') return { kind: 'elsewhere' };
  if (code === 'checkout-ended' || code === 'hold-gone') return { kind: 'ended' };
  if (code === 'attempts-used-up') return { kind: 'used-up' };
  if (code === 'payment-method-unavailable') return { kind: 'method-gone' };
  if (code === 'payment-method-not-found') return { kind: 'saved-gone' };
  // The device was offline before anything left it.
  if (code === 'offline' || status === 429) return { kind: 'wait', problem };
  if (status === 0 || status >= 500 || code === 'request-in-progress') return { kind: 'unknown' };
  return { kind: 'refused', problem };
}

/** Pause before the same key is sent again: from 1 s up to 8 s. */
export function againPause_ms(tries: number): number {
  return Math.min(8_000, 1_000 * 2 ** Math.min(tries, 3));
}
