import { eventMeta } from '#kernel/core/context.ts';
import { failpoint } from '#kernel/core/failpoint.ts';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { CallInput, CallOutput } from '#kernel/http/contract.ts';
import { again } from './again.ts';
import type { CommandDeps } from './commands.ts';
import type { cartCalls, Change } from './contract.ts';
import { endedCart_days, guestCart_days, mergeLines, type Line } from './model.ts';
import { effectivePrices } from './queries.ts';
import * as store from './store-merge.ts';
import type { StoredCart } from './store.ts';
import { adoptSaved } from './store-saved.ts';

type Merge = (typeof cartCalls)['calls']['merge'];

/** Prices in the currency of the target, for lines that come from a cart in another one. */
type Prices = ReadonlyMap<string, number>;

/**
 * Brings an anonymous and a guest's cart into the user's. One transaction: a merge that is cut
 * off leaves all carts as they were. A repeat finds the sources ended and changes nothing.
 */
export function cartMerge({ ctx, pricing }: Omit<CommandDeps, 'copies'>) {
  const { db, outbox } = ctx;
  return async (
    input: CallInput<Merge>,
    { account = true }: { account?: boolean } = {},
  ): Promise<CallOutput<Merge>> => {
    const { fromCartId = null, fromUserId = null, userId } = input;
    const keys = { fromCartId, fromUserId: fromUserId === userId ? null : fromUserId, userId };
    const meta = eventMeta();
    // Prices are asked before: no transaction is open across a call.
    const plan = partsOf(await store.readForMerge(db, keys), keys);
    const strange = plan.sources.filter((cart) => cart.currency !== plan.currency);
    const variantIds = strange.flatMap((cart) => cart.lines.map((line) => line.variantId));
    const prices: Prices =
      variantIds.length > 0
        ? (await effectivePrices(pricing, { variantIds, currency: plan.currency, userId })).prices
        : new Map();
    const merged = await again(() => db.tx((tx) => mergeIn(tx, { keys, prices, account, meta })));
    outbox.poke();
    return merged;
  };
}

interface Work {
  keys: store.MergeKeys;
  prices: Prices;
  /** The user is an account: the cart has no end. */
  account: boolean;
  meta: string;
}

async function mergeIn(
  tx: Sql,
  { keys, prices, account, meta }: Work,
): Promise<{ cartId: string; changes: Change[] } | Refusal<'cart-not-found'>> {
  const { userId } = keys;
  const { own, sources, known, currency } = partsOf(await store.lockForMerge(tx, keys), keys);
  await adoptSaved(tx, {
    userId,
    cartIds: keys.fromCartId === null ? [] : [keys.fromCartId],
    guestIds: keys.fromUserId === null ? [] : [keys.fromUserId],
    keep_days: account ? null : guestCart_days,
  });
  const target = own ?? sources.shift();
  if (!target || (!known && sources.length === 0)) return refuse('cart-not-found');
  if (target.userId !== userId) {
    const keep_days = account ? null : guestCart_days;
    await store.adoptCart(tx, { cartId: target.cartId, userId, keep_days });
  }
  if (sources.length === 0) return { cartId: target.cartId, changes: [] };
  const [lines, unpriced] = priced(sources, { currency, prices });
  const { puts, changes } = mergeLines(target.lines, lines);
  await store.putLines(tx, target.cartId, puts);
  const coupon = target.coupon === null ? sources.find((one) => one.coupon !== null)?.coupon : null;
  if (coupon) await store.keepCoupon(tx, target.cartId, coupon);
  for (const { cartId } of sources) {
    failpoint('cart.merge.half');
    const intoCartId = target.cartId;
    await store.endMerged(tx, { cartId, intoCartId, userId, kept_days: endedCart_days, meta });
  }
  return { cartId: target.cartId, changes: [...changes, ...unpriced] };
}

interface Parts {
  own: StoredCart | undefined;
  /** Active carts to take lines from; the named one only if it is anonymous. */
  sources: StoredCart[];
  /** The named cart, if one was named, is a source, the user's own or in it by an earlier merge. */
  known: boolean;
  /** Of the cart that will have it all. */
  currency: string;
}

function partsOf(carts: readonly StoredCart[], keys: store.MergeKeys): Parts {
  const { userId, fromUserId, fromCartId } = keys;
  const active = carts.filter((cart) => cart.status === 'ACTIVE');
  const own = active.find((cart) => cart.userId === userId);
  const named = active.filter(
    (cart) =>
      cart.cartId === fromCartId &&
      cart.userId === null &&
      (cart.buyerId === null || cart.buyerId === userId),
  );
  const guests = active.filter((cart) => fromUserId !== null && cart.userId === fromUserId);
  const sources = [...named, ...guests];
  const known =
    fromCartId === null ||
    fromCartId === own?.cartId ||
    named.length > 0 ||
    carts.some((cart) => cart.cartId === fromCartId && cart.mergedInto === own?.cartId);
  const currency = (own ?? sources[0])?.currency ?? '';
  return { own, sources, known, currency };
}

/** Lines at prices of the target's currency; those without one stay behind and are told. */
function priced(
  sources: readonly StoredCart[],
  target: { currency: string; prices: Prices },
): [lines: Line[], dropped: Change[]] {
  const dropped: Change[] = [];
  const lines = sources.flatMap((cart) => {
    if (cart.currency === target.currency) return cart.lines;
    return cart.lines.flatMap((line) => {
      const unit_minor = target.prices.get(line.variantId);
      if (unit_minor !== undefined) {
        return [{ ...line, added_minor: unit_minor, seen_minor: unit_minor }];
      }
      const { itemId, variantId, name, quantity } = line;
      const about = { itemId, variantId, name, from: quantity, to: 0, available: null };
      dropped.push({ type: 'line-dropped', ...about });
      return [];
    });
  });
  return [lines, dropped];
}
