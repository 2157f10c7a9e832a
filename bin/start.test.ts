// The launcher in a small repository of its own: what it runs, and what it says when it cannot.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const launcher = fileURLToPath(new URL('start.mjs', import.meta.url));
const folders: string[] = [];
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A repository with the launcher, the given program in place of ours, and a stand-in for npm. */
function repository(files: { program: string; npm?: string; installed?: boolean }): string {
  const root = mkdtempSync(join(tmpdir(), 'trueshelf-launcher-'));
  folders.push(root);
  mkdirSync(join(root, 'bin'));
  copyFileSync(launcher, join(root, 'bin', 'start.mjs'));
  writeFileSync(join(root, 'bin', 'trueshelf.ts'), files.program);
  writeFileSync(
    join(root, 'package-lock.json'),
    '{"packages":{"node_modules/a":{"version":"1.0.0"}}}',
  );
  writeFileSync(join(root, 'npm-cli.js'), files.npm ?? 'process.exit(1);');
  if (files.installed) {
    mkdirSync(join(root, 'node_modules', '.bin'), { recursive: true });
    symlinkSync(process.execPath, join(root, 'node_modules', '.bin', 'node'));
    const installed = '{"packages":{"node_modules/a":{"version":"1.0.0"}}}';
    writeFileSync(join(root, 'node_modules', '.package-lock.json'), installed);
  }
  return root;
}

const launch = (root: string, ...args: string[]) =>
  spawnSync(process.execPath, [join(root, 'bin', 'start.mjs'), ...args], {
    encoding: 'utf8',
    env: { ...process.env, npm_execpath: join(root, 'npm-cli.js') },
  });

test('arguments go in, output and exit code come out, and nothing is installed twice', () => {
  const program = "process.stdout.write(process.argv.slice(2).join('|')); process.exitCode = 7;";
  const root = repository({ program, installed: true });
  const done = launch(root, 'serve', '--port', '1');
  assert.deepEqual([done.stdout, done.status], ['serve|--port|1', 7], done.stderr);
});

test('npm ci runs when the lock changed, and only then', () => {
  const npm = `
    import { mkdirSync, writeFileSync, appendFileSync } from 'node:fs';
    mkdirSync('node_modules', { recursive: true });
    appendFileSync('calls', process.argv.slice(2).join(' ') + '\\n');
    writeFileSync('node_modules/.package-lock.json', '{"packages":{}}');`;
  const root = repository({ program: '', npm });
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  const program =
    "import { readFileSync } from 'node:fs'; console.log(readFileSync('calls', 'utf8'));";
  writeFileSync(join(root, 'bin', 'trueshelf.ts'), program);
  const at = { encoding: 'utf8', cwd: root } as const;
  const env = { ...process.env, npm_execpath: join(root, 'npm-cli.js') };
  const start = () => spawnSync(process.execPath, ['bin/start.mjs'], { ...at, env });
  const first = start();
  assert.match(first.stdout, /Installing packages/, first.stderr);
  assert.equal(first.stdout.match(/^ci --no-audit --no-fund/gm)?.length, 1, first.stdout);
  assert.equal(start().stdout.match(/^ci /gm)?.length, 1);
  writeFileSync(
    join(root, 'package-lock.json'),
    '{"packages":{"node_modules/a":{"version":"2.0.0"}}}',
  );
  const third = start();
  assert.match(third.stdout, /Updating packages/);
  assert.equal(third.stdout.match(/^ci /gm)?.length, 2);
});

test('what npm fails with becomes one sentence', () => {
  for (const [said, sentence] of [
    ['npm error code ENOSPC', /the disk is full/],
    ['npm error code ENOTFOUND', /cannot be reached/],
    ['npm ERR! code EAI_AGAIN', /cannot be reached/],
    ['npm error code EACCES', /no permission to write/],
    ['npm error code EINTEGRITY', /differs from package-lock\.json/],
    ['npm error something else', /npm failed: something else/],
  ] as const) {
    const npm = `process.stderr.write(${JSON.stringify(`${said}\n`)}); process.exit(1);`;
    const done = launch(repository({ program: '', npm }));
    assert.equal(done.status, 1);
    assert.match(done.stderr, sentence);
    assert.equal(done.stderr.trim().split('\n').length, 1, done.stderr);
  }
});

test('a missing lock is one sentence and exit code 2', () => {
  const root = repository({ program: '' });
  rmSync(join(root, 'package-lock.json'));
  const done = launch(root);
  assert.equal(done.status, 2);
  assert.match(done.stderr, /package-lock\.json is missing or unreadable/);
});

const WAITS = `
  process.on('SIGTERM', () => { console.log('stopping'); process.exit(9); });
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  setInterval(() => {}, 1000);
  console.log(process.pid);`;

test('a signal reaches the program, whose exit code is the launcher’s', async () => {
  const root = repository({ program: WAITS, installed: true });
  const child = spawn(process.execPath, [join(root, 'bin', 'start.mjs')]);
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number];
  assert.equal(code, 9);
});

test('a program that dies of a signal makes the launcher die of it too', async () => {
  const root = repository({ program: "process.kill(process.pid, 'SIGKILL');", installed: true });
  const child = spawn(process.execPath, [join(root, 'bin', 'start.mjs')]);
  const [, signal] = (await once(child, 'exit')) as [null, string];
  assert.equal(signal, 'SIGKILL');
});

test('when the launcher is killed, the program stops', async () => {
  const root = repository({ program: WAITS, installed: true });
  const child = spawn(process.execPath, [join(root, 'bin', 'start.mjs')]);
  const texts: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => texts.push(text));
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'close');
  assert.match(texts.join(''), /^\d+\nstopping\n$/);
});
