/**
 * One range of keys of a source and its copy, compared by sums; only parts whose sums differ are
 * listed, as key, version and digest. What differs here is a suspicion: events may be on their
 * way, so each key is asked about again later.
 */
import type { Client } from '#kernel/http/contract.ts';
import {
  syncCalls,
  syncedKeys_max,
  type SyncCalls,
  type SyncKey,
  type SyncMark,
} from '#kernel/sync/contract.ts';
import { differenceOf } from '#kernel/sync/difference.ts';
import type { RoomContext } from '#kernel/service.ts';
import { partRows } from './contract.ts';
import type { Job } from './jobs.ts';
import { keyText, type Difference } from './model.ts';

/** Rows that a page of the source has. */
export const pageRows = 10_000;
/** Suspicions of one page; the next page begins where they end. */
const suspects_max = 5_000;
/** Rows of a listed part; one that has more at the source is looked at key by key. */
const listed_max = 1_000;

export interface Ends {
  job: Job;
  source: Client<SyncCalls>;
  copy: Client<SyncCalls>;
  /** The page that is read at the source while this one is summed at the copy. */
  ahead: { after: SyncKey | null; page: Promise<Walked> } | null;
}

type Walked = Awaited<ReturnType<Client<SyncCalls>['syncWalk']>>;

export interface Page {
  suspects: SyncKey[];
  /** The last key that was compared; null: there was none. */
  to: SyncKey | null;
  isLast: boolean;
  compared: number;
}

export function endsOf(ctx: Pick<RoomContext, 'client'>, job: Job): Ends {
  return {
    job,
    source: ctx.client(syncCalls(job.source.room)),
    copy: ctx.client(syncCalls(job.copy.room)),
    ahead: null,
  };
}

/** Compares the rows that follow a key. Two calls, and two for each part that differs. */
export function comparePage(ends: Ends, after: SyncKey | null): Promise<Page> {
  return ends.job.kind === 'whole' ? wholePage(ends, after) : partPage(ends, after);
}

/** The next page of the source; the one behind it is asked for meanwhile. */
async function walked(ends: Ends, after: SyncKey | null): Promise<Walked> {
  const { source, job } = ends;
  const from = (key: SyncKey | null) =>
    source.syncWalk({ end: job.source.end, after: key, rows: pageRows, part: partRows });
  const known = ends.ahead;
  ends.ahead = null;
  const page = await (known !== null && known.after === after ? known.page : from(after));
  const last = page.parts.at(-1)?.to;
  if (!page.isLast && last !== undefined) {
    ends.ahead = { after: last, page: from(last) };
    // Whoever waits for it hears of it.
    ends.ahead.page.catch(() => undefined);
  }
  return page;
}

async function wholePage(ends: Ends, after: SyncKey | null): Promise<Page> {
  const { copy, job } = ends;
  const { parts, isLast } = await walked(ends, after);
  if (parts.length === 0) {
    const { suspects, cut } = await listPart(ends, { after, to: null, suspects: [] });
    return { suspects, to: cut ?? after, isLast: cut === null, compared: 0 };
  }
  const tos = parts.map((one) => one.to);
  const { sums } = await copy.syncSums({
    end: job.copy.end,
    after,
    tos,
    isLast,
    part: partRows,
  });
  const suspects: SyncKey[] = [];
  let compared = 0;
  for (const [index, part] of parts.entries()) {
    const sum = sums[index];
    compared += part.count;
    if (sum?.count === part.count && sum.sum === part.sum) continue;
    const from = index === 0 ? after : (tos[index - 1] ?? null);
    const to = isLast && index === parts.length - 1 ? null : part.to;
    const { cut } = await listPart(ends, { after: from, to, suspects });
    if (cut !== null) return { suspects, to: cut, isLast: false, compared };
    if (suspects.length >= suspects_max) {
      return { suspects, to: part.to, isLast: to === null, compared };
    }
  }
  return { suspects, to: tos.at(-1) ?? after, isLast, compared };
}

/**
 * Lists a part at both ends and adds what differs. `cut`: the copy has far more rows than the
 * source; the comparison goes on after this key of it.
 */
async function listPart(
  { source, copy, job }: Ends,
  of: { after: SyncKey | null; to: SyncKey | null; suspects: SyncKey[] },
): Promise<{ suspects: SyncKey[]; cut: SyncKey | null }> {
  const { to, suspects } = of;
  const range = { end: job.source.end, after: of.after, to, limit: listed_max };
  const there = await source.syncRange(range);
  const open = new Map<string, SyncMark>(there.marks.map((one) => [keyText(one.key), one]));
  let { after } = of;
  let cut: SyncKey | null = null;
  for (;;) {
    const { marks } = await copy.syncRange({
      end: job.copy.end,
      after,
      to,
      limit: listed_max,
    });
    for (const mark of marks) {
      const name = keyText(mark.key);
      if (differenceOf(open.get(name) ?? null, mark) !== null) suspects.push(mark.key);
      open.delete(name);
    }
    if (marks.length < listed_max) break;
    after = marks.at(-1)?.key ?? after;
    if (suspects.length < suspects_max) continue;
    cut = after;
    break;
  }
  // Those that the copy has beyond the cut are found to be the same at the second look.
  suspects.push(...[...open.values()].map((one) => one.key));
  return { suspects, cut };
}

async function partPage(ends: Ends, after: SyncKey | null): Promise<Page> {
  const { copy, job } = ends;
  const range = { end: job.copy.end, after, to: null, limit: syncedKeys_max };
  const { marks } = await copy.syncRange(range);
  const keys = marks.map((one) => one.key);
  const differences = keys.length === 0 ? [] : await partDifferences(ends, keys);
  return {
    suspects: differences.map((one) => one.key),
    to: keys.at(-1) ?? after,
    isLast: marks.length < syncedKeys_max,
    compared: marks.length,
  };
}

async function partDifferences(ends: Ends, keys: SyncKey[]): Promise<Difference[]> {
  const { source, copy, job } = ends;
  const { rows } = await source.syncRows({ end: job.source.end, keys });
  const known = new Set(rows.map((one) => keyText(one.key)));
  const absent = keys.filter((key) => !known.has(keyText(key)));
  const { differences } = await copy.syncCompare({ end: job.copy.end, rows, absent });
  return differences.map((one) => ({ ...one, age_ms: null }));
}

async function wholeDifferences(ends: Ends, keys: SyncKey[]): Promise<Difference[]> {
  const { source, copy, job } = ends;
  // The copy first: a change between the two answers makes it older, never newer.
  const here = (await copy.syncKeys({ end: job.copy.end, keys })).seen;
  const there = (await source.syncKeys({ end: job.source.end, keys })).seen;
  return keys.flatMap((key, index) => {
    const [of, mark] = [there[index]?.mark ?? null, here[index]?.mark ?? null];
    const kind = differenceOf(of, mark);
    if (kind === null || (kind === 'missing' && here[index]?.kept === false)) return [];
    const versions = { sourceVersion: of?.version ?? null, copyVersion: mark?.version ?? null };
    return [{ key, kind, ...versions, age_ms: there[index]?.age_ms ?? null }];
  });
}

/** How these keys are now; those that are the same at both ends are left out. */
export async function differencesNow(ends: Ends, keys: readonly SyncKey[]): Promise<Difference[]> {
  const all: Difference[] = [];
  for (let from = 0; from < keys.length; from += syncedKeys_max) {
    const page = keys.slice(from, from + syncedKeys_max);
    const look = ends.job.kind === 'whole' ? wholeDifferences : partDifferences;
    all.push(...(await look(ends, page)));
  }
  return all;
}
