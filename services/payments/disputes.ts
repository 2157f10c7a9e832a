// Chargebacks that stay open. Their end is told by news, which may be lost; a refund waits for it,
// and so do the books. So whoever has them is asked now and then.
import { newId } from '#kernel/core/id.ts';
import type { RoomContext, Task } from '#kernel/service.ts';
import { isTrouble, type Gateway } from './gateway.ts';
import type { PaymentRow } from './model.ts';
import { claimOpenDisputes, type OpenDispute } from './store-dispute.ts';
import { readPayments } from './store.ts';
import type { Intake } from './webhook.ts';

const LOOK_EVERY_MS = 60_000;
/** A case takes weeks. */
const ASK_EVERY_MS = 60 * 60 * 1_000;
const CLAIM_MAX = 20;

/** Asks gateways about chargebacks that are open, each once an hour. */
export function disputeTask(
  { db, clock, log }: RoomContext,
  of: { gateways: ReadonlyMap<string, Gateway>; intake: Intake },
): Task {
  async function ask(open: OpenDispute, row: PaymentRow | undefined): Promise<void> {
    const gateway = of.gateways.get(open.gateway);
    if (!row || !gateway?.findDispute) return;
    // What is told is at least as new as the question.
    const at = new Date(clock.now()).toISOString();
    const { disputeId: id, paymentId } = open;
    try {
      const dispute = await gateway.findDispute(id);
      if (dispute?.id !== id) return;
      const about = { paymentId, ref: row.gatewayRef };
      await of.intake.take(row, { kind: 'dispute', id: newId('ask'), at, about, dispute });
    } catch (error) {
      if (!isTrouble(error)) throw error;
      log.debug({ paymentId, disputeId: id, err: error }, 'asked again later');
    }
  }

  return {
    name: 'payments.ask-disputes',
    every_ms: LOOK_EVERY_MS,
    run: async (signal) => {
      for (;;) {
        const due = await claimOpenDisputes(db, CLAIM_MAX, ASK_EVERY_MS);
        if (due.length === 0) return;
        const rows = await readPayments(db, [...new Set(due.map((one) => one.paymentId))]);
        const byId = new Map(rows.map((row) => [row.paymentId, row]));
        await Promise.all(due.map((one) => ask(one, byId.get(one.paymentId))));
        if (due.length < CLAIM_MAX || signal.aborted) return;
      }
    },
  };
}
