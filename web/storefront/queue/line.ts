/**
 * Where a number stands in the line of a sale, worked out by whoever wants to know. Written a
 * second time, after the words of `method` in the fairness report and not after the server's code,
 * and held against that in place.test.ts.
 */
import { fromHex, hmac, joined, sha256, toHex } from './sha256.ts';

export interface Draw {
  saleId: string;
  /** In hex. */
  seed: string;
  /** In the draw. */
  people: number;
}

const rounds = 10;

/** What was published before anybody joined. */
export function hashOf(seed: string): string {
  return toHex(sha256(fromHex(seed)));
}

/** Gives the rank of a number: 0 is let in first. Ten hashes for each, 20 µs. */
export function lineOf({ saleId, seed, people }: Draw): (number: number) => number {
  const text = new TextEncoder().encode(`trueshelf.line.v1:${saleId}:${people}`);
  const key = hmac(fromHex(seed), text);
  const a = Math.max(1, Math.ceil(Math.sqrt(people)));
  const b = Math.max(1, Math.ceil(people / a));
  const message = joined(key, new Uint8Array(5));
  const view = new DataView(message.buffer);
  const noise = (round: number, half: number) => {
    view.setUint8(key.length, round);
    view.setUint32(key.length + 1, half);
    return sha256(message)
      .subarray(0, 6)
      .reduce((sum, byte) => sum * 256 + byte, 0);
  };
  const once = (number: number) => {
    let [left, right] = [number % a, Math.floor(number / a)];
    for (let round = 1; round <= rounds; round += 1) {
      const size = round % 2 === 1 ? a : b;
      [left, right] = [right, (left + noise(round, right)) % size];
    }
    return a * right + left;
  };
  return (number) => {
    if (number >= people) return number;
    let rank = once(number);
    while (rank >= people) rank = once(rank);
    return rank;
  };
}
