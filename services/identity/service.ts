import { passwords } from '#kernel/auth/password.ts';
import { always_ms } from '#kernel/auth/revocation.ts';
import { refuse } from '#kernel/core/refusal.ts';
import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import { importPeople } from './commands.ts';
import { sessionCommands } from './commands-session.ts';
import { identityCalls, identityEvents, type ImportedUser } from './contract.ts';
import { issuer, networkNamer, type Deps } from './deps.ts';
import { cartMerger, sellerFacts } from './neighbours.ts';
import { identityQueries } from './queries.ts';
import { consumers, reactions } from './reactions.ts';
import { authRoutes } from './routes-auth.ts';
import { keyRoutes } from './routes-key.ts';
import { identityRoutes } from './routes.ts';
import { insertRevocations, revocationsSince, sweepSessions } from './store-session.ts';

const sweep_every_ms = 10 * 60 * 1000;
const notHere = Promise.resolve(refuse('not-allowed'));

function depsOf(ctx: RoomContext): Deps {
  const { db, clock, config, log } = ctx;
  return {
    db,
    clock,
    passwords: passwords(),
    issue: issuer(config, clock),
    networkOf: networkNamer(config.tokenKey),
    poke: () => ctx.outbox.poke(),
    sessionsEnded: (ids) => {
      for (const subject of ids) ctx.revocations.revoke({ subject, before_ms: always_ms });
    },
    memberships: sellerFacts(ctx).memberships,
    mergeCart: cartMerger(ctx),
    warn: (detail, message) => log.warn(detail, message),
  };
}

async function start(ctx: RoomContext): Promise<RunningRoom> {
  const { db, clock, config } = ctx;
  const deps = depsOf(ctx);
  const sessions = sessionCommands(deps);
  const queries = identityQueries({
    db,
    now: () => clock.now(),
    seller: sellerFacts(ctx).seller,
  });
  const secure = config.production || config.publicUrl.startsWith('https:');
  return {
    calls: {
      user: queries.user,
      users: queries.users,
      addresses: queries.addresses,
      apiKey: queries.apiKey,
      revokedSince: ({ cursor }: { cursor: string }) => revocationsSince(db, cursor),
      revokeUsers: async ({ userIds }: { userIds: string[] }) => {
        // The millisecond that is running: a token made in it may hold what was read before.
        const before_ms = clock.now() + 1;
        const list = userIds.map((subject) => ({ subject, before_ms }));
        await insertRevocations(db, list);
        for (const one of list) ctx.revocations.revoke(one);
        return {};
      },
      import: ({ users }: { users: ImportedUser[] }) =>
        config.production ? notHere : importPeople(deps, users),
    },
    routes: [
      ...authRoutes({ deps, sessions, secure }),
      ...identityRoutes(deps),
      ...keyRoutes(deps),
    ],
    reactions,
    tasks: [
      {
        name: 'identity.sweep',
        every_ms: sweep_every_ms,
        run: async () => {
          await sweepSessions(db, clock.now());
        },
      },
    ],
    stop: async () => {
      await Promise.all([sessions.drain(), queries.drain()]);
    },
  };
}

export const identity: Room = {
  name: 'identity',
  folder: import.meta.dirname,
  events: identityEvents,
  calls: identityCalls,
  consumers,
  start,
};
