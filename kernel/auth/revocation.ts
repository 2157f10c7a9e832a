/**
 * Which sessions are dead before their access tokens are. Tokens live for minutes and are checked
 * without a database, so every process keeps the few revocations that a live token could still
 * meet, and asks the identity room for new ones twice a second: logout reaches all within 1 s.
 */
import type { Clock } from '../core/clock.ts';

/** `subject` is a session id or a user id; its tokens issued before that time are dead. */
export interface Revocation {
  subject: string;
  before_ms: number;
}

/** Where revocations come from: the identity room. A cursor is opaque, '' asks for all live. */
export interface RevocationSource {
  revokedSince(cursor: string): Promise<{ revoked: Revocation[]; cursor: string }>;
}

export interface Revocations {
  /** Takes effect in this process at once; others learn it from the source. */
  revoke(revocation: Revocation): void;
  /** Two look-ups, well under 1 µs. */
  isRevoked(subject: string, issuedAt_ms: number): boolean;
  /** Asks the source every `poll_ms` until the signal aborts. Never rejects. */
  follow(source: RevocationSource, options: FollowOptions): Promise<void>;
  size(): number;
}

export interface FollowOptions {
  signal: AbortSignal;
  /** Default 500 ms. */
  poll_ms?: number;
  /** Called for each poll that fails; the known revocations stay in force. */
  onError?(error: unknown): void;
  /** Called after each poll that worked. */
  onFresh?(): void;
}

/** A `before_ms` above any token's time: the subject has no live token, now or later. */
export const always_ms = Number.MAX_SAFE_INTEGER;

/**
 * @param options.kept_ms how long to remember: at least the longest lifetime of a token
 * @param options.entries_max when full, the oldest is forgotten and every token issued before it
 *   was revoked dies instead (its holder refreshes): bounded memory never revives a session
 */
export function revocations(options: {
  clock: Clock;
  kept_ms: number;
  entries_max?: number;
}): Revocations {
  const { clock, kept_ms, entries_max = 200_000 } = options;
  const entries = new Map<string, { before_ms: number; learnt_ms: number }>();
  let floor_ms = 0;

  const revoke = ({ subject, before_ms }: Revocation): void => {
    const known = entries.get(subject);
    entries.delete(subject);
    const latest_ms = Math.max(before_ms, known?.before_ms ?? 0);
    entries.set(subject, { before_ms: latest_ms, learnt_ms: clock.now() });
    forget();
  };
  // Entries are in order of learnt_ms, so the front is what goes first.
  const forget = (): void => {
    const oldest_ms = clock.now() - kept_ms;
    for (const [subject, entry] of entries) {
      const full = entries.size > entries_max;
      if (entry.learnt_ms > oldest_ms && !full) return;
      if (full) floor_ms = Math.max(floor_ms, Math.min(entry.before_ms, entry.learnt_ms));
      entries.delete(subject);
    }
  };
  return {
    revoke,
    isRevoked: (subject, issuedAt_ms) =>
      issuedAt_ms < floor_ms || issuedAt_ms < (entries.get(subject)?.before_ms ?? 0),
    follow: async (source, follow) => {
      let cursor = '';
      while (!follow.signal.aborted) {
        try {
          const page = await source.revokedSince(cursor);
          for (const revocation of page.revoked) revoke(revocation);
          cursor = page.cursor;
          forget();
          follow.onFresh?.();
        } catch (error) {
          follow.onError?.(error);
        }
        await clock.sleep(follow.poll_ms ?? 500, follow.signal).catch(() => {});
      }
    },
    size: () => entries.size,
  };
}
