// The verdict at the end of a seed: the invariants at rest, and a small model of its own, which
// counts money and units from what people were told and compares.
import type pg from 'pg';
import type { Journal } from './journal.ts';
import { lookAt, texts, type Finding } from './laws.ts';
import { things } from './people.ts';
import type { Plan } from './plan.ts';
import type { Stage } from './stage.ts';
import { lostOrders, moneyOf, shelves, tell } from './store-checks.ts';

export interface Case {
  stage: Stage;
  monitor: pg.Client;
  plan: Plan;
  journal: Journal;
  findings: Finding[];
}

export async function judge(of: Case): Promise<void> {
  const { stage, monitor, journal, findings } = of;
  await tell(monitor, stage.scheduler.now_ms);
  const add = (code: string, detail: string): void => {
    if (!findings.some((one) => one.code === code && one.detail === detail)) {
      findings.push({ code, detail });
    }
  };
  for (const kind of ['instant', 'quiescent'] as const) {
    for (const found of await lookAt(monitor, kind, texts[kind])) add(found.code, found.detail);
  }
  for (const detail of await lostOrders(monitor, journal.acknowledged)) add('Q8', detail);
  for (const detail of journal.complaints) add('TOLD', detail);
  for (const detail of stage.watch.bugs) add('BUG', detail);
  await judgeMoney(of, add);
  await judgeShelves(of, add);
}

type Add = (code: string, detail: string) => void;

/** The gateway keeps what orders are worth and not a cent more, and nobody was told otherwise. */
async function judgeMoney({ monitor, journal }: Case, add: Add): Promise<void> {
  for (const one of await moneyOf(monitor)) {
    const { checkoutId, net_minor, worth_minor, orders, status } = one;
    if (net_minor !== worth_minor) {
      add(
        'MONEY',
        `${checkoutId}: the gateway keeps ${net_minor}, its order is worth ${worth_minor}`,
      );
    }
    if (orders > 1) add('MONEY', `${checkoutId} has ${orders} live orders`);
    const shown = journal.shown.get(checkoutId);
    if (shown !== undefined && net_minor > 0 && net_minor !== shown.total_minor) {
      add('MONEY', `${checkoutId}: shown ${shown.total_minor}, paid ${net_minor}`);
    }
    const over = journal.over.get(checkoutId);
    if (over !== undefined && orders > 0) {
      add('TOLD', `${checkoutId} was ${over}, and there is an order ${String(status)}`);
    }
  }
}

/** Units at the start, plus what was counted in, minus what was sold, are on the shelves. */
async function judgeShelves({ monitor, journal }: Case, add: Add): Promise<void> {
  const rows = new Map((await shelves(monitor)).map((row) => [row.variantId, row]));
  for (const { variantId, stock } of things) {
    const row = rows.get(variantId);
    if (row === undefined) continue;
    if (row.reserved !== 0) add('UNITS', `${variantId}: ${row.reserved} are still held`);
    if (journal.unsure.has(variantId)) continue;
    let counted = stock.reduce((sum, units) => sum + units, 0);
    for (const [counter, delta] of journal.adjusted) {
      if (counter.startsWith(variantId)) counted += delta;
    }
    if (row.on_hand !== counted - row.sold) {
      add('UNITS', `${variantId}: ${counted} came in, ${row.sold} sold, ${row.on_hand} are there`);
    }
  }
}
