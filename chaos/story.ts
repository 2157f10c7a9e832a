// What a shopper lives through in a schedule, so that the step is passed whatever the gateway
// does: pays, pays again after a decline, comes back after a failure, or loses the units.
import assert from 'node:assert/strict';
import { newId } from '#kernel/core/id.ts';
import type { Answer } from '../test/app.ts';
import { fillCart } from '../test/buyer.ts';
import { pause } from './client.ts';
import { insist } from './insist.ts';
import type { Lane } from './lane.ts';
import type { Cell, Outcome, Path } from './points.ts';
import { emptyShelves, stockUp, type Shape } from './shape.ts';
import { sendBack } from './story-back.ts';
import { couponCode } from './world.ts';

const patience_ms = 180_000;
const visits_max = 5;
const payments_max = 6;
/** What of a purchase in parts is paid with the gift card. */
const giftPart = 3;

/** The card of the first attempt. */
const cards: Record<Outcome, string> = {
  success: 'tok_visa',
  decline: 'tok_declined',
  'timeout-success': 'tok_timeout_success',
  'timeout-decline': 'tok_timeout_declined',
  'error-success': 'tok_error_success',
  'never-arrived': 'tok_visa',
  'webhook-twice': 'tok_visa',
  'webhook-first': 'tok_visa',
};
/** Where nothing is captured, a purchase is undone without losing its units. */
const fails: ReadonlySet<Outcome> = new Set(['decline', 'timeout-decline', 'never-arrived']);
/** Where the gateway's answer comes at once, there is no pending order but at the bank's page. */
const answersAtOnce: ReadonlySet<Outcome> = new Set(['success', 'decline', 'webhook-twice']);

export interface Shopper {
  userId: string;
  token: string;
  addressId: string;
}

interface Visit {
  token: string;
  /** Between opening and paying, the units go. */
  loses?: boolean;
  /** What the shopper says at the bank's page. */
  atBank?: 'approve' | 'decline';
  extends?: boolean;
  /** Leaves before paying, or while the gateway has not said. */
  leaves?: 'before' | 'pending';
}

export interface Told {
  /** Orders that the shopper has cancelled. */
  cancelled: string[];
  /** Checkouts with the order that the shopper believes to have. */
  ordered: { checkoutId: string; orderId: string }[];
  checkoutIds: string[];
  /** The shelves have been emptied by the story itself. */
  lost: boolean;
  /** Orders whose units have been replaced since. */
  restocked: Set<string>;
  /** The last payment again, with its key. */
  repeat: (() => Promise<Answer>) | undefined;
  lastPaid: Answer | undefined;
}

/** The visits of a cell, until one of them makes the order that the path wants. */
export function visitsOf(cell: Pick<Cell, 'outcome' | 'path'>): Visit[] {
  const { outcome, path } = cell;
  const first: Visit = { token: cards[outcome] };
  const visa: Visit = { token: 'tok_visa' };
  const bank: Visit = { token: 'tok_3ds', atBank: 'decline' };
  switch (path) {
    case 'order':
    case 'parts':
    case 'coupon':
    case 'held':
    case 'cancel':
    case 'return':
    case 'return-exchange':
    case 'return-late':
      return [first, visa, visa, visa];
    case 'return-cash':
      return [{ token: 'cash' }];
    case 'late-parts':
      return [{ token: 'tok_late_success' }];
    case 'bank':
    case 'undo-reopened':
      return [bank];
    case 'extend':
      return [{ ...first, extends: true }];
    case 'leave':
      return [{ ...first, leaves: outcome === 'success' ? 'before' : 'pending' }];
    case 'undo':
      if (outcome === 'decline') return [{ token: 'tok_stolen' }];
      return [fails.has(outcome) ? first : { ...first, loses: true }];
    case 'undo-parts':
    case 'undo-coupon':
    case 'undo-held':
      return [{ ...first, loses: true }];
    case 'undo-pending':
      if (outcome === 'decline') return [{ ...bank, loses: true }];
      if (outcome === 'webhook-first') return [first, { ...bank, loses: true }];
      if (answersAtOnce.has(outcome)) return [{ ...bank, atBank: 'approve', loses: true }];
      return [fails.has(outcome) ? first : { ...first, loses: true }];
  }
}

export class Story {
  readonly #lane: Lane;
  readonly #shape: Shape;
  readonly #path: Path;
  readonly #shopper: Shopper;
  readonly told: Told = {
    cancelled: [],
    ordered: [],
    checkoutIds: [],
    lost: false,
    restocked: new Set(),
    repeat: undefined,
    lastPaid: undefined,
  };

  constructor(of: { lane: Lane; shape: Shape; path: Path; shopper: Shopper }) {
    this.#lane = of.lane;
    this.#shape = of.shape;
    this.#path = of.path;
    this.#shopper = of.shopper;
  }

