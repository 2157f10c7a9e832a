// What sellers and operators do with a return: receive, inspect, grant or refuse, send what comes
// instead. Each is one transaction that locks the order's units and the return; repeating a step
// changes nothing.
import { refuse, isRefusal, type Refusal } from '#kernel/core/refusal.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { RoomContext } from '#kernel/service.ts';
import { maskCards } from '#kernel/telemetry/redact.ts';
import type { StepRefusal } from './commands.ts';
import { claiming, unitsLeft } from './model.ts';
import { move } from './move.ts';
import type { Neighbours } from './neighbours.ts';
import * as store from './store.ts';

/** `sellerIds` null: an operator, who may do what sellers do and more. */
export interface DeskWho {
  sellerIds: readonly string[] | null;
  actor: string;
}

export interface DeskNeeds {
  ctx: Pick<RoomContext, 'db' | 'outbox' | 'clock'>;
  neighbours: Neighbours;
}

export interface InspectBody {
  items: readonly {
    lineNo: number;
    received: number;
    restock: number;
    writeOff: number;
    warehouseId?: string;
  }[];
  evidence?: string;
}

export interface RejectBody {
  reason: string;
  evidence?: string;
}

export interface ShipBody {
  carrier: string;
  trackingNumber: string;
}

export type Desk = ReturnType<typeof returnDesk>;

export type DeskRefusal = StepRefusal | 'line-not-found' | 'return-quantity-too-high';

export const evidenceOf = (text: string | undefined): string | null => {
  const clean = maskCards((text ?? '').trim());
  return clean === '' ? null : clean;
};

/** The return if it is theirs to handle, locked. */
export async function lockFor(
  tx: Sql,
  returnId: string,
  { sellerIds }: DeskWho,
): Promise<
  { of: store.LockedReturn; units: Map<number, store.UnitRow> } | Refusal<'return-not-found'>
> {
  const locked = await store.lockReturn(tx, returnId);
  const mine = locked && (sellerIds === null || sellerIds.includes(locked.of.sellerId));
  return mine ? locked : refuse('return-not-found', { returnId });
}

export function returnDesk({ ctx, neighbours }: DeskNeeds) {
  const inTx = async <R>(work: (tx: Sql) => Promise<R>): Promise<R> => {
    const done = await ctx.db.tx(work);
    ctx.outbox.poke();
    return done;
  };
  return {
    /** The parcel is here, also one whose return was given up or has expired. */
    receive: (returnId: string, who: DeskWho) => inTx((tx) => receive(tx, returnId, who)),

    /** What is in it, unit by unit; once more until it is decided. */
    inspect: async (
      returnId: string,
      who: DeskWho,
      body: InspectBody,
    ): Promise<true | Refusal<DeskRefusal | 'warehouse-not-found'>> => {
      const wrong = await unknownHouse(neighbours, who, body);
      if (wrong) return wrong;
      return inTx((tx) => inspect(tx, returnId, { who, body }));
    },

    reject: (returnId: string, who: DeskWho, body: RejectBody) =>
      inTx((tx) => reject(tx, returnId, { who, body })),

    /** What comes instead has left. */
    shipReplacement: (returnId: string, who: DeskWho, body: ShipBody) =>
      inTx((tx) => shipReplacement(tx, returnId, { who, body, at: ctx.clock.date() })),
  };
}

async function unknownHouse(
  neighbours: Neighbours,
  who: DeskWho,
  { items }: InspectBody,
): Promise<Refusal<'warehouse-not-found'> | undefined> {
  const named = items.flatMap((one) => one.warehouseId ?? []);
  if (named.length === 0) return undefined;
  const lists = await Promise.all((who.sellerIds ?? ['']).map((id) => neighbours.housesOf(id)));
  const known = new Set(lists.flatMap((one) => [...one.keys()]));
  const missing = named.find((one) => !known.has(one));
  return missing === undefined
    ? undefined
    : refuse('warehouse-not-found', { warehouseId: missing });
}

