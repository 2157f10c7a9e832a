import { toMajor } from '#kernel/core/money.ts';
import type { RoomContext, Sample } from '#kernel/service.ts';
import * as breaks from './store-break.ts';
import { lastRuns, type RunRow } from './store-run.ts';

/** A run as operators see it. */
export function runJson(run: RunRow) {
  const { place: _, askedAt, startedAt, finishedAt, ...rest } = run;
  return {
    ...rest,
    notes: run.notes.slice(0, 100),
    askedAt: askedAt.toISOString(),
    startedAt: startedAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}

/** A break as operators see it, in major units. */
export function breakJson(row: breaks.BreakRow) {
  const { amount_minor, firstSeenAt, lastSeenAt, closedAt, age_s, ...rest } = row;
  const { currency } = row;
  return {
    ...rest,
    amount: amount_minor === null || currency === null ? null : toMajor(amount_minor, currency),
    age_s: Math.round(age_s),
    firstSeenAt: firstSeenAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    closedAt: closedAt?.toISOString() ?? null,
  };
}

/** Breaks by class and state, the money of the open ones, and how old the last run is. */
export async function reconciliationSamples({
  db,
  clock,
}: Pick<RoomContext, 'db' | 'clock'>): Promise<Sample[]> {
  const [open, all, last] = await Promise.all([
    breaks.countOpen(db),
    breaks.countAll(db),
    lastRuns(db),
  ]);
  const samples: Sample[] = open.flatMap((one) => {
    const labels = { class: one.class };
    return [
      { name: 'trueshelf_breaks_open', labels, value: one.open },
      { name: 'trueshelf_break_oldest_seconds', labels, value: one.oldest_s },
    ];
  });
  for (const { class: kind, state, breaks: value } of all) {
    samples.push({ name: 'trueshelf_breaks_total', labels: { class: kind, state }, value });
  }
  if (last.any !== null) {
    const value = (clock.now() - last.any.getTime()) / 1_000;
    samples.push({ name: 'trueshelf_reconciliation_age_seconds', labels: {}, value });
  }
  return samples;
}
