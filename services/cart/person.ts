/** What this room holds about a person, and how it forgets one. */
import { toMajor } from '#kernel/core/money.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { ConsumerSpec, Handler } from '#kernel/events/event.ts';
import { forgetReplies } from '#kernel/http/store-forget.ts';
import { erasedIn, type PersonalPage } from '#services/identity/contract.ts';
import * as store from './store-person.ts';
import { dropSavedOf, readSaved } from './store-saved.ts';

export const personConsumers: ConsumerSpec[] = [
  { name: 'cart.forget', from: { identity: ['USER_ERASED'] } },
];

/** The active carts with their lines and what was saved for later: a handful, on one page. */
export async function personalData(
  sql: Sql,
  { userId }: { userId: string },
): Promise<PersonalPage> {
  const carts = await store.cartsOf(sql, [userId]);
  const items = carts.map(({ cartId, currency, lines }) => ({
    kind: 'cart',
    data: {
      cartId,
      currency,
      lines: lines.map((line) => ({
        name: line.name,
        variantId: line.variantId,
        quantity: line.quantity,
        priceWhenAdded: toMajor(line.added_minor, currency),
      })),
    },
  }));
  const saved = await readSaved(sql, { userId, cartIds: [] });
  const aside = saved.map((row) => ({
    kind: 'saved-for-later',
    data: {
      name: row.name,
      variantId: row.variantId,
      quantity: row.quantity,
      currency: row.currency,
      priceWhenSaved: toMajor(row.seen_minor, row.currency),
      savedAt: row.savedAt.toISOString(),
    },
  }));
  return { items: [...items, ...aside], next: null };
}

export const personReactions: Record<string, Handler> = {
  'cart.forget': async (tx, events) => {
    const userIds = erasedIn(events);
    await dropSavedOf(tx, userIds);
    await store.dropCarts(tx, userIds);
    await forgetReplies(tx, userIds);
  },
};
