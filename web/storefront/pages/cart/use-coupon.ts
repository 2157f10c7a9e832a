import { problemIn, type ApiProblem } from '../../../client/problem.ts';
import { useApp } from '../../app.tsx';

export interface CouponActs {
  /** Both reject with the problem. */
  apply(code: string, key: string): Promise<void>;
  remove(code: string, key: string): Promise<void>;
}

/** A coupon into the cart and out of it. */
export function useCoupon(): CouponActs {
  const { api, cart } = useApp();
  return {
    apply: async (code, key) =>
      cart.take(await api.request('POST /cart/coupons', { body: { code }, key })),
    remove: async (code, key) =>
      cart.take(await api.request('DELETE /cart/coupons/{code}', { params: { code }, key })),
  };
}

/** The problem that something ended in; null: it went well. */
export async function problemOf(work: Promise<void>): Promise<ApiProblem | null> {
  try {
    await work;
    return null;
  } catch (error) {
    const problem = problemIn(error);
    if (problem === null) throw error;
    return problem;
  }
}
