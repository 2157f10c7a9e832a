/** What variants cost when this browser looked at them last; kept here and nowhere else. */
import { storage } from '../../browser-app.ts';

const mark = 'trueshelf.prices';
const kept_max = 40;

export interface Look {
  variantId: string;
  currency: string;
  price: number;
  /** When, by the clock of this device. */
  at_ms: number;
}

function isLook(value: unknown): value is Look {
  if (typeof value !== 'object' || value === null) return false;
  const { variantId, currency, price, at_ms } = value as Record<string, unknown>;
  const texts = typeof variantId === 'string' && typeof currency === 'string';
  return texts && typeof price === 'number' && typeof at_ms === 'number';
}

function looks(): Look[] {
  try {
    const list = JSON.parse(storage().getItem(mark) ?? '[]') as unknown;
    return Array.isArray(list) ? list.filter(isLook) : [];
  } catch {
    return [];
  }
}

/** Remembers what it costs now; gives what it cost at the look before, in the same currency. */
export function lookedAt(now: Look): Look | null {
  const isSame = (one: Look) => one.variantId === now.variantId && one.currency === now.currency;
  const known = looks();
  try {
    const others = known.filter((one) => !isSame(one));
    storage().setItem(mark, JSON.stringify([now, ...others].slice(0, kept_max)));
  } catch {
    // Full storage: then it is not remembered.
  }
  return known.find(isSame) ?? null;
}
