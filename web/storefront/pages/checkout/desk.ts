/**
 * Carries a purchase through: asks the server, tells the machine what it heard, and follows what
 * is not decided yet. One intent of the shopper has one idempotency key, which is sent again until
 * there is an answer; nothing else may be sent for it. Everything typed stays in the draft.
 */
import { problemIn, type ApiProblem } from '../../../client/problem.ts';
import { newKey, type Client, type ReplyOf } from '../../../client/request.ts';
import { store, type Store } from '../../state/store.ts';
import { sentAddress } from './address.ts';
import { keepDraft, methodOf, type Draft, type DraftMemory, type Place } from './draft.ts';
import {
  mayPay,
  next,
  start,
  type Checkout,
  type Event,
  type Placed,
  type State,
} from './machine.ts';
import { againPause_ms, payTrouble } from './outcome.ts';
import * as sent from './sent.ts';

export interface DeskTools {
  api: Client;
  /** What this tab remembers over a full navigation. */
  memory: DraftMemory;
  draft: Draft;
  /** The browser's monotonic clock. */
  local_ms(): number;
  sleep(ms: number): Promise<void>;
  /** Nobody looks at this tab. */
  hidden(): boolean;
  /** Resolves when somebody looks at this tab. */
  looked(): Promise<void>;
  /** The present identity, or a guest's with this e-mail. */
  person(email: string): Promise<unknown>;
  cartId(): string | null;
  /** Follows an order's news; gives back how to end it. */
  follow(orderId: string, heard: () => void): () => void;
  /** Leaves for the bank's page. */
  handOver(actionUrl: string): void;
  /** To the other tabs. */
  tell(checkoutId: string): void;
  /** The order was placed after this page was left. */
  placedAway(orderNumber: string): void;
}

const bank_mark = 'trueshelf.checkout.bank';
const look_ms = 1_500;
const orderLook_ms = 5_000;
const expiredLooks_max = 20;
/** After so many the server goes on alone until somebody looks at this tab again. */
const quickTries_max = 10;

export class Desk {
  readonly state: Store<State>;
  readonly draft: Store<Draft>;
  readonly #tools: DeskTools;
  #over = false;
  /** The one purchase that was asked for and not answered yet. */
  #opening: { text: string; key: string } | null = null;
  #paying: { text: string; key: string } | null = null;
  #booking: { text: string; key: string } | null = null;
  #stopFollowing: (() => void) | null = null;
  #watching = false;
  /** Holds that were made again without anybody having done anything meanwhile. */
  #idleHolds = 0;

  constructor(tools: DeskTools) {
    this.#tools = tools;
    this.draft = store(tools.draft);
    this.state = store({ ...start, tried: tools.draft.payBy });
  }

