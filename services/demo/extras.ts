// What the demo world has beside its goods: a gift card, and towns by postal code.
import { assert } from '#kernel/core/assert.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Rpc } from '#kernel/http/rpc.ts';
import { creditCalls } from '#services/credit/contract.ts';
import { shippingCalls } from '#services/shipping/contract.ts';
import { demoPlaces } from './places.ts';

/** `DEMO-GIFT-CARD-2026` as people read it: O is a zero, I is a one. */
const demoCard = {
  accountId: 'gft_0195e000000070008000000000000001',
  code: 'DEMO-GIFT-CARD-2026',
  amount_minor: 10_000,
  currency: 'USD',
};

export async function loadCard(client: Rpc['client']): Promise<void> {
  const done = await client(creditCalls).import({ cards: [demoCard] });
  assert(!isRefusal(done), 'the demo gift card was not taken');
}

export async function loadPlaces(client: Rpc['client']): Promise<void> {
  await client(shippingCalls).learnPlaces({ places: demoPlaces() });
}
