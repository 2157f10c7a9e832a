// The table that `trueshelf reconcile` prints.
import type { ReconcileReport } from '#services/reconcile.ts';

const shown_max = 50;

/** The report for people: what was looked at, what was repaired, and what is open. */
export function tableOf(report: ReconcileReport): string {
  const { run, looked, notes, open, breaks, dryRun } = report;
  const sums =
    run === null
      ? `Looked at ${looked} things and wrote nothing.`
      : `Looked at ${looked} things: ${run.found} differences, ${run.repaired} repaired, ` +
        `${run.opened} new.`;
  const lines = [sums, ...notes.map((note) => `Note: ${note}.`)];
  if (open === 0) return `${[...lines, 'No break is open.'].join('\n')}\n`;
  const rows = breaks.slice(0, shown_max).map((one) => ({
    class: one.class,
    age: dryRun ? '-' : ageOf(one.age_s),
    money: one.amount === null ? '-' : `${one.amount} ${one.currency}`,
    text: one.action === null ? one.sentence : `${one.sentence} (${one.action})`,
    id: one.breakId ?? '',
  }));
  const wide = (pick: (row: (typeof rows)[number]) => string, head: string) =>
    Math.max(head.length, ...rows.map((row) => pick(row).length));
  const [kind, age, money] = [
    wide((row) => row.class, 'class'),
    wide((row) => row.age, 'age'),
    wide((row) => row.money, 'money'),
  ];
  const line = (a: string, b: string, c: string) =>
    `  ${a.padEnd(kind)}  ${b.padStart(age)}  ${c.padStart(money)}  `;
  const indent = line('', '', '');
  lines.push('', `${line('class', 'age', 'money')}what`);
  for (const row of rows) {
    lines.push(`${line(row.class, row.age, row.money)}${row.text}`);
    if (row.id !== '') lines.push(`${indent}${row.id}`);
  }
  const more = open > rows.length ? ` ${open - rows.length} more are not shown.` : '';
  const words = open === 1 ? '1 break is open.' : `${open} breaks are open.`;
  return `${[...lines, '', `${words}${more}`].join('\n')}\n`;
}

function ageOf(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7_200) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3_600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}
