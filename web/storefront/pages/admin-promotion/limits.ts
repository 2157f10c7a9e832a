/** Limits of a promotion as somebody types them, and as the API takes them; pure. */
import type { Promotion, PromotionBody } from '../admin-pricing/terms.ts';

export interface LimitTerms {
  firstOrder: boolean;
  usesMax: string;
  /** `500 USD; 40000 INR`. */
  budgets: string;
  returnsWhenCancelled: boolean;
}

type LimitBody = Pick<PromotionBody, 'firstOrder' | 'usesMax' | 'budgets' | 'returnsWhenCancelled'>;

export const noLimits: LimitTerms = {
  firstOrder: false,
  usesMax: '',
  budgets: '',
  returnsWhenCancelled: true,
};

export function limitTermsOf(kept: Promotion): LimitTerms {
  const { firstOrder = false, usesMax, budgets = [], returnsWhenCancelled = true } = kept;
  return {
    firstOrder,
    usesMax: usesMax == null ? '' : String(usesMax),
    budgets: budgets.map((one) => `${one.amount} ${one.currency}`).join('; '),
    returnsWhenCancelled,
  };
}

/** What is no number or currency is left for the server to refuse. */
export function limitsOf({ usesMax, budgets, ...rest }: LimitTerms): LimitBody {
  const typed = budgets.split(/;|\n|,\s/).filter((one) => one.trim() !== '');
  return {
    ...rest,
    usesMax: usesMax.trim() === '' ? null : Number(usesMax.trim()),
    budgets: typed.map((one) => ({
      currency: (/[A-Za-z]{3}/.exec(one)?.[0] ?? '').toUpperCase(),
      amount: Number(one.replaceAll(/[^0-9.,]/g, '').replace(',', '.')),
    })),
  };
}
