import type { Db, DbLog } from './sql.ts';

export type { Db, DbLog, Sql, TxOptions } from './sql.ts';

export interface DbOptions {
  /** postgres://user:password@host:port/database */
  url: string;
  /** Name of the room: its schema and, with the prefix trueshelf_, its role. */
  room: string;
  /** Pipelined connections for single statements (default 2). */
  pipelined?: number;
  /** Most connections for transactions (default 4). */
  plain_max?: number;
  /** A statement is cancelled by the server after this (default 5 000 ms). */
  statementTimeout_ms?: number;
  log?: DbLog;
}

/** Opens nothing yet: connections are made when first used. */
export function openDb(options: DbOptions): Db {
  throw new Error(`openDb of room ${options.room} is not finished`);
}
