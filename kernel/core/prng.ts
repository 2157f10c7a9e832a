import { assert } from './assert.ts';

/** Chance as an input: the same seed gives the same stream on every machine. Not for secrets. */
export interface Prng {
  /** A number in [0, 1) with 53 random bits. */
  next(): number;
  /** An integer from min to max, both included. */
  int(min: number, max: number): number;
  /** One element of a list that is not empty. */
  pick<T>(list: readonly T[]): T;
  /** A shuffled copy. */
  shuffle<T>(list: readonly T[]): T[];
  bytes(n: number): Uint8Array;
}

/** Makes a generator (sfc32 by Chris Doty-Humphrey, 128 bits of state) from a seed. */
export function prng(seed: number | string): Prng {
  const uint32 = sfc32(seed);
  const next = (): number => ((uint32() >>> 5) * 2 ** 26 + (uint32() >>> 6)) / 2 ** 53;
  const int = (min: number, max: number): number => {
    assert(Number.isSafeInteger(min) && Number.isSafeInteger(max), 'int() takes safe integers');
    assert(max >= min && Number.isSafeInteger(max - min + 1), 'int() takes min <= max');
    return min + Math.floor(next() * (max - min + 1));
  };
  return {
    next,
    int,
    pick: (list) => {
      assert(list.length > 0, 'cannot pick from an empty list');
      return list[int(0, list.length - 1)] as (typeof list)[number];
    },
    shuffle: <T>(list: readonly T[]): T[] => {
      const copy = [...list];
      for (let i = copy.length - 1; i > 0; i -= 1) {
        const j = int(0, i);
        const held = copy[i] as T;
        copy[i] = copy[j] as T;
        copy[j] = held;
      }
      return copy;
    },
    bytes: (n) => {
      const out = new Uint8Array(n);
      for (let i = 0; i < n; i += 1) out[i] = uint32() >>> 24;
      return out;
    },
  };
}

function sfc32(seed: number | string): () => number {
  let [a, b, c] = hash96(`${typeof seed}:${seed}`);
  let counter = 1;
  const uint32 = (): number => {
    const out = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + out) | 0;
    return out >>> 0;
  };
  // The first outputs still show the seed; its author mixes 12 to 15 rounds.
  for (let round = 0; round < 15; round += 1) uint32();
  return uint32;
}

/** FNV-1a over the UTF-16 units with three offsets: enough to tell seeds apart. */
function hash96(text: string): [number, number, number] {
  const lane = (offset: number): number => {
    let hash = offset;
    for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
    return hash ^ (hash >>> 15);
  };
  return [lane(0x811c9dc5 | 0), lane(0x9e3779b9 | 0), lane(0x85ebca6b | 0)];
}
