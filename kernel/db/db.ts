import { statement_timeout_ms } from '#kernel/core/limit.ts';
import type { ConnectionOptions } from './connection.ts';
import { openPipeline } from './pipeline.ts';
import type { Db, DbLog } from './sql.ts';
import { openTransactions } from './tx.ts';

export type { Db, DbLog, Sql, TxOptions } from './sql.ts';

export interface DbOptions {
  /** postgres://user:password@host:port/database; the user may take the room's role. */
  url: string;
  /** Name of the room: its schema and, with the prefix trueshelf_, its role. */
  room: string;
  /** Pipelined connections for single statements (default 2), next to one for lists. */
  pipelined?: number;
  /** Most connections for transactions (default 4). */
  plain_max?: number;
  /** The server cancels a statement after this (default 5 000 ms). */
  statementTimeout_ms?: number;
  log?: DbLog;
}

const silent: DbLog = { info: () => undefined, warn: () => undefined };

/**
 * The database of one room. Opens nothing yet: connections are made when first used, and
 * replaced when lost. Not for use behind a transaction-pooling proxy, because the room's role
 * and prepared statements belong to a session.
 */
export function openDb(options: DbOptions): Db {
  const connection: ConnectionOptions = {
    url: options.url,
    room: options.room,
    statementTimeout_ms: options.statementTimeout_ms ?? statement_timeout_ms,
    log: options.log ?? silent,
  };
  const pipeline = openPipeline(connection, options.pipelined ?? 2);
  const transactions = openTransactions(connection, options.plain_max ?? 4);
  let closing: Promise<unknown> | undefined;
  return {
    room: options.room,
    rows: async (text, values = []) => (await pipeline.execute(text, values)).rows,
    row: async (text, values = []) => (await pipeline.execute(text, values)).rows[0],
    run: async (text, values = []) => (await pipeline.execute(text, values)).rowCount ?? 0,
    tx: (work, txOptions) => transactions.run(work, txOptions),
    close: async () => {
      closing ??= Promise.all([pipeline.close(), transactions.close()]);
      await closing;
    },
  };
}
