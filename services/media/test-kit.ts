/** What tests of this room share: its database, a folder, its parts, and how to end them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { systemClock } from '#kernel/core/clock.ts';
import { openDb } from '#kernel/db/db.ts';
import { testDatabase } from '#kernel/db/test-database.ts';
import { openFiles } from '#kernel/files/files.ts';
import { mediaCommands } from './commands.ts';
import { converter } from './convert.ts';

export async function openMedia() {
  const home = await mkdtemp(join(tmpdir(), 'media-'));
  const { url, drop } = await testDatabase(['media']);
  const db = openDb({ url, room: 'media' });
  const admin = new pg.Pool({ connectionString: url, max: 1 });
  const files = openFiles({ filesUrl: null, home });
  const reading = converter({ clock: systemClock });
  const commands = mediaCommands({ db, files, converter: reading });
  const close = async () => {
    reading.stop();
    await admin.end();
    await db.close();
    await drop();
    await rm(home, { recursive: true, force: true });
  };
  return { home, url, db, admin, files, reading, commands, close };
}
