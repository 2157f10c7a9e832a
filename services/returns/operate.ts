// What operators are told about a decision that is being carried out, and what they may do to it.
// It only goes forwards: the goods are in the house and the buyer was told, so there is nothing to
// go back to. What cannot be carried out is given up by two persons and begun again.
import { toMajor } from '#kernel/core/money.ts';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { SagaFacts, SagaStory } from '#kernel/saga/runner.ts';
import type { ToBegin } from './store-settle.ts';

type Facts = SagaFacts<ToBegin>;

/** A decision in words, with the ids that belong to it. Pure. */
export function tellReturn({ sagaId, input, steps }: Facts): SagaStory {
  const { returnId, round, orderId, checkoutId, paymentId, currency } = input;
  const units = input.lines.reduce((sum, line) => sum + line.units, 0);
  const owed = steps['REFUNDING'] as { amount_minor: number } | undefined;
  const amount_minor = owed?.amount_minor ?? input.amount_minor;
  const isOut = 'REFUNDED' in steps || 'EXCHANGED' in steps;
  const links: Record<string, string> = { sagaId, returnId, orderId, checkoutId, paymentId };
  const { refundId } = (steps['MONEY'] ?? {}) as { refundId?: string | null };
  if (refundId) links['refundId'] = refundId;
  const what =
    input.resolution === 'EXCHANGE' && !owed
      ? 'something else instead'
      : `${toMajor(amount_minor, currency)} ${currency}`;
  return {
    summary:
      `Return ${returnId}, decision ${round}: ${units} units back for ${what}; ` +
      `${place(steps)}.`,
    links,
    atRisk: 'MONEY' in steps && !isOut ? { amount_minor, currency } : null,
  };
}

function place(steps: Facts['steps']): string {
  if ('EXCHANGED' in steps) return 'the replacement has left the counters';
  if ('REFUNDED' in steps) return 'the money is out';
  if ('PAYOUT' in steps) return 'a person has to hand the money back';
  if ('SENT' in steps) return 'the gateway has not sent the money yet';
  if ('STOCK' in steps) return 'the units are booked';
  return 'it has just begun';
}

/** Why a decision is never undone, and what can be done instead. Pure. */
export async function undoReturn({ steps }: Facts): Promise<Refusal> {
  if ('EXCHANGED' in steps || 'CONFIRM' in steps) {
    return refuse('replacement-has-left', { instead: 'resume' });
  }
  if ('PAYOUT' in steps) return refuse('payout-is-due', { instead: 'paid-out' });
  if ('MONEY' in steps) return refuse('money-was-asked-for', { instead: 'resume' });
  return refuse('goods-are-back', { instead: 'resume' });
}
