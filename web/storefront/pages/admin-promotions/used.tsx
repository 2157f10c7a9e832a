import { useSpeech } from '../../app.tsx';
import type { Promotion } from '../admin-pricing/terms.ts';

/** What is taken of a promotion's limits, and of how much. */
export function Used({
  promotion,
}: {
  promotion: Pick<Promotion, 'used' | 'usesMax' | 'budgets'>;
}) {
  const { t, money, number } = useSpeech();
  const { used, usesMax = null, budgets = [] } = promotion;
  if (used === null) return null;
  const taken = new Map(used.budgets.map((one) => [one.currency, one.amount]));
  return (
    <>
      <span>
        {usesMax === null
          ? t('pricing.used', { used: number(used.uses) })
          : t('pricing.used.of', { used: number(used.uses), most: number(usesMax) })}
      </span>
      {budgets.map(({ currency, amount }) => (
        <span key={currency} className="figures">
          {t('pricing.spent.of', {
            used: money(taken.get(currency) ?? 0, currency),
            most: money(amount, currency),
          })}
        </span>
      ))}
    </>
  );
}
