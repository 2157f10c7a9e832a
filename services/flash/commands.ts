// What people do: join the line, claim a unit when it is their turn, begin a checkout with it.
// Each is an item of a batch; of each kind two batches are out at most, since all of them change
// the one row of their sale.
import { createHash } from 'node:crypto';
import { batch, type Batch } from '#kernel/core/batch.ts';
import { newId } from '#kernel/core/id.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { CallInput, CallOutput, Client } from '#kernel/http/contract.ts';
import type { Principal } from '#kernel/http/principal.ts';
import type { RoomContext } from '#kernel/service.ts';
import { usersPerCall_max, type identityCalls } from '#services/identity/contract.ts';
import type { TaxClass } from '#services/pricing/contract.ts';
import type { Board, Shown } from './board.ts';
import type { flashCalls } from './contract.ts';
import { addressKeyOf } from './model.ts';
import { readTicket, ticketText } from './model-ticket.ts';
import * as store from './store-line.ts';
import { waits as waitsOf } from './waits.ts';

type Calls = (typeof flashCalls)['calls'];
/**
 * Small enough that one batch is in the database while the one before is answered and the next is
 * read; of two, the second waits at the line's row.
 */
const SIZES = { size_max: 128, queue_max: 50_000, inFlight_max: 2 };

interface Needs {
  ctx: Pick<RoomContext, 'db' | 'clock'>;
  board: Board;
  identity: Client<typeof identityCalls>;
}

interface Place {
  ticket: string;
  number: number;
  joinedAt: Date;
}

export interface ClaimRequest {
  saleId: string;
  ticket: string;
  variantId: string;
  quantity: number;
}

export type Commands = ReturnType<typeof flashCommands>;

export function flashCommands(needs: Needs) {
  const desk = deskOf(needs);
  const tickets = ticketCommands(desk);
  return {
    shownSale: desk.shownSale,
    waits: desk.waits,
    ...tickets,
    ...claimCommands(desk, tickets.ticket),
    forCheckout: checkoutCommand(desk.take),
  };
}

/** What the commands share: sales on the board, who somebody is, the lanes. */
function deskOf({ ctx: { db, clock }, board, identity }: Needs) {
  const guests = guestsOf(identity);
  const lanes = lanesOf(db);
  const waits = waitsOf();
  const timed =
    <In, Out>(run: (item: In) => Promise<Out>) =>
    async (item: In): Promise<Out> => {
      const since_ms = clock.monotonic();
      const done = await run(item);
      waits.note(clock.monotonic() - since_ms);
      return done;
    };
  return {
    db,
    lanes,
    /** How long claims take, and beginnings of checkouts. */
    waits,
    claimed: timed((item: ClaimItem) => lanes.claim.do(item)),
    take: timed((item: store.Take) => lanes.take.do(item)),
    shownSale: (saleId: string): Shown | Refusal<'sale-not-found'> =>
      board.find(saleId) ?? refuse('sale-not-found', { saleId }),

    /** Who somebody is to the line: an account, or the mark of an address they have proved. */
    async personOf(
      principal: Pick<Principal, 'kind' | 'id'>,
    ): Promise<string | Refusal<'sale-identity-needed'>> {
      if (principal.kind === 'user') return principal.id;
      if (principal.kind !== 'guest') return refuse('sale-identity-needed');
      const email = await guests.do(principal.id);
      if (isRefusal(email)) return email as Refusal<'sale-identity-needed'>;
      return `mail:${createHash('sha256').update(email).digest('base64url')}`;
    },
  };
}

type Desk = ReturnType<typeof deskOf>;

function ticketCommands({ db, lanes, shownSale, personOf }: Desk) {
  const placeOf = (sale: Shown, person: string, joined: store.Joined): Place => {
    const { number, joinedAt } = joined;
    const { saleId, ticketKey } = sale;
    const ticket = ticketText(ticketKey, { saleId, number, joined_ms: joinedAt.getTime(), person });
    return { ticket, number, joinedAt };
  };
  return {
    /** A place in the line; who has one gets the same again. */
    async join(principal: Principal, saleId: string): Promise<Place | Refusal> {
      const sale = shownSale(saleId);
      if (isRefusal(sale)) return sale;
      const person = await personOf(principal);
      if (isRefusal(person)) return person;
      const joined = await lanes.join.do({ saleId, person, userId: principal.id });
      return isRefusal(joined) ? joined : placeOf(sale, person, joined);
    },

    /** The ticket that somebody has, also on a new device. */
    async ticket(principal: Principal, saleId: string): Promise<Place | Refusal> {
      const sale = shownSale(saleId);
      if (isRefusal(sale)) return sale;
      const person = await personOf(principal);
      if (isRefusal(person)) return person;
      const found = await store.readTicketOf(db, { saleId, person });
      return found ? placeOf(sale, person, found) : refuse('ticket-not-found', { saleId });
    },
  };
}

