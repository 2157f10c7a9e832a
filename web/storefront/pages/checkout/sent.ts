import { sentAddress, typedAddress, type SentAddress } from './address.ts';
import type { Place } from './draft.ts';
import type { Checkout } from './machine.ts';

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

/** The place of a draft that an address of a checkout makes. */
export function placeOf(address: SentAddress & { addressId: string }): Place {
  const typed = typedAddress(address);
  const text = JSON.stringify(sentAddress(typed));
  return { typed, chosen: null, kept: { id: address.addressId, text } };
}

/** Its hold has ended by the server's clock. */
export const isOver = ({ expiresAt, serverTime }: Checkout) =>
  Date.parse(expiresAt) <= Date.parse(serverTime);
