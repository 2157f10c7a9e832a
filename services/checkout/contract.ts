/** What other rooms may use of checkout: ids, events, error codes. */
import { Type } from 'typebox';
import { defineErrors } from '#kernel/core/error.ts';
import { defineEvents } from '#kernel/events/event.ts';
import { defineCalls } from '#kernel/http/contract.ts';
import { personalDataCall, unfinishedCall } from '#services/identity/contract.ts';
import { reviewedCheckoutCalls } from '#services/reconciliation/contract.ts';

/**
 * Extensions a shopper may ask for, each of one hold time: enough for everybody who needs time
 * (WCAG 2.2.1 asks for ten), and yet no parking place. Fewer while others wait for the units.
 */
export const extensions_max = 10;
/** Payment attempts of one checkout, declines included. */
export const attempts_max = 10;

const id = Type.String();
const minor = Type.Integer();

export const checkoutErrors = defineErrors({
  'checkout-not-found': {
    status: 404,
    title: 'Checkout not found',
    explain: 'There is no such checkout, or it is not yours.',
    retryable: false,
  },
  'checkout-ended': {
    status: 409,
    title: 'The checkout has ended',
    explain: 'It expired or was left, and its units were given back; start a new one.',
    retryable: false,
  },
  'checkout-in-progress': {
    status: 409,
    title: 'A payment for this cart is under way',
    explain: 'Another checkout of the same cart is being paid; wait for its outcome.',
    retryable: true,
  },
  'cart-already-ordered': {
    status: 409,
    title: 'This cart was ordered already',
    explain: 'A cart becomes one order; the problem names it as orderId.',
    retryable: false,
  },
  'price-changed': {
    status: 409,
    title: 'The price rose',
    explain:
      'The total is higher than what was last shown; changes lists why, and the same request ' +
      'with acceptChanges set to changesToken goes through.',
    retryable: false,
  },
  'payment-declined': {
    status: 402,
    title: 'The payment was declined',
    explain: 'Nothing was charged; declineCode and outcome say whether trying again can help.',
    retryable: false,
  },
  'payment-method-unavailable': {
    status: 422,
    title: 'This payment method is not available',
    explain: 'The checkout lists the methods that are, as availablePaymentMethods.',
    retryable: false,
  },
  'attempts-used-up': {
    status: 409,
    title: 'Too many payment attempts',
    explain: 'This checkout had as many attempts as one may have; start a new one.',
    retryable: false,
  },
  'hold-wanted': {
    status: 409,
    title: 'Others want these units',
    explain:
      'Somebody was refused what is held here, so the hold ends when it was going to; until then ' +
      'it stands, and paying is possible; variantIds says what is wanted.',
    retryable: false,
  },
  'extensions-used-up': {
    status: 409,
    title: 'The hold cannot be extended again',
    explain: 'Held units go back to others some time; pay now or start a new checkout later.',
    retryable: false,
  },
});

export const checkoutCalls = defineCalls('checkout', {
  ...reviewedCheckoutCalls,
  personalData: personalDataCall(),
  unfinished: unfinishedCall(),
});

export const checkoutEvents = defineEvents({
  room: 'checkout',
  topic: 'checkout.events',
  types: {
    CHECKOUT_INITIATED: Type.Object({
      userId: id,
      cartId: id,
      items: Type.Array(
        Type.Object({ productId: id, variantId: id, quantity: Type.Integer(), unitPrice: minor }),
      ),
      totalAmount: minor,
      currency: Type.String(),
      shippingAddressId: id,
    }),
    CHECKOUT_EXTENDED: Type.Object({ expiresAt: Type.String() }),
    CHECKOUT_EXPIRED: Type.Object({ cartId: id }),
    CHECKOUT_COMPLETED: Type.Object({ orderId: id, cartId: id, userId: id }),
    CHECKOUT_RELEASED: Type.Object({ cartId: id, reason: Type.String() }),
  },
});
