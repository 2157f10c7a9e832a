/** Taking in a picture: look at its bytes, read it, note it, write its file, say it is there. */
import { Failure } from '#kernel/core/error.ts';
import { failpoint } from '#kernel/core/failpoint.ts';
import { newId, newSecretId } from '#kernel/core/id.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Db } from '#kernel/db/db.ts';
import { FilesAway, type Files } from '#kernel/files/file.ts';
import { unused_hours_max, urlOf, type Picture, type Purpose } from './contract.ts';
import type { Converter } from './convert.ts';
import * as model from './model.ts';
import * as store from './store.ts';

export interface CommandNeeds {
  db: Db;
  files: Files;
  converter: Converter;
}

export interface Sent {
  ownerId: string;
  purpose: Purpose;
  bytes: Uint8Array;
}

export const pictureOf = ({ pictureId, file, width, height }: store.PictureRow): Picture => ({
  pictureId,
  url: urlOf(file),
  width,
  height,
});

/** Where a picture's bytes are kept. */
export const keptAs = (file: string): string => `media/${file}`;

export type Commands = ReturnType<typeof mediaCommands>;

export function mediaCommands(needs: CommandNeeds) {
  const { db } = needs;
  return {
    take: (sent: Sent) => take(needs, sent),

    claim: async (of: store.Claim) => {
      const rows = await store.claimPictures(db, of);
      if (rows.length < of.pictureIds.length) return refuse('picture-not-found', {});
      const byId = new Map(rows.map((row) => [row.pictureId, row]));
      const pictures = of.pictureIds.flatMap((id) => {
        const row = byId.get(id);
        return row === undefined ? [] : [pictureOf(row)];
      });
      return { pictures };
    },

    shown: async ({ file }: { file: string }) => ({ shown: await store.isShown(db, file) }),
  };
}

type TakeRefusal =
  | 'picture-type-unknown'
  | 'picture-broken'
  | 'picture-size'
  | 'picture-too-costly'
  | 'picture-quota';

/**
 * Keeps a picture for its owner; the same bytes again are the same picture while it is unused.
 * Four statements, one file. Throws Failure 'files-away' or 'overloaded': nothing is kept then.
 */
async function take(
  needs: CommandNeeds,
  { ownerId, purpose, bytes }: Sent,
): Promise<Picture | Refusal<TakeRefusal>> {
  const { db, converter } = needs;
  if (bytes.length === 0) return refuse('picture-broken', { reason: 'empty' });
  const kind = model.kindOf(bytes);
  if (kind === null) return refuse('picture-type-unknown', {});
  const sourceHash = model.hashOf(bytes);
  const known = await store.sameSent(db, { ownerId, sourceHash, purpose });
  if (known !== undefined) return pictureOf(known);
  const kept = await converter.convert(kind, bytes);
  if (isRefusal(kept)) return kept;
  return keep(needs, { ownerId, purpose, sourceHash, kept });
}

interface ToKeep {
  ownerId: string;
  purpose: Purpose;
  sourceHash: string;
  kept: { bytes: Buffer; width: number; height: number };
}

async function keep(
  { db, files }: CommandNeeds,
  { ownerId, purpose, sourceHash, kept }: ToKeep,
): Promise<Picture | Refusal<TakeRefusal>> {
  const { width, height } = kept;
  const file = model.fileOf(kept.bytes, newSecretId('t').slice(-16));
  const row = {
    pictureId: newId('pic'),
    ownerId,
    purpose,
    sourceHash,
    file,
    bytes: kept.bytes.length,
    width,
    height,
  };
  const allowed = model.allowanceOf(purpose);
  if (!(await store.addPicture(db, row, allowed))) {
    return refuse('picture-quota', { reason: await fullOf(db, ownerId, allowed), ...allowed });
  }
  failpoint('media.noted');
  try {
    await files.put(keptAs(file), kept.bytes, 'image/webp');
  } catch (error) {
    // Nobody knows what was written: the sweep takes it away with the row.
    await store.abandonPicture(db, row.pictureId);
    if (error instanceof FilesAway) throw new Failure('files-away', {}, { cause: error });
    throw error;
  }
  failpoint('media.written');
  const there = await store.pictureReady(db, row.pictureId, unused_hours_max);
  if (!there) throw new Failure('files-away', {});
  return { pictureId: row.pictureId, url: urlOf(file), width, height };
}

/** By which measure an owner has no room. */
async function fullOf(db: Db, ownerId: string, allowed: model.Allowance) {
  const has = await store.quotaOf(db, ownerId);
  if (has === undefined) return 'bytes';
  if (has.pictures >= allowed.pictures_max) return 'pictures';
  return has.unused >= allowed.unused_max ? 'unused' : 'bytes';
}
