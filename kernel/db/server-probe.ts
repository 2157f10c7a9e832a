import pg from 'pg';

/** The data folder that the server at this address serves; undefined when it does not let us in. */
export async function probe(url: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const result = await client.query<{ folder: string }>(
      "select current_setting('data_directory') as folder",
    );
    return result.rows[0]?.folder;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Creates a database when it is not there. */
export async function createDatabase(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const known = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (known.rowCount === 0) await client.query('create database ' + pg.escapeIdentifier(name));
  } finally {
    await client.end();
  }
}
