// Throws away what nobody uses: pictures that were sent and never claimed, those whose sending
// broke off, and those whose review, return or product has gone. Whoever uses pictures is asked
// first, so nothing has to be told when a use ends. Safe in any number of processes.
import { isRefusal } from '#kernel/core/refusal.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { Files } from '#kernel/files/file.ts';
import { catalogCalls } from '#services/catalog/contract.ts';
import { returnsCalls } from '#services/returns/contract.ts';
import { reviewsCalls } from '#services/reviews/contract.ts';
import { keptAs } from './commands.ts';
import { urlOf, type AskedPicture, type Purpose } from './contract.ts';
import * as store from './store.ts';

export const perSweep_max = 200;
/** What is used is asked about again after so long. */
const used_days = 30;
/** When a room cannot be asked. */
const later_days = 1 / 24;
const removals_max = 8;

type Asked = (of: { pictures: AskedPicture[] }) => Promise<unknown>;

type Due = Awaited<ReturnType<typeof store.duePictures>>[number];

export interface SweepNeeds {
  ctx: Pick<RoomContext, 'db' | 'log'>;
  files: Files;
  ask: Readonly<Record<Purpose, Asked>>;
}

export function askers(ctx: RoomContext): SweepNeeds['ask'] {
  const [reviews, returns] = [ctx.client(reviewsCalls), ctx.client(returnsCalls)];
  const catalog = ctx.client(catalogCalls);
  return {
    review: (of) => reviews.picturesInUse(of),
    return: (of) => returns.picturesInUse(of),
    product: (of) => catalog.picturesInUse(of),
  };
}

/** One round; gives how many files went. Some statements for 200 pictures, a call a room. */
export async function sweep(needs: SweepNeeds): Promise<number> {
  const { db } = needs.ctx;
  const due = await store.duePictures(db, perSweep_max);
  if (due.length === 0) return 0;
  const [mayBeUsed, unused] = partition(due);
  const doomed = unused.map((one) => one.pictureId);
  for (const [purpose, list] of Map.groupBy(mayBeUsed, (one) => one.purpose)) {
    const used = await usedOf(needs, purpose, list);
    const ids = list.map((one) => one.pictureId);
    if (used === null) {
      await store.keepPictures(db, ids, later_days);
      continue;
    }
    const kept = ids.filter((id) => used.has(id));
    await store.keepPictures(db, kept, used_days);
    doomed.push(...ids.filter((id) => !used.has(id)));
  }
  return remove(needs, await store.doomPictures(db, doomed));
}

/** Those that somebody may use, and those that surely nobody does. */
function partition(due: readonly Due[]): [Due[], Due[]] {
  const claimed = (one: Due) =>
    one.state === 'READY' && (one.ref !== null || one.purpose === 'product');
  return [due.filter(claimed), due.filter((one) => !claimed(one))];
}

/** Ids in use; null when the room that knows is away. */
async function usedOf(
  { ctx, ask }: SweepNeeds,
  purpose: Purpose,
  list: readonly Due[],
): Promise<Set<string> | null> {
  const pictures = list.map(({ pictureId, file, ref, ownerId }) => {
    return { pictureId, url: urlOf(file), ref: ref ?? '-', ownerId };
  });
  try {
    const answer = await ask[purpose]({ pictures });
    return isRefusal(answer) ? null : new Set((answer as { used: string[] }).used);
  } catch (error) {
    ctx.log.warn({ err: error, purpose }, 'nobody says whether pictures are used; asked later');
    return null;
  }
}

/** The files first, then the rows: what breaks off is found again by its row. */
async function remove({ ctx, files }: SweepNeeds, list: readonly store.Doomed[]): Promise<number> {
  let removed = 0;
  for (let at = 0; at < list.length; at += removals_max) {
    const some = list.slice(at, at + removals_max);
    const done = await Promise.allSettled(some.map((one) => files.remove(keptAs(one.file))));
    const gone = some.filter((_, nth) => done[nth]?.status === 'fulfilled');
    await store.dropPictures(
      ctx.db,
      gone.map((one) => one.pictureId),
    );
    removed += gone.length;
  }
  if (removed < list.length) ctx.log.warn({ left: list.length - removed }, 'files not removed yet');
  return removed;
}
