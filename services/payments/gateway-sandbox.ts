import { Failure, OutcomeUnknown } from '#kernel/core/error.ts';
import { isRefusal, type Refusal } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import { guard, type Guard } from '#kernel/resilience/resilience.ts';
import type { GatewayCharge as SandboxCharge, sandboxCalls } from '#services/sandbox/contract.ts';
import { notDone, type Gateway, type GatewayCharge, type LedgerLine } from './gateway.ts';
import { readDispute, sandboxNews } from './news-sandbox.ts';

/** As many as a flash sale has under way at once; what waits longer than the timeout is unknown. */
const bulkhead = { max: 10_000, queue_max: 10_000 };
const breaker = { failures: 50, halfOpenAfter_ms: 2_000 };

export interface SandboxParts {
  client: Client<typeof sandboxCalls>;
  timeout_ms: number;
  /** News signed with any of these are believed. */
  secrets: readonly string[];
}

/** The sandbox gateway of development and tests. Charges are sent once; questions are repeated. */
export function sandboxGateway({ client, timeout_ms, secrets }: SandboxParts): Gateway {
  const name = 'sandbox';
  const charges = guard({ name: `gateway.${name}`, timeout_ms, bulkhead, breaker });
  const asks = guard({ name: `gateway.${name}.ask`, timeout_ms, bulkhead, breaker, retries: 1 });
  return {
    name,
    methods: ['CARD', 'PAYPAL', 'UPI'],
    charge: async ({ key, paymentId, method, token, amount_minor, currency, save }) => {
      const facts = { key, paymentRef: paymentId, method, token, amount_minor, currency };
      const sent = save ? { ...facts, save: true } : facts;
      const answer = await honest(charges, () => client.charge(sent));
      // Somebody used our key for something else: what it came to is for the query to say.
      if (isRefusal(answer)) throw new OutcomeUnknown({ gateway: name, refusal: answer.code });
      return chargeOf(answer);
    },
    query: async ({ key }) => {
      const answer = await honest(asks, () => client.query({ key }));
      return answer.state === 'absent' ? null : chargeOf(answer as SandboxCharge);
    },
    cancel: async ({ key }) => {
      const answer = await honest(asks, () => client.cancel({ key }));
      return answer.state === 'captured' ? chargeOf(answer as SandboxCharge) : 'cancelled';
    },
    findRefund: async ({ key }) => {
      const answer = await honest(asks, () => client.refundOf({ key }));
      return answer.state === 'absent' ? null : answer;
    },
    refund: async ({ key, chargeKey, amount_minor, currency }) => {
      const wish = { key, chargeKey, amount_minor, currency };
      const answer = await honest(asks, () => client.refund(wish));
      return isRefusal(answer) ? (answer as Refusal) : answer;
    },
    ledger: async ({ since, cursor }) => {
      const page = await honest(asks, () => client.ledger({ since: since.toISOString(), cursor }));
      const lines = page.lines.map((line): LedgerLine => ({ ...line, at: new Date(line.at) }));
      return { lines, next: page.next };
    },
    news: sandboxNews(secrets),
    findDispute: async (disputeId) => {
      const answer = await honest(asks, () => client.disputeOf({ disputeId }));
      return answer.state === 'absent' ? null : readDispute(answer);
    },
  };
}

/** Whatever a gateway breaks with, it may have acted, unless it surely was not reached. */
function honest<T>(through: Guard, call: () => Promise<T>): Promise<T> {
  return through.run(async () => {
    try {
      return await call();
    } catch (error) {
      if (notDone(error) || !(error instanceof Failure)) throw error;
      throw new OutcomeUnknown({ gateway: 'sandbox', code: error.code }, { cause: error });
    }
  });
}

function chargeOf(charge: SandboxCharge): GatewayCharge {
  const { chargeId: _, paymentRef: __, card, ...known } = charge;
  const token = card && { ...card, customer: null };
  return token ? { ...known, saved: token } : known;
}
