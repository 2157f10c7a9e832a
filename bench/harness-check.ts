import type { Acknowledged } from '../invariants/invariant.ts';
import { check } from '../invariants/check.ts';
import type { Report } from './harness-report.ts';

const rest_ms_max = 30_000;

export interface CheckInput {
  url: string;
  /** Only these rooms are in the database; all when left out. */
  rooms?: { name: string; consumers: [] }[];
  /** What the clients of the load were told. */
  journal?: Acknowledged[];
}

/** The platform's own check of every invariant, after waiting for queues to come to rest. */
export async function checkDatabase(input: CheckInput): Promise<Report['check']> {
  const rooms = input.rooms ?? (await import('#services/directory.ts')).rooms;
  const report = await check({ ...input, rooms, wait_ms: rest_ms_max });
  const laws = Object.keys({ ...report.instant, ...report.quiescent }).length;
  const detail = [
    `${laws} laws looked at, ${report.violations} violations, ${report.took_ms} ms`,
    ...report.details.map((one) => `${one.code}: ${one.detail}`),
    ...report.notes,
  ];
  return { state: report.violations === 0 ? 'green' : 'red', detail };
}
