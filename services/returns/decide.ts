// Granting a return, whole or in part, by its seller or over the seller's head: the money is
// computed, the units are counted, the decision and its saga's id are kept, all in one
// transaction. The saga then carries it out.
import { newId } from '#kernel/core/id.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { DecidedLine, ReturnStatus } from './contract.ts';
import { evidenceOf, freed, lockFor, type DeskRefusal, type DeskWho } from './desk.ts';
import { claiming, disposal, unitsLeft } from './model.ts';
import { refundOf, type Going, type RefundMoney } from './money.ts';
import { move } from './move.ts';
import { changeToRefund, decidedBy, insertDecision, lockDecision } from './store-decide.ts';
import * as store from './store.ts';
import type { DecisionKey } from './store-settle.ts';

export interface ApproveBody {
  /** Left out: everything that came (operators: everything that was announced). */
  items?: readonly { lineNo: number; quantity: number; restock?: number }[];
  /** Why not all of it. */
  reason?: string;
  evidence?: string;
}

export interface ApproveOf {
  returnId: string;
  who: DeskWho;
  body: ApproveBody;
  requestKey: string;
}

/** What is granted of a line. */
interface Grant {
  line: store.LockedLine;
  units: number;
  restock: number;
  writeOff: number;
}

/** Grants; the decision to carry out. A repeat with the same key gives the decision it made. */
export async function approve(tx: Sql, of: ApproveOf): Promise<DecisionKey | Refusal<DeskRefusal>> {
  const { returnId, who, body, requestKey } = of;
  const locked = await lockFor(tx, returnId, who);
  if (isRefusal(locked)) return locked;
  const known = await decidedBy(tx, returnId, requestKey);
  if (known !== undefined) return { returnId, round: known };
  const one = locked.of;
  const operator = who.sellerIds === null;
  if (!mayApprove(one.status, operator)) {
    return refuse('return-status-conflict', { status: one.status });
  }
  const grants = grantsOf(one, body, operator);
  if (isRefusal(grants)) return grants;
  const first = claiming.includes(one.status);
  const none = first ? null : noUnitsLeft(grants, locked.units);
  if (none) return none;
  if (first) await ensureInspected(tx, one, { grants, actor: who.actor });
  return decide(tx, { one, units: locked.units, grants, of });
}

function mayApprove(status: ReturnStatus, operator: boolean): boolean {
  if (status === 'INSPECTED') return true;
  if (!operator) return false;
  return claiming.includes(status) || ['REJECTED', 'REFUNDED', 'EXCHANGED'].includes(status);
}

/** The units that are granted, by line; of each at most what came, for operators what was meant. */
function grantsOf(
  one: store.LockedReturn,
  { items }: ApproveBody,
  operator: boolean,
): Grant[] | Refusal<'line-not-found' | 'return-quantity-too-high'> {
  const most = (line: store.LockedLine) =>
    (operator ? line.quantity : line.received) - line.approved;
  const byNo = new Map(one.lines.map((line) => [line.lineNo, line]));
  const wanted: NonNullable<ApproveBody['items']> =
    items ?? one.lines.map((line) => ({ lineNo: line.lineNo, quantity: Math.max(0, most(line)) }));
  const grants: Grant[] = [];
  for (const { lineNo, quantity: units, restock } of wanted) {
    const line = byNo.get(lineNo);
    if (!line || grants.some((known) => known.line === line)) {
      return refuse('line-not-found', { lineNo });
    }
    if (units > most(line) || (restock ?? 0) > units) {
      return refuse('return-quantity-too-high', { lineNo, left: Math.max(0, most(line)) });
    }
    if (units === 0) continue;
    const told = disposal(line, units);
    const kept = restock !== undefined && operator ? restock : told.restock;
    grants.push({ line, units, restock: kept, writeOff: units - kept });
  }
  if (grants.length > 0) return grants;
  return refuse('return-quantity-too-high', { left: 0, reason: 'nothing-granted' });
}

/** After a refusal the units were free: another return may have taken them. */
function noUnitsLeft(
  grants: readonly Grant[],
  units: ReadonlyMap<number, store.UnitRow>,
): Refusal<'return-quantity-too-high'> | null {
  for (const { line, units: wanted } of grants) {
    const state = units.get(line.lineNo);
    const left = state ? unitsLeft(state) : 0;
    if (left < wanted) return refuse('return-quantity-too-high', { lineNo: line.lineNo, left });
  }
  return null;
}

/** An operator decides without waiting for the parcel: the steps between are theirs as well. */
async function ensureInspected(
  tx: Sql,
  one: store.LockedReturn,
  { grants, actor }: { grants: readonly Grant[]; actor: string },
): Promise<void> {
  if (one.status === 'INSPECTED') return;
  if (one.status !== 'RECEIVED') {
    await move(tx, one, { to: 'RECEIVED', reason: 'by-operator', actor });
  }
  await store.noteInspection(
    tx,
    one.returnId,
    grants.map(({ line, units, restock, writeOff }) => {
      return { lineNo: line.lineNo, received: units, restock, writeOff, warehouseId: null };
    }),
  );
  await move(tx, one, { to: 'INSPECTED', reason: 'by-operator', actor });
}

interface Deciding {
  one: store.LockedReturn;
  units: ReadonlyMap<number, store.UnitRow>;
  grants: readonly Grant[];
  of: ApproveOf;
}

