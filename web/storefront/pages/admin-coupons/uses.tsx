import { useSpeech } from '../../app.tsx';

export interface UsesProps {
  coupon: {
    used: number;
    held: number;
    usesMax?: number | null;
    spent: number | null;
    budget?: number | null;
    currency?: string;
  };
}

/** How often a coupon was used and is held now, and how much of its budget is gone. */
export function Uses({ coupon }: UsesProps) {
  const { t, money, number } = useSpeech();
  const { used, held, usesMax = null, spent, budget = null, currency = 'USD' } = coupon;
  const max = usesMax === null ? '' : number(usesMax);
  return (
    <>
      <span>
        {usesMax === null
          ? t('coupons.used', { count: used })
          : t('coupons.used.of', { count: used, max })}
      </span>
      {held > 0 && <span>{t('coupons.held', { count: held })}</span>}
      {budget !== null && spent !== null && (
        <span suppressHydrationWarning>
          {t('coupons.spent', { spent: money(spent, currency), budget: money(budget, currency) })}
        </span>
      )}
    </>
  );
}
