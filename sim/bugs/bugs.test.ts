// The bank of bugs stays true: every bug can still be put in, and a few are, each commit others.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, after, test } from 'node:test';
import pg from 'pg';
import { testDatabase, type TestDatabase } from '#kernel/db/test-database.ts';
import { commitNumber } from '../../tools/commit-number.ts';
import { bugs } from './bank.ts';
import { hunt } from './hunt.ts';
import { patched, prepare } from './register.ts';

const root = join(import.meta.dirname, '..', '..');
/** Bugs of one commit, each found within seconds. */
const SAMPLE = 6;

let database: TestDatabase;

before(async () => {
  database = await testDatabase();
});

after(() => database.drop());

test('there are forty, each with a name of its own and a way to be caught', () => {
  assert.equal(bugs.length, 40);
  assert.equal(new Set(bugs.map(({ name }) => name)).size, bugs.length);
  for (let n = 1; n <= 20; n += 1) {
    assert.ok(bugs.some(({ name }) => name === `B${n}`));
    assert.ok(bugs.some(({ name }) => name === `C${n}`));
  }
  for (const { name, says, harm, patches = [], functions = [], sql = [], caughtBy } of bugs) {
    assert.ok(says.length > 10 && harm.length > 10, name);
    assert.ok(patches.length + functions.length + sql.length > 0, `${name} changes nothing`);
    if (caughtBy.by === 'test') assert.ok(existsSync(join(root, caughtBy.file)), name);
  }
});

test('every patch still meets its text, once', async () => {
  for (const { name, patches = [] } of bugs) {
    const texts = new Map<string, string>();
    for (const patch of patches) {
      const text = texts.get(patch.file) ?? readFileSync(join(root, patch.file), 'utf8');
      assert.doesNotThrow(() => texts.set(patch.file, patched(text, patch)), name);
      assert.notEqual(texts.get(patch.file), text, name);
    }
  }
});

test('every change of the database can still be made', async () => {
  for (const bug of bugs.filter(({ functions, sql }) => functions ?? sql)) {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query('begin');
    await assert.doesNotReject(prepare(client, bug), bug.name);
    await client.query('rollback');
    await client.end();
  }
});

test('a text that is not there, or there twice, is told', () => {
  const patch = { file: 'x', from: 'one', to: 'two' };
  assert.equal(patched('just one', patch), 'just two');
  assert.throws(() => patched('none', { ...patch, from: 'some' }), /0 times/);
  assert.throws(() => patched('one and one', patch), /2 times/);
});

test('bugs of this commit are found', async (t) => {
  const start = (commitNumber() * SAMPLE) % bugs.length;
  for (let n = 0; n < SAMPLE; n += 1) {
    const bug = bugs[(start + n) % bugs.length];
    assert.ok(bug !== undefined);
    const { killed, how } = await hunt(bug);
    t.diagnostic(`${bug.name} ${bug.says}: ${how}`);
    assert.ok(killed, `${bug.name} (${bug.says}) is alive: ${how}`);
  }
});
