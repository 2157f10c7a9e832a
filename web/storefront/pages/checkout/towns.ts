/** What a postal code says of an address: its town and region. */
import type { ReplyOf } from '../../../client/request.ts';
import type { AddressFields } from './address.ts';
import { regionsOf } from './regions.ts';

export type Town = ReplyOf<'GET /shipping/places'>['places'][number];

/** The code by which our list of regions has a town's region; '' when it has none. */
export function regionOf(country: string, { stateCode, state }: Omit<Town, 'city'>): string {
  const name = state.toLowerCase();
  const found = regionsOf(country).find(
    (one) => one.code === stateCode || one.name.toLowerCase() === name,
  );
  return found?.code ?? '';
}

/** What towns of a postal code say of an address; what somebody typed stays. */
export function filledIn(
  typed: AddressFields,
  of: { towns: readonly Town[]; ours: { city: string; state: string } },
): Partial<AddressFields> {
  const { towns, ours } = of;
  const [first] = towns;
  if (first === undefined) return {};
  const change: Partial<AddressFields> = {};
  const free = (name: 'city' | 'state') => typed[name].trim() === '' || typed[name] === ours[name];
  if (towns.length === 1 && free('city') && typed.city !== first.city) change.city = first.city;
  const states = new Set(towns.map((town) => regionOf(typed.country, town)));
  const [state = ''] = states;
  if (states.size === 1 && state !== '' && free('state') && typed.state !== state) {
    change.state = state;
  }
  return change;
}
