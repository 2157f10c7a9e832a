import { sentAddress, typedAddress, type SentAddress } from './address.ts';
import type { PayPart } from './credit.ts';
import type { Place } from './draft.ts';
import type { Checkout } from './machine.ts';
import type { Method, Way } from './outcome.ts';

export interface InitiateBody {
  cartId: string;
  shippingAddressId: string;
  billingAddressId: string;
  shippingMethod: 'STANDARD' | 'EXPRESS';
  acceptChanges?: string;
}

/** Two requests for the same purchase have the same text. */
export function bodyText(body: InitiateBody): string {
  return JSON.stringify(body);
}

/** One press of the button that pays. */
export interface PayWish {
  /** Null where credit covers all of it; then there is no method. */
  way: Way | null;
  method: Method | null;
  token: string;
  parts: PayPart[];
  /** Keep it in the account once it has paid. */
  save: boolean;
}

export function payBody({ method, token, parts, save }: PayWish) {
  const rest = method === null ? {} : { paymentMethod: method, paymentToken: token };
  const kept = save ? { savePaymentMethod: true } : {};
  return { ...rest, ...kept, ...(parts.length > 0 ? { parts } : {}) };
}

/** The place of a draft that an address of a checkout makes. */
export function placeOf(address: SentAddress & { addressId: string }): Place {
  const typed = typedAddress(address);
  const text = JSON.stringify(sentAddress(typed));
  return { typed, chosen: null, kept: { id: address.addressId, text } };
}

/** Its hold has ended by the server's clock. */
export const isOver = ({ expiresAt, serverTime }: Checkout) =>
  Date.parse(expiresAt) <= Date.parse(serverTime);
