// The documentation against the tree: links lead somewhere, and the feature table is complete.
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const pages = globSync(['*.md', 'docs/**/*.md', 'services/*/README.md'], { cwd: root });

/** The targets of a page's links and pictures that are not in the tree. */
function deadLinks(page: string, text: string): string[] {
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((found) => found[1] ?? '');
  const local = targets.filter((target) => !/^(?:https?:|mailto:|#)/.test(target));
  return local.filter((target) => {
    const path = join(root, dirname(page), target.replace(/#.*/, ''));
    return !existsSync(path);
  });
}

/** What is wrong with the rows of the feature table: a problem per row at most. */
function featureProblems(text: string): string[] {
  const rows = [...text.matchAll(/^\| ([PCSAX]\d+) \|[^|]+\| *([a-z]*) *\|(.*)\|$/gm)];
  const problems = rows.flatMap(([, id, state = '', proof = '']) => {
    if (!['planned', 'partly', 'done'].includes(state)) return [`${id}: state "${state}"`];
    return state === 'done' && !/\]\(\S+\)/.test(proof) ? [`${id}: done without a test`] : [];
  });
  const shown = rows.map((row) => row[1]);
  const sizes = { P: 7, C: 19, S: 8, A: 12, X: 21 };
  const wanted = Object.entries(sizes).flatMap(([letter, size]) =>
    Array.from({ length: size }, (_, index) => `${letter}${index + 1}`),
  );
  if (shown.join() !== wanted.join()) problems.push('the ids are not complete and in order');
  return problems;
}

test('every link in the documentation leads to a file', () => {
  assert.deepEqual(deadLinks('docs/x.md', '[a](nowhere.md) [b](STYLE.md) [c](https://a.b)'), [
    'nowhere.md',
  ]);
  const dead = pages.flatMap((page) =>
    deadLinks(page, readFileSync(join(root, page), 'utf8')).map((target) => `${page}: ${target}`),
  );
  assert.deepEqual(dead, []);
});

test('the feature table holds every id once, with a state, and a test where it is done', () => {
  const text = readFileSync(join(root, 'docs', 'FEATURES.md'), 'utf8');
  assert.deepEqual(featureProblems(text), []);
  assert.deepEqual(featureProblems(text.replace('| C2 |', '| C20 |')).length, 1);
  assert.deepEqual(featureProblems(text.replace('| planned | |', '| ready | |')).length, 1);
  assert.deepEqual(featureProblems(text.replace('| planned | |', '| done | |')).length, 1);
});

test('every decision is in the list', () => {
  const list = readFileSync(join(root, 'docs', 'decisions', 'README.md'), 'utf8');
  const files = globSync('0*.md', { cwd: join(root, 'docs', 'decisions') });
  assert.deepEqual(
    files.filter((file) => !list.includes(`(${file})`)),
    [],
  );
});
