// Events become entries. A delivered batch is read into memory, asks the database for what it
// needs of the past (a statement each, and only where the batch has such events), and is booked
// with one insert. Nothing is called while the transaction is open: a product whose category a
// rate needs waits in open_sale for the task to look it up.
import type { ConsumerSpec, EventEnvelope, Handler } from '#kernel/events/event.ts';
import type { Sql } from '#kernel/db/db.ts';
import { bookingTxns } from './bookings.ts';
import { caseOf, disputeTxns } from './disputes.ts';
import * as model from './model.ts';
import type { Sale, Txn } from './model.ts';
import * as store from './store.ts';

export const consumers: ConsumerSpec[] = [
  {
    name: 'ledger.book',
    // Books may be half a minute behind a rush; buyers must not wait for them.
    patience_ms: 30_000,
    from: {
      payments: ['PAYMENT_COMPLETED', 'REFUND_COMPLETED', 'REFUND_COVERED', 'PAYMENT_DISPUTED'],
      orders: ['ORDER_CREATED', 'ORDER_STATUS_CHANGED', 'ORDER_CANCELLED', 'ORDER_ITEMS_CANCELLED'],
      credit: ['CREDIT_ISSUED', 'GIFT_CARD_REDEEMED'],
      returns: ['RETURN_APPROVED', 'RETURN_REFUNDED', 'RETURN_EXCHANGED'],
      booking: ['BOOKING_CONFIRMED', 'BOOKING_REFUND_DUE'],
    },
  },
];

export const reactions: Record<string, Handler> = {
  'ledger.book': async (tx, events) => {
    await store.lockBooks(tx);
    const books = new Books(tx);
    await books.load(events);
    for (const event of events) books.take(event);
    await books.write();
  },
};

interface Created {
  orderId: string;
  checkoutId: string;
  status: string;
  currency: string;
  totalAmount: number;
  discount?: number;
  shipping?: number;
  tax?: number;
  includedShipping?: number;
  items: {
    productId: string;
    sellerId: string;
    quantity: number;
    unitPrice: number;
    discount?: number;
    included?: number;
  }[];
}

interface Refunded {
  refundId: string;
  paymentId: string;
  checkoutId: string;
  orderId: string | null;
  amount: number;
  currency: string;
  reason: string;
  paymentMethod?: string;
  /** Of it, what a chargeback was thought to have paid. */
  uncovered?: number;
}

/**
 * Refunds that take nothing back themselves: a cancelled order's sale is taken back as a whole, and
 * a return and cancelled lines say from which lines their money comes.
 */
const TAKEN_BACK_OTHERWISE = new Set<unknown>(['order-cancelled', 'items-cancelled', 'return']);

interface Decided {
  returnId: string;
  round: number;
  lines: { lineNo: number; goods_minor: number; discount_minor: number; tax_minor: number }[];
  shipping_minor: number;
}

interface ItemsCancelled {
  cancellationId: string;
  orderId: string;
  currency: string;
  amount: number;
  items: { lineNo: number; goods: number; discount: number; tax: number }[];
}

interface Returned {
  returnId: string;
  round: number;
  orderId: string;
  currency: string;
  amount_minor: number;
}

const CANCELS = new Set(['ORDER_CANCELLED']);

function saleOf(event: EventEnvelope): Sale {
  const made = event.payload as unknown as Created;
  return {
    orderId: made.orderId,
    checkoutId: made.checkoutId,
    currency: made.currency,
    lines: made.items.map(
      ({ productId, sellerId, quantity, unitPrice, discount = 0, included }) => {
        const total_minor = quantity * unitPrice;
        const tax = included === undefined ? {} : { included_minor: included };
        return { productId, sellerId, total_minor, discount_minor: discount, ...tax };
      },
    ),
    discount_minor: made.discount ?? 0,
    shipping_minor: made.shipping ?? 0,
    tax_minor: made.tax ?? 0,
    includedShipping_minor: made.includedShipping ?? 0,
    total_minor: made.totalAmount,
    occurredAt: event.timestamp,
  };
}

/** What a batch of events does to the books, written at its end. */
export class Books {
  readonly #tx: Sql;
  readonly #txns: Txn[] = [];
  readonly #open = new Map<string, Sale>();
  /** What is booked of sales, by order: before and in this batch. */
  #sold = new Map<string, store.Sold>();
  /** Orders of refunds that do not say theirs, by checkout. */
  #orders = new Map<string, string>();
  #rates: model.Rate[] = [];
  #categories = new Map<string, string>();
  /** What is booked of chargebacks, by case and currency. */
  #cases = new Map<string, Map<string, model.Leg[]>>();
  readonly #waiting = new Map<string, store.OpenSale>();
  readonly #reversals: store.Reversal[] = [];
  /** By return and round. */
  readonly #decided = new Map<string, store.ReturnKey & { decision: model.Want[] }>();
  /** Orders whose sale was booked here, and orders that never will be one. */
  readonly #done = new Set<string>();
  readonly #never = new Set<string>();
  /** Orders that have, or may have, a row in open_sale. */
  readonly #everOpen = new Set<string>();

