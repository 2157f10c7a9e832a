// What a shopper can do with a checkout, each once however often it is asked for.
import { batch, type Batch } from '#kernel/core/batch.ts';
import { Failure } from '#kernel/core/error.ts';
import { isId, newId } from '#kernel/core/id.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Driven } from '#kernel/saga/runner.ts';
import type { Address } from '#services/identity/contract.ts';
import type { CommandDeps } from './command-deps.ts';
import { extensions_max } from './contract.ts';
import {
  GIVEN_UP,
  collectedAt,
  shortOfOthers,
  type CheckoutInput,
  type CheckoutLine,
  type PayRequest,
  type Said,
} from './model.ts';
import { viewOfJournal } from './queries.ts';
import { interruptedFor } from './store-interrupted.ts';
import * as store from './store.ts';

const TYPE = 'checkout';
/** Runs of others that may come between a signal and the one that hears it. */
const AGAIN_MAX = 2;
const BUSY_POLL_MS = 200;
const BUSY_WAIT_MS = 10_000;
const START_TRIES = 6;
const SIZES = { size_max: 500, queue_max: 50_000, inFlight_max: 1 };

export interface InitiateRequest {
  userId: string;
  /** A cart, or the token of a flash sale: it is in one checkout and becomes one order as well. */
  cartId: string;
  /** null: it is collected at the pickup place. */
  shippingAddressId: string | null;
  pickupPlaceId: string | null;
  billingAddressId: string;
  shippingMethod: string;
  acceptChanges: string | null;
}

/** What the shopper can do with a checkout. Each drives the saga or finds how it stands. */
export class Commands {
  readonly #deps: CommandDeps;
  readonly #reads: Batch<string, store.CheckoutRow | null>;
  /** By cart. */
  readonly #lives: Batch<string, store.CheckoutRow | null>;

