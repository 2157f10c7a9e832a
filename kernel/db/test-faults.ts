import assert from 'node:assert/strict';
import type pg from 'pg';
import { Failure } from '#kernel/core/error.ts';

const look_ms = 5;

/** Ends the server process that runs a statement with this text in it. */
export async function killRunning(admin: pg.Client, text: string): Promise<void> {
  for (;;) {
    const found = await admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and state = 'active'
         and position($1 in query) > 0`,
      [text],
    );
    if (found.rowCount !== 0) return;
    await new Promise<void>((done) => setTimeout(done, look_ms));
  }
}

/** For `assert.rejects`: a Failure with this code. */
export const failure = (code: string) => (error: unknown) => {
  assert.ok(error instanceof Failure, String(error));
  assert.equal(error.code, code);
  return true;
};
