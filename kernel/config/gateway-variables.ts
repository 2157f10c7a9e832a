/** The variables of payment gateways: their keys, and in which order they are tried. */
import { list, oneOf, pattern, secret, url } from './variable.ts';
import type { Variable } from './variable.ts';

export const gatewayNames = ['stripe', 'paypal', 'sandbox'] as const;
export type GatewayName = (typeof gatewayNames)[number];

export interface CardFields {
  /** Known to everybody. */
  readonly publicKey: string;
  /** Where the script is loaded from. */
  readonly script: string;
}

export interface GatewayConfig {
  /** Tried in this order; only these. */
  readonly order: readonly GatewayName[];
  readonly stripe: {
    readonly secretKey: string;
    /** null: Stripe's own. */
    readonly origin: string | null;
    /** One, or two while it changes. */
    readonly webhookSecrets: readonly string[];
    readonly capture: 'automatic' | 'manual';
    /** What the payment page needs for Stripe's own card fields; null: it has none. */
    readonly fields: CardFields | null;
  } | null;
  readonly paypal: {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly origin: string;
    readonly webhookIds: readonly string[];
  } | null;
}

const oneOrTwo = (text: string) => (/^[\x21-\x2b\x2d-\x7e]{8,255}$/.test(text) ? text : undefined);
const key = /^[\x21-\x7e]{8,255}$/;
const place = { schemes: ['http:', 'https:'], originOnly: true };

export const gatewayVariables = {
  gatewayOrder: list(
    [
      'TRUESHELF_GATEWAYS',
      'those with keys; else `sandbox`, not in production',
      'Payment gateways in the order they are tried: `stripe`, `paypal`, `sandbox`.',
    ],
    'stripe, paypal or sandbox, comma-separated',
    (text) => gatewayNames.find((name) => name === text),
  ),
  stripeKey: secret(
    pattern(
      ['TRUESHELF_STRIPE_KEY', 'unset', "Stripe's secret key."],
      'at least 8 characters',
      key,
    ),
  ),
  stripeWebhookSecrets: secret(
    list(
      [
        'TRUESHELF_STRIPE_WEBHOOK_SECRETS',
        'none: news are refused',
        'Signing secret of `/api/v1/webhooks/stripe`; two, comma-separated, while it changes.',
      ],
      'one or two secrets of at least 8 characters, comma-separated',
      oneOrTwo,
    ),
  ),
  stripeCapture: oneOf(
    [
      'TRUESHELF_STRIPE_CAPTURE',
      '`automatic`',
      '`manual` sets the money aside first, compares the amount, and then takes it.',
    ],
    ['automatic', 'manual'],
  ),
  stripePublicKey: pattern(
    [
      'TRUESHELF_STRIPE_PUBLIC_KEY',
      'unset: the storefront takes no cards for Stripe',
      "Stripe's publishable key, for its card fields on the payment page.",
    ],
    'pk_ and at least 4 more letters, digits or underscores',
    /^pk_\w{4,250}$/,
  ),
  stripeScript: url(
    [
      'TRUESHELF_STRIPE_SCRIPT',
      '`https://js.stripe.com/v3/`',
      "Where the page loads Stripe's card fields from; another place is for tests.",
    ],
    'an address such as https://js.stripe.com/v3/',
    { schemes: ['http:', 'https:'] },
  ),
  stripeUrl: url(
    ['TRUESHELF_STRIPE_URL', "Stripe's own", "Another place of Stripe's API, for tests."],
    'an origin such as https://api.stripe.com',
    place,
  ),
  paypalClientId: pattern(
    ['TRUESHELF_PAYPAL_CLIENT_ID', 'unset', "Client id of PayPal's REST app."],
    'at least 8 characters',
    key,
  ),
  paypalSecret: secret(
    pattern(
      ['TRUESHELF_PAYPAL_SECRET', 'unset', "Secret of PayPal's REST app."],
      'at least 8 characters',
      key,
    ),
  ),
  paypalWebhookIds: list(
    [
      'TRUESHELF_PAYPAL_WEBHOOK_IDS',
      'none: news are refused',
      'Id of the webhook `/api/v1/webhooks/paypal`; two, comma-separated, while it changes.',
    ],
    'one or two ids of at least 8 characters, comma-separated',
    oneOrTwo,
  ),
  paypalUrl: url(
    [
      'TRUESHELF_PAYPAL_URL',
      '`https://api-m.paypal.com`',
      'Place of the API; `https://api-m.sandbox.paypal.com` for tests with PayPal.',
    ],
    'an origin such as https://api-m.paypal.com',
    place,
  ),
} as const;