  /** Visits until there is an order where one is wanted; all visits where none is. */
  async live(visits: readonly Visit[]): Promise<Told> {
    const wantsOrder = !this.#path.startsWith('undo') && this.#path !== 'leave';
    for (const [n, visit] of visits.slice(0, visits_max).entries()) {
      if (n > 0) await this.#restock();
      await this.#visit(visit);
      if (wantsOrder && this.told.ordered.length > 0) break;
    }
    if (this.#path === 'cancel') await this.#cancel();
    if (this.#path.startsWith('return')) await this.#sendBack();
    return this.told;
  }

  /** The order comes back; what was replaced is still an order, the rest is none any more. */
  async #sendBack(): Promise<void> {
    const { lines } = this.#shape;
    const [path, { token }] = [this.#path, this.#shopper];
    for (const { orderId } of this.told.ordered) {
      await sendBack(this.#lane, { orderId, lines, path, token });
    }
    if (path === 'return-exchange') return;
    this.told.cancelled.push(...this.told.ordered.splice(0).map(({ orderId }) => orderId));
  }

  /** The order is taken back; so are money and units, a moment later. */
  async #cancel(): Promise<void> {
    const { token } = this.#shopper;
    for (const { orderId } of this.told.ordered.splice(0)) {
      const path = `/orders/${orderId}/cancel`;
      const done = await this.#lane.client.post(path, { token, body: {} });
      assert.equal(done.status, 200, JSON.stringify(done.body));
      this.told.cancelled.push(orderId);
    }
  }

  /** For a further visit the shelves are as they were. */
  async #restock(): Promise<void> {
    if (!this.told.lost && this.told.ordered.length === 0) return;
    await insist(this.#lane, 'stock comes in', () => stockUp(this.#lane, this.#shape.lines));
    this.told.lost = false;
    for (const { checkoutId } of this.told.ordered) this.told.restocked.add(checkoutId);
  }

  async #visit(visit: Visit): Promise<void> {
    const { client } = this.#lane;
    const opened = await this.#open();
    const { checkoutId } = opened.body as { checkoutId: string };
    this.told.checkoutIds.push(checkoutId);
    const token = this.#shopper.token;
    if (visit.leaves === 'before') {
      const left = await client.send('DELETE', `/checkout/${checkoutId}`, { token });
      assert.equal(left.status, 204, JSON.stringify(left.body));
      return;
    }
    if (visit.extends) {
      const longer = await client.post(`/checkout/${checkoutId}/extend`, { token });
      assert.ok([200, 409].includes(longer.status), JSON.stringify(longer.body));
    }
    if (visit.loses) await this.#lose(checkoutId);
    else if (this.#shape.nearExpiry && this.#path === 'order') await this.#runOut(checkoutId, 150);
    await this.#payUntilTold(checkoutId, visit);
  }

  /** Opens a checkout; units of a visit that failed are free a moment after it is told so. */
  async #open(): Promise<Answer> {
    const { client } = this.#lane;
    const { token, addressId } = this.#shopper;
    const until = performance.now() + patience_ms;
    for (;;) {
      this.#lane.waits.check();
      const { limited } = this.#lane.world;
      const more = this.#path.endsWith('held') ? [{ ...limited, quantity: 1 }] : [];
      const cartId = await fillCart(client, [...this.#shape.lines, ...more]);
      if (this.#path.endsWith('coupon')) {
        const headers = { 'x-cart-id': cartId };
        const put = await client.post('/cart/coupons', { headers, body: { code: couponCode } });
        assert.equal(put.status, 200, JSON.stringify(put.body));
      }
      const body = { cartId, shippingAddressId: addressId, billingAddressId: addressId };
      const answer = await client.post('/checkout/initiate', { token, body });
      if (answer.status === 201) return answer;
      assert.ok(performance.now() < until, JSON.stringify(answer.body));
      await pause(200);
    }
  }

  /** Pays, with a good card after each decline that another card may help. */
  async #payUntilTold(checkoutId: string, visit: Visit): Promise<void> {
    for (let attempt = 1; attempt <= payments_max; attempt += 1) {
      const card = attempt === 1 ? visit.token : 'tok_visa';
      const answer = await this.#pay(checkoutId, card);
      const { status, body } = answer;
      if (status === 202) {
        if (visit.leaves) await this.#leavePending(checkoutId);
        if (body.actionUrl && visit.atBank) await this.#atBank(body.actionUrl, visit.atBank);
        const called = body.actionUrl ? undefined : visit.atBank;
        if ((await this.#settles(checkoutId, { orderId: body.orderId, called })) !== 'reopened') {
          return;
        }
        if (this.#path.startsWith('undo')) break;
        continue;
      }
      if (status === 200) {
        this.told.ordered.push({ checkoutId, orderId: body.orderId });
        return;
      }
      assert.ok([402, 409, 422].includes(status), JSON.stringify(body));
      if (status !== 402 || body.outcome === 'terminal' || this.#path.startsWith('undo')) break;
      if (this.#path === 'late-parts' && attempt === 1) await this.#comesBack(checkoutId);
    }
    await this.#walkAway(checkoutId);
  }

  /** The money of a payment that was declined has come, and is sent back. */
  async #comesBack(checkoutId: string): Promise<void> {
    await insist(this.#lane, `late money of ${checkoutId} goes back`, async () => {
      const { rowCount } = await this.#lane.facts.with((client) =>
        client.query(
          `select 1 from payments.refund join payments.payment using (payment_id)
           where checkout_id = $1 and key like 'late:%'`,
          [checkoutId],
        ),
      );
      if (rowCount === 0) throw new Error('no refund yet');
    });
  }

  async #pay(checkoutId: string, paymentToken: string): Promise<Answer> {
    const { client } = this.#lane;
    const parts = [{ method: 'GIFT_CARD', code: this.#lane.world.giftCode, amount: giftPart }];
    const inParts = this.#path.endsWith('parts') ? { parts } : {};
    const paymentMethod = this.#path === 'return-cash' ? 'COD' : 'CARD';
    const body = { paymentMethod, paymentToken, ...inParts };
    const key = newId('key');
    const { token } = this.#shopper;
    const repeat = () => client.post(`/checkout/${checkoutId}/pay`, { token, key, body });
    const answer = await repeat();
    this.told.repeat = repeat;
    this.told.lastPaid = answer;
    return answer;
  }

  /** What is left open is given up; an order may have come of it after all. */
  async #walkAway(checkoutId: string): Promise<void> {
    const { token } = this.#shopper;
    const left = await this.#lane.client.send('DELETE', `/checkout/${checkoutId}`, { token });
    if (left.status === 204) return;
    assert.equal(left.body.code, 'cart-already-ordered', JSON.stringify(left.body));
    this.told.ordered.push({ checkoutId, orderId: left.body.orderId });
  }

  async #leavePending(checkoutId: string): Promise<void> {
    const { token } = this.#shopper;
    const left = await this.#lane.client.send('DELETE', `/checkout/${checkoutId}`, { token });
    assert.ok([204, 409].includes(left.status), JSON.stringify(left.body));
  }

  /** The shopper at the bank's page, which may be away for a moment. */
  async #atBank(actionUrl: string, verb: 'approve' | 'decline'): Promise<void> {
    await insist(this.#lane, 'the bank answers', async () => {
      const path = new URL(actionUrl, this.#lane.gateway.url).pathname;
      const answer = await fetch(`${this.#lane.gateway.url}${path}/${verb}`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
      await answer.body?.cancel();
      if (answer.status !== 200) throw new Error(`the bank answered ${answer.status}`);
    });
  }

  /** Where the gateway was too slow to say so, the bank itself turns to the shopper. */
  async #calledByBank(checkoutId: string, verb: 'approve' | 'decline'): Promise<void> {
    const found = await this.#lane.facts.with((client) =>
      client.query<{ url: string }>(
        `select action_url as url from payments.payment
         where checkout_id = $1 and status = 'ACTION' and action_url is not null`,
        [checkoutId],
      ),
    );
    for (const { url } of found.rows) await this.#atBank(url, verb);
  }

