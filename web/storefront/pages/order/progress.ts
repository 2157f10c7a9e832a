/** How far an order is, in steps that people follow; pure. Words are made of it elsewhere. */
import type { ReplyOf } from '../../../client/request.ts';

export type OwnOrder = ReplyOf<'GET /orders/{orderId}'>;
export type SharedOrder = ReplyOf<'GET /orders/{orderId}/shared'>;
export type AnyOrder = OwnOrder | SharedOrder;
export type OrderStatus = AnyOrder['status'];
export type Parcel = AnyOrder['deliveries'][number];
export type Refund = NonNullable<OwnOrder['money']>['refunds'][number];

/** The one thing to say about an order. */
export type Headline =
  | 'pending'
  /** The bank said no, and another way to pay may still be taken. */
  | 'declined'
  | 'confirmed'
  | 'packing'
  | 'partly'
  | 'shipped'
  | 'delivered'
  | 'cancelled'
  | 'failed'
  | 'returned'
  | 'refunded';

const headlines: Record<OrderStatus, Headline> = {
  PENDING: 'pending',
  CONFIRMED: 'confirmed',
  PROCESSING: 'packing',
  SHIPPED: 'shipped',
  DELIVERED: 'delivered',
  CANCELLED: 'cancelled',
  FAILED: 'failed',
  RETURNED: 'returned',
  REFUNDED: 'refunded',
};

export function headlineOf(
  order: Pick<AnyOrder, 'status' | 'deliveries' | 'paymentStatus'>,
): Headline {
  if (order.status === 'PENDING' && order.paymentStatus === 'FAILED') return 'declined';
  const left = order.deliveries.some((parcel) => parcel.shippedAt !== null);
  if (order.status === 'PROCESSING' && left) return 'partly';
  return headlines[order.status];
}

export const isLate = (order: Pick<AnyOrder, 'deliveries'>): boolean =>
  order.deliveries.some((parcel) => parcel.late);

/** The first and the last day of everything that is still to arrive. */
export function expectedDays(
  order: Pick<AnyOrder, 'deliveries'>,
): { from: string; to: string } | null {
  const open = order.deliveries.filter((parcel) => parcel.arrivedAt === null);
  const from = open.flatMap((parcel) => parcel.expectedFrom ?? []).toSorted()[0];
  const to = open
    .flatMap((parcel) => parcel.expectedTo ?? [])
    .toSorted()
    .at(-1);
  return from === undefined || to === undefined ? null : { from, to };
}

const path: readonly OrderStatus[] = ['CONFIRMED', 'PROCESSING', 'SHIPPED', 'DELIVERED'];

/** Of the four stations of an order, how many it has reached; null when it left that way. */
export function stationsDone(status: OrderStatus): number | null {
  if (status === 'PENDING') return 0;
  const at = path.indexOf(status);
  return at < 0 ? null : at + 1;
}

export interface Step {
  key: string;
  what:
    | OrderStatus
    | 'parcel'
    | 'items-cancelled'
    | 'refund-begun'
    | 'refund-sent'
    | 'refund-booked';
  /** ISO time; a date for what is expected then; null: it is not known. */
  at: string | null;
  state: 'done' | 'now' | 'ahead' | 'problem';
  by?: string;
  reason?: string | null;
  parcel?: { nth: number; carrier: string; trackingNumber: string };
  amount?: number;
  /** What was taken off. */
  items?: readonly { name: string; quantity: number }[];
}

/** What happened, by time, then what will. `today` is a date. */
export function stepsOf(order: AnyOrder, today: string): Step[] {
  // Of the same moment the parcel comes first: with the last one everything has left.
  const happened = [
    ...parcelSteps(order),
    ...moves(order),
    ...cancelledSteps(order),
    ...refundSteps(order),
  ];
  const done = happened
    .filter((step) => step.state !== 'ahead')
    .toSorted((a, b) => (a.at ?? '').localeCompare(b.at ?? ''));
  const ahead = happened.filter(
    ({ state, at }) => state === 'ahead' && (at === null || at >= today),
  );
  const open = [...ahead, ...stillToCome(order)];
  const last = done.at(-1);
  if (open.length > 0 && last?.state === 'done') last.state = 'now';
  return [...done, ...open];
}

const bad: readonly OrderStatus[] = ['CANCELLED', 'FAILED'];

function moves(order: AnyOrder): Step[] {
  const single = order.deliveries.length === 1 ? order.deliveries[0] : undefined;
  return order.timeline.map(({ status, at, by, reason }, index) => ({
    key: `${status} ${index}`,
    what: status,
    at,
    by,
    reason,
    state: bad.includes(status) ? 'problem' : 'done',
    ...(status === 'SHIPPED' && single !== undefined ? parcelOf(single, 1) : {}),
  }));
}

