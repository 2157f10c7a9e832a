/** Ids of what this browser looked at last; kept here and nowhere else. */
import { storage } from '../browser-app.ts';

const mark = 'trueshelf.recent';
const kept_max = 12;

export function recentlyViewed(): string[] {
  try {
    const list = JSON.parse(storage().getItem(mark) ?? '[]') as unknown;
    return Array.isArray(list) ? list.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

export function rememberViewed(productId: string): void {
  const others = recentlyViewed().filter((id) => id !== productId);
  try {
    storage().setItem(mark, JSON.stringify([productId, ...others].slice(0, kept_max)));
  } catch {
    // Full storage: then it is not remembered.
  }
}
