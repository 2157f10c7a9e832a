// Lists and search show copies of prices, which follow events. Where rules and schedules move
// prices, somebody has to look what they come to and tell it: here, a bounded piece of it every
// second. What a price is does not wait for that: whoever asks for it has it computed.
import { eventMeta } from '#kernel/core/context.ts';
import { newId } from '#kernel/core/id.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import { variantsPerCall_max, type inventoryCalls } from '#services/inventory/contract.ts';
import { holds } from './model-book.ts';
import { isPersonal } from './model-rule.ts';
import type { Standing } from './model-standing.ts';
import { madeOf, type QueryDeps } from './queries.ts';
import { asksFacts, readWhole } from './standings.ts';
import * as store from './store-standing.ts';

const page_max = 500;
/** Of one turn: time on the way, and pages. */
const turn_ms = 500;
const pages_max = 40;
/** What rules ask about changes by itself, so all prices are looked at again after this time. */
const again_ms = 60_000;

export interface WalkDeps extends QueryDeps {
  inForce: QueryDeps['inForce'] & { revision(): string };
  inventory: Client<typeof inventoryCalls>;
}

export type Teller = ReturnType<typeof priceTeller>;

export function priceTeller(deps: WalkDeps) {
  const state: State = { owner: newId('wlk'), clean: '', doneAt_ms: 0 };
  return {
    /** Tells these where they are due. */
    tellDue: async (keys: readonly store.Key[]) => {
      const due = await store.readDue(deps.ctx.db, page_max);
      const wanted = new Set(keys.map((one) => `${one.variantId}:${one.currency}`));
      await tellSome(
        deps,
        due.filter((one) => wanted.has(`${one.variantId}:${one.currency}`)),
      );
    },
    /** One turn: what began or ended, what is due, and a piece of the walk over all. */
    turn: (signal?: AbortSignal) => turn(deps, state, signal),
  };
}

interface State {
  owner: string;
  /** The revision for which nothing is left to do. */
  clean: string;
  doneAt_ms: number;
}

async function turn(deps: WalkDeps, state: State, signal?: AbortSignal): Promise<void> {
  const { ctx, inForce } = deps;
  const until_ms = ctx.clock.monotonic() + turn_ms;
  const goesOn = () => ctx.clock.monotonic() < until_ms && signal?.aborted !== true;
  if (inForce.isPlain()) {
    const revision = inForce.revision();
    if (state.clean === revision) return;
    await settleAndTell(deps, goesOn);
    if (await straighten(deps, goesOn)) state.clean = revision;
    return;
  }
  state.clean = '';
  await settleAndTell(deps, goesOn);
  await walk(deps, state, goesOn);
}

async function settleAndTell(deps: WalkDeps, goesOn: () => boolean): Promise<void> {
  const { db, clock } = deps.ctx;
  while ((await store.settleEntries(db, clock.date(), page_max)) >= page_max && goesOn());
  for (;;) {
    const due = await store.readDue(db, page_max);
    const told = await tellSome(deps, due);
    if (due.length < page_max || told === 0 || !goesOn()) return;
  }
}

/** Nothing moves prices any more: what was told otherwise is told as it is stored. */
async function straighten(deps: WalkDeps, goesOn: () => boolean): Promise<boolean> {
  for (;;) {
    const keys = await store.movedPrices(deps.ctx.db, page_max);
    if (keys.length === 0) return true;
    await tell(deps, await readWhole(deps, keys));
    if (!goesOn()) return false;
  }
}

/** What is known of a variant is enough; what the catalogue does not know yet waits a minute. */
async function tellSome(deps: WalkDeps, due: readonly store.Due[]): Promise<number> {
  if (due.length === 0) return 0;
  const needsFacts = asksFacts(deps.inForce.book());
  const standings = await readWhole(deps, due);
  const late = new Set(due.filter((one) => one.isOld).map((one) => one.variantId));
  const waiting = new Set(
    standings
      .filter((one) => needsFacts && one.facts === null && !late.has(one.variantId))
      .map((one) => one.variantId),
  );
  await tell(
    deps,
    standings.filter((one) => !waiting.has(one.variantId)),
  );
  const done = due.filter((one) => !waiting.has(one.variantId));
  await store.dropDue(deps.ctx.db, done);
  return done.length;
}

async function tell(deps: WalkDeps, standings: readonly Standing[]): Promise<void> {
  const { ctx } = deps;
  const at_ms = ctx.clock.now();
  const tellings = standings.flatMap((standing): store.Telling[] => {
    const { variantId, currency, told, version } = standing;
    const made = madeOf(deps, standing, { variantIds: [], currency, at_ms });
    const { base_minor: base, sale_minor: sale } = made;
    if (told !== null && told.base_minor === base && told.sale_minor === sale) return [];
    return [{ variantId, currency, base, sale, version }];
  });
  const of = { at: ctx.clock.date(), meta: eventMeta() };
  if ((await store.tellPrices(ctx.db, tellings, of)) > 0) ctx.outbox.poke();
}

/** Names everything that moves prices for everybody at this moment. */
function wantedOf({ inForce, ctx }: WalkDeps): string {
  const setting = { at_ms: ctx.clock.now(), segments: [], place: { country: '' } };
  const open = inForce
    .book()
    .from.rules.filter((one) => !isPersonal(one) && holds(one, setting))
    .map((one) => one.ruleId);
  return [inForce.revision(), ...open].join(' ');
}

async function walk(deps: WalkDeps, state: State, goesOn: () => boolean): Promise<void> {
  const { ctx, inForce } = deps;
  const { db, clock } = ctx;
  const wanted = wantedOf(deps);
  const { owner } = state;
  const walked = await store.claimWalk(db, owner, wanted);
  if (walked === undefined) return;
  if (walked.isDone) {
    const asks = inForce.book().rules.size > 0 && clock.now() - state.doneAt_ms >= again_ms;
    if (asks) await store.walkAgain(db, owner);
    return;
  }
  let after = { variantId: walked.afterVariant, currency: walked.afterCurrency };
  for (let pages = 0; pages < pages_max && goesOn(); pages += 1) {
    const keys = await store.pageOfPrices(db, after, page_max);
    const standings = await readWhole(deps, keys);
    await tell(deps, await withStock(deps, standings));
    const last = keys.length < page_max ? undefined : keys.at(-1);
    await store.noteWalk(db, { owner, wanted, last });
    if (last === undefined) {
      state.doneAt_ms = clock.now();
      return;
    }
    after = last;
  }
}

/** Units left, as inventory has them now, where a rule asks for them. */
async function withStock(deps: WalkDeps, standings: Standing[]): Promise<Standing[]> {
  const { ctx, inForce, inventory } = deps;
  if (!inForce.book().needsStock) return standings;
  const known = standings.filter((one) => one.facts !== null);
  const ids = [...new Set(known.map((one) => one.variantId))];
  const stock = new Map<string, number>();
  for (let from = 0; from < ids.length; from += variantsPerCall_max) {
    const variantIds = ids.slice(from, from + variantsPerCall_max);
    const answer = await inventory.availability({ variantIds });
    for (const one of isRefusal(answer) ? [] : answer.items) {
      stock.set(one.variantId, one.available);
    }
  }
  const moved = known.filter((one) => stock.get(one.variantId) !== (one.stock ?? undefined));
  await store.noteStock(
    ctx.db,
    moved.flatMap(({ variantId }) => {
      const available = stock.get(variantId);
      return available === undefined ? [] : [{ variantId, available }];
    }),
  );
  return standings.map((one) => ({ ...one, stock: stock.get(one.variantId) ?? one.stock }));
}
