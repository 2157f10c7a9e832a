// What the routes of returns take and give, as schemas; they are also the allow-lists of what
// leaves.
import { Type } from 'typebox';
import { pageOf, pageQuery } from '#kernel/http/page.ts';
import { pictureIdSchema } from '#services/media/contract.ts';
import {
  bars,
  conditions,
  linesPerReturn_max,
  note_chars_max,
  picturesPerReturn_max,
  resolutions,
  returnReasons,
  returnStatusSchema,
} from './contract.ts';
import { returnNumberPattern, whyNots } from './model.ts';

const text = Type.String();
const nullable = Type.Union([text, Type.Null()]);
const amount = Type.Number();
const units = Type.Integer({ minimum: 1, maximum: 1_000_000 });
const lineNo = Type.Integer({ minimum: 1, maximum: linesPerReturn_max });
const written = (max: number) => Type.String({ minLength: 1, maxLength: max, pattern: '\\S' });

export const orderParams = Type.Object({
  orderId: Type.String({ pattern: '^(ord_[0-9a-f]{32}|TS-[0-9A-HJKMNP-TV-Z]{10})$' }),
});
export const returnParams = Type.Object({
  returnId: Type.String({ pattern: `^(ret_[0-9a-f]{32}|${returnNumberPattern})$` }),
});
const chosen = Type.Optional(
  Type.String({ pattern: '^\\d{1,2}:\\d{1,7}(,\\d{1,2}:\\d{1,7}){0,49}$', maxLength: 600 }),
);
const grant = Type.String({ minLength: 1, maxLength: 200 });
export const worthQuery = Type.Object({
  /** line:units, as `1:2,3:1`. */
  items: Type.String({ pattern: '^\\d{1,2}:\\d{1,7}(,\\d{1,2}:\\d{1,7}){0,49}$', maxLength: 600 }),
});
export const optionsQuery = Type.Object({ items: chosen });
export const grantQuery = Type.Object({ t: grant });
export const sharedOptionsQuery = Type.Object({ t: grant, items: chosen });

const pictureIds = Type.Array(pictureIdSchema, {
  maxItems: picturesPerReturn_max,
  uniqueItems: true,
});

export const requestBody = Type.Object({
  items: Type.Array(
    Type.Object({
      lineNo,
      quantity: units,
      /** Of an exchange: what should come instead; left out: the same. */
      exchangeVariantId: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
      /** Sent before, by the same buyer; only this item's seller and operators see them. */
      pictures: Type.Optional(pictureIds),
    }),
    { minItems: 1, maxItems: linesPerReturn_max },
  ),
  reason: Type.Enum([...returnReasons]),
  condition: Type.Enum([...conditions]),
  note: Type.Optional(Type.String({ maxLength: note_chars_max })),
  /** Of all items, where one seller sold them; not with a link. */
  pictures: Type.Optional(pictureIds),
  resolution: Type.Enum([...resolutions]),
});

export const sentBody = Type.Object({
  trackingNumber: Type.Optional(written(100)),
});
export const appealBody = Type.Object({ text: written(note_chars_max) });

export const refusedReasons = [
  'not-as-declared',
  'used',
  'damaged-by-buyer',
  'incomplete',
  'wrong-item',
  'not-all-received',
  'not-received',
  'other',
] as const;
const why = Type.Enum([...refusedReasons]);
const evidence = Type.Optional(Type.String({ maxLength: note_chars_max }));
const count = Type.Integer({ minimum: 0, maximum: 1_000_000 });

export const inspectBody = Type.Object({
  items: Type.Array(
    Type.Object({
      lineNo,
      received: count,
      restock: count,
      writeOff: count,
      warehouseId: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    }),
    { minItems: 1, maxItems: linesPerReturn_max },
  ),
  evidence,
});

export const approveBody = Type.Object({
  /** Left out: all that came. */
  items: Type.Optional(
    Type.Array(Type.Object({ lineNo, quantity: count }), {
      minItems: 1,
      maxItems: linesPerReturn_max,
    }),
  ),
  /** Why not all of it. */
  reason: Type.Optional(why),
  evidence,
});

