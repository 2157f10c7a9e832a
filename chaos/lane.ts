// Everything that one schedule after the other needs, kept alive between them: a shop's database,
// the processes of the shop and of the gateway, and the proxies between them. What a schedule
// kills is started again here, as a supervisor would.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Prng } from '#kernel/core/prng.ts';
import { serverUrl } from '#kernel/db/test-database.ts';
import { rooms } from '#services/directory.ts';
import { Client, Journal, pause } from './client.ts';
import { Cluster } from './cluster.ts';
import type { Victim } from './points.ts';
import { AppProcess, killTree } from './process.ts';
import { HttpProxy } from './proxy-http.ts';
import { PostgresProxy } from './proxy-postgres.ts';
import { common, copyOf, dropDatabase, hang_ms, letTimePass, makeWorld } from './world.ts';
import type { World } from './world.ts';

const shopRooms = rooms.map(({ name }) => name).filter((name) => name !== 'sandbox');
export const folder = join(import.meta.dirname, '..', '.trueshelf', 'chaos');

/** What is armed in the process that serves the shopper. */
export interface Arm {
  failpoint: string;
  /** 'sleeper': the process stops at the point, as one does that the system has no time for. */
  victim: Victim | 'sleeper';
  /** Set: the point only says that it was passed, and a proxy strikes. */
  mark?: string;
}

export interface LaneOptions {
  name: string;
  /** A cluster that may be killed, or the shared one of tests. */
  ownPostgres: boolean;
  settings?: Record<string, string>;
  config?: Record<string, unknown>;
  /** How long the shoppers ask again before they give up. */
  patience_ms?: number;
  /** How long they wait before they do. */
  pause_ms?: number;
  /** The gateway is in the shop's process, where calls to it are not counted. */
  oneProcess?: boolean;
}

export class Lane {
  readonly name: string;
  readonly journal: Journal;
  readonly client: Client;
  readonly gatewayProxy = new HttpProxy();
  /** Where the gateway sends its news. */
  readonly door = new HttpProxy();
  readonly world: World;
  readonly cluster: Cluster | undefined;
  readonly #options: LaneOptions;
  readonly #server: string;
  #postgresProxy: PostgresProxy | undefined;
  #databaseUrl = '';
  #front: AppProcess | undefined;
  #gateway: AppProcess | undefined;
  #relay: AppProcess | undefined;
  readonly #spares: { lane?: AppProcess | undefined; gateway?: AppProcess | undefined } = {};
  #closed = false;
  #inRealTime = false;
  /** Schedules since the database is new. */
  used = 0;
  /** For controls: runs when a charge has reached the gateway, before its reply goes on. */
  onCharge: ((body: string) => Promise<void>) | undefined;

  private constructor(of: {
    options: LaneOptions;
    server: string;
    world: World;
    cluster: Cluster | undefined;
  }) {
    this.#options = of.options;
    this.#server = of.server;
    this.world = of.world;
    this.cluster = of.cluster;
    this.name = of.options.name;
    this.journal = new Journal(join(folder, `journal-${this.name}.ndjson`));
    const { patience_ms, pause_ms } = of.options;
    this.client = new Client({
      journal: this.journal,
      origin: () => this.#front?.url ?? '',
      ...(patience_ms === undefined ? {} : { patience_ms }),
      ...(pause_ms === undefined ? {} : { pause_ms }),
    });
  }

  static async open(options: LaneOptions): Promise<Lane> {
    mkdirSync(folder, { recursive: true });
    const { name, ownPostgres, settings } = options;
    const cluster = ownPostgres ? await Cluster.make(name, settings) : undefined;
    const server = cluster?.url ?? (await serverUrl());
    const world = await makeWorld(server, `world_${name.replaceAll('-', '_')}`);
    const lane = new Lane({ options, server, world, cluster });
    await lane.gatewayProxy.listen();
    await lane.door.listen();
    await lane.renew();
    return lane;
  }

  /** The database itself, past the proxy. */
  get databaseUrl(): string {
    return this.#databaseUrl;
  }

