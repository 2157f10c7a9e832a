// Announcing a return: the units that are wanted, whether the rules let them go back, and the
// rows, one for each seller, in one transaction under the lock of the order's units.
import { randomBytes } from 'node:crypto';
import { assert } from '#kernel/core/assert.ts';
import { eventMeta } from '#kernel/core/context.ts';
import { newId } from '#kernel/core/id.ts';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Sql } from '#kernel/db/db.ts';
import { maskCards } from '#kernel/telemetry/redact.ts';
import type { Picture } from '#services/media/contract.ts';
import type { OrderLine } from '#services/orders/contract.ts';
import type { Condition, Resolution, ReturnReason } from './contract.ts';
import type { Swap } from './exchange.ts';
import * as model from './model.ts';
import type { Neighbours, OrderNow } from './neighbours.ts';
import * as store from './store.ts';

export interface RequestBody {
  items: readonly {
    lineNo: number;
    quantity: number;
    exchangeVariantId?: string;
    /** Ids of pictures of this item. */
    pictures?: readonly string[];
  }[];
  reason: ReturnReason;
  condition: Condition;
  note?: string;
  /** Ids of pictures that the buyer sent before, of all items. */
  pictures?: readonly string[];
  resolution: Resolution;
}

/** Who announces: `userId` null for whoever holds a grant, and for the operator. */
export interface Who {
  userId: string | null;
  actor: string;
  operator?: boolean;
}

export interface WantedLine {
  line: OrderLine;
  quantity: number;
  exchangeVariantId: string | null;
}

/** The order's lines behind the items; a line that is named twice counts as one. */
export function linesOf(
  lines: readonly OrderLine[],
  { items }: RequestBody,
): WantedLine[] | Refusal<'line-not-found'> {
  const byNo = new Map(lines.map((line) => [line.lineNo, line]));
  const wanted = new Map<number, WantedLine>();
  for (const { lineNo, quantity, exchangeVariantId = null } of items) {
    const line = byNo.get(lineNo);
    if (!line) return refuse('line-not-found', { lineNo });
    const known = wanted.get(lineNo);
    if (known) known.quantity += quantity;
    else wanted.set(lineNo, { line, quantity, exchangeVariantId });
  }
  return [...wanted.values()];
}

/** Where each line goes back to: where it came from, else a warehouse of its seller. */
export async function housesOf(
  neighbours: Neighbours,
  wanted: readonly WantedLine[],
): Promise<Map<number, string>> {
  const houses = new Map<number, string>();
  for (const { line } of wanted) {
    const house = line.warehouseIds[0] ?? (await neighbours.houseOf(line.sellerId));
    assert(house !== undefined, `${line.sellerId} has sold without a warehouse`);
    houses.set(line.lineNo, house);
  }
  return houses;
}

export interface Announcement {
  now: OrderNow;
  lines: readonly WantedLine[];
  swaps: ReadonlyMap<number, Swap> | null;
  things: ReadonlyMap<string, model.Rule>;
  houses: ReadonlyMap<number, string>;
  who: Who;
  body: RequestBody;
  requestKey: string;
  at: Date;
  /** By the seller who is to see them. */
  pictures: ReadonlyMap<string, readonly Picture[]>;
}

export async function announce(
  tx: Sql,
  of: Announcement,
): Promise<string[] | Refusal<'return-not-possible' | 'return-quantity-too-high'>> {
  const { order, shipped } = of.now;
  const sent = order.lines.map(({ lineNo }) => ({ lineNo, shipped: shipped.get(lineNo) ?? 0 }));
  const units = await store.lockUnits(tx, order, sent);
  // A twin of this request may have been faster.
  const before = await store.madeBy(tx, order.orderId, of.requestKey);
  if (before.length > 0) return before;
  for (const wanted of of.lines) {
    const no = barOf(of, wanted, units.get(wanted.line.lineNo));
    if (no) return no;
  }
  const counts = of.lines.map(({ line, quantity }) => ({ lineNo: line.lineNo, open: quantity }));
  await store.countUnits(tx, order.orderId, counts);
  const bySeller = Map.groupBy(of.lines, ({ line }) => line.sellerId);
  const returns = [...bySeller].map(([sellerId, lines]) => newReturn(of, sellerId, lines));
  await store.insertReturns(tx, returns);
  return returns.map((one) => one.returnId);
}

function barOf(
  { now, things, who, body, at }: Announcement,
  { line, quantity }: WantedLine,
  state: model.LineState | undefined,
): Refusal<'return-not-possible' | 'return-quantity-too-high'> | null {
  const { lineNo } = line;
  const rule = things.get(line.variantId) ?? model.fallbackRule;
  const none = { shipped: 0, open: 0, refunded: 0, exchanged: 0 };
  const option = model.lineOption(state ?? none, { rule, deliveredAt: now.deliveredAt, now: at });
  const { reason, condition } = body;
  const bar = model.requestBar(option, { rule, reason, condition });
  // The operator may be kinder than the rules, but nothing goes back twice.
  if (bar !== null && (who.operator !== true || bar === 'all-returned')) {
    const until = option.until?.toISOString() ?? null;
    return refuse('return-not-possible', { reason: bar, lineNo, until, why: option.why });
  }
  if (quantity <= option.left) return null;
  return refuse('return-quantity-too-high', { lineNo, left: option.left });
}

function newReturn(
  of: Announcement,
  sellerId: string,
  lines: readonly WantedLine[],
): store.NewReturn {
  const { order } = of.now;
  const { resolution, reason, condition, note = '' } = of.body;
  const { orderId, orderNumber, checkoutId, paymentId, userId, currency } = order;
  const { country, state, postalCode } = order.shippingAddress;
  return {
    returnId: newId('ret'),
    returnNumber: model.returnNumberOf(randomBytes(model.returnNumberBytes)),
    orderId,
    orderNumber,
    checkoutId,
    paymentId,
    userId,
    sellerId,
    currency,
    requestKey: of.requestKey,
    resolution,
    reason,
    condition,
    note: maskCards(note.trim()),
    pictures: of.pictures.get(sellerId) ?? [],
    paid: {
      subtotal_minor: order.subtotal_minor,
      discount_minor: order.discount_minor,
      shipping_minor: order.shipping_minor,
      tax_minor: order.tax_minor,
      lines: order.lines.map(
        ({ lineNo, quantity, unit_minor, total_minor, discount_minor = 0, cancelled }) => {
          return {
            lineNo,
            quantity,
            unit_minor,
            total_minor,
            ...(discount_minor > 0 ? { discount_minor } : {}),
            ...(cancelled === true ? { cancelled } : {}),
          };
        },
      ),
    },
    shipTo: {
      country,
      postalCode,
      ...(state ? { state } : {}),
    },
    cash: order.paymentMethod === 'COD',
    expires_days: model.send_days_max,
    actor: of.who.actor,
    lines: lines.map(({ line, quantity }) => ({
      lineNo: line.lineNo,
      variantId: line.variantId,
      productId: line.productId,
      warehouseId: of.houses.get(line.lineNo) ?? '',
      name: line.name,
      imageUrl: line.imageUrl,
      quantity,
      exchangeVariantId: of.swaps?.get(line.lineNo)?.variantId ?? null,
      exchangeName: of.swaps?.get(line.lineNo)?.name ?? null,
    })),
    meta: eventMeta(),
  };
}
