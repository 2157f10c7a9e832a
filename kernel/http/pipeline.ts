/** What happens to every request: who, how often, is it well formed, once only, run, reply. */
import type { Readable } from 'node:stream';
import { stringifySetCookie } from 'cookie';
import { assert } from '#kernel/core/assert.ts';
import { runWith } from '#kernel/core/context.ts';
import { Failure, OutcomeUnknown } from '#kernel/core/error.ts';
import { isRefusal, type Refusal } from '#kernel/core/refusal.ts';
import { noneMatchHits } from '#kernel/http/etag.ts';
import type { Exchange, InFlight } from '#kernel/http/exchange.ts';
import * as idempotency from '#kernel/http/idempotency.ts';
import { problemOfError, problemOfRefusal } from '#kernel/http/problem.ts';
import { addressKey } from '#kernel/http/rate-limit.ts';
import { Reply, type CookieToSet, type ReplyOptions } from '#kernel/http/route.ts';
import type { Settings } from '#kernel/http/settings.ts';
import type { FieldError } from '#kernel/http/validate.ts';

/** A reply in the form in which it is sent, and stored for replay. */
interface Rendered {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array | Readable | undefined;
  readonly cookies?: readonly CookieToSet[];
  /** Cookies as they were sent with the first reply. */
  readonly cookieLines?: readonly string[];
  /** Of a problem. */
  readonly code?: string;
}

const shedLog_ms = 5_000;
const jsonType = 'application/json; charset=utf-8';

export class Pipeline {
  readonly #settings: Settings;
  readonly #inFlight: InFlight;
  #sampled = 0;
  #shed = 0;
  #shedTold_ms = 0;

  constructor(settings: Settings, inFlight: InFlight) {
    this.#settings = settings;
    this.#inFlight = inFlight;
  }

  /** Sends an error's or a code's problem, unless something was sent already. */
  fail(exchange: Exchange, thrown: unknown): void {
    this.#send(exchange, this.#renderError(exchange, thrown));
  }

  /** Answers for a handler that takes too long, and tells it; its own reply will be dropped. */
  giveUp(exchange: Exchange): void {
    // The handler may still come to its end: only reading is known to have done nothing.
    const reading = exchange.served.route.method === 'GET';
    this.fail(exchange, reading ? new Failure('timeout') : new OutcomeUnknown());
    this.#inFlight.leave(exchange);
    exchange.abort();
  }

  /** Runs handler and all around it. Input was parsed before; nothing is thrown. */
  async answer(x: Exchange): Promise<void> {
    let rendered: Rendered;
    try {
      const errors = validate(x);
      if (errors === 'not-found') throw new Failure('not-found');
      if (errors !== undefined) throw new Failure('validation-failed', { errors });
      const key = keyOf(x);
      rendered = await (key === undefined ? this.#run(x) : this.#runOnce(x, key));
    } catch (thrown) {
      rendered = this.#renderError(x, thrown);
    }
    try {
      this.#send(x, rendered);
    } catch (thrown) {
      // A header or cookie that cannot be sent: a bug of the handler, and still a reply.
      x.answered = false;
      this.fail(x, thrown);
    }
  }

  /** Counts the request against its limit; 'too-many-requests' names the one that was hit. */
  limit(x: Exchange): Failure | undefined {
    const limiter = this.#settings.limiter;
    const name = x.served.route.limit;
    if (limiter === undefined || name === 'none') return undefined;
    // Who signs in has no identity yet, or one that can be thrown away.
    const known = name !== 'auth' && x.principal.id !== '';
    const identity = known ? x.principal.id : undefined;
    const verdict = limiter.take(name, { identity, address: addressKey(x.ip) });
    x.rateHeaders = { 'ratelimit-policy': verdict.policy, ratelimit: verdict.state };
    if (verdict.hit === undefined) return undefined;
    const { retryAfter_ms } = verdict;
    return new Failure('too-many-requests', { ...verdict.hit }, { retryAfter_ms });
  }

  async #run(x: Exchange): Promise<Rendered> {
    const traceparent = traceOf(x.headers.traceparent);
    const context = { correlationId: x.requestId, ...(traceparent && { traceparent }) };
    try {
      const result = await runWith(context, () => x.served.route.handle(x));
      return this.#render(x, result);
    } catch (thrown) {
      return this.#renderError(x, thrown);
    }
  }

