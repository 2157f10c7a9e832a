/**
 * What was typed into the checkout, kept for this tab: over reloads, the bank's page and the back
 * button. Never anything of a payment but the name of the way that was chosen.
 */
import { emptyAddress, type AddressFields } from './address.ts';
import type { Way } from './outcome.ts';

export type ShippingMethod = 'STANDARD' | 'EXPRESS' | 'PICKUP';

export const methodOf = (text: string): ShippingMethod =>
  text === 'EXPRESS' || text === 'PICKUP' ? text : 'STANDARD';

/** A place where it is collected. */
export interface Pickup {
  placeId: string;
  name: string;
}

export interface Place {
  typed: AddressFields;
  /** An address of the book that was chosen instead; null: what is typed. */
  chosen: string | null;
  /** What was typed as it went into the book, so that it does not go there twice. */
  kept: { id: string; text: string } | null;
}

export interface Draft {
  /** The account whose it is; null for guests and before anybody was known. */
  account: string | null;
  email: string;
  shipping: Place;
  billing: Place;
  sameBilling: boolean;
  method: ShippingMethod;
  /** Where it is collected, once that was chosen. */
  pickup?: Pickup | null;
  payBy: Way | null;
}

export type DraftMemory = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const mark = 'trueshelf.checkout';

export function emptyDraft(place: { country: string; postalCode: string } | null): Draft {
  const typed = emptyAddress(place?.country, place?.postalCode);
  const blank = { typed, chosen: null, kept: null };
  const none = { account: null, email: '', sameBilling: true, payBy: null } as const;
  return { ...none, shipping: blank, billing: blank, method: 'STANDARD' };
}

/** What this tab remembers, or null; anything that is not a draft is forgotten. */
export function readDraft(memory: DraftMemory): Draft | null {
  try {
    const value = JSON.parse(memory.getItem(mark) ?? 'null') as Draft | null;
    return value !== null && isPlace(value.shipping) && isPlace(value.billing) ? value : null;
  } catch {
    return null;
  }
}

function isPlace(place: Place | undefined): boolean {
  const typed: object = place?.typed ?? {};
  const names = Object.keys(emptyAddress()) as (keyof AddressFields)[];
  return names.every((name) => typeof (typed as AddressFields)[name] === 'string');
}

export function keepDraft(memory: DraftMemory, draft: Draft): void {
  try {
    memory.setItem(mark, JSON.stringify(draft));
  } catch {
    // Full or refused: then it is kept for this page only.
  }
}

export function forgetDraft(memory: DraftMemory): void {
  memory.removeItem(mark);
}

/** What an account typed is not for whoever comes after it; what a guest typed comes along. */
export function draftFor(draft: Draft, person: { userId: string; kind: string } | null): Draft {
  const account = person?.kind === 'user' ? person.userId : null;
  if (draft.account === account) return draft;
  if (draft.account !== null) return { ...emptyDraft(draft.shipping.typed), account };
  const place = (one: Place): Place => ({ ...one, chosen: null, kept: null });
  return { ...draft, account, shipping: place(draft.shipping), billing: place(draft.billing) };
}
