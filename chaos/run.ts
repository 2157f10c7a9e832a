// `trueshelf chaos`: some schedules of the matrix, drawn by a seed, with the counts of each cell.
import { runSchedules } from './campaign.ts';
import { drawn, further, matrix, type Cell, type Victim } from './points.ts';
import type { Result } from './schedule.ts';

export interface ChaosOptions {
  schedules: number;
  seed: string;
  victim?: Victim | undefined;
  /** Only cells with this text in their name. */
  only?: string | undefined;
  lanes?: number | undefined;
  say(line: string): void;
}

/** Runs them and prints what came of each cell. True when nothing was wrong. */
export async function runChaos(options: ChaosOptions): Promise<boolean> {
  const { schedules, seed, lanes, say } = options;
  const cells = wanted(options);
  const started = performance.now();
  const results: Result[] = [];
  await runSchedules(
    cells.map((cell) => ({ cell, seed })),
    {
      ...(lanes === undefined ? {} : { lanes }),
      onResult: (result) => {
        results.push(result);
        const { id, state, took_ms, shape, problem } = result;
        const place = `[${results.length}/${cells.length}]`;
        say(`${place} ${state.padEnd(6)} ${id}  ${(took_ms / 1_000).toFixed(1)} s  ${shape}`);
        if (problem !== undefined) say(problem);
      },
    },
  );
  const took_s = (performance.now() - started) / 1_000;
  for (const line of countsOf(results)) say(line);
  const perHour = Math.round((results.length / took_s) * 3_600);
  const count = (state: Result['state']) => results.filter((one) => one.state === state).length;
  say(
    `${results.length} of ${schedules} schedules, seed ${seed}: ${count('hit')} struck, ` +
      `${count('missed')} not passed, ${count('wrong')} wrong, ${count('late')} late; ` +
      `${took_s.toFixed(0)} s, ` +
      `${perHour} an hour`,
  );
  return count('wrong') + count('late') === 0;
}

/** As many cells as wanted, each once before one is there twice. */
function wanted({ schedules, seed, victim, only }: ChaosOptions): Cell[] {
  const all = [...matrix(), ...further()].filter(
    (cell) =>
      (victim === undefined || cell.victim === victim) &&
      (only === undefined || cell.id.includes(only)),
  );
  const cells: Cell[] = [];
  for (let round = 0; cells.length < schedules && all.length > 0; round += 1) {
    cells.push(...drawn(all, `${seed} ${round}`).slice(0, schedules - cells.length));
  }
  return cells;
}

/** A line for each point and victim: struck / run, by outcome. */
function countsOf(results: readonly Result[]): string[] {
  const rows = new Map<string, Map<string, { hits: number; runs: number }>>();
  for (const { id, state } of results) {
    const [victim = '', outcome = '', ...point] = id.split('/');
    const name = `${point.join('/')} ${victim}`;
    const row = rows.get(name) ?? new Map<string, { hits: number; runs: number }>();
    const cell = row.get(outcome) ?? { hits: 0, runs: 0 };
    row.set(outcome, { hits: cell.hits + (state === 'hit' ? 1 : 0), runs: cell.runs + 1 });
    rows.set(name, row);
  }
  return [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, row]) => {
      const cells = [...row].map(([outcome, { hits, runs }]) => `${outcome} ${hits}/${runs}`);
      return `${name.padEnd(36)} ${cells.join(', ')}`;
    });
}
