import { refuse } from '#kernel/core/refusal.ts';
import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import { identityCalls } from '#services/identity/contract.ts';
import type { Deps } from './commands.ts';
import {
  teamPerCall_max,
  sellersCalls,
  sellersEvents,
  sellersPerUser_max,
  type ImportedMember,
  type ImportedSeller,
} from './contract.ts';
import { deskRoute } from './desk.ts';
import { membershipsOf } from './model.ts';
import { memberRoutes } from './routes-member.ts';
import { sellerRoutes } from './routes.ts';
import { importSellers, sellersByIds } from './store.ts';
import { memberOf, teamOf } from './store-member.ts';
import { consumers, personalData, reactions } from './person.ts';
import { ratingConsumers, ratingReactions } from './ratings.ts';
import { sellersEnds } from './store-sync.ts';
import { sweepInvitations } from './store-person.ts';

const sweep_every_ms = 60 * 60 * 1000;

async function start(ctx: RoomContext): Promise<RunningRoom> {
  const { db, clock, log } = ctx;
  const people = ctx.client(identityCalls);
  const deps: Deps = {
    db,
    clock,
    poke: () => ctx.outbox.poke(),
    revoke: async (userIds) => {
      if (userIds.length === 0) return;
      try {
        await people.revokeUsers({ userIds: [...userIds] });
      } catch (error) {
        log.warn({ err: error }, 'identity not told of lost rights; the event tells it');
      }
    },
    warn: (detail, message) => log.warn(detail, message),
  };
  const users = async (userIds: string[]) => {
    try {
      return (await people.users({ userIds })).users;
    } catch (error) {
      log.warn({ err: error }, 'names of members unknown');
      return [];
    }
  };
  return {
    calls: {
      memberships: async ({ userId }: { userId: string }) => ({
        memberships: membershipsOf(await memberOf(db, userId, sellersPerUser_max)),
      }),
      sellers: async ({ sellerIds }: { sellerIds: string[] }) => ({
        sellers: await sellersByIds(db, sellerIds),
      }),
      team: async ({ sellerId }: { sellerId: string }) => ({
        userIds: await teamOf(db, sellerId, teamPerCall_max),
      }),
      personalData: (input: { userId: string }) => personalData(db, input),
      import: (input: { sellers: ImportedSeller[]; members: ImportedMember[] }) =>
        importAll(ctx, input),
    },
    routes: [...sellerRoutes(deps), ...memberRoutes({ deps, users }), deskRoute(ctx)],
    reactions: { ...reactions, ...ratingReactions },
    sync: sellersEnds,
    tasks: [
      {
        name: 'sellers.sweep-invitations',
        every_ms: sweep_every_ms,
        run: async () => {
          await sweepInvitations(db);
        },
      },
    ],
  };
}

async function importAll(
  ctx: RoomContext,
  { sellers, members }: { sellers: ImportedSeller[]; members: ImportedMember[] },
) {
  if (ctx.config.production) return refuse('not-allowed');
  const added = await ctx.db.tx((tx) => importSellers(tx, sellers, members));
  ctx.outbox.poke();
  return { added };
}

export const sellers: Room = {
  name: 'sellers',
  folder: import.meta.dirname,
  events: sellersEvents,
  calls: sellersCalls,
  consumers: [...consumers, ...ratingConsumers],
  start,
};
