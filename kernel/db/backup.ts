// A physical copy of a running database, made by PostgreSQL's own protocol: between
// pg_backup_start and pg_backup_stop the files may be copied while they change, because the WAL
// of that time, copied last, makes them whole at the first start. The embedded build has no
// pg_basebackup, and a shop of any size should not stop for its backup.
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { readdir, rename } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import pg from 'pg';
import { systemClock } from '#kernel/core/clock.ts';
import { checkRoom, copyFile, discardFolder, each, listTree, megabytes } from './backup-files.ts';
import { makeFolders, noRoom, readSteady, syncFolder, writeEntry } from './backup-files.ts';
import type { FileEntry } from './backup-files.ts';
import { bad, writeManifest, type Manifest } from './backup-manifest.ts';
import { isCode } from './binaries.ts';
import { clusterPaths } from './cluster.ts';

export interface BackupOptions {
  /** Superuser's URL of the running server; the database whose migrations are noted. */
  url: string;
  /** The embedded server's folder, which holds `data` and `password`. */
  folder: string;
  /** Further folders by the name they get in the backup; missing ones are left out. */
  extras?: Record<string, string>;
  /** An existing folder (the backup is made inside it) or the name of a new one. */
  out: string;
  onProgress?: (sentence: string) => void;
}

export interface BackupReport {
  folder: string;
  files: number;
  bytes: number;
  took_ms: number;
}

// What a server makes anew at its start, as pg_basebackup leaves it out.
const emptied = new Set([
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
]);
const omitted = [
  /^postmaster\.(?:pid|opts)$/,
  /^backup_(?:label|manifest)/,
  /^tablespace_map/,
  /(?:^|\/)pgsql_tmp/,
  /(?:^|\/)pg_internal\.init/,
  /\.tmp$/,
];
const control = 'global/pg_control';
const walFile = /^[0-9A-F]{24}$/;
const unfinished = 'UNFINISHED.txt';

/**
 * Makes a backup; its folder appears under its name only when it is whole and on the disk. Costs
 * one immediate checkpoint and a copy of the data; the shop goes on meanwhile. Errors: LaunchError
 * 'disk-full', 'bad-backup'.
 */
export async function createBackup(options: BackupOptions): Promise<BackupReport> {
  const started_ms = systemClock.monotonic();
  const at = target(options);
  const partial = `${at}.partial`;
  clearUnfinished(partial);
  const client = new pg.Client({
    connectionString: options.url,
    application_name: 'trueshelf backup',
    options: '-c statement_timeout=0 -c idle_session_timeout=0',
  });
  client.on('error', () => undefined); // the next statement rejects
  try {
    mkdirSync(partial, { recursive: true, mode: 0o700 });
    await writeEntry(partial, unfinished, Buffer.from('This backup was not finished.\n'));
    await client.connect();
    const facts = await copyAll(client, partial, options);
    rmSync(join(partial, unfinished));
    await writeManifest(partial, facts);
    await syncFolder(partial);
    await rename(partial, at);
    await syncFolder(dirname(at));
    const bytes = facts.files.reduce((sum, file) => sum + file.bytes, 0);
    const took_ms = systemClock.monotonic() - started_ms;
    return { folder: at, files: facts.files.length, bytes, took_ms };
  } catch (error) {
    await discardFolder(partial);
    throw isCode(error, 'ENOSPC') ? noRoom(dirname(at), undefined, error) : error;
  } finally {
    await client.end().catch(() => undefined); // ends backup mode and the slot, if still on
  }
}

/** Where the backup will be. Refuses what is there already, and places inside the data. */
function target({ out, folder, extras = {} }: BackupOptions): string {
  const given = resolve(out);
  const stamp = systemClock.date().toISOString().slice(0, 19).replaceAll(':', '-');
  const inside = existsSync(given) && statSync(given).isDirectory();
  const at = inside ? join(given, `trueshelf-${stamp}Z`) : given;
  if (existsSync(at)) throw bad(`${at} is there already. Choose another name.`);
  for (const source of [folder, ...Object.values(extras)]) {
    if (`${at}${sep}`.startsWith(`${resolve(source)}${sep}`)) {
      throw bad(`${at} is inside ${source}, which is to be saved. Choose another place.`);
    }
  }
  return at;
}

function clearUnfinished(partial: string): void {
  if (!existsSync(partial)) return;
  if (!existsSync(join(partial, unfinished))) {
    throw bad(`${partial} is in the way and not ours. Move it away.`);
  }
  rmSync(partial, { recursive: true });
}

type Facts = Omit<Manifest, 'format'>;

