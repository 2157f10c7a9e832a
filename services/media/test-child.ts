// Takes one picture in a process of its own, for tests that kill it on the way.
import { readFile } from 'node:fs/promises';
import { systemClock } from '#kernel/core/clock.ts';
import { openDb } from '#kernel/db/db.ts';
import { openFiles } from '#kernel/files/files.ts';
import { mediaCommands } from './commands.ts';
import { converter } from './convert.ts';

const { url, home, ownerId, picture } = JSON.parse(process.argv[2] ?? '{}');
const db = openDb({ url, room: 'media' });
const files = openFiles({ filesUrl: null, home });
const reading = converter({ clock: systemClock });
const { take } = mediaCommands({ db, files, converter: reading });
process.stdout.write('reading\n');
const made = await take({ ownerId, purpose: 'review', bytes: await readFile(picture) });
process.stdout.write(`${JSON.stringify(made)}\n`);
reading.stop();
await db.close();
