/** What other rooms may use of flash sales: beginning a checkout with a token, error codes. */
import { Type, type Static } from 'typebox';
import { defineErrors } from '#kernel/core/error.ts';
import { idSchema } from '#kernel/core/id.ts';
import { call, defineCalls } from '#kernel/http/contract.ts';
import { personalDataCall } from '#services/identity/contract.ts';
import { taxClassSchema } from '#services/pricing/contract.ts';

/** Things in one sale; what stock sets aside in one go. */
export const itemsPerSale_max = 50;
/** Sales that are announced or under way: each costs a moment every half second. */
export const liveSales_max = 20;
/** Units that one person may have of a sale. */
export const perPerson_max = 99;
/** People let in per minute. */
export const ratePerMinute_max = 1_000_000;
export const unitsPerItem_max = 1_000_000;
/** In the line of a rehearsal. */
export const rehearsalPeople_max = 20_000;
/** Of a message to everybody in the line. */
export const message_chars_max = 280;
export const rules_chars_max = 4_000;
/** People of one sale; the network of the draw counts in 32 bits. */
export const tickets_max = 50_000_000;

export const saleIdSchema = idSchema('sale');
export const tokenIdSchema = idSchema('tok');

export const flashErrors = defineErrors({
  'sale-not-found': {
    status: 404,
    title: 'Sale not found',
    explain: 'There is no such sale, or it is not announced yet.',
    retryable: false,
  },
  'sale-plan-not-valid': {
    status: 422,
    title: 'The plan of the sale makes no sense',
    explain: 'errors says for each field why; nothing was saved.',
    retryable: false,
  },
  'sale-state': {
    status: 409,
    title: 'Not in this state of the sale',
    explain: 'state is where the sale stands; what was asked follows on other states.',
    retryable: false,
  },
  'sale-not-ready': {
    status: 409,
    title: 'The sale is not ready to start',
    explain: 'checks says what is not as it should be; it starts once all of them are green.',
    retryable: true,
  },
  'rehearsal-running': {
    status: 409,
    title: 'A rehearsal is under way',
    explain: 'One rehearsal runs at a time, for half a minute at most; ask again after it.',
    retryable: true,
  },
  'sale-item-taken': {
    status: 409,
    title: 'Another sale has this item',
    explain: 'A variant is in one announced or running sale at a time; saleId names the other.',
    retryable: false,
  },
  'too-many-sales': {
    status: 409,
    title: 'Too many sales at once',
    explain: 'As many sales are announced or under way as can be, named as max.',
    retryable: false,
  },
  'sale-closed': {
    status: 409,
    title: 'The line is not open',
    explain: 'One can join from preQueueAt until the sale ends, and claim while it runs.',
    retryable: false,
  },
  'sale-identity-needed': {
    status: 403,
    title: 'Verify who you are first',
    explain: 'A place in the line is for an account, or for a guest whose e-mail is verified.',
    retryable: false,
  },
  'ticket-not-found': {
    status: 404,
    title: 'Not in the line',
    explain: 'You have no ticket of this sale; join the line first.',
    retryable: false,
  },
  'ticket-not-valid': {
    status: 403,
    title: 'The ticket is not taken',
    explain:
      'reason says why: malformed, forged, other-sale (a ticket is of one sale) or other-person ' +
      '(a ticket cannot be given away).',
    retryable: false,
  },
  'sale-not-yet': {
    status: 409,
    title: 'It is not your turn yet',
    explain: 'ahead says how many people are let in before you.',
    retryable: true,
  },
  'sale-turn-over': {
    status: 409,
    title: 'Your turn is over',
    explain: 'You were let in and did not claim in time, and what is left is meant for others.',
    retryable: true,
  },
  'sale-item-not-found': {
    status: 404,
    title: 'Not an item of this sale',
    explain: 'The sale has no such variant.',
    retryable: false,
  },
  'sale-sold-out': {
    status: 409,
    title: 'Sold out',
    explain: 'All units are sold or held; available are free, and mayReturn are held by others.',
    retryable: true,
  },
  'sale-quantity-limit': {
    status: 409,
    title: 'More than one person may have',
    explain: 'The sale sets how many units a person may have, named as max.',
    retryable: false,
  },
  'sale-token-not-valid': {
    status: 409,
    title: 'The purchase token is over',
    explain: 'There is no such token of yours, or its time is over, or it was used.',
    retryable: false,
  },
  'sale-address-limit': {
    status: 409,
    title: 'Too many units to one address',
    explain: 'The sale sets how many units go to one address, named as max.',
    retryable: false,
  },
});

const id = Type.String({ minLength: 1, maxLength: 64 });
const minor = Type.Integer({ minimum: 0 });

/** A line of a checkout, as the cart gives them, with the price that the sale fixes. */
export const saleLineSchema = Type.Object({
  variantId: id,
  productId: id,
  sellerId: id,
  quantity: Type.Integer({ minimum: 1, maximum: perPerson_max }),
  seen_minor: minor,
  weight_g: minor,
  taxClass: Type.Optional(taxClassSchema),
  name: Type.String(),
  imageUrl: Type.Union([Type.String(), Type.Null()]),
});
export type SaleLine = Static<typeof saleLineSchema>;

export const flashCalls = defineCalls('flash', {
  /**
   * Begins a checkout with a token, or goes on with one. The unit stays theirs for `hold_ms`.
   * Hot: requests share one statement.
   */
  forCheckout: call({
    input: Type.Object({
      tokenId: id,
      userId: id,
      address: Type.Object({
        line1: Type.String({ maxLength: 200 }),
        line2: Type.Optional(Type.String({ maxLength: 200 })),
        postalCode: Type.String({ maxLength: 20 }),
        country: Type.String({ maxLength: 2 }),
      }),
    }),
    output: Type.Object({
      saleId: id,
      tokenId: id,
      currency: Type.String(),
      hold_ms: Type.Integer({ minimum: 1 }),
      lines: Type.Array(saleLineSchema, { minItems: 1, maxItems: 1 }),
    }),
    refusals: ['sale-token-not-valid', 'sale-address-limit'],
    retry: true,
  }),
  /** Small sales of these, one after the other while this process runs; refused in production. */
  demonstrate: call({
    input: Type.Object({
      wares: Type.Array(
        Type.Object({
          variantId: id,
          name: Type.String({ minLength: 1, maxLength: 200 }),
          quantity: Type.Integer({ minimum: 1, maximum: unitsPerItem_max }),
          price_minor: minor,
          currency: Type.String({ pattern: '^[A-Z]{3}$' }),
        }),
        { maxItems: itemsPerSale_max },
      ),
    }),
    output: Type.Object({ wares: Type.Integer() }),
    refusals: ['not-allowed'],
    retry: true,
  }),
  personalData: personalDataCall(),
});
