import { sqlState } from '#kernel/db/db-error.ts';

const AGAIN_MAX = 3;

/**
 * Another process made the same user's cart (23505) or held locks crosswise (40P01): nothing was
 * done, so the work is tried again, three times in all.
 */
export async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (thrown) {
      const state = sqlState(thrown);
      if (tries >= AGAIN_MAX || (state !== '23505' && state !== '40P01')) throw thrown;
    }
  }
}