function claimCommands(
  { db, claimed, shownSale, personOf }: Desk,
  ticketFor: (principal: Principal, saleId: string) => Promise<Place | Refusal>,
) {
  return {
    /** A unit for whom it is the turn; who has claimed gets the same token again. */
    async claim(principal: Principal, request: ClaimRequest): Promise<store.TokenRow | Refusal> {
      const sale = shownSale(request.saleId);
      if (isRefusal(sale)) return sale;
      const person = await personOf(principal);
      if (isRefusal(person)) return person;
      const { saleId, ticketKey: key } = sale;
      const ticket = readTicket(request.ticket, { key, saleId, person });
      if (isRefusal(ticket)) return ticket;
      const { variantId, quantity } = request;
      const { number } = ticket;
      const rank = sale.line?.rankOf(number) ?? 0;
      const early = tooEarly(sale, rank, request);
      if (early) return early;
      const claim = { tokenId: newId('tok'), number, rank, userId: principal.id };
      const done = await claimed({ saleId, claim: { ...claim, variantId, quantity } });
      if (isRefusal(done)) return done;
      return done.token ?? claimRefusal(sale, { ...done, rank, variantId });
    },

    /** The token of the caller, in whatever state. */
    async token(principal: Principal, saleId: string): Promise<store.TokenRow | Refusal> {
      const found = await ticketFor(principal, saleId);
      if (isRefusal(found)) return found;
      const token = (await store.readTokensOf(db, saleId, [found.number])).get(found.number);
      return token ?? refuse('sale-token-not-valid', { saleId });
    },

    /** Gives a unit up before its time, so that the next in line gets it. */
    async giveUp(principal: Principal, saleId: string): Promise<Refusal | undefined> {
      const found = await ticketFor(principal, saleId);
      if (isRefusal(found)) return found;
      const of = { saleId, number: found.number, userId: principal.id };
      const done = await store.giveUpToken(db, of);
      return done ? undefined : refuse('sale-token-not-valid', { saleId });
    },
  };
}

/** See the contract. */
function checkoutCommand(take: Desk['take']) {
  return async (
    input: CallInput<Calls['forCheckout']>,
  ): Promise<CallOutput<Calls['forCheckout']>> => {
    const { tokenId, userId } = input;
    const addressKey = addressKeyOf(input.address);
    const taken = await take({ tokenId, userId, addressKey });
    if (isRefusal(taken)) return taken as Refusal<'sale-token-not-valid'>;
    const { outcome, token } = taken;
    if (outcome === 'gone' || !token) return refuse('sale-token-not-valid', { tokenId });
    if (outcome === 'address') return refuse('sale-address-limit', { max: token.perAddress });
    const { saleId, currency, expiresAt, now, quantity, taxClass, price_minor } = token;
    const { variantId, productId, sellerId, weight_g, name, imageUrl } = token;
    const line = { variantId, productId, sellerId, quantity, weight_g, name, imageUrl };
    const tax = taxClass === null ? {} : { taxClass: taxClass as TaxClass };
    return {
      saleId,
      tokenId,
      currency,
      hold_ms: Math.max(1, expiresAt.getTime() - now.getTime()),
      lines: [{ ...line, ...tax, seen_minor: price_minor }],
    };
  };
}

/** What is refused without a look at the database: the document says enough. */
function tooEarly(sale: Shown, rank: number, request: ClaimRequest): Refusal | undefined {
  const { state, line, mark, perPerson, items } = sale;
  if (request.quantity > perPerson) return refuse('sale-quantity-limit', { max: perPerson });
  if (!items.some((one) => one.variantId === request.variantId)) {
    return refuse('sale-item-not-found', { variantId: request.variantId });
  }
  if (state === 'ENDED' || line === null) return refuse('sale-closed', { state });
  const ahead = rank - mark.released;
  // The document may be half a second old; who is far behind need not ask the database.
  const soon = Math.ceil(mark.ratePerMinute / 60) + 1;
  return ahead >= soon ? refuse('sale-not-yet', { ahead }) : undefined;
}

