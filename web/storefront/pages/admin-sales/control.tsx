/** A sale that is announced or on: what happens in it, and the levers. */
import { clsx } from 'clsx';
import { useEffect, useRef } from 'react';
import type { ApiProblem } from '../../../client/problem.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useSpeech } from '../../app.tsx';
import { problemText } from '../../shell/problem-text.ts';
import { leftText } from '../../sale/moments.ts';
import { tones } from '../../sale/tones.ts';
import { useMark, useServerNow, type Watch } from '../../sale/use-mark.ts';
import { Levers } from './levers.tsx';
import { Preflight } from './preflight.tsx';
import { proofOf, type AdminSale } from './plan.ts';
import { Rehearsal } from './rehearsal.tsx';

const look_ms = 3_000;

export interface ControlProps {
  sale: AdminSale;
  /** Why the last look brought nothing. */
  lost: ApiProblem | null;
  reload(): void;
}

export function Control({ sale, lost, reload }: ControlProps) {
  const speech = useSpeech();
  const { t } = speech;
  const watch = useMark(sale.saleId);
  const { state } = sale;
  const isOver = state === 'ENDED' && sale.held === 0;
  // The page is drawn anew each second; that must not begin the three seconds again.
  const look = useRef(reload);
  useEffect(() => {
    look.current = reload;
  });
  useEffect(() => {
    if (isOver) return undefined;
    const timer = setInterval(() => {
      if (!document.hidden) look.current();
    }, look_ms);
    return () => clearInterval(timer);
  }, [isOver]);
  return (
    <div className="grid grid-cols-1 gap-8">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 className="text-xl wrap-anywhere">
          <bdi>{sale.name}</bdi>
        </h2>
        <Badge tone={tones[state]}>{t(`sale.state.${state}`)}</Badge>
        <Link to={`/sale/${sale.saleId}`} className="link target">
          {t('flash.see')}
        </Link>
        <Link to={`/sale/${sale.saleId}/fairness`} className="link target">
          {t('flash.report')}
        </Link>
      </div>
      {(watch.lost || lost !== null) && (
        <Notice tone="warn" title={t('flash.lost')}>
          {lost === null ? '' : problemText(speech, lost)}
        </Notice>
      )}
      <Figures sale={sale} watch={watch} />
      {sale.message !== null && (
        <section className="grid gap-1" data-message={sale.message.at}>
          <h2 className="text-xl">{t('flash.message')}</h2>
          <p className="max-w-prose wrap-anywhere" dir="auto">
            {sale.message.text}
          </p>
        </section>
      )}
      {(state === 'ANNOUNCED' || state === 'PRE_QUEUE') && (
        <>
          <Preflight saleId={sale.saleId} />
          <Rehearsal saleId={sale.saleId} />
        </>
      )}
      <Levers sale={sale} state={state} onDone={reload} />
      <Proofs sale={sale} />
    </div>
  );
}

function Figures({ sale, watch }: { sale: AdminSale; watch: Watch }) {
  const speech = useSpeech();
  const { t, number } = speech;
  const now_ms = useServerNow(watch.base);
  // Of the tables, and not of the document that everybody reads, which may be half a minute old.
  const { tickets, released, sold, held, allocation, state, ratePerMinute } = sale;
  const measured = watch.mark?.measuredPerMinute ?? null;
  const [id, until] =
    state === 'ANNOUNCED'
      ? (['flash.figure.opens', sale.preQueueAt] as const)
      : state === 'PRE_QUEUE'
        ? (['flash.figure.starts', sale.startsAt] as const)
        : (['flash.figure.ends', sale.endsAt] as const);
  const left = now_ms === null ? '…' : leftText(speech, Date.parse(until) - now_ms);
  const figures = [
    ['flash.figure.waiting', number(Math.max(0, tickets - released))],
    ['flash.figure.released', number(released)],
    ['flash.figure.held', number(held)],
    ['flash.figure.sold', number(sold)],
    ['flash.figure.left', number(Math.max(0, allocation - sold - held))],
    ['flash.figure.rate', number(ratePerMinute)],
    ['flash.figure.measured', measured === null ? '–' : number(measured)],
    ...(state === 'ENDED' ? [] : [[id, left] as const]),
  ] as const;
  return (
    <section className="grid gap-4" aria-label={t('flash.figures')}>
      <dl className="figures grid grid-cols-2 gap-x-6 gap-y-5 sm:grid-cols-4">
        {figures.map(([name, value]) => (
          <div key={name} className="flex flex-col-reverse justify-end">
            <dt className="text-sm text-muted">{t(name)}</dt>
            <dd className="text-xl font-semibold" data-figure={name} suppressHydrationWarning>
              {value}
            </dd>
          </div>
        ))}
      </dl>
      <progress
        className="h-2 w-full accent-accent"
        max={Math.max(1, allocation)}
        value={sold}
        aria-label={t('flash.figure.through')}
      />
    </section>
  );
}

/** Sold and held of each thing are never more than were set aside. */
function Proofs({ sale }: { sale: AdminSale }) {
  const { t, number } = useSpeech();
  const rows = proofOf(sale);
  const over = rows.reduce((sum, one) => sum + one.over, 0);
  return (
    <section className="grid gap-3">
      <h2 className="text-xl">{t('flash.proof')}</h2>
      <p
        data-oversold={over}
        className={clsx(
          'flex items-center gap-2 font-semibold',
          over === 0 ? 'text-good' : 'text-danger',
        )}
      >
        <Icon name={over === 0 ? 'check' : 'warning'} className="size-5" />
        {t('flash.proof.over', { count: over })}
      </p>
      <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={t('flash.proof')}>
        <table className="figures w-full text-sm">
          <thead>
            <tr className="border-b border-line text-muted">
              <th scope="col" className="py-2 pe-4 text-start font-medium">
                {t('flash.items')}
              </th>
              {(['sold', 'held', 'free', 'all'] as const).map((one) => (
                <th key={one} scope="col" className="py-2 ps-4 text-end font-medium">
                  {t(`flash.proof.${one}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ variantId, name, sold, held, free, quantity }) => (
              <tr key={variantId} className="border-b border-line">
                <th scope="row" className="min-w-40 py-2 pe-4 text-start font-medium">
                  <bdi>{name}</bdi>
                </th>
                {[sold, held, free, quantity].map((value, at) => (
                  <td key={at} className="py-2 ps-4 text-end" suppressHydrationWarning>
                    {number(value)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="max-w-prose text-sm text-muted">{t('flash.proof.text')}</p>
    </section>
  );
}
