// Backups of a real server under writes, restored and compared; damaged ones and full disks.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import {
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { createBackup } from './backup.ts';
import { restoreBackup, verifyBackup } from './backup-restore.ts';
import { fillSettings } from './embedded-settings.ts';
import { startEmbedded, stopEmbedded, type EmbeddedServer } from './embedded.ts';
import { LaunchError } from './launch-error.ts';

// A backup syncs every file, which costs minutes on a busy disk and nothing in memory.
const place = existsSync('/dev/shm') && free_bytes('/dev/shm') > 2 ** 30 ? '/dev/shm' : tmpdir();
const base = mkdtempSync(join(place, 'trueshelf-backup-'));
chmodSync(base, 0o755);
const quick = { fsync: 'off', shared_buffers: '16MB', max_connections: '20' };
const folder = join(base, 'home', 'postgres');
const images = join(base, 'home', 'images');
const saved = join(base, 'saved');
let server: EmbeddedServer;

before(async () => {
  server = await startEmbedded({ folder, settings: quick });
  mkdirSync(join(images, 'small'), { recursive: true });
  writeFileSync(join(images, 'a.webp'), 'picture');
  writeFileSync(join(images, 'small', 'b.webp'), '');
  await ask(
    `create table account (id int primary key, balance int not null, filler text);
     insert into account select n, 0, repeat('x', 500) from generate_series(1, 200) n;
     create table journal (id bigint generated always as identity, account int, delta int);`,
  );
});

after(async () => {
  await stopEmbedded(folder);
  rmSync(base, { recursive: true, force: true });
});

async function ask(text: string, url = server.url): Promise<Record<string, unknown>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const result = await client.query<Record<string, unknown>>(text);
    return result.rows?.[0] ?? {};
  } finally {
    await client.end();
  }
}

/** Moves between accounts until told to stop; gives how many were acknowledged. */
async function write(signal: AbortSignal): Promise<number> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  let done = 0;
  while (!signal.aborted) {
    const account = 1 + (done % 200);
    await client.query(
      `with moved as (
         update account set balance = balance + $2, filler = repeat('y', 400 + $2) where id = $1
         returning id)
       insert into journal (account, delta) select id, $2 from moved`,
      [account, (done * 7) % 90],
    );
    done += 1;
  }
  await client.end();
  return done;
}

function free_bytes(at: string): number {
  const { bavail, bsize } = statfsSync(at);
  return bavail * bsize;
}

const failsWith = (code: string, message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof LaunchError, String(error));
  assert.equal(error.code, code);
  assert.match(error.message, message);
  return true;
};

test('a backup under writes restores to one moment, with everything from before it', async () => {
  const stop = new AbortController();
  const writers = [write(stop.signal), write(stop.signal)];
  const known = await ask('select count(*)::int as n from journal');
  const options = { url: server.url, folder, extras: { images }, out: saved };
  const made = await createBackup(options);
  stop.abort();
  const written = (await Promise.all(writers)).reduce((sum, n) => sum + n, 0);
  assert.equal(made.folder, saved);
  assert.ok(written > 50, `only ${written} writes in ${made.took_ms} ms`);
  assert.equal((await verifyBackup(saved)).postgres.major, 18);
  assert.equal((await ask('select count(*)::int as n from pg_replication_slots')).n, 0);

  const home = join(base, 'again');
  const restored = await restoreBackup({ backup: saved, home });
  const second = await startEmbedded({ folder: restored.folder, settings: quick });
  try {
    const found = await ask(
      `select (select sum(balance)::int from account) as balances,
              (select coalesce(sum(delta), 0)::int from journal) as deltas,
              (select count(*)::int from journal) as n,
              (select count(*)::int from account a where a.balance <>
                (select coalesce(sum(delta), 0) from journal j where j.account = a.id)) as wrong`,
      second.url,
    );
    assert.equal(found.balances, found.deltas);
    assert.equal(found.wrong, 0);
    assert.ok(Number(found.n) >= Number(known.n) && Number(found.n) <= written, String(found.n));
    assert.ok(Number(found.n) > Number(known.n), 'writes during the backup are in it');
    await ask('insert into journal (account, delta) values (1, 1)', second.url);
  } finally {
    await second.stop();
  }
  assert.equal(readFileSync(join(home, 'images', 'a.webp'), 'utf8'), 'picture');
  assert.equal(statSync(join(home, 'images', 'small', 'b.webp')).size, 0);
  const log = readFileSync(join(restored.folder, 'server.log'), 'utf8');
  assert.match(log, /redo starts at|backup recovery/);
});

