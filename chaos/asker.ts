// Connections past the proxy that a lane keeps for its questions, because a new connection costs
// more than most questions do: one for facts, and one on which every law has been prepared, so
// that hundreds of statements travel together and are planned once.
import { createHash } from 'node:crypto';
import pg from 'pg';
import { pause } from './client.ts';

/** Prepares what it is asked, and sends it without waiting for what came before. */
function preparing(client: pg.Client): pg.Client {
  const names = new Map<string, string>();
  const nameOf = (text: string) => {
    const known = names.get(text);
    if (known !== undefined) return known;
    const name = createHash('sha256').update(text).digest('hex').slice(0, 40);
    names.set(text, name);
    return name;
  };
  const plain = client.query.bind(client);
  const query = (text: string, values: unknown[] = []): Promise<pg.QueryResult> =>
    /^(?:begin|commit)\b/.test(text) ? plain(text) : plain({ name: nameOf(text), text, values });
  return Object.assign(client, { query: query as typeof client.query });
}

/** The server recovers from a crash and lets nobody in yet. */
const opening = '57P03';
const opening_ms_max = 30_000;

export class Asker {
  readonly #url: string;
  readonly #prepares: boolean;
  #client: Promise<pg.Client> | undefined;
  #last: pg.Client | undefined;

  constructor(url: string, { prepares = false } = {}) {
    this.#url = url;
    this.#prepares = prepares;
  }

  /** Works with a connection; after an error, or when the server died, the next is a new one. */
  async with<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const mine = (this.#client ??= this.#connect());
    try {
      return await work(await mine);
    } catch (error) {
      await this.#drop(mine);
      throw error;
    }
  }

  async #connect(): Promise<pg.Client> {
    const until = performance.now() + opening_ms_max;
    for (;;) {
      try {
        return await this.#open();
      } catch (error) {
        const isOpening = (error as { code?: unknown }).code === opening;
        if (!isOpening || performance.now() > until) throw error;
        await pause(50);
      }
    }
  }

  async #open(): Promise<pg.Client> {
    const options = '-c plan_cache_mode=force_generic_plan';
    const client = this.#prepares
      ? preparing(new pg.Client({ connectionString: this.#url, options, pipeline: true }))
      : new pg.Client({ connectionString: this.#url });
    this.#last = client;
    // The server has died: whoever asks next connects anew.
    client.on('error', () => {
      if (this.#last === client) this.#client = undefined;
    });
    await client.connect();
    return client;
  }

  async #drop(mine: Promise<pg.Client>): Promise<void> {
    if (this.#client === mine) this.#client = undefined;
    const client = await mine.catch(() => undefined);
    await client?.end().catch(() => undefined);
  }

  async close(): Promise<void> {
    if (this.#client) await this.#drop(this.#client);
  }
}
