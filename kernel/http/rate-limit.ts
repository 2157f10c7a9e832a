// How often one caller may ask, per class of route: so many within a sliding window, and for what
// is dear a steady pace besides, of each person and of each address. In memory, per process: with
// several processes a caller has as many times the limit at most, and never none.
import { isIPv6 } from 'node:net';
import type { LimitClass } from '#kernel/http/route.ts';

/** A token bucket: so many a second on average, so many at once. */
export interface Pace {
  readonly per_s: number;
  readonly burst: number;
}

export interface LimitRule {
  /** Requests within any window of this length, counted by a sliding window. */
  readonly requests_max: number;
  readonly window_s: number;
  /** Of one person or key, and of all who come from one address. */
  readonly pace?: { readonly identity?: Pace; readonly address?: Pace };
}

export type LimitName = Exclude<LimitClass, 'none'>;
export type Limits = Readonly<Record<LimitName, LimitRule>>;

/**
 * A person buys once a second for as long as they like, and clicks twice before; an address may be
 * a whole office. Who makes a new guest for every request is met by their address.
 */
export const defaultLimits: Limits = {
  read: { requests_max: 1_200, window_s: 60 },
  write: { requests_max: 240, window_s: 60, pace: { address: { per_s: 40, burst: 400 } } },
  auth: { requests_max: 30, window_s: 60 },
  checkout: {
    requests_max: 60,
    window_s: 60,
    pace: { identity: { per_s: 1, burst: 20 }, address: { per_s: 10, burst: 200 } },
  },
};

/** The default limits times a factor; null (no limits) for 0. */
export function scaledLimits(factor: number): Limits | null {
  if (factor === 0) return null;
  const times = (value: number) => Math.max(1, Math.round(value * factor));
  const paced = ({ per_s, burst }: Pace): Pace => ({
    per_s: per_s * factor,
    burst: times(burst),
  });
  const scaled = Object.entries(defaultLimits).map(([name, rule]) => {
    const { identity, address } = rule.pace ?? {};
    const pace = {
      ...(identity ? { identity: paced(identity) } : {}),
      ...(address ? { address: paced(address) } : {}),
    };
    return [name, { ...rule, requests_max: times(rule.requests_max), pace }];
  });
  return Object.fromEntries(scaled) as Limits;
}

export interface Verdict {
  readonly allowed: boolean;
  /** RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers-10). */
  readonly policy: string;
  readonly state: string;
  readonly retryAfter_ms: number;
  /** What was hit: all that a problem says of it. */
  readonly hit?: {
    readonly limit: string;
    readonly requests_max: number;
    readonly window_s: number;
    readonly by: 'address' | 'identity';
  };
}

/** Who asks: an identity where there is one that counts, and always an address. */
export interface Caller {
  readonly identity: string | undefined;
  readonly address: string;
}

export interface RateLimiter {
  /** Counts one request. Cost: up to three map look-ups. */
  take(name: LimitName, caller: Caller): Verdict;
}

/** Callers that are remembered for one limit; beyond it the one who was counted first is not. */
const callers_max = 100_000;

function keep<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.set(key, value);
  if (map.size <= callers_max) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}

/** The count of the window before, weighed by what of it is still within reach, and of this one. */
export class SlidingWindow {
  readonly #max: number;
  readonly #window_ms: number;
  #index = 0;
  #now = new Map<string, number>();
  #before = new Map<string, number>();

  constructor({ requests_max, window_s }: { requests_max: number; window_s: number }) {
    this.#max = requests_max;
    this.#window_ms = window_s * 1_000;
  }

