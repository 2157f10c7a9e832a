/** The address book of a person; changes of one book wait for each other. */
import { newId } from '#kernel/core/id.ts';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import { addressesPerUser_max } from './contract.ts';
import type { Deps } from './deps.ts';
import * as store from './store-address.ts';

type Key = { userId: string; addressId: string };

/** Adds an address; the first one, or one that asks for it, becomes the default. */
export async function addAddress(
  { db }: Pick<Deps, 'db'>,
  userId: string,
  input: { address: store.AddressInput; isDefault: boolean },
): Promise<store.AddressRow | Refusal<'address-limit' | 'address-not-found'>> {
  const key = { userId, addressId: newId('addr') };
  return db.tx(async (tx) => {
    const count = await store.lockBook(tx, userId);
    if (count >= addressesPerUser_max) {
      return refuse('address-limit', { limit: addressesPerUser_max });
    }
    await store.insertAddress(tx, key, input.address);
    if (input.isDefault || count === 0) await store.makeDefault(tx, key);
    const [row] = await store.addressesOf(tx, [key]);
    return row ?? refuse('address-not-found');
  });
}

/** Replaces an address; `isDefault` moves the default here, but never leaves a book without. */
export async function changeAddress(
  { db }: Pick<Deps, 'db'>,
  key: Key,
  input: { address: store.AddressInput; isDefault: boolean },
): Promise<store.AddressRow | Refusal<'address-not-found'>> {
  return db.tx(async (tx) => {
    await store.lockBook(tx, key.userId);
    if (!(await store.replaceAddress(tx, key, input.address))) return refuse('address-not-found');
    if (input.isDefault) await store.makeDefault(tx, key);
    const [row] = await store.addressesOf(tx, [key]);
    return row ?? refuse('address-not-found');
  });
}

/** Takes an address out of the book; orders keep their copy of it. */
export async function removeAddress(
  { db }: Pick<Deps, 'db'>,
  key: Key,
): Promise<Refusal<'address-not-found'> | undefined> {
  const removed = await db.tx(async (tx) => {
    await store.lockBook(tx, key.userId);
    return store.deleteAddress(tx, key);
  });
  return removed ? undefined : refuse('address-not-found');
}