test('a damaged backup is refused, and the home stays as it was', async () => {
  const data = join(saved, 'postgres', 'data');
  const manifest = join(saved, 'manifest.json');
  const damages: [string, RegExp, (file: string) => void][] = [
    [join(data, 'pg_xact', '0000'), /pg_xact\/0000 has other content/, flip],
    [join(data, 'PG_VERSION'), /PG_VERSION has 1 bytes, not 3/, (at) => truncateSync(at, 1)],
    [join(data, 'backup_label'), /backup_label is missing/, (at) => rmSync(at)],
    [manifest, /manifest\.json is damaged/, (at) => truncateSync(at, 900)],
    [manifest, /does not match its own checksum/, swap],
    [manifest, /no finished backup/, (at) => rmSync(at)],
  ];
  const home = join(base, 'empty');
  mkdirSync(home);
  for (const [file, sentence, damage] of damages) {
    const whole = readFileSync(file);
    damage(file);
    await assert.rejects(verifyBackup(saved), failsWith('bad-backup', sentence));
    await assert.rejects(restoreBackup({ backup: saved, home }), failsWith('bad-backup', sentence));
    assert.deepEqual(readdirSync(home), []);
    writeFileSync(file, whole);
  }
  await verifyBackup(saved);
});

function flip(file: string): void {
  const content = readFileSync(file);
  content[100] = (content[100] ?? 0) ^ 1;
  writeFileSync(file, content);
}

function swap(file: string): void {
  writeFileSync(file, readFileSync(file, 'utf8').replace('"bytes": 3,', '"bytes": 4,'));
}

test('nothing is overwritten: not a backup, not a home, not the data itself', async () => {
  const options = { url: server.url, folder };
  const taken = join(base, 'file');
  appendFileSync(taken, 'x');
  await assert.rejects(
    createBackup({ ...options, out: taken }),
    failsWith('bad-backup', /is there already/),
  );
  await assert.rejects(
    createBackup({ ...options, out: join(folder, 'data', 'me') }),
    failsWith('bad-backup', /is inside .*which is to be saved/),
  );
  await assert.rejects(
    restoreBackup({ backup: saved, home: join(base, 'home') }),
    failsWith('bad-backup', /is not empty/),
  );
  mkdirSync(join(base, 'many'));
  const inside = await createBackup({ ...options, out: join(base, 'many') });
  assert.match(inside.folder, /many\/trueshelf-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/);
});

test('a full disk leaves nothing that looks like a backup', async (t) => {
  const disk = join(base, 'disk');
  mkdirSync(disk);
  if (!mount(disk, '110m')) return t.diagnostic('not tested: no right to mount a small disk here');
  t.after(() => execFileSync('umount', [disk]));
  const out = join(disk, 'backup');
  // Full from the start, and full on the way: the second passes the first look at the disk.
  writeFileSync(join(disk, 'ballast'), Buffer.alloc(90 * 1_048_576));
  const options = { url: server.url, folder, out };
  await assert.rejects(createBackup(options), failsWith('disk-full', /has not enough room/));
  assert.deepEqual(readdirSync(disk), ['ballast']);
  rmSync(join(disk, 'ballast'));
  const onProgress = (sentence: string) => {
    if (!sentence.startsWith('Copying about')) return;
    writeFileSync(join(disk, 'ballast'), Buffer.alloc(95 * 1_048_576));
  };
  await assert.rejects(createBackup({ ...options, onProgress }), failsWith('disk-full', /room/));
  assert.deepEqual(readdirSync(disk), ['ballast']);
  assert.equal(existsSync(out), false);
});

function mount(at: string, size: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', at], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

test('what a killed backup left is cleared by the next one, a stranger is not', async () => {
  const out = join(base, 'later');
  mkdirSync(`${out}.partial`);
  writeFileSync(join(`${out}.partial`, 'letter.txt'), 'dear');
  const options = { url: server.url, folder, out };
  await assert.rejects(createBackup(options), failsWith('bad-backup', /not ours/));
  assert.deepEqual(readdirSync(`${out}.partial`), ['letter.txt']);
  writeFileSync(join(`${out}.partial`, 'UNFINISHED.txt'), '');
  await createBackup(options);
  assert.equal(existsSync(`${out}.partial`), false);
  await verifyBackup(out);
});

test('a server that fills a catalogue says why it cannot be saved', async () => {
  const filling = join(base, 'filling', 'postgres');
  const settings = { ...quick, ...fillSettings };
  const filler = await startEmbedded({ folder: filling, settings });
  const out = join(base, 'never');
  const options = { url: filler.url, folder: filling, extras: {}, out };
  await assert.rejects(createBackup(options), /keeps no log .* start the shop again/);
  assert.equal(existsSync(out), false);
  await filler.stop();
  const shop = await startEmbedded({ folder: filling, settings: quick });
  await createBackup({ ...options, url: shop.url });
  await shop.stop();
  assert.equal((await verifyBackup(out)).postgres.major, 18);
});
