/** What this browser searched for last; kept here and nowhere else. */
import { storage } from '../browser-app.ts';
import { store, type Store } from './store.ts';

const mark = 'trueshelf.searches';
const kept_max = 6;
const length_max = 100;

const none: readonly string[] = [];
/** Empty until `recall`, and always on the server. */
const searches: Store<readonly string[]> = store<readonly string[]>(none);

export function recentSearches(): Store<readonly string[]> {
  return searches;
}

/** Reads what is kept; after the page has come to life, and again when somebody looks. */
export function recallSearches(): void {
  try {
    const list = JSON.parse(storage().getItem(mark) ?? '[]') as unknown;
    const words = Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
    if (words.join('\n') !== searches.get().join('\n')) searches.set(words.slice(0, kept_max));
  } catch {
    searches.set(none);
  }
}

export function rememberSearch(query: string): void {
  const words = query.trim().slice(0, length_max);
  if (words === '') return;
  recallSearches();
  const others = searches.get().filter((one) => one.toLowerCase() !== words.toLowerCase());
  keep([words, ...others].slice(0, kept_max));
}

export function forgetSearch(query: string): void {
  keep(searches.get().filter((one) => one !== query));
}

export function forgetSearches(): void {
  keep(none);
}

function keep(list: readonly string[]): void {
  searches.set(list);
  try {
    if (list.length === 0) storage().removeItem(mark);
    else storage().setItem(mark, JSON.stringify(list));
  } catch {
    // Full storage: then they are remembered for this page only.
  }
}
