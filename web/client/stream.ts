/**
 * Follows a stream of server-sent events over fetch, because an EventSource cannot send the bearer
 * header. Comes back by itself with the id of the last event it saw, rests while nobody looks, and
 * ends only when the server says that there is nothing for this caller.
 */
import { problemOf, type ApiProblem } from './problem.ts';

export interface StreamEvent {
  id: string | null;
  type: string;
  data: string;
}

/**
 * `waiting`: the line is down, the next try comes; `paused`: the tab is in the background;
 * `ended`: the server refused for good.
 */
export type StreamState = 'connecting' | 'live' | 'waiting' | 'paused' | 'ended';

/** Whether somebody looks, and news of that and of the network. */
export interface Onlooker {
  hidden(): boolean;
  /** Calls on every change; gives back how to stop. */
  watch(changed: () => void): () => void;
}

export interface StreamOptions {
  url: string;
  fetch(url: string, init: RequestInit): Promise<Response>;
  onEvent(event: StreamEvent): void;
  onState?(state: StreamState, problem: ApiProblem | null): void;
  token?(): Promise<string | null>;
  /** Another token after a 401; null when there is none to be had. */
  renew?(stale: string): Promise<string | null>;
  onlooker?: Onlooker;
  /** Of the first pause, until the server names another; it doubles up to a minute. */
  retry_ms?: number;
  /** How long a stream goes on in the background. */
  grace_ms?: number;
  /** The server sends a beat each 15 s: without a byte for longer the line is dead. */
  silence_ms?: number;
}

const pause_ms_max = 60_000;
const event_chars_max = 262_144;
const refused = new Set([204, 400, 401, 403, 404, 405, 410, 422]);

/** Begins at once; gives back how to end it. */
export function followStream(options: StreamOptions): () => void {
  const follower = new Follower(options);
  void follower.run();
  return () => follower.stop();
}

class Follower {
  readonly #options: StreamOptions;
  readonly #over = new AbortController();
  /** Ends the present connection or the present pause. */
  #now = new AbortController();
  #grace: ReturnType<typeof setTimeout> | undefined;
  #unwatch: (() => void) | undefined;
  #lastId: string | null = null;
  #retry_ms: number;
  #failures = 0;
  #state: StreamState | null = null;

  constructor(options: StreamOptions) {
    this.#options = options;
    this.#retry_ms = options.retry_ms ?? 3_000;
  }

