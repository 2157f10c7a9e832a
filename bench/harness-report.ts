// What a bench says in the end: a table for people and a JSON file for comparisons.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Latency } from './harness-load.ts';
import { ceilingOf, machine, type CpuEach, type CpuSplit } from './harness-proc.ts';
import { root } from './harness-postgres.ts';

export type Unit = '/s' | 'ms' | 's' | 'MB' | '%' | '';

/** One measured number with what it is held against. */
export interface Figure {
  name: string;
  value: number;
  unit: Unit;
  /** First bar and goal; lower is better for times and memory. */
  bar?: number;
  goal?: number;
  better?: 'higher' | 'lower';
  /** Measured in the same run; `value / yardstick.value` is what to compare across machines. */
  yardstick?: { name: string; value: number };
  latency?: Latency;
  laps?: Record<string, Latency>;
  cpu?: CpuSplit;
  each?: CpuEach;
  loop?: string;
  done?: number;
  failed?: Record<string, number>;
  memory_mb?: { server?: number; serverPeak?: number; postgres?: number };
  note?: string;
}

export interface Report {
  bench: string;
  question: string;
  started: string;
  seconds: number;
  figures: Figure[];
  check: { state: 'green' | 'red' | 'absent'; detail: string[] };
  postgres: { version: string; settings: Record<string, string> };
  options: Record<string, number>;
  /** False when a bench's own promise was broken: units sold twice, an invariant violated. */
  passed: boolean;
}

function lowerIsBetter({ better, unit }: Figure): boolean {
  if (better !== undefined) return better === 'lower';
  return unit === 'ms' || unit === 's' || unit === 'MB';
}

/** 'goal', 'bar' or 'below'; '' for a figure without a bar. */
export function verdict(figure: Figure): string {
  const { value, bar, goal } = figure;
  const reaches = (mark: number) => (lowerIsBetter(figure) ? value <= mark : value >= mark);
  if (goal !== undefined && reaches(goal)) return 'goal';
  if (bar !== undefined) return reaches(bar) ? 'bar' : 'below';
  return goal === undefined ? '' : 'below';
}

export function number(value: number): string {
  if (value === 0) return '0';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return String(Number(value.toPrecision(3)));
}

const amount = (value: number | undefined, unit: Unit) =>
  value === undefined ? '–' : `${number(value)}${unit === '/s' || unit === '%' ? '' : ' '}${unit}`;

/** Lines of equal columns. */
export function table(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const width = widths[column] ?? 0;
          return column === 0 ? cell.padEnd(width) : cell.padStart(width);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The table that is printed at the end of a run. */
export function render(report: Report): string {
  const head = ['figure', 'bar', 'goal', 'measured', '', 'of yardstick', 'p50', 'p95', 'p99'];
  const rows = report.figures.map((figure) => {
    const { name, value, unit, bar, goal, yardstick, latency, better } = figure;
    const sign = lowerIsBetter({ ...figure, ...(better ? { better } : {}) }) ? '< ' : '';
    const ratio = yardstick && yardstick.value > 0 ? value / yardstick.value : undefined;
    return [
      name,
      bar === undefined ? '–' : `${sign}${amount(bar, unit)}`,
      goal === undefined ? '–' : `${sign}${amount(goal, unit)}`,
      amount(value, unit),
      verdict(figure),
      ratio === undefined ? '–' : `${number(ratio)}×`,
      ...[latency?.p50_ms, latency?.p95_ms, latency?.p99_ms].map((one) => amount(one, 'ms')),
    ];
  });
  const parts = [table([head, ...rows]), ...report.figures.flatMap(details)];
  const { state, detail } = report.check;
  parts.push(`invariants: ${[state, ...detail].join('\n  ')}`);
  return parts.join('\n');
}

function details(figure: Figure): string[] {
  const { cpu, each, memory_mb, loop, failed, yardstick, done, laps, note, name } = figure;
  const cores = (value: number) => value.toFixed(2);
  const parts: string[] = [];
  if (loop !== undefined)
    parts.push(`${loop}${done === undefined ? '' : `, ${number(done)} done`}`);
  if (yardstick) parts.push(`yardstick ${yardstick.name} ${number(yardstick.value)}`);
  if (cpu) {
    parts.push(
      `cores: server ${cores(cpu.server)}, PostgreSQL ${cores(cpu.postgres)}, ` +
        `generator ${cores(cpu.generator)}, others ${cores(cpu.others)}`,
    );
  }
  if (each) {
    const { server_us, postgres_us, generator_us } = each;
    const rest = `PostgreSQL ${postgres_us}, generator ${generator_us} µs`;
    const ceiling = `${number(ceilingOf(each))}/s at most`;
    parts.push(`CPU each: server ${server_us}, ${rest}: ${ceiling}`);
  }
  if (memory_mb) {
    const { server, serverPeak, postgres } = memory_mb;
    if (server !== undefined) parts.push(`server ${number(server)} MB`);
    if (serverPeak !== undefined) parts.push(`peak ${number(serverPeak)} MB`);
    if (postgres !== undefined) parts.push(`PostgreSQL ${number(postgres)} MB`);
  }
  for (const [lap, { p50_ms, p99_ms }] of Object.entries(laps ?? {})) {
    parts.push(`${lap} p50 ${number(p50_ms)} p99 ${number(p99_ms)} ms`);
  }
  if (failed && Object.keys(failed).length > 0) parts.push(`FAILED ${JSON.stringify(failed)}`);
  if (note !== undefined) parts.push(note);
  return parts.length === 0 ? [] : [`  ${name}: ${parts.join('; ')}`];
}

/** Writes `bench/results/<name>.json` and gives its path. */
export function writeReport(report: Report): string {
  const folder = join(root, 'bench', 'results');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${report.bench}.json`);
  const surroundings = { machine: machine(), node: process.version, commit: commit() };
  const figures = report.figures.map((one) => ({ ...one, verdict: verdict(one) }));
  const text = JSON.stringify({ ...report, figures, ...surroundings }, rounded, 2);
  writeFileSync(file, `${text}\n`);
  return file;
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 1000) / 1000 : value;
}

function commit(): string {
  try {
    const words = ['rev-parse', '--short=12', 'HEAD'];
    return execFileSync('git', words, { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return 'unknown';
  }
}
