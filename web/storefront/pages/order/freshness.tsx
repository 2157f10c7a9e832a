import { useEffect, useState } from 'react';
import { Spinner } from '../../../ui/button.tsx';
import { useSpeech } from '../../app.tsx';
import type { OrderNow } from './use-order.ts';

const minute_ms = 60_000;

/** How old what is shown is, whether it follows by itself, and a way to ask now. */
export function Freshness({ now }: { now: OrderNow }) {
  const { t } = useSpeech();
  const minutes = useMinutesSince(now.read_ms);
  const live = now.line === 'live';
  const age = minutes === 0 ? t('orders.fresh.now') : t('orders.fresh.minutes', { minutes });
  return (
    <p className="figures flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
      <span className="inline-flex items-center gap-2">
        <span
          aria-hidden="true"
          data-edge
          className={`size-2 rounded-full ${live ? 'bg-accent' : 'bg-line-strong'}`}
        />
        {/* Both in one place, as wide as the longer: the line must not break in another way. */}
        <span className="grid *:[grid-area:1/1]">
          <span className={live ? '' : 'invisible'}>{t('orders.fresh.live')}</span>
          <span className={live ? 'invisible' : ''}>{t('orders.fresh.away')}</span>
        </span>
      </span>
      <span className="min-w-36">{age}</span>
      <button
        type="button"
        aria-busy={now.loading || undefined}
        className="target inline-flex items-center gap-2 font-medium text-ink underline underline-offset-4"
        onClick={() => now.loading || now.reload()}
      >
        {t('orders.fresh.refresh')}
        {now.loading && <Spinner />}
      </button>
    </p>
  );
}

/** Whole minutes since then, by this browser's clock; looked at twice a minute. */
function useMinutesSince(then_ms: number | null): number {
  const [now_ms, setNow] = useState(0);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), minute_ms / 2);
    return () => clearInterval(timer);
  }, [then_ms]);
  return then_ms === null ? 0 : Math.max(0, Math.floor((now_ms - then_ms) / minute_ms));
}
