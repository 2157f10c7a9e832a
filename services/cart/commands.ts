// What shoppers do with their cart: adds of many callers share a statement, each at the price that
// was asked just before; one that does not fit is told why and changes nothing.
import { batch } from '#kernel/core/batch.ts';
import { newId, newSecretId } from '#kernel/core/id.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Db } from '#kernel/db/db.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { pricingCalls } from '#services/pricing/contract.ts';
import { again } from './again.ts';
import { linesPerCart_max, quantityPerLine_max } from './contract.ts';
import type { Copies } from './copies.ts';
import { groupAdds, guestCart_days, nextRound, splitGroup } from './model.ts';
import type { Add, AddGroup, Cart, Revision } from './model.ts';
import { effectivePrices, type Known } from './queries.ts';
import * as store from './store.ts';
import { expireSaved } from './store-saved.ts';

const SIZES = { size_max: 500, queue_max: 50_000 };
const EXPIRE_CARTS = 500;
/** Detours of one add: to the catalogue, to another currency, to a new cart; then give up. */
const ADD_TRIES = 5;

export interface Caller extends store.Who {
  /** An account: its cart has no end. */
  account: boolean;
  /** The client insists on the cart it names; a cookie only reminds. */
  strict: boolean;
}

export interface AddRequest {
  productId: string;
  variantId: string;
  quantity: number;
  /** Of a new cart; a cart that exists keeps its own. */
  currency: string;
}

export interface Added {
  cart: Cart;
  made: boolean;
  /** What the variant costs now, in the cart's currency. */
  known: Known;
}

export interface CommandDeps {
  ctx: RoomContext;
  copies: Copies;
  pricing: Client<typeof pricingCalls>;
}

export type Commands = ReturnType<typeof cartCommands>;

/** What shoppers do with their cart. */
export function cartCommands(deps: CommandDeps) {
  const { db } = deps.ctx;
  const lane = batch({
    name: 'cart.add',
    ...SIZES,
    inFlight_max: 1,
    run: (items: Add[]) => addMany(db, items),
  });

  const add = (caller: Caller, request: AddRequest) =>
    addOne({ ...deps, put: (item) => lane.do(item) }, caller, request);

  /**
   * Changes lines of the caller's cart, null for all of them; gives the cart's id. Refusals:
   * cart-not-found, cart-item-not-found, precondition-failed when the cart is not at `version`.
   */
  async function revise(
    caller: Caller,
    revisions: readonly Revision[] | null,
    version: number | null,
  ): Promise<string | Refusal> {
    const { userId, hint } = caller;
    const keep_days = caller.account ? null : guestCart_days;
    const done = await store.reviseCart(db, { userId, hint, version, revisions, keep_days });
    if (done.kind === 'done') return done.cartId;
    if (done.kind === 'stale') return refuse('precondition-failed');
    return refuse(done.kind === 'gone' ? 'cart-not-found' : 'cart-item-not-found');
  }

  /** Removes carts and saved lines past their time until none is left or the signal says stop. */
  async function expire(signal: AbortSignal): Promise<number> {
    let total = 0;
    for (;;) {
      const gone = await store.expireCarts(db, EXPIRE_CARTS);
      await expireSaved(db, EXPIRE_CARTS);
      total += gone;
      if (gone < EXPIRE_CARTS || signal.aborted) return total;
    }
  }

  return { add, revise, expire };
}

export type AddDeps = CommandDeps & { put(item: Add): Promise<store.AddResult | Refusal> };

/**
 * Adds units at the price of this moment, which is asked first, in the currency the cart
 * probably has: one price and one statement, both shared with others.
 */
export async function addOne(
  { copies, pricing, put }: AddDeps,
  caller: Caller,
  request: AddRequest,
): Promise<Added | Refusal> {
  const { productId, variantId, quantity } = request;
  let { currency } = request;
  let { hint } = caller;
  let learned = false;
  for (let turn = 0; turn < ADD_TRIES; turn += 1) {
    const asked = { variantIds: [variantId], currency, userId: caller.userId };
    const { prices, promoted } = await effectivePrices(pricing, asked);
    const unit_minor = prices.get(variantId);
    if (unit_minor === undefined) {
      const known = await copies.learn(variantId);
      return known
        ? refuse('price-missing', { variantIds: [variantId], currency })
        : refuse('variant-not-found', { variantId });
    }
    const done = await put({
      userId: caller.userId,
      hint,
      newCartId: newSecretId('cart'),
      itemId: newId('item'),
      currency,
      keep_days: caller.account ? null : guestCart_days,
      productId,
      variantId,
      quantity,
      unit_minor,
    });
    if (isRefusal(done)) return done;
    if (done.kind === 'added')
      return { cart: done.cart, made: done.made, known: { prices, promoted } };
    if (done.kind === 'currency') currency = done.currency;
    else if (done.kind === 'gone') {
      if (caller.userId === null && caller.strict) return refuse('cart-not-found');
      hint = null;
    } else if (done.kind !== 'unknown' || learned) return refusalOf(done, variantId);
    else {
      learned = true;
      if (!(await copies.learn(variantId))) return refuse('variant-not-found', { variantId });
    }
  }
  return refuse('cart-not-found');
}

function refusalOf(done: Exclude<store.AddResult, { kind: 'added' }>, variantId: string): Refusal {
  if (done.kind === 'quantity') {
    return refuse('quantity-limit', {
      variantId,
      have: done.have,
      quantityMax: quantityPerLine_max,
    });
  }
  if (done.kind === 'lines') return refuse('line-limit', { linesMax: linesPerCart_max });
  if (done.kind === 'inactive') return refuse('variant-not-sellable', { items: [{ variantId }] });
  return refuse('variant-not-found', { variantId });
}

/**
 * Adds of many callers. Those of one line go as one sum; when the sum is over the limit they go
 * one by one, so that as many succeed as fit.
 */
export async function addMany(db: Db, adds: Add[]): Promise<(store.AddResult | Error)[]> {
  const results: (store.AddResult | Error)[] = adds.map(() => ({ kind: 'gone' }));
  let [round, waiting] = nextRound(groupAdds(adds));
  let first = true;
  while (round.length > 0) {
    const answers = await runRound(db, round, first);
    first = false;
    const split: AddGroup[] = [];
    for (const [index, group] of round.entries()) {
      const answer = answers[index] ?? { kind: 'gone' as const };
      const tooMany = !(answer instanceof Error) && answer.kind === 'quantity';
      if (tooMany && group.members.length > 1) split.push(...splitGroup(group, adds));
      else for (const member of group.members) results[member] = answer;
    }
    [round, waiting] = nextRound([...split, ...waiting]);
  }
  return results;
}

/**
 * Once a round is committed, an error must not reach the batch, which would run it all again:
 * in later rounds it is the answer of that round's members.
 */
async function runRound(
  db: Db,
  groups: readonly AddGroup[],
  first: boolean,
): Promise<(store.AddResult | Error)[]> {
  try {
    return await again(() => store.addBatch(db, groups));
  } catch (thrown) {
    if (first) throw thrown;
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    return groups.map(() => error);
  }
}
