import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test, type TestContext } from 'node:test';
import pg from 'pg';
import { isAlive } from './cluster.ts';
import { type EmbeddedOptions, type EmbeddedServer } from './embedded.ts';
import { startEmbedded, stopEmbedded } from './embedded.ts';
import { LaunchError } from './launch-error.ts';

const isRoot = process.getuid?.() === 0;
const base = mkdtempSync(join(tmpdir(), 'trueshelf-embedded-'));
chmodSync(base, 0o755);
after(() => rmSync(base, { recursive: true, force: true }));

// Making the folder is most of the time here; syncing it is not what is tested.
const quick = { fsync: 'off', shared_buffers: '16MB', max_connections: '20' };

function folderOf(t: TestContext): string {
  const folder = join(base, t.name.replaceAll(/\W+/g, '-').slice(0, 40), 'postgres');
  t.after(() => stopEmbedded(folder).catch(() => undefined));
  return folder;
}

function start(folder: string, options: EmbeddedOptions = {}): Promise<EmbeddedServer> {
  return startEmbedded({ settings: quick, ...options, folder });
}

async function ask(url: string, text: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const result = await client.query(text);
    return Object.values(Object(result.rows?.[0]))[0];
  } finally {
    await client.end();
  }
}

const refused = (code: string, message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof LaunchError, String(error));
  assert.equal(error.code, code);
  assert.match(error.message, message);
  return true;
};

