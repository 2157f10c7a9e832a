// PayPal over its documented HTTP API: orders v2, captures, refunds. An order is made first,
// which moves no money, and its id is kept by us before anything is captured. Only our request
// captures, and PayPal captures one order once, so a lost reply is found out by asking for the
// order. Its invoice id is our key: PayPal refuses a second capture of the same invoice.
// https://developer.paypal.com/docs/api/orders/v2/
import { Value } from 'typebox/value';
import { OutcomeUnknown } from '#kernel/core/error.ts';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { ChargeRef, ChargeRequest, Gateway, GatewayCharge, GatewayRefund } from './gateway.ts';
import { gatewayGuards } from './gateway-guard.ts';
import { paypalClient, type PaypalAccess } from './paypal-client.ts';
import { paypalLedger } from './paypal-ledger.ts';
import { paypalDispute, paypalNews } from './paypal-news.ts';
import { isNo, orders, readOrder, unlessGone, type PaypalTools } from './paypal-order.ts';
import {
  chargeOfOrder,
  declinedAs,
  fromPaypal,
  orderOf,
  paypalCurrencies,
  refundSchema,
  toPaypal,
} from './paypal-read.ts';

export interface PaypalParts extends PaypalAccess {
  webhookIds: readonly string[];
  /** Milliseconds since 1970. */
  now(): number;
}

/** The buyer agrees at PayPal's page. */
const wallet = /^(?:tok_)?paypal$/;
/** What PayPal keeps for a buyer who agreed before. */
const vault = /^[0-9a-zA-Z]{6,36}$/;

export function paypalGateway(parts: PaypalParts): Gateway {
  const { pay, ask } = gatewayGuards('paypal', parts.timeout_ms, isNo);
  const tools: PaypalTools = { call: paypalClient(parts, pay.connections), pay, ask };
  return {
    name: 'paypal',
    methods: ['PAYPAL', 'CARD'],
    currencies: paypalCurrencies,
    late: true,
    takes: (token, method) => vault.test(token) || (method === 'PAYPAL' && wallet.test(token)),
    ...ordersOf(tools),
    ...refunding(tools),
    ledger: paypalLedger(tools, parts.now),
    news: paypalNews(tools, parts.webhookIds),
    findDispute: paypalDispute(tools),
    forget: async ({ token }) => {
      const path = `/v3/vault/payment-tokens/${encodeURIComponent(token)}`;
      await ask.run(() => unlessGone(() => tools.call({ method: 'DELETE', path })));
    },
  };
}

function ordersOf({ call, pay, ask }: PaypalTools) {
  async function begin(request: ChargeRequest): Promise<string> {
    const body = orderRequest(request);
    const requestId = `${request.key}:create`;
    return pay.run(async () => {
      return orderOf(await call({ method: 'POST', path: orders, body, requestId })).id;
    });
  }

  async function charge(request: ChargeRequest): Promise<GatewayCharge> {
    const { ref, token, method } = request;
    if (ref === null) throw new OutcomeUnknown({ gateway: 'paypal', reason: 'no order' });
    if (wallet.test(token)) return pay.run(() => state(ref));
    const source = { [method === 'CARD' ? 'card' : 'paypal']: { vault_id: token } };
    return capture(request, { payment_source: source });
  }

  async function capture(of: ChargeRef, body: object = {}): Promise<GatewayCharge> {
    const { ref, key, amount_minor, currency } = of;
    if (ref === null) throw new OutcomeUnknown({ gateway: 'paypal', reason: 'no order' });
    const path = `${orders}/${encodeURIComponent(ref)}/capture`;
    return pay.run(async () => {
      try {
        const requestId = `${key}:capture`;
        return chargeOfOrder(orderOf(await call({ method: 'POST', path, body, requestId })));
      } catch (error) {
        if (!isNo(error)) throw error;
        if (error.status === 404 || asks.has(error.issue)) return state(ref);
        return { ...declinedAs(error.issue), amount_minor, currency };
      }
    });
  }

  async function state(ref: string): Promise<GatewayCharge> {
    const order = await readOrder(call, ref);
    // Orders that nobody agreed to are dropped after hours; they can capture no more.
    return order ? chargeOfOrder(order) : { state: 'cancelled', amount_minor: 0, currency: 'XXX' };
  }

  async function query({ ref }: ChargeRef): Promise<GatewayCharge | null> {
    return ref === null ? null : ask.run(() => state(ref));
  }

  /** Nothing but a capture takes money, and we send no more of them. */
  async function cancel({ ref }: ChargeRef): Promise<GatewayCharge | 'cancelled'> {
    const found = ref === null ? null : await ask.run(() => state(ref));
    if (found?.state === 'captured') return found;
    if (found?.state !== 'pending') return 'cancelled';
    throw new OutcomeUnknown({ gateway: 'paypal', state: found.state });
  }

  return { begin, charge, capture, query, cancel };
}

