// The read path: carts found for many callers in one statement, shown at the prices and stock of
// the moment, and without a neighbour that is away.
import { batch } from '#kernel/core/batch.ts';
import { Failure } from '#kernel/core/error.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { CallInput, CallOutput, Client } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { inventoryCalls } from '#services/inventory/contract.ts';
import type { CouponView, pricingCalls } from '#services/pricing/contract.ts';
import { again } from './again.ts';
import type { cartCalls } from './contract.ts';
import { viewCart, type Cart, type CartView } from './model.ts';
import * as store from './store.ts';

type Calls = (typeof cartCalls)['calls'];

const SIZES = { size_max: 500, queue_max: 50_000, inFlight_max: 1 };

export interface QueryDeps {
  ctx: RoomContext;
  pricing: Client<typeof pricingCalls>;
  inventory: Client<typeof inventoryCalls>;
}

export interface Shown extends CartView {
  cart: Cart;
  /** What could not be asked just now; prices are then those last seen. */
  unconfirmed: ('prices' | 'stock')[];
  /** What the coupon in the cart does; null: there is none, or it cannot be asked. */
  coupon: CouponView | null;
  /** What promotions take off, and the coupon where there is one. */
  off: Pick<CouponView, 'discount_minor' | 'freeShipping' | 'discounts'>;
}

/** Prices that were asked just now, and whether something is taken off carts at present. */
export interface Known {
  prices: ReadonlyMap<string, number>;
  promoted: boolean;
}

type Place = CallInput<(typeof pricingCalls)['calls']['offers']>['shipTo'];

export type Queries = ReturnType<typeof cartQueries>;

/** The read path. Prices and stock are asked on every view, never kept. */
export function cartQueries(deps: QueryDeps) {
  const { db } = deps.ctx;
  const finds = batch({
    name: 'cart.find',
    ...SIZES,
    run: (callers: store.Who[]) => store.findCarts(db, callers),
  });
  const owners = batch({
    name: 'cart.owner',
    ...SIZES,
    run: async (cartIds: string[]) => {
      const found = await store.readOwners(db, [...new Set(cartIds)]);
      return cartIds.map((id) => found.get(id) ?? null);
    },
  });
  const checkouts = checkoutLane(deps.ctx);

  /** The caller's active cart, if there is one. */
  async function find({ userId, hint }: store.Who): Promise<Cart | null> {
    if (userId === null && hint === null) return null;
    const cart = await finds.do({ userId, hint });
    return isRefusal(cart) ? null : cart;
  }

  /** Who a cart belongs to; null for an anonymous or unknown one. */
  async function ownerOf(cartId: string): Promise<string | null> {
    const owner = await owners.do(cartId);
    return isRefusal(owner) ? null : owner;
  }

  const show = (cart: Cart, of?: { known?: Known; place?: Place }) => showCart(deps, cart, of);

  async function byId(cartId: string): Promise<Cart | null> {
    const [cart] = await store.readCarts(db, [cartId]);
    return cart?.status === 'ACTIVE' ? cart : null;
  }

  return {
    find,
    ownerOf,
    show,
    byId,
    forCheckout: checkouts,
    free: (variantIds: string[]) => freeUnits(deps.inventory, variantIds),
    orNull: <T>(answer: Promise<T>) => orNull(deps.ctx, answer),
  };
}

const nothingOff = { discount_minor: 0, freeShipping: false, discounts: [] };

/** The cart at the prices and stock of this moment. `known`: prices the caller has just asked. */
async function showCart(
  { pricing, inventory, ctx }: QueryDeps,
  cart: Cart,
  { known = { prices: new Map(), promoted: false }, place }: { known?: Known; place?: Place } = {},
): Promise<Shown> {
  const variantIds = cart.lines.map((line) => line.variantId);
  const unknown = variantIds.filter((id) => !known.prices.has(id));
  const [asked, available, coupon] = await Promise.all([
    orNull(
      ctx,
      effectivePrices(pricing, {
        variantIds: unknown,
        currency: cart.currency,
        userId: cart.userId,
      }),
    ),
    orNull(ctx, freeUnits(inventory, variantIds)),
    cart.coupon === null ? null : orNull(ctx, couponOf(pricing, cart, cart.coupon)),
  ]);
  const prices = asked && new Map([...known.prices, ...asked.prices]);
  const view = viewCart(cart, { prices, available });
  const isPromoted = known.promoted || asked?.promoted === true;
  // With a coupon that counts, what comes off beside it is told by it.
  const off =
    coupon?.reason === null
      ? coupon
      : isPromoted && view.lines.length > 0
        ? await orNull(
            ctx,
            pricing.offers({ ...offerLines(cart, { prices, place }), shipTo: place }),
          )
        : null;
  const unconfirmed: Shown['unconfirmed'] = [];
  if (!prices) unconfirmed.push('prices');
  if (!available) unconfirmed.push('stock');
  return { cart, unconfirmed, coupon, off: off ?? nothingOff, ...view };
}

/** A view does without a neighbour that is away; a bug still is one. */
async function orNull<T>(ctx: RoomContext, answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    ctx.log.warn({ code: thrown.code }, 'cart shown without a neighbour');
    return null;
  }
}

