/** Works out a draw again: pure, and slow on purpose of nothing but its hashes. */
import { hashOf, lineOf } from '../../queue/line.ts';

/** Numbers of a draw that are all worked out; of a larger one so many, evenly spread. */
export const checked_max = 5_000;

export interface Checked {
  /** The seed is the one that was promised. */
  seed: boolean;
  /** No two of so many numbers have one rank. */
  distinct: boolean;
  count: number;
  /** Of the number that was asked for; null: none, or nobody has it. */
  rank: number | null;
  /** That rank was let in. */
  isIn: boolean;
}

export interface Told {
  saleId: string;
  seedHash: string;
  seed: string;
  people: number;
  tickets: number;
  released: number;
}

export function checkDraw(told: Told, number: number | null): Checked {
  const { saleId, seed, seedHash, people, tickets, released } = told;
  const rankOf = lineOf({ saleId, seed, people });
  const count = Math.min(people, checked_max);
  const ranks = new Set<number>();
  for (let nth = 0; nth < count; nth += 1) {
    const rank = rankOf(Math.floor((nth * people) / count));
    if (rank >= 0 && rank < people) ranks.add(rank);
  }
  const rank = number === null || number >= tickets ? null : rankOf(number);
  return {
    seed: hashOf(seed) === seedHash,
    distinct: ranks.size === count,
    count,
    rank,
    isIn: rank !== null && rank < released,
  };
}
