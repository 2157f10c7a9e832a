// What an order may do, as data and pure functions: the state machine, the numbers people read
// out, and how lines leave in parcels. Nothing here looks anything up.
import { assert } from '#kernel/core/assert.ts';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { OrderStatus, PlaceInput } from './contract.ts';

/** Every legal move. The database refuses the others as well. */
export const transitions: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  PENDING: ['CONFIRMED', 'FAILED', 'CANCELLED'],
  CONFIRMED: ['PROCESSING', 'CANCELLED'],
  FAILED: [],
  PROCESSING: ['SHIPPED', 'CANCELLED'],
  SHIPPED: ['DELIVERED', 'RETURNED'],
  DELIVERED: ['RETURNED'],
  CANCELLED: [],
  RETURNED: ['REFUNDED'],
  REFUNDED: [],
};

/** In which an order can begin. */
export const starts = ['PENDING', 'CONFIRMED'] as const satisfies readonly OrderStatus[];

/** Sellers get to see an order once it is sure, and keep seeing what became of it. */
export const sellerStatuses: readonly OrderStatus[] = [
  'CONFIRMED',
  'PROCESSING',
  'SHIPPED',
  'DELIVERED',
  'CANCELLED',
  'RETURNED',
  'REFUNDED',
];

export function mayMove(from: OrderStatus, to: OrderStatus): boolean {
  return transitions[from].includes(to);
}

/** The statuses from which one can be reached in a single move. */
export function sourcesOf(to: OrderStatus): OrderStatus[] {
  const all = Object.keys(transitions) as OrderStatus[];
  return all.filter((from) => mayMove(from, to));
}

/** Where nothing can happen any more. */
export function isFinal(status: OrderStatus): boolean {
  return transitions[status].length === 0;
}

/** No I, L, O and U: Crockford's base 32. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const numberDigits = 10;
/** Random bytes for one order number. */
export const numberBytes = numberDigits;
export const orderNumberPattern = 'TS-[0-9A-HJKMNP-TV-Z]{10}';

/** `TS-` and 50 random bits: says nothing about how many orders there are. */
export function orderNumberOf(random: Uint8Array): string {
  assert(random.length === numberDigits, `an order number takes ${numberDigits} random bytes`);
  let digits = '';
  for (const byte of random) digits += alphabet.charAt(byte & 31);
  return `TS-${digits}`;
}

export type LineStatus = 'NEW' | 'PICKED' | 'PACKED' | 'SHIPPED' | 'CANCELLED';

/** What fulfilment looks at in a line. */
export interface Parcelled {
  lineNo: number;
  sellerId: string;
  quantity: number;
  shipped: number;
  status: LineStatus;
}

export interface ParcelItem {
  lineNo: number;
  quantity: number;
}

export type CancelBar = 'payment-pending' | 'partly-shipped' | 'on-its-way' | 'ended';

/** Why an order cannot be cancelled now; null when it can. */
export function cancelBar(status: OrderStatus, lines: readonly Parcelled[]): CancelBar | null {
  // Its money may still arrive. Leaving the checkout asks the gateway first, which is the way.
  if (status === 'PENDING') return 'payment-pending';
  if (status === 'SHIPPED' || status === 'DELIVERED') return 'on-its-way';
  if (!mayMove(status, 'CANCELLED')) return 'ended';
  return lines.some((line) => line.shipped > 0) ? 'partly-shipped' : null;
}

export type ItemBar = 'cancelled' | 'being-packed' | 'has-left';

/** Why one line cannot be cancelled by itself; null when it can. */
export function itemBar(line: Pick<Parcelled, 'status' | 'shipped'>): ItemBar | null {
  if (line.status === 'CANCELLED') return 'cancelled';
  if (line.shipped > 0) return 'has-left';
  return line.status === 'NEW' ? null : 'being-packed';
}

/** Why no line of an order can be cancelled by itself; null when some may. */
export function itemsBar(status: OrderStatus): CancelBar | null {
  const bar = cancelBar(status, []);
  return bar === 'partly-shipped' ? null : bar;
}