  edit(change: Partial<Draft>): void {
    this.draft.set({ ...this.draft.get(), ...change });
    keepDraft(this.#tools.memory, this.draft.get());
  }

  /** Somebody is here: a hold that ends may be made again. */
  touched(): void {
    this.#idleHolds = 0;
  }

  calm(): void {
    this.#put({ type: 'calm' });
  }

  /** The page shows this checkout, or none; finds out how it stands. */
  async visit(checkoutId: string): Promise<void> {
    if (this.state.get().checkout?.checkoutId !== checkoutId) this.#put({ type: 'ask' });
    await this.look(checkoutId);
  }

  /** Asks how the checkout stands. Also sets the clock. */
  async look(checkoutId: string): Promise<Checkout | null> {
    const asked_ms = this.#tools.local_ms();
    try {
      const params = { checkoutId };
      const checkout = await this.#tools.api.request('GET /checkout/{checkoutId}', { params });
      this.#put({
        type: 'read',
        checkout,
        base: this.#baseOf(checkout, asked_ms),
        bank: this.#bankOf(checkoutId),
      });
      this.#adopt(checkout);
      this.#afterLook();
      return checkout;
    } catch (error) {
      const problem = problemOrThrow(error);
      const isFirst = this.state.get().stage === 'loading';
      if (isFirst && [401, 403, 404, 422].includes(problem.status)) this.#put({ type: 'missing' });
      else if (isFirst) this.#put({ type: 'refused', problem });
      return null;
    }
  }

  /** A tab that has typed nothing takes up what the checkout was opened with. */
  #adopt({ shippingAddress, billingAddress, shippingMethod, pickupPlaceId }: Checkout): void {
    const { shipping } = this.draft.get();
    if (shipping.chosen !== null || shipping.kept !== null || shipping.typed.name !== '') return;
    // What is collected goes to a place that is nobody's address.
    const own = pickupPlaceId === null ? shippingAddress : billingAddress;
    this.edit({
      shipping: sent.placeOf(own),
      billing: sent.placeOf(billingAddress),
      sameBilling: own.addressId === billingAddress.addressId,
      method: methodOf(shippingMethod),
      pickup:
        pickupPlaceId === null ? null : { placeId: pickupPlaceId, name: shippingAddress.line1 },
    });
  }

  #afterLook(): void {
    const { stage, end, checkout } = this.state.get();
    if (stage === 'open') this.#backFromBank();
    if (stage === 'over' && end?.why === 'declined' && checkout !== null) {
      if (this.#bankOf(checkout.checkoutId) === null) return;
      this.#tools.memory.removeItem(bank_mark);
      void this.open({ again: true });
    }
    if (stage === 'elsewhere') void this.#watch();
    if (stage === 'unknown' || stage === 'action' || stage === 'finishing') this.#followOrder();
  }

  /**
   * Fixes the prices and holds the units for what the draft says. `acceptChanges`: the token of
   * the prices that were accepted. `again`: a hold had ended.
   */
  async open(options: { acceptChanges?: string; again?: boolean } = {}): Promise<void> {
    const { stage } = this.state.get();
    if (stage === 'opening' || this.#over) return;
    this.#put({ type: 'opening' });
    if (this.state.get().stage !== 'opening') return;
    try {
      await this.#openWith(options);
    } catch (error) {
      const problem = problemOrThrow(error);
      if (problem.status !== 0) this.#opening = null;
      this.#put({ type: 'refused', problem });
      const other = problem.body['checkoutId'];
      // This cart is being paid: then that is what there is to see.
      if (problem.code === 'checkout-in-progress' && typeof other === 'string') {
        await this.look(other);
      }
    }
  }

  async #openWith(options: { acceptChanges?: string; again?: boolean }): Promise<void> {
    await this.#tools.person(this.draft.get().email.trim());
    for (let tries = 0; ; tries += 1) {
      const body = await this.#body(options.acceptChanges);
      const asked_ms = this.#tools.local_ms();
      const key = this.#keyFor(sent.bodyText(body));
      try {
        const checkout = await this.#tools.api.request('POST /checkout/initiate', {
          body,
          key,
          timeout_ms: 30_000,
        });
        this.#opening = null;
        if (sent.isOver(checkout) && tries < expiredLooks_max) {
          // The hold that just ended is still being taken apart.
          await this.#tools.sleep(look_ms / 2);
          continue;
        }
        const base = this.#baseOf(checkout, asked_ms);
        this.#put({ type: 'opened', checkout, base, again: options.again ?? false });
        this.#tools.tell(checkout.checkoutId);
        return;
      } catch (error) {
        const isGone = problemIn(error)?.code === 'address-not-found' && tries === 0;
        if (!isGone) throw error;
        this.#opening = null;
        this.#forgetPlaces();
      }
    }
  }

  #keyFor(text: string): string {
    if (this.#opening?.text !== text) this.#opening = { text, key: newKey() };
    return this.#opening.key;
  }

  async #body(acceptChanges: string | undefined) {
    const draft = this.draft.get();
    const shippingAddressId = await this.#booked('shipping');
    const billingAddressId = draft.sameBilling ? shippingAddressId : await this.#booked('billing');
    const body: sent.InitiateBody = {
      cartId: sent.cartIdOf(this.#tools.cartId(), this.state.get().checkout),
      ...sent.whereTo(draft, shippingAddressId),
      billingAddressId,
      shippingMethod: draft.method,
    };
    if (acceptChanges !== undefined) body.acceptChanges = acceptChanges;
    return body;
  }

  /** The address as an entry of the book; one that was typed is put there first. */
  async #booked(which: 'shipping' | 'billing'): Promise<string> {
    const place = this.draft.get()[which];
    if (place.chosen !== null) return place.chosen;
    const body = sentAddress(place.typed);
    const text = JSON.stringify(body);
    if (place.kept?.text === text) return place.kept.id;
    const { api } = this.#tools;
    if (this.#booking?.text !== text) this.#booking = { text, key: newKey() };
    const { key } = this.#booking;
    const { addressId } = await api.request('POST /me/addresses', { body, key });
    this.#booking = null;
    this.edit({ [which]: { ...place, kept: { id: addressId, text } } });
    // What it was before the last change is nobody's address; what is ordered keeps its copy.
    if (place.kept !== null && !this.#isUsed(place.kept.id)) {
      const params = { addressId: place.kept.id };
      void api
        .request('DELETE /me/addresses/{addressId}', { params, key: newKey() })
        .catch(() => {});
    }
    return addressId;
  }

  #isUsed(addressId: string): boolean {
    const { shipping, billing } = this.draft.get();
    return [shipping, billing].some(
      (one) => one.chosen === addressId || one.kept?.id === addressId,
    );
  }

  #forgetPlaces(): void {
    const { shipping, billing } = this.draft.get();
    const forget = (place: Place): Place => ({ ...place, kept: null, chosen: null });
    this.edit({ shipping: forget(shipping), billing: forget(billing) });
  }

  /**
   * Pays, once for one press, with credit first; no method where that covers all of it. What comes
   * of it is in the state; it never throws for refusals.
   */
  async pay(wish: sent.PayWish): Promise<void> {
    const { checkout } = this.state.get();
    // A second press finds the first one under way.
    if (checkout === null || !mayPay(this.state.get())) return;
    this.#put({ type: 'paying', way: wish.way });
    const { checkoutId } = checkout;
    const text = JSON.stringify([checkoutId, wish]);
    if (this.#paying?.text !== text) this.#paying = { text, key: newKey() };
    const { key } = this.#paying;
    this.#tools.tell(checkoutId);
    for (let tries = 0; ; tries += 1) {
      const answer = await this.#payOnce(checkoutId, wish, key);
      if (answer === 'answered') break;
      const isUnsure = tries > 0 || answer.kind === 'unknown';
      if (answer.kind === 'unknown' || (answer.kind === 'wait' && isUnsure)) {
        this.#put({ type: 'unsure' });
        await this.#tools.sleep(againPause_ms(tries));
        if (tries > quickTries_max) {
          if (this.#over) return;
          await this.#tools.looked();
        }
        continue;
      }
      if (answer.kind !== 'wait') this.#paying = null;
      this.#put({ type: 'troubled', trouble: answer });
      if (answer.kind === 'elsewhere') void this.#watch();
      // After an answer that was lost the checkout says what it came to; else it just expired.
      if (answer.kind === 'ended') void (tries > 0 ? this.look(checkoutId) : this.holdAgain());
      break;
    }
    this.#tools.tell(checkoutId);
  }

  async #payOnce(checkoutId: string, wish: sent.PayWish, key: string) {
    try {
      const { body, status } = await this.#tools.api.ask('POST /checkout/{checkoutId}/pay', {
        params: { checkoutId },
        body: sent.payBody(wish),
        key,
        timeout_ms: 60_000,
      });
      this.#paying = null;
      this.#paid(checkoutId, body, status);
      return 'answered' as const;
    } catch (error) {
      return payTrouble(problemOrThrow(error), wish.way);
    }
  }

  #paid(
    checkoutId: string,
    reply: ReplyOf<'POST /checkout/{checkoutId}/pay'>,
    status: number,
  ): void {
    const { orderId, orderNumber, actionUrl = null } = reply;
    if (status === 200) {
      this.#put({ type: 'placed', orderId, orderNumber });
      if (this.#over) this.#tools.placedAway(orderNumber);
      return;
    }
    const order: Placed = { orderId, orderNumber, actionUrl, since: null };
    this.#tools.memory.setItem(bank_mark, JSON.stringify({ checkoutId, order }));
    this.#put({ type: 'pending', order });
    this.#followOrder();
    if (actionUrl !== null && !this.#over) this.#tools.handOver(actionUrl);
  }

  /** What was said when this checkout was handed to the bank; after a full navigation. */
  #bankOf(checkoutId: string): Placed | null {
    try {
      const text = this.#tools.memory.getItem(bank_mark) ?? 'null';
      const kept = JSON.parse(text) as { checkoutId: string; order: Placed } | null;
      return kept?.checkoutId === checkoutId ? kept.order : null;
    } catch {
      return null;
    }
  }

  /** Until it is known what the payment of another tab came to. */
  async #watch(): Promise<void> {
    if (this.#watching) return;
    this.#watching = true;
    while (!this.#over && this.state.get().stage === 'elsewhere') {
      await this.#tools.sleep(look_ms);
      await this.#tools.looked();
      const { checkout } = this.state.get();
      if (checkout !== null) await this.look(checkout.checkoutId);
    }
    this.#watching = false;
  }

  /** Follows the order that waits for its money, until it is decided. */
  #followOrder(): void {
    const { order } = this.state.get();
    if (this.#stopFollowing !== null || order === null || order.orderId === '') return;
    const stop = this.#tools.follow(order.orderId, () => void this.lookAtOrder());
    this.#stopFollowing = stop;
    void this.#pollOrder(stop);
  }

  async #pollOrder(stop: () => void): Promise<void> {
    await this.lookAtOrder();
    while (!this.#over && this.#stopFollowing === stop) {
      await this.#tools.sleep(orderLook_ms);
      await this.#tools.looked();
      if (this.#stopFollowing === stop) await this.lookAtOrder();
    }
  }

  /** "I have confirmed": asks at once. */
  async lookAtOrder(): Promise<void> {
    const { order } = this.state.get();
    if (order === null || this.#over) return;
    try {
      const params = { orderId: order.orderId };
      const found = await this.#tools.api.request('GET /orders/{orderId}', { params });
      this.#put({ type: 'order', order: found });
      const { checkout, stage } = this.state.get();
      // The bank said no, and the same checkout may be paid another way; or it may ask by now.
      const declined = found.status === 'PENDING' && found.paymentStatus === 'FAILED';
      const ask = declined || stage === 'unknown';
      if (ask && checkout !== null) await this.look(checkout.checkoutId);
    } catch (error) {
      problemOrThrow(error);
      return;
    }
    const { stage, end } = this.state.get();
    if (stage !== 'done' && stage !== 'over') return;
    this.#backFromBank();
    // A bank that said no took the hold along: the units are held again for another way to pay.
    if (stage === 'over' && end?.why === 'declined') await this.open({ again: true });
  }

  async extend(): Promise<void> {
    const { checkout, extension } = this.state.get();
    if (checkout === null || extension === 'busy') return;
    this.#put({ type: 'extending' });
    const asked_ms = this.#tools.local_ms();
    try {
      const params = { checkoutId: checkout.checkoutId };
      const route = 'POST /checkout/{checkoutId}/extend';
      const longer = await this.#tools.api.request(route, { params, key: newKey() });
      this.#put({ type: 'extended', checkout: longer, base: this.#baseOf(longer, asked_ms) });
      this.#tools.tell(checkout.checkoutId);
    } catch (error) {
      const { code } = problemOrThrow(error);
      const why =
        code === 'hold-wanted' ? 'wanted' : code === 'extensions-used-up' ? 'refused' : 'trouble';
      this.#put({ type: 'not-extended', why });
      await this.look(checkout.checkoutId);
    }
  }

  /** Gives the units back. Resolves to false when it is being paid, and stays. */
  async leave(): Promise<boolean> {
    const { checkout } = this.state.get();
    if (checkout === null) return true;
    const params = { checkoutId: checkout.checkoutId };
    try {
      const route = 'DELETE /checkout/{checkoutId}';
      await this.#tools.api.request(route, { params, key: newKey() });
    } catch (error) {
      problemOrThrow(error);
      await this.look(checkout.checkoutId);
      return false;
    }
    this.#backFromBank();
    this.#put({ type: 'left' });
    this.#tools.tell(checkout.checkoutId);
    return true;
  }

  /** To the bank's page; it sends back to this one. */
  handOver(actionUrl: string): void {
    this.#tools.handOver(actionUrl);
  }

  /** Another way to pay, while the bank still waits for a word: that payment is closed first. */
  async payAnotherWay(): Promise<void> {
    const { checkout } = this.state.get();
    if (checkout === null) return;
    const { checkoutId } = checkout;
    const asked_ms = this.#tools.local_ms();
    try {
      const route = 'DELETE /checkout/{checkoutId}/payment';
      const options = { params: { checkoutId }, key: newKey() };
      const open = await this.#tools.api.request(route, options);
      this.#backFromBank();
      const base = this.#baseOf(open, asked_ms);
      if (open.status === 'OPEN') this.#put({ type: 'given-up', checkout: open, base });
      else await this.look(checkoutId);
    } catch (error) {
      problemOrThrow(error);
      await this.look(checkoutId);
    }
    this.#tools.tell(checkoutId);
  }

  /** Nothing is with the bank any more. */
  #backFromBank(): void {
    this.#stopFollowing?.();
    this.#stopFollowing = null;
    this.#tools.memory.removeItem(bank_mark);
  }

  /** The time is over. Units are held again at once, but not for ever for nobody. */
  async holdAgain(): Promise<void> {
    this.#put({ type: 'time-over' });
    if (this.state.get().stage !== 'over' || this.#idleHolds > 0) return;
    this.#idleHolds += 1;
    // In one go where somebody looks, so that nothing on the page comes and goes.
    if (this.#tools.hidden()) await this.#tools.looked();
    if (this.#over || this.state.get().stage !== 'over') return;
    await this.open({ again: true });
  }

  dispose(): void {
    this.#over = true;
    this.#stopFollowing?.();
    this.#stopFollowing = null;
  }

  #baseOf(checkout: Checkout, asked_ms: number) {
    // The reply was made somewhere between asking and hearing.
    const local_ms = (asked_ms + this.#tools.local_ms()) / 2;
    return { server_ms: Date.parse(checkout.serverTime), local_ms };
  }

  #put(event: Event): void {
    this.state.set(next(this.state.get(), event));
  }
}

function problemOrThrow(error: unknown): ApiProblem {
  const problem = problemIn(error);
  if (problem === null) throw error;
  return problem;
}
