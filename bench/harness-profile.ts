// `--profile`: where the time of a run went, by function of the server and by statement.
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchDatabase } from './harness-postgres.ts';
import { root } from './harness-postgres.ts';
import { number, table } from './harness-report.ts';

const rows_max = 40;
const statement_chars = 90;

function folderOf(bench: string): string {
  return join(root, '.trueshelf', 'bench', `${bench}-profile`);
}

/** Options of Node that write a CPU profile when the process ends. */
export function profileArgs(bench: string): string[] {
  const folder = folderOf(bench);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-interval=500'];
}

/** Counts statements of a database from now on; the function gives the costliest as a table. */
export async function watchStatements(database: BenchDatabase): Promise<() => Promise<string>> {
  await database.query('create extension if not exists pg_stat_statements');
  await database.query("alter system set pg_stat_statements.track = 'top'");
  await database.query('select pg_reload_conf()');
  await database.query('select pg_stat_statements_reset()');
  return async () => {
    const rows = await database.query<Record<string, string>>(
      `select r.rolname as role, s.calls, s.rows, s.total_exec_time as ms,
         s.mean_exec_time as mean_ms, s.wal_bytes, s.query
       from pg_stat_statements s join pg_roles r on r.oid = s.userid
       where s.dbid = (select oid from pg_database where datname = current_database())
       order by s.total_exec_time desc limit $1`,
      [rows_max],
    );
    await database.query('alter system reset pg_stat_statements.track');
    await database.query('select pg_reload_conf()');
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
  };
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
export async function profileReport(bench: string): Promise<string> {
  const folder = folderOf(bench);
  const file = readdirSync(folder).find((name) => name.endsWith('.cpuprofile'));
  if (file === undefined) return 'no CPU profile was written';
  const profile = JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile;
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
  return `CPU of the server, ${number(total_us / 1000)} ms busy; ${file}\n${byArea}\n\n${byFunction}`;
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