function claimRefusal(
  sale: Shown,
  of: { outcome: store.ClaimOutcome; leftOver: number; rank: number; variantId: string },
): Refusal {
  const { outcome, leftOver: available, variantId } = of;
  const mayReturn = sale.mark.held;
  if (outcome === 'not-yet') {
    return refuse('sale-not-yet', { ahead: Math.max(0, of.rank - sale.mark.released) });
  }
  if (outcome === 'sold-out') return refuse('sale-sold-out', { available, mayReturn });
  if (outcome === 'turn-over') return refuse('sale-turn-over', { mayReturn });
  if (outcome === 'no-item') return refuse('sale-item-not-found', { variantId });
  return refuse('sale-closed', { state: sale.state });
}

interface Join {
  saleId: string;
  person: string;
  userId: string;
}

interface ClaimItem {
  saleId: string;
  claim: store.Claim;
}

interface Claimed {
  outcome: store.ClaimOutcome;
  leftOver: number;
  token: store.TokenRow | undefined;
}

const closed: Claimed = { outcome: 'closed', leftOver: 0, token: undefined };

interface Lanes {
  join: Batch<Join, store.Joined>;
  claim: Batch<ClaimItem, Claimed>;
  take: Batch<store.Take, store.Taken>;
}

function lanesOf(db: RoomContext['db']): Lanes {
  return {
    join: batch<Join, store.Joined>({
      name: 'flash.join',
      ...SIZES,
      run: async (items) => {
        const found = new Map<string, Map<string, store.Joined>>();
        for (const [saleId, own] of bySale(items)) {
          const people = firstOf(own, (one) => one.person);
          found.set(saleId, await store.joinLine(db, saleId, people));
        }
        return items.map(({ saleId, person }) => {
          const joined = found.get(saleId)?.get(person);
          return joined ?? (refuse('sale-closed', { saleId }) as Refusal);
        });
      },
    }),
    claim: batch<ClaimItem, Claimed>({
      name: 'flash.claim',
      ...SIZES,
      run: async (items) => {
        const done = new Map<ClaimItem, Claimed>();
        for (const [saleId, own] of bySale(items)) {
          for (const [item, one] of await claimMany(db, saleId, own)) done.set(item, one);
        }
        return items.map((item) => done.get(item) ?? closed);
      },
    }),
    take: batch<store.Take, store.Taken>({
      name: 'flash.take',
      ...SIZES,
      run: async (items) => {
        const distinct = firstOf(items, (one) => one.tokenId);
        const taken = await store.takeTokens(db, distinct);
        return items.map((item): store.Taken | Refusal => {
          const mine = distinct.find((one) => one.tokenId === item.tokenId);
          const isTheirs = mine?.userId === item.userId;
          const found = isTheirs ? taken.get(item.tokenId) : undefined;
          return found ?? refuse('sale-token-not-valid', { tokenId: item.tokenId });
        });
      },
    }),
  };
}

/** One statement for all claims of a sale, and one more where somebody has claimed before. */
async function claimMany(
  db: RoomContext['db'],
  saleId: string,
  items: readonly ClaimItem[],
): Promise<Map<ClaimItem, Claimed>> {
  const distinct = firstOf(items, (one) => String(one.claim.number));
  const claims = distinct.map((one) => one.claim);
  const results = await store.claimUnits(db, saleId, claims);
  const byNumber = new Map(claims.map((one, at) => [one.number, results[at]]));
  const known = claims.filter((_, at) => results[at]?.outcome === 'known');
  const numbers = known.map((one) => one.number);
  const tokens =
    numbers.length === 0
      ? new Map<number, store.TokenRow>()
      : await store.readTokensOf(db, saleId, numbers);
  return new Map(
    items.map((item) => {
      const { number } = item.claim;
      const { outcome, leftOver, token } = byNumber.get(number) ?? closed;
      return [item, { outcome, leftOver, token: token ?? tokens.get(number) }];
    }),
  );
}

/** E-mails of guests who have proved them. */
function guestsOf(identity: Client<typeof identityCalls>): Batch<string, string> {
  return batch<string, string>({
    name: 'flash.guests',
    ...SIZES,
    size_max: usersPerCall_max,
    run: async (userIds) => {
      const { people } = await identity.verifiedEmails({ userIds: [...new Set(userIds)] });
      const emails = new Map(people.map((one) => [one.userId, one.email]));
      return userIds.map((userId) => emails.get(userId) ?? refuse('sale-identity-needed'));
    },
  });
}

function bySale<Item extends { saleId: string }>(items: readonly Item[]): Map<string, Item[]> {
  return Map.groupBy(items, (item) => item.saleId);
}

function firstOf<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  const seen = new Map<string, Item>();
  for (const item of items) if (!seen.has(keyOf(item))) seen.set(keyOf(item), item);
  return [...seen.values()];
}