async function decide(tx: Sql, { one, units, grants, of }: Deciding): Promise<DecisionKey> {
  const { who, body, requestKey } = of;
  const swaps = one.resolution === 'EXCHANGE';
  const money = swaps ? noMoney : moneyOf(one, units, grants);
  const lines = grants.map((grant, index) =>
    decidedLine(grant, { swaps, money: money.lines[index] }),
  );
  const whole = one.lines.every((line) => {
    const now = grants.find((grant) => grant.line === line)?.units ?? 0;
    return line.approved + now === line.quantity;
  });
  const key = { returnId: one.returnId, round: one.round + 1 };
  const reason = whole ? null : (body.reason ?? 'not-all-received');
  const sagaId = newId('saga');
  const { shipping_minor, amount_minor } = money;
  const evidence = evidenceOf(body.evidence);
  const { actor } = who;
  const { resolution } = one;
  const facts = { lines, shipping_minor, amount_minor };
  await insertDecision(tx, {
    ...key,
    ...facts,
    sagaId,
    requestKey,
    resolution,
    actor,
    reason,
    evidence,
  });
  const counts = freed(one).map(({ lineNo, open }) => {
    const now = grants.find((grant) => grant.line.lineNo === lineNo)?.units ?? 0;
    return { lineNo, open, refunded: swaps ? 0 : now, exchanged: swaps ? now : 0 };
  });
  await store.countUnits(tx, one.orderId, counts);
  const to = whole ? 'APPROVED' : 'PARTIALLY_APPROVED';
  const more = { round: key.round, ...facts };
  await move(tx, one, { to, reason, actor, more, sagaId });
  return key;
}

const noMoney = { lines: [], shipping_minor: 0, amount_minor: 0 };

function decidedLine(
  { line, units, restock, writeOff }: Grant,
  of: { swaps: boolean; money: Partial<DecidedLine> | undefined },
): DecidedLine {
  const { lineNo, variantId, productId, warehouseId } = line;
  return {
    lineNo,
    variantId,
    productId,
    warehouseId,
    units,
    restock,
    writeOff,
    goods_minor: of.money?.goods_minor ?? 0,
    discount_minor: of.money?.discount_minor ?? 0,
    tax_minor: of.money?.tax_minor ?? 0,
    exchangeVariantId: of.swaps ? (line.exchangeVariantId ?? variantId) : null,
  };
}

/**
 * What granting these units would come to, as things are: the amount that `approve` would keep.
 * Of each line at most what was announced and is not granted yet.
 */
export function worthOf(
  one: Pick<store.LockedReturn, 'paid' | 'resolution'> & {
    lines: readonly { lineNo: number; quantity: number; approved: number }[];
  },
  units: ReadonlyMap<number, store.UnitRow>,
  items: readonly { lineNo: number; quantity: number }[],
): RefundMoney | Refusal<'line-not-found' | 'return-quantity-too-high'> {
  const byNo = new Map(one.lines.map((line) => [line.lineNo, line]));
  for (const { lineNo, quantity } of items) {
    const line = byNo.get(lineNo);
    const named = items.filter((item) => item.lineNo === lineNo).length;
    if (!line || named > 1) return refuse('line-not-found', { lineNo });
    const left = line.quantity - line.approved;
    if (quantity > left) return refuse('return-quantity-too-high', { lineNo, left });
  }
  if (one.resolution === 'EXCHANGE') return noMoney;
  const going = items.filter(({ quantity }) => quantity > 0);
  return moneyOf(
    one,
    units,
    going.map(({ lineNo, quantity }) => ({ line: { lineNo }, units: quantity })),
  );
}

/** The money of these units, after all that went back of the order before. */
function moneyOf(
  one: Pick<store.LockedReturn, 'paid'>,
  units: ReadonlyMap<number, store.UnitRow>,
  grants: readonly { line: { lineNo: number }; units: number }[],
) {
  const before = new Map([...units].map(([lineNo, state]) => [lineNo, state.refunded]));
  const going = grants.map(({ line, units: now }): Going => {
    return { lineNo: line.lineNo, units: now, before: before.get(line.lineNo) ?? 0 };
  });
  return refundOf(one.paid, going, before);
}

/**
 * The replacement is not to be had: the money goes back instead. Gives the amount; a repeat gives
 * what the first time came to.
 */
export async function fallBack(tx: Sql, key: DecisionKey): Promise<number> {
  const locked = await store.lockReturn(tx, key.returnId);
  const decision = await lockDecision(tx, key);
  if (!locked || !decision) return 0;
  if (decision.resolution === 'REFUND') return decision.amount_minor;
  const grants = decision.lines.map(({ lineNo, units }) => ({ line: { lineNo }, units }));
  const money = moneyOf(locked.of, locked.units, grants);
  const lines = decision.lines.map((line, index) => {
    const { goods_minor, discount_minor, tax_minor } = money.lines[index] ?? line;
    return { ...line, goods_minor, discount_minor, tax_minor, exchangeVariantId: null };
  });
  await changeToRefund(tx, key, { ...money, lines });
  const counts = lines.map(({ lineNo, units }) => {
    return { lineNo, open: 0, refunded: units, exchanged: -units };
  });
  await store.countUnits(tx, locked.of.orderId, counts);
  return money.amount_minor;
}
