/** The calls that other rooms make on their hot paths, in batches, and keys' facts. */
import { sameHash } from '#kernel/auth/api-key.ts';
import { batch } from '#kernel/core/batch.ts';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Db } from '#kernel/db/db.ts';
import type { Seller } from '#services/sellers/contract.ts';
import type { Address, ApiKeyFacts, User } from './contract.ts';
import { expandScopes } from './model.ts';
import { accountsAt, personAt, sameEmail, usersByIds, verifiedEmails } from './store.ts';
import { addressesOf, publicAddress } from './store-address.ts';
import { liveKey, touchKey } from './store-key.ts';

const touch_every_ms = 60_000;

interface AddressRequest {
  userId: string;
  addressIds: string[];
}

export type Queries = ReturnType<typeof identityQueries>;

export interface QueryParts {
  db: Db;
  now(): number;
  seller(sellerId: string): Promise<Seller | undefined>;
}

export function identityQueries({ db, now, seller }: QueryParts) {
  const addresses = batch<AddressRequest, { addresses: Address[] }>({
    name: 'identity.addresses',
    size_max: 500,
    inFlight_max: 1,
    queue_max: 20_000,
    run: async (requests) => {
      const pairs = new Map<string, { userId: string; addressId: string }>();
      for (const { userId, addressIds } of requests) {
        for (const addressId of addressIds) {
          pairs.set(`${userId} ${addressId}`, { userId, addressId });
        }
      }
      const rows = await addressesOf(db, [...pairs.values()]);
      const found = new Map(rows.map((row) => [`${row.userId} ${row.addressId}`, row]));
      return requests.map((request) => pick(request, (key) => found.get(key)));
    },
  });
  const users = batch<string, User>({
    name: 'identity.users',
    size_max: 500,
    inFlight_max: 1,
    queue_max: 20_000,
    run: async (ids) => {
      const found = new Map(
        (await usersByIds(db, [...new Set(ids)])).map((one) => [one.userId, one]),
      );
      return ids.map((id) => found.get(id) ?? refuse('user-not-found'));
    },
  });

  return {
    /** All addresses, in the order asked for, or 'address-not-found'. */
    addresses: (input: AddressRequest) =>
      addresses.do(input) as Promise<{ addresses: Address[] } | Refusal<'address-not-found'>>,
    user: ({ userId }: { userId: string }) =>
      users.do(userId) as Promise<User | Refusal<'user-not-found'>>,
    sameEmail: async ({ userIds }: { userIds: string[] }) => ({
      people: await sameEmail(db, userIds),
    }),
    verifiedEmails: async ({ userIds }: { userIds: string[] }) => ({
      people: await verifiedEmails(db, userIds),
    }),
    accountsAt: async (of: { emails: string[] }) => ({ people: await accountsAt(db, of.emails) }),
    personAt: async (of: { userId: string; email: string; locale: string }) => ({
      userId: await personAt(db, of),
    }),
    users: async ({ userIds }: { userIds: string[] }) => ({
      users: await usersByIds(db, userIds),
    }),
    /** What a presented key may do; null when it is not one. Two statements, one call. */
    apiKey: async (input: {
      keyId: string;
      hash: string;
    }): Promise<{ key: ApiKeyFacts | null }> => {
      const stored = await liveKey(db, input.keyId);
      if (stored === undefined || !sameHash(stored.hash, input.hash)) return { key: null };
      const { keyId, sellerId, scopes, lastUsedAt } = stored;
      const of = await seller(sellerId);
      if (of === undefined) return { key: null };
      if (now() - Number(lastUsedAt ?? 0) > touch_every_ms) await touchKey(db, keyId);
      const role = of.status === 'SUSPENDED' ? 'read-only' : 'owner';
      return { key: { keyId, sellerId, role, scopes: expandScopes(scopes) } };
    },
    drain: async () => {
      await Promise.all([addresses.drain(), users.drain()]);
    },
  };
}

type Row = Parameters<typeof publicAddress>[0];

function pick(
  { userId, addressIds }: AddressRequest,
  find: (key: string) => Row | undefined,
): { addresses: Address[] } | Refusal<'address-not-found'> {
  const picked: Address[] = [];
  for (const addressId of addressIds) {
    const row = find(`${userId} ${addressId}`);
    if (row === undefined) return refuse('address-not-found', { addressId });
    picked.push(publicAddress(row));
  }
  return { addresses: picked };
}