async function receive(
  tx: Sql,
  returnId: string,
  who: DeskWho,
): Promise<true | Refusal<StepRefusal>> {
  const locked = await lockFor(tx, returnId, who);
  if (isRefusal(locked)) return locked;
  const { of, units } = locked;
  if (of.status === 'RECEIVED') return true;
  const late = of.status === 'CANCELLED' || of.status === 'EXPIRED';
  if (!late && !['REQUESTED', 'LABELLED', 'IN_TRANSIT'].includes(of.status)) {
    return refuse('return-status-conflict', { status: of.status });
  }
  if (late) {
    // Their units were free meanwhile; another return may have taken them.
    const gone = of.lines.some((line) => {
      const state = units.get(line.lineNo);
      return !state || unitsLeft(state) < line.quantity;
    });
    if (gone) return refuse('return-status-conflict', { status: of.status, reason: 'units-gone' });
    const back = of.lines.map(({ lineNo, quantity }) => ({ lineNo, open: quantity }));
    await store.countUnits(tx, of.orderId, back);
  }
  await move(tx, of, { to: 'RECEIVED', reason: late ? 'came-late' : null, actor: who.actor });
  return true;
}

async function inspect(
  tx: Sql,
  returnId: string,
  { who, body }: { who: DeskWho; body: InspectBody },
): Promise<true | Refusal<DeskRefusal>> {
  const locked = await lockFor(tx, returnId, who);
  if (isRefusal(locked)) return locked;
  const { of } = locked;
  if (of.status !== 'RECEIVED' && of.status !== 'INSPECTED') {
    return refuse('return-status-conflict', { status: of.status });
  }
  const wrong = wrongInspection(of.lines, body);
  if (wrong) return wrong;
  await store.noteInspection(
    tx,
    returnId,
    body.items.map(({ warehouseId = null, ...item }) => ({ ...item, warehouseId })),
  );
  const evidence = evidenceOf(body.evidence);
  if (evidence !== null) await store.noteReturn(tx, returnId, { evidence });
  if (of.status === 'RECEIVED') {
    await move(tx, of, { to: 'INSPECTED', reason: null, actor: who.actor });
  }
  return true;
}

function wrongInspection(
  lines: readonly store.LockedLine[],
  { items }: InspectBody,
): Refusal<'line-not-found' | 'return-quantity-too-high'> | null {
  const byNo = new Map(lines.map((line) => [line.lineNo, line]));
  for (const { lineNo, received, restock, writeOff } of items) {
    const line = byNo.get(lineNo);
    if (!line) return refuse('line-not-found', { lineNo });
    if (received > line.quantity) {
      return refuse('return-quantity-too-high', { lineNo, left: line.quantity });
    }
    // Every unit that came goes one way or the other.
    if (restock + writeOff !== received) {
      return refuse('return-quantity-too-high', {
        lineNo,
        left: received,
        reason: 'not-all-units',
      });
    }
  }
  return null;
}

async function reject(
  tx: Sql,
  returnId: string,
  { who, body }: { who: DeskWho; body: RejectBody },
): Promise<true | Refusal<StepRefusal>> {
  const locked = await lockFor(tx, returnId, who);
  if (isRefusal(locked)) return locked;
  const { of } = locked;
  const evidence = evidenceOf(body.evidence);
  if (who.sellerIds === null && of.appealStatus === 'OPEN') {
    await store.refuseAppeal(tx, returnId, evidence);
    return true;
  }
  if (of.status === 'REJECTED') return true;
  if (of.status !== 'INSPECTED') return refuse('return-status-conflict', { status: of.status });
  await store.noteReturn(tx, returnId, { rejectedReason: body.reason, evidence });
  await store.countUnits(tx, of.orderId, freed(of));
  await move(tx, of, { to: 'REJECTED', reason: body.reason, actor: who.actor });
  return true;
}

/** A decided return claims nothing any more. */
export const freed = (of: store.LockedReturn): { lineNo: number; open: number }[] =>
  of.lines.map(({ lineNo, quantity }) => {
    return { lineNo, open: claiming.includes(of.status) ? -quantity : 0 };
  });

async function shipReplacement(
  tx: Sql,
  returnId: string,
  { who, body, at }: { who: DeskWho; body: ShipBody; at: Date },
): Promise<true | Refusal<StepRefusal>> {
  const locked = await lockFor(tx, returnId, who);
  if (isRefusal(locked)) return locked;
  if (locked.of.status !== 'EXCHANGED') {
    return refuse('return-status-conflict', { status: locked.of.status });
  }
  const { carrier, trackingNumber } = body;
  await store.noteFirstReplacement(tx, returnId, {
    carrier,
    trackingNumber,
    shippedAt: at.toISOString(),
  });
  return true;
}
