// Which gateways this configuration has, in the order in which they are tried.
import type { RoomContext } from '#kernel/service.ts';
import { creditCalls } from '#services/credit/contract.ts';
import { sandboxCalls } from '#services/sandbox/contract.ts';
import type { PaymentMethod } from './contract.ts';
import type { Gateway } from './gateway.ts';
import { creditGateway } from './gateway-credit.ts';
import { freeGateway } from './gateway-free.ts';
import { paypalGateway } from './gateway-paypal.ts';
import { sandboxGateway } from './gateway-sandbox.ts';
import { stripeGateway } from './gateway-stripe.ts';
import { secretsOf } from './signed.ts';

export interface Choice {
  gateway: Gateway;
  token: string;
}

/** All gateways, by name, first choice first. Without any, only payment at the door is taken. */
export function gatewaysOf(ctx: RoomContext): ReadonlyMap<string, Gateway> {
  const { config } = ctx;
  const all = config.gateways.order.flatMap((name): Gateway[] => {
    if (name === 'stripe') return stripeOf(ctx);
    if (name === 'paypal') return paypalOf(ctx);
    return config.production ? [] : [sandboxOf(ctx)];
  });
  all.push(creditGateway(ctx.client(creditCalls)), freeGateway);
  return new Map(all.map((gateway) => [gateway.name, gateway]));
}

function stripeOf({ config }: RoomContext): Gateway[] {
  const { stripe } = config.gateways;
  return stripe ? [stripeGateway({ ...stripe, timeout_ms: config.gatewayTimeout_ms })] : [];
}

function paypalOf({ config, clock }: RoomContext): Gateway[] {
  const { paypal } = config.gateways;
  if (!paypal) return [];
  const time = { monotonic: () => clock.monotonic(), now: () => clock.now() };
  return [paypalGateway({ ...paypal, ...time, timeout_ms: config.gatewayTimeout_ms })];
}

function sandboxOf(ctx: RoomContext): Gateway {
  const { gatewayTimeout_ms: timeout_ms, sandboxWebhookSecret } = ctx.config;
  const secrets = secretsOf(sandboxWebhookSecret);
  return sandboxGateway({ client: ctx.client(sandboxCalls), timeout_ms, secrets });
}

const PAIR = /^([a-z]{1,20}):([\w-]{1,200})$/;

/**
 * The tokens in what a page sent, by gateway: `stripe:pm_1.sandbox:tok_visa` has one for each of
 * two gateways, so that the second can stand in for the first. Anything else is one token for
 * whichever gateway takes it: then undefined.
 */
export function tokensOf(
  sent: string,
  names: ReadonlySet<string>,
): Map<string, string> | undefined {
  const pairs = sent.split('.').map((part) => PAIR.exec(part));
  const read = pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? ''] as const);
  if (!read.every(([name, token]) => names.has(name) && token !== '')) return undefined;
  return new Map(read);
}

export const freeChoice: Choice = { gateway: freeGateway, token: 'free' };

/** The gateways that can take this method, token and amount, first choice first. */
export function choicesOf(
  gateways: ReadonlyMap<string, Gateway>,
  of: { method: PaymentMethod; token: string; currency: string; amount_minor: number },
): Choice[] {
  const { method, token: sent, currency, amount_minor } = of;
  const byName = tokensOf(sent, new Set(gateways.keys()));
  return [...gateways.values()].flatMap((gateway): Choice[] => {
    if (!gateway.methods.includes(method)) return [];
    if (gateway.currencies?.has(currency) === false) return [];
    if (gateway.moves?.(amount_minor, currency) === false) return [];
    const token = byName ? byName.get(gateway.name) : sent;
    if (token === undefined || gateway.takes?.(token, method) === false) return [];
    return [{ gateway, token }];
  });
}
