import { openFiles } from '#kernel/files/files.ts';
import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import { personalItemsPerPage_max, type PersonalPage } from '#services/identity/contract.ts';
import { mediaCommands } from './commands.ts';
import { mediaCalls } from './contract.ts';
import { converter } from './convert.ts';
import { consumers, reactions } from './reactions.ts';
import { mediaRoutes } from './routes.ts';
import { ownedPictures } from './store.ts';
import { askers, perSweep_max, sweep } from './upkeep.ts';

const sweep_every_ms = 60_000;

async function start(ctx: RoomContext): Promise<RunningRoom> {
  const files = openFiles(ctx.config);
  const reading = converter({ clock: ctx.clock });
  const commands = mediaCommands({ db: ctx.db, files, converter: reading });
  const needs = { ctx, files, ask: askers(ctx) };
  const { claim, shown } = commands;
  return {
    calls: { claim, shown, personalData: (of) => personalData(ctx, of) },
    routes: mediaRoutes({ db: ctx.db, files, commands }),
    reactions,
    tasks: [
      {
        name: 'media.sweep',
        every_ms: sweep_every_ms,
        run: async (signal) => {
          while (!signal.aborted && (await sweep(needs)) === perSweep_max);
        },
      },
    ],
    stop: async () => reading.stop(),
  };
}

/** One page of the pictures that somebody sent, with where they can be fetched. */
async function personalData(
  { db }: RoomContext,
  { userId, after }: { userId: string; after: string | null },
): Promise<PersonalPage> {
  const limit = personalItemsPerPage_max;
  const rows = await ownedPictures(db, { ownerId: userId, after: after ?? '', limit });
  const items = rows.map(({ pictureId, purpose, width, height, createdAt }) => ({
    kind: 'picture',
    data: {
      pictureId,
      purpose,
      width,
      height,
      createdAt: createdAt.toISOString(),
      file: `/api/v1/pictures/${pictureId}/file`,
    },
  }));
  return { items, next: rows.length === limit ? (rows.at(-1)?.pictureId ?? null) : null };
}

export const media: Room = {
  name: 'media',
  folder: import.meta.dirname,
  events: null,
  calls: mediaCalls,
  consumers,
  start,
};
