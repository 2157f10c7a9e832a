/**
 * The cart as this browser last saw it. The server owns it: prices, stock and totals come from
 * there. Only a changed quantity is shown before the answer, and taken back with its reason when
 * the server refuses.
 */
import type { ApiProblem } from '../../client/problem.ts';
import { problemIn } from '../../client/problem.ts';
import { newKey, type Client, type ReplyOf } from '../../client/request.ts';
import { store, type Store } from './store.ts';

export type Cart = ReplyOf<'GET /cart'>;
export type CartItem = Cart['items'][number];

export interface CartState {
  /** Null until it was read. */
  cart: Cart | null;
  /** Lines whose change is on its way. */
  busy: ReadonlySet<string>;
  /** Why the last change of a line was refused, by line. */
  refused: ReadonlyMap<string, ApiProblem>;
  /** Reading it failed. */
  problem: ApiProblem | null;
}

export interface Wish {
  productId: string;
  variantId: string;
  quantity: number;
  currency: string;
}

export interface CartStore {
  readonly state: Store<CartState>;
  load(): Promise<void>;
  /** Shows what another reply brought, for instance a loader's or a merge's. */
  take(cart: Cart): void;
  /** Throws ApiProblem; the caller shows it beside its button. */
  add(wish: Wish): Promise<Cart>;
  setQuantity(itemId: string, quantity: number): Promise<void>;
  /** Gives the removed line, so that it can be put back; null when it was refused. */
  remove(itemId: string): Promise<CartItem | null>;
  acceptChanges(itemId?: string): Promise<void>;
}

const NOBODY: CartState = { cart: null, busy: new Set(), refused: new Map(), problem: null };

export function createCart(api: Client, channel: Pick<BroadcastChannel, 'postMessage'>): CartStore {
  return new BrowserCart(api, channel);
}

class BrowserCart implements CartStore {
  readonly state = store<CartState>(NOBODY);
  readonly #api: Client;
  readonly #channel: Pick<BroadcastChannel, 'postMessage'>;
  /** Quantities asked for while an earlier one is on its way: only the last counts. */
  readonly #wanted = new Map<string, number>();
  /** Keys of things whose adding was never answered: the next press asks for the same again. */
  readonly #unanswered = new Map<string, string>();

  constructor(api: Client, channel: Pick<BroadcastChannel, 'postMessage'>) {
    this.#api = api;
    this.#channel = channel;
  }

  async load(): Promise<void> {
    try {
      this.take(await this.#api.request('GET /cart', {}));
    } catch (error) {
      this.#patch({ problem: problemOrThrow(error) });
    }
  }

  take(cart: Cart): void {
    this.#patch({ cart, problem: null });
  }

  async add(wish: Wish): Promise<Cart> {
    const intent = JSON.stringify(wish);
    const key = this.#unanswered.get(intent) ?? newKey();
    this.#unanswered.set(intent, key);
    try {
      const cart = await this.#api.request('POST /cart/items', { body: wish, key });
      this.#unanswered.delete(intent);
      this.#changed(cart);
      return cart;
    } catch (error) {
      if (problemIn(error)?.status !== 0) this.#unanswered.delete(intent);
      throw error;
    }
  }

  async setQuantity(itemId: string, quantity: number): Promise<void> {
    const running = this.#wanted.has(itemId);
    this.#wanted.set(itemId, quantity);
    this.#show(itemId, quantity);
    if (running) return;
    while (this.#wanted.has(itemId)) {
      const asked = this.#wanted.get(itemId) ?? quantity;
      const cart = await this.#change(itemId, () =>
        this.#api.request('PUT /cart/items/{itemId}', {
          params: { itemId },
          body: { quantity: asked },
          key: newKey(),
        }),
      );
      if (this.#wanted.get(itemId) !== asked) continue;
      this.#wanted.delete(itemId);
      if (cart === null) await this.load();
      else this.#changed(cart);
    }
  }

  async remove(itemId: string): Promise<CartItem | null> {
    const line = this.state.get().cart?.items.find((item) => item.itemId === itemId) ?? null;
    const cart = await this.#change(itemId, () =>
      this.#api.request('DELETE /cart/items/{itemId}', { params: { itemId }, key: newKey() }),
    );
    if (cart === null) return null;
    this.#changed(cart);
    return line;
  }

  async acceptChanges(itemId?: string): Promise<void> {
    const query = itemId === undefined ? {} : { itemId };
    const cart = await this.#change(itemId ?? '', () =>
      this.#api.request('POST /cart/accept-changes', { query, key: newKey() }),
    );
    if (cart !== null) this.#changed(cart);
  }

  async #change(itemId: string, send: () => Promise<Cart>): Promise<Cart | null> {
    const { busy, refused } = this.state.get();
    const calm = new Map(refused);
    calm.delete(itemId);
    this.#patch({ busy: new Set([...busy, itemId]), refused: calm });
    try {
      return await send();
    } catch (error) {
      const problem = problemOrThrow(error);
      this.#patch({ refused: new Map([...this.state.get().refused, [itemId, problem]]) });
      return null;
    } finally {
      const rest = new Set(this.state.get().busy);
      rest.delete(itemId);
      this.#patch({ busy: rest });
    }
  }

  /** The new quantity at once; totals stay the server's until it answers. */
  #show(itemId: string, quantity: number): void {
    const { cart } = this.state.get();
    if (cart === null) return;
    const items = cart.items.map((item) => (item.itemId === itemId ? { ...item, quantity } : item));
    this.#patch({ cart: { ...cart, items } });
  }

  #changed(cart: Cart): void {
    this.take(cart);
    this.#channel.postMessage('cart');
  }

  #patch(change: Partial<CartState>): void {
    this.state.set({ ...this.state.get(), ...change });
  }
}

function problemOrThrow(error: unknown): ApiProblem {
  const problem = problemIn(error);
  if (problem === null) throw error;
  return problem;
}
