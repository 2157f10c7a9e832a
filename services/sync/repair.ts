// What is done about differences: rows are read in full at the source and written to the copy by
// its own room, in batches; a batch that fails is halved until the row at fault stands alone.
import type { Clock } from '#kernel/core/clock.ts';
import { isAway } from '#kernel/core/error.ts';
import type { SyncGone } from '#kernel/sync/contract.ts';
import { differencesNow, type Ends } from './compare.ts';
import { keyText, type Difference } from './model.ts';
import type { Settled } from './store-difference.ts';

const batch_keys = 200;
/** Some copies are written a moment after they were told to. */
const looks_max = 8;
const lookAfter_ms = 50;
const reason_chars_max = 300;

/**
 * Repairs what may be repaired and looks whether it is. `keep` is called before every batch and
 * throws when another process has taken over. Rejects when a room is away.
 */
export async function repairAll(
  deps: { ends: Ends; clock: Pick<Clock, 'sleep'>; keep(): Promise<void> },
  differences: readonly Difference[],
): Promise<Settled[]> {
  const settled: Settled[] = [];
  for (let from = 0; from < differences.length; from += batch_keys) {
    await deps.keep();
    const page = differences.slice(from, from + batch_keys);
    const failed = await repairBatch(deps.ends, page);
    const reasons = new Map(failed.map((one) => [one.key, one]));
    const tried = page.filter((one) => !reasons.has(keyText(one.key)));
    const left = await leftAfter(deps, tried);
    for (const one of tried) {
      const key = keyText(one.key);
      const still = left.has(key);
      const reason = still ? 'It still differs after it was written.' : null;
      settled.push({ key, state: still ? 'failed' : 'repaired', reason });
    }
    settled.push(...failed);
  }
  return settled;
}

async function repairBatch(ends: Ends, page: readonly Difference[]): Promise<Settled[]> {
  if (page.length === 0) return [];
  try {
    await writeBatch(ends, page);
    return [];
  } catch (error) {
    if (isAway(error)) throw error;
    const [first] = page;
    if (page.length === 1 && first !== undefined) {
      const reason = error instanceof Error ? error.message : String(error);
      const cut = reason.slice(0, reason_chars_max);
      return [{ key: keyText(first.key), state: 'failed', reason: cut }];
    }
    const middle = Math.ceil(page.length / 2);
    const left = await repairBatch(ends, page.slice(0, middle));
    return [...left, ...(await repairBatch(ends, page.slice(middle)))];
  }
}

async function writeBatch(ends: Ends, page: readonly Difference[]): Promise<void> {
  const { source, copy, job } = ends;
  const wanted = page.filter((one) => one.kind !== 'extra').map((one) => one.key);
  const gone = page.flatMap(({ key, kind, copyVersion }): SyncGone[] =>
    kind === 'extra' && copyVersion !== null ? [{ key, version: copyVersion }] : [],
  );
  const { rows } =
    wanted.length === 0
      ? { rows: [] }
      : await source.syncRows({ end: job.source.end, keys: wanted });
  if (rows.length + gone.length === 0) return;
  await copy.syncApply({ end: job.copy.end, rows, gone });
}

/** Which of them still differ, when they have had time enough. */
async function leftAfter(
  { ends, clock }: { ends: Ends; clock: Pick<Clock, 'sleep'> },
  page: readonly Difference[],
): Promise<Set<string>> {
  let keys = page.map((one) => one.key);
  for (let look = 0; look < looks_max && keys.length > 0; look += 1) {
    if (look > 0) await clock.sleep(lookAfter_ms * 2 ** (look - 1));
    keys = (await differencesNow(ends, keys)).map((one) => one.key);
  }
  return new Set(keys.map(keyText));
}
