// The verdict at the end of a seed: the invariants at rest, and a small model of its own, which
// counts money and units from what people were told and compares.
import type pg from 'pg';
import type { Journal } from './journal.ts';
import { lookAt, texts, type Finding } from './laws.ts';
import { things } from './people.ts';
import type { Plan } from './plan.ts';
import type { Stage } from './stage.ts';
import { creditOf, lostOrders, moneyOf, shelves, tell } from './store-checks.ts';

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
  for (const detail of journal.intervals.oversold(things)) add('H1', detail);
  for (const one of journal.intervals.misjudged(stage.stock.history)) add(one.code, one.detail);
  await judgeCredit(of, add);
  await judgeShelves(of, add);
}

type Add = (code: string, detail: string) => void;

/** The gateway keeps what orders are worth and not a cent more, and nobody was told otherwise. */
async function judgeMoney({ monitor, journal }: Case, add: Add): Promise<void> {
  const told = new Map<string, number>();
  for (const { checkoutId, granted_minor } of journal.granted.values()) {
    told.set(checkoutId, (told.get(checkoutId) ?? 0) + granted_minor);
  }
  for (const one of await moneyOf(monitor)) {
    const { checkoutId, net_minor, granted_minor, worth_minor, orders, status } = one;
    // What the order is worth less what returns gave back; credit counts like the gateway's money.
    if (net_minor !== (worth_minor === 0 ? 0 : worth_minor - granted_minor)) {
      add(
        'MONEY',
        `${checkoutId}: ${net_minor} is kept, its order is worth ${worth_minor}, ` +
          `${granted_minor} went back`,
      );
    }
    if (orders > 1) add('MONEY', `${checkoutId} has ${orders} live orders`);
    const shown = journal.shown.get(checkoutId);
    const paid_minor = net_minor + (worth_minor === 0 ? 0 : granted_minor);
    if (shown !== undefined && paid_minor > 0 && paid_minor !== shown.total_minor) {
      add('MONEY', `${checkoutId}: shown ${shown.total_minor}, paid ${paid_minor}`);
    }
    const told_minor = told.get(checkoutId) ?? 0;
    const isSure = !journal.unsureMoney.has(checkoutId);
    if (isSure && worth_minor > 0 && told_minor !== granted_minor) {
      add('TOLD', `${checkoutId}: ${told_minor} was granted, ${granted_minor} went back`);
    }
    const over = journal.over.get(checkoutId);
    if (over !== undefined && orders > 0) {
      add('TOLD', `${checkoutId} was ${over}, and there is an order ${String(status)}`);
    }
  }
}

/** What was given to spend is in accounts or was spent, and no account is overdrawn. */
async function judgeCredit({ monitor, journal }: Case, add: Add): Promise<void> {
  const { balance_minor, spent_minor, overdrawn } = await creditOf(monitor, journal.cardIds);
  if (overdrawn > 0) add('CREDIT', `${overdrawn} accounts are overdrawn`);
  const given_minor = journal.credited_minor;
  if (!journal.unsureCredit && given_minor !== balance_minor + spent_minor) {
    add('CREDIT', `${given_minor} was given, ${spent_minor} spent, ${balance_minor} is left`);
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
