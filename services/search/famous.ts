/**
 * The products that most people look for, best first, kept for each index and made anew once a
 * minute: where a word or two finds a tenth of all products, the best of them are among these.
 */
import { stock_points } from './ask.ts';
import { fact, factWords, type SearchIndex } from './index.ts';

const famous_max = 20_000;
const renew_ms = 60_000;
/** Points of fame that are told apart; more is not reached. */
const ranks = 2_048;

const kept = new WeakMap<SearchIndex, { docs: Uint32Array; made_ms: number }>();

function rankOf({ facts }: SearchIndex, doc: number): number {
  const at = doc * factWords;
  if (facts[at + fact.live] === 0) return -1;
  const stock = facts[at + fact.inStock] === 1 ? stock_points : 0;
  return Math.min(ranks - 1, stock + (facts[at + fact.fame] ?? 0));
}

/** Two readings of all facts, 10 ms for a million documents. */
function made(index: SearchIndex): Uint32Array {
  const counts = new Uint32Array(ranks);
  for (let doc = 0; doc < index.docs; doc += 1) {
    const rank = rankOf(index, doc);
    if (rank >= 0) counts[rank] = (counts[rank] ?? 0) + 1;
  }
  // Where those of each rank begin; those that have no room are left out.
  const begins = new Uint32Array(ranks);
  let all = 0;
  for (let rank = ranks - 1; rank >= 0; rank -= 1) {
    begins[rank] = all;
    all += counts[rank] ?? 0;
  }
  const docs = new Uint32Array(Math.min(all, famous_max));
  for (let doc = index.docs - 1; doc >= 0; doc -= 1) {
    const rank = rankOf(index, doc);
    if (rank < 0) continue;
    const at = begins[rank] ?? 0;
    begins[rank] = at + 1;
    if (at < docs.length) docs[at] = doc;
  }
  return docs;
}

/** At most 20,000 live documents: in stock before gone, then by fame, then the later ones. */
export function famousOf(index: SearchIndex, now_ms: number): Uint32Array {
  const known = kept.get(index);
  if (known !== undefined && now_ms - known.made_ms < renew_ms) return known.docs;
  const docs = made(index);
  kept.set(index, { docs, made_ms: now_ms });
  return docs;
}
