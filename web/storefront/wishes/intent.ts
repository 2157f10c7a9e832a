/** What somebody pressed before signing in; it is done when they come back. */
import { storage } from '../browser-app.ts';

export interface Intent {
  productId: string;
  variantId: string;
  name: string;
}

const mark = 'trueshelf.wish';
/** Who comes back later has forgotten what it was. */
const kept_ms = 30 * 60_000;

export function keepIntent({ productId, variantId, name }: Intent, now_ms: number): void {
  const text = JSON.stringify({ productId, variantId, name, at_ms: now_ms });
  try {
    storage().setItem(mark, text);
  } catch {
    // Storage that is full or refused: then it has to be pressed again.
  }
}

/** Gives it once. */
export function takeIntent(now_ms: number): Intent | null {
  const text = storage().getItem(mark);
  if (text === null) return null;
  storage().removeItem(mark);
  return intentIn(text, now_ms);
}

/** What a kept text says; null for what is too old, or not ours. Pure. */
export function intentIn(text: string, now_ms: number): Intent | null {
  try {
    const found = JSON.parse(text) as Record<string, unknown> | null;
    const { productId, variantId, name, at_ms } = found ?? {};
    const texts = [productId, variantId, name];
    if (!texts.every((one) => typeof one === 'string') || typeof at_ms !== 'number') return null;
    const age_ms = now_ms - at_ms;
    if (age_ms < 0 || age_ms > kept_ms) return null;
    return { productId, variantId, name } as Intent;
  } catch {
    return null;
  }
}
