import { useApp } from '../../app.tsx';
import { useQuery } from '../../state/use-query.ts';
import type { Seen } from '../order/use-order.ts';
import { askOptions, type Options } from './ask.ts';
import type { Resolution } from './resolution.tsx';

export interface EstimateProps {
  seen: Seen;
  options: Options;
  /** What is chosen, as the shop reads it; '' for nothing. */
  items: string;
  resolution: Resolution;
}

/** What comes back, as the shop computes it: never by adding up here. */
export function Estimate({ seen, options, items, resolution }: EstimateProps) {
  const app = useApp();
  const { t, money } = app.speech;
  const asks = items !== '' && resolution === 'REFUND';
  const query = useQuery(asks ? `${seen.order.orderId} ${items}` : null, async (signal) => {
    return { items, answer: await askOptions(app, seen, { items, signal }) };
  });
  const fresh = query.data?.items === items ? query.data.answer.estimate : undefined;
  const amount = fresh ? money(fresh.amount, options.currency) : '…';
  const away = fresh === null || (query.problem !== null && fresh === undefined);
  const text = (): string => {
    if (resolution === 'EXCHANGE') return t('returns.estimate.exchange');
    if (items === '') return t('returns.estimate.none');
    return away ? t('returns.estimate.away') : t('returns.estimate.when');
  };
  const sellers = new Set(
    options.lines
      .filter((line) => items.split(',').some((one) => one.startsWith(`${line.lineNo}:`)))
      .map((line) => line.sellerId),
  );
  return (
    <section aria-labelledby="estimate" className="grid gap-2">
      <h2 id="estimate" className="font-semibold">
        {t('returns.estimate')}
      </h2>
      {/* The place of the amount is kept, so that nothing jumps when it comes. */}
      <p aria-live="polite" className="figures min-h-10 text-2xl font-semibold">
        {asks && !away ? amount : ''}
      </p>
      {fresh && fresh.shipping > 0 && (
        <p className="text-sm text-muted">
          {t('returns.estimate.shipping', { amount: money(fresh.shipping, options.currency) })}
        </p>
      )}
      <p className="text-sm text-muted">{text()}</p>
      {sellers.size > 1 && (
        <p className="text-sm text-muted">{t('returns.parcels', { count: sellers.size })}</p>
      )}
    </section>
  );
}