type Take = <T>(v: Variable<T>) => T | undefined;

/** What is configured. A gateway without its keys does not exist. */
export function takeGateways(take: Take, production: boolean): GatewayConfig {
  const of = gatewayVariables;
  const secretKey = take(of.stripeKey);
  const capture = take(of.stripeCapture) ?? 'automatic';
  const webhookSecrets = take(of.stripeWebhookSecrets) ?? [];
  const stripeOrigin = take(of.stripeUrl) ?? null;
  const publicKey = take(of.stripePublicKey);
  const script = take(of.stripeScript) ?? 'https://js.stripe.com/v3/';
  const fields = publicKey ? { publicKey, script } : null;
  const facts = { origin: stripeOrigin, webhookSecrets, capture, fields };
  const stripe = secretKey ? { secretKey, ...facts } : null;
  const clientId = take(of.paypalClientId);
  const clientSecret = take(of.paypalSecret);
  const origin = take(of.paypalUrl) ?? 'https://api-m.paypal.com';
  const webhookIds = take(of.paypalWebhookIds) ?? [];
  const paypal = clientId && clientSecret ? { clientId, clientSecret, origin, webhookIds } : null;
  const known = [...(stripe ? ['stripe' as const] : []), ...(paypal ? ['paypal' as const] : [])];
  const usual = known.length > 0 || production ? known : (['sandbox'] as const);
  return Object.freeze({ order: take(of.gatewayOrder) ?? usual, stripe, paypal });
}

/** What does not fit together, as [variable, what came, what is expected]. */
export function gatewayProblems(
  { order, stripe, paypal }: GatewayConfig,
  production: boolean,
): [Variable<unknown>, string, string][] {
  const of = gatewayVariables;
  const problems: [Variable<unknown>, string, string][] = [];
  const given = JSON.stringify(order.join(','));
  if (new Set(order).size < order.length) problems.push([of.gatewayOrder, given, 'each name once']);
  if (order.includes('stripe') && !stripe) {
    problems.push([of.stripeKey, 'nothing', 'a key, since TRUESHELF_GATEWAYS names stripe']);
  }
  if (order.includes('paypal') && !paypal) {
    const why = 'a client id and a secret, since TRUESHELF_GATEWAYS names paypal';
    problems.push([of.paypalClientId, 'nothing', why]);
  }
  for (const [v, ids] of [
    [of.stripeWebhookSecrets, stripe?.webhookSecrets ?? []],
    [of.paypalWebhookIds, paypal?.webhookIds ?? []],
  ] as const) {
    if (ids.length > 2) problems.push([v, `${ids.length} of them`, 'two at most']);
  }
  if (!production) return problems;
  if (order.includes('sandbox'))
    problems.push([of.gatewayOrder, given, 'no sandbox in production']);
  for (const [v, origin] of [
    [of.stripeUrl, stripe?.origin],
    [of.stripeScript, stripe?.fields?.script],
    [of.paypalUrl, paypal?.origin],
  ] as const) {
    if (origin?.startsWith('http:')) {
      problems.push([v, JSON.stringify(origin), 'an https address in production']);
    }
  }
  return problems;
}
