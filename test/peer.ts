// A local server that speaks a gateway's documented HTTP, for tests, with switches for what goes
// wrong between it and us. What it acts on is real there: its books are the oracle.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What goes wrong with the next requests of an operation. */
export type Fault =
  /** Nothing is done, and no reply comes. */
  | 'hang-before'
  /** Done, and no reply comes. */
  | 'hang-after'
  /** Done, and the connection breaks. */
  | 'cut-after'
  | '500-before'
  | '500-after'
  /** Answers 500 now and, as Stripe does, to every repeat with the same key. */
  | 'saved-500'
  | '409'
  | '429'
  | 'malformed-after'
  | 'huge-after'
  | 'redirect'
  | 'html-after'
  | 'wrong-amount'
  | 'wrong-currency';

export interface Asked {
  operation: string;
  key: string | undefined;
}

export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  text: string;
  headers: IncomingMessage['headers'];
  key: string | undefined;
  /** Set for faults that change what is done. */
  fault: Fault | undefined;
}

export interface Peer {
  url: string;
  /** Everything that came, in order. */
  asked: Asked[];
  /** Requests that reached the host to which 'redirect' points. */
  elsewhere(): number;
  /** The next `times` requests of an operation go wrong. */
  fail(operation: string, fault: Fault, times?: number): void;
  /** Whoever hangs is let go. */
  mend(): void;
  stop(): Promise<void>;
}

const acting = new Set<Fault>(['wrong-amount', 'wrong-currency', 'saved-500']);
const twoMegabytes = 2 * 1024 * 1024;

/** Starts it. `operation` names a request, `act` does it: at once, for nothing may come between. */
export async function startPeer(of: {
  operation(call: Call): string;
  key(headers: IncomingMessage['headers']): string | undefined;
  act(operation: string, call: Call): Answer;
}): Promise<Peer> {
  const asked: Asked[] = [];
  const faults = new Map<string, Fault[]>();
  const hanging = new Set<ServerResponse>();
  let strayed = 0;
  const elsewhere = createServer((_, res) => {
    strayed += 1;
    res.end('{}');
  });
  const elsewhereUrl = await listening(elsewhere);

  const server = createServer((req, res) => {
    void read(req).then((text) => {
      const url = new URL(req.url ?? '/', 'http://peer');
      const call: Call = {
        method: req.method ?? 'GET',
        path: url.pathname,
        query: url.searchParams,
        text,
        headers: req.headers,
        key: of.key(req.headers),
        fault: undefined,
      };
      const operation = of.operation(call);
      asked.push({ operation, key: call.key });
      const fault = faults.get(operation)?.shift();
      const answer = (): Answer => of.act(operation, { ...call, fault });
      reply(res, { fault, answer, elsewhereUrl, hanging });
    });
  });
  const url = await listening(server);
  return {
    url,
    asked,
    elsewhere: () => strayed,
    fail: (operation, fault, times = 1) =>
      void faults.set(
        operation,
        Array.from({ length: times }, () => fault),
      ),
    mend: () => {
      faults.clear();
      for (const res of hanging) res.destroy();
    },
    stop: async () => {
      for (const one of [server, elsewhere]) {
        one.closeAllConnections();
        await new Promise((done) => one.close(done));
      }
    },
  };
}

function reply(
  res: ServerResponse,
  of: {
    fault: Fault | undefined;
    answer(): Answer;
    elsewhereUrl: string;
    hanging: Set<ServerResponse>;
  },
): void {
  const { fault, answer } = of;
  const send = (status: number, body: unknown, headers: Record<string, string> = {}) => {
    res.writeHead(status, { 'content-type': 'application/json', ...headers });
    res.end(typeof body === 'string' ? body : JSON.stringify(body ?? {}));
  };
  const trouble = { error: { type: 'api_error', message: 'trouble on purpose' } };
  if (fault === undefined || acting.has(fault)) {
    const { status, body, headers } = answer();
    send(status, body, headers);
  } else if (fault === 'hang-before') of.hanging.add(res);
  else if (fault === '500-before') send(500, trouble);
  else if (fault === '409') send(409, { error: { type: 'idempotency_error', message: 'busy' } });
  else if (fault === '429') send(429, { error: { type: 'rate_limit_error', message: 'slower' } });
  else if (fault === 'redirect') send(308, {}, { location: of.elsewhereUrl });
  else {
    answer();
    if (fault === 'hang-after') of.hanging.add(res);
    if (fault === 'cut-after') res.destroy();
    if (fault === '500-after') send(500, trouble);
    if (fault === 'malformed-after') send(200, '{"id": "half of it');
    if (fault === 'huge-after') send(200, `{"pad":"${'x'.repeat(2 * twoMegabytes)}"}`);
    if (fault === 'html-after') send(200, '<html>fine</html>', { 'content-type': 'text/html' });
  }
}

async function read(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

async function listening(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