export type AddressBar = CancelBar | 'being-packed' | 'collected';

/** Why an order cannot be sent elsewhere; null when it can: nothing of it is picked. */
export function addressBar(status: OrderStatus, lines: readonly Parcelled[]): AddressBar | null {
  const bar = cancelBar(status, lines);
  if (bar) return bar;
  const packed = lines.some((line) => line.status !== 'NEW' && line.status !== 'CANCELLED');
  return packed ? 'being-packed' : null;
}

const plain = (text: string | undefined): string => (text ?? '').trim().toLowerCase();

/** Whether delivery of one place is that of the other; tax may go by postal code as well. */
export function sameRegion(a: Place, b: Place): boolean {
  return a.country === b.country && plain(a.state) === plain(b.state);
}

interface Place {
  country: string;
  state?: string;
}

const placeFields = [
  'name',
  'line1',
  'line2',
  'city',
  'state',
  'postalCode',
  'country',
  'phone',
] as const;
type Fields = Partial<Record<(typeof placeFields)[number], string>>;

/** Names of the fields in which two addresses differ. */
export function changedFields(from: Fields, to: Fields): string[] {
  return placeFields.filter((name) => (from[name] ?? '') !== (to[name] ?? ''));
}

export interface CancelPlan {
  /** Nothing is left then: the order itself is cancelled. */
  whole: boolean;
  /** What is left has gone already: the order is on its way. */
  completes: boolean;
  lineNos: number[];
}

/**
 * Taking lines off an order. Refuses 'order-not-cancellable' where its status lets nothing go,
 * 'line-not-found' for a line it has not, 'line-not-cancellable' for what is packed, gone or
 * cancelled. All of them or none.
 */
export function planCancel(
  { status, lines }: { status: OrderStatus; lines: readonly Parcelled[] },
  lineNos: readonly number[],
): CancelPlan | Refusal<'order-not-cancellable' | 'line-not-found' | 'line-not-cancellable'> {
  const bar = itemsBar(status);
  if (bar) return refuse('order-not-cancellable', { reason: bar, status });
  const named = new Set(lineNos);
  for (const lineNo of named) {
    const line = lines.find((one) => one.lineNo === lineNo);
    if (!line) return refuse('line-not-found', { lineNo });
    const reason = itemBar(line);
    if (reason) return refuse('line-not-cancellable', { lineNo, reason });
  }
  const left = lines.filter((one) => one.status !== 'CANCELLED' && !named.has(one.lineNo));
  const gone = left.length > 0 && left.every((one) => one.shipped === one.quantity);
  return { whole: left.length === 0, completes: gone, lineNos: [...named].sort((a, b) => a - b) };
}

/**
 * Why an order cannot be sent back now; null when something of it can. `bar` is what the returns
 * room says of its lines, undefined when that does not answer.
 */
export function returnBar<Bar extends string>(
  status: OrderStatus,
  bar: Bar | null | undefined,
): Bar | 'not-delivered' | 'ended' | 'not-known-now' | null {
  if (isFinal(status) || status === 'RETURNED') return 'ended';
  if (status !== 'DELIVERED') return 'not-delivered';
  return bar === undefined ? 'not-known-now' : bar;
}

/** Why there is no invoice; null when there is one, or will be when it is asked for. */
export function invoiceBar(status: OrderStatus): 'payment-pending' | 'nothing-bought' | null {
  if (status === 'PENDING') return 'payment-pending';
  return status === 'FAILED' ? 'nothing-bought' : null;
}

/** Why nothing of it can be bought again; null when something may be. */
export function againBar(status: OrderStatus): 'payment-pending' | null {
  return status === 'PENDING' ? 'payment-pending' : null;
}

/** Whether goods may leave: the order is sure and not at its end. */
export function isOpenForSellers(status: OrderStatus): boolean {
  return status === 'CONFIRMED' || status === 'PROCESSING';
}

