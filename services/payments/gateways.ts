// Which gateways this configuration has, in the order in which they are tried.
import type { RoomContext } from '#kernel/service.ts';
import { sandboxCalls } from '#services/sandbox/contract.ts';
import type { PaymentMethod } from './contract.ts';
import type { Gateway } from './gateway.ts';
import { sandboxGateway } from './gateway-sandbox.ts';
import { secretsOf } from './signed.ts';

export interface Choice {
  gateway: Gateway;
  token: string;
}

/** All gateways, by name, first choice first. Without any, only payment at the door is taken. */
export function gatewaysOf(ctx: RoomContext): ReadonlyMap<string, Gateway> {
  const { config } = ctx;
  const all: Gateway[] = [];
  if (!config.production) {
    all.push(
      sandboxGateway({
        client: ctx.client(sandboxCalls),
        timeout_ms: config.gatewayTimeout_ms,
        secrets: secretsOf(config.sandboxWebhookSecret),
      }),
    );
  }
  return new Map(all.map((gateway) => [gateway.name, gateway]));
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

/** The gateways that can take this method and token, first choice first. */
export function choicesOf(
  gateways: ReadonlyMap<string, Gateway>,
  method: PaymentMethod,
  sent: string,
): Choice[] {
  const byName = tokensOf(sent, new Set(gateways.keys()));
  return [...gateways.values()].flatMap((gateway): Choice[] => {
    if (!gateway.methods.includes(method)) return [];
    const token = byName ? byName.get(gateway.name) : sent;
    if (token === undefined || gateway.takes?.(token, method) === false) return [];
    return [{ gateway, token }];
  });
}
