import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statementOf } from './statement.ts';

test('the same text has the same statement and a short stable name', () => {
  const first = statementOf('select 1 as one');
  assert.equal(statementOf('select 1 as one'), first);
  assert.match(first.name ?? '', /^s_[\w-]{16}$/);
  assert.notEqual(statementOf('select 2 as two').name, first.name);
});

test('texts whose plan depends on their values take the list lane', () => {
  const lane = (text: string): string => statementOf(text).lane;
  assert.equal(lane('select * from a where id = any($1::text[])'), 'point');
  assert.equal(lane('select * from a where x is null and id = $1'), 'point');
  assert.equal(lane('select * from a order by id limit 50'), 'point');
  assert.equal(lane('select * from a where id > $1 limit $2'), 'list');
  assert.equal(lane('select * from a where ($1::text is null or name = $1)'), 'list');
  assert.equal(lane('select * from a where name ilike $1'), 'list');
  assert.equal(lane('select * from a where words @@ to_tsquery($1)'), 'list');
  assert.equal(lane('with item as (select 1 limit $2::bigint /* point */) select 1'), 'point');
  assert.equal(lane('/* list */ select count(*) from a'), 'list');
});

test('writes are told from reads', () => {
  const writes = (text: string): boolean => statementOf(text).writes;
  assert.equal(writes('select updated_at, deleted from a'), false);
  assert.equal(writes('-- reason\n  with x as (select 1) select * from x'), false);
  assert.equal(writes('with gone as (delete from a returning id) select id from gone'), true);
  assert.equal(writes('insert into a select 1'), true);
  assert.equal(writes("select nextval('s')"), true);
  assert.equal(writes('/* write */ select settle($1)'), true);
  assert.equal(writes('call settle()'), true);
});
