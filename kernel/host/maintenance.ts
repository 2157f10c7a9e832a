// The switch with which an operator closes the shop for a while: a file in the home folder. It
// works when the database does not, needs no restart, and every process of the machine looks at
// it. While it is there pages say so, and what shoppers and sellers would change is refused with
// 503; reading goes on, and so does paying for what is held.
import { readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '#kernel/core/clock.ts';

const look_every_ms = 1_000;
const usual_s = 300;
/** After the time that was given is over, for who asks again. */
const overdue_s = 30;

export interface Closed {
  /** When it is expected to end; null: nobody said. */
  readonly until: string | null;
  readonly retryAfter_s: number;
}

/** Null while the shop is open. Cheap: the file is looked at once a second. */
export type Maintenance = () => Closed | null;

export const maintenanceFile = (home: string): string => join(home, 'maintenance.json');

/** The end that a switch names; null for none, and for what cannot be read. */
export function untilOf(text: string): string | null {
  try {
    const { until } = JSON.parse(text) as { until?: unknown };
    return typeof until === 'string' && !Number.isNaN(Date.parse(until)) ? until : null;
  } catch {
    return null;
  }
}

/** Whatever stands in the file: that it is there closes the shop. */
function read(file: string): { until: string | null } | null {
  try {
    return { until: untilOf(readFileSync(file, 'utf8')) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    return { until: null };
  }
}

export function maintenance({ home, clock }: { home: string; clock: Clock }): Maintenance {
  const file = maintenanceFile(home);
  let seen: { until: string | null } | null = null;
  let next_ms = -Infinity;
  return () => {
    const now_ms = clock.monotonic();
    if (now_ms >= next_ms) {
      seen = read(file);
      next_ms = now_ms + look_every_ms;
    }
    if (seen === null) return null;
    const { until } = seen;
    if (until === null) return { until, retryAfter_s: usual_s };
    const left_s = Math.ceil((Date.parse(until) - clock.now()) / 1_000);
    return { until, retryAfter_s: Math.max(overdue_s, left_s) };
  };
}

/** Closes the shop of this home; `until` is what shoppers are told. */
export function closeShop(home: string, until: Date | null): void {
  mkdirSync(home, { recursive: true });
  writeFileSync(
    maintenanceFile(home),
    `${JSON.stringify({ until: until?.toISOString() ?? null })}\n`,
  );
}

/** Opens it again; false when it was open. */
export function openShop(home: string): boolean {
  const wasClosed = read(maintenanceFile(home)) !== null;
  rmSync(maintenanceFile(home), { force: true });
  return wasClosed;
}

/** What the switch says now; null: the shop is open. */
export const shopState = (home: string): { until: string | null } | null =>
  read(maintenanceFile(home));
