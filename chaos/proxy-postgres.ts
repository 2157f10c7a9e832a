// A proxy that reads PostgreSQL's protocol as it passes. It knows which statements travel, also
// when they are prepared and pipelined, and what became of them, so that it can lose exactly one
// COMMIT, or exactly one reply, and say which.
import { TcpProxy, type Cut, type Tunnel, type Watcher } from './proxy.ts';

/** What a client sends between two Syncs; the server answers it with one ReadyForQuery. */
export interface Unit {
  /** The statements, in order. */
  texts: string[];
  /** The parameters as they were sent, for a search by text. */
  values: string;
  /** A COMMIT, or a write outside of a transaction: when its reply is lost, nobody knows. */
  decides: boolean;
  /** Command tags of the reply: `INSERT 0 1`, `COMMIT`. */
  tags: string[];
}

export type Fate =
  /** The server never sees it, and the connection ends. */
  | { kind: 'drop-request'; cut: Cut }
  /** The server has done it, and the connection ends before the reply gets out. */
  | { kind: 'drop-reply'; cut: Cut }
  /** The reply waits until this has run; `false` ends the connection instead. */
  | { kind: 'hold-reply'; meanwhile(unit: Unit): Promise<boolean> | boolean };

/** Asked about each unit before it is sent on; gives its fate, or nothing to let it pass. */
export type Judge = (unit: Unit) => Fate | undefined;

interface Waiting {
  unit: Unit;
  fate: Fate | undefined;
  reply: Buffer[];
}

const ssl_request = 80_877_103;
const cancel_request = 80_877_102;
const writes = /\b(?:insert|update|delete|merge|nextval|setval)\b|\/\* write \*\//i;
const begins = /^\s*(?:begin|start\s+transaction)\b/i;
const ends = /^\s*(?:commit|rollback|end)\b/i;
const commits = /^\s*(?:commit|end)\b/i;

/** A proxy before a PostgreSQL server; `judge` may be set and changed at any time. */
export class PostgresProxy extends TcpProxy {
  judge: Judge | undefined;
  /** Units that decided something and whose reply did not reach the client, by what was done. */
  readonly inDoubt = { 'drop-request': 0, 'drop-reply': 0 };

  constructor(port: number, seed?: string) {
    super({
      target: { port },
      ...(seed === undefined ? {} : { seed }),
      watch: (tunnel) => new Reader(tunnel, this),
    });
  }
}

/** Follows one connection. */
class Reader implements Watcher {
  readonly #tunnel: Tunnel;
  readonly #proxy: PostgresProxy;
  readonly #up = new Frames();
  readonly #down = new Frames();
  readonly #prepared = new Map<string, string>();
  readonly #waiting: Waiting[] = [];
  #started = false;
  #foreign = false;
  #inTransaction = false;
  #texts: string[] = [];
  #values = '';
  #parts: Buffer[] = [];
  #holding = false;
  #over = false;

  constructor(tunnel: Tunnel, proxy: PostgresProxy) {
    this.#tunnel = tunnel;
    this.#proxy = proxy;
  }

