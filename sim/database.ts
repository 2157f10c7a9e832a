// The database of a simulated room: the same promises as kernel/db gives, each statement a step
// that the seed chooses, and the faults of a connection where the seed wants them. Transactions
// of different owners are open at the same time, as in life.
import { OutcomeUnknown } from '#kernel/core/error.ts';
import { transaction_tries_max } from '#kernel/core/limit.ts';
import { isRetryable, translate, unavailable } from '#kernel/db/db-error.ts';
import type { Db, Sql } from '#kernel/db/sql.ts';
import { statementOf } from '#kernel/db/statement.ts';
import type pg from 'pg';
import {
  answerOrBlocked,
  begin,
  send,
  together,
  type Connections,
  type Line,
} from './connections.ts';
import type { Fates } from './fates.ts';
import { labelOf } from './label.ts';
import type { Owner, Scheduler } from './scheduler.ts';

export interface DatabaseDeps {
  scheduler: Scheduler;
  lines: Connections;
  fates: Fates;
  owner: Owner;
  room: string;
  /** Open transactions of the owner, for when it dies. */
  sessions: Set<Session>;
  /** Its connection never breaks while the owner lives. */
  steady?: boolean;
  /** Looks at what is there after each write and each commit, before anybody hears of it. */
  changed?: (() => Promise<void>) | undefined;
}

type Result = pg.QueryResult;
const lost = (): Error => Object.assign(new Error('Connection terminated'), { code: '08006' });

export function simulatedDb(deps: DatabaseDeps): Db {
  const one = (text: string, values: unknown[]) => autocommit(deps, text, values);
  return {
    room: deps.room,
    rows: async (text, values = []) => (await one(text, values)).rows,
    row: async (text, values = []) => (await one(text, values)).rows[0],
    run: async (text, values = []) => (await one(text, values)).rowCount ?? 0,
    tx: (work, options = {}) => transaction(deps, work, options.readOnly === true),
    close: async () => undefined,
  };
}

async function autocommit(deps: DatabaseDeps, text: string, values: unknown[]): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await once(deps, text, values);
    } catch (error) {
      if (!isRetryable(error) || tries >= transaction_tries_max) {
        throw translate(error, statementOf(text).writes);
      }
    }
  }
}

function once(deps: DatabaseDeps, text: string, values: unknown[]): Promise<Result> {
  const { scheduler, lines, fates, owner, room } = deps;
  return new Promise((resolve, reject) => {
    const run = async (): Promise<string> => {
      const fate = deps.steady === true ? 'fine' : fates.statement(statementOf(text).writes);
      if (fate === 'lost-before') {
        reject(lost());
        return 'lost before';
      }
      const line = await lines.take(room);
      const answer = send(line, { text, values }, scheduler.now_us);
      const settle = (result: Result | undefined, error?: unknown): string => {
        lines.give(line);
        if (error !== undefined) {
          reject(error as Error);
          return `error ${String((error as { code?: unknown }).code)}`;
        }
        if (fate === 'lost-after') reject(lost());
        else resolve(result as Result);
        return `${result?.rowCount ?? 0}${fate === 'lost-after' ? ' lost after' : ''}`;
      };
      return attend(deps, { line, answer, settle, changes: statementOf(text).writes });
    };
    scheduler.park({ owner, label: `${room} ${labelOf(text)}`, run });
  });
}

/** Waits for the answer, or leaves the statement aside while it waits for a lock. */
async function attend(
  { scheduler, lines, owner, fates, changed }: DatabaseDeps,
  of: {
    line: Line;
    answer: Promise<Result>;
    settle(result: Result | undefined, error?: unknown): string;
    changes: boolean;
  },
): Promise<string> {
  const { line, answer, settle, changes } = of;
  const ended = answer.then(
    async (result) => {
      if (changes) await changed?.();
      return () => settle(result);
    },
    (error: unknown) => () => settle(undefined, error),
  );
  if ((await answerOrBlocked(lines, line, answer)) === 'answered') return (await ended)();
  fates.note('a statement waited for a lock');
  scheduler.block({
    owner,
    over: async () => {
      if ((await answerOrBlocked(lines, line, answer)) === 'blocked') return false;
      (await ended)();
      return true;
    },
  });
  return 'waits for a lock';
}

/** A transaction on a connection of its own. */
export class Session {
  readonly #deps: DatabaseDeps;
  readonly #begin: string;
  #line: Line | undefined;
  #first: unknown;
  #ended = false;
  /** The server ended it. */
  #cut = false;
  readonly sql: Sql;

