import { useRef, useState } from 'react';
import { problemIn, type ApiProblem } from '../../../client/problem.ts';
import { newKey, type BodyOf, type ReplyOf } from '../../../client/request.ts';
import { useApp } from '../../app.tsx';
import { useQuery, type Query } from '../../state/use-query.ts';

export type Address = ReplyOf<'GET /me/addresses'>['data'][number];
export type AddressBody = BodyOf<'POST /me/addresses'>;

/** As the API's own limit; beyond it the button says why. */
export const addresses_max = 50;

export interface Book extends Query<{ data: Address[] }> {
  /** Of the change of one address that is on its way. */
  busyId: string | null;
  /** Why the last change from the list was refused. */
  refused: ApiProblem | null;
  save(id: string | null, body: AddressBody, key: string): Promise<void>;
  makeDefault(address: Address): Promise<void>;
  /** Gives whether it is gone. */
  remove(address: Address): Promise<boolean>;
  putBack(address: Address): Promise<void>;
}

/** What the API takes of an address that it gave. */
function bodyOf({ addressId: _id, version: _version, ...body }: Address): AddressBody {
  return body;
}

/** The address book; deliver-to in the header goes with its default. */
export function useBook(userId: string): Book {
  const { api, deliverTo } = useApp();
  const [busyId, setBusyId] = useState<string | null>(null);
  const [refused, setRefused] = useState<ApiProblem | null>(null);
  const query = useQuery(`addresses ${userId}`, (signal) =>
    api.request('GET /me/addresses', { query: { limit: 100 }, signal }),
  );
  // Known before the list is loaded anew: who removes the default at once gets it back as such.
  const defaultId = useRef<string | null>(null);
  const follow = ({ addressId, isDefault, country, postalCode }: Address) => {
    if (isDefault) defaultId.current = addressId;
    if (isDefault) deliverTo.choose({ country, postalCode, own: true });
  };
  const save: Book['save'] = async (id, body, key) => {
    const saved =
      id === null
        ? await api.request('POST /me/addresses', { body, key })
        : await api.request('PUT /me/addresses/{addressId}', {
            params: { addressId: id },
            body,
            key,
          });
    follow(saved);
    setRefused(null);
    query.reload();
  };
  const change = async (id: string, work: () => Promise<unknown>): Promise<boolean> => {
    if (busyId !== null) return false;
    setBusyId(id);
    setRefused(null);
    try {
      await work();
      query.reload();
      return true;
    } catch (error) {
      const problem = problemIn(error);
      if (problem === null) throw error;
      setRefused(problem);
      return false;
    } finally {
      setBusyId(null);
    }
  };
  return {
    ...query,
    busyId,
    refused,
    save,
    makeDefault: async (address) => {
      const body = { ...bodyOf(address), isDefault: true };
      await change(address.addressId, () => save(address.addressId, body, newKey()));
    },
    remove: (address) => {
      const { addressId } = address;
      const send = () =>
        api.request('DELETE /me/addresses/{addressId}', { params: { addressId }, key: newKey() });
      return change(addressId, () =>
        send().catch((error: unknown) => {
          // Removed in another tab: that is what was wanted.
          if (problemIn(error)?.code !== 'address-not-found') throw error;
        }),
      );
    },
    putBack: async (address) => {
      const { addressId } = address;
      const isDefault = address.isDefault || defaultId.current === addressId;
      await change(addressId, () => save(null, { ...bodyOf(address), isDefault }, newKey()));
    },
  };
}
