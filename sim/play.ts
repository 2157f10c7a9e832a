// Plays one seed: people come, things break, the weather clears, everything comes to rest, and
// then what is true is held against what must be true and against what people were told.
import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Config } from '#kernel/config/config.ts';
import { Aliases } from './aliases.ts';
import type { Connections } from './connections.ts';
import { judge } from './judge.ts';
import { Journal } from './journal.ts';
import { lookAt, texts, type Finding } from './laws.ts';
import { nemesis } from './nemesis.ts';
import { planOf, type Plan } from './plan.ts';
import { cast } from './cast.ts';
import { openStage, type Stage } from './stage.ts';
import { comeToRest, setGateway } from './rest.ts';
import { factsOf, tell } from './store-checks.ts';
import { goBack } from './store-world.ts';

export interface Played {
  seed: number;
  findings: Finding[];
  /** Of all that happened, in its order. */
  hash: string;
  steps: number;
  noted: Map<string, number>;
  log: string[];
  orders: number;
}

export interface PlayOptions {
  lines: Connections;
  config: Config;
  seed: number;
  without?: readonly string[];
  climate?: Parameters<typeof planOf>[2];
  keepLog?: boolean;
  /** Look at the laws of any moment every so many steps. */
  look_steps?: number;
}

const STEPS_MAX = 60_000;
const LOG_MAX = 200_000;
/** Plays a seed to its end. Never throws for what the shop does. */
export async function play(options: PlayOptions): Promise<Played> {
  const { lines, seed } = options;
  const plan = planOf(seed, options.without, options.climate);
  const monitor = await lines.monitor();
  await goBack(await lines.back());
  const hash = createHash('sha256');
  const aliases = new Aliases();
  const log: string[] = [];
  const say = (line: string): void => {
    const text = aliases.of(line);
    hash.update(text).update('\n');
    if (options.keepLog === true && log.length < LOG_MAX) log.push(text);
  };
  const findings: Finding[] = [];
  const journal = new Journal();
  const run = new Run({ options, plan, monitor, journal, say, findings });
  try {
    await run.all();
  } catch (error) {
    findings.push({ code: 'CRASH', detail: error instanceof Error ? (error.stack ?? '') : '' });
  }
  const { stage } = run;
  const noted = stage?.noted ?? new Map<string, number>();
  const steps = stage?.scheduler.steps ?? 0;
  const orders = journal.acknowledged.length;
  await stage?.close();
  return { seed, findings, hash: hash.digest('hex'), steps, noted, log, orders };
}

interface RunParts {
  options: PlayOptions;
  plan: Plan;
  monitor: pg.Client;
  journal: Journal;
  findings: Finding[];
  say(line: string): void;
}

class Run {
  readonly #parts: RunParts;
  #nextLook = 0;
  stage: Stage | undefined;

  constructor(parts: RunParts) {
    this.#parts = parts;
  }

  async all(): Promise<void> {
    const { options, plan, say, findings, monitor } = this.#parts;
    const config = { ...options.config, hold_s: plan.hold_s };
    let trouble: (() => Promise<void>) | undefined;
    const { lines, seed } = options;
    const { weather, houses, slip } = plan;
    const stage = await openStage({
      url: lines.url,
      config,
      seed,
      lines,
      weather,
      houses,
      slip,
      log: say,
      between: async () => {
        await trouble?.();
        await this.#look();
      },
    });
    this.stage = stage;
    await setGateway(stage, plan.gateway);
    trouble = nemesis(stage, seed);
    const ended = await this.#people(stage);
    trouble = undefined;
    if (!ended) findings.push({ code: 'STUCK', detail: 'people wait for what never comes' });
    await comeToRest({ stage, monitor, due: texts.due, work: texts.work, findings });
    await judge({ stage, monitor, plan, journal: this.#parts.journal, findings });
    for (const fact of await factsOf(monitor)) stage.fates.note(fact);
  }

  /** Everybody plays to the end. */
  async #people(stage: Stage): Promise<boolean> {
    const { plan, journal, say, options } = this.#parts;
    let over = false;
    let failed: unknown;
    void Promise.all(cast(plan, { stage, seed: options.seed, journal, say })).then(
      () => (over = true),
      (error: unknown) => ((failed = error), (over = true)),
    );
    stage.scheduler.idle_max = 40;
    const ended = await stage.scheduler.run(() => over, STEPS_MAX);
    if (failed !== undefined) throw failed as Error;
    return ended;
  }

  async #look(): Promise<void> {
    const { stage } = this;
    const { findings, monitor, options } = this.#parts;
    if (stage === undefined || stage.scheduler.steps < this.#nextLook) return;
    this.#nextLook = stage.scheduler.steps + (options.look_steps ?? 500);
    await tell(monitor, stage.scheduler.now_ms);
    for (const found of await lookAt(monitor, 'instant', texts.instant)) {
      if (!findings.some(({ code, detail }) => code === found.code && detail === found.detail)) {
        findings.push(found);
        this.#parts.say(`FOUND ${found.code} ${found.detail}`);
      }
    }
  }
}
