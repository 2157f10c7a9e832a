// Where nothing is to be paid: gateways refuse a charge of nothing, so none is asked. It moves no
// money, so whatever is asked of it twice is harmless.
import { refuse } from '#kernel/core/refusal.ts';
import type { ChargeRef, Gateway, GatewayCharge } from './gateway.ts';

const nothing = ({ key, amount_minor, currency }: ChargeRef): GatewayCharge => {
  return { state: 'captured', amount_minor, currency, transactionId: `free:${key}` };
};

/** Takes charges of nothing, and only those. */
export const freeGateway: Gateway = {
  name: 'free',
  methods: [],
  charge: async (request) => nothing(request),
  query: async (of) => nothing(of),
  cancel: async () => 'cancelled',
  refund: async () => refuse('gateway-refused', { reason: 'nothing was paid' }),
  ledger: async () => ({ lines: [], next: null }),
};