function parcelOf({ carrier, trackingNumber }: Parcel, nth: number): Pick<Step, 'parcel'> {
  return { parcel: { nth, carrier: carrier ?? '', trackingNumber: trackingNumber ?? '' } };
}

/** Each parcel has its step where there are several; a single one is the move itself. */
function parcelSteps({ deliveries }: AnyOrder): Step[] {
  if (deliveries.length < 2) return [];
  return deliveries.flatMap((parcel, index): Step[] => {
    const { shippedAt: at, shipmentId } = parcel;
    if (at === null) return [];
    const key = shipmentId ?? `parcel ${index}`;
    return [
      { key, what: 'parcel', at, state: 'done', by: 'seller', ...parcelOf(parcel, index + 1) },
    ];
  });
}

/** Lines that were taken off while the rest goes on. */
function cancelledSteps({ cancellations }: AnyOrder): Step[] {
  return cancellations.map(({ at, by, reason, items }, index) => {
    const key = `items-cancelled ${index}`;
    return { key, what: 'items-cancelled', at, by, reason, items, state: 'done' };
  });
}

function refundSteps({ money }: AnyOrder): Step[] {
  const refunds = money !== null && 'refunds' in money ? money.refunds : [];
  return refunds.flatMap(
    ({ refundId: key, amount, createdAt, doneAt, expectedBy, status }): Step[] => [
      { key: `${key} begun`, what: 'refund-begun', at: createdAt, state: 'done', amount },
      // What the buyer's bank has paid is not sent.
      ...(status === 'COVERED'
        ? []
        : doneAt === null
          ? [{ key: `${key} sent`, what: 'refund-sent', at: null, state: 'ahead', amount } as const]
          : [
              {
                key: `${key} sent`,
                what: 'refund-sent',
                at: doneAt,
                state: 'done',
                amount,
              } as const,
            ]),
      ...(expectedBy === null
        ? []
        : [
            {
              key: `${key} booked`,
              what: 'refund-booked',
              at: expectedBy,
              state: 'ahead',
            } as const,
          ]),
    ],
  );
}

function stillToCome({ status }: AnyOrder): Step[] {
  const reached = stationsDone(status);
  if (reached === null) return [];
  return path.slice(reached).map((what) => ({ key: what, what, at: null, state: 'ahead' }));
}

/** Why a line cannot be cancelled by itself; null when it can. */
export function itemBarOf(
  item: Pick<AnyOrder['items'][number], 'status' | 'shippedQuantity'>,
): 'cancelled' | 'being-packed' | 'has-left' | null {
  if (item.status === 'CANCELLED') return 'cancelled';
  if (item.shippedQuantity > 0) return 'has-left';
  return item.status === 'NEW' ? null : 'being-packed';
}

export type ActionName =
  | 'cancel'
  | 'cancel-items'
  | 'change-address'
  | 'return'
  | 'invoice'
  | 'buy-again';

/** Whether something can be done, and the reason when not. */
export function actionOf(
  order: Pick<AnyOrder, 'actions'>,
  name: ActionName,
): { allowed: boolean; reason: string | null } {
  const found = order.actions.find((one) => one.action === name);
  return found ?? { allowed: false, reason: 'not-offered-yet' };
}

/** Names of expected days that moved since the page showed them; null when none did. */
export function movedDays(
  before: Pick<AnyOrder, 'deliveries'>,
  now: Pick<AnyOrder, 'deliveries'>,
): { from: string; to: string } | null {
  const [was, is] = [expectedDays(before), expectedDays(now)];
  if (was === null || is === null || was.to === is.to) return null;
  return { from: was.to, to: is.to };
}

const taken: readonly string[] = ['CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED'];
const creditMethods: readonly string[] = ['GIFT_CARD', 'STORE_CREDIT'];

/** The payments of an order that credit paid some of; nothing for one that it did not. */
export function partsOf(
  order: Pick<OwnOrder, 'payments'> | SharedOrder,
): { paymentId: string; by: 'GIFT_CARD' | 'STORE_CREDIT' | 'other'; amount: number }[] {
  const payments = ('payments' in order ? order.payments : null) ?? [];
  const paid = payments.filter(({ status }) => taken.includes(status));
  if (!paid.some(({ method }) => creditMethods.includes(method))) return [];
  return paid.map(({ paymentId, method, amount }) => {
    const by = method === 'GIFT_CARD' || method === 'STORE_CREDIT' ? method : 'other';
    return { paymentId, by, amount };
  });
}
