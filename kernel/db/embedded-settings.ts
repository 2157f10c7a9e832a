import { createServer, type Server } from 'node:net';
import { availableParallelism, totalmem } from 'node:os';

/** Settings for a small machine shared with the shop itself. Durable: a commit is on disk. */
export function defaultSettings(): Record<string, string> {
  const limit = process.constrainedMemory() || totalmem();
  const memory_mb = Math.min(limit, totalmem()) / 1_048_576;
  const buffers_mb = Math.round(Math.min(256, Math.max(32, memory_mb / 8)));
  return {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '300',
    shared_buffers: `${buffers_mb}MB`,
    work_mem: '8MB',
    maintenance_work_mem: `${Math.round(buffers_mb / 2)}MB`,
    wal_compression: 'pglz', // the build has no lz4 and no zstd
    min_wal_size: '128MB',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    checkpoint_completion_target: '0.9',
    random_page_cost: '1.1',
    jit: 'off',
    // A parallel plan on two cores takes the core that the shop itself runs on.
    max_parallel_workers_per_gather: availableParallelism() > 4 ? '2' : '0',
    // Stock and cart rows are rewritten all the time; the default minute lets them bloat.
    autovacuum_naptime: '15s',
    // Tables that only grow need no sweeping for each thousand rows; dead rows count as ever.
    autovacuum_vacuum_insert_threshold: '50000',
    // Statistics matter to lists only, and a table that grows fast would be sampled all the time.
    autovacuum_analyze_threshold: '2000',
    autovacuum_analyze_scale_factor: '0.3',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Statement errors are the caller's to log; here they would fill the disk in a flash sale.
    log_min_messages: 'log',
    log_checkpoints: 'off',
  };
}

/**
 * For a server that one command fills alone: what a transaction writes into files of its own is on
 * the disk when it commits, and not in the log besides. As durable as ever, but no backup of the
 * running server can be made, since that needs the log.
 */
export const fillSettings: Readonly<Record<string, string>> = {
  wal_level: 'minimal',
  max_wal_senders: '0',
};

/** The wanted port when it is free on 127.0.0.1, else one that is. */
export async function freePort(wanted?: number): Promise<number> {
  if (wanted !== undefined) {
    const port = await tryPort(wanted);
    if (port !== undefined) return port;
  }
  const port = await tryPort(0);
  if (port === undefined) throw new Error('the system has no free port on 127.0.0.1');
  return port;
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server: Server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const found = typeof address === 'object' && address !== null ? address.port : undefined;
      server.close(() => resolve(found));
    });
  });
}
