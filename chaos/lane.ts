// Everything that one schedule after the other needs, kept alive between them: a shop's database,
// the processes of the shop and of the gateway, and the proxies between them. What a schedule
// kills is started again here, as a supervisor would.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Prng } from '#kernel/core/prng.ts';
import { serverUrl } from '#kernel/db/test-database.ts';
import { rooms } from '#services/directory.ts';
import { Asker } from './asker.ts';
import { Client, Journal, pause } from './client.ts';
import { Cluster } from './cluster.ts';
import type { Victim } from './points.ts';
import { AppProcess, killTree } from './process.ts';
import { HttpProxy } from './proxy-http.ts';
import { PostgresProxy } from './proxy-postgres.ts';
import { Waits } from './waits.ts';
import {
  common,
  copyOf,
  dropDatabase,
  hang_ms,
  leaveWorld,
  letTimePass,
  worldOf,
} from './world.ts';
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

const tries_max = 20;
const open_ms_max = 90_000;

/** What was armed in a process has struck before it served. */
export class Struck extends Error {}

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
  #facts = new Asker('');
  #laws = new Asker('');
  #front: AppProcess | undefined;
  #gateway: AppProcess | undefined;
  #relay: AppProcess | undefined;
  readonly #spares: { lane?: AppProcess | undefined; gateway?: AppProcess | undefined } = {};
  #closed = false;
  #inRealTime = false;
  /** Schedules since the database is new. */
  used = 0;
  /** Of the schedule that runs. */
  waits = new Waits();
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
      waits: () => this.waits,
      ...(patience_ms === undefined ? {} : { patience_ms }),
      ...(pause_ms === undefined ? {} : { pause_ms }),
    });
  }

  static async open(options: LaneOptions): Promise<Lane> {
    mkdirSync(folder, { recursive: true });
    const { name, ownPostgres, settings } = options;
    const cluster = ownPostgres ? await Cluster.make(name, settings) : undefined;
    const server = cluster?.url ?? (await serverUrl());
    const world = await worldOf(server);
    const lane = new Lane({ options, server, world, cluster });
    try {
      lane.waits = new Waits(open_ms_max);
      await lane.gatewayProxy.listen();
      await lane.door.listen();
      await lane.waits.orLate(lane.waits.during('a new shop', () => lane.renew()));
      return lane;
    } catch (error) {
      await lane.close();
      throw error;
    }
  }

  /** The database itself, past the proxy. */
  get databaseUrl(): string {
    return this.#databaseUrl;
  }

  /** A connection to the database itself, for short questions. */
  get facts(): Asker {
    return this.#facts;
  }

  /** One on which the laws are prepared. Of one asker at a time. */
  get laws(): Asker {
    return this.#laws;
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
    this.#facts = new Asker(this.#databaseUrl);
    this.#laws = new Asker(this.#databaseUrl, { prepares: true });
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
    const served = this.#front;
    await this.#tryAgain(() => this.startFront());
    this.#relay = served;
  }

  async #started(role: 'lane' | 'gateway', url: string, arm?: Arm): Promise<AppProcess> {
    if (this.#closed) throw new Error('the lane is closed');
    const { config, oneProcess } = this.#options;
    const spare = this.#spares[role];
    const child = spare?.alive ? spare : new AppProcess(role);
    // The next one loads while this one serves.
    this.#spares[role] = this.#closed ? undefined : new AppProcess(role);
    const serve = role === 'lane' && !oneProcess ? shopRooms : undefined;
    try {
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
    } catch (error) {
      if (arm && child.died === 'SIGKILL') throw new Struck();
      throw error;
    }
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

  /** Who lives, in words. */
  alive(): string {
    const all = { front: this.#front, gateway: this.#gateway, relay: this.#relay };
    return Object.entries(all)
      .flatMap(([name, one]) => (one ? [`${name} ${one.alive ? 'lives' : 'is dead'}`] : []))
      .join(', ');
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
    const heard = (one: AppProcess) => {
      if (arm.mark === undefined) one.onStrike(then);
    };
    heard(this.front);
    await this.front.arm(this.#orders(arm));
    // A saga that waited goes on where the news arrive, which is where the relays are.
    if (arm.victim !== 'relay' || !this.#relay) return;
    heard(this.#relay);
    await this.#relay.arm({ ...this.#orders(arm), kill: [], self: 'die' });
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

  /**
   * Starts again what was killed, after a while of chance, and lets a minute pass. Rejects with
   * Struck when `arm` has struck before the new process served.
   */
  async recover(
    victim: Victim,
    of: { chance: Prng; arm?: Arm | undefined; inRealTime?: boolean },
  ): Promise<void> {
    const { chance, arm } = of;
    this.#inRealTime = of.inRealTime === true;
    await this.waits.during(`the end of ${victim}`, () => this.#gone(victim));
    await this.waits.during(`a new ${victim}`, async () => {
      if (victim === 'postgres') await this.#restartPostgres(chance.int(0, 200));
      if (victim === 'everything') await this.#recoverAll(chance, arm);
      if (victim === 'gateway') {
        await pause(chance.int(0, 200));
        await this.#tryAgain(() => this.startGateway());
      }
      if (victim !== 'postgres' && victim !== 'everything') await this.#letTimePass();
      if (victim === 'orchestrator') await this.#tryAgain(() => this.startFront(arm));
    });
  }

  /** A strike hits all of its victim: what of it still lives dies now. */
  async #gone(victim: Victim): Promise<void> {
    const all = victim === 'everything';
    if (all || victim === 'orchestrator') await this.#front?.kill();
    if (all || victim === 'gateway') await this.#gateway?.kill();
    if (victim === 'relay') await this.#relay?.kill();
    if (!all && victim !== 'postgres') return;
    this.cluster?.kill();
    await this.cluster?.gone();
  }

  /** A minute has passed for whoever waits. */
  async letTimePass(): Promise<void> {
    await this.facts.with(letTimePass);
  }

  async #letTimePass(): Promise<void> {
    if (!this.#inRealTime) await this.letTimePass();
  }

  async #restartPostgres(after_ms: number): Promise<void> {
    await pause(after_ms);
    await this.#tryAgain(async () => this.cluster?.start());
    await this.#letTimePass();
  }

  /** Everything again, in an order of chance: who finds no database ends and is started anew. */
  async #recoverAll(chance: Prng, arm: Arm | undefined): Promise<void> {
    const postgres = () => this.#restartPostgres(0);
    const gateway = () => this.#tryAgain(() => this.startGateway());
    const front = () => this.#tryAgain(() => this.startFront(arm));
    const shuffled = chance.next() < 0.2;
    // Who is to strike again must know by their ids whom to strike.
    if (arm || !shuffled) {
      await postgres();
      await pause(chance.int(0, 50));
      if (arm) await gateway();
      await Promise.all(arm ? [front()] : [gateway(), front()]);
      return;
    }
    const running: Promise<void>[] = [];
    for (const start of chance.shuffle([postgres, gateway, front])) {
      running.push(start());
      await pause(chance.int(0, 50));
    }
    await Promise.all(running);
  }

  /** As a supervisor does: who finds no database ends, and is started anew. */
  async #tryAgain(start: () => Promise<void>): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        await start();
        return;
      } catch (error) {
        if (error instanceof Struck || this.#closed || tries >= tries_max) throw error;
        this.waits.check();
        await pause(100);
      }
    }
  }

  async #stopAll(): Promise<void> {
    for (const one of [this.#front, this.#gateway, this.#relay]) await one?.kill();
    this.#front = undefined;
    this.#gateway = undefined;
    this.#relay = undefined;
    await this.#facts.close();
    await this.#laws.close();
    const proxy = this.#postgresProxy;
    this.#postgresProxy = undefined;
    await proxy?.close();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.waits.end();
    await this.#stopAll();
    for (const spare of Object.values(this.#spares)) await spare?.kill();
    await this.client.close();
    await this.gatewayProxy.close();
    await this.door.close();
    if (!this.cluster) await dropDatabase(this.#server, this.#databaseUrl);
    await leaveWorld(this.#server, { drop: !this.cluster });
    await this.cluster?.remove();
  }
}
