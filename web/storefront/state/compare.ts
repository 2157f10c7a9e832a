/** What this browser has put side by side to compare; kept here and nowhere else. */
import { storage } from '../browser-app.ts';
import { store, type Store } from './store.ts';

export interface Compared {
  slug: string;
  name: string;
  imageUrl: string | null;
}

export const compared_max = 4;
const mark = 'trueshelf.compare';

/** Empty until `recallCompared`, and always on the server. */
const list: Store<readonly Compared[]> = store<readonly Compared[]>([]);
/** Somebody wanted one more than can be compared. */
const full: Store<boolean> = store(false);

export const comparedList = (): Store<readonly Compared[]> => list;
export const comparedFull = (): Store<boolean> => full;

function isCompared(one: unknown): one is Compared {
  const { slug, name } = (one ?? {}) as Partial<Compared>;
  return typeof slug === 'string' && typeof name === 'string';
}

/** Reads what is kept; after the page has come to life, and when another tab changed it. */
export function recallCompared(): void {
  try {
    const kept = JSON.parse(storage().getItem(mark) ?? '[]') as unknown;
    const known = Array.isArray(kept) ? kept.filter(isCompared).slice(0, compared_max) : [];
    const same =
      known.map((one) => one.slug).join() ===
      list
        .get()
        .map((one) => one.slug)
        .join();
    if (!same) list.set(known);
  } catch {
    list.set([]);
  }
}

function keep(next: readonly Compared[]): void {
  full.set(false);
  list.set(next);
  try {
    storage().setItem(mark, JSON.stringify(next));
  } catch {
    // Full storage: then it is for this page only.
  }
}

/** Takes it in or out; beyond the most that can be compared nothing changes but the notice. */
export function toggleCompared(one: Compared): void {
  recallCompared();
  const others = list.get().filter(({ slug }) => slug !== one.slug);
  if (others.length < list.get().length) keep(others);
  else if (others.length < compared_max) {
    const { slug, name, imageUrl } = one;
    keep([...others, { slug, name, imageUrl }]);
  } else full.set(true);
}

export const clearCompared = (): void => keep([]);
/** What a page shows side by side is what is marked from now on. */
export const keepCompared = (these: readonly Compared[]): void => keep(these);

/** The page that compares these; its address is its whole state. */
export function compareAddress(
  slugs: readonly string[],
  more: Record<string, string> = {},
): string {
  const extra = new URLSearchParams(more).toString();
  // Slugs hold nothing that an address must escape.
  const items = slugs.length === 0 ? '' : `items=${slugs.join(',')}`;
  const query = [items, extra].filter((part) => part !== '').join('&');
  return query === '' ? '/compare' : `/compare?${query}`;
}
