// Sending a charge: to the first gateway that takes it, and to the next one only when the first
// has surely not charged. Which gateway may charge is on record before it is asked, so a crash
// at any point leaves one of them, never two.
import type { Static } from 'typebox';
import { failpoint } from '#kernel/core/failpoint.ts';
import type { CallInput } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { paymentResultSchema, paymentsCalls } from './contract.ts';
import type { Fare } from './fare.ts';
import { choicesOf, freeChoice, type Choice } from './gateways.ts';
import { isTrouble, notDone, type ChargeRequest, type Gateway } from './gateway.ts';
import type { GatewayCharge } from './gateway.ts';
import type { Lanes } from './lanes.ts';
import * as model from './model.ts';
import type { PaymentRow } from './model.ts';
import { closeThere, type Settle, type SettleDeps } from './settle.ts';
import { handOn, nameCharge } from './store-gateway.ts';
import { customerOf, takeSaved } from './store-saved.ts';

type Calls = (typeof paymentsCalls)['calls'];
export type ChargeInput = CallInput<Calls['charge']>;
export type Result = Static<typeof paymentResultSchema>;

export interface SendDeps extends SettleDeps {
  lanes: Lanes;
  settle: Settle;
  fare: Fare;
}

/** Where a charge can go, and as whom. */
export interface Plan {
  choices: Choice[];
  /** Some gateway would take it but for the amount, which it cannot move. */
  odd?: true;
  customer?: string;
  save?: { userId: string };
}

const SAVED = /^pmt_[0-9a-f]{32}$/;

/**
 * Where a charge can go. A saved way to pay costs one statement, and goes to its own gateway
 * alone; somebody else's goes nowhere.
 */
export async function planOf(
  { ctx, gateways }: SettleDeps,
  { method, token, currency, amount_minor, userId, save }: ChargeInput,
): Promise<Plan> {
  // Nothing is to be paid, so nobody is asked for it.
  if (amount_minor === 0) return { choices: [freeChoice] };
  if (!SAVED.test(token)) {
    const asked = { method, token, currency };
    const choices = choicesOf(gateways, { ...asked, amount_minor });
    if (choices.length === 0 && choicesOf(gateways, { ...asked, amount_minor: 0 }).length > 0) {
      return { choices, odd: true };
    }
    return save ? { choices, save: { userId } } : { choices };
  }
  const saved = await takeSaved(ctx.db, token, userId);
  const gateway = saved && gateways.get(saved.gateway);
  if (!gateway || saved.method !== method) return { choices: [] };
  if (gateway.moves?.(amount_minor, currency) === false) return { choices: [], odd: true };
  const choices = [{ gateway, token: saved.token }];
  return saved.customer ? { choices, customer: saved.customer } : { choices };
}

export type Send = ReturnType<typeof sending>;

/** Sends an attempt; the row as it is afterwards. `first`: nobody has sent it there before. */
export function sending(deps: SendDeps) {
  const { ctx, lanes, settle, gateways, fare } = deps;

  async function send(row: PaymentRow, plan: Plan, first: boolean): Promise<PaymentRow> {
    if (row.method === 'COD') return lanes.move(row, model.moveTo('ACCEPTED'), 'reply');
    const choice = plan.choices.find((one) => one.gateway.name === row.gateway);
    if (!choice) return settle.unknown(row);
    const { gateway, token } = choice;
    // Without a name of its own such a gateway was never asked for money.
    const alone = first || (gateway.begin !== undefined && row.gatewayRef === null);
    let sent: Sent;
    try {
      const request = await requestOf(deps, row, { plan, token });
      sent = await sendTo(ctx, gateway, { row, request });
    } catch (error) {
      if (!isTrouble(error)) throw error;
      fare.note(row.method, true);
      const surely = (alone && notDone(error)) || (await closed(row, error));
      return surely ? onward(row, plan, error.code) : settle.unknown(row);
    }
    if (sent === 'taken over') return (await lanes.read(row.idemKey)) ?? row;
    fare.note(row.method, sent.answer === 'never asked');
    if (sent.answer === 'never asked') return onward(row, plan, sent.reason);
    failpoint('payments.charge.answered');
    return settle.apply(sent.row, sent.answer, 'reply');
  }

  /** True when the gateway has made the charge unable to capture. Only asked where it is up. */
  async function closed(row: PaymentRow, error: unknown): Promise<boolean> {
    if (!notDone(error)) return false;
    try {
      return (await closeThere(gateways, row)) === 'cancelled';
    } catch (again) {
      if (isTrouble(again)) return false;
      throw again;
    }
  }

  /** The next gateway's turn; without one nothing was charged, and the shopper may try again. */
  async function onward(row: PaymentRow, plan: Plan, reason: string): Promise<PaymentRow> {
    const at = plan.choices.findIndex((one) => one.gateway.name === row.gateway);
    const next = plan.choices[at + 1];
    if (!next) return lanes.move(row, model.failedAs(model.NOT_SENT, 'retryable'), 'reply');
    const { paymentId, gateway: from } = row;
    const to = next.gateway.name;
    if (!(await handOn(ctx.db, { paymentId, from, to, reason }))) {
      return (await lanes.read(row.idemKey)) ?? row;
    }
    failpoint('payments.charge.handed-on');
    ctx.log.warn({ paymentId, from, to, reason }, 'payment handed on to the next gateway');
    return send({ ...row, gateway: to, gatewayRef: null }, plan, true);
  }

  return send;
}

type Sent =
  | { row: PaymentRow; answer: GatewayCharge }
  | { row: PaymentRow; answer: 'never asked'; reason: string }
  | 'taken over';

/** One gateway's turn: its own name for the charge first, where it gives one, then the money. */
async function sendTo(
  { db }: RoomContext,
  gateway: Gateway,
  { row, request }: { row: PaymentRow; request: ChargeRequest },
): Promise<Sent> {
  if (!gateway.begin || row.gatewayRef !== null) {
    return { row, answer: await gateway.charge(request) };
  }
  let ref: string;
  try {
    ref = await gateway.begin(request);
  } catch (error) {
    if (!isTrouble(error)) throw error;
    // What has no name here is never asked for money, whatever became of the request.
    return { row, answer: 'never asked', reason: error.code };
  }
  failpoint('payments.charge.named');
  const { paymentId } = row;
  if (!(await nameCharge(db, { paymentId, gateway: gateway.name, ref }))) return 'taken over';
  failpoint('payments.charge.name-kept');
  return { row: { ...row, gatewayRef: ref }, answer: await gateway.charge({ ...request, ref }) };
}

async function requestOf(
  { ctx }: SettleDeps,
  row: PaymentRow,
  { plan, token }: { plan: Plan; token: string },
): Promise<ChargeRequest> {
  const { save } = plan;
  const known = save && (await customerOf(ctx.db, save.userId, row.gateway));
  const customer = plan.customer ?? known;
  return {
    ...model.refOf(row),
    token,
    returnUrl: `${ctx.config.publicUrl}/checkout`,
    ...(customer ? { customer } : {}),
    ...(save ? { save } : {}),
  };
}
