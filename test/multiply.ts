// Strangers' rows for a table that has some: copies with other keys and of other people, past every
// trigger and foreign key. Only for tests that count what others' rows cost.
import type pg from 'pg';

interface Column {
  name: string;
  type: string;
  /** Part of a key that keeps rows apart. */
  isKey: boolean;
}

/** Adds `count` rows to a table (as superuser); those it has take turns as their pattern. */
export async function multiply(sql: pg.Client, table: string, count: number): Promise<void> {
  const { rows: columns } = await sql.query<Column>(
    `select quote_ident(a.attname) as name, format_type(a.atttypid, null) as type,
       exists (select from pg_index i where i.indrelid = a.attrelid and i.indisunique
         and a.attnum = any(i.indkey)) as "isKey"
     from pg_attribute a
     where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped
       and a.attgenerated = ''`,
    [table],
  );
  const values = columns.map(({ name, type, isKey }) => {
    const isName = /(?:key|ref|number|slug)$/.test(name) ? isKey : name.endsWith('_id');
    if (isName && type === 'text') return `p.${name} || '~' || g`;
    // Not the pattern's plus some: patterns take turns, and two of them could come to the same.
    if (isKey && /^(integer|bigint)$/.test(type)) {
      return `(select 1000000 + max(${name}) from ${table}) + g`;
    }
    return `p.${name}`;
  });
  const names = columns.map(({ name }) => name).join(', ');
  await sql.query('begin; set local session_replication_role = replica');
  await sql.query(
    `insert into ${table} (${names}) overriding system value
     select ${values.join(', ')} from generate_series(1, $1::int) g
     join (select *, row_number() over () as nth_, count(*) over () as of_ from ${table}) p
       on p.nth_ = 1 + g % p.of_`,
    [count],
  );
  await sql.query('commit');
}