export const adminApproveBody = Type.Object({
  /** Left out: all that was announced. `restock`: units fit for the shelf; the rest is not. */
  items: Type.Optional(
    Type.Array(Type.Object({ lineNo, quantity: count, restock: Type.Optional(count) }), {
      minItems: 1,
      maxItems: linesPerReturn_max,
    }),
  ),
  reason: Type.Optional(why),
  evidence,
});

export const rejectBody = Type.Object({ reason: why, evidence });
export const shipBody = Type.Object({ carrier: written(100), trackingNumber: written(100) });
export const payoutBody = Type.Object({ reference: written(200) });
export const refundBody = Type.Object({
  amount: Type.Number({ exclusiveMinimum: 0 }),
  reason: written(200),
});

export const listQuery = Type.Object({ ...pageQuery, status: Type.Optional(returnStatusSchema) });
export const sellerListQuery = Type.Object({
  ...pageQuery,
  status: Type.Optional(returnStatusSchema),
  /** Only those in which the seller has the next step. */
  waiting: Type.Optional(Type.Boolean()),
});
export const adminListQuery = Type.Object({
  ...pageQuery,
  status: Type.Optional(returnStatusSchema),
  /** Only those that wait for somebody of the operator: appeals, cash, refused refunds. */
  waiting: Type.Optional(Type.Boolean()),
});

const bar = Type.Union([Type.Enum([...bars]), Type.Null()]);

export const options = Type.Object({
  orderId: text,
  orderNumber: text,
  currency: text,
  deliveredAt: nullable,
  /** Why nothing of the order can go back; null when its lines decide. */
  reason: bar,
  payout: Type.Enum(['original-payment', 'by-hand']),
  lines: Type.Array(
    Type.Object({
      lineNo: Type.Integer(),
      variantId: text,
      sellerId: text,
      name: text,
      imageUrl: nullable,
      bought: Type.Integer(),
      /** Units that can go back now. */
      left: Type.Integer(),
      until: nullable,
      reason: bar,
      /** Goes back only when it arrived damaged, wrong or not as described; `why` says why. */
      faultOnly: Type.Boolean(),
      why: nullable,
      /** The most worn condition that is taken back. */
      condition: Type.Enum([...conditions]),
      exchanges: Type.Array(
        Type.Object({
          variantId: text,
          name: text,
          attributes: Type.Record(Type.String(), Type.String()),
        }),
      ),
    }),
  ),
  /** Of the items asked for, or of all that is left; null while payments does not answer. */
  estimate: Type.Union([
    Type.Object({
      amount,
      shipping: amount,
      lines: Type.Array(
        Type.Object({
          lineNo: Type.Integer(),
          quantity: Type.Integer(),
          amount,
          goods: amount,
          discount: amount,
          tax: amount,
        }),
      ),
    }),
    Type.Null(),
  ]),
});

const appealStatus = Type.Union([Type.Enum(['OPEN', 'GRANTED', 'REFUSED']), Type.Null()]);
const summary = {
  returnId: text,
  returnNumber: text,
  orderId: text,
  orderNumber: text,
  sellerId: text,
  status: returnStatusSchema,
  resolution: Type.Enum([...resolutions]),
  reason: Type.Enum([...returnReasons]),
  currency: text,
  units: Type.Integer(),
  /** What goes back; null before it is decided. */
  amount: Type.Union([amount, Type.Null()]),
  appeal: appealStatus,
  items: Type.Array(
    Type.Object({
      lineNo: Type.Integer(),
      name: text,
      imageUrl: nullable,
      quantity: Type.Integer(),
    }),
  ),
  createdAt: text,
  updatedAt: text,
};

export const ownPage = pageOf(Type.Object({ ...summary, userId: text }));
export const sellerPage = pageOf(Type.Object(summary));
export const adminPage = pageOf(Type.Object({ ...summary, userId: text, attention: nullable }));

const item = {
  lineNo: Type.Integer(),
  variantId: text,
  name: text,
  imageUrl: nullable,
  quantity: Type.Integer(),
  received: Type.Integer(),
  approved: Type.Integer(),
  exchangeName: nullable,
};
const actions = Type.Array(
  Type.Object({ action: text, allowed: Type.Boolean(), reason: nullable }),
);

