// Charging, asking and cancelling. The order of things is what makes it safe: the row, then the
// gateway, then the outcome, and no transaction is open while the gateway is asked.
import { assert } from '#kernel/core/assert.ts';
import { OutcomeUnknown } from '#kernel/core/error.ts';
import { failpoint } from '#kernel/core/failpoint.ts';
import { newId } from '#kernel/core/id.ts';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { CallInput, CallOutput } from '#kernel/http/contract.ts';
import type { paymentsCalls } from './contract.ts';
import { methodFare } from './fare.ts';
import * as model from './model.ts';
import type { PaymentRow } from './model.ts';
import {
  planOf,
  sending,
  type ChargeInput,
  type Plan,
  type Result,
  type SendDeps,
} from './send.ts';
import { wishSaved } from './store-saved.ts';

type Calls = (typeof paymentsCalls)['calls'];

export interface CommandDeps extends Omit<SendDeps, 'fare'> {
  /** What this configuration takes, payment at the door included. */
  methodsOf(): readonly string[];
}

export type Commands = ReturnType<typeof paymentCommands>;

/** Gateway of what is paid at the door. */
const AT_DOOR = 'cod';

/** The commands of attempts. A charge costs two statements and one call to the gateway. */
export function paymentCommands(deps: CommandDeps) {
  const { lanes, settle } = deps;
  const fare = methodFare(deps.ctx.clock);
  const charge = chargeCommand({ ...deps, fare });

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
    // It had taken something else, and gave that back.
    if (closed.declineCode === model.DIFFERENT) return { outcome: 'cancelled' };
    // What it took does not fit and did not go back yet: neither closed nor ours.
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

  return { charge, resolve, cancel, fare };
}

/** What an attempt is that was cancelled before it began. */
const nobodys = {
  sagaId: '',
  quoteId: '',
  userId: '',
  method: 'NONE',
  gateway: model.NOWHERE,
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
function chargeCommand(deps: CommandDeps & SendDeps) {
  const { ctx, lanes, settle, methodsOf } = deps;
  const send = sending(deps);
  const underWay = new Map<string, Promise<Result | Refusal<'payment-mismatch'>>>();

  async function charge(input: ChargeInput): Promise<CallOutput<Calls['charge']>> {
    const { method, amount_minor, currency } = input;
    if (!methodsOf().includes(method)) return refuse('payment-method-unavailable', { method });
    const twin = `${model.keyOf(input)}:${method}:${amount_minor}:${currency}`;
    const running = underWay.get(twin);
    if (running) return running;
    const mine = chargeOnce(input).finally(() => underWay.delete(twin));
    underWay.set(twin, mine);
    return mine;
  }

  async function chargeOnce(input: ChargeInput): Promise<Result | Refusal<'payment-mismatch'>> {
    const plan = await planOf(deps, input);
    const nowhere = input.method === 'COD' ? AT_DOOR : model.NOWHERE;
    const fresh = rowOf(input, plan.choices[0]?.gateway.name ?? nowhere);
    // The gateway's worst case and the time to record it: who looks earlier gets in the way.
    const orphan_ms = worst_ms(plan, ctx.config.gatewayTimeout_ms) + 5_000;
    const made = await lanes.begin({ ...fresh, status: 'INITIATED', poll_ms: orphan_ms });
    if (made === true) {
      failpoint('payments.charge.begun');
      if (plan.save) await wishSaved(ctx.db, fresh.paymentId, input.userId);
      return model.resultOf(await sendFresh(fresh, plan));
    }
    const row = await lanes.read(fresh.idemKey);
    assert(row !== undefined, 'an attempt that is in the way can be read');
    if (row.method === 'NONE') return model.resultOf({ ...fresh, ...forestalled });
    const same = (['method', 'amount_minor', 'currency'] as const).every(
      (fact) => row[fact] === input[fact],
    );
    if (!same) return refuse('payment-mismatch', { paymentId: row.paymentId });
    return model.resultOf(model.isOpen(row) ? await repeat(row, plan) : row);
  }

  async function sendFresh(row: PaymentRow, plan: Plan): Promise<PaymentRow> {
    // No gateway takes such a token, or what was saved is gone: nothing to be asked.
    if (row.method !== 'COD' && plan.choices.length === 0) {
      const declineCode = plan.odd ? 'amount_not_movable' : 'invalid_token';
      const why = { declineCode, declineClass: 'fixable' } as const;
      return lanes.move(row, model.moveTo('FAILED', why), 'reply');
    }
    return send(row, plan, true);
  }

  /** The gateway is asked first: what it has never heard of is sent again with the same key. */
  async function repeat(row: PaymentRow, plan: Plan): Promise<PaymentRow> {
    const found = await settle.ask(row, 'reply');
    return found === 'absent' ? send(row, plan, false) : found;
  }

  return charge;
}

/** The longest that a charge can be under way: a name, a name elsewhere, the money, its capture. */
function worst_ms(plan: Plan, timeout_ms: number): number {
  const plain = plan.choices.length <= 1 && !plan.choices[0]?.gateway.begin;
  return plain ? timeout_ms : 4 * timeout_ms;
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
    covered_minor: 0,
    status: 'INITIATED',
    idemKey: model.keyOf(input),
    gatewayTransactionId: null,
    declineCode: null,
    declineClass: null,
    actionUrl: null,
    version: 0,
    polls: 0,
    // Only the database knows; what was begun just now is asked about by its name.
    createdAt: new Date(0),
    gatewayRef: null,
  };
}
