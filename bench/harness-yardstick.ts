// What a figure is held against, measured in the same run on the same machine, so that a slow or
// busy machine changes both.
import pg from 'pg';
import type { Context } from './harness.ts';
import type { Figure } from './harness-report.ts';
import { startBare, type BenchServer } from './harness-server.ts';
import { requestText, Wire } from './harness-wire.ts';

export type Yardstick = NonNullable<Figure['yardstick']>;

const seconds = 3;
const rows = 100_000;

interface Updates {
  name: string;
  clients: number;
  /** Which row the nth update takes. */
  row(): number;
}

async function updates(ctx: Context, { name, clients, row }: Updates): Promise<Yardstick> {
  const database = await ctx.postgres.database({ rooms: [] });
  await database.query('create table counter (id int primary key, n int not null)');
  await database.query('insert into counter select id, 0 from generate_series(1, $1::int) id', [
    rows,
  ]);
  const open = await Promise.all(
    Array.from({ length: clients }, async () => {
      const client = new pg.Client({ connectionString: database.url });
      await client.connect();
      return client;
    }),
  );
  const text = 'update counter set n = n + 1 where id = $1';
  const figure = await ctx.measure({
    figure: { name },
    seconds: Math.min(seconds, ctx.options.seconds),
    warmup_s: 1,
    clients,
    open: (index) => open[index],
    step: async ({ own }) => {
      await own?.query({ name: 'update', text, values: [row()] });
    },
  });
  await Promise.all(open.map((client) => client.end()));
  await database.drop();
  return { name, value: figure.value };
}

/** `update … where id = 1` by many connections: what one row allows when each change commits. */
export function hotRowUpdates(ctx: Context, { clients }: { clients: number }): Promise<Yardstick> {
  return updates(ctx, { name: `update one row, ${clients} connections`, clients, row: () => 1 });
}

/** Durable commits a second, one row each, spread over 100,000 rows, as pgbench's simple update. */
export function simpleUpdates(ctx: Context): Promise<Yardstick> {
  const row = () => 1 + Math.floor(Math.random() * rows);
  return updates(ctx, { name: 'simple update commits, 16 connections', clients: 16, row });
}

/** Requests a second of a Fastify server with one route that sends this body. */
export async function bareRoute(ctx: Context, body: string): Promise<Yardstick> {
  const server = await startBare(body);
  ctx.defer(() => server.stop());
  const request = requestText({ method: 'GET', path: '/' });
  const name = 'bare Fastify route';
  const figure = await gets(ctx, { name, server, request });
  await server.stop();
  return { name, value: figure.value };
}

/** Requests a second of the same server's cheapest route. */
export async function liveRoute(ctx: Context, server: BenchServer): Promise<Yardstick> {
  const request = requestText({ method: 'GET', path: '/health/live' });
  const name = 'GET /health/live';
  const figure = await gets(ctx, { name, server, request });
  return { name, value: figure.value };
}

interface Gets {
  name: string;
  server: BenchServer;
  request: string;
}

function gets(ctx: Context, { name, server, request }: Gets): Promise<Figure> {
  return ctx.measure({
    figure: { name },
    server,
    seconds: Math.min(seconds, ctx.options.seconds),
    warmup_s: 1,
    clients: 32,
    open: () => new Wire(server.port),
    close: (wire) => wire.close(),
    step: async (worker) => {
      const { status } = await worker.own.send(request);
      if (status !== 200) worker.fail(`status ${status}`);
    },
  });
}
