// Stripe as its documentation describes it, as far as we use it: PaymentIntents, refunds, keys
// that are kept for 24 h with whatever was answered, 500 included.
// https://docs.stripe.com/api/payment_intents, /api/refunds, /api/idempotent_requests
import { startPeer, type Answer, type Call, type Peer } from './peer.ts';

export interface TestIntent {
  id: string;
  object: 'payment_intent';
  amount: number;
  amount_received: number;
  amount_capturable: number;
  currency: string;
  status: string;
  capture_method: string;
  metadata: Record<string, string>;
  latest_charge: string | null;
  last_payment_error: object | null;
  next_action: object | null;
  payment_method: object | null;
  customer: string | null;
  setup_future_usage: string | null;
  created: number;
}

export interface TestRefund {
  id: string;
  object: 'refund';
  amount: number;
  currency: string;
  status: string;
  payment_intent: string;
  charge: string;
  metadata: Record<string, string>;
  created: number;
}

/** How a card fares, by its payment method. Anything else does not exist. */
const cards: Record<string, { decline?: string; code?: string; action?: true }> = {
  pm_card_visa: {},
  pm_declined: { code: 'card_declined', decline: 'insufficient_funds' },
  pm_stolen: { code: 'card_declined', decline: 'stolen_card' },
  pm_cvc: { code: 'incorrect_cvc' },
  pm_3ds: { action: true },
};

/** Stripe's test numbers, by the payment method that fares the same. */
const numbers: Record<string, string> = {
  '4242424242424242': 'pm_card_visa',
  '4000000000009995': 'pm_declined',
  '4000000000000127': 'pm_cvc',
  '4000002500003155': 'pm_3ds',
};

export type StripePeer = Awaited<ReturnType<typeof startStripe>>;

export async function startStripe() {
  const books = new Books();
  const keys = new Map<string, { request: string; answer: Answer }>();
  const peer: Peer = await startPeer({
    operation: ({ method, path }) => operationOf(method, path),
    key: (headers) => headers['idempotency-key'] as string | undefined,
    act: (operation, call) => kept(keys, call, () => books.act(operation, call)),
  });
  return {
    ...peer,
    intents: books.intents,
    refunds: books.refunds,
    disputed: books.disputed,
    disputes: books.disputes,
    detached: books.detached,
    /** What the card fields ask for: the name of a method; undefined: no such number. */
    methodOf: (number: string) => numbers[number],
    /** As after 24 h. */
    forgetKeys: () => keys.clear(),
    /** The shopper at the bank's page. */
    finish: (id: string, approved: boolean) => books.finish(id, approved),
    refundByHand: (intent: string, amount: number) => books.refund(intent, amount, {}),
    /** Money per payment of ours, as it was taken and given back. */
    taken: (paymentId: string) => books.taken(paymentId),
  };
}

function operationOf(method: string, path: string): string {
  const [, , noun = '', id, verb] = path.split('/');
  if (verb) return verb;
  if (id) return `get ${noun}`;
  return method === 'POST' ? `create ${noun}` : `list ${noun}`;
}

/** A key gives its first answer again, whatever that was; other facts with it are refused. */
function kept(
  keys: Map<string, { request: string; answer: Answer }>,
  call: Call,
  act: () => Answer,
): Answer {
  const { key, text, path, fault } = call;
  if (key === undefined || call.method !== 'POST') return act();
  const request = `${path} ${text}`;
  const known = keys.get(key);
  if (known) {
    if (known.request !== request) {
      return no(400, { type: 'idempotency_error', message: 'Keys can only be used once' });
    }
    return { ...known.answer, headers: { 'idempotent-replayed': 'true' } };
  }
  const failed = no(500, { type: 'api_error', message: 'saved on purpose' });
  const answer = fault === 'saved-500' ? failed : act();
  keys.set(key, { request, answer });
  return answer;
}

const no = (status: number, error: object): Answer => ({ status, body: { error } });

