import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import { messageCommands } from './commands.ts';
import { messagesCalls, messagesEvents } from './contract.ts';
import { neighboursOf } from './neighbours.ts';
import { personalData } from './person.ts';
import { messageQueries } from './queries.ts';
import { consumers, messageReactions, noteTask, type NoteJob } from './reactions.ts';
import { messageRoutes } from './routes.ts';
import { unreadOfSellers } from './store.ts';

async function start(ctx: RoomContext): Promise<RunningRoom> {
  const { db, outbox } = ctx;
  const neighbours = neighboursOf(ctx);
  const commands = messageCommands({ db, outbox, neighbours });
  const queries = messageQueries({ db, neighbours });
  return {
    calls: {
      waiting: async ({ sellerIds }: { sellerIds: string[] }) => ({
        messages: await unreadOfSellers(db, sellerIds),
      }),
      personalData: (of: { userId: string; after: string | null }) => personalData(db, of),
    },
    routes: messageRoutes({ commands, queries }),
    reactions: messageReactions(ctx),
    jobs: { [noteTask]: (job: NoteJob) => commands.note(job) },
  };
}

export const messages: Room = {
  name: 'messages',
  folder: import.meta.dirname,
  events: messagesEvents,
  calls: messagesCalls,
  consumers,
  start,
};
