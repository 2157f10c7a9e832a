/** What the commands of this room work with in a running shop. */
import { passwords } from '#kernel/auth/password.ts';
import { always_ms } from '#kernel/auth/revocation.ts';
import type { RoomContext } from '#kernel/service.ts';
import { issuer, networkNamer, type Deps } from './deps.ts';
import { challengeSecrets } from './model-challenge.ts';
import { partyOf } from './model-passkey.ts';
import { cartMerger, unfinishedAsker } from './neighbours.ts';
import { identityData, type Source } from './export.ts';
import { personalSources, sellerFacts } from './sources.ts';

export function depsOf(ctx: RoomContext): Deps {
  const { db, clock, config, log } = ctx;
  return {
    db,
    clock,
    passwords: passwords(),
    issue: issuer(config, clock),
    secrets: challengeSecrets(config.tokenKey),
    party: partyOf(config.publicUrl),
    networkOf: networkNamer(config.tokenKey),
    poke: () => ctx.outbox.poke(),
    sessionsEnded: (ids) => {
      for (const subject of ids) ctx.revocations.revoke({ subject, before_ms: always_ms });
    },
    memberships: sellerFacts(ctx).memberships,
    mergeCart: cartMerger(ctx),
    unfinished: unfinishedAsker(ctx),
    warn: (detail, message) => log.warn(detail, message),
  };
}

/** Who holds something about a person: this room first. */
export function sourcesOf(ctx: RoomContext): Source[] {
  const own: Source = { room: 'identity', page: (of) => identityData(ctx.db, of) };
  return [own, ...personalSources(ctx)];
}
