import { Failure } from '#kernel/core/error.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { SettledBy } from './contract.ts';
import { isTrouble, type Gateway, type GatewayCharge } from './gateway.ts';
import type { Lanes } from './lanes.ts';
import * as model from './model.ts';
import type { PaymentRow } from './model.ts';
import * as store from './store.ts';

export interface SettleDeps {
  ctx: RoomContext;
  lanes: Lanes;
  /** By name; undefined where this configuration does not have it any more. */
  gateways: ReadonlyMap<string, Gateway>;
}

export type Settle = ReturnType<typeof settling>;

/** How what a gateway says becomes what we have on record, whoever asked it. */
export function settling({ ctx, lanes, gateways }: SettleDeps) {
  const { db, log, config } = ctx;

  /** Records an answer; the row as it is then. Money that is not as asked for is not accepted. */
  async function apply(
    row: PaymentRow,
    answer: GatewayCharge,
    settledBy: SettledBy,
  ): Promise<PaymentRow> {
    const move = model.moveFor(row, answer, config.settlePoll_ms);
    if (move !== 'mismatch') {
      const changes = move.to !== row.status && model.sourcesOf(move.to).includes(row.status);
      return changes ? lanes.move(row, move, settledBy) : row;
    }
    const detail = { asked: [row.amount_minor, row.currency], answer };
    const { paymentId } = row;
    if (await store.recordBreak(db, { paymentId, kind: 'capture-mismatch', detail })) {
      log.error({ paymentId, ...detail }, 'gateway captured another amount than was asked for');
    }
    return unknown(row);
  }

  /** Nobody knows: from now on it is asked about until somebody does. */
  async function unknown(row: PaymentRow): Promise<PaymentRow> {
    if (row.status !== 'INITIATED') return row;
    const move = model.moveTo('PENDING', { poll_ms: config.settlePoll_ms });
    return lanes.move(row, move, 'reply');
  }

  /** Sees to it that the attempt cannot capture. Rejects when the gateway cannot be reached. */
  async function close(row: PaymentRow, to: model.Move, settledBy: SettledBy): Promise<PaymentRow> {
    if (row.method !== 'COD') {
      const answer = await closeThere(gateways, row);
      if (answer !== 'cancelled') return apply(row, answer, settledBy);
    }
    return lanes.move(row, to, settledBy);
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
      const answer = await gateway.query(row.idemKey);
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

async function closeThere(
  gateways: SettleDeps['gateways'],
  row: PaymentRow,
): Promise<GatewayCharge | 'cancelled'> {
  const gateway = gateways.get(row.gateway);
  if (!gateway) throw new Failure('room-unavailable', { gateway: row.gateway });
  try {
    return await gateway.cancel(row.idemKey);
  } catch (error) {
    // What was never sent needs no gateway to be over; the shopper may pay in another way.
    if (isTrouble(error) && row.declineCode === model.NOT_SENT) return 'cancelled';
    throw error;
  }
}
