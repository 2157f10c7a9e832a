/** Puts the room's routes and personal data together. */
import type { Route } from '#kernel/http/route.ts';
import type { RoomContext } from '#kernel/service.ts';
import { labelPdf } from './label.ts';
import * as person from './person.ts';
import { adminRoutes, type AdminNeeds } from './routes-admin.ts';
import { ruleRoutes } from './routes-rule.ts';
import { sellerRoutes } from './routes-seller.ts';
import { sharedRoutes } from './routes-shared.ts';
import { returnRoutes, type RouteNeeds } from './routes.ts';
import type { WholeReturn } from './store-read.ts';

type Parts = Omit<AdminNeeds & RouteNeeds, 'clock' | 'label'>;

export function wiredRoutes(ctx: RoomContext, parts: Parts): Route[] {
  const { neighbours } = parts;
  const label = async (of: WholeReturn): Promise<Uint8Array> => {
    const [names, houses] = await Promise.all([
      neighbours.sellerNames([of.sellerId]),
      neighbours.housesOf(of.sellerId),
    ]);
    const to = houses.get(of.lines[0]?.warehouseId ?? '') ?? null;
    return labelPdf({ of, sellerName: names.get(of.sellerId) ?? 'Returns', to });
  };
  const all = { ...parts, clock: ctx.clock, label };
  return [
    ...returnRoutes(all),
    ...sharedRoutes(all),
    ...sellerRoutes(all),
    ...adminRoutes(all),
    ...ruleRoutes(ctx.db),
  ];
}

export function wiredPerson({ db, clock }: RoomContext) {
  return {
    personalData: (of: { userId: string; after: string | null }) =>
      person.personalData(db, of, clock.now()),
    unfinished: async ({ userId }: { userId: string }) => ({
      unfinished: await person.unfinished(db, userId),
    }),
  };
}
