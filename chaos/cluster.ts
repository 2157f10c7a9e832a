// The PostgreSQL of the schedules that kill it: a cluster of its own, durable, on a fixed port,
// so that whoever lost it finds it again.
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '#kernel/db/embedded-settings.ts';
import { startEmbedded, stopEmbedded } from '#kernel/db/embedded.ts';
import { clusterPaths, runs } from '#kernel/db/cluster.ts';
import { killTree } from './process.ts';
import { withClient } from './world.ts';

/** What the shop asks of its database; kill -9 keeps what has been written to the system. */
const durable = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  max_connections: '300',
  shared_buffers: '64MB',
  checkpoint_timeout: '30s',
};

export class Cluster {
  readonly #folder: string;
  readonly #settings: Record<string, string>;
  readonly port: number;
  #pid = 0;
  #removed = false;
  url = '';

  private constructor(of: { folder: string; port: number; settings: Record<string, string> }) {
    this.#folder = of.folder;
    this.port = of.port;
    this.#settings = of.settings;
  }

  /** A new cluster in a folder of this name; about 2 s. `settings` may make it forgetful. */
  static async make(name: string, settings: Record<string, string> = {}): Promise<Cluster> {
    const folder = join(home(), `pg-${name}`);
    if (existsSync(folder)) {
      await stopEmbedded(folder);
      rmSync(folder, { recursive: true, force: true });
    }
    mkdirSync(folder, { recursive: true });
    const cluster = new Cluster({
      folder,
      port: await freePort(),
      settings: { ...durable, ...settings },
    });
    await cluster.start();
    await cluster.#letIn();
    return cluster;
  }

  /** Whoever reaches it is let in: a shop that starts opens sixty connections, one for a crash. */
  async #letIn(): Promise<void> {
    const file = join(clusterPaths(this.#folder).data, 'pg_hba.conf');
    writeFileSync(file, 'host all all 127.0.0.1/32 trust\n');
    await withClient(this.url, (client) => client.query('select pg_reload_conf()'));
  }

  /** The postmaster. */
  get pid(): number {
    return this.#pid;
  }

  /** Starts it, after a kill with crash recovery. */
  async start(): Promise<void> {
    if (this.#removed) throw new Error('the cluster is removed');
    const { port } = this;
    const server = await startEmbedded({ folder: this.#folder, port, settings: this.#settings });
    this.#pid = server.pid;
    this.url = server.url;
  }

  /** kill -9 of every process of the server. */
  kill(): void {
    if (this.#alive()) killTree([this.#pid]);
  }

  async gone(): Promise<void> {
    while (this.#alive()) await new Promise((done) => setTimeout(done, 5));
  }

  /** Whether its process lives: that process, and not another one with its id. */
  #alive(): boolean {
    return runs(this.#pid, clusterPaths(this.#folder).data);
  }

  async remove(): Promise<void> {
    this.#removed = true;
    this.kill();
    await this.gone();
    rmSync(this.#folder, { recursive: true, force: true });
    if (readdirSync(home()).length === 0) rmSync(home(), { recursive: true, force: true });
  }
}

/** For schedules that leave the database alone: as in tests, nothing is kept for ever. */
const forgetful = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '1000',
  shared_buffers: '128MB',
  checkpoint_timeout: '1h',
};

/** Runs with a server of its own for what would otherwise share the one of tests. */
export async function withServer<T>(work: () => Promise<T>): Promise<T> {
  const cluster = await Cluster.make('shared', forgetful);
  process.env['TRUESHELF_TEST_PG'] = cluster.url;
  try {
    return await work();
  } finally {
    await cluster.remove();
  }
}

/** In memory where there is room: kill -9 loses no page of the system, wherever it is kept. */
function home(): string {
  const memory = '/dev/shm';
  const base = existsSync(memory) ? memory : join(import.meta.dirname, '..', '.trueshelf');
  return join(base, `trueshelf-chaos-${process.pid}`);
}