const shared = {
  returnId: text,
  returnNumber: text,
  orderId: text,
  orderNumber: text,
  sellerId: text,
  status: returnStatusSchema,
  resolution: Type.Enum([...resolutions]),
  reason: Type.Enum([...returnReasons]),
  condition: Type.Enum([...conditions]),
  currency: text,
  items: Type.Array(Type.Object(item)),
  money: Type.Object({
    granted: amount,
    refunded: amount,
    /** What of it the buyer's bank has given back. */
    covered: amount,
    /** Why it is not sent yet: the bank has the money too, until it decides. */
    waitsFor: Type.Union([Type.Literal('chargeback'), Type.Null()]),
    byHand: Type.Boolean(),
  }),
  rejectedReason: nullable,
  replacement: Type.Union([
    Type.Object({ carrier: text, trackingNumber: text, shippedAt: text }),
    Type.Null(),
  ]),
  expiresAt: nullable,
  timeline: Type.Array(
    Type.Object({ status: returnStatusSchema, at: text, by: text, reason: nullable }),
  ),
  version: Type.Integer(),
  createdAt: text,
};
const px = Type.Integer({ minimum: 1 });
const byHand = {
  note: text,
  /** GET /pictures/{pictureId}/file for the buyer; below /seller and /admin for those who look. */
  pictures: Type.Array(Type.Object({ pictureId: text, width: px, height: px })),
  trackingNumber: nullable,
  evidence: nullable,
  appeal: Type.Union([
    Type.Object({ text, status: Type.Enum(['OPEN', 'GRANTED', 'REFUSED']) }),
    Type.Null(),
  ]),
};

export const ownReturn = Type.Object({ ...shared, ...byHand, actions });
export const sharedReturn = Type.Object({ ...shared, actions });

const ofSeller = {
  ...shared,
  ...byHand,
  items: Type.Array(
    Type.Object({ ...item, warehouseId: text, restock: Type.Integer(), writeOff: Type.Integer() }),
  ),
  shipTo: Type.Object({ country: text, state: nullable, postalCode: nullable }),
  decisions: Type.Array(
    Type.Object({
      round: Type.Integer(),
      resolution: Type.Enum([...resolutions]),
      amount,
      shipping: amount,
      items: Type.Array(
        Type.Object({
          lineNo: Type.Integer(),
          quantity: Type.Integer(),
          restock: Type.Integer(),
          writeOff: Type.Integer(),
        }),
      ),
      at: text,
      doneAt: nullable,
    }),
  ),
};
export const sellerReturn = Type.Object(ofSeller);
export const worth = Type.Object({
  /** What would go back for these units. */
  amount,
  /** In it: the delivery, which goes back with the last unit of the order. */
  shipping: amount,
  currency: text,
});
export const adminReturn = Type.Object({
  ...ofSeller,
  userId: text,
  checkoutId: text,
  paymentId: text,
  attention: nullable,
});

export const madeReply = Type.Object({ returns: Type.Array(ownReturn) });
export const sharedMadeReply = Type.Object({ returns: Type.Array(sharedReturn) });
export const adminMadeReply = Type.Object({ returns: Type.Array(adminReturn) });

export const refundReply = Type.Object({
  refundId: text,
  amount,
  currency: text,
  status: Type.Enum(['SUCCEEDED', 'PENDING', 'COVERED']),
  waitsFor: Type.Union([Type.Literal('chargeback'), Type.Null()]),
});

const scope = Type.Enum(['default', 'category', 'product', 'variant']);
const whyNot = Type.Enum([...whyNots]);
const ruleCondition = Type.Enum(['UNUSED', 'OPENED', 'USED']);

export const ruleBody = Type.Object({
  scope,
  /** A category's path, a product's or variant's id; '' for the default. */
  key: Type.String({ maxLength: 500 }),
  windowDays: Type.Integer({ minimum: 0, maximum: 3_650 }),
  returnable: Type.Boolean(),
  why: Type.Optional(whyNot),
  condition: ruleCondition,
});
export const ruleKeyQuery = Type.Object({ scope, key: Type.String({ maxLength: 500 }) });
export const rule = Type.Object({
  scope,
  key: text,
  windowDays: Type.Integer(),
  returnable: Type.Boolean(),
  why: Type.Union([whyNot, Type.Null()]),
  condition: ruleCondition,
  version: Type.Integer(),
  updatedAt: text,
});
export const rulePage = pageOf(rule);