/** A process of its own that starts the server and then stays. */
async function startElsewhere(folder: string): Promise<{ pid: number; kill(): Promise<void> }> {
  const module = join(import.meta.dirname, 'embedded.ts');
  const code = `const { startEmbedded } = await import('${module}');
    await startEmbedded(${JSON.stringify({ folder, settings: quick })});
    console.log('up'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'pipe' });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  await Promise.race([new Promise((done) => child.stdout.once('data', done)), ended]);
  return {
    pid: child.pid ?? 0,
    kill: () => {
      child.kill('SIGKILL');
      return ended;
    },
  };
}

test('makes, starts, stops, and starts again on the same port', async (t) => {
  const folder = folderOf(t);
  const first = await start(folder);
  assert.equal(await ask(first.url, 'select current_database()'), 'trueshelf');
  assert.equal(await ask(first.url, 'show data_checksums'), 'on');
  assert.equal(await ask(first.url, 'show listen_addresses'), '127.0.0.1');
  const locale = 'select datlocale from pg_database where datname = current_database()';
  assert.equal(await ask(first.url, locale), 'C.UTF-8');
  assert.equal(statSync(join(folder, 'password')).mode & 0o777, 0o600);
  await assert.rejects(ask(first.url.replace(/:[0-9a-f]+@/, ':wrong@'), 'select 1'));
  await ask(first.url, 'create table kept (id int)');
  await first.stop();
  assert.equal(isAlive(first.pid), false);
  const second = await start(folder);
  assert.equal(second.port, first.port);
  assert.equal(await ask(second.url, 'select count(*)::int from kept'), 0);
});

test('durable settings unless asked otherwise', async (t) => {
  const server = await startEmbedded({ folder: folderOf(t) });
  assert.equal(await ask(server.url, 'show fsync'), 'on');
  assert.equal(await ask(server.url, 'show synchronous_commit'), 'on');
  assert.equal(await ask(server.url, 'show full_page_writes'), 'on');
  assert.equal(await ask(server.url, 'show jit'), 'off');
  assert.equal(await ask(server.url, 'show max_connections'), '300');
});

test('two starts at once make one server', async (t) => {
  const folder = folderOf(t);
  const [one, two] = await Promise.all([start(folder), start(folder)]);
  assert.equal(one.pid, two.pid);
  assert.deepEqual([one.attached, two.attached].sort(), [false, true]);
});

test('attaches to the server of a killed parent, and the last to leave stops it', async (t) => {
  const folder = folderOf(t);
  const parent = await startElsewhere(folder);
  const guest = await start(folder);
  assert.equal(guest.attached, true);
  await guest.stop();
  assert.equal(isAlive(guest.pid), true, 'a guest does not stop the server of a living user');
  await parent.kill();
  assert.equal(isAlive(guest.pid), true);
  const next = await start(folder);
  assert.deepEqual([next.pid, next.attached], [guest.pid, true]);
  await next.stop();
  assert.equal(isAlive(next.pid), false);
});

test('who started the server may leave before those who attached', async (t) => {
  const folder = folderOf(t);
  const first = await start(folder);
  const second = await startElsewhere(folder);
  await first.stop();
  assert.equal(isAlive(first.pid), true);
  await second.kill();
  await first.stop();
  assert.equal(isAlive(first.pid), false);
});

test('starts over a killed server and over the pid file of something else', async (t) => {
  const folder = folderOf(t);
  const first = await start(folder);
  await ask(first.url, 'create table kept as select 1 as id');
  process.kill(first.pid, 'SIGKILL');
  const second = await start(folder);
  assert.notEqual(second.pid, first.pid);
  assert.equal(await ask(second.url, 'select id from kept'), 1);
  const file = join(folder, 'data', 'postmaster.pid');
  const lines = readFileSync(file, 'utf8').split('\n');
  await second.stop();
  // As after a reboot: the id in the file now belongs to another program, here to this one.
  writeFileSync(file, [String(process.pid), ...lines.slice(1)].join('\n'));
  const third = await start(folder);
  assert.equal(await ask(third.url, 'select id from kept'), 1);
});

test('a taken port: another one, unless this one was asked for', async (t) => {
  const folder = folderOf(t);
  const first = await start(folder);
  await first.stop();
  const squatter = createServer();
  t.after(() => squatter.close());
  await new Promise<void>((done) => squatter.listen(first.port, '127.0.0.1', done));
  const second = await start(folder);
  assert.notEqual(second.port, first.port);
  await second.stop();
  const { port } = squatter.address() as AddressInfo;
  await assert.rejects(start(folder, { port }), refused('start-failed', /is taken/));
});

test('data of another version or of somebody else is left alone', async (t) => {
  const folder = folderOf(t);
  const data = join(folder, 'data');
  mkdirSync(data, { recursive: true });
  writeFileSync(join(data, 'PG_VERSION'), '16\n');
  await assert.rejects(start(folder), refused('wrong-version', /made by PostgreSQL 16.*Nothing/));
  rmSync(join(data, 'PG_VERSION'));
  writeFileSync(join(data, 'letters.txt'), 'dear');
  await assert.rejects(start(folder), refused('folder-not-ours', /holds files but no PostgreSQL/));
  assert.deepEqual(readdirSync(data), ['letters.txt']);
});

test('a folder whose making was killed is made again', async (t) => {
  const folder = folderOf(t);
  const code = `import('${join(import.meta.dirname, 'embedded.ts')}').then((m) =>
    m.startEmbedded({ folder: ${JSON.stringify(folder)} }))`;
  const child = spawn(process.execPath, ['-e', code], { stdio: 'ignore' });
  while (!existsSync(join(folder, 'data', 'PG_VERSION'))) {
    await new Promise((done) => setTimeout(done, 2));
  }
  child.kill('SIGKILL');
  assert.ok(existsSync(join(folder, 'initialising')));
  const said: string[] = [];
  const server = await start(folder, { onProgress: (sentence) => said.push(sentence) });
  assert.ok(said.includes('Removing a database folder that was never finished'));
  assert.equal(await ask(server.url, 'select 1'), 1);
  assert.ok(!existsSync(join(folder, 'initialising')));
});

test('a folder into which a child of the killed still writes is made again', async (t) => {
  const folder = folderOf(t);
  const data = join(folder, 'data');
  mkdirSync(data, { recursive: true });
  writeFileSync(join(folder, 'initialising'), '');
  const files = 'n=0; while [ $n -lt 20000 ]; do n=$((n+1)); mkdir -p a$n/b && : > a$n/b/c; done';
  const child = spawn('sh', ['-c', files], { cwd: data, stdio: 'ignore' });
  t.after(() => child.kill('SIGKILL'));
  while (!existsSync(join(data, 'a50'))) {
    await new Promise((done) => setTimeout(done, 2));
  }
  const server = await start(folder);
  assert.equal(await ask(server.url, 'select 1'), 1);
});

test('as root: runs as another user, also below a closed folder', { skip: !isRoot }, async (t) => {
  const folder = folderOf(t);
  const closed = join(folder, '..');
  mkdirSync(closed, { recursive: true });
  const open = await start(folder);
  const uidOf = (pid: number): number => statSync(`/proc/${pid}`).uid;
  const uid = uidOf(open.pid);
  assert.notEqual(uid, 0);
  await open.stop();
  chmodSync(closed, 0o700);
  const again = await start(folder);
  assert.equal(uidOf(again.pid), uid);
  await ask(again.url, 'create table kept as select 1');
  await again.stop();
  rmSync(folder, { recursive: true });
  const fresh = await start(folder);
  assert.equal(uidOf(fresh.pid), uid);
  assert.equal(await ask(fresh.url, 'select 1'), 1);
});

test('a full disk: a sentence, and nothing half-made', { skip: !isRoot }, async (t) => {
  const disk = join(base, 'small-disk');
  mkdirSync(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m,mode=755', 'tmpfs', disk]);
  } catch {
    t.diagnostic('mounting is not allowed here, so this was not tried');
    return;
  }
  t.after(() => execFileSync('umount', [disk]));
  const folder = join(disk, 'postgres');
  await assert.rejects(start(folder), refused('disk-full', /is full\. Free at least/));
  assert.ok(!existsSync(join(folder, 'data')) && !existsSync(join(folder, 'initialising')));
});
