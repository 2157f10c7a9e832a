// What other rooms may use of returns: how far each return is, what of an order can go back,
// events, error codes.
import { Type, type Static } from 'typebox';
import { defineErrors } from '#kernel/core/error.ts';
import { idSchema } from '#kernel/core/id.ts';
import { defineEvents } from '#kernel/events/event.ts';
import { call, defineCalls } from '#kernel/http/contract.ts';
import { personalDataCall, unfinishedCall } from '#services/identity/contract.ts';
import { inUseCall } from '#services/media/contract.ts';
import { waitingCall } from '#services/sellers/contract.ts';

export const linesPerReturn_max = 50;
export const returnsPerOrder_max = 100;
export const note_chars_max = 1_000;
export const picturesPerReturn_max = 6;

const id = Type.String({ minLength: 1, maxLength: 64 });
const minor = Type.Integer({ minimum: 0, maximum: 999_999_999_999_999 });
const nullable = Type.Union([Type.String(), Type.Null()]);

export const returnIdSchema = idSchema('ret');

export const returnStatuses = [
  'REQUESTED',
  'LABELLED',
  'IN_TRANSIT',
  'RECEIVED',
  'INSPECTED',
  'APPROVED',
  'PARTIALLY_APPROVED',
  'REJECTED',
  'REFUNDING',
  'REFUNDED',
  'EXCHANGED',
  'CANCELLED',
  'EXPIRED',
] as const;
export type ReturnStatus = (typeof returnStatuses)[number];
export const returnStatusSchema = Type.Enum([...returnStatuses]);

export const returnReasons = [
  'changed-mind',
  'wrong-size',
  'arrived-late',
  'not-as-described',
  'damaged',
  'wrong-item',
  'other',
] as const;
export type ReturnReason = (typeof returnReasons)[number];

export const conditions = ['UNUSED', 'OPENED', 'USED', 'DAMAGED'] as const;
export type Condition = (typeof conditions)[number];

export const resolutions = ['REFUND', 'EXCHANGE'] as const;
export type Resolution = (typeof resolutions)[number];

/** Why something cannot be returned now. */
export const bars = [
  'not-delivered',
  'ended',
  'outside-window',
  'non-returnable',
  'all-returned',
  'condition',
] as const;
export type Bar = (typeof bars)[number];

export const returnsErrors = defineErrors({
  'return-not-found': {
    status: 404,
    title: 'Return not found',
    explain: 'There is no such return, or it belongs to somebody else.',
    retryable: false,
  },
  'return-not-possible': {
    status: 409,
    title: 'This cannot be returned',
    explain:
      'The reason says why: not delivered, outside the window, returned, condition and so on.',
    retryable: false,
  },
  'return-quantity-too-high': {
    status: 409,
    title: 'More units than can be returned',
    explain: 'Fewer units of the line were shipped and are still there; left says how many.',
    retryable: false,
  },
  'return-status-conflict': {
    status: 409,
    title: 'Not possible in this status',
    explain: 'The return is in a status from which this step is not allowed.',
    retryable: false,
  },
  'exchange-not-possible': {
    status: 409,
    title: 'This exchange is not possible',
    explain:
      'A thing is exchanged for itself or a variant at the same price; reason says what is wrong.',
    retryable: false,
  },
  'appeal-closed': {
    status: 409,
    title: 'No appeal possible',
    explain: 'Only what was refused can be appealed against, once.',
    retryable: false,
  },
  'refund-needs-finance': {
    status: 403,
    title: 'Amount above the limit of support',
    explain: 'Support gives back up to a limit without a return; somebody of finance may do more.',
    retryable: false,
  },
  'return-rule-not-found': {
    status: 404,
    title: 'Return rule not found',
    explain: 'There is no rule for this scope, or it is the default, which can only be changed.',
    retryable: false,
  },
});

export const returnSummarySchema = Type.Object({
  returnId: id,
  returnNumber: Type.String(),
  sellerId: id,
  status: returnStatusSchema,
  resolution: Type.Enum([...resolutions]),
  units: Type.Integer({ minimum: 1 }),
  createdAt: Type.String(),
});
export type ReturnSummary = Static<typeof returnSummarySchema>;

export const returnsCalls = defineCalls('returns', {
  /** Returns in which the seller has the next step. */
  waiting: waitingCall(['returns']),
  /** Sagas of all decisions about an order's returns, for operators; 500 at most. */
  sagasOf: call({
    input: Type.Object({ orderId: id }),
    output: Type.Object({ sagaIds: Type.Array(id) }),
    retry: true,
  }),
  /** What an order's page says of returns: whether one can be begun, and those there are. */
  standing: call({
    input: Type.Object({
      orderId: id,
      status: Type.String({ maxLength: 30 }),
      deliveredAt: nullable,
      lines: Type.Array(
        Type.Object({
          lineNo: Type.Integer({ minimum: 1 }),
          variantId: id,
          productId: id,
          shipped: Type.Integer({ minimum: 0 }),
        }),
        { maxItems: linesPerReturn_max },
      ),
    }),
    output: Type.Object({
      /** null: something can be returned. */
      bar: Type.Union([Type.Enum([...bars]), Type.Null()]),
      /** The last moment for any of it; null before delivery and where nothing can. */
      until: nullable,
      returns: Type.Array(returnSummarySchema),
    }),
    retry: true,
  }),
  personalData: personalDataCall(),
  unfinished: unfinishedCall(),
  /** Which of these pictures returns still have. */
  picturesInUse: inUseCall(),
});

const named = {
  returnId: id,
  returnNumber: Type.String(),
  orderId: id,
  orderNumber: Type.String(),
  userId: id,
  sellerId: id,
  resolution: Type.Enum([...resolutions]),
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
};
const moved = {
  ...named,
  from: returnStatusSchema,
  to: returnStatusSchema,
  reason: nullable,
};

/** What goes back for a line, in minor units: amount = goods - discount + tax. */
export const decidedLineSchema = Type.Object({
  lineNo: Type.Integer({ minimum: 1 }),
  variantId: id,
  productId: id,
  warehouseId: id,
  units: Type.Integer({ minimum: 1 }),
  restock: Type.Integer({ minimum: 0 }),
  writeOff: Type.Integer({ minimum: 0 }),
  goods_minor: minor,
  discount_minor: minor,
  tax_minor: minor,
  exchangeVariantId: nullable,
});
export type DecidedLine = Static<typeof decidedLineSchema>;

const decided = {
  ...moved,
  round: Type.Integer({ minimum: 1 }),
  lines: Type.Array(decidedLineSchema),
  shipping_minor: minor,
  amount_minor: minor,
};

/** One event for each move of a return; aggregate `return`, amounts in minor units. */
export const returnsEvents = defineEvents({
  room: 'returns',
  topic: 'return.events',
  types: {
    RETURN_REQUESTED: Type.Object({
      ...named,
      reason: Type.String(),
      items: Type.Array(
        Type.Object({ lineNo: Type.Integer(), variantId: id, quantity: Type.Integer() }),
      ),
    }),
    RETURN_STATUS_CHANGED: Type.Object(moved),
    RETURN_APPROVED: Type.Object(decided),
    RETURN_REJECTED: Type.Object(moved),
    /** The money is on its way back: the gateway has sent it, or it was paid by hand. */
    RETURN_REFUNDED: Type.Object({
      ...moved,
      round: Type.Integer({ minimum: 1 }),
      amount_minor: minor,
      refundId: nullable,
    }),
    RETURN_EXCHANGED: Type.Object({ ...moved, round: Type.Integer({ minimum: 1 }) }),
  },
});
