// Paying in parts. Credit is set aside first, then the gateway outside is charged, then the
// credit is taken; if the outside says no, the credit is given up. Taking what is set aside cannot
// be refused, so once the outside has charged nothing stands in the way any more. Every part has a
// key of its own that names checkout, attempt and part, so each of these can be repeated.
import { assert } from '#kernel/core/assert.ts';
import { failpoint } from '#kernel/core/failpoint.ts';
import { newId } from '#kernel/core/id.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import type { CallInput, CallOutput, Client } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import { creditCalls } from '#services/credit/contract.ts';
import type { paymentsCalls } from './contract.ts';
import type { Lanes } from './lanes.ts';
import * as model from './model.ts';
import type { PaymentRow } from './model.ts';
import type { Refunds } from './refunds.ts';
import { insertPart, leftAside } from './store-part.ts';

type Calls = (typeof paymentsCalls)['calls'];
type OfParts = CallInput<Calls['captureParts']>;

interface PartDeps {
  ctx: Pick<RoomContext, 'db' | 'client'>;
  lanes: Lanes;
  refunds: Pick<Refunds, 'refund'>;
}

interface Needs extends PartDeps {
  credit: Client<typeof creditCalls>;
}

const TAKEN_BACK = model.moveTo('CANCELLED', {
  declineCode: 'cancelled',
  declineClass: 'retryable',
});

/** Longer than any purchase lasts: an open payment is closed after half an hour. */
const aside_ms_max = 2 * 60 * 60 * 1_000;
const LEFT_MAX = 50;

/** The calls of payments that pay in parts, and the task that looks after what was left. */
export function paymentParts(deps: PartDeps) {
  const needs = { ...deps, credit: deps.ctx.client(creditCalls) };
  const ends = endsOf(needs);

  /** Gives up what a purchase that nobody carries on any more had set aside. */
  async function releaseLeft(signal: AbortSignal): Promise<void> {
    for (;;) {
      const left = await leftAside(deps.ctx.db, { older_ms: aside_ms_max, limit: LEFT_MAX });
      for (const one of left) await ends.releaseParts(one);
      if (left.length < LEFT_MAX || signal.aborted) return;
    }
  }

  return { calls: { ...ends, reserveParts: reserving(needs, ends.releaseParts) }, releaseLeft };
}

/** Sets the credit of all parts aside, or none of it. */
function reserving({ ctx, lanes, credit }: Needs, releaseParts: (of: OfParts) => Promise<unknown>) {
  async function reserveParts(
    wish: CallInput<Calls['reserveParts']>,
  ): Promise<CallOutput<Calls['reserveParts']>> {
    const { checkoutId, attempt, userId, currency } = wish;
    let rest_minor = wish.total_minor;
    const made: {
      paymentId: string;
      method: 'GIFT_CARD' | 'STORE_CREDIT';
      amount_minor: number;
    }[] = [];
    for (const [index, part] of wish.parts.entries()) {
      const key = model.partKeyOf(wish, index + 1);
      const held = await credit.hold({
        key,
        checkoutId,
        userId,
        currency,
        accountId: part.accountId,
        amount_minor: part.amount_minor,
        max_minor: rest_minor,
      });
      if (isRefusal(held)) {
        await releaseParts({ checkoutId, attempt, parts: index + 1 });
        const available_minor = Number(held.detail.available_minor ?? 0);
        return refuse('credit-refused', { part: index + 1, why: held.code, available_minor });
      }
      failpoint('payments.part.held');
      const row = await keep(wish, { key, part: index + 1, amount_minor: held.amount_minor });
      assert(row.amount_minor === held.amount_minor, 'a part is what was set aside for it');
      rest_minor -= held.amount_minor;
      const { paymentId, amount_minor } = row;
      made.push({ paymentId, method: part.method, amount_minor });
    }
    return { parts: made, rest_minor };
  }

  async function keep(
    wish: CallInput<Calls['reserveParts']>,
    of: { key: string; part: number; amount_minor: number },
  ): Promise<PaymentRow> {
    const { checkoutId, sagaId, quoteId, userId, attempt, currency } = wish;
    const method = wish.parts[of.part - 1]?.method ?? 'STORE_CREDIT';
    const { key: idemKey, part, amount_minor } = of;
    const head = { paymentId: newId('pay'), checkoutId, sagaId, quoteId, userId, attempt, part };
    const what = { method, gateway: model.CREDIT, amount_minor, currency, idemKey };
    await insertPart(ctx.db, { ...head, ...what });
    const row = await lanes.read(idemKey);
    assert(row !== undefined, 'a part that was kept can be read');
    return row;
  }

  return reserveParts;
}

/** What is set aside is taken, or given up. */
function endsOf({ lanes, credit, refunds }: Needs) {
  /** Takes what is set aside. Refused only where it was given up. */
  async function captureParts(of: OfParts): Promise<CallOutput<Calls['captureParts']>> {
    for (const { key, row } of await rowsOf(of)) {
      if (row && model.isPaid(row)) continue;
      const taken = await credit.capture({ key });
      if (isRefusal(taken) || !row) return refuse('credit-refused', { why: 'credit-hold-gone' });
      failpoint('payments.part.taken');
      await took(row);
    }
    return { captured: true };
  }

  function took(row: PaymentRow): Promise<PaymentRow> {
    const gatewayTransactionId = `spend:${row.idemKey}`;
    return lanes.move(row, model.moveTo('CAPTURED', { gatewayTransactionId }), 'reply');
  }

  /** Gives up what is set aside, and gives back what was taken. */
  async function releaseParts(of: OfParts): Promise<CallOutput<Calls['releaseParts']>> {
    for (const { key, row } of await rowsOf(of)) {
      const { state } = await credit.release({ key });
      failpoint('payments.part.released');
      if (!row) continue;
      if (state === 'released') {
        if (row.status !== 'CANCELLED') await lanes.move(row, TAKEN_BACK, 'reply');
        continue;
      }
      const paid = model.isPaid(row) ? row : await took(row);
      const { checkoutId, paymentId, captured_minor: amount_minor } = paid;
      const wish = { checkoutId, paymentId, amount_minor, key: `undo:${key}` };
      await refunds.refund({ ...wish, reason: 'checkout-ended' });
    }
    return { released: true };
  }

  async function rowsOf(of: OfParts) {
    const keys = Array.from({ length: of.parts }, (_, index) => model.partKeyOf(of, index + 1));
    return Promise.all(keys.map(async (key) => ({ key, row: await lanes.read(key) })));
  }

  return { captureParts, releaseParts };
}
