/** Sales that run now: what each takes off, until when, and how that is known. */
import { useEffect, useState } from 'react';
import type { ReplyOf } from '../../../client/request.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Link } from '../../../ui/link.tsx';
import { useApp } from '../../app.tsx';

export type Sale = ReplyOf<'GET /offers'>['data'][number];

/** Browsers count at most 24 days. */
const timer_ms_max = 2_000_000_000;

export function SaleStrip({ sales }: { sales: readonly Sale[] }) {
  const { t } = useApp().speech;
  // The server knows no place; there the end is told in UTC, and says so.
  const [zone, setZone] = useState<'UTC' | undefined>('UTC');
  useEffect(() => setZone(undefined), []);
  if (sales.length === 0) return null;
  return (
    <section aria-label={t('home.sale')} className="page pt-4">
      <ul className="grid gap-2">
        {sales.map((sale) => (
          <One key={sale.promotionId} sale={sale} zone={zone} />
        ))}
      </ul>
    </section>
  );
}

function One({ sale, zone }: { sale: Sale; zone: 'UTC' | undefined }) {
  const { currency, speech } = useApp();
  const { t, date, money, number } = speech;
  const { name, kind, value, productId, everything, startsAt, endsAt } = sale;
  const over = useOver(sale.endsIn_s);
  if (over) return null;
  const moment = (time: string) =>
    date(time, {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      hour: 'numeric',
      minute: '2-digit',
      timeZoneName: 'short',
      ...(zone === undefined ? {} : { timeZone: zone }),
    });
  const amount =
    kind === 'percent'
      ? number((value ?? 0) / 100, { style: 'percent', maximumFractionDigits: 2 })
      : money(value ?? 0, currency);
  const what =
    kind === 'free-shipping'
      ? t('home.sale.free')
      : kind === 'other'
        ? null
        : t(everything ? 'home.sale.all' : 'home.sale.some', { amount });
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 gap-y-1 rounded-md bg-surface px-4 py-3">
      <Badge tone="accent">{t('home.sale.badge')}</Badge>
      <p className="font-medium">
        {productId === null ? (
          <bdi>{name}</bdi>
        ) : (
          <Link to={`/p/${productId}`} className="link">
            {name}
          </Link>
        )}
        {what !== null && <span className="figures font-normal text-muted"> {what}</span>}
      </p>
      <p suppressHydrationWarning className="figures text-sm">
        {t('home.sale.until', { end: moment(endsAt) })}
      </p>
      <details className="text-sm text-muted">
        <summary className="target cursor-pointer">{t('home.sale.how')}</summary>
        <p suppressHydrationWarning className="max-w-prose pt-1">
          {t('home.sale.how.text', { end: moment(endsAt) })}{' '}
          {startsAt !== null && t('home.sale.began', { start: moment(startsAt) })}
        </p>
      </details>
    </li>
  );
}

/** True once the time that was left when the page was made has passed. */
function useOver(left_s: number): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const left_ms = left_s * 1_000;
    if (left_ms > timer_ms_max) return undefined;
    const timer = setTimeout(() => setOver(true), left_ms);
    return () => clearTimeout(timer);
  }, [left_s]);
  return over;
}
