// How a seed ends: the weather clears, who died comes back, and time goes on to whatever is due,
// until nothing is. Only then it is fair to ask for what must be true at rest.
import type pg from 'pg';
import { Client } from './client.ts';
import { Journal } from './journal.ts';
import type { Finding } from './laws.ts';
import { admin } from './people.ts';
import type { Stage } from './stage.ts';
import { nextDue, workOf } from './store-checks.ts';

const STEPS_MAX = 60_000;
const TURNS_MAX = 80;

export interface Resting {
  stage: Stage;
  monitor: pg.Client;
  /** Statements that say when something is due next, and which loops have work. */
  due: string;
  work: string;
  findings: Finding[];
}

export async function comeToRest({ stage, monitor, due, work, findings }: Resting): Promise<void> {
  const { scheduler, fates, processes } = stage;
  fates.clear = true;
  scheduler.idle_max = 0;
  for (const one of processes) one.paused = false;
  for (const one of Array.from(processes)) if (!one.alive) stage.revive(one);
  const go = () => scheduler.run(() => false, STEPS_MAX);
  await go();
  // The gateway is from here on as one should be, and tells what it has not told.
  await setGateway(stage, { webhooks: 'on' });
  fates.clear = true;
  scheduler.eager = 0;
  for (let turn = 0; turn < TURNS_MAX; turn += 1) {
    if (turn > 3) scheduler.eager = 0.02;
    const due_ms = await nextDue(monitor, due);
    scheduler.wanted = await workOf(monitor, work);
    if (due_ms === null && turn > 3) break;
    const until_ms = due_ms === null ? 0 : due_ms - scheduler.now_ms;
    // At least so far: what asks every half minute for a quarter of an hour need not be met.
    const least_ms = Math.min(300_000, 1_500 * 1.25 ** turn);
    scheduler.jump(Math.ceil(Math.max(until_ms + 1_500, least_ms)));
    await go();
    if (turn === TURNS_MAX - 1) {
      findings.push({ code: 'RESTLESS', detail: `something is due at ${String(due_ms)}` });
    }
  }
  // At last all loops come round, also those of which nobody knew that they have work.
  scheduler.wanted = undefined;
  scheduler.eager = 0;
  for (let turn = 0; turn < 2; turn += 1) {
    scheduler.jump(2_500);
    await go();
  }
}

/** Sets the fault switches of the gateway, whatever the weather. */
export async function setGateway(stage: Stage, gateway: Record<string, unknown>): Promise<void> {
  if (Object.keys(gateway).length === 0) return;
  const { fates, scheduler } = stage;
  const quiet = (): void => undefined;
  const me = new Client('setup', { stage, seed: 0, journal: new Journal(), say: quiet });
  const ask = { principal: admin, method: 'PUT', path: '//sandbox/faults', body: gateway };
  let over = false;
  fates.clear = true;
  void me.play(async () => void (await me.ask(ask))).finally(() => (over = true));
  await scheduler.run(() => over, 5_000);
  fates.clear = false;
}
