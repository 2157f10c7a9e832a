// PayPal as its documentation describes it, as far as we use it: orders v2, captures, refunds,
// verification of webhooks, transaction search, and PayPal-Request-Id.
// https://developer.paypal.com/docs/api/orders/v2/
import { createHash } from 'node:crypto';
import { startPeer, type Answer, type Call } from './peer.ts';

interface Amount {
  currency_code: string;
  value: string;
}

interface Refund {
  id: string;
  status: string;
  amount: Amount;
  custom_id?: string;
  links: { rel: string; href: string }[];
}

interface Capture {
  id: string;
  status: string;
  amount: Amount;
  custom_id: string;
  invoice_id: string;
  supplementary_data: { related_ids: { order_id: string } };
}

export interface TestOrder {
  id: string;
  status: string;
  purchase_units: {
    custom_id: string;
    invoice_id: string;
    amount: Amount;
    payments: { captures: Capture[]; refunds: Refund[] };
  }[];
  payment_source?: Record<string, object>;
  links: { rel: string; href: string }[];
}

export type PaypalPeer = Awaited<ReturnType<typeof startPaypal>>;

/** How what is in the vault fares. Anything else in it is declined. */
const goodVault = 'goodvault1';

export async function startPaypal(webhookId = 'WH-0000000001') {
  const books = new Books();
  const keys = new Map<string, Answer>();
  const peer = await startPeer({
    operation: ({ method, path }) => operationOf(method, path),
    key: (headers) => headers['paypal-request-id'] as string | undefined,
    act: (operation, call) => {
      if (operation === 'token') return books.token(call);
      if (operation === 'verify') return verify(call, webhookId);
      if (call.headers['authorization'] !== `Bearer ${books.access}`)
        return no(401, 'INVALID_TOKEN');
      const known = call.key === undefined ? undefined : keys.get(call.key);
      if (known) return known;
      const answer = books.act(operation, call);
      if (call.key !== undefined && answer.status < 400) keys.set(call.key, answer);
      return answer;
    },
  });
  return {
    ...peer,
    orders: books.orders,
    vault: books.vault,
    disputes: books.disputes,
    /** The buyer agrees at PayPal's page. */
    approve: (ref: string) => books.approve(ref),
    refundByHand: (ref: string, value: string) => books.refund(ref, value, undefined),
    revokeTokens: () => void (books.access = ''),
    tokensMade: () => books.tokens,
    taken: (paymentId: string) => books.taken(paymentId),
    /** Headers of news, as PayPal would sign them. */
    signed: (body: string, at: Date = new Date()) => signatureOf(body, webhookId, at),
  };
}

function operationOf(method: string, path: string): string {
  if (path === '/v1/oauth2/token') return 'token';
  if (path.endsWith('/verify-webhook-signature')) return 'verify';
  if (path.endsWith('/capture')) return 'capture';
  if (path.endsWith('/refund')) return 'refund';
  if (path.startsWith('/v1/reporting')) return 'search';
  if (path.startsWith('/v3/vault')) return 'forget';
  if (path.startsWith('/v1/customer/disputes/')) return 'get dispute';
  if (path.startsWith('/v2/payments/captures')) return 'get capture';
  return method === 'POST' ? 'create' : 'get order';
}

const no = (status: number, issue: string): Answer => ({
  status,
  body: { name: 'UNPROCESSABLE_ENTITY', details: [{ issue }] },
});

function signatureOf(body: string, webhookId: string, at: Date): Record<string, string> {
  const id = 'b2384410-f8d2-11e4-8bf3-77339302725b';
  const time = at.toISOString();
  const sig = createHash('sha256').update(`${id}|${time}|${webhookId}|${body}`).digest('hex');
  return {
    'content-type': 'application/json',
    'paypal-transmission-id': id,
    'paypal-transmission-time': time,
    'paypal-transmission-sig': sig,
    'paypal-cert-url': 'https://api.paypal.com/v1/notifications/certs/CERT-1',
    'paypal-auth-algo': 'SHA256withRSA',
  };
}

