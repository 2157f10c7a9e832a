// The report of a campaign: for people as Markdown, for tools as JSON. A figure never stands
// without its denominator.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LoadResult } from './load.ts';
import { further, matrix, outcomes, steps, victims } from './points.ts';
import { sumOf, type Count, type Tally } from './tally.ts';

/** Writes docs/reliability/chaos.md and chaos.json. */
export function writeReport(folder: string, tally: Tally): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'chaos.md'), `${markdown(tally)}\n`);
  const { wrong, ...rest } = tally;
  const first = ({ problem, ...one }: Tally['wrong'][number]) => {
    return { ...one, problem: problem.split('\n')[0] ?? '' };
  };
  const json = { ...rest, wrong: wrong.map(first) };
  writeFileSync(join(folder, 'chaos.json'), `${JSON.stringify(json, null, 2)}\n`);
}

export function markdown(tally: Tally): string {
  return [
    '# Crashes: what was run and what came of it',
    '',
    'Made by `npm run chaos:full`, which goes on where it was stopped and adds to these figures.',
    'What the words mean, and how to run a part of it: [chaos/README.md](../../chaos/README.md).',
    '',
    ...summary(tally),
    '',
    ...cells(tally),
    '',
    ...doubles(tally),
    '',
    ...loads(tally),
    '',
    ...violations(tally),
  ].join('\n');
}

function summary(tally: Tally): string[] {
  const all = sumOf([...Object.values(tally.singles), ...Object.values(tally.doubles)]);
  const hours = tally.busy_ms / 3_600_000;
  const perHour = hours > 0 ? Math.round(all.runs / hours) : 0;
  return [
    `- First run ${tally.firstAt.slice(0, 10)}, last run ${tally.lastAt.slice(0, 10)}`,
    `- Hardware: ${tally.hardware}, shared with other work`,
    `- Schedules run: ${all.runs} in ${hours.toFixed(2)} hours, ${perHour} an hour`,
    `- Struck: ${all.hits}. Point not passed: ${all.missed}. Wrong: ${all.wrong}. ` +
      `Not over in time: ${all.late}`,
    `- Seed: \`${tally.seed}\``,
  ];
}

/** Hits of a cell, or why there is none. */
function shown(count: Count | undefined): string {
  if (count === undefined) return '·';
  const { hits, wrong, late } = count;
  const bad = [
    ...(wrong > 0 ? [`**${wrong} wrong**`] : []),
    ...(late > 0 ? [`**${late} late**`] : []),
  ];
  return hits > 0 ? [hits, ...bad].join(', ') : bad.join(', ') || '0';
}

function cells(tally: Tally): string[] {
  const all = matrix();
  const struck = all.filter(({ id }) => (tally.singles[id]?.hits ?? 0) > 0).length;
  const lines = [
    '## One strike',
    '',
    `${struck} of ${all.length} cells were struck at least once: ${Object.keys(steps).length} ` +
      `steps × 5 points × ${outcomes.length} outcomes × ${victims.length} victims. A number is ` +
      'how often; · has not been run yet, 0 was run and the point not passed.',
  ];
  for (const victim of victims) {
    const mine = all.filter((cell) => cell.victim === victim);
    const hit = mine.filter(({ id }) => (tally.singles[id]?.hits ?? 0) > 0).length;
    lines.push('', `### The ${victim} dies: ${hit} of ${mine.length} cells`, '');
    lines.push(`| point | ${outcomes.join(' | ')} |`, `| --- |${' --- |'.repeat(outcomes.length)}`);
    for (const name of Object.keys(steps)) {
      for (const at of 'abcde') {
        const row = outcomes.map((one) => shown(tally.singles[`${victim}/${one}/${name}.${at}`]));
        lines.push(`| ${name}.${at} | ${row.join(' | ')} |`);
      }
    }
  }
  const others = further();
  const counts = others.map(({ id }) => tally.singles[id]);
  const done = counts.filter((count) => (count?.hits ?? 0) > 0).length;
  lines.push('', `### Other points: ${done} of ${others.length} struck`, '');
  lines.push('| point | hits |', '| --- | --- |');
  for (const { id } of others) lines.push(`| ${id} | ${shown(tally.singles[id])} |`);
  return lines;
}

function doubles(tally: Tally): string[] {
  const rows = Object.entries(tally.doubles).map(
    ([victim, { runs, hits, secondHits, missed, wrong, late }]) =>
      `| ${victim} | ${runs} | ${hits} | ${secondHits} | ${missed} | ${wrong} | ${late} |`,
  );
  return [
    '## Two strikes',
    '',
    'A second point, drawn by chance, strikes the process that recovers from the first.',
    '',
    '| victim | schedules | first struck | both struck | not passed | wrong | late |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...(rows.length > 0 ? rows : ['| none run yet | 0 | 0 | 0 | 0 | 0 | 0 |']),
  ];
}

/** What each run under load is about, and the figure that it is held to. */
const loadTitles: Record<string, string> = {
  kills: 'kill -9 of PostgreSQL while shoppers buy; no acknowledged order may be lost',
  doubt: 'COMMITs and single writes lost on the wire; each must come to one effect',
  everything: 'everything killed with so many sagas open; settled within 60 s, leases included',
  forgetful: 'control: PostgreSQL with synchronous_commit=off; orders must be seen to be lost',
  twice: 'control: a gateway that charges twice; violations must be seen',
};

function loads(tally: Tally): string[] {
  const rows = Object.entries(tally.loads).flatMap(([name, results]) =>
    results.map((one) => loadRow(name, one)),
  );
  return [
    '## Under load',
    '',
    ...Object.entries(loadTitles).map(([name, title]) => `- **${name}**: ${title}`),
    '',
    '| run | faults | orders acknowledged | lost | violations | settled after | took |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...(rows.length > 0 ? rows : ['| none run yet | 0 | 0 | 0 | 0 | | |']),
    '',
    'Runs of one name are in their order. All share the machine with other work, at the lowest',
    'priority where the campaign runs them, and times grow with that.',
  ];
}

function loadRow(name: string, one: LoadResult): string {
  const s = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
  const { faults, acknowledged, lost, violations, dropped } = one;
  const way = dropped ? ` (${dropped.request} before, ${dropped.reply} behind the server)` : '';
  const cells = [name, `${faults}${way}`, acknowledged, lost, violations, s(one.recovered_ms)];
  return `| ${[...cells, s(one.took_ms)].join(' | ')} |`;
}

function violations({ wrong }: Tally): string[] {
  if (wrong.length === 0) return ['## Violations', '', 'None.'];
  return [
    '## Violations',
    '',
    'Every schedule that was wrong or late, in the order in which they were run, with what it said',
    'first. Each is run again, with the same seed, when the campaign goes on.',
    '',
    ...wrong.map(({ id, seed, second, problem, mended }) => {
      const [first] = problem.split('\n');
      const then = second === undefined ? '' : `, then \`${second}\``;
      const since = mended ? ' Run again since: everything was true.' : '';
      return `- \`${id}\`${then} with seed \`${seed}\`: ${first}.${since}`;
    }),
  ];
}
