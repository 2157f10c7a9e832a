// What stopped a command, as one sentence for whoever typed it.
import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '#kernel/config/config.ts';
import { Failure } from '#kernel/core/error.ts';
import { diskFull, readText } from '#kernel/db/cluster.ts';
import { LaunchError } from '#kernel/db/launch-error.ts';

const unanswered =
  'The database at DATABASE_URL does not answer. Check the address and that it runs.';
const refused = 'The database at DATABASE_URL refuses this user or password.';

/** By the system's code or the server's SQLSTATE. */
const byCode: Record<string, string> = {
  ENOSPC: 'The disk is full. Make room and start again; nothing was lost.',
  53100: 'The disk of the database is full. Make room and start again; nothing was lost.',
  ECONNREFUSED: unanswered,
  ENOTFOUND: unanswered,
  EAI_AGAIN: unanswered,
  ETIMEDOUT: unanswered,
  EHOSTUNREACH: unanswered,
  ENETUNREACH: unanswered,
  ECONNRESET: unanswered,
  '28P01': refused,
  28000: refused,
  '3D000': 'The database named in DATABASE_URL does not exist; create it first.',
  42501:
    'The user in DATABASE_URL may not do this. It has to own the database and may create roles.',
  53300: 'The database takes no more connections. Raise max_connections or stop other programs.',
  '57P03': 'The database is starting or stopping. Try again in a moment.',
};

const notPostgres =
  'What answers at DATABASE_URL does not speak PostgreSQL, or not in time. Check host and port.';

/** Undefined for what has no sentence: a bug, to be shown with its stack. */
export function sentenceOf(error: unknown): string | undefined {
  if (error instanceof LaunchError || error instanceof ConfigError) return error.message;
  const { code, port, cause } = (error ?? {}) as { code?: string; port?: number; cause?: unknown };
  if (code === 'EADDRINUSE') {
    return `Port ${port} is taken by another program. Choose one with PORT=3001 or --port 3001.`;
  }
  if (code === 'EACCES') return `This user may not open port ${port}. Choose one above 1023.`;
  if (code === 'EADDRNOTAVAIL') return 'This machine does not have the address in HOST.';
  if (error instanceof Failure && error.code === 'database-unavailable') {
    return sentenceOf(cause) ?? `${error.message}.`;
  }
  if (code !== undefined && Object.hasOwn(byCode, code)) return byCode[code];
  const message = error instanceof Error ? error.message : '';
  if (/timeout expired|connection terminated|invalid response|unexpected message/i.test(message)) {
    return notPostgres;
  }
  if (/\bSSL\b|certificate/i.test(message)) {
    return `No secure connection to the database at DATABASE_URL: ${message}.`;
  }
  return undefined;
}

const free_bytes_low = 16 * 1_048_576;

/**
 * The error of a start over the built-in database, told as what it means there: a database that
 * went away mostly found its disk full, which a client only sees as a lost connection.
 */
export function explainBuiltIn(error: unknown, folder: string): unknown {
  const said = error instanceof LaunchError ? undefined : sentenceOf(error);
  const unknown = error instanceof Failure && error.code === 'outcome-unknown';
  if (!unknown && !/database/i.test(said ?? '')) return error;
  const log = join(folder, 'server.log');
  const { bavail, bsize } = statfsSync(folder);
  const full = /no space left on device/i.test(readText(log) ?? '');
  if (full || bavail * bsize < free_bytes_low) return diskFull(folder, error);
  return new LaunchError(
    'start-failed',
    `The built-in database went away; ${log} says why. Start again: it recovers.`,
    error,
  );
}