/** Noes to a capture after which the order says how things stand. */
const asks = new Set(['ORDER_ALREADY_CAPTURED', 'ORDER_NOT_APPROVED', 'PAYER_ACTION_REQUIRED']);

function orderRequest(request: ChargeRequest) {
  const { key, paymentId, token, amount_minor, currency, returnUrl, save } = request;
  const context = {
    user_action: 'PAY_NOW',
    shipping_preference: 'NO_SHIPPING',
    ...(returnUrl ? { return_url: returnUrl, cancel_url: returnUrl } : {}),
  };
  const keep = { attributes: { vault: { store_in_vault: 'ON_SUCCESS', usage_type: 'MERCHANT' } } };
  const source = { paypal: { experience_context: context, ...(save ? keep : {}) } };
  return {
    intent: 'CAPTURE',
    purchase_units: [
      { custom_id: paymentId, invoice_id: key, amount: toPaypal(amount_minor, currency) },
    ],
    ...(wallet.test(token) ? { payment_source: source } : {}),
  };
}

/** Refunds once per key for ever: what is there already is found before another is made. */
function refunding({ call, ask }: PaypalTools): Pick<Gateway, 'refund' | 'findRefund'> {
  const look = async (ref: string, key: string) => {
    const order = await readOrder(call, ref);
    const payments = order?.purchase_units.map((unit) => unit.payments) ?? [];
    const [captured] = payments.flatMap((one) => one?.captures ?? []);
    const known = payments
      .flatMap((one) => one?.refunds ?? [])
      .find((one) => one.custom_id === key);
    return { captured, known };
  };
  return {
    findRefund: ({ key, ref }) =>
      ask.run(async () => {
        const known = ref === null ? undefined : (await look(ref, key)).known;
        return known ? refundMade(known, key) : null;
      }),
    refund: async ({ key, ref, amount_minor, currency, turn = 0 }) => {
      if (ref === null) return refused('no order');
      return ask.run(async () => {
        const { captured, known } = await look(ref, key);
        if (!captured) return refused('nothing captured');
        if (known) return refundMade(known, key);
        const path = `/v2/payments/captures/${encodeURIComponent(captured.id)}/refund`;
        const body = { amount: toPaypal(amount_minor, currency), custom_id: key };
        const requestId = turn === 0 ? key : `${key}:${turn}`;
        try {
          return refundMade(await call({ method: 'POST', path, body, requestId }), key);
        } catch (error) {
          if (!isNo(error)) throw error;
          return refused(error.issue);
        }
      });
    },
  };
}

const refused = (reason: string) => refuse('gateway-refused', { reason });

function refundMade(made: unknown, key: string): GatewayRefund | Refusal {
  if (!Value.Check(refundSchema, made)) throw new OutcomeUnknown({ gateway: 'paypal', key });
  if (made.status === 'FAILED' || made.status === 'CANCELLED') return refused(made.status);
  // On its way: asked again later, by the same key.
  if (made.status !== 'COMPLETED') throw new OutcomeUnknown({ gateway: 'paypal', key });
  const { amount, id } = made;
  const back = { amount_minor: fromPaypal(amount), currency: amount.currency_code };
  return { transactionId: id, ...back };
}
