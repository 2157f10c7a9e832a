// Charging, asking and cancelling. The order of things is what makes it safe: the row, then the
// gateway, then the outcome, and no transaction is open while the gateway is asked.
import type { Static } from 'typebox';
import { assert } from '#kernel/core/assert.ts';
import { OutcomeUnknown } from '#kernel/core/error.ts';
import { failpoint } from '#kernel/core/failpoint.ts';
import { newId } from '#kernel/core/id.ts';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { CallInput, CallOutput } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { PaymentMethod, paymentResultSchema, paymentsCalls } from './contract.ts';
import { isTrouble, notDone, type Gateway, type GatewayCharge } from './gateway.ts';
import type { Lanes } from './lanes.ts';
import * as model from './model.ts';
import type { PaymentRow } from './model.ts';
import type { Settle } from './settle.ts';

type Calls = (typeof paymentsCalls)['calls'];
type ChargeInput = CallInput<Calls['charge']>;
type Result = Static<typeof paymentResultSchema>;

export interface CommandDeps {
  ctx: RoomContext;
  lanes: Lanes;
  settle: Settle;
  gatewayOf(method: PaymentMethod): Gateway | undefined;
  gateways: ReadonlyMap<string, Gateway>;
}

export type Commands = ReturnType<typeof paymentCommands>;

/** Gateway of what is paid at the door. */
const AT_DOOR = 'cod';

/** The commands of attempts. A charge costs two statements and one call to the gateway. */
export function paymentCommands(deps: CommandDeps) {
  const { lanes, settle } = deps;
  const charge = chargeCommand(deps);

  async function resolve(of: CallInput<Calls['resolve']>): Promise<CallOutput<Calls['resolve']>> {
    const row = await lanes.read(model.keyOf(of));
    if (!row) return { outcome: 'absent' };
    if (!model.isOpen(row)) return model.resultOf(row);
    const found = await settle.ask(row, 'reply');
    return found === 'absent' ? { outcome: 'absent' } : model.resultOf(found);
  }

  async function cancel(of: CallInput<Calls['cancel']>): Promise<CallOutput<Calls['cancel']>> {
    const key = model.keyOf(of);
    const row = (await lanes.read(key)) ?? (await forestall(of));
    if (row === 'cancelled' || row.status === 'CANCELLED') return { outcome: 'cancelled' };
    if (model.isPaid(row)) return model.resultOf(row);
    const closed = await settle.close(row, cancelled, 'reply');
    if (closed.status === 'CANCELLED') return { outcome: 'cancelled' };
    if (model.isPaid(closed)) return model.resultOf(closed);
    // The gateway took money that does not fit: neither closed nor ours.
    throw new OutcomeUnknown({ paymentId: row.paymentId });
  }

  /** Takes the place of an attempt that has not begun, so that it never can. */
  async function forestall(of: CallInput<Calls['cancel']>): Promise<PaymentRow | 'cancelled'> {
    const made = await lanes.begin({
      paymentId: newId('pay'),
      checkoutId: of.checkoutId,
      attempt: of.attempt,
      idemKey: model.keyOf(of),
      ...nobodys,
    });
    if (made === true) return 'cancelled';
    const row = await lanes.read(model.keyOf(of));
    assert(row !== undefined, 'what is in the way can be read');
    return row;
  }

  return { charge, resolve, cancel };
}

/** What an attempt is that was cancelled before it began. */
const nobodys = {
  sagaId: '',
  quoteId: '',
  userId: '',
  method: 'NONE',
  gateway: 'none',
  amount_minor: 0,
  currency: 'XXX',
  status: 'CANCELLED',
  poll_ms: null,
} as const;

const cancelled = model.moveTo('CANCELLED', {
  declineCode: 'cancelled',
  declineClass: 'retryable',
});

