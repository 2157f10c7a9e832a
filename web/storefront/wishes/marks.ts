/**
 * Which of the products on screen stand on the reader's wishlists. What hearts ask for in one
 * moment goes as one request; what somebody presses shows at once and is taken back if refused.
 */
import type { Client } from '../../client/request.ts';
import { store, type Store } from '../state/store.ts';

export interface Mark {
  productId: string;
  variantId: string;
  itemId: string;
}

/** By product; a product that is not in it was not asked about. */
export type Marks = ReadonlyMap<string, readonly Mark[]>;

const marks: Store<Marks> = store<Marks>(new Map());
let owner: string | null = null;
let wanted = new Set<string>();
let timer: ReturnType<typeof setTimeout> | undefined;

const gather_ms = 30;
const products_max = 100;

export const markList = (): Store<Marks> => marks;

/** Replaces what is known of one product. */
export function setMarks(productId: string, list: readonly Mark[]): void {
  marks.set(new Map(marks.get()).set(productId, list));
}

/** Asks about a product, together with all that are asked about in the same moment. */
export function wantMark(api: Client, userId: string, productId: string): void {
  if (owner !== userId) {
    owner = userId;
    marks.set(new Map());
    wanted = new Set();
  }
  if (marks.get().has(productId)) return;
  wanted.add(productId);
  timer ??= setTimeout(() => void ask(api), gather_ms);
}

async function ask(api: Client): Promise<void> {
  timer = undefined;
  const asked = [...wanted].slice(0, products_max);
  const asker = owner;
  for (const id of asked) wanted.delete(id);
  try {
    const query = { productIds: asked.join(',') };
    const { marks: found } = await api.request('GET /wishlist-items', { query });
    if (asker !== owner) return;
    const known = new Map(marks.get());
    // What was pressed meanwhile is newer.
    for (const id of asked) if (!known.has(id)) known.set(id, []);
    for (const mark of found) {
      const list = known.get(mark.productId) ?? [];
      if (!list.some(({ itemId }) => itemId === mark.itemId)) {
        known.set(mark.productId, [...list, mark]);
      }
    }
    marks.set(known);
  } catch {
    // A heart that is not filled says nothing wrong: pressing it finds what is there already.
  }
  if (wanted.size > 0) timer ??= setTimeout(() => void ask(api), gather_ms);
}
