// The shapes that every store is written against. Kept apart from the connections so that the
// pipeline, the transactions and the tests can name them without importing one another.

/** Runs statements. Text is a constant with $1… parameters; values never go into the text. */
export interface Sql {
  /** All rows. int8 arrives as a safe integer, numeric and date as text, timestamptz as Date,
   *  jsonb parsed. A JSON parameter must be passed as text (an array would become a SQL array). */
  rows<T>(text: string, values?: unknown[]): Promise<T[]>;
  /** The first row, or undefined. */
  row<T>(text: string, values?: unknown[]): Promise<T | undefined>;
  /** The number of rows touched. */
  run(text: string, values?: unknown[]): Promise<number>;
}

export interface TxOptions {
  /** The whole transaction must end within this time (default 10 000 ms). */
  deadline_ms?: number;
  readOnly?: boolean;
}

/**
 * A room's database. Outside `tx` each statement commits by itself, one round trip.
 * Errors: the driver's own error (with its SQLSTATE in `code`) for data and constraint errors;
 * Failure 'timeout' when the server cancelled (nothing happened); Failure 'database-unavailable'
 * (retryable) when the statement surely did nothing; OutcomeUnknown when a reply was lost;
 * Failure 'overloaded' when too many statements wait.
 */
export interface Db extends Sql {
  /** BEGIN … COMMIT: 2 round trips above the statements of `work`. Deadlock, serialization and
   *  lock timeouts run the whole work again, at most 3 times, so `work` must have no outside
   *  effect. */
  tx<T>(work: (tx: Sql) => Promise<T>, options?: TxOptions): Promise<T>;
  /** Waits for what is in flight, then closes every connection. */
  close(): Promise<void>;
  readonly room: string;
}

/** The part of a logger that this folder uses (pino fits). */
export interface DbLog {
  info(detail: object, message: string): void;
  warn(detail: object, message: string): void;
}
