// Saved for later: lines that leave the cart and are kept with the price they were seen at, until
// they are wanted again. Under the user's id, or under an anonymous cart's until somebody signs in.
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import { toMajor } from '#kernel/core/money.ts';
import { addOne, type Caller, type CommandDeps } from './commands.ts';
import { savedPerOwner_max } from './contract.ts';
import { guestCart_days } from './model.ts';
import type { Cart } from './model.ts';
import { effectivePrices, type Queries } from './queries.ts';
import * as saved from './store-saved.ts';
import * as store from './store.ts';

export interface SavedDeps extends CommandDeps {
  queries: Queries;
}

export type Saved = ReturnType<typeof savedForLater>;

/** A refusal that must take back what its transaction did. */
class Undone extends Error {
  readonly refusal: Refusal | store.AddResult;
  constructor(refusal: Refusal | store.AddResult) {
    super('undone');
    this.refusal = refusal;
  }
}

export function savedForLater(deps: SavedDeps) {
  const { ctx, queries } = deps;
  const { db } = ctx;

  /** The rows of a caller; what an earlier identity of theirs put aside becomes their own. */
  async function rowsOf(caller: Caller): Promise<saved.SavedRow[]> {
    const { userId, account } = caller;
    const cartIds = caller.hint === null ? [] : [caller.hint];
    if (userId !== null) {
      const cart = await queries.find(caller);
      if (cart && cart.cartId !== caller.hint) cartIds.push(cart.cartId);
    }
    const keys = { userId, cartIds };
    const rows = await saved.readSaved(db, keys);
    const strange = rows.some((row) => row.owner !== userId || (account && row.passes));
    if (userId === null || !strange) return rows;
    await saved.adoptSaved(db, { userId, cartIds, keep_days: account ? null : guestCart_days });
    return (await saved.readSaved(db, keys)).filter((row) => row.owner === userId);
  }

  async function find(caller: Caller, itemId: string): Promise<saved.SavedRow | undefined> {
    return (await rowsOf(caller)).find((row) => row.itemId === itemId);
  }

  return {
    /** What was put aside, at the prices and stock of this moment. */
    show: async (caller: Caller) => shownOf(deps, await rowsOf(caller), caller.userId),
    /** Moves a line out of the cart. Refusals: cart-not-found, cart-item-not-found, saved-limit. */
    async putAside(caller: Caller, itemId: string): Promise<Cart | Refusal> {
      const cart = await queries.find(caller);
      if (!cart) return refuse('cart-not-found');
      const { cartId } = cart;
      const owner = caller.userId ?? cartId;
      const keep_days = caller.account ? null : guestCart_days;
      const done = await undoable(() =>
        db.tx(async (tx) => {
          const put = await saved.putAside(tx, { cartId, itemId, owner, keep_days });
          if (put === 'no-item') return refuse('cart-item-not-found');
          if (put === 'full') throw new Undone(refuse('saved-limit', { max: savedPerOwner_max }));
          return put;
        }),
      );
      if (isRefusal(done)) return done;
      return (await queries.byId(cartId)) ?? refuse('cart-not-found');
    },
    /** Puts it back into the cart at the price of this moment, all or nothing. */
    async moveBack(caller: Caller, itemId: string) {
      const row = await find(caller, itemId);
      if (!row) return refuse('cart-item-not-found');
      const { productId, variantId, quantity, currency, owner } = row;
      const put = async (add: Parameters<typeof store.addBatch>[1][number]['add']) =>
        (await undoable(() =>
          db.tx(async (tx) => {
            if (!(await saved.dropSaved(tx, owner, itemId))) return refuse('cart-item-not-found');
            const [result] = await store.addBatch(tx, [{ caller: 'one', add }]);
            if (result?.kind !== 'added') throw new Undone(result ?? { kind: 'gone' });
            return result;
          }),
        )) as store.AddResult | Refusal;
      return addOne({ ...deps, put }, caller, { productId, variantId, quantity, currency });
    },
    /** Forgets it. */
    async drop(caller: Caller, itemId: string): Promise<Refusal | 'gone'> {
      const row = await find(caller, itemId);
      if (!row) return refuse('cart-item-not-found');
      await saved.dropSaved(db, row.owner, itemId);
      return 'gone';
    },
  };
}

async function undoable<T>(work: () => Promise<T>): Promise<T | Refusal | store.AddResult> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof Undone) return thrown.refusal;
    throw thrown;
  }
}

/** With what is true now; `null` where the room that knows could not be asked. */
async function shownOf(
  { pricing, queries }: SavedDeps,
  rows: readonly saved.SavedRow[],
  userId: string | null,
) {
  const currencies = [...new Set(rows.map((row) => row.currency))];
  const variantIds = rows.map((row) => row.variantId);
  const [available, ...prices] = await Promise.all([
    queries.orNull(queries.free(variantIds)),
    ...currencies.map((currency) =>
      queries.orNull(
        effectivePrices(pricing, {
          variantIds: rows.filter((row) => row.currency === currency).map((row) => row.variantId),
          currency,
          userId,
        }),
      ),
    ),
  ]);
  const items = rows.map((row) => {
    const known = prices[currencies.indexOf(row.currency)] ?? null;
    const now = known?.prices.get(row.variantId);
    const free = available === null ? null : (available.get(row.variantId) ?? 0);
    const sellable = row.active && (known === null || now !== undefined);
    const { itemId, productId, variantId, sellerId, sku, name, imageUrl, quantity } = row;
    return {
      itemId,
      productId,
      variantId,
      sellerId,
      sku,
      name,
      imageUrl,
      quantity,
      currency: row.currency,
      savedPrice: toMajor(row.seen_minor, row.currency),
      unitPrice: now === undefined ? null : toMajor(now, row.currency),
      available: free,
      inStock: free === null ? null : sellable && free > 0,
      sellable,
      savedAt: row.savedAt.toISOString(),
      notices: noticesOf({ was: row.seen_minor, now, free, sellable }),
    };
  });
  const unconfirmed = [
    ...(prices.includes(null) ? ['prices'] : []),
    ...(available === null ? ['stock'] : []),
  ];
  return { items, unconfirmed };
}

function noticesOf(of: {
  was: number;
  now: number | undefined;
  free: number | null;
  sellable: boolean;
}): string[] {
  const { was, now, free, sellable } = of;
  if (!sellable) return ['removed'];
  const price = now === undefined || now === was ? [] : [now > was ? 'price-rose' : 'price-fell'];
  return free === 0 ? [...price, 'out-of-stock'] : price;
}
