/** One request on its way through the server, and the register of those that are under way. */
import type { IncomingHttpHeaders } from 'node:http';
import { parseCookie } from 'cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { anonymous, sellerIdsFor, type Principal } from '#kernel/http/principal.ts';
import type { ProblemSite } from '#kernel/http/problem.ts';
import type { AnyRequest } from '#kernel/http/route.ts';
import { Room, turnOf, type Load, type Turn } from '#kernel/http/overload.ts';
import type { ServedRoute } from '#kernel/http/served-route.ts';

declare module 'fastify' {
  interface FastifyRequest {
    exchange: Exchange | null;
  }
}

const noBytes = new Uint8Array(0);

/** The path of a request without its query, cut to what a log line or a problem can bear. */
export function pathOf(url: string): string {
  const end = url.indexOf('?');
  return (end < 0 ? url : url.slice(0, end)).slice(0, 500);
}

/** Also what handlers get: fields are plain, whatever costs something is a getter. */
export class Exchange implements AnyRequest, ProblemSite {
  readonly served: ServedRoute;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly requestId: string;
  readonly startedAt_ms: number;
  principal: Principal = anonymous;
  idempotencyKey: string | undefined = undefined;
  ifMatch = 0;
  body: unknown = undefined;
  raw: Uint8Array = noBytes;
  rateHeaders: Record<string, string> | undefined = undefined;
  /** Set once a reply is on its way; whatever comes later is dropped. */
  answered = false;
  streaming = false;
  /** Turned away for want of room. */
  shed = false;
  /** Let in for as long as it takes to see by its body whether it has the first turn. */
  onTrial = false;
  /** Counted among those of its route, under this name. */
  countedAs: string | undefined = undefined;
  #cookies: Record<string, string | undefined> | undefined;
  #abort: AbortController | undefined;

  constructor(served: ServedRoute, request: FastifyRequest, reply: FastifyReply) {
    this.served = served;
    this.request = request;
    this.reply = reply;
    this.requestId = request.id;
    this.startedAt_ms = performance.now();
  }

  get params(): unknown {
    return this.request.params;
  }

  get query(): unknown {
    return this.request.query;
  }

  get headers(): IncomingHttpHeaders {
    return this.request.headers;
  }

  get ip(): string {
    return this.request.ip;
  }

  get instance(): string {
    return pathOf(this.request.originalUrl);
  }

  get cookies(): Readonly<Record<string, string | undefined>> {
    const header = this.request.headers.cookie;
    return (this.#cookies ??= header === undefined ? {} : parseCookie(header));
  }

  get sellerIds(): readonly string[] {
    return sellerIdsFor(this.principal, this.served.route);
  }

  get signal(): AbortSignal {
    if (this.#abort === undefined) {
      const abort = new AbortController();
      this.#abort = abort;
      const raw = this.reply.raw;
      if (raw.destroyed) abort.abort(gone);
      else raw.once('close', () => abort.abort(gone));
    }
    return this.#abort.signal;
  }

  /** Tells the handler that nobody waits any more. */
  abort(): void {
    this.#abort?.abort(gone);
  }
}

/** More than this is not read to find out whose turn it is. */
const trial_bytes_max = 2_048;

function isSmall({ headers }: Exchange): boolean {
  const bytes = Number(headers['content-length'] ?? Number.NaN);
  return bytes <= trial_bytes_max;
}

/** Why a signal fires. Made once: an error of its own for each request would cost a stack trace. */
const gone = new DOMException('nobody waits for the answer any more', 'AbortError');

/** The exchanges under way: bounded in number and in time, and waited for before the end. */
export class InFlight {
  readonly #open = new Set<Exchange>();
  readonly #room: Room;
  readonly #loads = new Map<ServedRoute, Load>();
  readonly #counts = new Map<string, number>();
  readonly #overdue: (exchange: Exchange) => void;
  readonly #timer: NodeJS.Timeout;
  #empty: PromiseWithResolvers<void> | undefined;
  #others = 0;
  #streams = 0;
  closing = false;

  /** `overdue` is called for each exchange whose time is over, within a second of it. */
  constructor(max: number, overdue: (exchange: Exchange) => void) {
    this.#room = new Room(max, () => this.#waiting);
    this.#overdue = overdue;
    // One timer for all: a timer for each request costs more than the rest of its bookkeeping.
    this.#timer = setInterval(() => this.#check(), 1_000).unref();
  }

