import { Failure, OutcomeUnknown } from '#kernel/core/error.ts';

const retryAfter_ms = 1_000;

/** SQLSTATE of an error from the server, or undefined. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const { code } = error;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/** The server rolled back and says: do it again (serialization, deadlock, lock timeout). */
export function isRetryable(error: unknown): boolean {
  const state = sqlState(error);
  return state === '40001' || state === '40P01' || state === '55P03';
}

/** The connection is gone, and with it the answer. */
export function isLost(error: unknown): boolean {
  const state = sqlState(error);
  // 57P0x: the server shuts down or crashed; 25P0x: it ended a transaction that took too long.
  return state === undefined || /^(?:08|57P0|25P0[34])/.test(state);
}

/**
 * The prepared statement is gone or outdated (a migration changed its columns). The server says
 * so before it runs anything, so a fresh connection may try again.
 */
export function isStalePlan(error: unknown): boolean {
  const state = sqlState(error);
  if (state === '26000') return true;
  return state === '0A000' && error instanceof Error && /cached plan/.test(error.message);
}

/**
 * What the caller of a statement gets. Data errors pass as they are, so that their SQLSTATE can
 * be read. `writes`: whether a lost reply leaves the outcome open.
 */
export function translate(error: unknown, writes: boolean): Error {
  if (error instanceof Failure) return error;
  const state = sqlState(error);
  if (state === '57014' || state === '25P03' || state === '25P04') {
    return new Failure('timeout', { sqlState: state }, { cause: error });
  }
  if (isLost(error)) {
    return writes ? new OutcomeUnknown({}, { cause: error, retryAfter_ms }) : unavailable(error);
  }
  // Disk full, out of memory, too many connections: the statement was rolled back.
  if (state?.startsWith('53')) return unavailable(error);
  return error instanceof Error ? error : new Error(String(error));
}

export function unavailable(cause: unknown): Failure {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `Database unavailable: ${reason}`;
  return new Failure('database-unavailable', {}, { message, cause, retryAfter_ms });
}

export function overloaded(waiting: number): Failure {
  return new Failure('overloaded', { waiting }, { retryAfter_ms });
}
