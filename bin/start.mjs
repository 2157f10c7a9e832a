// The launcher: the only file that must run on any Node from 18 on, with nothing installed.
// It installs the packages when they are missing or the lock changed, makes sure that Node 24
// is among them, and hands over to bin/trueshelf.ts under that Node. Plain JavaScript, no
// dependency, and every way to fail is one sentence and an exit code.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const NODE_MAJOR_MIN = 18;
const PROGRESS_EVERY_MS = 1000;
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const modules = path.join(root, 'node_modules');
const stampFile = path.join(modules, '.trueshelf-stamp');
const onWindows = process.platform === 'win32';
const localNode = onWindows
  ? path.join(modules, 'node', 'bin', 'node.exe')
  : path.join(modules, '.bin', 'node');

/** Ends the process with one sentence. Exit codes: 1 could not install, 2 wrong surroundings. */
function giveUp(sentence, code) {
  process.stderr.write(`trueshelf: ${sentence}\n`);
  process.exit(code);
}

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** How to call npm: through the running npm, or the one beside this Node, or the one on PATH. */
function npmCommand() {
  const beside = path.join(path.dirname(process.execPath), '..', 'lib');
  const candidates = [
    process.env.npm_execpath,
    path.join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    path.join(path.dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ];
  const script = candidates.find(
    (file) => file && path.basename(file) === 'npm-cli.js' && fs.existsSync(file),
  );
  if (script) return { file: process.execPath, before: [script], shell: false };
  const probe = spawnSync('npm', ['--version'], { shell: onWindows, encoding: 'utf8' });
  if (probe.status === 0) return { file: 'npm', before: [], shell: onWindows };
  return giveUp('npm was not found; install Node with npm and run this again.', 2);
}

/** One sentence for what npm said when it failed. */
function npmFailure(output) {
  const said = output.split('\n').filter((line) => /^npm (error|ERR!)/.test(line));
  const has = (pattern) => said.some((line) => pattern.test(line));
  if (has(/ENOSPC/)) return 'the disk is full; free some space and run this again.';
  if (has(/EROFS|EACCES|EPERM/)) return `no permission to write below ${modules}.`;
  if (has(/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|socket hang up/)) {
    return 'the package registry cannot be reached; check the network and run this again.';
  }
  if (has(/CERT|certificate/)) {
    return 'the certificate of the package registry is not trusted; set NODE_EXTRA_CA_CERTS.';
  }
  if (has(/EBADPLATFORM/)) return `${os.platform()}-${os.arch()} is not supported by a package.`;
  if (has(/EINTEGRITY/)) return 'a package differs from package-lock.json and was refused.';
  if (has(/in sync|EUSAGE/)) return 'package-lock.json does not match package.json.';
  return `npm failed: ${(said[0] || 'no reason given').replace(/^npm (error|ERR!) */, '')}`;
}

/** A line that counts, rewritten in place on a terminal and repeated seldom in a log. */
function progress(title, total) {
  const started = Date.now();
  let done = 0;
  let nextLine_s = 5;
  const show = () => {
    const seconds = Math.round((Date.now() - started) / 1000);
    const text = `${title}: ${Math.min(done, total)} of about ${total} packages, ${seconds} s`;
    if (process.stdout.isTTY) process.stdout.write(`\r${text} `);
    else if (seconds >= nextLine_s) {
      nextLine_s = seconds + 5;
      process.stdout.write(`${text}\n`);
    }
  };
  process.stdout.write(process.stdout.isTTY ? '' : `${title}\n`);
  const timer = setInterval(show, PROGRESS_EVERY_MS);
  return {
    add: (count) => (done += count),
    end: () => {
      clearInterval(timer);
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      process.stdout.write(`${process.stdout.isTTY ? '\r' : ''}${title}: done in ${seconds} s\n`);
    },
  };
}

/** Runs npm with a progress line; ends the process with a sentence when npm fails. */
function runNpm(args, { title, total, cwd }) {
  const npm = npmCommand();
  const bar = progress(title, total);
  const quiet = ['--no-audit', '--no-fund', '--no-progress', '--loglevel=http'];
  return new Promise((resolve) => {
    const child = spawn(npm.file, [...npm.before, ...args, ...quiet], {
      cwd,
      shell: npm.shell,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let output = '';
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (text) => {
      bar.add(text.split('http fetch GET 200').length - 1);
      output = (output + text).slice(-65536);
    });
    child.on('error', (error) => giveUp(`npm could not be started (${error.message}).`, 2));
    child.on('close', (code) => {
      bar.end();
      if (code !== 0) giveUp(npmFailure(output), 1);
      resolve();
    });
  });
}

/** True when what npm installed is what the lock asks for, whoever ran npm. */
function matchesLock(lock) {
  const hidden = readJson(path.join(modules, '.package-lock.json'));
  if (!lock || !hidden) return false;
  const production = process.env.NODE_ENV === 'production';
  return Object.entries(lock.packages).every(([name, entry]) => {
    if (name === '' || entry.optional || (entry.dev && production)) return true;
    const installed = hidden.packages[name];
    return installed !== undefined && installed.version === entry.version;
  });
}

async function installPackages(lock, hash) {
  const stamp = fs.existsSync(stampFile) ? fs.readFileSync(stampFile, 'utf8').trim() : '';
  if (stamp === hash) return;
  if (!matchesLock(lock)) {
    const entries = Object.values(lock.packages).filter((entry) => !entry.optional);
    const title = fs.existsSync(modules) ? 'Updating packages' : 'Installing packages';
    await runNpm(['ci'], { title, total: entries.length, cwd: root });
  }
  await ensureNode(lock);
  try {
    fs.writeFileSync(stampFile, `${hash}\n`);
  } catch {
    // A read-only installation works too: it is only checked again at the next start.
  }
}

function versionOf(binary) {
  const run = spawnSync(binary, ['--version'], { encoding: 'utf8' });
  return run.status === 0 ? run.stdout.trim().replace(/^v/, '') : undefined;
}

/** The package of the `node` dependency that holds this platform's binary, by its own rule. */
function platformPackage() {
  const prefix = process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
  const arch = onWindows && process.arch === 'ia32' ? 'x86' : process.arch;
  return [prefix, onWindows ? 'win' : process.platform, arch].join('-');
}

function placeNode(binary) {
  const target = path.join(modules, 'node', 'bin', path.basename(binary));
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.rmSync(target, { force: true });
  try {
    fs.linkSync(binary, target);
  } catch {
    fs.copyFileSync(binary, target);
  }
  fs.chmodSync(target, 0o755);
  if (onWindows) return;
  fs.mkdirSync(path.dirname(localNode), { recursive: true });
  fs.rmSync(localNode, { force: true });
  fs.symlinkSync(path.join('..', 'node', 'bin', 'node'), localNode);
}

/** Node 24 in node_modules: its package fetches the binary in an install script, which npm may
 * have been told not to run; then the binary is fetched here, with no script at all. */
async function ensureNode(lock) {
  const entry = lock.packages['node_modules/node'];
  if (!entry) return;
  const wanted = entry.version;
  if (fs.existsSync(localNode) && versionOf(localNode) === wanted) return;
  if (Number(process.versions.node.split('.')[0]) >= 24) return;
  const name = platformPackage();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'trueshelf-node-'));
  try {
    fs.writeFileSync(path.join(folder, 'package.json'), '{"private":true}');
    const args = ['install', '--no-save', '--ignore-scripts', `${name}@${wanted}`];
    await runNpm(args, { title: `Fetching Node ${wanted}`, total: 1, cwd: folder });
    const bin = onWindows ? 'node.exe' : 'node';
    placeNode(path.join(folder, 'node_modules', name, 'bin', bin));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
  if (versionOf(localNode) !== wanted) {
    giveUp(`Node ${wanted} does not run on this ${name} system; install Node 24 yourself.`, 2);
  }
}

/** The Node that runs the program: the installed one, else this one when it is new enough. */
function programNode() {
  if (fs.existsSync(localNode)) return localNode;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return giveUp('Node 24 is missing from node_modules; remove node_modules and try again.', 1);
}

/** Runs bin/trueshelf.ts in our place: its input, output, signals and exit code are ours. The
 * channel lets it notice that this process was killed, so that it does not run on alone. */
function handOver(args) {
  const program = path.join(root, 'bin', 'trueshelf.ts');
  // A larger nursery for short-lived objects: a busy server spends a tenth less on collecting them.
  const child = spawn(programNode(), ['--max-semi-space-size=64', program, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    // Pictures are drawn by many threads; a heap for each of them would keep what it once took.
    env: { MALLOC_ARENA_MAX: '2', ...process.env },
  });
  const signals = onWindows ? ['SIGINT', 'SIGTERM'] : ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'];
  // A terminal sends Ctrl-C to the whole group; sending it once more would read as "at once".
  const relay = (signal) => (signal === 'SIGINT' && process.stdin.isTTY ? 0 : child.kill(signal));
  for (const signal of signals) process.on(signal, relay);
  child.on('error', (error) => giveUp(`Node could not be started (${error.message}).`, 1));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    for (const name of signals) process.removeListener(name, relay);
    process.kill(process.pid, signal);
  });
}

async function start() {
  if (Number(process.versions.node.split('.')[0]) < NODE_MAJOR_MIN) {
    giveUp(`Node ${process.versions.node} is too old; install Node 18 or newer.`, 2);
  }
  const lockFile = path.join(root, 'package-lock.json');
  const lock = readJson(lockFile);
  if (!lock || !lock.packages) giveUp(`${lockFile} is missing or unreadable.`, 2);
  const hash = createHash('sha256').update(fs.readFileSync(lockFile)).digest('hex');
  await installPackages(lock, hash);
  handOver(process.argv.slice(2));
}

start().catch((error) => {
  const full = error && error.code === 'ENOSPC';
  giveUp(full ? 'the disk is full; free some space and run this again.' : error.message, 1);
});
