// People for sales: accounts by the thousand through identity's own import, each in a house of
// their own, with tokens signed by the kernel's own signer, because a login costs 11 ms of CPU on
// purpose and fifty thousand of them would be a bench of their own.
import { tokens } from '#kernel/auth/token.ts';
import { systemClock } from '#kernel/core/clock.ts';
import { newId } from '#kernel/core/id.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Rpc } from '#kernel/http/rpc.ts';
import { identityCalls, usersPerImport_max } from '#services/identity/contract.ts';
import { numberedId, type Shopper } from './harness-shop.ts';

const states = ['NY', 'CA', 'TX', 'FL', 'IL'];
const token_s = 3_600;

interface Wanted {
  client: Rpc['client'];
  /** The key that the shop signs with, and its public address. */
  tokenKey: string;
  issuer: string;
  count: number;
  roles?: string[];
  /** Numbers of people start here. */
  from?: number;
}

/** Accounts with an address each; about 0.2 ms a person. */
export async function makeAccounts(wanted: Wanted): Promise<Shopper[]> {
  const { client, count, from = 1_000_000, roles = [] } = wanted;
  const { tokenKey: key, issuer } = wanted;
  const signer = tokens({ key, issuer, clock: systemClock });
  const numbers = Array.from({ length: count }, (_, index) => from + index);
  for (let at = 0; at < count; at += usersPerImport_max) {
    const users = numbers.slice(at, at + usersPerImport_max).map((n) => account(n, roles));
    const done = await client(identityCalls).import({ users });
    if (isRefusal(done)) throw new Error(`identity refused: ${JSON.stringify(done)}`);
  }
  return numbers.map((n) => {
    const userId = numberedId('usr', n);
    const subject = { type: 'access', userId, sessionId: newId('ses'), roles } as const;
    return {
      userId,
      addressId: numberedId('addr', n),
      token: signer.issue(subject, token_s).token,
    };
  });
}

function account(n: number, roles: string[]) {
  const name = `Buyer ${n}`;
  const address = {
    addressId: numberedId('addr', n),
    name,
    line1: `${n} Main Street`,
    city: 'Springfield',
    state: states[n % states.length] ?? 'NY',
    postalCode: '10001',
    country: 'US',
  };
  const email = `buyer-${n}@bench.test`;
  return {
    userId: numberedId('usr', n),
    email,
    password: 'nobody logs in with it',
    name,
    roles,
    addresses: [address],
  };
}