/**
 * What goes into a parcel of these sellers: the items asked for, or all that is left of what was
 * picked. Refuses 'line-not-found' for a line of others, 'line-already-shipped' for more than is
 * left or nothing at all, 'order-status-conflict' for what nobody has picked.
 */
export function planParcel(
  lines: readonly Parcelled[],
  items: readonly ParcelItem[] | undefined,
): ParcelItem[] | Refusal<'line-not-found' | 'line-already-shipped' | 'order-status-conflict'> {
  const wanted = items ?? lines.flatMap(leftToShip);
  if (items === undefined && wanted.length === 0 && lines.some((one) => one.status === 'NEW')) {
    return refuse('order-status-conflict', { reason: 'not-picked' });
  }
  if (wanted.length === 0) return refuse('line-already-shipped');
  const sums = new Map<number, number>();
  for (const { lineNo, quantity } of wanted) {
    sums.set(lineNo, (sums.get(lineNo) ?? 0) + quantity);
  }
  const byNo = new Map(lines.map((line) => [line.lineNo, line]));
  for (const [lineNo, quantity] of sums) {
    const line = byNo.get(lineNo);
    if (!line) return refuse('line-not-found', { lineNo });
    if (line.status === 'CANCELLED') {
      return refuse('order-status-conflict', { lineNo, reason: 'cancelled' });
    }
    const left = line.quantity - line.shipped;
    if (quantity > left) return refuse('line-already-shipped', { lineNo, left });
    if (line.status === 'NEW') {
      return refuse('order-status-conflict', { lineNo, reason: 'not-picked' });
    }
  }
  return [...sums].map(([lineNo, quantity]) => ({ lineNo, quantity }));
}

function leftToShip(line: Parcelled): ParcelItem[] {
  const quantity = line.quantity - line.shipped;
  const waits = line.status === 'NEW' || line.status === 'CANCELLED';
  return waits || quantity === 0 ? [] : [{ lineNo: line.lineNo, quantity }];
}

/** Whether nothing is left to ship once these items are gone. */
export function completes(lines: readonly Parcelled[], items: readonly ParcelItem[]): boolean {
  const going = new Map(items.map((item) => [item.lineNo, item.quantity]));
  return lines.every((line) => {
    if (line.status === 'CANCELLED') return true;
    return line.shipped + (going.get(line.lineNo) ?? 0) === line.quantity;
  });
}

/** The payload of ORDER_CREATED: no name, no street. */
export function createdPayload(input: PlaceInput, orderNumber: string) {
  const { country, state, postalCode } = input.shippingAddress;
  return {
    orderId: input.orderId,
    orderNumber,
    checkoutId: input.checkoutId,
    userId: input.userId,
    cartId: input.cartId,
    paymentId: input.paymentId,
    status: input.status,
    totalAmount: input.total_minor,
    discount: input.discount_minor,
    shipping: input.shipping_minor,
    tax: input.tax_minor,
    ...(input.includedShipping_minor ? { includedShipping: input.includedShipping_minor } : {}),
    currency: input.currency,
    paymentMethod: input.paymentMethod,
    items: input.lines.map((line) => ({
      productId: line.productId,
      variantId: line.variantId,
      sellerId: line.sellerId,
      quantity: line.quantity,
      unitPrice: line.unit_minor,
      ...(line.discount_minor ? { discount: line.discount_minor } : {}),
      ...(line.included_minor ? { included: line.included_minor } : {}),
      name: line.name,
    })),
    shippingAddress: {
      country,
      ...(state ? { state } : {}),
      postalPrefix: postalPrefix(postalCode),
    },
  };
}

/** The first half of a postal code: a region, not a street. At most 4 characters. */
export function postalPrefix(postalCode: string): string {
  const plain = postalCode.replaceAll(/[\s-]/g, '');
  return plain.slice(0, Math.min(4, Math.floor(plain.length / 2)));
}

/** Who did something, as a customer may know it: their own doing, the seller's, the shop's. */
export function byWhom(actor: string): string {
  return actor.split(':', 1)[0] ?? actor;
}