  constructor(tx: Sql) {
    this.#tx = tx;
  }

  /** Reads what these events need to know of the past. */
  async load(events: readonly EventEnvelope[]): Promise<void> {
    const of = (test: (event: EventEnvelope) => boolean) => events.filter(test);
    const sales = of((event) => event.eventType === 'ORDER_CREATED').map(saleOf);
    const moves = of(
      ({ eventType }) => eventType === 'ORDER_STATUS_CHANGED' || CANCELS.has(eventType),
    );
    for (const { sale } of await store.openSales(
      this.#tx,
      moves.map((event) => event.aggregate.id),
    )) {
      this.#keepOpen(sale);
    }
    // Whoever refunds at the gateway by hand does not say which order it is about.
    const byHand = of(
      ({ eventType, payload }) =>
        eventType === 'REFUND_COMPLETED' && payload.reason === 'made-at-gateway',
    );
    const ofCheckouts = byHand.map(({ payload }) => String(payload.checkoutId));
    this.#orders = await store.ordersOfCheckouts(this.#tx, [...new Set(ofCheckouts)]);
    const takes = of((event) => CANCELS.has(event.eventType) || isReversal(event));
    const orderIds = takes.map((event) => String(event.payload.orderId));
    const all = [...new Set([...orderIds, ...this.#orders.values()])];
    this.#sold = await store.legsOfSales(this.#tx, all);
    await this.#loadReturns(events);
    const disputes = of((event) => event.eventType === 'PAYMENT_DISPUTED');
    this.#cases = await store.legsOfDisputes(this.#tx, [...new Set(disputes.map(caseOf))]);
    await this.loadRates([...sales, ...this.#open.values()]);
    const booked = events.some(({ aggregate }) => aggregate.type === 'booking');
    if (booked && this.#rates.length === 0) this.#rates = await store.readRates(this.#tx);
  }

  /** From where the money of returns comes: decided in this batch, or before. */
  async #loadReturns(events: readonly EventEnvelope[]): Promise<void> {
    const of = (type: string) => events.filter((event) => event.eventType === type);
    for (const { payload } of of('RETURN_APPROVED')) {
      const { returnId, round, ...decided } = payload as unknown as Decided;
      this.#decided.set(`${returnId}:${round}`, { returnId, round, decision: wantsOf(decided) });
    }
    const ends = [...of('RETURN_REFUNDED'), ...of('RETURN_EXCHANGED')];
    const keys = ends.map(({ payload }) => payload as unknown as Returned);
    for (const kept of await store.takeReturns(this.#tx, keys)) {
      this.#decided.set(`${kept.returnId}:${kept.round}`, kept);
    }
  }

  /** Reads the rates, and where they ask for categories, those of these sales. */
  async loadRates(sales: readonly Sale[]): Promise<void> {
    if (sales.length === 0) return;
    this.#rates = await store.readRates(this.#tx);
    if (!this.#rates.some((rate) => rate.categoryId !== '')) return;
    const products = sales.flatMap((sale) => sale.lines.map((line) => line.productId));
    this.#categories = await store.readCategories(this.#tx, [...new Set(products)]);
  }

  take(event: EventEnvelope): void {
    switch (event.eventType) {
      case 'PAYMENT_COMPLETED':
        return this.#captured(event);
      case 'REFUND_COMPLETED':
        return this.#refunded(event);
      case 'REFUND_COVERED':
        return this.#covered(event);
      case 'PAYMENT_DISPUTED':
        return void this.#txns.push(
          ...disputeTxns(event, this.#cases.get(caseOf(event)) ?? new Map()),
        );
      case 'RETURN_REFUNDED':
        return this.#returned(event);
      case 'RETURN_EXCHANGED':
        this.#decided.delete(`${String(event.payload.returnId)}:${Number(event.payload.round)}`);
        return;
      case 'CREDIT_ISSUED':
        return this.#issued(event);
      case 'GIFT_CARD_REDEEMED':
        return this.#redeemed(event);
      case 'BOOKING_CONFIRMED':
      case 'BOOKING_REFUND_DUE':
        return void this.#txns.push(...bookingTxns(event, this.#rates));
      case 'ORDER_CREATED':
        return this.#created(event);
      case 'ORDER_STATUS_CHANGED':
        return this.#moved(event);
      case 'ORDER_CANCELLED':
        return this.#cancelled(event);
      case 'ORDER_ITEMS_CANCELLED':
        return this.#itemsCancelled(event);
    }
  }

  /** A sale that has waited. */
  resume(sale: Sale): void {
    this.#keepOpen(sale);
    this.#sell(sale);
  }

  /** The sale is sure. */
  #sell(sale: Sale): void {
    const known = { rates: this.#rates, categories: this.#categories };
    if (model.unknownProducts(sale, known).length > 0) {
      this.#waiting.set(sale.orderId, { state: 'category', sale });
      return this.#keepOpen(sale);
    }
    const txn = model.saleTxn(sale, known);
    this.#txns.push(txn);
    const { checkoutId, currency } = sale;
    this.#sold.set(sale.orderId, { checkoutId, currency, legs: [...txn.legs] });
    this.#waiting.delete(sale.orderId);
    this.#open.delete(sale.orderId);
    this.#done.add(sale.orderId);
  }

  #created(event: EventEnvelope): void {
    const sale = saleOf(event);
    if (event.payload.status === 'CONFIRMED') return this.#sell(sale);
    this.#keepOpen(sale);
    this.#waiting.set(sale.orderId, { state: 'payment', sale });
  }

  #keepOpen(sale: Sale): void {
    this.#open.set(sale.orderId, sale);
    this.#everOpen.add(sale.orderId);
  }

  #moved(event: EventEnvelope): void {
    const { from, to } = event.payload;
    const sale = this.#open.get(event.aggregate.id);
    if (from !== 'PENDING' || !sale) return;
    if (to === 'CONFIRMED') this.#sell({ ...sale, occurredAt: event.timestamp });
    else this.#forget(sale);
  }

  #cancelled(event: EventEnvelope): void {
    const sale = this.#open.get(event.aggregate.id);
    if (sale) return this.#forget(sale);
    const sold = this.#sold.get(event.aggregate.id);
    if (!sold) return;
    this.#add({
      txnId: `cancel:${event.aggregate.id}`,
      kind: 'cancel',
      currency: sold.currency,
      checkoutId: sold.checkoutId,
      orderId: event.aggregate.id,
      occurredAt: event.timestamp,
      legs: model.cancelLegs(sold.legs),
    });
  }

  /** Lines that were taken off: their sellers, and their tax, whether or not money had come in. */
  #itemsCancelled(event: EventEnvelope): void {
    const { cancellationId, orderId, currency, amount, items } =
      event.payload as unknown as ItemsCancelled;
    const lines = items.map(({ lineNo, goods, discount, tax }) => {
      return { lineNo, goods_minor: goods, discount_minor: discount, tax_minor: tax };
    });
    const wants = wantsOf({ lines, shipping_minor: 0 });
    const of = { refundId: cancellationId, orderId, currency, amount_minor: amount, wants };
    this.#reverse({ ...of, occurredAt: event.timestamp });
  }

