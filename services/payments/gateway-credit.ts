// Gift cards and store credit behind the port of gateways. They are never chosen by a method: a
// part is set aside, taken or given up by parts.ts, in the order that the purchase asks for. Here
// is what the rest of the room needs: looking, closing, giving back, and the books.
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { creditCalls, Hold } from '#services/credit/contract.ts';
import type { Gateway, GatewayCharge } from './gateway.ts';
import { CREDIT } from './model.ts';

export function creditGateway(client: Client<typeof creditCalls>): Gateway {
  const query: Gateway['query'] = async ({ key }) => {
    const { hold } = await client.query({ key });
    return hold && chargeOf(hold);
  };
  return {
    name: CREDIT,
    methods: [],
    query,
    // Nothing is sent here: what was not set aside is not there to be charged.
    charge: async (request) =>
      (await query(request)) ?? {
        state: 'declined',
        amount_minor: request.amount_minor,
        currency: request.currency,
        declineCode: 'credit-not-held',
        declineClass: 'fixable',
      },
    cancel: async (of) => {
      const { state } = await client.release({ key: of.key });
      return state === 'released' ? 'cancelled' : ((await query(of)) ?? 'cancelled');
    },
    refund: async ({ key, chargeKey, amount_minor }) => {
      const done = await client.refund({ key, chargeKey, amount_minor });
      if (isRefusal(done)) return refuse(done.code, done.detail);
      const { movementId: transactionId, currency } = done;
      return { transactionId, amount_minor: done.amount_minor, currency };
    },
    ledger: async ({ since, cursor }) => {
      const page = await client.movements({ since: since.toISOString(), after: cursor });
      const lines = page.movements.map((one) => ({
        kind: one.kind === 'spend' ? ('capture' as const) : ('refund' as const),
        id: one.movementId,
        chargeKey: one.chargeKey,
        refundKey: one.kind === 'refund' ? one.movementId.slice('refund:'.length) : null,
        paymentId: null,
        amount_minor: one.amount_minor,
        currency: one.currency,
        at: new Date(one.at),
      }));
      return { lines, next: page.next };
    },
  };
}

const states = { held: 'authorized', captured: 'captured', released: 'cancelled' } as const;

function chargeOf(hold: Hold): GatewayCharge {
  const { amount_minor, currency } = hold;
  const taken = hold.state === 'captured' ? { transactionId: `spend:${hold.key}` } : {};
  return { state: states[hold.state], amount_minor, currency, ...taken };
}
