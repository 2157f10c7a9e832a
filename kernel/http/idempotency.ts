/**
 * Replays the first reply to a request that comes again with the same Idempotency-Key. This is a
 * shield against repeats, not what makes them safe: the rooms' own effects are idempotent, since
 * a process can die between the effect and the stored reply.
 */
import { hash } from 'node:crypto';
import { batch } from '#kernel/core/batch.ts';
import { errorOf } from '#kernel/core/error.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { idempotencyKey_chars_max } from '#kernel/core/limit.ts';
import type { Db, Sql } from '#kernel/db/sql.ts';
import * as store from '#kernel/http/store-idempotency.ts';
import type { Claim, Claimed, Finish, StoredReply } from '#kernel/http/store-idempotency.ts';

export type { Claim, Claimed, StoredReply } from '#kernel/http/store-idempotency.ts';

export interface Shield {
  /**
   * Claims a key. Hundreds at the same time share one statement. A key that is being finished here
   * is claimed after that; in another process it is still running meanwhile.
   */
  claim(claim: Claim): Promise<Claimed>;
  /**
   * Stores the reply of a claimed key, or forgets the key (null), so that a retry runs again. The
   * reply need not wait for it: who dies before has done what a repeat finds done.
   */
  finish(claim: Claim, token: string, reply: StoredReply | null): Promise<void>;
  drain(): Promise<void>;
}

/** The shield of one room, over its own table. */
export function shieldFor(db: Db): Shield {
  const limits = { size_max: 500, inFlight_max: 2, queue_max: 20_000 };
  const claims = batch<Claim, Claimed>({
    name: `${db.room}.idempotency.claim`,
    ...limits,
    run: (items) => store.claimKeys(db, items),
  });
  const finishes = batch<Finish, null>({
    name: `${db.room}.idempotency.finish`,
    ...limits,
    run: async (items) => {
      await store.finishKeys(db, items);
      return items.map(() => null);
    },
  });
  /** What is being finished, by key. */
  const ending = new Map<string, Promise<unknown>>();
  return {
    claim: async (claim) => {
      await ending.get(nameOf(claim));
      const claimed = await claims.do(claim);
      if (isRefusal(claimed)) throw new Error('a claim is never refused');
      return claimed;
    },
    finish: async (claim, token, reply) => {
      const name = nameOf(claim);
      const done = finishes.do({ claim, token, reply });
      ending.set(
        name,
        done.catch(() => undefined),
      );
      try {
        await done;
      } finally {
        ending.delete(name);
      }
    },
    drain: async () => {
      await claims.drain();
      await finishes.drain();
    },
  };
}

const nameOf = ({ principal, route, key }: Claim) => `${principal}\n${route}\n${key}`;

/** Whether a value can be a key: 1 to 255 visible ASCII characters. */
export function isIdempotencyKey(value: string): boolean {
  return value.length <= idempotencyKey_chars_max && /^[\x21-\x7e]+$/.test(value);
}

/** What must be the same for a repeat: address with query, and body without the key itself. */
export function requestHash(url: string, body: unknown): string {
  let counted = body;
  if (typeof body === 'object' && body !== null && 'idempotencyKey' in body) {
    counted = { ...body, idempotencyKey: undefined };
  }
  const text = counted instanceof Uint8Array ? hash('sha256', counted) : JSON.stringify(counted);
  return hash('sha256', `${url}\n${text ?? ''}`, 'base64url');
}

/**
 * Whether a reply is final. Work that goes on (202), failures of ours (5xx) and refusals that say
 * 'come again' are not: the same key must be able to run once more.
 */
export function isFinal(status: number, code: string | undefined): boolean {
  if (status >= 500 || status === 202) return false;
  return code === undefined || !errorOf(code).retryable;
}

export interface SweepOptions {
  /** Hours a stored reply is kept; 168 when left out. */
  readonly kept_h?: number;
  /** Rows deleted by one statement; 1,000 when left out. */
  readonly rows_max?: number;
  /** Statements in one sweep; 100 when left out. */
  readonly rounds_max?: number;
  readonly signal?: AbortSignal;
}

/**
 * Deletes claims older than a week with their replies, in short statements.
 * Gives the number of claims deleted. Run it by a timer, in one process at a time or in many.
 */
export async function sweepIdempotency(db: Sql, options: SweepOptions = {}): Promise<number> {
  const { kept_h = 168, rows_max = 1_000, rounds_max = 100, signal } = options;
  let total = 0;
  for (let round = 0; round < rounds_max && signal?.aborted !== true; round += 1) {
    const deleted = await store.deleteOldKeys(db, kept_h, rows_max);
    total += deleted;
    if (deleted < rows_max) break;
  }
  return total;
}