  async run(): Promise<void> {
    this.#unwatch = this.#options.onlooker?.watch(() => this.#looked());
    while (!this.#over.signal.aborted) {
      if (this.#options.onlooker?.hidden()) {
        this.#tell('paused');
        await this.#until(null);
        continue;
      }
      this.#tell('connecting');
      const pause_ms = await this.#once();
      if (pause_ms === null || this.#over.signal.aborted) break;
      if (this.#options.onlooker?.hidden()) continue;
      this.#tell('waiting');
      await this.#until(pause_ms);
    }
    this.stop();
  }

  stop(): void {
    clearTimeout(this.#grace);
    this.#unwatch?.();
    this.#unwatch = undefined;
    this.#over.abort();
    this.#now.abort();
  }

  /** The tab came to the front or went back, or the network is there again. */
  #looked(): void {
    clearTimeout(this.#grace);
    if (this.#options.onlooker?.hidden()) {
      this.#grace = setTimeout(() => this.#now.abort(), this.#options.grace_ms ?? 30_000);
    } else if (this.#state === 'waiting' || this.#state === 'paused') {
      this.#now.abort();
    }
  }

  /** One connection from its request to its end; the pause after it, null for the end of all. */
  async #once(): Promise<number | null> {
    this.#now = new AbortController();
    try {
      const response = await this.#connect(this.#now.signal);
      if (refused.has(response.status)) {
        this.#tell('ended', response.status === 204 ? null : await problemOf(response));
        return null;
      }
      if (!response.ok) {
        const { retryAfter_s } = await problemOf(response);
        return Math.max((retryAfter_s ?? 0) * 1_000, this.#pause());
      }
      if (!response.headers.get('content-type')?.startsWith('text/event-stream')) {
        await response.body?.cancel();
        return this.#pause();
      }
      this.#tell('live');
      await this.#read(response);
    } catch {
      // Lost, silent, or put to rest by ourselves: the loop looks which.
    } finally {
      this.#now.abort();
    }
    return this.#pause();
  }

  async #connect(signal: AbortSignal): Promise<Response> {
    const token = (await this.#options.token?.()) ?? null;
    const response = await this.#send(token, signal);
    if (response.status !== 401 || token === null) return response;
    const fresh = (await this.#options.renew?.(token)) ?? null;
    if (fresh === null) return response;
    await response.body?.cancel();
    return this.#send(fresh, signal);
  }

  #send(token: string | null, signal: AbortSignal): Promise<Response> {
    const headers: Record<string, string> = { accept: 'text/event-stream' };
    if (token !== null) headers['authorization'] = `Bearer ${token}`;
    if (this.#lastId !== null) headers['last-event-id'] = this.#lastId;
    const init: RequestInit = { headers, signal, cache: 'no-store', credentials: 'same-origin' };
    return this.#options.fetch(this.#options.url, init);
  }

  async #read(response: Response): Promise<void> {
    const reader = response.body?.getReader();
    if (reader === undefined) return;
    const parser = eventParser({
      event: (event) => {
        this.#lastId = event.id ?? this.#lastId;
        this.#failures = 0;
        if (!this.#over.signal.aborted) this.#options.onEvent(event);
      },
      retry: (ms) => {
        this.#retry_ms = Math.min(ms, pause_ms_max);
      },
    });
    const decoder = new TextDecoder();
    const { signal } = this.#now;
    try {
      while (!signal.aborted) {
        const silence = setTimeout(() => this.#now.abort(), this.#options.silence_ms ?? 45_000);
        const { done, value } = await reader.read().finally(() => clearTimeout(silence));
        if (done) return;
        parser(decoder.decode(value, { stream: true }));
      }
    } finally {
      // What is read no more would go on filling memory.
      await reader.cancel().catch(() => undefined);
    }
  }

  /** Longer with each failure, and not the same for everybody who lost the same server. */
  #pause(): number {
    const longest = Math.min(pause_ms_max, this.#retry_ms * 2 ** Math.min(this.#failures, 10));
    this.#failures += 1;
    return longest * (0.5 + Math.random() / 2);
  }

  /** Waits so long, or until it is woken; null waits for that alone. */
  #until(pause_ms: number | null): Promise<void> {
    this.#now = new AbortController();
    const { signal } = this.#now;
    return new Promise((resolve) => {
      const timer = pause_ms === null ? undefined : setTimeout(resolve, pause_ms);
      const wake = () => {
        clearTimeout(timer);
        resolve();
      };
      signal.addEventListener('abort', wake, { once: true });
      if (this.#over.signal.aborted) wake();
    });
  }

  #tell(state: StreamState, problem: ApiProblem | null = null): void {
    if (this.#over.signal.aborted || state === this.#state) return;
    this.#state = state;
    this.#options.onState?.(state, problem);
  }
}

/** Takes text as it comes, in pieces of any size. Throws when an event does not end. */
export function eventParser(on: {
  event(event: StreamEvent): void;
  retry(ms: number): void;
}): (text: string) => void {
  let rest = '';
  let id: string | null = null;
  let type = '';
  let data: string[] = [];
  let chars = 0;

  const line = (text: string): void => {
    if (text === '') {
      if (data.length > 0) on.event({ id, type: type || 'message', data: data.join('\n') });
      [type, data, chars] = ['', [], 0];
      return;
    }
    const colon = text.indexOf(':');
    const field = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? '' : text.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') data.push(value);
    else if (field === 'event') type = value;
    else if (field === 'id' && !value.includes('\0')) id = value;
    else if (field === 'retry' && /^\d{1,9}$/.test(value)) on.retry(Number(value));
  };

  return (text) => {
    rest += text;
    // A carriage return at the end may be half of a line's end.
    const ends = /\r\n|\n|\r(?!$)/g;
    let from = 0;
    for (const end of rest.matchAll(ends)) {
      const one = rest.slice(from, end.index);
      chars += one.length;
      from = end.index + end[0].length;
      line(one);
    }
    rest = rest.slice(from);
    if (chars + rest.length > event_chars_max) throw new Error('an event that does not end');
  };
}
