// The order of a line, worked out by somebody who has only read what the shop says about it: the
// `method` of GET /flash-sales/{saleId}/fairness. It shares no code with the shop on purpose.
import { createHash, createHmac } from 'node:crypto';

export interface Draw {
  saleId: string;
  seed: string;
  people: number;
}

/** SHA-256 of the seed's bytes, which was published before anybody joined. */
export function promiseOf(seed: string): string {
  return createHash('sha256').update(Buffer.from(seed, 'hex')).digest('hex');
}

/** The rank of each number, by the published method. */
export function ranker({ saleId, seed, people }: Draw): (number: number) => number {
  const text = `trueshelf.line.v1:${saleId}:${people}`;
  const key = createHmac('sha256', Buffer.from(seed, 'hex')).update(text).digest();
  const a = Math.ceil(Math.sqrt(people));
  const b = Math.ceil(people / a);
  const noise = (round: number, right: number): number => {
    const tail = Buffer.from([round, right >>> 24, right >>> 16, right >>> 8, right]);
    const digest = createHash('sha256').update(key).update(tail).digest('hex');
    return Number.parseInt(digest.slice(0, 12), 16);
  };
  const walk = (value: number): number => {
    let [left, right] = [value % a, Math.floor(value / a)];
    for (let round = 1; round <= 10; round += 1) {
      const next = (left + noise(round, right)) % (round % 2 === 1 ? a : b);
      [left, right] = [right, next];
    }
    return a * right + left;
  };
  return (number) => {
    if (number >= people) return number;
    let rank = walk(number);
    while (rank >= people) rank = walk(rank);
    return rank;
  };
}
