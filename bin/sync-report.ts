// The table that `trueshelf sync` prints.
import type { SyncReport } from '#services/sync-copies.ts';

const shown_max = 50;
const heads = ['job', 'compared', 'missing', 'stale', 'differs', 'extra', 'ahead'] as const;
const ends = ['repaired', 'failed', 'lag', 'time'] as const;

/** What differs and is not repaired; a comparison that did not end counts as one. */
export function leftOf({ runs }: SyncReport): number {
  return runs.reduce((sum, run) => {
    const found = run.missing + run.stale + run.differs + run.extra + run.ahead;
    return sum + Math.max(0, found - run.repaired) + (run.state === 'done' ? 0 : 1);
  }, 0);
}

/** The report for people: a line for each comparison, then what differs. */
export function syncTable(report: SyncReport): string {
  const columns = [...heads, ...ends];
  const rows = report.runs.map((run) => [
    run.job,
    ...heads.slice(1).map((name) => String(run[name as 'compared'])),
    String(run.repaired),
    String(run.failed),
    seconds(run.lag_ms),
    seconds(run.took_ms),
  ]);
  const lines = aligned([[...columns], ...rows]);
  for (const run of report.runs) {
    if (run.note !== null) lines.push('', `${run.job} (${run.state}): ${run.note}`);
    if (run.differences.length === 0) continue;
    lines.push('', `${run.job}:`, ...differences(run));
  }
  return `${lines.join('\n')}\n`;
}

const seconds = (ms: number | null) => (ms === null ? '-' : `${(ms / 1_000).toFixed(1)} s`);

function differences(run: SyncReport['runs'][0]): string[] {
  const rows = run.differences.slice(0, shown_max).map((one) => {
    const versions = `${one.sourceVersion ?? '-'} / ${one.copyVersion ?? '-'}`;
    return [one.kind, versions, one.state, one.key, one.reason ?? ''];
  });
  const lines = aligned([['kind', 'source / copy', 'state', 'key', ''], ...rows]);
  const found = run.missing + run.stale + run.differs + run.extra + run.ahead;
  const more = found - rows.length;
  if (more > 0) lines.push(`  ${more} more are not shown.`);
  return lines.map((line) => `  ${line}`);
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
