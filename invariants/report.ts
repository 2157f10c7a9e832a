import { invariants, type CheckReport } from './check.ts';

/** The counts as one line of JSON: { instant, quiescent, violations }. */
export function jsonOf(report: CheckReport): string {
  const { instant, quiescent, violations } = report;
  return `${JSON.stringify({ instant, quiescent, violations })}\n`;
}

/** The report for people: a line for each code, then what was found. */
export function tableOf(report: CheckReport): string {
  const lines = (['instant', 'quiescent'] as const).flatMap((when) => [
    when === 'instant' ? 'At every moment' : '\nAt rest',
    ...codesOf(when).map((code) => lineOf(code, report)),
  ]);
  if (report.details.length > 0) {
    lines.push('\nFound', ...report.details.map(({ code, detail }) => `  ${code}  ${detail}`));
  }
  if (report.notes.length > 0) lines.push('\nWorth knowing', ...report.notes.map((n) => `  ${n}`));
  const { violations, took_ms } = report;
  const sum = violations === 1 ? '1 violation' : `${violations} violations`;
  return `${lines.join('\n')}\n\n${sum} (${(took_ms / 1_000).toFixed(1)} s)\n`;
}

function codesOf(when: 'instant' | 'quiescent'): string[] {
  const codes = invariants.filter((law) => law.when === when).map(({ code }) => code);
  return [...new Set(codes)];
}

function lineOf(code: string, report: CheckReport): string {
  const says = invariants.find((law) => law.code === code)?.says ?? '';
  const skipped = report.skipped[code];
  if (skipped) return `  skipped  ${code.padEnd(4)}${says}: ${skipped}`;
  const count = report.instant[code] ?? report.quiescent[code] ?? 0;
  return `  ${(count === 0 ? 'ok' : String(count)).padStart(7)}  ${code.padEnd(4)}${says}`;
}
