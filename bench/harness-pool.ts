// Many clients on few connections: a request waits for a free one, and is sent again when the
// connection is lost or the shop asks to come back. Requests must be such that a repeat is welcome.
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { latencyOf, pause, type Latency } from './harness-load.ts';
import { jsonOf, Wire } from './harness-wire.ts';

// The shapes of replies are the shop's; whoever reads one knows which it is.
export type Body = Record<string, unknown>;

export interface Answer {
  status: number;
  body: Body;
}

/** Codes after which the same request is sent again. */
const again = new Set([
  'overloaded',
  'too-many-requests',
  'request-in-progress',
  'outcome-unknown',
  'timeout',
  'room-unavailable',
  'database-unavailable',
]);

const again_ms = 100;
/** Who is told to come back comes back when they are told: in one to three seconds. */
const back_ms = { from: 1_000, to: 3_000 };

export class WirePool {
  readonly #free: Wire[];
  readonly #all: readonly Wire[];
  readonly #line: ((wire: Wire) => void)[] = [];
  readonly #patience_ms: number;
  /** How often a request was sent again. */
  repeats = 0;
  #isClosed = false;

  constructor(port: number, of: { connections: number; patience_ms: number }) {
    this.#all = Array.from({ length: of.connections }, () => new Wire(port));
    this.#free = [...this.#all];
    this.#patience_ms = of.patience_ms;
  }

  /** Sends until there is an answer that stands. Rejects when there is none in time. */
  async ask(request: string): Promise<Answer> {
    const until_ms = performance.now() + this.#patience_ms;
    for (;;) {
      const answer = await this.once(request).catch(() => undefined);
      if (answer !== undefined && !again.has(codeOf(answer))) return answer;
      if (this.#isClosed || performance.now() > until_ms) {
        throw new Error(`no answer in time: ${answer ? codeOf(answer) : 'connection lost'}`);
      }
      this.repeats += 1;
      await pause(isTurnedAway(answer) ? between(back_ms) : again_ms);
    }
  }

  /** One try. */
  async once(request: string): Promise<Answer> {
    const wire = this.#free.pop() ?? (await new Promise<Wire>((got) => this.#line.push(got)));
    try {
      const reply = await wire.send(request);
      // The bytes are the connection's, and it is about to be somebody else's.
      return { status: reply.status, body: jsonOf<Body>(reply) ?? {} };
    } finally {
      const next = this.#line.shift();
      if (next) next(wire);
      else this.#free.push(wire);
    }
  }

  close(): void {
    this.#isClosed = true;
    for (const wire of this.#all) wire.close();
  }
}

const isTurnedAway = (answer: Answer | undefined): boolean =>
  answer !== undefined && ['overloaded', 'too-many-requests'].includes(codeOf(answer));

const between = ({ from, to }: { from: number; to: number }): number =>
  from + Math.random() * (to - from);

export const codeOf = ({ body }: Answer): string => String(body['code'] ?? '');

/** How long each kind of step took, from the moment somebody wanted it. */
export class Laps {
  readonly #laps = new Map<string, RecordableHistogram>();

  record(name: string, since_ms: number): void {
    let found = this.#laps.get(name);
    if (found === undefined) {
      found = createHistogram({ lowest: 1, highest: 600_000_000, figures: 3 });
      this.#laps.set(name, found);
    }
    found.record(Math.max(1, Math.round((performance.now() - since_ms) * 1_000)));
  }

  of(name: string): Latency | undefined {
    const found = this.#laps.get(name);
    return found && latencyOf(found);
  }

  all(): Record<string, Latency> {
    return Object.fromEntries([...this.#laps].map(([name, lap]) => [name, latencyOf(lap)]));
  }
}
