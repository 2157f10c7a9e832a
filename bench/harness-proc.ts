// CPU time and memory of other processes, read from /proc. On a system without /proc everything
// reads as zero, and the report says that it was not measured.
import { readFileSync, readdirSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

const tick_ms = 10; // USER_HZ is 100 on every Linux that Node runs on

/** Where CPU time went, in milliseconds since some start. */
export interface CpuSample {
  at_ms: number;
  server_ms: number;
  postgres_ms: number;
  generator_ms: number;
  /** All work of the machine, ours included. */
  machine_ms: number;
}

/** Cores kept busy on average between two samples: 1 is one full core. */
export interface CpuSplit {
  server: number;
  postgres: number;
  generator: number;
  /** What everybody else on the machine used: the noise in the measurement. */
  others: number;
}

export interface Watched {
  /** 0 when the measured code runs in the generator's own process. */
  server: number;
  postgres: number;
}

export function cpuSample({ server, postgres }: Watched): CpuSample {
  const own = process.cpuUsage();
  return {
    at_ms: performance.now(),
    server_ms: server === 0 ? 0 : processTime_ms(server),
    postgres_ms: treeTime_ms(postgres),
    generator_ms: (own.user + own.system) / 1000,
    machine_ms: machineTime_ms(),
  };
}

export function cpuSplit(from: CpuSample, to: CpuSample): CpuSplit {
  const wall_ms = Math.max(1, to.at_ms - from.at_ms);
  const part = (key: 'server_ms' | 'postgres_ms' | 'generator_ms' | 'machine_ms') =>
    (to[key] - from[key]) / wall_ms;
  const [server, postgres, generator] = [
    part('server_ms'),
    part('postgres_ms'),
    part('generator_ms'),
  ];
  const others = Math.max(0, part('machine_ms') - server - postgres - generator);
  return { server, postgres, generator, others };
}

/** CPU time for each step done, in microseconds: what stays the same on a busy machine. */
export interface CpuEach {
  server_us: number;
  postgres_us: number;
  generator_us: number;
}

export function eachOf([from, to]: [CpuSample, CpuSample], done: number): CpuEach {
  const part = (spent_ms: number) => Math.round((spent_ms * 1000) / Math.max(1, done));
  return {
    server_us: part(to.server_ms - from.server_ms),
    postgres_us: part(to.postgres_ms - from.postgres_ms),
    generator_us: part(to.generator_ms - from.generator_ms),
  };
}

/**
 * Steps a second that a quiet machine could do at most: the server runs on one core, and all of
 * them share the cores there are.
 */
export function ceilingOf(each: CpuEach, cores = cpus().length): number {
  const { server_us, postgres_us, generator_us } = each;
  const shared = (cores * 1e6) / Math.max(1, server_us + postgres_us + generator_us);
  return Math.min(shared, 1e6 / Math.max(1, server_us));
}

function statOf(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

function processTime_ms(pid: number): number {
  const fields = statOf(pid);
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * tick_ms;
}

/** Looks at a tree of which somebody is always just ending; then the last one counts. */
const looks_max = 100;

/**
 * A process, its living children, and those that have ended. One that ends between the two would be
 * in neither: looked at until nobody came or went meanwhile.
 */
export function treeTime_ms(pid: number): number {
  if (pid === 0) return 0;
  let before = familyOf(pid);
  for (let looks = 1; ; looks += 1) {
    const living_ms = before.children.reduce((sum, child) => sum + processTime_ms(child), 0);
    const after = familyOf(pid);
    if (looks === looks_max || isSame(before, after)) {
      return processTime_ms(pid) + before.ended_ms + living_ms;
    }
    before = after;
  }
}

interface Family {
  /** CPU time of the children that have ended. */
  ended_ms: number;
  children: readonly number[];
}

function familyOf(pid: number): Family {
  const fields = statOf(pid);
  const ended_ms = (Number(fields[13] ?? 0) + Number(fields[14] ?? 0)) * tick_ms;
  return { ended_ms, children: childrenOf(pid) };
}

function isSame(one: Family, other: Family): boolean {
  return one.ended_ms === other.ended_ms && one.children.join() === other.children.join();
}

function childrenOf(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return text === '' ? [] : text.split(' ').map(Number);
  } catch {
    return childrenByScan(pid);
  }
}

/** For kernels built without the children file. */
function childrenByScan(pid: number): number[] {
  try {
    const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    return all.map(Number).filter((one) => Number(statOf(one)[1]) === pid);
  } catch {
    return [];
  }
}

function machineTime_ms(): number {
  const busy = cpus().map(({ times }) => times.user + times.nice + times.sys + times.irq);
  return busy.reduce((sum, one) => sum + one, 0);
}

/** Resident memory in MB; `peak` since the process began. */
export function memoryOf(pid: number): { now_mb: number; peak_mb: number } {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const read = (name: string) => {
      const kb = new RegExp(`^${name}:\\s*(\\d+) kB`, 'm').exec(status)?.[1];
      return Math.round(Number(kb ?? 0) / 102.4) / 10;
    };
    return { now_mb: read('VmRSS'), peak_mb: read('VmHWM') };
  } catch {
    return { now_mb: 0, peak_mb: 0 };
  }
}

/** Memory of a process and its children in MB, shared pages counted once. */
export function treeMemory_mb(pid: number): number {
  const pss = (one: number): number => {
    try {
      const rollup = readFileSync(`/proc/${one}/smaps_rollup`, 'utf8');
      return Number(/^Pss:\s*(\d+) kB/m.exec(rollup)?.[1] ?? 0) / 1024;
    } catch {
      return 0;
    }
  };
  return Math.round([pid, ...childrenOf(pid)].reduce((sum, one) => sum + pss(one), 0));
}

/** What the figures were measured on, without names. */
export function machine(): { cpu: string; cores: number; memory_gb: number; platform: string } {
  const list = cpus();
  return {
    cpu: list[0]?.model.trim() ?? 'unknown',
    cores: list.length,
    memory_gb: Math.round(totalmem() / 1024 ** 3),
    platform: `${process.platform}-${process.arch}`,
  };
}
