// The shopper of a schedule, who writes down what they ask before they ask it and what they are
// told when they are told it. They repeat what got no answer with the same key, and believe
// nothing that they were not told.
import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { Pool } from 'undici';
import { newId } from '#kernel/core/id.ts';
import type { Acknowledged } from '../invariants/invariant.ts';
import { sender, type Answer, type App, type Send } from '../test/app.ts';
import { Waits } from './waits.ts';

/** One line of the journal. */
export type Noted =
  | { asks: string; key: string; body: unknown }
  | { told: string; key: string; status: number; body: unknown };

/** A file that outlives whoever dies. */
export class Journal {
  readonly file: string;

  constructor(file: string) {
    this.file = file;
    writeFileSync(file, '');
  }

  note(line: Noted): void {
    appendFileSync(this.file, `${JSON.stringify(line)}\n`);
  }

  /** For the next schedule. */
  clear(): void {
    writeFileSync(this.file, '');
  }

  lines(): Noted[] {
    const text = readFileSync(this.file, 'utf8').split('\n').slice(0, -1);
    return text.map((line) => JSON.parse(line) as Noted);
  }

  /** Keys of requests that were answered. */
  keys(): Set<string> {
    return new Set(this.lines().flatMap((line) => ('told' in line ? [line.key] : [])));
  }

  /** The orders that the client was told about, each with the total it was shown last. */
  orders(): Acknowledged[] {
    const found = new Map<string, Acknowledged>();
    for (const line of this.lines()) {
      if (!('told' in line) || (line.status !== 200 && line.status !== 202)) continue;
      const checkoutId = /\/checkout\/(chk_\w+)\/pay$/.exec(line.told)?.[1];
      const { orderId, total, currency } = line.body as Record<string, string & number>;
      if (checkoutId === undefined || orderId === undefined) continue;
      const total_minor = Math.round((total ?? 0) * 100);
      found.set(checkoutId, { checkoutId, orderId, total_minor, currency: currency ?? '' });
    }
    return [...found.values()];
  }
}

const patience_ms_default = 180_000;
const request_ms_max = 15_000;
const shortly_ms = 60;

export interface ClientOptions {
  journal: Journal;
  /** Where the shop answers now; asked before each try. */
  origin(): string;
  patience_ms?: number;
  /** Between tries: short for one shopper, as long as Retry-After says for a crowd. */
  pause_ms?: number;
  /** Where it is noted what is waited for, and until when. */
  waits?(): Waits;
}

/** Sends requests as an app does, through whatever happens to the server. */
export class Client {
  readonly #options: ClientOptions;
  readonly #pools = new Map<string, Pool>();

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  get: App['get'] = (path, options) => this.send('GET', path, options);
  post: App['post'] = (path, options) => this.send('POST', path, options);

  /** Repeats, with the same key, until the answer is one that lasts. */
  send: App['send'] = async (method, path, options = {}) => {
    const { journal, patience_ms = patience_ms_default, pause_ms = shortly_ms } = this.#options;
    const key = options.key ?? newId('key');
    const until = performance.now() + patience_ms;
    if (method !== 'GET') journal.note({ asks: path, key, body: options.body ?? null });
    const waits = this.#options.waits?.() ?? new Waits();
    return waits.during(`${method} ${path}`, async () => {
      for (;;) {
        const answer = await this.#once(method, path, { ...options, key });
        if (answer !== undefined) {
          const passing = answer.status >= 400 && answer.body?.retryable === true;
          if (!passing && answer.status < 500) {
            const { status, body } = answer;
            if (method !== 'GET') journal.note({ told: path, key, status, body });
            return answer;
          }
        }
        const last = answer === undefined ? 'no answer' : JSON.stringify(answer.body);
        assert.ok(performance.now() < until, `${method} ${path} comes to nothing: ${last}`);
        waits.check();
        await pause(pause_ms);
      }
    });
  };

  /** One try; undefined when no answer came. */
  async #once(method: string, path: string, options: Send): Promise<Answer | undefined> {
    const origin = this.#options.origin();
    if (origin === '') return undefined;
    try {
      return await sender(this.#poolOf(origin))(method, path, options);
    } catch {
      return undefined;
    }
  }

  #poolOf(origin: string): Pool {
    const known = this.#pools.get(origin);
    if (known) return known;
    const pool = new Pool(origin, {
      connections: 1_200,
      connectTimeout: 1_000,
      headersTimeout: request_ms_max,
      bodyTimeout: request_ms_max,
    });
    this.#pools.set(origin, pool);
    return pool;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.destroy()));
  }
}

export const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