/** Over the bytes of the event as it came, as PayPal does. */
function verify({ text }: Call, webhookId: string): Answer {
  const mark = ',"webhook_event":';
  const at = text.indexOf(mark);
  const head = JSON.parse(`${text.slice(0, at)}}`) as Record<string, string>;
  const event = text.slice(at + mark.length, -1);
  const { transmission_id: id, transmission_time: time, transmission_sig: sig } = head;
  const expected = signatureOf(event, webhookId, new Date(time ?? ''));
  const good =
    head['webhook_id'] === webhookId &&
    id === expected['paypal-transmission-id'] &&
    sig === expected['paypal-transmission-sig'];
  return { status: 200, body: { verification_status: good ? 'SUCCESS' : 'FAILURE' } };
}

class Books {
  readonly orders = new Map<string, TestOrder>();
  readonly vault: string[] = [];
  /** Disputes as they stand, by their ids. */
  readonly disputes = new Map<string, object>();
  access = '';
  tokens = 0;
  #count = 0;

  token({ text, headers }: Call): Answer {
    const basic = Buffer.from('client-id:client-secret').toString('base64');
    const right = headers['authorization'] === `Basic ${basic}`;
    if (!right || text !== 'grant_type=client_credentials') return no(401, 'invalid_client');
    this.tokens += 1;
    this.access = `A21AA${this.tokens}`;
    const body = { access_token: this.access, token_type: 'Bearer', expires_in: 32_400 };
    return { status: 200, body };
  }

  act(operation: string, call: Call): Answer {
    const id = call.path.split('/')[4] ?? '';
    const body = (call.text === '' ? {} : JSON.parse(call.text)) as Record<string, unknown>;
    switch (operation) {
      case 'create':
        return { status: 201, body: this.#create(body, call) };
      case 'capture':
        return this.#capture(id, body);
      case 'refund': {
        const order = this.#ofCapture(id);
        const amount = body['amount'] as Amount;
        const made = order && this.refund(order.id, amount.value, body['custom_id'] as string);
        return made ? { status: 201, body: made } : no(422, 'CAPTURE_FULLY_REFUNDED');
      }
      case 'get capture': {
        const found = this.#ofCapture(id)?.purchase_units[0]?.payments.captures[0];
        return found ? { status: 200, body: found } : no(404, 'RESOURCE_NOT_FOUND');
      }
      case 'get dispute': {
        const found = this.disputes.get(id);
        return found ? { status: 200, body: found } : no(404, 'RESOURCE_NOT_FOUND');
      }
      case 'search':
        return this.#search(call);
      case 'forget':
        this.vault.push(id);
        return { status: 204, body: '' };
      default: {
        const order = this.orders.get(id);
        return order ? { status: 200, body: order } : no(404, 'RESOURCE_NOT_FOUND');
      }
    }
  }

  #create(body: Record<string, unknown>, { fault }: Call): TestOrder {
    const [unit] = body['purchase_units'] as TestOrder['purchase_units'];
    if (!unit) throw new Error('an order has a purchase unit');
    const id = this.#id('ORDER');
    const source = body['payment_source'] as Record<string, object> | undefined;
    const href = `https://www.paypal.test/checkoutnow?token=${id}`;
    const amount = { ...unit.amount };
    if (fault === 'wrong-amount') amount.value = '1.00';
    if (fault === 'wrong-currency') amount.currency_code = 'EUR';
    const order: TestOrder = {
      id,
      status: source ? 'PAYER_ACTION_REQUIRED' : 'CREATED',
      purchase_units: [{ ...unit, amount, payments: { captures: [], refunds: [] } }],
      ...(source ? { payment_source: source } : {}),
      links: source ? [{ rel: 'payer-action', href }] : [],
    };
    this.orders.set(id, order);
    return order;
  }

  approve(ref: string): TestOrder {
    const order = this.orders.get(ref);
    if (!order) throw new Error(`no order ${ref}`);
    order.status = 'APPROVED';
    return order;
  }