/** Charge: twins in this process share one call, later repeats find the row. */
function chargeCommand(deps: CommandDeps) {
  const { ctx, lanes, settle, gatewayOf, gateways } = deps;
  const underWay = new Map<string, Promise<Result | Refusal<'payment-mismatch'>>>();
  // The gateway's worst case and the time to record it: who looks earlier gets in the way.
  const orphan_ms = ctx.config.gatewayTimeout_ms + 5_000;

  async function charge(input: ChargeInput): Promise<CallOutput<Calls['charge']>> {
    const { method, amount_minor, currency } = input;
    if (method !== 'COD' && !gatewayOf(method)) {
      return refuse('payment-method-unavailable', { method });
    }
    const twin = `${model.keyOf(input)}:${method}:${amount_minor}:${currency}`;
    const running = underWay.get(twin);
    if (running) return running;
    const mine = chargeOnce(input).finally(() => underWay.delete(twin));
    underWay.set(twin, mine);
    return mine;
  }

  async function chargeOnce(input: ChargeInput): Promise<Result | Refusal<'payment-mismatch'>> {
    const fresh = rowOf(input, gatewayOf(input.method)?.name ?? AT_DOOR);
    const made = await lanes.begin({ ...fresh, status: 'INITIATED', poll_ms: orphan_ms });
    if (made === true) {
      failpoint('payments.charge.begun');
      return model.resultOf(await send(fresh, input, true));
    }
    const row = await lanes.read(fresh.idemKey);
    assert(row !== undefined, 'an attempt that is in the way can be read');
    if (row.method === 'NONE') return model.resultOf({ ...fresh, ...forestalled });
    const same = (['method', 'amount_minor', 'currency'] as const).every(
      (fact) => row[fact] === input[fact],
    );
    if (!same) return refuse('payment-mismatch', { paymentId: row.paymentId });
    return model.resultOf(model.isOpen(row) ? await repeat(row, input) : row);
  }

  /** The gateway is asked first: what it has never heard of is sent again with the same key. */
  async function repeat(row: PaymentRow, input: ChargeInput): Promise<PaymentRow> {
    const found = await settle.ask(row, 'reply');
    return found === 'absent' ? send(row, input, false) : found;
  }

  async function send(row: PaymentRow, input: ChargeInput, first: boolean): Promise<PaymentRow> {
    if (row.method === 'COD') return lanes.move(row, model.moveTo('ACCEPTED'), 'reply');
    const gateway = gateways.get(row.gateway);
    if (!gateway) return settle.unknown(row);
    const { token, method, amount_minor, currency } = input;
    let answer: GatewayCharge;
    try {
      answer = await gateway.charge({
        key: row.idemKey,
        paymentId: row.paymentId,
        method,
        token,
        amount_minor,
        currency,
      });
    } catch (error) {
      if (!isTrouble(error)) throw error;
      // An earlier sending of a repeat may have arrived, so only a first one can be surely undone.
      if (!first || !notDone(error)) return settle.unknown(row);
      return lanes.move(row, model.failedAs(model.NOT_SENT, 'retryable'), 'reply');
    }
    failpoint('payments.charge.answered');
    return settle.apply(row, answer, 'reply');
  }

  return charge;
}

const forestalled = {
  status: 'CANCELLED',
  declineCode: 'cancelled',
  declineClass: 'retryable',
} as const;

/** An attempt as it is before anything has happened. */
function rowOf(input: ChargeInput, gateway: string): PaymentRow {
  const { checkoutId, sagaId, quoteId, userId, attempt, method, amount_minor, currency } = input;
  return {
    paymentId: newId('pay'),
    checkoutId,
    sagaId,
    quoteId,
    userId,
    attempt,
    method,
    gateway,
    amount_minor,
    currency,
    authorized_minor: 0,
    captured_minor: 0,
    refunded_minor: 0,
    refunding_minor: 0,
    status: 'INITIATED',
    idemKey: model.keyOf(input),
    gatewayTransactionId: null,
    declineCode: null,
    declineClass: null,
    actionUrl: null,
    version: 0,
    polls: 0,
    createdAt: new Date(0),
  };
}
