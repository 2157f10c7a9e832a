// Loads the demo world in a process of its own: rows by the thousand on their way into the rooms
// leave hundreds of megabytes behind that the shop would carry until its end. Started by
// `loadApart`, which says where the shop's database is; goes when the shop goes.
import { loadWorld } from './demo-world.ts';
import { sentenceOf } from './sentence.ts';

let over = false;
process.on('disconnect', () => {
  // What is in stays in; the next start goes on behind it.
  if (!over) process.exit(1);
});

function end(message: Record<string, unknown>): void {
  over = true;
  process.send?.(message, () => process.disconnect());
}

process.once('message', ({ databaseUrl }: { databaseUrl: string }) => {
  loadWorld((progress) => void process.send?.({ progress }), databaseUrl).then(
    (loaded) => end({ loaded }),
    (error: unknown) => end({ failed: sentenceOf(error) ?? String(error) }),
  );
});