  get size(): number {
    return this.#open.size + this.#others;
  }

  /** Whether who only begins would be turned away now, whatever they ask for. */
  get isFull(): boolean {
    return !this.#hasRoom('new');
  }

  /** Whether somebody would be turned away now. */
  get isTight(): boolean {
    return this.#room.isTight;
  }

  /** Whether who only begins would be turned away from this route now. */
  isFullFor(served: ServedRoute): boolean {
    return !this.#hasRoom('new', this.#loads.get(served));
  }

  /** False when too many are under way already; who holds something is let in before others. */
  enter(exchange: Exchange): boolean {
    const { route } = exchange.served;
    const load = this.#loadOf(exchange);
    if (!this.#hasRoom(turnOf(route), load)) {
      const mayHold = isSmall(exchange) && route.holds !== undefined;
      exchange.onTrial = mayHold && this.#hasRoom('first', load);
      exchange.shed = !exchange.onTrial;
      if (exchange.shed) return false;
    }
    this.#open.add(exchange);
    load.underWay += 1;
    return true;
  }

  #loadOf({ served }: Exchange): Load {
    let load = this.#loads.get(served);
    if (load === undefined) this.#loads.set(served, (load = this.#room.load()));
    return load;
  }

  // Streams stand open and cost nothing; they have limits of their own.
  #hasRoom(turn: Turn, load?: Load): boolean {
    return this.#waiting < this.#room.allowed(turn, load);
  }

  get #waiting(): number {
    return this.#open.size - this.#streams;
  }

  /** This one goes on for as long as somebody listens. */
  stream(exchange: Exchange): void {
    if (exchange.streaming || !this.#open.has(exchange)) return;
    exchange.streaming = true;
    this.#streams += 1;
    this.#loadOf(exchange).underWay -= 1;
  }

  /** False when its route, or who asks, has too many under way; see `atOnce` of a route. */
  enterRoute(exchange: Exchange): boolean {
    const { route, name } = exchange.served;
    if (route.atOnce === undefined) return true;
    const each = `${name} ${exchange.principal.id || exchange.ip}`;
    const { all_max, each_max } = route.atOnce;
    const [all, own] = [this.#counts.get(name) ?? 0, this.#counts.get(each) ?? 0];
    if (all >= all_max || own >= each_max) {
      exchange.shed = true;
      return false;
    }
    this.#counts.set(name, all + 1);
    this.#counts.set(each, own + 1);
    exchange.countedAs = each;
    return true;
  }

  #uncount(exchange: Exchange): void {
    const each = exchange.countedAs;
    if (each === undefined) return;
    exchange.countedAs = undefined;
    for (const key of [exchange.served.name, each]) {
      const left = (this.#counts.get(key) ?? 1) - 1;
      if (left <= 0) this.#counts.delete(key);
      else this.#counts.set(key, left);
    }
  }

  leave(exchange: Exchange): void {
    if (this.#open.delete(exchange)) {
      if (exchange.streaming) this.#streams -= 1;
      else this.#answered(exchange);
    }
    this.#uncount(exchange);
    if (this.size === 0) this.#empty?.resolve();
  }

  #answered(exchange: Exchange): void {
    const load = this.#loadOf(exchange);
    load.underWay -= 1;
    if (exchange.shed) return;
    load.done += 1;
    this.#room.done();
  }

  /** Work that is no exchange but must be waited for: calls from other processes. */
  async track<T>(work: () => Promise<T>): Promise<T> {
    this.#others += 1;
    try {
      return await work();
    } finally {
      this.#others -= 1;
      if (this.size === 0) this.#empty?.resolve();
    }
  }

  /** Ends streams at once, waits for the others, and gives up on what is left at the deadline. */
  async drain(deadline_ms: number): Promise<void> {
    this.closing = true;
    clearInterval(this.#timer);
    this.#room.stop();
    for (const exchange of this.#open) if (exchange.streaming) exchange.abort();
    if (this.size === 0) return;
    this.#empty ??= Promise.withResolvers<void>();
    const timer = setTimeout(() => this.#empty?.resolve(), deadline_ms);
    await this.#empty.promise;
    clearTimeout(timer);
    for (const exchange of this.#open) exchange.abort();
  }

  #check(): void {
    const now_ms = performance.now();
    for (const exchange of this.#open) {
      if (exchange.streaming) continue;
      if (now_ms - exchange.startedAt_ms > exchange.served.timeout_ms) this.#overdue(exchange);
    }
  }
}
