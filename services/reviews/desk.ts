/** What moderators and sellers do with what people wrote: let in, refuse, answer. */
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { RoomContext } from '#kernel/service.ts';
import { settle } from './commands.ts';
import { mayMove, plainText, refusedState } from './model.ts';
import { judged } from './pictures.ts';
import * as store from './store.ts';
import type { Post } from './store.ts';

const noPost = (postId: string) => refuse('review-not-found', { postId });

export type Desk = ReturnType<typeof reviewDesk>;

/** Each is one transaction that locks the post. */
export function reviewDesk({ db, outbox }: Pick<RoomContext, 'db' | 'outbox'>) {
  const change = async <R>(postId: string, work: (tx: Sql, post: Post) => Promise<R>) => {
    const done = await db.tx(async (tx) => {
      const post = await store.lockPost(tx, postId);
      return post === undefined ? noPost(postId) : work(tx, post);
    });
    outbox.poke();
    return done;
  };
  return {
    /** Readers see it, pictures too; complaints are dealt with. Again changes nothing. */
    approve: (postId: string, actor: string) =>
      change(postId, async (tx, before) => {
        await store.settleReports(tx, postId);
        const waits = before.picturesState === 'WAITING';
        if (before.state === 'PUBLISHED' && !waits) return true;
        const seen = waits ? judged(before, { shown: true }) : {};
        if (isRefusal(seen)) return seen;
        const after: Post = { ...before, ...seen, state: 'PUBLISHED', reason: null };
        await settle(tx, { before, after, actor });
        return true;
      }),

    /** Readers do not see it, or no longer; its author is told the reason. */
    reject: (postId: string, actor: string, reason: string) =>
      change(postId, async (tx, before) => {
        const said = plainText(reason, { pointer: '/reason' });
        if (isRefusal(said)) return said;
        const state = refusedState(before.state);
        if (state === null || !mayMove(before.state, state)) {
          return refuse('review-state-conflict', { state: before.state });
        }
        await store.settleReports(tx, postId);
        await settle(tx, { before, after: { ...before, state, reason: said }, actor });
        return true;
      }),

    /** Readers do not see its pictures; text and stars stay. The author is told the reason. */
    rejectPictures: (postId: string, actor: string, reason: string) =>
      change(postId, async (tx, before) => {
        const said = plainText(reason, { pointer: '/reason' });
        if (isRefusal(said)) return said;
        const seen = judged(before, { shown: false, reason: said });
        if (isRefusal(seen)) return seen;
        if (before.picturesState === 'REFUSED') return true;
        await settle(tx, { before, after: { ...before, ...seen }, actor });
        return true;
      }),

    /** What the seller says to a published review, in place of what it said; null: nothing. */
    reply: (postId: string, sellerIds: readonly string[] | null, text: string | null) =>
      change(postId, async (tx, before) => {
        const mine = sellerIds === null || sellerIds.includes(before.sellerId);
        if (!mine || before.kind !== 'review' || before.state !== 'PUBLISHED') {
          return noPost(postId);
        }
        const reply = text === null ? null : plainText(text, { pointer: '/text', lines: true });
        if (isRefusal(reply)) return reply;
        const after: Post = { ...before, reply, repliedAt: null };
        const actor = before.sellerId;
        await settle(tx, { before, after, actor, replied: reply !== null });
        return true;
      }),
  };
}
