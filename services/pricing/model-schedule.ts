/** What the prices of a list come to when others are laid over them; pure. */
import { assert } from '#kernel/core/assert.ts';
import type { Laid, NewEntry } from './store-list.ts';

const never = Number.POSITIVE_INFINITY;
const from_ms = (one: NewEntry) => one.validFrom.getTime();
const until_ms = (one: NewEntry) => one.validUntil?.getTime() ?? never;

const isSame = (a: NewEntry, b: NewEntry) =>
  a.variantId === b.variantId && a.currency === b.currency && a.listId === b.listId;

/**
 * A list has one price for a variant at a time, and the one that was saved last counts. What stands
 * before it begins and after it ends stays: a price for a week leaves those around it alone.
 * `open` are those that are there, none of them over; `name` makes an id for each part that is left
 * behind a newer one.
 */
export function laidOver(
  open: readonly NewEntry[],
  fresh: readonly NewEntry[],
  of: { now_ms: number; name(): string },
): Laid {
  let now = [...open];
  const kept = new Map(open.map((one) => [one.entryId, one]));
  for (const one of fresh) {
    now = now.flatMap((old) => (isSame(old, one) ? around(old, one, of) : [old]));
    now.push(one);
  }
  const left = new Map(now.map((one) => [one.entryId, one]));
  const stays = [...kept.keys()].filter((id) => left.has(id));
  const cut = stays.flatMap((entryId) => {
    const [was, is] = [kept.get(entryId), left.get(entryId)];
    assert(was !== undefined && is !== undefined, 'what stays is known');
    if (until_ms(was) === until_ms(is)) return [];
    assert(is.validUntil !== null, 'what is cut has an end');
    return [{ entryId, until: is.validUntil }];
  });
  return {
    made: now.filter((one) => !kept.has(one.entryId)),
    cut,
    over: [...kept.keys()].filter((id) => !left.has(id)),
  };
}

/** What is left of an older price around a newer one: the part before keeps its id. */
function around(old: NewEntry, one: NewEntry, of: { now_ms: number; name(): string }): NewEntry[] {
  if (from_ms(old) >= until_ms(one) || until_ms(old) <= from_ms(one)) return [old];
  const left: NewEntry[] = [];
  // Of what begins now nothing came before that anybody could still pay.
  if (from_ms(old) < from_ms(one) && from_ms(one) > of.now_ms) {
    left.push({ ...old, validUntil: one.validFrom });
  }
  if (one.validUntil !== null && until_ms(old) > until_ms(one)) {
    left.push({ ...old, entryId: of.name(), validFrom: one.validUntil });
  }
  return left;
}