  #capture(ref: string, body: Record<string, unknown>): Answer {
    const order = this.orders.get(ref);
    const unit = order?.purchase_units[0];
    if (!order || !unit) return no(404, 'RESOURCE_NOT_FOUND');
    if (order.status === 'COMPLETED') return no(422, 'ORDER_ALREADY_CAPTURED');
    const source = body['payment_source'] as Record<string, { vault_id: string }> | undefined;
    if (!source && order.status !== 'APPROVED') return no(422, 'ORDER_NOT_APPROVED');
    const [kept] = Object.values(source ?? {});
    if (kept && kept.vault_id !== goodVault) return no(422, 'INSTRUMENT_DECLINED');
    order.status = 'COMPLETED';
    unit.payments.captures.push({
      id: this.#id('CAP'),
      status: 'COMPLETED',
      amount: unit.amount,
      custom_id: unit.custom_id,
      invoice_id: unit.invoice_id,
      supplementary_data: { related_ids: { order_id: ref } },
    });
    const wallet = order.payment_source?.['paypal'] as { attributes?: object } | undefined;
    if (wallet?.attributes) {
      const vault = { id: goodVault, status: 'VAULTED', customer: { id: 'cust1' } };
      order.payment_source = { paypal: { attributes: { vault } } };
    }
    return { status: 201, body: order };
  }

  refund(ref: string, value: string, custom_id: string | undefined): Refund | undefined {
    const unit = this.orders.get(ref)?.purchase_units[0];
    const capture = unit?.payments.captures[0];
    if (!unit || !capture) return undefined;
    const back = unit.payments.refunds.reduce((sum, one) => sum + Number(one.amount.value), 0);
    if (back + Number(value) > Number(capture.amount.value) + 1e-9) return undefined;
    const made: Refund = {
      id: this.#id('REF'),
      status: 'COMPLETED',
      amount: { ...capture.amount, value },
      ...(custom_id === undefined ? {} : { custom_id }),
      links: [{ rel: 'up', href: `https://api-m.paypal.test/v2/payments/captures/${capture.id}` }],
    };
    unit.payments.refunds.push(made);
    return made;
  }

  #search({ query }: Call): Answer {
    const units = [...this.orders.values()].flatMap((one) => one.purchase_units);
    const info = units.flatMap((unit) => [
      ...unit.payments.captures.map((one) => ({
        transaction_id: one.id,
        transaction_event_code: 'T0006',
        transaction_amount: one.amount,
        custom_field: one.custom_id,
        invoice_id: unit.invoice_id,
      })),
      ...unit.payments.refunds.map((one) => ({
        transaction_id: one.id,
        transaction_event_code: 'T1107',
        transaction_amount: { ...one.amount, value: `-${one.amount.value}` },
        custom_field: one.custom_id,
        invoice_id: unit.invoice_id,
      })),
    ]);
    const page = Number(query.get('page'));
    const some = info.slice((page - 1) * 2, page * 2).map((one) => ({
      transaction_info: {
        ...one,
        transaction_status: 'S',
        transaction_initiation_date: new Date().toISOString(),
      },
    }));
    const total_pages = Math.max(1, Math.ceil(info.length / 2));
    return { status: 200, body: { transaction_details: some, total_pages } };
  }

  taken(paymentId: string): { charges: number; net: number } {
    const units = [...this.orders.values()].flatMap((one) => one.purchase_units);
    const paid = units.filter((one) => one.custom_id === paymentId);
    const captures = paid.flatMap((one) => one.payments.captures);
    const back = paid.flatMap((one) => one.payments.refunds);
    const cents = (list: { amount: Amount }[]) =>
      list.reduce((sum, one) => sum + Math.round(Number(one.amount.value) * 100), 0);
    return { charges: captures.length, net: cents(captures) - cents(back) };
  }

  #ofCapture(id: string): TestOrder | undefined {
    return [...this.orders.values()].find((order) =>
      order.purchase_units.some((unit) => unit.payments.captures.some((one) => one.id === id)),
    );
  }

  #id(prefix: string): string {
    this.#count += 1;
    return `${prefix}${String(this.#count).padStart(13, '0')}`;
  }
}
