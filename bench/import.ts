// A seller's export of 100,000 products with their variants, images by address and stock, through
// `trueshelf import` as a person would run it. Expected: chunks of 500 rows, each a few statements
// in catalogue, pricing and inventory while the next chunk is read; 4,000 to 8,000 rows a second,
// and memory for two chunks only. The yardstick copies the same bytes into a table of text.
import { createReadStream, statSync } from 'node:fs';
import pg from 'pg';
import type { Bench, Context } from './harness.ts';
import { emptyShop, runImport, worldFile } from './harness-world.ts';

const products_default = 100_000;

export const bench: Bench = {
  name: 'import',
  question: 'How long does a large catalogue take to get in, and how much memory?',
  async run(ctx) {
    const products = ctx.options.products ?? products_default;
    ctx.say(`writing a file of ${products} products`);
    const { file, rows } = await worldFile(products);
    const megabytes = statSync(file).size / 1024 ** 2;
    const copied = await copy(ctx, file);
    const database = await ctx.database();
    await emptyShop(database.url);
    ctx.say(`importing ${rows} rows, ${megabytes.toFixed(0)} MB`);
    const { pid: postgres } = ctx.postgres;
    const { took_s, peak_mb, cpu } = await runImport({ databaseUrl: database.url, file, postgres });
    const scale = products / products_default;
    ctx.keep({
      name: `import of ${products} products`,
      value: took_s,
      unit: 's',
      bar: 120 * scale,
      goal: 30 * scale,
      yardstick: { name: 'COPY of the same bytes', value: copied },
      cpu,
      note: `${Math.round(rows / took_s)} rows/s, ${(megabytes / took_s).toFixed(1)} MB/s`,
    });
    ctx.keep({ name: 'peak memory', value: peak_mb, unit: 'MB', goal: 400 });
    // What the import has told is heard to the end by the shop that starts next.
    await ctx.server(database);
    await ctx.invariants({ url: database.url });
  },
};

/** Seconds to copy a file into a table of one column. */
async function copy(ctx: Context, file: string): Promise<number> {
  const database = await ctx.postgres.database({ rooms: [] });
  await database.query('create table line (text text)');
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const started_ms = performance.now();
  await copyIn(client, file);
  const took_s = (performance.now() - started_ms) / 1000;
  await client.end();
  await database.drop();
  ctx.keep({ name: 'COPY of the same bytes', value: took_s, unit: 's' });
  return took_s;
}

interface CopyConnection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
}

/** The driver runs anything that has these methods; see `Submittable` in its types. */
function copyIn(client: pg.Client, file: string): Promise<void> {
  // Quote and delimiter are bytes that JSON never has, so that a line is a value as it is.
  const text = "copy line from stdin (format csv, delimiter e'\\x01', quote e'\\x02')";
  return new Promise((resolve, reject) => {
    const submittable = {
      submit: (connection: CopyConnection) => connection.query(text),
      handleCopyInResponse: async (connection: CopyConnection) => {
        for await (const chunk of createReadStream(file)) {
          connection.sendCopyFromChunk(chunk as Buffer);
        }
        connection.endCopyFrom();
      },
      handleCommandComplete: () => undefined,
      handleReadyForQuery: () => resolve(),
      handleError: (error: Error) => reject(error),
    };
    client.query(submittable as unknown as pg.Submittable);
  });
}
