import { useEffect, useState } from 'react';
import type { ReplyOf } from '../../../client/request.ts';
import { Notice } from '../../../ui/notice.tsx';
import { useApp } from '../../app.tsx';
import { useQuery } from '../../state/use-query.ts';
import { lookedAt, type Look } from './last-look.ts';
import type { ProductVariant } from './page.tsx';

export interface PricePastProps {
  variant: ProductVariant;
}

type Past = ReplyOf<'GET /prices/{variantId}/history'>['past'];

const day = { day: 'numeric', month: 'short', timeZone: 'UTC' } as const;
const days_max = 90;
const day_ms = 86_400_000;
const [width, height, edge] = [300, 64, 4];

/** What it cost in 90 days, and what changed since this browser looked last. */
export default function PricePast({ variant }: PricePastProps) {
  const { api, currency, speech } = useApp();
  const { t, money, date } = speech;
  const { variantId } = variant;
  const now = variant.salePrice ?? variant.price;
  const before = useLastLook(variant, now, currency);
  const { data } = useQuery(`${variantId} ${currency} past`, (signal) =>
    api.request('GET /prices/{variantId}/history', {
      params: { variantId },
      query: { currency },
      signal,
    }),
  );
  const past = data?.past ?? [];
  if (now === null) return null;
  const prices = [...past.map(({ price }) => price), now];
  const [low, high] = [Math.min(...prices), Math.max(...prices)];
  const values = { low: money(low, currency), high: money(high, currency) };
  const changed = before !== null && before.price !== now;
  return (
    <>
      {changed && (
        <Notice tone="plain">
          {t(now < before.price ? 'buying.since.less' : 'buying.since.more', {
            amount: money(Math.abs(now - before.price), currency),
            day: date(before.at_ms, day),
          })}
        </Notice>
      )}
      {past.length > 0 && (
        <details className="rounded-lg bg-surface px-5 py-4 text-sm">
          <summary className="target cursor-pointer font-semibold">
            {t('buying.past')}{' '}
            <span className="font-normal text-muted">{t('buying.past.between', values)}</span>
          </summary>
          <Line past={past} now={now} />
          <table className="mt-3 w-full">
            <thead className="text-muted">
              <tr>
                <th scope="col" className="text-start font-normal">
                  {t('buying.past.until')}
                </th>
                <th scope="col" className="text-end font-normal">
                  {t('buying.past.price')}
                </th>
              </tr>
            </thead>
            <tbody className="figures">
              {past.map(({ until, price }) => (
                <tr key={until}>
                  <td>{date(Date.parse(until), day)}</td>
                  <td className="text-end">{money(price, currency)}</td>
                </tr>
              ))}
              <tr className="font-semibold">
                <td>{t('buying.past.now')}</td>
                <td className="text-end">{money(now, currency)}</td>
              </tr>
            </tbody>
          </table>
        </details>
      )}
    </>
  );
}

function useLastLook(variant: ProductVariant, now: number | null, currency: string): Look | null {
  const [before, setBefore] = useState<Look | null>(null);
  const { variantId } = variant;
  useEffect(() => {
    if (now === null) return;
    setBefore(lookedAt({ variantId, currency, price: now, at_ms: Date.now() }));
  }, [variantId, now, currency]);
  return before?.variantId === variantId && before.currency === currency ? before : null;
}

/** Steps, not slopes: a price stands until it changes. The table below says the same in words. */
function Line({ past, now }: { past: Past; now: number }) {
  const today = Math.floor(Date.now() / day_ms);
  const at = (until: string) => {
    const ago = today - Math.floor(Date.parse(until) / day_ms);
    return Math.round(width * (1 - Math.min(ago, days_max) / days_max));
  };
  const prices = [...past.map(({ price }) => price), now];
  const [low, high] = [Math.min(...prices), Math.max(...prices)];
  const y = (price: number) =>
    high === low
      ? height / 2
      : Math.round(edge + ((high - price) / (high - low)) * (height - 2 * edge));
  let path = `M0 ${y(prices[0] ?? now)}`;
  past.forEach(({ until }, nth) => {
    path += `H${at(until)}V${y(prices[nth + 1] ?? now)}`;
  });
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className="mt-3 h-16 w-full text-accent rtl:-scale-x-100"
    >
      <path
        d={`${path}H${width}`}
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
