import { createHmac, timingSafeEqual } from 'node:crypto';

/** Older or more in the future than this is a replay. */
export const window_s = 300;
const signatures_max = 10;

/**
 * Checks `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 of `<t>.<body>`, by the sandbox and by Stripe
 * (https://docs.stripe.com/webhooks). Several v1 and several secrets are allowed, for a secret
 * that changes. Constant time for each signature.
 */
export function isSigned(
  raw: Uint8Array,
  header: string | undefined,
  of: { secrets: readonly string[]; now_ms: number },
): boolean {
  const parts = (header ?? '').split(',', signatures_max + 1).map((part) => part.trim());
  const time = parts.find((part) => part.startsWith('t='))?.slice(2) ?? '';
  if (!/^\d{1,12}$/.test(time)) return false;
  if (Math.abs(of.now_ms / 1_000 - Number(time)) > window_s) return false;
  const given = parts
    .filter((part) => /^v1=[0-9a-f]{64}$/.test(part))
    .map((part) => Buffer.from(part.slice(3), 'hex'));
  return of.secrets.some((secret) => {
    const expected = createHmac('sha256', secret).update(`${time}.`).update(raw).digest();
    return given.some((one) => timingSafeEqual(one, expected));
  });
}

/** One or two secrets of a configuration value, the present one first. */
export function secretsOf(value: string | null): string[] {
  return (value ?? '').split(',').filter((secret) => secret !== '');
}