  /** Counts one at a time of a clock that only goes forwards. What is refused is not counted. */
  take(key: string, now_ms: number): { allowed: boolean; left: number; wait_ms: number } {
    const index = Math.floor(now_ms / this.#window_ms);
    if (index !== this.#index) {
      this.#before = index === this.#index + 1 ? this.#now : new Map();
      this.#now = new Map();
      this.#index = index;
    }
    const passed = now_ms / this.#window_ms - index;
    const before = this.#before.get(key) ?? 0;
    const now = this.#now.get(key) ?? 0;
    const count = before * (1 - passed) + now;
    const rest_ms = this.#window_ms * (1 - passed);
    if (count + 1 <= this.#max) {
      keep(this.#now, key, now + 1);
      return { allowed: true, left: Math.floor(this.#max - count - 1), wait_ms: rest_ms };
    }
    const max = this.#max - 1;
    // When enough of the earlier window, or else of this one, is out of reach.
    const inThis = now <= max && before > 0;
    const until_ms = inThis
      ? (1 - (max - now) / before - passed) * this.#window_ms
      : rest_ms + Math.max(0, 1 - max / now) * this.#window_ms;
    return { allowed: false, left: 0, wait_ms: Math.max(1, until_ms) };
  }
}

/** Fills at a pace up to a burst; each request takes one. */
export class TokenBucket {
  readonly #pace: Pace;
  readonly #buckets = new Map<string, { left: number; at_ms: number }>();

  constructor(pace: Pace) {
    this.#pace = pace;
  }

  take(key: string, now_ms: number): { allowed: boolean; wait_ms: number } {
    const { per_s, burst } = this.#pace;
    const bucket = this.#buckets.get(key) ?? { left: burst, at_ms: now_ms };
    const filled = bucket.left + ((now_ms - bucket.at_ms) * per_s) / 1_000;
    const left = Math.min(burst, filled);
    const allowed = left >= 1;
    // Back to the young end: who was not seen for the longest time is forgotten first.
    this.#buckets.delete(key);
    keep(this.#buckets, key, { left: allowed ? left - 1 : left, at_ms: now_ms });
    return { allowed, wait_ms: allowed ? 0 : ((1 - left) / per_s) * 1_000 };
  }
}

interface Gauge {
  rule: LimitRule;
  window: SlidingWindow;
  identity: TokenBucket | undefined;
  address: TokenBucket | undefined;
}

export function rateLimiter(limits: Limits, now = () => performance.now()): RateLimiter {
  const gauges = new Map(
    Object.entries(limits).map(([name, rule]): [string, Gauge] => {
      const { identity, address } = rule.pace ?? {};
      return [
        name,
        {
          rule,
          window: new SlidingWindow(rule),
          identity: identity && new TokenBucket(identity),
          address: address && new TokenBucket(address),
        },
      ];
    }),
  );
  return {
    take: (name, caller) => {
      const gauge = gauges.get(name);
      if (gauge === undefined) throw new Error(`no limit is called '${name}'`);
      return verdictOf(name, gauge, { caller, now_ms: now() });
    },
  };
}

function verdictOf(name: LimitName, gauge: Gauge, of: { caller: Caller; now_ms: number }): Verdict {
  const { rule, window, identity, address } = gauge;
  const { caller, now_ms } = of;
  if (address !== undefined) {
    const { allowed, wait_ms } = address.take(caller.address, now_ms);
    if (!allowed) return tooFast(name, { pace: rule.pace?.address, by: 'address', wait_ms });
  }
  if (identity !== undefined && caller.identity !== undefined) {
    const { allowed, wait_ms } = identity.take(caller.identity, now_ms);
    if (!allowed) return tooFast(name, { pace: rule.pace?.identity, by: 'identity', wait_ms });
  }
  const by = caller.identity === undefined ? 'address' : 'identity';
  const { allowed, left, wait_ms } = window.take(caller.identity ?? caller.address, now_ms);
  const { requests_max, window_s } = rule;
  return {
    allowed,
    policy: `"${name}";q=${requests_max};w=${window_s}`,
    state: `"${name}";r=${left};t=${Math.ceil(wait_ms / 1_000)}`,
    retryAfter_ms: Math.max(1, wait_ms),
    ...(allowed ? {} : { hit: { limit: name, requests_max, window_s, by } }),
  };
}

function tooFast(
  name: LimitName,
  of: { pace: Pace | undefined; by: 'address' | 'identity'; wait_ms: number },
): Verdict {
  const { by, wait_ms } = of;
  const { per_s, burst } = of.pace ?? { per_s: 1, burst: 1 };
  const limit = `${name}-pace`;
  const window_s = Math.max(1, Math.ceil(burst / per_s));
  return {
    allowed: false,
    policy: `"${limit}";q=${burst};w=${window_s}`,
    state: `"${limit}";r=0;t=${Math.ceil(wait_ms / 1_000)}`,
    retryAfter_ms: Math.max(1, wait_ms),
    hit: { limit, requests_max: burst, window_s, by },
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
