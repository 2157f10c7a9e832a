import type { RoomContext, Task } from '#kernel/service.ts';
import { disputeTask } from './disputes.ts';
import { isTrouble, type Gateway } from './gateway.ts';
import * as model from './model.ts';
import type { PaymentRow } from './model.ts';
import type { Refunds } from './refunds.ts';
import type { Settle } from './settle.ts';
import * as store from './store.ts';
import type { Intake } from './webhook.ts';

const CLAIM_MAX = 100;
const REFUNDS_EVERY_MS = 1_000;
/** News that wait for their payment: rare, and nobody stands before a page for them. */
const ADOPT_EVERY_MS = 5_000;
const KEEP_EVERY_MS = 5_000;

/** Asks gateways what became of attempts whose outcome nobody has heard. */
export function settlePoller(ctx: RoomContext, settle: Settle) {
  const { db, clock, log, config } = ctx;
  // A claimed attempt is another poller's business until the gateway must have answered twice.
  const lease_ms = 2 * config.gatewayTimeout_ms + 5_000;

  /** Settles what is due until nothing is left or the signal says stop. */
  async function settleDue(signal: AbortSignal): Promise<void> {
    for (;;) {
      const due = await store.claimDue(db, CLAIM_MAX, lease_ms);
      await Promise.all(due.map(look));
      if (due.length < CLAIM_MAX || signal.aborted) return;
    }
  }

  async function look(row: PaymentRow): Promise<void> {
    try {
      const after = await settleOne(row);
      if (after.status === row.status) await again(row);
    } catch (error) {
      if (!isTrouble(error)) {
        log.error({ err: error, paymentId: row.paymentId }, 'settling a payment failed');
      }
      await again(row);
    }
  }

  async function settleOne(row: PaymentRow): Promise<PaymentRow> {
    const found = await settle.ask(row, 'poll');
    if (found === 'absent') {
      // Whoever began it is gone, and the gateway never heard of it.
      return settle.close(row, model.failedAs('not-charged', 'retryable'), 'poll');
    }
    if (!model.isOpen(found)) return found;
    const age_ms = clock.now() - row.createdAt.getTime();
    if (found.status === 'ACTION' && age_ms > model.action_ms_max) {
      return settle.close(found, model.failedAs('action-expired', 'retryable'), 'poll');
    }
    if (age_ms > model.open_ms_max) {
      return settle.close(found, model.failedAs('gave-up-waiting', 'retryable'), 'poll');
    }
    return found;
  }

  async function again(row: PaymentRow): Promise<void> {
    const { paymentId, status, polls } = row;
    const pause_ms = model.isOpen(row)
      ? model.pollPause_ms(config.settlePoll_ms, polls)
      : model.recheck_ms(polls);
    await store.pollAgain(db, [{ paymentId, status, pause_ms }]);
  }

  return { settleDue };
}

/** The room's upkeep. Any number of processes may run it at once: rows are claimed. */
export function paymentTasks(
  ctx: RoomContext,
  of: {
    gateways: ReadonlyMap<string, Gateway>;
    settle: Settle;
    refunds: Refunds;
    intake: Intake;
    keepSaved: Task['run'];
  },
): Task[] {
  const poller = settlePoller(ctx, of.settle);
  return [
    {
      name: 'payments.settle',
      // Looks often for what is due; how often one attempt is asked about is its own matter.
      every_ms: Math.min(1_000, ctx.config.settlePoll_ms),
      run: poller.settleDue,
    },
    { name: 'payments.refund', every_ms: REFUNDS_EVERY_MS, run: of.refunds.retryDue },
    { name: 'payments.adopt', every_ms: ADOPT_EVERY_MS, run: of.intake.adopt },
    { name: 'payments.keep-saved', every_ms: KEEP_EVERY_MS, run: of.keepSaved },
    disputeTask(ctx, of),
  ];
}
