// A proxy that behaves like a bad network: late, uneven, in pieces, cut, reset or silent. What it
// does comes from a seed. The proxies that know what passes through them are made of it.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { prng, type Prng } from '#kernel/core/prng.ts';

/** What every byte suffers; left out: nothing. */
export interface Weather {
  delay_ms?: number;
  /** Added by chance, up to this. Order is kept, as TCP keeps it. */
  jitter_ms?: number;
  /** Bytes arrive in pieces of at most this many. */
  slice_bytes?: number;
}

/** How a connection ends: closed, reset (RST), or silent for ever with both sides thinking well. */
export type Cut = 'close' | 'reset' | 'half-open';

/** Sees what passes through one connection; what it does not hand on is lost. */
export interface Watcher {
  up(chunk: Buffer): void;
  down(chunk: Buffer): void;
}

export interface ProxyOptions {
  /** Where connections go; may change, for those that come later. */
  target: { host?: string; port: number };
  seed?: string;
  /** Makes what looks into a connection; without it bytes pass as they are. */
  watch?(tunnel: Tunnel): Watcher;
}

export class TcpProxy {
  target: { host?: string; port: number };
  weather: Weather = {};
  readonly tunnels = new Set<Tunnel>();
  readonly #server: Server;
  readonly #chance: Prng;
  readonly #watch: ProxyOptions['watch'];

  constructor(options: ProxyOptions) {
    this.target = options.target;
    this.#chance = prng(options.seed ?? 'proxy');
    this.#watch = options.watch;
    this.#server = createServer({ allowHalfOpen: false }, (socket) => this.#accept(socket));
  }

  /** Takes connections on a port of 127.0.0.1, a free one when none is named. */
  async listen(port = 0): Promise<number> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    return this.port;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  #accept(client: Socket): void {
    const { host = '127.0.0.1', port } = this.target;
    const tunnel = new Tunnel({ client, server: connect({ host, port }), proxy: this });
    this.tunnels.add(tunnel);
    tunnel.watch(this.#watch?.(tunnel));
  }

  /** The pause before the next bytes, from the weather. */
  pause_ms(): number {
    const { delay_ms = 0, jitter_ms = 0 } = this.weather;
    return delay_ms + (jitter_ms > 0 ? this.#chance.next() * jitter_ms : 0);
  }

  /** Ends all connections that there are; new ones are still taken. */
  cutAll(how: Cut): void {
    for (const tunnel of this.tunnels) tunnel.cut(how);
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const tunnel of this.tunnels) tunnel.cut('close');
    await closed;
  }
}

/** One connection: a client, the server that it reaches through us, and what lies between. */
export class Tunnel {
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #proxy: TcpProxy;
  readonly #toServer: Pipe;
  readonly #toClient: Pipe;
  #silent = false;

  constructor(of: { client: Socket; server: Socket; proxy: TcpProxy }) {
    this.#client = of.client;
    this.#server = of.server;
    this.#proxy = of.proxy;
    for (const socket of [of.client, of.server]) socket.setNoDelay(true);
    this.#toServer = new Pipe(of.server, of.proxy);
    this.#toClient = new Pipe(of.client, of.proxy);
  }

  watch(watcher: Watcher | undefined): void {
    const up = watcher ? (chunk: Buffer) => watcher.up(chunk) : (chunk: Buffer) => this.up(chunk);
    const down = watcher
      ? (chunk: Buffer) => watcher.down(chunk)
      : (chunk: Buffer) => this.down(chunk);
    this.#client.on('data', (chunk) => !this.#silent && up(chunk));
    this.#server.on('data', (chunk) => !this.#silent && down(chunk));
    for (const [one, pipe] of [
      [this.#client, this.#toServer],
      [this.#server, this.#toClient],
    ] as const) {
      one.on('error', () => this.cut('close'));
      one.on('close', () => !this.#silent && pipe.end(() => this.cut('close')));
    }
  }

  /** Hands bytes to the server. */
  up(chunk: Buffer): void {
    this.#toServer.send(chunk);
  }

  /** Hands bytes to the client. */
  down(chunk: Buffer): void {
    this.#toClient.send(chunk);
  }

  cut(how: Cut): void {
    if (how === 'half-open') {
      this.#silent = true;
      return;
    }
    this.#proxy.tunnels.delete(this);
    for (const socket of [this.#client, this.#server]) {
      if (how === 'reset') socket.resetAndDestroy();
      else socket.destroy();
    }
  }
}

/** One direction: keeps the order of bytes while the weather holds them up. */
class Pipe {
  readonly #to: Socket;
  readonly #proxy: TcpProxy;
  #queue: Buffer[] = [];
  #busy = false;
  #ended: (() => void) | undefined;

  constructor(to: Socket, proxy: TcpProxy) {
    this.#to = to;
    this.#proxy = proxy;
  }

  send(chunk: Buffer): void {
    const { slice_bytes } = this.#proxy.weather;
    const pause_ms = this.#proxy.pause_ms();
    if (!this.#busy && pause_ms === 0 && slice_bytes === undefined) {
      this.#write(chunk);
      return;
    }
    this.#queue.push(chunk);
    if (!this.#busy) this.#later(pause_ms);
  }

  /** Runs `then` when all that was sent has gone out. */
  end(then: () => void): void {
    if (this.#busy) this.#ended = then;
    else then();
  }

  #later(pause_ms: number): void {
    this.#busy = true;
    setTimeout(() => this.#next(), pause_ms);
  }

  #next(): void {
    const { slice_bytes } = this.#proxy.weather;
    const head = this.#queue.shift();
    if (head === undefined) {
      this.#busy = false;
      this.#ended?.();
      return;
    }
    const size = slice_bytes ?? head.length;
    if (head.length > size) this.#queue.unshift(head.subarray(size));
    this.#write(head.subarray(0, size));
    if (this.#queue.length === 0) {
      this.#busy = false;
      this.#ended?.();
      return;
    }
    this.#later(head.length > size ? 0 : this.#proxy.pause_ms());
  }

  #write(chunk: Buffer): void {
    if (!this.#to.destroyed) this.#to.write(chunk);
  }
}
