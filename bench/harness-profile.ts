// `--profile`: where the time of a run went, by function of the server and by statement.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchDatabase } from './harness-postgres.ts';
import { root } from './harness-postgres.ts';
import type { BenchServer } from './harness-server.ts';
import { number, table } from './harness-report.ts';

const rows_max = 40;
const statement_chars = 90;

/** Call it before the server connects: its sessions take the settings of the database. */
export async function profiling(bench: string, database: BenchDatabase): Promise<Profiler> {
  const [{ name } = { name: '' }] = await database.query<{ name: string }>(
    'select current_database() as name',
  );
  await database.query('create extension if not exists pg_stat_statements');
  await database.query('alter database ' + name + " set pg_stat_statements.track = 'top'");
  return new Profiler(bench, database);
}

export class Profiler {
  readonly #file: string;
  readonly #database: BenchDatabase;
  #server: BenchServer | undefined;

  constructor(bench: string, database: BenchDatabase) {
    this.#file = join(root, '.trueshelf', 'bench', `${bench}.cpuprofile`);
    this.#database = database;
  }

  /** Before the first measured window. */
  async begin(server: BenchServer): Promise<void> {
    if (this.#server !== undefined) return;
    this.#server = server;
    await this.#database.query('select pg_stat_statements_reset()');
    await server.tell({ profile: true });
  }

  /** The costliest statements since `begin`, or since the database was made. */
  async statements(): Promise<string> {
    return [await costliest(this.#database), await written(this.#database)].join('\n\n');
  }

  /** Where the server's CPU went; ask while it runs. */
  async cpu(): Promise<string> {
    if (this.#server === undefined) return 'no server was profiled';
    await this.#server.tell({ profiled: this.#file });
    this.#server = undefined;
    return profileReport(this.#file);
  }
}

async function costliest(database: BenchDatabase): Promise<string> {
  const rows = await database.query<Record<string, string>>(
    `select r.rolname as role, s.calls, s.rows, s.total_exec_time as ms,
       s.mean_exec_time as mean_ms, s.wal_bytes, s.query
     from pg_stat_statements s join pg_roles r on r.oid = s.userid
     where s.dbid = (select oid from pg_database where datname = current_database())
     order by s.total_exec_time desc limit $1`,
    [rows_max],
  );
  const head = ['statement', 'room', 'calls', 'rows', 'total ms', 'mean ms', 'WAL KB'];
  const lines = rows.map((row) => [
    String(row['query']).replaceAll(/\s+/g, ' ').trim().slice(0, statement_chars),
    String(row['role']).replace('trueshelf_', ''),
    number(Number(row['calls'])),
    number(Number(row['rows'])),
    number(Number(row['ms'])),
    number(Number(row['mean_ms'])),
    number(Number(row['wal_bytes']) / 1024),
  ]);
  return `costliest statements\n${table([head, ...lines])}`;
}

/** What was written since the database was made, by table, and the log of it all. */
async function written(database: BenchDatabase): Promise<string> {
  const rows = await database.query<Record<string, string>>(
    `select schemaname || '.' || relname as name, n_tup_ins as ins, n_tup_upd as upd,
       n_tup_hot_upd as hot, n_tup_del as del, seq_scan as seq,
       (select count(*) from pg_index i where i.indrelid = t.relid) as indexes,
       pg_table_size(relid) / 1024 as kb, pg_indexes_size(relid) / 1024 as index_kb
     from pg_stat_user_tables t
     order by n_tup_ins + n_tup_upd + n_tup_del desc limit $1`,
    [rows_max],
  );
  const head = ['table', 'inserted', 'updated', 'HOT', 'deleted', 'indexes', 'KB', 'index KB'];
  const keys = ['ins', 'upd', 'hot', 'del', 'indexes', 'kb', 'index_kb'];
  const lines = rows.map((row) => [
    String(row['name']).replace('trueshelf_', ''),
    ...keys.map((key) => number(Number(row[key]))),
  ]);
  const [log] = await database.query<Record<string, string>>(
    'select wal_records, wal_fpi, wal_bytes from pg_stat_wal',
  );
  const told = ['wal_records', 'wal_fpi', 'wal_bytes'].map((key) => {
    return `${number(Number(log?.[key]))} ${key.slice(4)}`;
  });
  return `rows written\n${table([head, ...lines])}\nlog since the server began: ${told.join(', ')}`;
}

interface CpuProfile {
  nodes: {
    id: number;
    callFrame: { functionName: string; url: string; lineNumber: number };
    children?: number[];
  }[];
  samples: number[];
  timeDeltas: number[];
}

/** The functions with the most self time, and the shares of packages and rooms. */
function profileReport(file: string): string {
  const profile = JSON.parse(readFileSync(file, 'utf8')) as CpuProfile;
  const self_us = new Map<number, number>();
  profile.samples.forEach((id, index) => {
    self_us.set(id, (self_us.get(id) ?? 0) + (profile.timeDeltas[index] ?? 0));
  });
  const functions = new Map<string, number>();
  const areas = new Map<string, number>();
  let total_us = 0;
  for (const { id, callFrame } of profile.nodes) {
    const spent = self_us.get(id) ?? 0;
    const { functionName, url, lineNumber } = callFrame;
    if (functionName === '(idle)') continue;
    total_us += spent;
    const place = placeOf(url);
    const key = `${functionName || '(anonymous)'} ${place}:${lineNumber + 1}`;
    functions.set(key, (functions.get(key) ?? 0) + spent);
    const area = areaOf(place, functionName);
    areas.set(area, (areas.get(area) ?? 0) + spent);
  }
  const ranked = (found: Map<string, number>) =>
    [...found]
      .sort((a, b) => b[1] - a[1])
      .slice(0, rows_max)
      .map(([key, spent]) => [key, number(spent / 1000), `${number((100 * spent) / total_us)} %`]);
  const byFunction = table([['function', 'self ms', 'share'], ...ranked(functions)]);
  const byArea = table([['area', 'self ms', 'share'], ...ranked(areas)]);
  const head = `CPU of the server, ${number(total_us / 1000)} ms busy; ${file}`;
  return [head, byArea, '', byFunction].join('\n');
}

function placeOf(url: string): string {
  return url
    .replace(/^file:\/\//, '')
    .replace(`${root}/`, '')
    .replace('node_modules/', '');
}

function areaOf(place: string, functionName: string): string {
  if (place === '') return functionName.startsWith('(') ? functionName : '(native)';
  const names = place.split('/');
  const deep = names[0]?.startsWith('@') || ['kernel', 'services'].includes(names[0] ?? '');
  return names.slice(0, deep ? 2 : 1).join('/');
}
