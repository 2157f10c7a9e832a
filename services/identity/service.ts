import { refuse } from '#kernel/core/refusal.ts';
import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import { importPeople } from './commands.ts';
import { lettersFor } from './commands-challenge.ts';
import { sessionCommands } from './commands-session.ts';
import { identityCalls, identityEvents, type ImportedUser } from './contract.ts';
import { sellerFacts } from './sources.ts';
import { identityQueries } from './queries.ts';
import { consumers, reactions } from './reactions.ts';
import { accountRoutes } from './routes-account.ts';
import { identityRoutes } from './routes.ts';
import { sweepChallenges } from './store-challenge.ts';
import { sweepCeremonies } from './store-passkey.ts';
import { insertRevocations, revocationsSince, sweepSessions } from './store-session.ts';
import { depsOf, sourcesOf } from './wiring.ts';

const sweep_every_ms = 10 * 60 * 1000;
const notHere = Promise.resolve(refuse('not-allowed'));

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
      sameEmail: queries.sameEmail,
      verifiedEmails: queries.verifiedEmails,
      accountsAt: queries.accountsAt,
      personAt: queries.personAt,
      addresses: queries.addresses,
      letters: async ({ challengeIds }: { challengeIds: string[] }) => ({
        letters: await lettersFor(deps, challengeIds),
      }),
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
      ...accountRoutes({ deps, sessions, secure, sources: sourcesOf(ctx) }),
      ...identityRoutes(deps),
    ],
    reactions,
    tasks: [
      {
        name: 'identity.sweep',
        every_ms: sweep_every_ms,
        run: async () => {
          await sweepSessions(db, clock.now());
          await sweepChallenges(db, clock.now());
          await sweepCeremonies(db, clock.now());
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
