// Keeps the lines: lets people in at the pace, moves a sale through its states, takes back what
// was not used, and writes the watermark. What it does each half second is the same however many
// stand in line. Any number of processes may run it: a lease says whose turn it is, and who has
// lost it writes nothing.
import { newId } from '#kernel/core/id.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { inventoryCalls } from '#services/inventory/contract.ts';
import { messageOf, nextPace, nextState, nextThrottle, quick_ms, throttle_first } from './model.ts';
import { refreshOf, type SaleState, type Watermark } from './model-watermark.ts';
import type { Preflight } from './preflight.ts';
import { settle } from './settle.ts';
import * as sales from './store.ts';
import * as store from './store-tick.ts';
import type { Waits } from './waits.ts';

/** A document that says nothing new is written anew after this long, for its time. */
const stale_ms = 10_000;
const expire_max = 500;
/** A move of stock that nobody finished is taken up after this long. */
const stuck_s = 5;
/** A longer pause between two ticks: nobody is let in for it, and it takes nobody's time. */
const gap_ms_max = 2_000;

/** A sale that is about to start is looked at so long before, and again after a while. */
const ahead_s = 2;
const again_ms = 3_000;

interface Needs {
  ctx: Pick<RoomContext, 'db' | 'log' | 'clock'>;
  inventory: Client<typeof inventoryCalls>;
  preflight: Preflight;
  waits: Waits;
}

export type Keeper = ReturnType<typeof keeper>;

export function keeper(needs: Needs) {
  const { ctx, inventory, waits } = needs;
  const { db, log, clock } = ctx;
  const owner = newId('own');
  const gate = startGate(needs);
  /** Parts of the planned paces, of sales whose claims take long. */
  const throttles = new Map<string, number>();

  async function tick(lease: store.Lease, of: { mayStart: boolean; claim_ms: number | undefined }) {
    const { saleId, epoch } = lease;
    const throttle = throttles.get(saleId) ?? throttle_first;
    const since_ms = clock.monotonic();
    const turn = { saleId, owner, epoch, throttle, mayStart: of.mayStart };
    const state = await db.tx((tx) => step(tx, turn));
    // Nobody claims before the start, in a pause or when all is sold: that says nothing.
    if (state !== 'RUNNING') return;
    // Where others answer claims, or nobody has yet: this has waited for the same row, and is less.
    const claim_ms = of.claim_ms ?? Math.max(quick_ms, clock.monotonic() - since_ms);
    throttles.set(saleId, nextThrottle(throttle, claim_ms));
  }

  /** Finishes moves of stock: out for a sale that is announced, back after its end. */
  async function move({ saleId, moving, moving_s }: store.Lease): Promise<void> {
    if (moving === 'out' && moving_s > stuck_s) await allot(saleId);
    if (moving !== 'back') return;
    const sale = await sales.readSale(db, saleId);
    // Units that somebody has a token for stay until that is used or over.
    if (!sale || sale.held > 0) return;
    await inventory.endAllotment({ saleId });
    await sales.noteReturned(db, saleId);
  }

  /** Has the units of a sale set aside; what is short, if anything is. A repeat is welcome. */
  async function allot(saleId: string) {
    const sale = await sales.readSale(db, saleId);
    if (!sale) return undefined;
    const items = sale.items.map(({ variantId, productId, quantity }) => {
      return { variantId, productId, quantity };
    });
    const done = await inventory.allot({ saleId, items });
    await db.tx((tx) => sales.endMove(tx, { saleId, moved: !isRefusal(done) }));
    return isRefusal(done) ? done : undefined;
  }

  return {
    allot,
    /** One round over all sales of which this process has the lease. */
    async run(): Promise<void> {
      const leases = await store.takeLeases(db, owner);
      const ready = leases.length === 0 ? new Set<string>() : await gate();
      const claim_ms = waits.take();
      const ids = leases.map((lease) => lease.saleId);
      for (const saleId of throttles.keys()) if (!ids.includes(saleId)) throttles.delete(saleId);
      // First, so that what comes back now is offered now.
      if (ids.length > 0) {
        await settle({ db, inventory }, ids).catch((error: unknown) => {
          log.warn({ err: error }, 'what became of tokens was not asked; tried again');
        });
      }
      for (const lease of leases) {
        const mayStart = ready.has(lease.saleId);
        await tick(lease, { mayStart, claim_ms }).catch((error: unknown) => {
          log.warn({ err: error, saleId: lease.saleId }, 'a sale was not kept; tried again');
        });
      }
      for (const lease of leases) if (lease.moving !== null) await move(lease);
    },
    stop: () => store.dropLeases(db, owner),
  };
}