class Books {
  readonly intents = new Map<string, TestIntent>();
  readonly refunds: TestRefund[] = [];
  /** Intents that a buyer's bank disputes: Stripe refunds none of them. */
  readonly disputed = new Set<string>();
  /** Disputes as they stand, by their ids. */
  readonly disputes = new Map<string, object>();
  readonly detached: string[] = [];
  #count = 0;

  act(operation: string, call: Call): Answer {
    const form = new URLSearchParams(call.text);
    const id = call.path.split('/')[3] ?? '';
    const ok = (body: unknown): Answer => ({ status: 200, body });
    switch (operation) {
      case 'create payment_intents':
        return ok(this.#create(form, call));
      case 'list payment_intents':
        return ok(this.#list([...this.intents.values()].toReversed(), call.query));
      case 'create customers':
        return ok({ id: this.#id('cus'), object: 'customer' });
      case 'create refunds': {
        const amount = Number(form.get('amount'));
        return this.refund(form.get('payment_intent') ?? '', amount, metadataOf(form));
      }
      case 'list refunds': {
        const of = call.query.get('payment_intent');
        const all = this.refunds.filter((one) => of === null || one.payment_intent === of);
        const whole = all.map((one) => ({ ...one, charge: this.#charge(one.payment_intent) }));
        return ok(this.#list(whole.toReversed(), call.query));
      }
      case 'list charges': {
        const all = [...this.intents.keys()].map((intent) => this.#charge(intent));
        return ok(this.#list(all.toReversed(), call.query));
      }
      case 'get disputes': {
        const found = this.disputes.get(id);
        return found
          ? ok(found)
          : no(404, { type: 'invalid_request_error', code: 'resource_missing' });
      }
      case 'detach':
        this.detached.push(id);
        return ok({ id, object: 'payment_method' });
      default:
        return this.#onIntent(operation, id, { form, call });
    }
  }

  #onIntent(operation: string, id: string, of: { form: URLSearchParams; call: Call }): Answer {
    const intent = this.intents.get(id);
    if (!intent) return no(404, { type: 'invalid_request_error', code: 'resource_missing' });
    const unexpected = no(400, {
      type: 'invalid_request_error',
      code: 'payment_intent_unexpected_state',
      payment_intent: intent,
    });
    if (operation === 'confirm') return this.#confirm(intent, of) ?? unexpected;
    if (operation === 'capture') {
      if (intent.status !== 'requires_capture') return unexpected;
      this.#capture(intent);
    }
    if (operation === 'cancel') {
      if (['succeeded', 'canceled', 'processing'].includes(intent.status)) return unexpected;
      Object.assign(intent, { status: 'canceled', amount_capturable: 0 });
    }
    return { status: 200, body: intent };
  }

  #create(form: URLSearchParams, { fault }: Call): TestIntent {
    const off = fault === 'wrong-amount' ? 100 : 0;
    const currency = fault === 'wrong-currency' ? 'eur' : (form.get('currency') ?? '');
    const intent: TestIntent = {
      id: this.#id('pi'),
      object: 'payment_intent',
      amount: Number(form.get('amount')) + off,
      amount_received: 0,
      amount_capturable: 0,
      currency,
      status: 'requires_payment_method',
      capture_method: form.get('capture_method') ?? 'automatic',
      metadata: metadataOf(form),
      latest_charge: null,
      last_payment_error: null,
      next_action: null,
      payment_method: null,
      customer: form.get('customer'),
      setup_future_usage: form.get('setup_future_usage'),
      created: Math.floor(Date.now() / 1_000),
    };
    this.intents.set(intent.id, intent);
    return intent;
  }

  #confirm(intent: TestIntent, { form }: { form: URLSearchParams }): Answer | undefined {
    if (!['requires_payment_method', 'requires_confirmation'].includes(intent.status)) {
      return undefined;
    }
    const name = form.get('payment_method') ?? '';
    const card = cards[name];
    if (!card) {
      const param = 'payment_method';
      return no(400, { type: 'invalid_request_error', code: 'resource_missing', param });
    }
    const face = { brand: 'visa', last4: '4242', exp_month: 12, exp_year: 2034 };
    intent.payment_method = { id: name, object: 'payment_method', type: 'card', card: face };
    if (card.code) {
      const error = { type: 'card_error', code: card.code, decline_code: card.decline };
      intent.last_payment_error = error;
      return no(402, { ...error, message: 'Your card was declined.', payment_intent: intent });
    }
    if (card.action) {
      const url = `https://hooks.stripe.test/3d_secure/${intent.id}`;
      intent.next_action = { type: 'redirect_to_url', redirect_to_url: { url } };
      intent.status = 'requires_action';
      return { status: 200, body: intent };
    }
    this.#authorize(intent);
    return { status: 200, body: intent };
  }

  #authorize(intent: TestIntent): void {
    intent.status = 'requires_capture';
    intent.amount_capturable = intent.amount;
    intent.latest_charge = this.#id('ch');
    if (intent.capture_method === 'automatic') this.#capture(intent);
  }

  #capture(intent: TestIntent): void {
    const { amount } = intent;
    Object.assign(intent, { status: 'succeeded', amount_received: amount, amount_capturable: 0 });
  }

  finish(id: string, approved: boolean): TestIntent {
    const intent = this.intents.get(id);
    if (!intent) throw new Error(`no intent ${id}`);
    intent.next_action = null;
    if (approved) this.#authorize(intent);
    else {
      intent.status = 'requires_payment_method';
      intent.last_payment_error = { code: 'payment_intent_authentication_failure' };
    }
    return intent;
  }

  refund(id: string, amount: number, metadata: Record<string, string>): Answer & { id?: string } {
    const intent = this.intents.get(id);
    if (this.disputed.has(id)) {
      return no(400, { type: 'invalid_request_error', code: 'charge_disputed' });
    }
    const back = this.refunds
      .filter((one) => one.payment_intent === id)
      .reduce((sum, one) => sum + one.amount, 0);
    if (!intent || intent.amount_received - back < amount) {
      return no(400, { type: 'invalid_request_error', code: 'charge_already_refunded' });
    }
    const refund: TestRefund = {
      id: this.#id('re'),
      object: 'refund',
      amount,
      currency: intent.currency,
      status: 'succeeded',
      payment_intent: id,
      charge: intent.latest_charge ?? '',
      metadata,
      created: Math.floor(Date.now() / 1_000),
    };
    this.refunds.push(refund);
    return { status: 200, body: refund, id: refund.id };
  }

  taken(paymentId: string): { charges: number; net: number } {
    const paid = [...this.intents.values()].filter(
      (one) => one.metadata['trueshelf_payment'] === paymentId && one.amount_received > 0,
    );
    const ids = new Set(paid.map((one) => one.id));
    const back = this.refunds.filter((one) => ids.has(one.payment_intent));
    const sum = (list: { amount: number }[]) => list.reduce((all, one) => all + one.amount, 0);
    return { charges: paid.length, net: sum(paid) - sum(back) };
  }

  #charge(id: string) {
    const intent = this.intents.get(id);
    return {
      id: intent?.latest_charge ?? `ch_none_${id}`,
      object: 'charge',
      captured: (intent?.amount_received ?? 0) > 0,
      amount_captured: intent?.amount_received ?? 0,
      currency: intent?.currency ?? 'usd',
      metadata: intent?.metadata ?? {},
      created: intent?.created ?? 0,
    };
  }

  #list<T extends { id: string }>(all: T[], query: URLSearchParams) {
    const after = query.get('starting_after');
    const from = after === null ? 0 : all.findIndex((one) => one.id === after) + 1;
    const limit = Math.min(Number(query.get('limit') ?? 10), 3);
    const data = all.slice(from, from + limit);
    return { object: 'list', data, has_more: from + limit < all.length };
  }

  #id(prefix: string): string {
    this.#count += 1;
    return `${prefix}_${String(this.#count).padStart(8, '0')}${Date.now()}`;
  }
}

function metadataOf(form: URLSearchParams): Record<string, string> {
  const entries = [...form].flatMap(([name, value]) => {
    const key = /^metadata\[(\w+)\]$/.exec(name)?.[1];
    return key ? [[key, value] as const] : [];
  });
  return Object.fromEntries(entries);
}
