// Shows that the lint settings find what they are there for, with the types of a real project.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'trueshelf-lint-'));
after(() => rmSync(folder, { recursive: true, force: true }));
copyFileSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
writeFileSync(
  join(folder, 'tsconfig.json'),
  '{"compilerOptions":{"strict":true,"module":"nodenext","types":["node"]}}',
);
symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));

/** What the settings say about one file. */
function lint(text: string, name = 'sample.ts'): string {
  writeFileSync(join(folder, name), text);
  const oxlint = join(root, 'node_modules', '.bin', 'oxlint');
  const args = ['--type-aware', '--deny-warnings', '--format=unix', name];
  return spawnSync(oxlint, args, { cwd: folder, encoding: 'utf8' }).stdout;
}

const WORK = 'async function work(): Promise<void> {}\n';

test('a promise that nobody waits for is found', () => {
  assert.match(lint(`${WORK}export const f = () => {\n  work();\n};\n`), /no-floating-promises/);
  assert.equal(lint(`${WORK}export const f = async () => {\n  await work();\n};\n`).trim(), '');
  assert.equal(lint(`${WORK}export const f = () => {\n  void work();\n};\n`).trim(), '');
});

test('a test of node:test may stand alone, a promise inside it may not', () => {
  const head = `import { test } from 'node:test';\n${WORK}`;
  assert.equal(lint(`${head}test('x', () => work());\n`, 'a.test.ts').trim(), '');
  const loose = `${head}test('x', () => {\n  work();\n});\n`;
  assert.match(lint(loose, 'b.test.ts'), /b\.test\.ts:4.*no-floating-promises/);
});

test('a promise as a condition, a missed case and a thrown text are found', () => {
  assert.match(lint(`${WORK}export const f = () => (work() ? 1 : 2);\n`), /no-misused-promises/);
  const missed = "export function f(a: 'x' | 'y') {\n  switch (a) {\n    case 'x':\n  }\n}\n";
  assert.match(lint(missed), /switch-exhaustiveness-check/);
  assert.match(lint("export const f = () => {\n  throw 'x';\n};\n"), /only-throw-error/);
});