async function copyAll(client: pg.Client, to: string, options: BackupOptions): Promise<Facts> {
  const say = options.onProgress ?? (() => undefined);
  const paths = clusterPaths(options.folder);
  const size = await sizeOf([paths.data, ...Object.values(options.extras ?? {})]);
  await checkRoom(dirname(to), size);
  const server = await serverFacts(client);
  // WAL written from now on stays until this connection ends, however long the copy takes.
  await client.query('select pg_create_physical_replication_slot($1, true, true)', [
    `trueshelf_backup_${process.pid}`,
  ]);
  say('Asking the database for a checkpoint');
  await client.query("select pg_backup_start('trueshelf backup', fast => true)");
  say(`Copying about ${megabytes(size)}`);
  const data = await copyData(paths.data, join(to, 'postgres', 'data'));
  const stop = await client.query<{ name: string; label: string; map: string }>(
    `select pg_walfile_name(lsn) as name, labelfile as label, spcmapfile as map
     from pg_backup_stop(wait_for_archive => false)`,
  );
  const { name: last = '', label = '' } = stop.rows[0] ?? {};
  const first = /^START WAL LOCATION: .*\(file ([0-9A-F]{24})\)/m.exec(label)?.[1] ?? '';
  const wal = await copyWal({ ...paths, to, first, last, segment_bytes: server.segment_bytes });
  const files: FileEntry[] = [
    ...data.files,
    ...wal,
    await writeEntry(to, 'postgres/data/backup_label', Buffer.from(label)),
    await writeEntry(to, 'postgres/password', await readSteady(paths.password)),
  ];
  const folders = data.folders;
  // After the database: every picture that a row of the copy names is there by now.
  for (const [name, from] of Object.entries(options.extras ?? {})) {
    if (!existsSync(from)) continue;
    say(`Copying ${name}`);
    const tree = await listTree(from);
    await makeFolders(join(to, name), ['.', ...tree.folders]);
    files.push(...(await copyTree(tree.files, { from, to: join(to, name), below: name })));
    folders.push(name, ...tree.folders.map((folder) => `${name}/${folder}`));
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    madeAt: systemClock.date().toISOString(),
    postgres: server.postgres,
    wal: { start: first, stop: last },
    migrations: server.migrations,
    folders,
    files,
  };
}

async function sizeOf(folders: string[]): Promise<number> {
  let bytes = 0;
  for (const folder of folders) {
    const { files } = await listTree(folder, (path) => path.startsWith('pg_wal/'));
    for (const file of files) {
      bytes += statSync(join(folder, file), { throwIfNoEntry: false })?.size ?? 0;
    }
  }
  return bytes;
}

async function serverFacts(client: pg.Client) {
  const { rows } = await client.query<{
    version: string;
    segment_bytes: string;
    spaces: string;
    wal_level: string;
  }>(
    `select current_setting('server_version') as version,
            (select setting from pg_settings where name = 'wal_segment_size') as segment_bytes,
            (select count(*) from pg_tablespace where spcname not like 'pg\\_%') as spaces,
            current_setting('wal_level') as wal_level`,
  );
  const [server] = rows;
  if (server === undefined || server.spaces !== '0') {
    throw bad('This database has tablespaces of its own; save it with pgBackRest.');
  }
  if (server.wal_level === 'minimal') {
    throw bad(
      'This server keeps no log that a backup could use: a command that fills a large catalogue ' +
        'started it. Stop whatever uses it, start the shop again, and save then.',
    );
  }
  const known = await client.query("select to_regclass('trueshelf.migration') is not null as ok");
  const applied =
    known.rows[0]?.ok === true
      ? await client.query('select room, name, checksum from trueshelf.migration order by 1, 2')
      : { rows: [] };
  const { version } = server;
  const platform = `${process.platform}-${process.arch}`;
  return {
    postgres: { version, major: Number.parseInt(version, 10), platform },
    segment_bytes: Number(server.segment_bytes),
    migrations: applied.rows as Manifest['migrations'],
  };
}

async function copyData(from: string, to: string) {
  const tree = await listTree(from, (path) => {
    const top = path.split('/')[0] ?? '';
    return (emptied.has(top) && path !== top) || omitted.some((rule) => rule.test(path));
  });
  const below = 'postgres/data';
  const folders = [...tree.folders, 'pg_wal/archive_status', 'pg_wal/summaries'];
  await makeFolders(to, ['.', ...folders]);
  const others = tree.files.filter((path) => path !== control);
  const files = await copyTree(others, { from, to, below });
  // Last, as it says where recovery may start from.
  const entry = await writeEntry(to, control, await readSteady(join(from, control)));
  files.push({ ...entry, path: `${below}/${control}` });
  return { files, folders: folders.map((path) => `${below}/${path}`) };
}

async function copyTree(
  paths: readonly string[],
  { below, ...where }: { from: string; to: string; below: string },
): Promise<FileEntry[]> {
  const files: FileEntry[] = [];
  await each(paths, async (path) => {
    const entry = await copyFile(path, where);
    if (entry) files.push({ ...entry, path: `${below}/${path}` });
  });
  return files;
}

interface WalRange {
  data: string;
  to: string;
  first: string;
  last: string;
  segment_bytes: number;
}

/** The segments from the first to the last, without a gap, and the history of timelines. */
async function copyWal({ data, to, first, last, segment_bytes }: WalRange): Promise<FileEntry[]> {
  const from = join(data, 'pg_wal');
  const names = (await readdir(from)).map((name) => basename(name));
  const wanted = names.filter((name) => walFile.test(name) && name >= first && name <= last);
  const perLog = 2 ** 32 / segment_bytes;
  const place = (name: string) =>
    Number.parseInt(name.slice(8, 16), 16) * perLog + Number.parseInt(name.slice(16), 16);
  if (first === '' || wanted.length !== place(last) - place(first) + 1) {
    throw bad(`The WAL from ${first} to ${last} is not all there. Nothing was saved; try again.`);
  }
  const histories = names.filter((name) => name.endsWith('.history'));
  const below = 'postgres/data/pg_wal';
  return copyTree([...wanted, ...histories].sort(), { from, to: join(to, below), below });
}