  /** An order that came to nothing has no sale. */
  #forget(sale: Sale): void {
    this.#open.delete(sale.orderId);
    this.#waiting.delete(sale.orderId);
    this.#never.add(sale.orderId);
  }

  #captured(event: EventEnvelope): void {
    const { paymentId, checkoutId, amount, currency, paymentMethod } = event.payload;
    if (amount === 0) return;
    this.#txns.push(
      model.transfer(
        {
          txnId: `capture:${String(paymentId)}`,
          kind: 'capture',
          currency: String(currency),
          checkoutId: String(checkoutId),
          orderId: null,
          occurredAt: event.timestamp,
        },
        { debit: model.sourceOf(paymentMethod), credit: 'buyer', amount_minor: Number(amount) },
      ),
    );
  }

  #refunded(event: EventEnvelope): void {
    const made = event.payload as unknown as Refunded;
    const { refundId, checkoutId, orderId, currency, amount, uncovered = 0 } = made;
    if (amount === 0) return;
    const head = { currency, checkoutId, orderId, occurredAt: event.timestamp };
    if (uncovered > 0) this.#txns.push(coverTxn(event, -uncovered));
    this.#txns.push(
      model.transfer(
        { txnId: `refund:${refundId}`, kind: 'refund', ...head },
        { debit: 'buyer', credit: model.sourceOf(made.paymentMethod), amount_minor: amount },
      ),
    );
    const owner = orderId ?? this.#orders.get(checkoutId) ?? null;
    if (owner === null || (orderId !== null && !isReversal(event))) return;
    const occurredAt = event.timestamp;
    // What was thought to be covered has taken its part of the sale back already.
    const amount_minor = amount - uncovered;
    if (amount_minor <= 0) return;
    const of = { refundId, orderId: owner, currency, amount_minor, wants: [] };
    this.#reverse({ ...of, occurredAt });
  }

  /** The buyer's bank has paid a refund: what was lost is what the buyer was owed. */
  #covered(event: EventEnvelope): void {
    const { refundId, orderId, currency, amount } = event.payload as unknown as Refunded;
    this.#txns.push(coverTxn(event, amount));
    if (!isReversal(event) || orderId === null) return;
    const nth = `${refundId}:${event.aggregate.version}`;
    const occurredAt = event.timestamp;
    this.#reverse({
      refundId: nth,
      orderId,
      currency,
      amount_minor: amount,
      wants: [],
      occurredAt,
    });
  }

  /** A return's money comes from the sellers of its lines. */
  #returned(event: EventEnvelope): void {
    const { returnId, round, orderId, ...made } = event.payload as unknown as Returned;
    const key = `${returnId}:${round}`;
    const wants = this.#decided.get(key)?.decision ?? [];
    this.#decided.delete(key);
    const { currency, amount_minor } = made;
    const occurredAt = event.timestamp;
    this.#reverse({ refundId: key, orderId, currency, amount_minor, wants, occurredAt });
  }

  /** The shop owes what it issued. */
  #issued(event: EventEnvelope): void {
    const credit = model.sourceOf(event.payload.kind);
    this.#txns.push(creditTxn(event, 'issue', { debit: 'credit_issued', credit }));
  }

  #redeemed(event: EventEnvelope): void {
    const move = { debit: 'gift_card', credit: 'store_credit' } as const;
    this.#txns.push(creditTxn(event, 'redeem', move));
  }

  /** Who bears a refund: everyone in proportion to what the sale left them. */
  #reverse(reversal: store.Reversal): void {
    const { refundId, orderId, currency, occurredAt, wants } = reversal;
    const sold = this.#sold.get(orderId);
    if (!sold) {
      this.#reversals.push(reversal);
      return;
    }
    this.#add({
      txnId: `reversal:${refundId}`,
      kind: 'reversal',
      currency,
      checkoutId: sold.checkoutId,
      orderId,
      occurredAt,
      legs: model.reversalLegs(sold.legs, reversal.amount_minor, wants),
    });
  }

  #add(txn: Txn): void {
    if (txn.legs.length === 0) return;
    this.#txns.push(txn);
    this.#sold.get(txn.orderId ?? '')?.legs.push(...txn.legs);
  }

  /** One insert, and what waits or waits no more. */
  async write(): Promise<void> {
    const done = [...this.#done];
    for (const waited of await store.takeReversals(this.#tx, done)) this.#reverse(waited);
    await store.book(this.#tx, this.#txns);
    await store.keepSales(this.#tx, [...this.#waiting.values()]);
    await store.keepReversals(this.#tx, this.#reversals);
    await store.keepReturns(this.#tx, [...this.#decided.values()]);
    // Most orders are sure at once and never waited.
    const waited = done.filter((orderId) => this.#everOpen.has(orderId));
    await store.dropSales(this.#tx, { done: waited, never: [...this.#never] });
  }
}

function creditTxn(
  event: EventEnvelope,
  kind: 'issue' | 'redeem',
  move: { debit: model.Account; credit: model.Account },
): Txn {
  const { movementId, amount, currency } = event.payload;
  const head = { txnId: `${kind}:${String(movementId)}`, kind, currency: String(currency) };
  const of = { checkoutId: null, orderId: null, occurredAt: event.timestamp };
  return model.transfer({ ...head, ...of }, { ...move, amount_minor: Number(amount) });
}

/** From what was lost to what the buyer is owed; negative: the other way. */
function coverTxn(event: EventEnvelope, amount_minor: number): Txn {
  const { refundId, checkoutId, orderId, currency } = event.payload as unknown as Refunded;
  const txnId = `cover:${refundId}:${event.aggregate.version}`;
  const head = { txnId, kind: 'cover' as const, currency, checkoutId, orderId };
  const move = { debit: 'buyer', credit: 'dispute_loss', amount_minor } as const;
  return model.transfer({ ...head, occurredAt: event.timestamp }, move);
}

function isReversal(event: EventEnvelope): boolean {
  const { orderId, reason } = event.payload;
  if (event.eventType === 'RETURN_REFUNDED') return true;
  if (event.eventType === 'ORDER_ITEMS_CANCELLED') return true;
  const isRefund = ['REFUND_COMPLETED', 'REFUND_COVERED'].includes(event.eventType);
  return isRefund && orderId !== null && !TAKEN_BACK_OTHERWISE.has(reason);
}

/** Goods without discount from each line, tax and shipping from their accounts. */
function wantsOf({ lines, shipping_minor }: Pick<Decided, 'lines' | 'shipping_minor'>) {
  const wants = lines.flatMap((line): model.Want[] => [
    { orderLine: line.lineNo, amount_minor: line.goods_minor - line.discount_minor },
    { account: 'tax', amount_minor: line.tax_minor },
  ]);
  return [...wants, { account: 'shipping', amount_minor: shipping_minor } as const];
}
