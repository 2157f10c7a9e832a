/** How often one caller may ask, per class of route; in memory, per process. */
import { isIPv6 } from 'node:net';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { LimitClass } from '#kernel/http/route.ts';

export interface LimitRule {
  /** Requests in one window. */
  readonly requests_max: number;
  readonly window_s: number;
}

export type LimitName = Exclude<LimitClass, 'none'>;
export type Limits = Readonly<Record<LimitName, LimitRule>>;

export const defaultLimits: Limits = {
  read: { requests_max: 1_200, window_s: 60 },
  write: { requests_max: 240, window_s: 60 },
  auth: { requests_max: 30, window_s: 60 },
  checkout: { requests_max: 60, window_s: 60 },
};

/** The default limits times a factor; null (no limits) for 0. */
export function scaledLimits(factor: number): Limits | null {
  if (factor === 0) return null;
  const scaled = Object.entries(defaultLimits).map(([name, rule]) => [
    name,
    { ...rule, requests_max: Math.max(1, Math.round(rule.requests_max * factor)) },
  ]);
  return Object.fromEntries(scaled) as Limits;
}

export interface Verdict {
  readonly allowed: boolean;
  /** RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers-10). */
  readonly policy: string;
  readonly state: string;
  readonly retryAfter_ms: number;
}

export interface RateLimiter {
  /** Counts one request. Cost: one map look-up. */
  take(name: LimitName, key: string): Promise<Verdict>;
  readonly limits: Limits;
}

export function rateLimiter(limits: Limits): RateLimiter {
  const windows = new Map(
    Object.entries(limits).map(([name, rule]) => [
      name,
      {
        counter: new RateLimiterMemory({ points: rule.requests_max, duration: rule.window_s }),
        policy: `"${name}";q=${rule.requests_max};w=${rule.window_s}`,
      },
    ]),
  );
  const verdict = (name: string, allowed: boolean, count: RateLimiterRes): Verdict => ({
    allowed,
    policy: windows.get(name)?.policy ?? '',
    state: `"${name}";r=${count.remainingPoints};t=${Math.ceil(count.msBeforeNext / 1_000)}`,
    retryAfter_ms: Math.max(1, count.msBeforeNext),
  });
  return {
    limits,
    take: async (name, key) => {
      const window = windows.get(name);
      if (window === undefined) throw new Error(`no limit is called '${name}'`);
      try {
        return verdict(name, true, await window.counter.consume(key));
      } catch (thrown) {
        // The library rejects with the count when the limit is passed.
        if (thrown instanceof RateLimiterRes) return verdict(name, false, thrown);
        throw thrown;
      }
    },
  };
}

/** What stands for a caller without identity: the IPv4 address, or the /64 of an IPv6 one. */
export function addressKey(ip: string): string {
  if (!isIPv6(ip)) return ip;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip);
  if (mapped !== null) return mapped[1] as string;
  const [head = '', tail] = (ip.split('%')[0] as string).split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  // A dotted tail counts as two groups.
  const rightGroups = right.length + (right.at(-1)?.includes('.') ? 1 : 0);
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - rightGroups);
  const groups = [...left, ...Array.from({ length: zeros }, () => '0'), ...right];
  const network = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(':')}::/64`;
}
