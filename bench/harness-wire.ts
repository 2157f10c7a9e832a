// An HTTP/1.1 client that costs a few microseconds a request, because on a small machine the load
// generator takes its CPU from what it measures. One connection, keep-alive, one request under
// way; it reads the status and the content length and nothing else.
import { connect, type Socket } from 'node:net';

const read_bytes = 16 * 1024;
const connect_timeout_ms = 5_000;

/** Both parts point into the connection's buffer: read them before the next request is sent. */
export interface Reply {
  status: number;
  head: Buffer;
  body: Buffer;
}

/** The seconds of Retry-After; undefined where there is none. */
export function retryAfterOf({ head }: Reply): number | undefined {
  const found = /\r\nretry-after: *(\d+)/i.exec(head.toString('latin1'))?.[1];
  return found === undefined ? undefined : Number(found);
}

/** The body as JSON; undefined when it is none. */
export function jsonOf<Body>(reply: Reply): Body | undefined {
  try {
    return JSON.parse(reply.body.toString('latin1')) as Body;
  } catch {
    return undefined;
  }
}

export interface RequestParts {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  token?: string;
  /** Sent as Idempotency-Key. */
  key?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** The text of a request. Bodies must be ASCII. */
export function requestText({ method, path, token, key, headers, body }: RequestParts): string {
  let text = `${method} ${path} HTTP/1.1\r\nhost: bench\r\n`;
  if (token !== undefined) text += `authorization: Bearer ${token}\r\n`;
  if (key !== undefined) text += `idempotency-key: ${key}\r\n`;
  if (headers !== undefined) {
    for (const [name, value] of Object.entries(headers)) text += `${name}: ${value}\r\n`;
  }
  if (body === undefined) return `${text}\r\n`;
  return `${text}content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

interface Waiting {
  resolve(reply: Reply): void;
  reject(error: Error): void;
}

/** One connection; it is opened when first used and again after an error. */
export class Wire {
  readonly #port: number;
  #socket: Socket | undefined;
  #waiting: Waiting | undefined;
  /** Of a reply that did not fit into one read. */
  #parts: Buffer[] = [];
  #have_bytes = 0;
  #need_bytes = 0;
  #isClosed = false;

  constructor(port: number) {
    this.#port = port;
  }

  /** Sends one request and gives its reply. Rejects when the connection is lost, or was closed. */
  send(request: string): Promise<Reply> {
    if (this.#isClosed) return Promise.reject(new Error('closed by the bench'));
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      const socket = this.#socket ?? this.#open();
      socket.write(request, 'latin1');
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#lost(new Error('closed by the bench'));
  }

  #open(): Socket {
    const buffer = Buffer.allocUnsafeSlow(read_bytes);
    const socket = connect({
      port: this.#port,
      host: '127.0.0.1',
      noDelay: true,
      timeout: connect_timeout_ms,
      onread: {
        buffer,
        callback: (size) => {
          this.#read(buffer.subarray(0, size));
          return true;
        },
      },
    });
    socket.once('connect', () => socket.setTimeout(0));
    socket.once('timeout', () => this.#lost(new Error('no connection within 5 s')));
    socket.on('error', (error) => this.#lost(error));
    socket.once('close', () => {
      if (this.#socket === socket) this.#lost(new Error('connection closed'));
    });
    this.#socket = socket;
    return socket;
  }

  #lost(error: Error): void {
    const waiting = this.#waiting;
    this.#socket?.destroy();
    this.#socket = undefined;
    this.#waiting = undefined;
    this.#parts = [];
    this.#have_bytes = 0;
    this.#need_bytes = 0;
    waiting?.reject(error);
  }

  #read(chunk: Buffer): void {
    if (this.#have_bytes === 0) {
      const size = sizeOf(chunk);
      if (size === chunk.length) {
        this.#done(chunk);
        return;
      }
      this.#need_bytes = size;
    }
    // The socket's buffer is written again by the next read.
    this.#parts.push(Buffer.from(chunk));
    this.#have_bytes += chunk.length;
    if (this.#need_bytes === -1) this.#need_bytes = sizeOf(Buffer.concat(this.#parts));
    if (this.#need_bytes === -1 || this.#have_bytes < this.#need_bytes) return;
    const whole = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#have_bytes = 0;
    this.#done(whole);
  }

  #done(whole: Buffer): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting === undefined) {
      this.#lost(new Error('a reply that nobody asked for'));
      return;
    }
    const status =
      (byte(whole, 9) - 48) * 100 + (byte(whole, 10) - 48) * 10 + (byte(whole, 11) - 48);
    const end = whole.indexOf('\r\n\r\n');
    waiting.resolve({ status, head: whole.subarray(0, end), body: whole.subarray(end + 4) });
  }
}

function byte(bytes: Buffer, at: number): number {
  return bytes[at] ?? 48;
}

const length_name = /\r\ncontent-length: *(\d+)/i;

/** Bytes of head and body together; -1 while the head is not whole. */
function sizeOf(bytes: Buffer): number {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return -1;
  const head = bytes.toString('latin1', 0, end);
  const at = head.indexOf('\r\ncontent-length: ');
  // parseInt stops at the end of the line.
  if (at >= 0) return end + 4 + Number.parseInt(head.slice(at + 18, at + 28), 10);
  const length = length_name.exec(head)?.[1];
  if (length !== undefined) return end + 4 + Number(length);
  if (/transfer-encoding/i.test(head)) throw new Error('the bench client reads no chunked replies');
  return end + 4;
}
