/** COPY … FROM STDIN over the driver's own connection: rows as text, as fast as they are read. */
import type { Writable } from 'node:stream';
import type pg from 'pg';

/** What the driver calls while a statement of ours is the active one. */
interface Wire {
  query(text: string): void;
  stream: Writable;
  endCopyFrom(): void;
}

/** So much in each message; the server holds one at a time. */
const chunk_bytes = 65_536;

/** Sent as they are: the driver would copy them once more. */
function sendRows(stream: Writable, rows: Buffer): void {
  stream.cork();
  for (let at = 0; at < rows.length; at += chunk_bytes) {
    const chunk = rows.subarray(at, at + chunk_bytes);
    const head = Buffer.allocUnsafe(5);
    head[0] = 0x64; // CopyData
    head.writeInt32BE(chunk.length + 4, 1);
    stream.write(head);
    stream.write(chunk);
  }
  stream.uncork();
}

class CopyIn {
  private readonly statement: string;
  private readonly rows: Buffer;
  private readonly done: PromiseWithResolvers<void>;
  private failure: Error | null = null;

  constructor(statement: string, rows: Buffer, done: PromiseWithResolvers<void>) {
    this.statement = statement;
    this.rows = rows;
    this.done = done;
  }

  submit(connection: Wire): void {
    connection.query(this.statement);
  }

  handleCopyInResponse(connection: Wire): void {
    sendRows(connection.stream, this.rows);
    connection.endCopyFrom();
  }

  handleError(error: Error): void {
    this.failure = error;
    this.done.reject(error);
  }

  handleReadyForQuery(): void {
    if (this.failure === null) this.done.resolve();
  }

  handleCommandComplete(): void {
    // The count of rows is what was sent.
  }

  handleRowDescription(): void {
    // COPY has no rows.
  }

  handleEmptyQuery(): void {
    // The statement is never empty.
  }
}

/**
 * Sends rows in COPY's text format, each ended by a newline. Errors: those of the server; the
 * statement is all or nothing.
 */
export async function copyIn(client: pg.Client, statement: string, rows: Buffer): Promise<void> {
  const done = Promise.withResolvers<void>();
  // The driver takes any object with these methods; its types know only its own queries.
  void client.query(new CopyIn(statement, rows, done) as unknown as pg.QueryConfig);
  await done.promise;
}

/** A value of a column in COPY's text format. */
export function copyText(value: string | number | boolean | null): string {
  if (value === null) return '\\N';
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (typeof value === 'number') return String(value);
  if (!/[\\\t\n\r]/.test(value)) return value;
  return value
    .replaceAll('\\', '\\\\')
    .replaceAll('\t', '\\t')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
}
