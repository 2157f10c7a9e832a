import { Link } from '../../../ui/link.tsx';
import type { ReplyOf } from '../../../client/request.ts';
import { Badge, type BadgeProps } from '../../../ui/badge.tsx';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Picture } from '../../../ui/picture.tsx';
import { useSpeech } from '../../app.tsx';
import { Lines } from '../checkout/lines.tsx';
import { useBuyAgain } from '../order/buy-again.ts';
import type { OrderStatus } from '../order/progress.ts';

type Summary = ReplyOf<'GET /orders'>['data'][number];

const tones: Partial<Record<OrderStatus, BadgeProps['tone']>> = {
  PENDING: 'warn',
  CONFIRMED: 'accent',
  PROCESSING: 'accent',
  SHIPPED: 'accent',
  FAILED: 'danger',
};

const pictures_max = 4;

/** One order: how far it is, what is in it, what it came to. */
export function OrderRow({ order }: { order: Summary }) {
  const { t, date, money } = useSpeech();
  const again = useBuyAgain();
  const { orderNumber, status, items, itemCount, total, currency, createdAt } = order;
  const number = { number: orderNumber };
  const address = `/orders/${orderNumber}`;
  const names = items.map((item) => item.name);
  return (
    <li className="grid gap-x-8 gap-y-4 border-b border-line py-6 md:grid-cols-[1fr_auto]">
      <div className="grid min-w-0 gap-2">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h2 className="font-semibold">
            <Link to={address} className="hover:underline">
              {date(createdAt, { dateStyle: 'long' })}
            </Link>
          </h2>
          <Badge tone={tones[status] ?? 'plain'}>{t(`orders.status.${status}`)}</Badge>
        </div>
        <p className="figures text-sm text-muted">
          {orderNumber} · {t('orders.count', { count: itemCount })} · {money(total, currency)}
        </p>
        <div className="mt-1 flex items-center gap-3">
          {items.slice(0, pictures_max).map((item) => (
            <Link
              key={item.variantId}
              to={address}
              tabIndex={-1}
              aria-hidden="true"
              className="shrink-0"
            >
              <Picture
                src={item.imageUrl}
                alt=""
                sizes="4rem"
                className="w-14 rounded-md sm:w-16"
              />
            </Link>
          ))}
          <p className="line-clamp-2 min-w-0 text-sm">
            <Lines lines={names} />
          </p>
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-2 md:min-w-32 md:flex-col md:items-stretch md:justify-center">
        <ButtonLink to={address} size="sm" aria-label={t('orders.track.named', number)}>
          {t('orders.track')}
        </ButtonLink>
        {status !== 'PENDING' && (
          <Button
            size="sm"
            kind="quiet"
            busy={again.busy}
            aria-label={t('orders.again.named', number)}
            onClick={() => void again.buy(orderNumber)}
          >
            {t('orders.again')}
          </Button>
        )}
      </div>
    </li>
  );
}
