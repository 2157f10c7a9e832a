import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import pg from 'pg';
import { testDatabase } from './test-database.ts';

const ROOT = join(import.meta.dirname, '..', '..');

const database = await testDatabase();
const sql = new pg.Client({ connectionString: database.url });
await sql.connect();
after(async () => {
  await sql.end();
  await database.drop();
});

/** Tables whose rows a trigger looks at before they are updated, by room. */
const GUARDED = `select n.nspname as room, c.relname as "table"
from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
where not t.tgisinternal and t.tgtype & 1 = 1 and t.tgtype & 2 = 2 and t.tgtype & 16 = 16
group by 1, 2 order by 1, 2`;

/** Statements of a room that update the table and ask for what was there before. */
function askers(room: string, table: string, texts = textsOf(room)): string[] {
  const updates = new RegExp(`update "?${table}"? .*returning .*\\bold\\.`, 's');
  return texts.filter((text) => updates.test(text));
}

function textsOf(room: string): string[] {
  const files = globSync(`services/${room}/**/*.{ts,sql}`, { cwd: ROOT });
  return files.flatMap((file) => readFileSync(join(ROOT, file), 'utf8').split(/`|\$\$/));
}

test('nobody asks for `old` where a trigger runs before the update', async () => {
  const { rows } = await sql.query<{ room: string; table: string }>(GUARDED);
  assert.ok(rows.length > 0, 'there are such tables');
  for (const { room, table } of rows) assert.deepEqual(askers(room, table), [], `${room}.${table}`);
  const payments = askers('payments', 'payment');
  assert.ok(payments.length >= 3, 'and such statements are found where there are some');
});
