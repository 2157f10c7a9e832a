/** The choice of how to pay: what the account keeps, then what has to be typed. */
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { MoreIcon } from '../../../ui/icon-more.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Loading, Skeleton } from '../../../ui/skeleton.tsx';
import { useApp } from '../../app.tsx';
import { problemText } from '../../shell/problem-text.ts';
import { keptName, keptUntil } from '../payments/kept.ts';
import { Choice, Choices } from './choice.tsx';
import type { Decline, Method, Way } from './outcome.ts';
import type { WaysToPay } from './use-ways.ts';
import type { OfferedWay } from './ways.ts';

const icons = { PAYPAL: 'wallet', UPI: 'phone', COD: 'cash' } as const;

interface WaysProps {
  of: WaysToPay;
  ways: readonly OfferedWay[];
  chosen: Way | null;
  decline: Decline | null;
  /** What belongs to a method that is typed, below it. */
  details(method: Method): React.ReactNode;
  onChoose(way: Way): void;
}

export function Ways({ of, ways, chosen, decline, details, onChoose }: WaysProps) {
  const { speech } = useApp();
  const { t } = speech;
  if (of.waiting) {
    return (
      <div className="grid gap-2">
        <Loading label={t('loading')} />
        <Skeleton className="h-14" />
        <Skeleton className="h-14" />
        <Skeleton className="h-14" />
      </div>
    );
  }
  if (ways.length === 0) {
    return (
      <Notice tone="warn" title={t('checkout.pay.none')}>
        {t('checkout.pay.none.text')}
      </Notice>
    );
  }
  return (
    <div className="grid gap-4">
      {of.own.problem !== null && of.own.data === null && (
        <Notice
          tone="warn"
          title={t('checkout.pay.kept.problem')}
          actions={
            <Button size="sm" type="button" busy={of.own.loading} onClick={of.own.reload}>
              {t('retry')}
            </Button>
          }
        >
          {problemText(speech, of.own.problem)}
        </Notice>
      )}
      <Choices label={t('checkout.pay')}>
        {ways.map((one) => (
          <Choice
            key={one.way}
            name="pay-by"
            value={one.way}
            checked={one.way === chosen}
            onChoose={() => onChoose(one.way)}
            unusable={one.expired}
            title={
              <span className="flex items-center gap-3">
                <Mark method={one.method} />
                <WayName one={one} more={ways.some(({ kept }) => kept?.method === 'CARD')} />
              </span>
            }
            text={<Facts one={one} failing={of.isFailing(one.method)} />}
            end={
              decline?.way === one.way && decline.kind !== 'fixable' ? (
                <Badge tone="danger">{t('checkout.decline.mark')}</Badge>
              ) : undefined
            }
          >
            {one.kept === null ? details(one.method) : null}
          </Choice>
        ))}
      </Choices>
    </div>
  );
}

function Mark({ method }: { method: Method }) {
  const className = 'size-5 text-muted';
  if (method === 'CARD') return <Icon name="card" className={className} />;
  return <MoreIcon name={icons[method]} className={className} />;
}

function WayName({ one: { kept, method }, more }: { one: OfferedWay; more: boolean }) {
  const { speech } = useApp();
  if (kept !== null) return <bdi>{keptName(speech, kept)}</bdi>;
  return speech.t(more && method === 'CARD' ? 'checkout.pay.CARD.other' : `checkout.pay.${method}`);
}

/** How long it is good for, and whether it gets answers just now. */
function Facts({ one: { kept, expired }, failing }: { one: OfferedWay; failing: boolean }) {
  const { t } = useApp().speech;
  const date = kept === null ? null : keptUntil(kept);
  return (
    <>
      {date !== null && t(expired ? 'checkout.pay.kept.expired' : 'kept.until', { date })}
      {failing && <span className="block text-warn">{t('checkout.pay.failing')}</span>}
    </>
  );
}