  constructor(deps: DatabaseDeps, readOnly: boolean) {
    this.#deps = deps;
    this.#begin = readOnly ? 'begin read only' : 'begin';
    this.sql = {
      rows: async (text, values = []) => (await this.#statement(text, values)).rows,
      row: async (text, values = []) => (await this.#statement(text, values)).rows[0],
      run: async (text, values = []) => (await this.#statement(text, values)).rowCount ?? 0,
    };
  }

  get firstError(): unknown {
    return this.#first;
  }

  async #statement(text: string, values: unknown[]): Promise<Result> {
    if (this.#cut) throw translate(lost(), false);
    if (this.#ended) throw new Error('a statement came after the end of its transaction');
    try {
      return await this.#step(`in ${labelOf(text)}`, (line) => send(line, { text, values }));
    } catch (error) {
      this.#first ??= error;
      throw translate(error, false);
    }
  }

  #step(label: string, work: (line: Line) => Promise<Result>): Promise<Result> {
    const { scheduler, owner, room, lines } = this.#deps;
    return new Promise((resolve, reject) => {
      const run = async (): Promise<string> => {
        // The server ended it: its owner slept for too long.
        if (this.#ended) {
          reject(lost());
          return 'too late';
        }
        const fresh = this.#line === undefined;
        const line = (this.#line ??= await lines.take(room));
        const settle = (result: Result | undefined, error?: unknown): string => {
          if (error !== undefined) reject(error as Error);
          else resolve(result as Result);
          return error === undefined ? String(result?.rowCount ?? 0) : 'error';
        };
        const answer = fresh ? together(line, () => this.#open(line, work)) : work(line);
        return attend(this.#deps, { line, answer, settle, changes: label === 'commit' });
      };
      scheduler.park({ owner, label: `${room} ${label}`, run });
    });
  }

  /** The beginning and the first statement leave in one packet. */
  #open(line: Line, work: (line: Line) => Promise<Result>): Promise<Result> {
    begin(line, this.#begin, this.#deps.scheduler.now_us);
    this.#deps.sessions.add(this);
    return work(line);
  }

  async commit(): Promise<void> {
    if (this.#ended) throw new OutcomeUnknown({}, { cause: lost() });
    if (this.#line === undefined) return;
    const fate = this.#deps.fates.commit();
    if (fate === 'lost-before') {
      await this.rollback();
      throw new OutcomeUnknown({}, { cause: lost() });
    }
    let done: Result;
    try {
      done = await this.#step('commit', (line) => line.client.query('commit'));
    } catch (error) {
      throw new OutcomeUnknown({}, { cause: error });
    }
    this.#leave();
    if (fate === 'lost-after') throw new OutcomeUnknown({}, { cause: lost() });
    if (done.command === 'COMMIT') return;
    throw this.#first === undefined
      ? new Error('the transaction was rolled back by the server')
      : translate(this.#first, false);
  }

  async rollback(): Promise<void> {
    if (this.#line === undefined || this.#ended) return;
    await this.#step('rollback', (line) => line.client.query('rollback')).catch(() => undefined);
    this.#leave();
  }

  #leave(): void {
    this.#ended = true;
    this.#deps.sessions.delete(this);
    if (this.#line !== undefined) this.#deps.lines.give(this.#line);
    this.#line = undefined;
  }

  /** What the server does when the owner's connection breaks: at once and for good. */
  async cut(): Promise<void> {
    const line = this.#line;
    this.#ended = true;
    this.#cut = true;
    this.#deps.sessions.delete(this);
    this.#line = undefined;
    if (line === undefined) return;
    if (await this.#deps.lines.isBlocked(line.pid)) await this.#deps.lines.cancel(line.pid);
    await line.client.query('rollback').catch(() => (line.broken = true));
    this.#deps.lines.give(line);
  }
}

async function transaction<T>(
  deps: DatabaseDeps,
  work: (tx: Sql) => Promise<T>,
  readOnly: boolean,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    const session = new Session(deps, readOnly);
    try {
      const result = await work(session.sql);
      await session.commit();
      return result;
    } catch (error) {
      await session.rollback();
      const first = session.firstError;
      if (!isRetryable(first)) throw error;
      if (tries >= transaction_tries_max) throw unavailableOr(first);
    }
  }
}

function unavailableOr(error: unknown): Error {
  return error instanceof Error ? error : unavailable(error);
}
