import { useState, type ReactNode } from 'react';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Link } from '../../../ui/link.tsx';
import { useApp } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';

export interface Deal {
  name: string;
  status: 'off' | 'scheduled' | 'running' | 'over' | 'used-up';
  enabled: boolean;
  sentence: string;
  startsAt?: string | null;
  endsAt?: string | null;
  priority?: number;
}

export interface DealRowProps {
  to: string;
  deal: Deal;
  onSwitch(enabled: boolean, key: string): Promise<Deal>;
  /** What else is to know of it. */
  children?: ReactNode;
}

const tones = {
  running: 'accent',
  scheduled: 'warn',
  off: 'danger',
  over: 'plain',
  'used-up': 'danger',
} as const;

/** A promotion, coupon or rule in a list, with the switch that ends it at once. */
export function DealRow({ to, deal: first, onSwitch, children }: DealRowProps) {
  const { t, date } = useApp().speech;
  const [deal, setDeal] = useState(first);
  const action = useAction();
  const { name, status, sentence, startsAt = null, endsAt = null, priority = 0 } = deal;
  const moment = (iso: string) => date(iso, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <li className="grid grid-cols-1 gap-x-6 gap-y-2 border-b border-line py-4 md:grid-cols-[1fr_auto]">
      <div className="grid min-w-0 gap-1">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Link to={to} className="target min-w-0 font-semibold hover:underline">
            <bdi>{name}</bdi>
          </Link>
          <span role="status">
            <Badge tone={tones[status]}>{t(`pricing.status.${status}`)}</Badge>
          </span>
        </div>
        <p lang="en" dir="ltr" className="break-words text-start text-sm text-muted">
          {sentence}
        </p>
        <p suppressHydrationWarning className="flex flex-wrap gap-x-4 text-sm text-muted">
          <span>{t('pricing.priority.is', { priority })}</span>
          {startsAt !== null && <span>{t('pricing.say.since', { time: moment(startsAt) })}</span>}
          {endsAt !== null && <span>{t('pricing.say.until', { time: moment(endsAt) })}</span>}
          {children}
        </p>
        <FormProblem problem={action.problem} />
      </div>
      {status !== 'over' && (
        <div className="self-center">
          <Button
            size="sm"
            kind={deal.enabled ? 'danger' : 'secondary'}
            busy={action.busy}
            aria-label={t(deal.enabled ? 'pricing.off.named' : 'pricing.on.named', { name })}
            onClick={() =>
              void action.run(async (key) => setDeal(await onSwitch(!deal.enabled, key)))
            }
          >
            {t(deal.enabled ? 'pricing.off' : 'pricing.on')}
          </Button>
        </div>
      )}
    </li>
  );
}
