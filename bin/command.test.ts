// The command line as people use it: the launcher under this Node, real processes, exit codes.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { UsageError, integerOption } from './command.ts';
import { COMMANDS, nearest } from './help.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const run = (...args: string[]) =>
  spawnSync(process.execPath, [`${folder}start.mjs`, ...args], { encoding: 'utf8' });

test('help lists every command, and every command file is in the list', () => {
  const help = run('help');
  assert.equal(help.status, 0, help.stderr);
  for (const name of COMMANDS) assert.match(help.stdout, new RegExp(`^  ${name} `, 'm'));
  const files = readdirSync(folder).flatMap((file) => /^command-(.*)\.ts$/.exec(file)?.[1] ?? []);
  assert.deepEqual(
    files.filter((name) => !COMMANDS.some((known) => known === name)),
    [],
  );
});

test('a command explains itself with --help and with help before it', () => {
  const page = run('test', '--help');
  assert.equal(page.status, 0, page.stderr);
  assert.match(page.stdout, /Usage: npx trueshelf test \[--only <text>\]/);
  assert.match(page.stdout, /-h, --help +Show this page/);
  assert.equal(run('help', 'test').stdout, page.stdout);
});

test('an unknown command, option or word is one sentence and exit code 2', () => {
  for (const [args, sentence] of [
    [['sevre'], 'there is no command "sevre"; did you mean serve? See npx trueshelf help'],
    [['xyzzy'], 'there is no command "xyzzy". See npx trueshelf help'],
    [['test', '--onyl', 'a'], 'test: unknown option --onyl; did you mean --only?'],
    [['test', 'surplus'], 'unexpected word "surplus"'],
  ] as const) {
    const done = run(...args);
    assert.equal(done.status, 2);
    assert.ok(done.stderr.includes(sentence), done.stderr);
    assert.equal(done.stderr.trim().split('\n').length, 1);
  }
});

test('a number option is checked against its range', () => {
  const args = { values: { port: '70000', good: '80', word: '8x' }, positionals: [] };
  const range = { min: 1, max: 65_535 };
  assert.equal(integerOption(args, 'good', range), 80);
  assert.equal(integerOption(args, 'none', range), undefined);
  assert.throws(() => integerOption(args, 'port', range), UsageError);
  assert.throws(() => integerOption(args, 'word', range), UsageError);
});

test('did you mean: two edits at most', () => {
  assert.equal(nearest('srve', COMMANDS), 'serve');
  assert.equal(nearest('something', COMMANDS), undefined);
});
