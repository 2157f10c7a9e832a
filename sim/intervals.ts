// What must be true of stock at every instant, from the histories of clients alone: H1, nobody was
// promised what was not there; H2, nobody was refused what was there all the while; H3, how much is
// left was told as it was at some moment of the request.
import type { StockSample } from './stock-watch.ts';

/** Steps of the simulation in which a request was under way. */
export interface Span {
  from: number;
  to: number;
}

interface Claim {
  /** Of the checkout or the order. */
  id: string;
  userId: string;
  variantId: string;
  units: number;
  from_us: number;
  /** The first moment at which it may be over. */
  to_us: number;
}

export interface Refusal {
  userId: string;
  span: Span;
  items: { variantId: string; requested: number; available: number }[];
}

interface Misjudged {
  code: 'H2' | 'H3';
  detail: string;
}

export class Intervals {
  readonly #claims: Claim[] = [];
  readonly #claimed = new Set<string>();
  /** Since when a checkout or order may be over, also of what nobody was told of yet. */
  readonly #ends = new Map<string, number>();
  readonly #supply: { variantId: string; units: number; at_us: number }[] = [];
  readonly #refusals: Refusal[] = [];
  readonly #unsure = new Set<string>();

  /** Somebody was told that units are theirs, at least for so long and until they do something. */
  claim(
    of: Pick<Claim, 'id' | 'userId' | 'from_us' | 'to_us'>,
    items: readonly { variantId: string; quantity: number }[],
  ): void {
    // What was given up once is not claimed again by a late answer.
    if (this.#claimed.has(of.id)) return;
    this.#claimed.add(of.id);
    // Somebody else may have been cancelling it while its owner was told of it.
    const to_us = Math.min(of.to_us, this.#ends.get(of.id) ?? of.to_us);
    for (const { variantId, quantity: units } of items) {
      this.#claims.push({ ...of, to_us, variantId, units });
    }
  }

  /** What was claimed by this checkout or order, for the order that it becomes. */
  itemsOf(id: string): { variantId: string; quantity: number }[] {
    const mine = this.#claims.filter((claim) => claim.id === id);
    return mine.map(({ variantId, units: quantity }) => ({ variantId, quantity }));
  }

  /** From now on it may be over: a request about it is under way. */
  end(which: { id: string } | { userId: string }, at_us: number): void {
    if ('id' in which && !this.#ends.has(which.id)) this.#ends.set(which.id, at_us);
    for (const claim of this.#claims) {
      // A new checkout takes the place of an older one, never that of an order.
      const isMeant =
        'id' in which
          ? claim.id === which.id
          : claim.userId === which.userId && claim.id.startsWith('chk_');
      if (isMeant) claim.to_us = Math.min(claim.to_us, at_us);
    }
  }

  /** Units that may be there from now on, or that are surely gone. */
  supply(variantId: string, units: number, at_us: number): void {
    this.#supply.push({ variantId, units, at_us });
  }

  /** They may hold units that they were not told of: an answer did not come, or two tabs asked. */
  unsure(userId: string): void {
    this.#unsure.add(userId);
  }

  refuse(refusal: Refusal): void {
    this.#refusals.push(refusal);
  }

  /** H1: at no instant more units are surely somebody's than can have been there. */
  oversold(things: readonly { variantId: string; stock: readonly number[] }[]): string[] {
    const found: string[] = [];
    for (const { variantId, stock } of things) {
      const claims = this.#claims.filter((claim) => claim.variantId === variantId);
      const supply = this.#supply.filter((one) => one.variantId === variantId);
      const first = stock.reduce((sum, units) => sum + units, 0);
      for (const { from_us: at_us } of claims) {
        const theirs = claims.filter((claim) => claim.from_us <= at_us && at_us < claim.to_us);
        const units = theirs.reduce((sum, claim) => sum + claim.units, 0);
        const came = supply.filter((one) => one.at_us <= at_us);
        const most = came.reduce((sum, one) => sum + one.units, first);
        if (units > most) found.push(`${variantId} at ${at_us}: ${units} were promised of ${most}`);
      }
    }
    return found;
  }

  /** H2 and H3: refusals that no moment of their request explains. */
  misjudged(history: readonly StockSample[]): Misjudged[] {
    return this.#refusals.flatMap(({ userId, span, items }) =>
      items.flatMap(({ variantId, requested, available }): Misjudged[] => {
        const free = freeDuring(history, span, variantId);
        if (free.length === 0) return [];
        const least = Math.min(...free);
        // A shopper's own older checkout gives way: its units count as free for them.
        const own = this.#claims.filter(
          (claim) => claim.userId === userId && claim.variantId === variantId,
        );
        const known = own.reduce((sum, claim) => sum + claim.units, Math.max(...free));
        const most = this.#unsure.has(userId) ? Number.POSITIVE_INFINITY : known;
        const where = `${variantId}, steps ${span.from} to ${span.to}`;
        if (least >= requested) {
          return [{ code: 'H2', detail: `${where}: ${requested} refused, ${least} free` }];
        }
        if (available < least || available > most) {
          const told = `${available} told, ${least} to ${most} free`;
          return [{ code: 'H3', detail: `${where}: ${told}` }];
        }
        return [];
      }),
    );
  }
}

/** How many units were free at each moment of a span, beginning with how it stood before. */
function freeDuring(history: readonly StockSample[], { from, to }: Span, of: string): number[] {
  const before = history.findLast(({ step }) => step <= from);
  const during = history.filter(({ step }) => step > from && step <= to);
  return [...(before === undefined ? [] : [before]), ...during].map(
    ({ free }) => free.get(of) ?? 0,
  );
}
