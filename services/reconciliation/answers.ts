import { toMajor } from '#kernel/core/money.ts';
import type { CallHandlers } from '#kernel/http/contract.ts';
import { opsCalls } from '#kernel/ops/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { OpenBreak, reconciliationCalls, RunView } from './contract.ts';
import type { Finding } from './model.ts';
import type { Runner } from './runner.ts';
import * as breaks from './store-break.ts';
import { readRun, type RunRow } from './store-run.ts';

const shown_max = 1_000;

/** The answers to the command line. */
export function reconciliationAnswers(
  ctx: RoomContext,
  runner: Runner,
): CallHandlers<typeof reconciliationCalls> {
  const { db } = ctx;
  const own = ctx.client(opsCalls(ctx.room));
  return {
    ask: async ({ span, askedBy }) => {
      const run = await runner.ask({ kind: 'asked', span, askedBy });
      await own.opsRunTask({ task: runner.task.name });
      return viewOf(run);
    },
    run: async ({ runId }) => {
      const run = await readRun(db, runId);
      return { run: run === undefined ? null : viewOf(run) };
    },
    rehearse: async ({ span }) => {
      const never = new AbortController().signal;
      const { findings, looked, notes } = await runner.rehearse(span, never, () => undefined);
      return { looked, notes, found: findings.slice(0, shown_max).map(foundOf) };
    },
    open: async () => {
      const [counts, rows] = await Promise.all([
        breaks.countOpen(db),
        breaks.oldestOpen(db, shown_max),
      ]);
      return { count: counts.reduce((sum, one) => sum + one.open, 0), breaks: rows.map(openOf) };
    },
  };
}

function viewOf({ runId, state, part, looked, found, repaired, opened, notes }: RunRow): RunView {
  return { runId, state, part, looked, found, repaired, opened, notes };
}

function openOf(row: breaks.BreakRow): OpenBreak {
  const { breakId, class: kind, subject, sentence, amount_minor, currency, age_s, action } = row;
  const known = amount_minor !== null && currency !== null;
  const amount = known ? toMajor(amount_minor, currency) : null;
  return {
    breakId,
    class: kind,
    subject,
    sentence,
    amount,
    currency,
    age_s: Math.round(age_s),
    action,
  };
}

function foundOf({ class: kind, subject, sentence, money }: Finding): OpenBreak {
  return {
    breakId: null,
    class: kind,
    subject,
    sentence,
    amount: money === null ? null : toMajor(money.amount_minor, money.currency),
    currency: money?.currency ?? null,
    age_s: 0,
    action: null,
  };
}