  get front(): AppProcess {
    if (!this.#front) throw new Error('no process serves the shop');
    return this.#front;
  }

  get gateway(): AppProcess {
    if (this.#options.oneProcess) return this.front;
    if (!this.#gateway) throw new Error('there is no gateway');
    return this.#gateway;
  }

  get relay(): AppProcess | undefined {
    return this.#relay;
  }

  get postgresProxy(): PostgresProxy {
    if (!this.#postgresProxy) throw new Error('there is no database');
    return this.#postgresProxy;
  }

  /** A fresh copy of the shop, and processes that serve it. */
  async renew(): Promise<void> {
    await this.#stopAll();
    // It is there already, unless something went wrong with its last start.
    await this.cluster?.start();
    if (this.#databaseUrl !== '') await dropDatabase(this.#server, this.#databaseUrl);
    this.#databaseUrl = await copyOf(this.#server, this.world);
    this.#postgresProxy = new PostgresProxy(Number(new URL(this.#databaseUrl).port), this.name);
    await this.#postgresProxy.listen();
    this.used = 0;
    await this.startGateway();
    await this.startFront();
  }

  /** The gateway's switches; its own process keeps them in its own schema. */
  async setFaults(settings: object): Promise<void> {
    const answer = await fetch(`${this.gateway.url}/sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ hang_ms, ...settings }),
    });
    await answer.body?.cancel();
    if (answer.status !== 200) throw new Error(`the gateway answered ${answer.status}`);
  }

  async startGateway(): Promise<void> {
    if (this.#options.oneProcess) return;
    this.#gateway = await this.#started('gateway', this.#databaseUrl);
    this.gatewayProxy.origin = this.#gateway.url;
  }

  /** A process for the shoppers; `arm` strikes while it still starts or recovers. */
  async startFront(arm?: Arm): Promise<void> {
    const url = new URL(this.#databaseUrl);
    url.port = String(this.postgresProxy.port);
    const front = await this.#started('lane', url.href, arm);
    this.#front = front;
    this.door.origin = front.url;
  }

  /** The process that served until now keeps the relays; another one serves the shoppers. */
  async becomeRelay(): Promise<void> {
    if (this.#relay?.alive) return;
    this.#relay = this.#front;
    await this.startFront();
  }

  async #started(role: 'lane' | 'gateway', url: string, arm?: Arm): Promise<AppProcess> {
    const { config, oneProcess } = this.#options;
    const spare = this.#spares[role];
    const child = spare?.alive ? spare : new AppProcess(role);
    // The next one loads while this one serves.
    this.#spares[role] = this.#closed ? undefined : new AppProcess(role);
    const serve = role === 'lane' && !oneProcess ? shopRooms : undefined;
    await child.boot({
      url,
      serve,
      log: process.env['CHAOS_LOG'] ? 'debug' : 'fatal',
      config: {
        ...common,
        ...config,
        port: 0,
        publicUrl: this.door.url,
        roomUrls: { sandbox: this.gatewayProxy.url, payments: this.door.url },
      },
      ...(arm ? { arm: this.#orders(arm) } : {}),
    });
    return child;
  }

  #orders({ failpoint, victim, mark }: Arm) {
    const dies = victim === 'orchestrator' || victim === 'everything';
    const self = victim === 'sleeper' ? 'stop' : dies ? 'die' : 'lives';
    return {
      at: { name: failpoint },
      kill: this.pidsOf(victim),
      self,
      ...(mark === undefined ? {} : { mark }),
    } as const;
  }

  /** Processes of a victim, without the one that serves the shoppers. */
  pidsOf(victim: Victim | 'sleeper'): number[] {
    const postgres = this.cluster ? [this.cluster.pid] : [];
    if (victim === 'postgres') return postgres;
    if (victim === 'gateway') return [this.gateway.pid];
    if (victim === 'relay') return this.#relay ? [this.#relay.pid] : [];
    if (victim === 'everything') return [...postgres, this.gateway.pid];
    return [];
  }

  /** Arms the process that serves the shoppers; calls `then` when it has struck or died. */
  async arm(arm: Arm, then: () => void): Promise<void> {
    await this.front.arm(this.#orders(arm));
    if (arm.mark === undefined) this.front.onStrike(then);
    // A saga that waited goes on where the news arrive, which is where the relays are.
    if (arm.victim !== 'relay' || !this.#relay) return;
    await this.#relay.arm({ ...this.#orders(arm), kill: [], self: 'die' });
    if (arm.mark === undefined) this.#relay.onStrike(then);
  }

  /** Nothing is armed any more. */
  async disarm(): Promise<void> {
    await this.front.watch();
    if (this.#relay?.alive) await this.#relay.watch();
  }

  /** Calls `then` when what was armed at the start of this process strikes. */
  watchStrike(then: () => void): void {
    this.front.onStrike(then);
  }

  /** The strike of a proxy: the same victims, seen from outside. */
  strike(victim: Victim): void {
    const own = victim === 'orchestrator' || victim === 'everything' ? [this.front.pid] : [];
    killTree([...this.pidsOf(victim), ...own]);
  }

  /** Starts again what was killed, after a while of chance, and lets a minute pass. */
  async recover(
    victim: Victim,
    of: { chance: Prng; arm?: Arm | undefined; inRealTime?: boolean },
  ): Promise<void> {
    const { chance, arm } = of;
    this.#inRealTime = of.inRealTime === true;
    if (victim === 'orchestrator') {
      await this.front.gone();
      await this.#letTimePass();
      await tryAgain(() => this.startFront(arm));
    } else if (victim === 'postgres') {
      await this.#restartPostgres(chance.int(0, 200));
    } else if (victim === 'gateway') {
      await this.gateway.gone();
      await pause(chance.int(0, 200));
      await tryAgain(() => this.startGateway());
      await this.#letTimePass();
    } else if (victim === 'relay') {
      await this.#relay?.gone();
      await this.#letTimePass();
    } else {
      await this.#recoverAll(chance, arm);
    }
  }

  async #letTimePass(): Promise<void> {
    if (!this.#inRealTime) await letTimePass(this.#databaseUrl);
  }

  async #restartPostgres(after_ms: number): Promise<void> {
    await this.cluster?.gone();
    await pause(after_ms);
    await tryAgain(async () => this.cluster?.start());
    await this.#letTimePass();
  }

  /** Everything again, in an order of chance: who finds no database ends and is started anew. */
  async #recoverAll(chance: Prng, arm: Arm | undefined): Promise<void> {
    await Promise.all([this.front.gone(), this.gateway.gone()]);
    const ways = [
      () => this.#restartPostgres(0),
      () => tryAgain(() => this.startGateway()),
      () => tryAgain(() => this.startFront(arm)),
    ];
    const order = chance.next() < 0.2 ? chance.shuffle(ways) : ways;
    const running: Promise<void>[] = [];
    for (const start of order) {
      running.push(start());
      if (start === ways[0]) await running.at(-1);
      else await pause(chance.int(0, 50));
    }
    await Promise.all(running);
  }

  async #stopAll(): Promise<void> {
    for (const one of [this.#front, this.#gateway, this.#relay]) await one?.kill();
    this.#front = undefined;
    this.#relay = undefined;
    const proxy = this.#postgresProxy;
    this.#postgresProxy = undefined;
    await proxy?.close();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#stopAll();
    for (const spare of Object.values(this.#spares)) await spare?.kill();
    await this.client.close();
    await this.gatewayProxy.close();
    await this.door.close();
    if (this.cluster) await this.cluster.remove();
    else {
      await dropDatabase(this.#server, this.#databaseUrl);
      await dropDatabase(this.#server, this.world.template);
    }
  }
}

/** As a supervisor does: who finds no database ends, and is started anew. */
async function tryAgain(start: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await start();
      return;
    } catch (error) {
      if (tries >= 20) throw error;
      await pause(100);
    }
  }
}
