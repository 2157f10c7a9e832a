// Gift cards and store credit of a seed: handed out, used by several people at once, in part or for
// all of a purchase.
import type { Client } from './client.ts';
import { CURRENCY, admin, type Shopper } from './people.ts';

export type Part =
  | { method: 'STORE_CREDIT'; amount?: number }
  | { method: 'GIFT_CARD'; code: string; amount?: number };

/** A person is given something to spend, or a card that anybody who knows its code may spend. */
export async function fillPurse(me: Client, { userId }: Shopper): Promise<void> {
  const amount_minor = me.dice.int(100, 15_000);
  const body = { amount: amount_minor / 100, currency: CURRENCY };
  const { journal } = me;
  if (me.likely(0.6)) {
    const path = `/admin/users/${userId}/credit`;
    const given = { ...body, reason: 'for the simulation' };
    const answer = await me.ask({ principal: admin, method: 'POST', path, body: given });
    if (answer.status === 201) journal.credited_minor += amount_minor;
    else journal.unsureCredit = true;
    return;
  }
  // Its code is told once, so no reply is kept: a reply that is lost, or a request that comes
  // twice, leaves a card that nobody can use. It counts for nobody.
  const ask = { principal: admin, method: 'POST', path: '/admin/gift-cards', body };
  const answer = await me.once(ask);
  if (answer.status !== 201) return;
  journal.credited_minor += amount_minor;
  journal.cards.push(answer.body.code as string);
  journal.cardIds.push(answer.body.cardId as string);
}

/** What somebody puts towards a purchase; undefined when nothing but the card. */
export function partsOf(me: Client): Part[] | undefined {
  const { cards } = me.journal;
  const parts: Part[] = [];
  const some = (): { amount?: number } =>
    me.likely(0.3) ? { amount: me.dice.int(1, 300) / 100 } : {};
  if (me.likely(0.6)) parts.push({ method: 'STORE_CREDIT', ...some() });
  if (cards.length > 0 && me.likely(0.7)) {
    parts.push({ method: 'GIFT_CARD', code: me.dice.pick(cards), ...some() });
  }
  return parts.length === 0 ? undefined : parts;
}