/** Effective unit prices; variants without a price in this currency are missing. */
export async function effectivePrices(
  pricing: Client<typeof pricingCalls>,
  asked: { variantIds: readonly string[]; currency: string; userId: string | null },
): Promise<Known> {
  const variantIds = [...new Set(asked.variantIds)];
  if (variantIds.length === 0) return { prices: new Map(), promoted: false };
  const who = asked.userId === null ? {} : { userId: asked.userId };
  const answer = await pricing.prices({ variantIds, currency: asked.currency, ...who });
  if (isRefusal(answer)) return { prices: new Map(), promoted: false };
  const prices = new Map(answer.prices.map((one) => [one.variantId, one.effective_minor]));
  return { prices, promoted: answer.promoted };
}

async function freeUnits(
  inventory: Client<typeof inventoryCalls>,
  variantIds: string[],
): Promise<Map<string, number>> {
  if (variantIds.length === 0) return new Map();
  const answer = await inventory.availability({ variantIds });
  if (isRefusal(answer)) return new Map();
  return new Map(answer.items.map((one) => [one.variantId, one.available]));
}

/** What a coupon does to the lines of a cart that can be ordered. */
async function couponOf(
  pricing: Client<typeof pricingCalls>,
  cart: Cart,
  code: string,
): Promise<CouponView | null> {
  const answer = await pricing.coupon({ code, ...couponLines(cart) });
  return isRefusal(answer) ? null : answer.coupon;
}

/** Where it goes may change what units cost; else they cost what was just said. */
function offerLines(
  cart: Cart,
  { prices, place }: { prices: ReadonlyMap<string, number> | null; place: Place | undefined },
) {
  const asked = couponLines(cart);
  if (prices === null || place !== undefined) return asked;
  const lines = asked.lines.flatMap((line) => {
    const unit_minor = prices.get(line.variantId);
    return unit_minor === undefined ? [] : [{ ...line, unit_minor }];
  });
  return { ...asked, lines };
}

export function couponLines({ userId, currency, lines }: Cart) {
  const sold = lines.filter((line) => line.active);
  return {
    userId,
    currency,
    lines: sold.map(({ variantId, productId, sellerId, quantity }) => {
      return { variantId, productId, sellerId, quantity };
    }),
  };
}

type ForCheckout = (
  input: CallInput<Calls['forCheckout']>,
) => Promise<CallOutput<Calls['forCheckout']>>;

/** The lines to order: one select for many checkouts, one more when carts must be claimed. */
function checkoutLane({ db }: RoomContext): ForCheckout {
  const lane = batch({
    name: 'cart.for-checkout',
    ...SIZES,
    run: async (items: CallInput<Calls['forCheckout']>[]) => {
      const read = async (ids: Iterable<string>) => store.readCarts(db, [...new Set(ids)]);
      const carts = new Map<string, store.StoredCart>();
      const keep = (list: store.StoredCart[]) =>
        list.forEach((cart) => carts.set(cart.cartId, cart));
      keep(await read(items.map((one) => one.cartId)));
      const claims = items.filter(({ cartId }) => {
        const cart = carts.get(cartId);
        return cart?.status === 'ACTIVE' && cart.userId === null && cart.buyerId === null;
      });
      if (claims.length > 0) {
        await again(() => store.claimCarts(db, claims));
        keep(await read(claims.map((one) => one.cartId)));
      }
      return items.map(({ cartId, userId }) => checkoutOf(carts.get(cartId), userId));
    },
  });
  return async (input) => (await lane.do(input)) as CallOutput<Calls['forCheckout']>;
}

type CheckoutRefusal = Refusal<
  'cart-not-found' | 'cart-empty' | 'cart-converted' | 'variant-not-sellable'
>;

function checkoutOf(
  cart: store.StoredCart | undefined,
  userId: string,
): Exclude<CallOutput<Calls['forCheckout']>, Refusal> | CheckoutRefusal {
  if (!cart || (cart.userId ?? cart.buyerId) !== userId || cart.status === 'MERGED') {
    return refuse('cart-not-found');
  }
  const { cartId, currency, version, orderId } = cart;
  if (cart.status === 'CONVERTED') return refuse('cart-converted', { cartId, orderId });
  if (cart.lines.length === 0) return refuse('cart-empty', { cartId });
  const gone = cart.lines.filter((line) => !line.active);
  if (gone.length > 0) {
    return refuse('variant-not-sellable', {
      items: gone.map(({ itemId, variantId, name }) => ({ itemId, variantId, name })),
    });
  }
  const lines = cart.lines.map(
    ({
      itemId,
      variantId,
      productId,
      sellerId,
      quantity,
      seen_minor,
      weight_g,
      size_mm,
      taxClass,
      name,
      imageUrl,
    }) => ({
      itemId,
      variantId,
      productId,
      sellerId,
      quantity,
      seen_minor,
      weight_g,
      ...(size_mm ? { size_mm } : {}),
      ...(taxClass ? { taxClass } : {}),
      name,
      imageUrl,
    }),
  );
  const coupon = cart.coupon === null ? {} : { coupon: cart.coupon };
  return { cartId, userId, currency, version, lines, ...coupon };
}