  async #runOnce(x: Exchange, key: string): Promise<Rendered> {
    const shield = x.served.shield;
    assert(shield !== undefined, 'a route with idempotency keys has a shield');
    x.idempotencyKey = key;
    const claim = {
      principal: scopeOf(x),
      route: x.served.name,
      key,
      requestHash: idempotency.requestHash(x.request.url, x.body),
    };
    const claimed = await shield.claim(claim);
    if (claimed.state !== 'mine') {
      if (claimed.requestHash !== claim.requestHash) throw new Failure('idempotency-key-reused');
      if (claimed.state === 'running') throw new Failure('request-in-progress');
      const { status, headers, body } = claimed.reply;
      const { 'set-cookie': lines, ...rest } = headers;
      const cookieLines = lines === undefined ? {} : { cookieLines: lines.split('\n') };
      return { status, headers: { ...rest, 'idempotent-replayed': 'true' }, body, ...cookieLines };
    }
    const rendered = await this.#run(x);
    const { status, body = '', code, cookies } = rendered;
    // Who lost the first reply lost its cookies too: without them a new cart would be nobody's.
    const lines = cookies?.map((one) => this.#cookie(one)).join('\n');
    const headers = { ...rendered.headers, ...(lines && { 'set-cookie': lines }) };
    const storable = typeof body === 'string' && idempotency.isFinal(status, code);
    const reply = storable ? { status, headers, body } : null;
    shield.finish(claim, claimed.token, reply).catch((error: unknown) => {
      // The effect stands and the client has its reply; a repeat meets a row that looks running
      // until it is taken over, and then the room's own idempotency.
      this.#settings.log.warn({ error, route: x.served.name }, 'idempotent reply not stored');
    });
    return rendered;
  }

