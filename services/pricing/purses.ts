// What promotions with a limit have left, as a process keeps it: so that a quote knows without
// asking. It decides nothing: whoever takes from a purse does so under the lock of its row, and
// what is found there is noted here. What other processes take is looked at every second.
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { Promotion } from './model-rule.ts';
import { lockPurses, pursesOf, readPurses, setPurses, type PurseRow } from './store-limit.ts';

/** How much is left of promotions; undefined: without end. */
export interface Left {
  get(promotionId: string): number | undefined;
}

export interface Purses {
  /** Of every promotion that has a limit, for a cart of this currency. */
  left(currency: string): Left;
  note(rows: readonly PurseRow[]): void;
  /** From now on these and no others; those with a limit are looked at. */
  keep(promotions: readonly Promotion[]): Promise<void>;
  /** Looks again at what is taken; one statement, none while nothing has a limit. */
  look(): Promise<void>;
  /** What is taken of any promotions, from the table. */
  taken(ids: readonly string[]): Promise<PurseRow[]>;
}

const noneLeft: Left = { get: () => undefined };

export function keepPurses(db: Sql): Purses {
  let limited = new Map<string, Promotion>();
  const taken = new Map<string, number>();
  const left = (promotionId: string, currency: string) => {
    const promotion = limited.get(promotionId);
    return promotion && leftOf(promotion, currency, (of) => taken.get(`${promotionId} ${of}`) ?? 0);
  };
  const note = (rows: readonly PurseRow[]) => {
    for (const row of rows) taken.set(`${row.promotionId} ${row.currency}`, row.taken);
  };
  const look = async () => note(await readPurses(db, [...limited.keys()]));
  return {
    left: (currency) =>
      limited.size === 0 ? noneLeft : { get: (promotionId) => left(promotionId, currency) },
    note,
    look,
    taken: (ids) => readPurses(db, ids),
    async keep(promotions) {
      limited = new Map(
        promotions.flatMap((one) => (one.limits ? [[one.promotionId, one] as const] : [])),
      );
      for (const key of taken.keys()) if (!limited.has(key.split(' ')[0] ?? '')) taken.delete(key);
      await look();
    },
  };
}

/**
 * What is left of a promotion for a cart of this currency, when so much is taken; undefined:
 * without end. One with budgets is for carts of their currencies only: nobody said how much of
 * others there is.
 */
export function leftOf(
  { limits }: Pick<Promotion, 'limits'>,
  currency: string,
  taken: (currency: string) => number,
): number | undefined {
  if (limits === undefined) return undefined;
  if (limits.uses_max !== null && taken('') >= limits.uses_max) return 0;
  if (limits.budgets.length === 0) return undefined;
  const budget = limits.budgets.find((one) => one.currency === currency);
  return budget ? Math.max(0, budget.amount_minor - taken(currency)) : 0;
}

/** Whether nobody can get it any more. */
export function isUsedUp(
  { limits }: Pick<Promotion, 'limits'>,
  taken: (currency: string) => number,
): boolean {
  if (limits === undefined) return false;
  if (limits.uses_max !== null && taken('') >= limits.uses_max) return true;
  const { budgets } = limits;
  return budgets.length > 0 && budgets.every((one) => taken(one.currency) >= one.amount_minor);
}

/** Sets what there is to take, before the promotion is saved; refused where more is taken. */
export async function setLimits(
  tx: Sql,
  { promotionId, limits }: Promotion,
): Promise<Refusal | undefined> {
  const known = await lockPurses(tx, [promotionId]);
  const wanted = pursesOf(limits, known);
  for (const { currency, taken } of known) {
    const most = wanted.get(currency) ?? null;
    if (most === null || most >= taken) continue;
    const at = limits?.budgets.findIndex((one) => one.currency === currency) ?? 0;
    const pointer = currency === '' ? '/usesMax' : `/budgets/${at}/amount`;
    const detail = 'is less than was taken already';
    return refuse('validation-failed', {
      errors: [{ pointer, in: 'body', code: 'not-valid', detail }],
    });
  }
  if (wanted.size > 0) await setPurses(tx, promotionId, wanted);
  return undefined;
}
