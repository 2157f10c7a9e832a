// How what a gateway says becomes what we have on record, whoever asked it.
import { Failure } from '#kernel/core/error.ts';
import { failpoint } from '#kernel/core/failpoint.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { SettledBy } from './contract.ts';
import { differing, type Differing } from './differ.ts';
import { isTrouble, type Gateway, type GatewayCharge } from './gateway.ts';
import type { Lanes } from './lanes.ts';
import * as model from './model.ts';
import type { PaymentRow } from './model.ts';
import { keepSaved } from './store-saved.ts';

export interface SettleDeps {
  ctx: RoomContext;
  lanes: Lanes;
  /** By name; undefined where this configuration does not have it any more. */
  gateways: ReadonlyMap<string, Gateway>;
}

export type Settle = ReturnType<typeof settling>;

/** What the rest of the room does with answers of gateways. */
export function settling(deps: SettleDeps) {
  const { lanes, gateways } = deps;
  const apply = applying(deps, differing(deps));
  const unknown = unknownOf(deps);

  /** Sees to it that the attempt cannot capture. Rejects when the gateway cannot be reached. */
  async function close(row: PaymentRow, to: model.Move, settledBy: SettledBy): Promise<PaymentRow> {
    if (row.method !== 'COD') {
      const answer = await closeThere(gateways, row);
      if (answer !== 'cancelled') return apply(row, answer, settledBy);
    }
    // A capture that was under way there may still come through; nobody would hear of it.
    const late = gateways.get(row.gateway)?.late === true && to.poll_ms === null;
    return lanes.move(row, late ? { ...to, poll_ms: model.recheck_ms(0) } : to, settledBy);
  }

  /**
   * Asks the gateway about an attempt and records what it says. 'absent': it has never heard of
   * it, and nobody was told to wait for it, so it may be sent again. Trouble at the gateway
   * leaves the attempt pending.
   */
  async function ask(row: PaymentRow, settledBy: SettledBy): Promise<PaymentRow | 'absent'> {
    if (row.method === 'COD') return lanes.move(row, model.moveTo('ACCEPTED'), settledBy);
    const gateway = gateways.get(row.gateway);
    if (!gateway) return unknown(row);
    try {
      const answer = await gateway.query(model.refOf(row));
      if (answer) return await apply(row, answer, settledBy);
      if (row.status === 'INITIATED') return 'absent';
      return await close(row, model.failedAs('not-charged', 'retryable'), settledBy);
    } catch (error) {
      if (!isTrouble(error)) throw error;
      return unknown(row);
    }
  }

  return { apply, unknown, close, ask };
}

/** Nobody knows: from now on it is asked about until somebody does. */
function unknownOf({ ctx, lanes }: SettleDeps) {
  return async (row: PaymentRow): Promise<PaymentRow> => {
    if (row.status !== 'INITIATED') return row;
    const move = model.moveTo('PENDING', { poll_ms: ctx.config.settlePoll_ms });
    return lanes.move(row, move, 'reply');
  };
}

/** Records an answer; the row as it is then. Money that is not as asked for is not accepted. */
function applying({ ctx, lanes, gateways }: SettleDeps, differs: Differing) {
  return async function apply(
    row: PaymentRow,
    answer: GatewayCharge,
    settledBy: SettledBy,
  ): Promise<PaymentRow> {
    const move = model.moveFor(row, answer, ctx.config.settlePoll_ms);
    if (move === 'mismatch') {
      const found = await differs(row, answer, settledBy);
      return 'truth' in found ? apply(row, found.truth, 'poll') : found.row;
    }
    const changes = move.to !== row.status && model.sourcesOf(move.to).includes(row.status);
    const after = changes ? await lanes.move(row, move, settledBy) : row;
    if (answer.saved && model.isPaid(after)) await keepSaved(ctx.db, after, answer.saved);
    if (answer.state !== 'authorized') return after;
    if (after.status === 'AUTHORIZED') return take(after, settledBy);
    // Set aside for an attempt that is over: nobody will take it.
    if (!model.isPaid(after)) await closeThere(gateways, after);
    return after;
  };

  /** Takes what is set aside and verified. Not known: it stays AUTHORIZED, and is asked about. */
  async function take(row: PaymentRow, settledBy: SettledBy): Promise<PaymentRow> {
    const gateway = gateways.get(row.gateway);
    if (!gateway?.capture) return row;
    failpoint('payments.capture.authorized');
    let answer: GatewayCharge;
    try {
      answer = await gateway.capture(model.refOf(row));
    } catch (error) {
      if (!isTrouble(error)) throw error;
      return row;
    }
    failpoint('payments.capture.answered');
    if (answer.state === 'authorized') return row;
    return applying({ ctx, lanes, gateways }, differs)(row, answer, settledBy);
  }
}

export async function closeThere(
  gateways: SettleDeps['gateways'],
  row: PaymentRow,
): Promise<GatewayCharge | 'cancelled'> {
  if (row.gateway === model.NOWHERE) return 'cancelled';
  const gateway = gateways.get(row.gateway);
  if (!gateway) throw new Failure('room-unavailable', { gateway: row.gateway });
  try {
    return await gateway.cancel(model.refOf(row));
  } catch (error) {
    // What was never sent needs no gateway to be over; the shopper may pay in another way.
    if (isTrouble(error) && row.declineCode === model.NOT_SENT) return 'cancelled';
    throw error;
  }
}