  #render(x: Exchange, result: unknown): Rendered {
    if (isRefusal(result)) return this.#renderRefusal(x, result);
    if (!(result instanceof Reply)) {
      return renderBody(x, { status: x.served.status, body: result });
    }
    const { status, options } = result;
    const declared = status in x.served.route.replies;
    assert(declared, `route ${x.served.name} replied ${status}, which it does not declare`);
    const etag = options.etag;
    if (etag !== undefined && status === 200 && x.request.method !== 'POST') {
      if (noneMatchHits(x.headers['if-none-match'], etag)) {
        return { status: 304, headers: headersOf(options), body: undefined };
      }
    }
    return renderBody(x, result);
  }

  #renderRefusal(x: Exchange, refusal: Refusal<string>): Rendered {
    if (!x.served.codes.has(refusal.code)) {
      const message = `route ${x.served.name} does not list its refusal '${refusal.code}'`;
      assert(this.#settings.production, message);
      this.#settings.log.error({ code: refusal.code, route: x.served.name }, message);
    }
    return problemOfRefusal(refusal, x);
  }

  #renderError(x: Exchange, thrown: unknown): Rendered {
    const rendered = problemOfError(thrown, x);
    if (rendered.code === 'internal-error') {
      const detail = { error: thrown, requestId: x.requestId, route: x.served.name };
      this.#settings.log.error(detail, 'request failed by a bug');
    }
    return rendered;
  }

  #send(x: Exchange, rendered: Rendered): void {
    if (x.answered || x.reply.sent) return;
    x.answered = true;
    const { reply, served } = x;
    reply.code(rendered.status);
    reply.headers(served.headers);
    reply.header('x-request-id', x.requestId);
    if (x.rateHeaders !== undefined) reply.headers(x.rateHeaders);
    reply.headers(rendered.headers);
    const lines = rendered.cookieLines ?? rendered.cookies?.map((one) => this.#cookie(one));
    if (rendered.status >= 400 || lines !== undefined) reply.header('cache-control', 'no-store');
    for (const line of lines ?? []) reply.header('set-cookie', line);
    if (this.#inFlight.closing) reply.header('connection', 'close');
    if (isStream(rendered.body)) this.#watch(x, rendered.body);
    else this.#inFlight.leave(x);
    this.#observe(x, rendered.status);
    reply.send(rendered.body);
  }

  /** A stream is under way until its connection closes; its source is told and released. */
  #watch(x: Exchange, stream: Readable): void {
    this.#inFlight.stream(x);
    const signal = x.signal;
    signal.addEventListener('abort', () => setImmediate(() => stream.destroy()), { once: true });
    x.reply.raw.once('close', () => this.#inFlight.leave(x));
    if (this.#inFlight.closing) x.abort();
  }

  #observe(x: Exchange, status: number): void {
    const { log, slow_ms, accessLog_every, onReply } = this.#settings;
    const took_ms = performance.now() - x.startedAt_ms;
    onReply?.(x.served.room, x.served.name, { status, took_ms });
    if (x.shed) {
      this.noteShed();
      return;
    }
    const sampled = accessLog_every > 0 && (this.#sampled += 1) % accessLog_every === 0;
    if (!sampled && took_ms < slow_ms && status < 500) return;
    const detail = { requestId: x.requestId, route: x.served.name, status, took_ms };
    if (status >= 500) log.warn(detail, 'request failed');
    else if (took_ms >= slow_ms) log.warn(detail, 'request was slow');
    else log.info(detail, 'request');
  }

  /** A line for each request that was turned away would be a load of its own. */
  noteShed(): void {
    this.#shed += 1;
    const now_ms = performance.now();
    if (this.#shedTold_ms !== 0 && now_ms - this.#shedTold_ms < shedLog_ms) return;
    this.#settings.log.warn({ refused: this.#shed }, 'overloaded: requests were told to come back');
    this.#shedTold_ms = now_ms;
    this.#shed = 0;
  }

  #cookie({ name, value, maxAge_s, ...options }: CookieToSet): string {
    const host = name.startsWith('__Host-');
    return stringifySetCookie({
      name,
      value,
      httpOnly: true,
      sameSite: 'strict',
      ...options,
      path: host ? '/' : (options.path ?? '/'),
      secure: host || (options.secure ?? this.#settings.production),
      ...(value === '' ? { maxAge: 0 } : maxAge_s === undefined ? {} : { maxAge: maxAge_s }),
    });
  }
}

function validate(x: Exchange): FieldError[] | 'not-found' | undefined {
  const { checks, takesBytes, route } = x.served;
  // A name that no thing can have is a thing that is not there.
  if (checks.path?.(x.params) !== undefined) return 'not-found';
  const inQuery = checks.query(x.query);
  const inHeader = checks.header?.(x.headers);
  if (inQuery !== undefined || inHeader !== undefined) {
    return [...(inQuery ?? []), ...(inHeader ?? [])];
  }
  if (checks.body !== undefined) {
    // No body at all is the empty one, where every member may be left out.
    if ((x.body === undefined || x.body === null) && isAllOptional(route.body)) x.body = {};
    return checks.body(x.body, Number(x.headers['content-length'] ?? Number.POSITIVE_INFINITY));
  }
  if (takesBytes || route.method === 'GET' || isEmpty(x.body)) return undefined;
  return [{ pointer: '', code: 'unknown-field', detail: 'this request has no body' }];
}

function isAllOptional(schema: unknown): boolean {
  const { type, required = [] } = schema as { type?: string; required?: readonly string[] };
  return type === 'object' && required.length === 0;
}

function isEmpty(body: unknown): boolean {
  if (body === undefined || body === null) return true;
  return typeof body === 'object' && !Array.isArray(body) && Object.keys(body).length === 0;
}

/** The key from the header or, where the schema has it, the body; the two must not differ. */
function keyOf(x: Exchange): string | undefined {
  const { route, keyInBody } = x.served;
  if (route.idempotency === 'none') return undefined;
  const header = x.headers['idempotency-key'];
  const inHeader = typeof header === 'string' && header !== '' ? header : undefined;
  const body = x.body as { idempotencyKey?: unknown } | undefined;
  const inBody = keyInBody && typeof body?.idempotencyKey === 'string' ? body.idempotencyKey : '';
  if (inHeader !== undefined && inBody !== '' && inHeader !== inBody) {
    throw new Failure('idempotency-key-conflict');
  }
  const key = inHeader ?? (inBody === '' ? undefined : inBody);
  if (key === undefined) {
    if (route.idempotency === 'required') throw new Failure('idempotency-key-required');
    return undefined;
  }
  if (!idempotency.isIdempotencyKey(key)) {
    const detail = 'An Idempotency-Key has 1 to 255 visible ASCII characters.';
    throw new Failure('malformed-request', { detail });
  }
  return key;
}

/** Whose keys these are. Who has no identity is told apart by cart, then by address. */
function scopeOf(x: Exchange): string {
  if (x.principal.id !== '') return x.principal.id;
  const header = x.headers['x-cart-id'];
  const cart = typeof header === 'string' ? header : x.cookies.cart;
  if (cart !== undefined && cart !== '' && cart.length <= 100) return `cart:${cart}`;
  return `ip:${addressKey(x.ip)}`;
}

function traceOf(header: string | string[] | undefined): string | undefined {
  if (typeof header !== 'string') return undefined;
  return /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/.test(header) ? header : undefined;
}

const isStream = (body: Rendered['body']): body is Readable =>
  typeof body === 'object' && 'pipe' in body;

function headersOf(options: ReplyOptions): Record<string, string> {
  const headers: Record<string, string> = { ...options.headers };
  if (options.location !== undefined) headers.location = options.location;
  if (options.etag !== undefined) headers.etag = options.etag;
  return headers;
}

function renderBody(
  x: Exchange,
  { status, body, options }: { status: number; body: unknown; options?: ReplyOptions },
): Rendered {
  const headers = options === undefined ? {} : headersOf(options);
  const cookies = options?.cookies;
  const rest = cookies === undefined ? {} : { cookies };
  const send = x.served.senders.get(status);
  if (send !== undefined) {
    headers['content-type'] = jsonType;
    return { status, headers, body: send(body), ...rest };
  }
  const declared = x.served.route.replies[status];
  if (declared === null || declared === undefined || !('content' in declared)) {
    return { status, headers, body: undefined, ...rest };
  }
  headers['content-type'] ??= declared.content;
  return { status, headers, body: body as Rendered['body'], ...rest };
}