/** Sales that are about to start and were found ready, a moment ago at most. */
function startGate({ ctx: { db, clock, log }, preflight }: Needs) {
  const known = new Map<string, { ready: boolean; until_ms: number }>();
  return async (): Promise<Set<string>> => {
    const due = await store.readDue(db, ahead_s);
    for (const saleId of known.keys()) if (!due.includes(saleId)) known.delete(saleId);
    for (const saleId of due) {
      if (clock.monotonic() < (known.get(saleId)?.until_ms ?? 0)) continue;
      const sale = await sales.readSale(db, saleId);
      if (!sale) continue;
      const { ready, checks } = await preflight(sale);
      known.set(saleId, { ready, until_ms: clock.monotonic() + again_ms });
      const wrong = checks.filter((one) => !one.ok);
      if (!ready) log.warn({ saleId, checks: wrong }, 'a sale is not ready and does not start');
    }
    return new Set([...known].flatMap(([saleId, { ready }]) => (ready ? [saleId] : [])));
  };
}

interface Turn {
  saleId: string;
  owner: string;
  epoch: number;
  /** Part of the planned pace. */
  throttle: number;
  /** It was found ready; otherwise it does not start, whatever the clock says. */
  mayStart: boolean;
}

/** One step of one line, in its transaction; gives the state that it is in then. */
async function step(tx: Sql, turn: Turn): Promise<SaleState | undefined> {
  const line = await store.lockLine(tx, turn);
  if (!line || line.state === 'DRAFT') return undefined;
  const { saleId } = turn;
  const gap_ms = line.tickedAt === null ? 0 : line.now.getTime() - line.tickedAt.getTime();
  // Nobody loses a turn or a unit because the shop was down.
  if (gap_ms > gap_ms_max) await store.forgive(tx, saleId, gap_ms);
  await store.expireTokens(tx, saleId, expire_max);
  const counts = await store.readCounts(tx, saleId, line.claim_s);
  const free = line.allocation - counts.held - counts.sold;
  const state = nextState({
    state: line.state,
    now_ms: line.now.getTime(),
    preQueueAt_ms: line.preQueueAt.getTime(),
    startsAt_ms: turn.mayStart ? line.startsAt.getTime() : Infinity,
    endsAt_ms: line.endsAt.getTime(),
    free,
  });
  if (state === 'ENDED' && line.state !== 'ENDED') await sales.closeSale(tx, saleId);
  const drawn = state === 'DRAW' ? (line.drawn ?? line.tickets) : line.drawn;
  const ratePerMinute = Math.round(line.ratePerMinute * turn.throttle);
  const pace = paceOf({ ...line, ratePerMinute }, { state, free, counts });
  if (pace.released !== line.released) {
    const keep_s = Math.max(line.claim_s, 60);
    await store.noteRelease(tx, { saleId, released: pace.released, keep_s });
  }
  const outstanding = pace.released - counts.passed - counts.claimed;
  const next = { ...line, ...counts, ...pace, state, drawn };
  await store.writeStep(tx, {
    saleId,
    state,
    drawn,
    released: pace.released,
    passed: counts.passed,
    spare: Math.max(0, free - outstanding),
    carry_milli: pace.carry_milli,
    tickedAt: state === 'RUNNING' ? line.now : null,
    mark: markOf(next),
  });
  return state;
}

function paceOf(
  line: store.LineRow,
  of: { state: SaleState; free: number; counts: store.Counts },
): { released: number; carry_milli: number } {
  const { released, carry_milli, now, tickedAt, ratePerMinute, tickets } = line;
  const { state, free, counts } = of;
  if (state !== 'RUNNING') return { released, carry_milli: 0 };
  const elapsed_ms = tickedAt === null ? 1_000 : now.getTime() - tickedAt.getTime();
  const pace = { released, carry_milli };
  return nextPace(pace, {
    ratePerMinute,
    elapsed_ms: Math.max(0, Math.min(elapsed_ms, gap_ms_max)),
    tickets,
    free,
    outstanding: released - counts.passed - counts.claimed,
  });
}

/** The document, where it says something new or is too old. */
function markOf(
  next: store.LineRow & { measured: number | null },
): { text: string; version: number } | null {
  const { saleId, state, drawn, tickets, released, seed, now } = next;
  const mark: Omit<Watermark, 'version' | 'serverTime'> = {
    saleId,
    state,
    preQueueAt: next.preQueueAt.toISOString(),
    startsAt: next.startsAt.toISOString(),
    endsAt: next.endsAt.toISOString(),
    seedHash: next.seedHash,
    draw: drawn === null ? null : { seed, people: drawn },
    tickets,
    released,
    ratePerMinute: next.ratePerMinute,
    measuredPerMinute: next.measured,
    allocation: next.allocation,
    sold: next.sold,
    held: next.held,
    message: messageOf(next),
    refresh_s: refreshOf(state, tickets - released),
  };
  if (next.mark !== null && next.markedAt !== null) {
    const { version: _, serverTime: __, ...before } = JSON.parse(next.mark) as Watermark;
    const isFresh = now.getTime() - next.markedAt.getTime() < stale_ms;
    if (isFresh && JSON.stringify(before) === JSON.stringify(mark)) return null;
  }
  const version = next.markVersion + 1;
  return { version, text: JSON.stringify({ ...mark, version, serverTime: now.toISOString() }) };
}
