// A proxy that knows HTTP requests: it can lose a request, lose the reply to one that was done,
// hold a reply back, answer with an error instead, or send a request twice.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';

export interface Passing {
  method: string;
  path: string;
  body: string;
}

export type HttpFate =
  /** Never sent on; the caller waits until it gives up. */
  | { kind: 'swallow' }
  /** Never sent on; the connection is reset. */
  | { kind: 'reset' }
  /** Done, and the caller waits until it gives up. */
  | { kind: 'drop-reply' }
  /** Done, and the reply waits until this has run; `false` resets the connection instead. */
  | { kind: 'hold-reply'; meanwhile(request: Passing): Promise<boolean> | boolean }
  /** Done, then cut in the middle of the reply. */
  | { kind: 'cut-reply' }
  /** Sent on twice, one after the other; the second reply is the one that counts. */
  | { kind: 'twice' }
  | { kind: 'delay'; ms: number }
  /** Not sent on, and answered with this status. */
  | { kind: 'answer'; status: number };

export type HttpJudge = (request: Passing) => HttpFate | undefined;

interface Reply {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

export class HttpProxy {
  judge: HttpJudge | undefined;
  readonly #server: Server;
  #origin = '';
  #pool: Pool | undefined;

  constructor() {
    this.#server = createServer((request, response) => {
      this.#pass(request, response).catch(() => response.socket?.resetAndDestroy());
    });
    this.#server.keepAliveTimeout = 60_000;
  }

  /** Where requests go from now on. */
  set origin(origin: string) {
    if (origin === this.#origin) return;
    void this.#pool?.destroy();
    this.#origin = origin;
    this.#pool = new Pool(origin, { connections: 256, connectTimeout: 1_000 });
  }

  async listen(port = 0): Promise<string> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    return this.url;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bytesOf(request);
    const passing = {
      method: request.method ?? 'GET',
      path: request.url ?? '/',
      body: body.toString('utf8'),
    };
    const fate = this.judge?.(passing);
    if (fate?.kind === 'swallow') return;
    if (fate?.kind === 'reset') {
      response.socket?.resetAndDestroy();
      return;
    }
    if (fate?.kind === 'answer') {
      response.writeHead(fate.status, { 'content-type': 'application/json' }).end('{}');
      return;
    }
    if (fate?.kind === 'delay') await new Promise((done) => setTimeout(done, fate.ms));
    let reply = await this.#send(request, body);
    if (fate?.kind === 'twice') reply = await this.#send(request, body);
    if (fate?.kind === 'drop-reply') return;
    if (fate?.kind === 'hold-reply' && !(await fate.meanwhile(passing))) {
      response.socket?.resetAndDestroy();
      return;
    }
    answer(response, reply, fate?.kind === 'cut-reply');
  }

  async #send(request: IncomingMessage, body: Buffer): Promise<Reply> {
    if (this.#pool === undefined) throw new Error('the proxy has no origin yet');
    const headers = Object.entries(request.headers).flatMap(([name, value]) =>
      value === undefined || /^(?:host|connection|content-length|transfer-encoding)$/.test(name)
        ? []
        : [[name, String(value)] as const],
    );
    const reply = await this.#pool.request({
      method: (request.method ?? 'GET') as 'GET',
      path: request.url ?? '/',
      headers: Object.fromEntries(headers),
      ...(body.length > 0 ? { body } : {}),
    });
    const content = Buffer.from(await reply.body.arrayBuffer());
    return { status: reply.statusCode, headers: reply.headers, body: content };
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await this.#pool?.destroy();
  }
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function answer(response: ServerResponse, reply: Reply, cut: boolean): void {
  const headers = { ...reply.headers };
  delete headers['transfer-encoding'];
  delete headers.connection;
  response.writeHead(reply.status, { ...headers, 'content-length': reply.body.length });
  if (!cut) {
    response.end(reply.body);
    return;
  }
  response.write(reply.body.subarray(0, reply.body.length / 2), () =>
    response.socket?.resetAndDestroy(),
  );
}