  /**
   * A pending order ends as an order or as none; or, after the bank's no, it waits for the
   * shopper to pay in another way.
   */
  async #settles(
    checkoutId: string,
    { orderId, called }: { orderId: string; called: Visit['atBank'] },
  ): Promise<'settled' | 'reopened'> {
    const { token } = this.#shopper;
    const { client } = this.#lane;
    let end: 'settled' | 'reopened' = 'settled';
    await insist(this.#lane, `order ${orderId} settles`, async () => {
      const { status, body } = await client.get(`/orders/${orderId}`, { token });
      if (status === 200 && body.status === 'PENDING') {
        const checkout = await client.get(`/checkout/${checkoutId}`, { token });
        if (called) await this.#calledByBank(checkoutId, called);
        if (checkout.body.status !== 'OPEN') throw new Error(JSON.stringify(body));
        end = 'reopened';
        return;
      }
      if (status !== 200) throw new Error(JSON.stringify(body));
      if (body.status === 'CONFIRMED') this.told.ordered.push({ checkoutId, orderId });
    });
    return end;
  }

  /** The hold runs out after a while, and the units are free until it is acquired again. */
  async #runOut(checkoutId: string, in_ms: number): Promise<void> {
    // The database may be struck at this moment.
    await insist(this.#lane, 'the hold runs out', async () => {
      await this.#lane.facts.with((client) =>
        client.query(
          `update inventory.reservation r
           set expires_at = now() + $2 * interval '1 millisecond'
           from checkout.checkout c
           where c.checkout_id = $1 and r.saga_id = c.saga_id and r.status = 'held'`,
          [checkoutId, in_ms],
        ),
      );
    });
  }

  /** The hold runs out and its units are lost, before the money comes. */
  async #lose(checkoutId: string): Promise<void> {
    await this.#runOut(checkoutId, -3_600_000);
    await insist(this.#lane, `the hold of ${checkoutId} is swept`, async () => {
      const held = await this.#lane.facts.with((client) =>
        client.query(
          `select 1 from inventory.reservation r join checkout.checkout c using (saga_id)
           where c.checkout_id = $1 and r.status = 'held'`,
          [checkoutId],
        ),
      );
      if (held.rowCount !== 0) throw new Error('still held');
    });
    await insist(this.#lane, 'the units go', () => emptyShelves(this.#lane, this.#shape.lines));
    this.told.lost = true;
  }
}
