// Rules and promotions as a process keeps them: compiled in memory, looked at every second for a
// change that another process made, and at once for one made here. A quote reads no table for them.
import { batch } from '#kernel/core/batch.ts';
import { eventMeta } from '#kernel/core/context.ts';
import { newId } from '#kernel/core/id.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { RoomContext } from '#kernel/service.ts';
import { compileBook, emptyBook, type Book } from './model-book.ts';
import { faultsOf } from './model-check.ts';
import type { PriceRule, Promotion } from './model-rule.ts';
import type { InForce } from './queries.ts';
import { ruleOf, rules_max } from './rules.ts';
import { listsOf, readLists, type ListRow } from './store-list.ts';
import { keepPurses, setLimits, type Purses } from './purses.ts';
import { readLiveRules } from './store-rule.ts';
import * as store from './store-promotion.ts';

/** Not over yet, switched off or not: as many as a quote stays fast with. */
export const promotions_max = 1_000;

/** Compiled for coupons that were asked for last. */
const couponBooks_max = 200;

/** Price lists: few, each with as many members as it likes. */
export const lists_max = 200;

export interface Promotions extends InForce {
  /** Names the rules, promotions and lists that are in force, and when they changed. */
  revision(): string;
  refresh(): Promise<void>;
  /** The book in force with a coupon's promotion; `key` names the coupon and its version. */
  bookFor(coupon: Promotion, key: string): Book;
  /** Those that are not over, as this process knows them. */
  live(): readonly Promotion[];
  /** The book as it is in the table, with these as well. */
  bookWith(more: readonly Promotion[]): Promise<Book>;
  save(of: Save): Promise<store.PromotionRow | Refusal>;
  /** Switches on or off, whatever version it has: in a hurry nobody looks at versions. */
  turn(of: { id: string; enabled: boolean; actor: string }): Promise<store.PromotionRow | Refusal>;
  find(id: string): Promise<store.PromotionRow | undefined>;
  page(below: string, limit: number): Promise<store.PromotionRow[]>;
  /** What is left of those with a limit, as this process knows it. */
  purses: Purses;
}

interface Save {
  /** With an empty id: a new one. */
  promotion: Promotion;
  /** Of the one that is changed; null for a new one. */
  version: number | null;
  actor: string;
}

export async function keepPromotions(ctx: RoomContext): Promise<Promotions> {
  const { db } = ctx;
  let book: Book = emptyBook;
  let live: readonly Promotion[] = [];
  let rules: readonly PriceRule[] = [];
  let lists: readonly ListRow[] = [];
  let hasEntries = false;
  let known = '';
  const purses = keepPurses(db);
  const coupled = new Map<string, Book>();
  const load = async () => {
    const revision = await store.readRevision(db);
    const rows = await store.readLive(db, promotions_max);
    rules = (await readLiveRules(db, rules_max)).map(ruleOf);
    lists = (await readLists(db, 'plsu', lists_max)).filter((one) => one.enabled);
    hasEntries = await store.hasEntries(db);
    live = rows.map(promotionOf);
    await purses.keep(live);
    book = compileBook({ rules, promotions: live });
    coupled.clear();
    known = revision;
  };
  await load();
  const memberships = memberLane(ctx);
  const saved = async (id: string) => {
    ctx.outbox.poke();
    await load();
    return (await store.readPromotion(db, id)) ?? refuse('not-found', { what: 'promotion' });
  };
  return {
    book: () => book,
    isPlain: () => book.rules.size === 0 && !hasEntries,
    hasEntries: () => hasEntries,
    revision: () => known,
    segments: (who) =>
      lists.length === 0 || (!book.needsCustomer && !hasEntries && !who.always)
        ? []
        : memberships(who, lists),
    live: () => live,
    bookFor: (coupon, key) => {
      const made = coupled.get(key) ?? compileBook({ rules, promotions: [...live, coupon] });
      const [oldest] = coupled.keys();
      if (coupled.size >= couponBooks_max && oldest !== undefined) coupled.delete(oldest);
      coupled.set(key, made);
      return made;
    },
    refresh: async () => {
      if ((await store.readRevision(db)) !== known) await load();
      else await purses.look();
    },
    purses,
    bookWith: async (more) => {
      const rows = await store.readLive(db, promotions_max);
      return compileBook({ rules, promotions: [...rows.map(promotionOf), ...more] });
    },
    save: async (of) => {
      const done = await save(ctx, of);
      return typeof done === 'string' ? saved(done) : done;
    },
    turn: async ({ id, enabled, actor }) => {
      const row = await store.readPromotion(db, id);
      if (!row) return refuse('not-found', { what: 'promotion' });
      const promotion = { ...promotionOf(row), enabled };
      const done = await save(ctx, { promotion, version: null, actor });
      return typeof done === 'string' ? saved(done) : done;
    },
    find: (id) => store.readPromotion(db, id),
    page: (below, limit) => store.readPage(db, below, limit),
  };
}

/** Lists that people are in: one statement for all who ask at the same time. */
function memberLane({ db }: RoomContext) {
  const lane = batch({
    name: 'pricing.segments',
    size_max: 500,
    queue_max: 50_000,
    inFlight_max: 1,
    run: async (userIds: string[]) => {
      const mine = new Map<string, string[]>();
      for (const { userId, listId } of await listsOf(db, [...new Set(userIds)])) {
        mine.set(userId, [...(mine.get(userId) ?? []), listId]);
      }
      return userIds.map((userId) => mine.get(userId) ?? []);
    },
  });
  return async (
    { userId, country }: Parameters<InForce['segments']>[0],
    lists: readonly ListRow[],
  ): Promise<string[]> => {
    const mine = userId === undefined ? [] : await lane.do(userId);
    const ids = new Set(isRefusal(mine) ? [] : mine);
    return lists
      .filter((one) => {
        return ids.has(one.listId) || (country !== undefined && one.countries.includes(country));
      })
      .map((one) => one.listId);
  };
}

function promotionOf({ definition, enabled, promotionId }: store.PromotionRow): Promotion {
  return { ...definition, promotionId, enabled };
}

/** Checks against all others and writes, one at a time; gives the id. */
async function save(
  { db }: RoomContext,
  { promotion, version, actor }: Save,
): Promise<string | Refusal> {
  const id = promotion.promotionId === '' ? newId('pmo') : promotion.promotionId;
  const whole = { ...promotion, promotionId: id };
  const meta = eventMeta();
  return db.tx(async (tx) => {
    await store.lockPromotions(tx);
    const now = await store.readPromotion(tx, id);
    if (promotion.promotionId !== '' && !now) return refuse('not-found', { what: 'promotion' });
    if (now && version !== null && version !== now.version) return refuse('precondition-failed');
    const rows = await store.readLive(tx, promotions_max);
    if (!now && rows.length >= promotions_max) {
      return refuse('too-many-promotions', { max: promotions_max });
    }
    // Switching off is always possible, whatever else there is.
    const faults = whole.enabled ? faultsOf(whole, rows.map(promotionOf)) : [];
    if (faults.length > 0) {
      return refuse('validation-failed', {
        errors: faults.map(({ field, detail }) => {
          return { pointer: `/${field}`, in: 'body', code: 'not-valid', detail };
        }),
      });
    }
    const tooLow = await setLimits(tx, whole);
    if (tooLow) return tooLow;
    await store.savePromotion(tx, { promotion: whole, actor, meta });
    return id;
  });
}
