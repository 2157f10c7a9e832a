// Whether somebody buys for the first time. Asked only where a promotion for first orders would
// otherwise be taken off their cart: no other quote knows of it. People are told apart by their
// e-mail where there is one, so that a guest who comes again is the same.
import { batch } from '#kernel/core/batch.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { identityCalls } from '#services/identity/contract.ts';
import type { ordersCalls } from '#services/orders/contract.ts';
import { personKey } from './person.ts';
import { hadFirst } from './store-limit.ts';

export interface Newcomer {
  person: string;
  /** They have no order but cancelled and failed ones. */
  isFirst: boolean;
}

export interface Firsts {
  /** Three questions for all who ask at the same time. Throws where a neighbour is away. */
  look(userId: string): Promise<Newcomer>;
}

/** As many as their ids, with fifty for one e-mail, may be asked about in one call. */
const asked_max = 20;

export function firstOrders(deps: {
  ctx: Pick<RoomContext, 'db'>;
  identity: Pick<Client<typeof identityCalls>, 'sameEmail'>;
  orders: Pick<Client<typeof ordersCalls>, 'buyers'>;
}): Firsts {
  const lane = batch({
    name: 'pricing.first-orders',
    size_max: asked_max,
    queue_max: 20_000,
    inFlight_max: 2,
    run: async (userIds: string[]) => {
      const known = await deps.identity.sameEmail({ userIds: [...new Set(userIds)] });
      const people = new Map(
        isRefusal(known) ? [] : known.people.map((one) => [one.userId, one] as const),
      );
      const idsOf = (userId: string) => people.get(userId)?.userIds ?? [userId];
      const personOf = (userId: string) => personKey(userId, people.get(userId)?.email ?? null);
      const [bought, had] = await Promise.all([
        deps.orders.buyers({ userIds: [...new Set(userIds.flatMap(idsOf))] }),
        hadFirst(deps.ctx.db, [...new Set(userIds.map(personOf))]),
      ]);
      const buyers = new Set(isRefusal(bought) ? [] : bought.userIds);
      return userIds.map((userId): Newcomer => {
        const person = personOf(userId);
        const isFirst = !had.has(person) && !idsOf(userId).some((id) => buyers.has(id));
        return { person, isFirst };
      });
    },
  });
  return {
    async look(userId) {
      const found = await lane.do(userId);
      // An empty name is nobody's; a refusal of the neighbours is none of theirs.
      return isRefusal(found) ? { person: userId, isFirst: false } : found;
    },
  };
}
