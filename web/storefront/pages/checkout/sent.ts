import { sentAddress, typedAddress, type SentAddress } from './address.ts';
import type { PayPart } from './credit.ts';
import type { Draft, Place, ShippingMethod } from './draft.ts';
import type { Checkout } from './machine.ts';
import type { Method, Way } from './outcome.ts';
import { isToken } from './steps.ts';

export interface InitiateBody {
  cartId: string;
  /** Left out where it is collected. */
  shippingAddressId?: string;
  pickupPlaceId?: string;
  billingAddressId: string;
  shippingMethod: ShippingMethod;
  acceptChanges?: string;
}

/** One that was begun with the token of a sale goes on with it, whatever is in the cart. */
export function cartIdOf(cartId: string | null, checkout: Checkout | null): string {
  const begun = checkout?.cartId ?? '';
  return isToken(begun) ? begun : (cartId ?? begun);
}

/** To an address, or to a place to collect it. */
export function whereTo(
  { method, pickup }: Pick<Draft, 'method' | 'pickup'>,
  shippingAddressId: string,
): Pick<InitiateBody, 'shippingAddressId' | 'pickupPlaceId'> {
  return method === 'PICKUP' && pickup ? { pickupPlaceId: pickup.placeId } : { shippingAddressId };
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
