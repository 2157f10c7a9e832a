// The order of the line: who stands where follows from a seed that nobody can choose after its
// hash was published, and anybody can work it out again once the seed is told. No rank is stored.
//
// The people who joined before the draw have numbers 0 … n-1 in order of arrival. Their ranks are
// a keyed permutation of these numbers: the generalised Feistel network of Black and Rogaway
// ("Ciphers with arbitrary finite domains", 2002, FE1 with ten rounds) over a × b ≥ n values,
// walked on while it leaves the range. Who comes after the draw has the rank of their number.
import { createHash, createHmac, hash } from 'node:crypto';
import { assert } from '#kernel/core/assert.ts';

export const rounds = 10;
export const seed_bytes = 32;

/** What is published before anybody joins: SHA-256 of the seed's bytes, in hex. */
export function hashOfSeed(seedHex: string): string {
  return createHash('sha256').update(Buffer.from(seedHex, 'hex')).digest('hex');
}

export interface Line {
  /** People in the draw. */
  readonly drawn: number;
  /** The rank of a number: 0 is the first to be let in. */
  rankOf(number: number): number;
}

/**
 * The line of one sale. Pure: the same sale, seed and number of people give the same line
 * everywhere. A rank is ten hashes of 37 bytes, 10 µs. There are only ten times the square root of
 * the people of them (1,000 for 10,000 people, 71,000 for 50 million), so a line remembers those it
 * has made, four bytes each, and once it is in use most ranks cost no hash. Keep it.
 */
export function lineOf(of: { saleId: string; seed: string; drawn: number }): Line {
  const { saleId, seed, drawn } = of;
  assert(Number.isInteger(drawn) && drawn >= 0 && drawn < 2 ** 32, 'people are counted');
  const key = createHmac('sha256', Buffer.from(seed, 'hex'))
    .update(`trueshelf.line.v1:${saleId}:${drawn}`)
    .digest();
  const a = Math.max(1, Math.ceil(Math.sqrt(drawn)));
  const b = Math.max(1, Math.ceil(drawn / a));
  const message = Buffer.alloc(key.length + 5);
  key.copy(message);
  // What a half is moved by in a round, plus one; 0 where it was not asked for yet. b <= a.
  const moves = new Uint32Array(rounds * a);
  const noise = (round: number, half: number): number => {
    message.writeUInt8(round, key.length);
    message.writeUInt32BE(half, key.length + 1);
    // 48 bits over a few thousand values: what is left over is below 2^-32.
    return hash('sha256', message, 'buffer').readUIntBE(0, 6);
  };
  const moveOf = (round: number, half: number): number => {
    const at = (round - 1) * a + half;
    const known = moves[at] ?? 0;
    if (known > 0) return known - 1;
    const move = noise(round, half) % (round % 2 === 1 ? a : b);
    moves[at] = move + 1;
    return move;
  };
  const once = (value: number): number => {
    let left = value % a;
    let right = Math.floor(value / a);
    for (let round = 1; round <= rounds; round += 1) {
      const next = (left + moveOf(round, right)) % (round % 2 === 1 ? a : b);
      left = right;
      right = next;
    }
    return a * right + left;
  };
  return {
    drawn,
    rankOf: (number) => {
      assert(Number.isInteger(number) && number >= 0, 'a number in the line is a whole one');
      if (number >= drawn) return number;
      let rank = once(number);
      // Back to the start in the worst case: a permutation always leads back into the range.
      while (rank >= drawn) rank = once(rank);
      return rank;
    },
  };
}