  constructor(deps: CommandDeps) {
    this.#deps = deps;
    const { db } = deps.ctx;
    this.#reads = batch({
      name: 'checkout.read',
      ...SIZES,
      run: async (ids: string[]) => {
        const rows = await store.readCheckouts(db, [...new Set(ids)]);
        if (rows[0]) deps.time.note(rows[0].now);
        const found = new Map(rows.map((row) => [row.checkoutId, row]));
        return ids.map((id) => found.get(id) ?? null);
      },
    });
    this.#lives = batch({
      name: 'checkout.live',
      ...SIZES,
      run: async (ids: string[]) => {
        const rows = await store.liveCheckouts(db, [...new Set(ids)]);
        const found = new Map(rows.map((row) => [row.cartId, row]));
        return ids.map((id) => found.get(id) ?? null);
      },
    });
  }

  /** The checkout, if it is this user's. */
  async find(
    userId: string,
    checkoutId: string,
  ): Promise<store.CheckoutRow | Refusal<'checkout-not-found'>> {
    const row = await this.#reads.do(checkoutId);
    if (!row || isRefusal(row) || row.userId !== userId) {
      return refuse('checkout-not-found', { checkoutId });
    }
    return row;
  }

  /** Quotes, holds and opens; the same purchase asked for again is the same checkout. */
  async initiate(request: InitiateRequest): Promise<Said | Refusal> {
    const { cart, identity, payments, shipping, ctx } = this.#deps;
    const { userId, cartId } = request;
    const { shippingAddressId, billingAddressId, pickupPlaceId } = request;
    const ids = [...new Set([shippingAddressId ?? billingAddressId, billingAddressId])];
    const [fromCart, book, methods, place] = await Promise.all([
      isId('tok', cartId) ? null : cart.forCheckout({ cartId, userId }),
      identity.addresses({ userId, addressIds: ids }),
      payments.methods({}),
      pickupPlaceId === null ? null : shipping.pickupPlace({ placeId: pickupPlaceId }),
    ]);
    if (isRefusal(fromCart)) return fromCart;
    if (isRefusal(book)) return book;
    if (isRefusal(place)) return place;
    const address = (id: string) => book.addresses.find((one) => one.addressId === id);
    const billingAddress = address(billingAddressId);
    const sentTo = address(shippingAddressId ?? billingAddressId);
    const shippingAddress = place && billingAddress ? collectedAt(place, billingAddress) : sentTo;
    if (!shippingAddress || !billingAddress) return refuse('address-not-found');
    const lines =
      fromCart ?? (await this.#fromSale(request, place ? billingAddress : shippingAddress));
    if (isRefusal(lines)) return lines;
    const make = (): CheckoutInput => ({
      checkoutId: newId('chk'),
      sagaId: newId('saga'),
      quoteId: newId('qte'),
      orderId: newId('ord'),
      userId,
      cartId,
      currency: lines.currency,
      lines: linesOf(lines.lines),
      shippingAddress,
      billingAddress,
      shippingMethod: request.shippingMethod,
      ...(pickupPlaceId === null ? {} : { pickupPlaceId }),
      acceptChanges: request.acceptChanges,
      hold_ms: ctx.config.hold_s * 1_000,
      paymentMethods: methods.methods,
      ...('coupon' in lines && lines.coupon ? { coupon: lines.coupon } : {}),
      ...('sale' in lines ? { sale: lines.sale, hold_ms: lines.hold_ms } : {}),
    });
    return this.#startOnce({ make, prefix: `${cartId}:${lines.version}:` });
  }

  /** What a token of a flash sale stands for: one line at a fixed price, and a clock of its own. */
  async #fromSale({ cartId: tokenId, userId }: InitiateRequest, to: Address) {
    const { line1, line2, postalCode, country } = to;
    const address = { line1, postalCode, country, ...(line2 === undefined ? {} : { line2 }) };
    const found = await this.#deps.flash.forCheckout({ tokenId, userId, address });
    if (isRefusal(found)) return found;
    const { saleId, currency, hold_ms, lines } = found;
    return { currency, lines, hold_ms, sale: { saleId, tokenId }, version: 1 };
  }

  /** One saga for a cart as it stands, whoever asks and however often at once. */
  async #startOnce(one: { make: () => CheckoutInput; prefix: string }): Promise<Said | Refusal> {
    const { sagas, db } = this.#deps.ctx;
    let tries = 0;
    for (let turn = 0; turn < START_TRIES; turn += 1) {
      const input = one.make();
      const { sagaId } = input;
      const driven = await sagas.start({ sagaId, type: TYPE, key: one.prefix + tries, input });
      if (driven.fresh && driven.status === 'COMPENSATED') {
        const inTheWay = await this.#makeWay(input, driven.refusal);
        if (inTheWay) return inTheWay;
      } else if (driven.status === 'WAITING') {
        if (driven.fresh) return driven.said as Said;
        const known = await this.#joined(driven.sagaId, input);
        if (known) return known;
      } else if (driven.status === 'COMPLETED') {
        const { order } = driven.result as { order: { orderId: string } };
        return refuse('cart-already-ordered', { orderId: order.orderId });
      } else if (driven.status === 'BUSY') {
        return this.#busy(one.prefix + tries);
      }
      // The newest saga of this cart may be open; only when it is over, the next one begins.
      const known = await store.countTries(db, one.prefix);
      tries = known - 1 > tries ? known - 1 : known;
    }
    return refuse('checkout-in-progress');
  }

  /**
   * Another request is at it; or a room that it needs did not answer, and it is tried again by
   * itself. Then the truth is what the first request was told: 503, and when to come back.
   */
  async #busy(key: string): Promise<Refusal> {
    const wait_ms = await interruptedFor(this.#deps.ctx.db, key);
    if (wait_ms === undefined) return refuse('checkout-in-progress');
    throw new Failure('room-unavailable', {}, { retryAfter_ms: Math.max(1_000, wait_ms) });
  }

  /** The checkout that another request opened, if it is for the same; else it gives way. */
  async #joined(sagaId: string, input: CheckoutInput): Promise<Said | Refusal | undefined> {
    const journal = await store.readJournal(this.#deps.ctx.db, sagaId);
    const view = journal && viewOfJournal(journal);
    const row = view && (await this.#reads.do(view.checkoutId));
    if (!row || isRefusal(row)) return undefined;
    if (row.status === 'PENDING') {
      return refuse('checkout-in-progress', { checkoutId: row.checkoutId });
    }
    if (row.status === 'OPEN' && isSame(view.input, input)) {
      return { kind: 'open', view: { ...view, expiresAt: row.expiresAt.toISOString() } };
    }
    await this.#yield(sagaId);
    return undefined;
  }

  /** Why a new checkout was refused, unless that was for an older one of its cart that gave way. */
  async #makeWay(input: CheckoutInput, refusal: Refusal): Promise<Refusal | undefined> {
    if (refusal.code === 'checkout-in-progress') return this.#leaveOther(input);
    const isCoupon = refusal.code === 'coupon-not-valid';
    if (refusal.code !== 'stock-too-low' && !isCoupon) return refusal;
    const other = await this.#lives.do(input.cartId);
    if (!other || isRefusal(other)) return refusal;
    if (other.userId !== input.userId || other.status !== 'OPEN') return refusal;
    const journal = await store.readJournal(this.#deps.ctx.db, other.sagaId);
    const view = journal && viewOfJournal(journal);
    // The last use of a coupon may be held by themselves.
    if (isCoupon) return view?.input.coupon === undefined ? refusal : this.#leaveOther(input);
    const short = view && shortOfOthers(refusal, view.takes);
    if (!short || short.length > 0) return short ? refuse(refusal.code, { items: short }) : refusal;
    return this.#leaveOther(input);
  }

  /** An open checkout of an earlier state of this cart gives way; one being paid does not. */
  async #leaveOther(input: CheckoutInput): Promise<Refusal | undefined> {
    const other = await this.#lives.do(input.cartId);
    if (!other || isRefusal(other)) return undefined;
    if (other.userId !== input.userId) return refuse('cart-not-found');
    if (other.status === 'COMPLETED') {
      return refuse('cart-already-ordered', { orderId: other.orderId });
    }
    if (other.status === 'PENDING') {
      return refuse('checkout-in-progress', { checkoutId: other.checkoutId });
    }
    await this.#yield(other.sagaId);
    return undefined;
  }

  /** As leaving, but without effect once a payment is under way. */
  #yield(sagaId: string): Promise<Driven> {
    const { sagas } = this.#deps.ctx;
    return sagas.signal({ sagaId, name: 'YIELD', dedupe: 'yield', payload: {} });
  }

  /** Pays, or joins the payment that is under way; `key` names the request. */
  async pay(
    row: store.CheckoutRow,
    request: PayRequest & { key: string },
  ): Promise<Said | Refusal> {
    const { key, ...asked } = request;
    if (row.status === 'COMPLETED') return this.#ordered(row);
    if (row.status !== 'OPEN' && row.status !== 'PENDING') return ended(row);
    const { methods } = await this.#deps.payments.methods({});
    const payload = row.total_minor === 0 ? freeOf(methods) : asked;
    const { paymentMethod, parts } = payload;
    // What is paid at the door is not paid yet: credit beside it would be the whole of the order.
    const fits = paymentMethod === undefined || methods.includes(paymentMethod);
    if (!fits || (parts && paymentMethod === 'COD')) {
      return refuse('payment-method-unavailable', { methods });
    }
    const missing = await this.#missing(row, payload);
    if (missing) return missing;
    const press = { name: 'PAY', dedupe: `pay:${key}`, payload };
    const said = answerOf(await this.#settled(row, press));
    // Told by a run that was under way already: of the payment that was given up before this one.
    return isGivenUp(said) ? answerOf(await this.#settled(row, press)) : said;
  }

  /** Says so before an attempt is used up, when a saved way to pay is not there, or not theirs. */
  async #missing(
    { userId }: store.CheckoutRow,
    { paymentMethod: method, paymentToken: methodId }: PayRequest,
  ): Promise<Refusal | undefined> {
    if (methodId === undefined || !isId('pmt', methodId)) return undefined;
    const found = await this.#deps.payments.savedMethod({ userId, methodId });
    if (isRefusal(found)) return found;
    return found.method === method ? undefined : refuse('payment-method-not-found', { methodId });
  }

  /** Signals, and where another process is at it, waits for what it comes to. */
  async #settled(
    row: store.CheckoutRow,
    signal: { name: string; dedupe: string; payload: unknown },
  ): Promise<Driven> {
    const { clock, sagas } = this.#deps.ctx;
    const until = clock.monotonic() + BUSY_WAIT_MS;
    for (;;) {
      const driven = await sagas.signal({ sagaId: row.sagaId, ...signal });
      if (driven.status !== 'BUSY') return driven;
      if (clock.monotonic() > until) {
        throw new Failure('request-in-progress', { checkoutId: row.checkoutId });
      }
      await clock.sleep(BUSY_POLL_MS);
    }
  }

  /**
   * As `#settled`. A run that was under way already answers for itself and may not have heard the
   * signal; where one ends without an end, it is given again, which a saga that heard it ignores.
   */
  async #heard(
    row: store.CheckoutRow,
    signal: { name: string; dedupe: string; payload: unknown },
  ): Promise<Driven> {
    let driven = await this.#settled(row, signal);
    for (let again = 0; driven.status === 'WAITING' && again < AGAIN_MAX; again += 1) {
      driven = await this.#settled(row, signal);
    }
    return driven;
  }

  async #ordered(row: store.CheckoutRow): Promise<Said | Refusal> {
    const journal = await store.readJournal(this.#deps.ctx.db, row.sagaId);
    if (journal?.result) return journal.result as Said;
    throw new Failure('request-in-progress', { checkoutId: row.checkoutId });
  }

  /** Ends an open checkout and gives its units back. */
  async leave(row: store.CheckoutRow): Promise<Refusal | 'left'> {
    if (row.status === 'COMPLETED') {
      return refuse('cart-already-ordered', { orderId: row.orderId });
    }
    if (row.status !== 'OPEN' && row.status !== 'PENDING') return 'left';
    const driven = await this.#heard(row, { name: 'LEAVE', dedupe: 'leave', payload: {} });
    if (driven.status === 'COMPENSATED') return 'left';
    if (driven.status === 'COMPLETED') {
      return refuse('cart-already-ordered', { orderId: row.orderId });
    }
    return refuse('checkout-in-progress', { checkoutId: row.checkoutId });
  }

  /**
   * Gives up a payment that waits for the shopper at their bank: it is closed there, and the hold
   * stands. Where the money came meanwhile, it is an order.
   */
  async giveUp(row: store.CheckoutRow, key: string): Promise<Refusal | 'open'> {
    if (row.status === 'COMPLETED') {
      return refuse('cart-already-ordered', { orderId: row.orderId });
    }
    if (row.status === 'OPEN') return 'open';
    if (row.status !== 'PENDING') return ended(row);
    const signal = { name: 'GIVE_UP', dedupe: `give-up:${key}`, payload: {} };
    const driven = await this.#heard(row, signal);
    if (driven.status === 'COMPENSATED') return driven.refusal;
    if (driven.status === 'COMPLETED') {
      return refuse('cart-already-ordered', { orderId: row.orderId });
    }
    return 'open';
  }

  /**
   * Holds the units for one hold time more: ten times, or until somebody else was refused what is
   * held here. Their own other requests do not count against a shopper.
   */
  async extend(row: store.CheckoutRow): Promise<Said | Refusal> {
    if (row.status !== 'OPEN') return ended(row);
    // A unit of a flash sale is for the next in line.
    const extensionsMax = isId('tok', row.cartId) ? 0 : extensions_max;
    if (row.extensions >= extensionsMax) return refuse('extensions-used-up', { extensionsMax });
    const { sagaId, userId } = row;
    const { variantIds } = await this.#deps.inventory.wanted({ sagaId, holder: userId });
    if (variantIds.length > 0) return refuse('hold-wanted', { variantIds });
    const count = row.extensions + 1;
    const dedupe = `extend:${count}`;
    const payload = { ttl_ms: this.#deps.ctx.config.hold_s * 1_000, count };
    return answerOf(await this.#settled(row, { name: 'EXTEND', dedupe, payload }));
  }
}

/** Without what only the cart knows them by. */
function linesOf(lines: readonly (CheckoutLine & { itemId?: string })[]): CheckoutLine[] {
  return lines.map(({ itemId: _, ...line }) => line);
}

function answerOf(driven: Driven): Said | Refusal {
  if (driven.status === 'COMPENSATED') return driven.refusal;
  if (driven.status === 'COMPLETED') return driven.result as Said;
  if (driven.status === 'WAITING' && driven.said) return driven.said as Said;
  throw new Failure('request-in-progress', {});
}

function isGivenUp(said: Said | Refusal): boolean {
  if (isRefusal(said) || said.kind !== 'declined') return false;
  return said.problem.detail['declineCode'] === GIVEN_UP;
}

function ended(row: store.CheckoutRow): Refusal {
  return refuse('checkout-ended', { checkoutId: row.checkoutId, status: row.status });
}

/** The same purchase again: same places, same way of shipping. */
function isSame(was: CheckoutInput, input: CheckoutInput): boolean {
  return (
    was.userId === input.userId &&
    was.shippingMethod === input.shippingMethod &&
    was.shippingAddress.addressId === input.shippingAddress.addressId &&
    was.billingAddress.addressId === input.billingAddress.addressId
  );
}

/** What pays an order of nothing: any way there is, without anything of the shopper's. */
function freeOf([first = 'COD']: readonly string[]): PayRequest {
  return { paymentMethod: first as NonNullable<PayRequest['paymentMethod']>, paymentToken: 'free' };
}