  up(chunk: Buffer): void {
    if (this.#over) return;
    if (this.#foreign) {
      this.#tunnel.up(chunk);
      return;
    }
    this.#up.add(chunk);
    if (!this.#started && !this.#start()) return;
    for (let frame = this.#up.next(); frame !== undefined; frame = this.#up.next()) {
      this.#request(frame);
      if (this.#over) return;
    }
  }

  /** The first message has no type. False until it is complete, or for what is not a session. */
  #start(): boolean {
    const first = this.#up.first();
    if (first === undefined) return false;
    this.#tunnel.up(first);
    const code = first.readInt32BE(4);
    if (code === cancel_request || code === ssl_request) {
      this.#foreign = true;
      return false;
    }
    this.#started = true;
    return true;
  }

  #request(frame: Buffer): void {
    this.#parts.push(frame);
    const type = String.fromCharCode(frame[0] ?? 0);
    if (type === 'P') {
      const [name, text] = strings(frame, 5, 2);
      this.#prepared.set(name ?? '', text ?? '');
    } else if (type === 'B') {
      const [, name] = strings(frame, 5, 2);
      this.#texts.push(this.#prepared.get(name ?? '') ?? '');
      if (this.#proxy.judge) this.#values += frame.toString('utf8', 5);
    } else if (type === 'Q') {
      this.#texts.push(strings(frame, 5, 1)[0] ?? '');
      this.#send();
    } else if (type === 'S') {
      this.#send();
    } else if (type === 'p' || type === 'X' || type === 'H') {
      this.#flush();
    }
  }

  #flush(): void {
    for (const part of this.#parts) this.#tunnel.up(part);
    this.#parts = [];
  }

  #send(): void {
    const unit: Unit = {
      texts: this.#texts,
      values: this.#values,
      decides: this.#decides(),
      tags: [],
    };
    this.#texts = [];
    this.#values = '';
    const fate = this.#proxy.judge?.(unit);
    if (fate?.kind === 'drop-request') {
      if (unit.decides) this.#proxy.inDoubt['drop-request'] += 1;
      this.#end(fate.cut);
      return;
    }
    this.#waiting.push({ unit, fate, reply: [] });
    this.#flush();
  }

  #decides(): boolean {
    let decides = false;
    for (const text of this.#texts) {
      if (begins.test(text)) this.#inTransaction = true;
      else if (ends.test(text)) {
        this.#inTransaction = false;
        decides ||= commits.test(text);
      } else if (!this.#inTransaction) decides ||= writes.test(text);
    }
    return decides;
  }

  down(chunk: Buffer): void {
    if (this.#over) return;
    if (this.#foreign || !this.#started) {
      this.#tunnel.down(chunk);
      return;
    }
    this.#down.add(chunk);
    if (!this.#holding) this.#replies();
  }

  #replies(): void {
    for (let frame = this.#down.next(); frame !== undefined; frame = this.#down.next()) {
      const head = this.#waiting[0];
      const type = String.fromCharCode(frame[0] ?? 0);
      if (head && type === 'C') head.unit.tags.push(strings(frame, 5, 1)[0] ?? '');
      if (head?.fate === undefined) this.#tunnel.down(frame);
      else head.reply.push(frame);
      if (type !== 'Z' || head === undefined) continue;
      this.#waiting.shift();
      if (head.fate !== undefined && !this.#answered(head)) return;
    }
  }

  /** The server has answered a unit with a fate. False when nothing more may pass now. */
  #answered({ unit, fate, reply }: Waiting): boolean {
    if (fate?.kind === 'drop-reply') {
      if (unit.decides) this.#proxy.inDoubt['drop-reply'] += 1;
      this.#end(fate.cut);
      return false;
    }
    if (fate?.kind !== 'hold-reply') return true;
    this.#holding = true;
    void this.#hold(fate.meanwhile(unit), reply);
    return false;
  }

  async #hold(meanwhile: Promise<boolean> | boolean, reply: Buffer[]): Promise<void> {
    const goesOn = await Promise.resolve(meanwhile).catch(() => false);
    this.#holding = false;
    if (!goesOn) {
      this.#end('reset');
      return;
    }
    for (const frame of reply) this.#tunnel.down(frame);
    this.#replies();
  }

  #end(how: Cut): void {
    this.#over = true;
    this.#tunnel.cut(how);
  }
}

/** Zero-terminated strings from an offset on. */
function strings(frame: Buffer, from: number, count: number): string[] {
  const found: string[] = [];
  let at = from;
  for (let n = 0; n < count; n += 1) {
    const end = frame.indexOf(0, at);
    if (end === -1) break;
    found.push(frame.toString('utf8', at, end));
    at = end + 1;
  }
  return found;
}

/** Bytes as they come, messages as they are complete. */
class Frames {
  #rest: Buffer = Buffer.alloc(0);

  add(chunk: Buffer): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
  }

  /** The startup message: a length and no type. */
  first(): Buffer | undefined {
    if (this.#rest.length < 8) return undefined;
    return this.#take(this.#rest.readInt32BE(0));
  }

  /** The next message: a type, then a length that counts itself. */
  next(): Buffer | undefined {
    if (this.#rest.length < 5) return undefined;
    return this.#take(1 + this.#rest.readInt32BE(1));
  }

  #take(length: number): Buffer | undefined {
    if (this.#rest.length < length) return undefined;
    const frame = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return frame;
  }
}
