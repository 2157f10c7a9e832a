import { Link } from '../../../ui/link.tsx';
import type { ReplyOf } from '../../../client/request.ts';
import { Badge } from '../../../ui/badge.tsx';
import { ButtonLink } from '../../../ui/button.tsx';
import { Picture } from '../../../ui/picture.tsx';
import { useSpeech } from '../../app.tsx';

type Order = ReplyOf<'GET /orders'>['data'][number];

const shown_max = 4;
const tones: Partial<Record<Order['status'], 'accent' | 'warn' | 'danger'>> = {
  PENDING: 'warn',
  CONFIRMED: 'accent',
  PROCESSING: 'accent',
  SHIPPED: 'accent',
  DELIVERED: 'accent',
  FAILED: 'danger',
};

/** The order that people come for: what it is, where it stands, and the way to its page. */
export function LatestOrder({ order }: { order: Order }) {
  const { t, money, date } = useSpeech();
  const to = `/orders/${order.orderNumber}`;
  const day = date(order.createdAt, { dateStyle: 'long' });
  const rest = order.items.length - shown_max;
  return (
    <section aria-labelledby="latest" className="rounded-lg bg-surface p-5 md:p-7">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h2 id="latest" className="text-lg">
          {t('account.latest')}
        </h2>
        <Badge tone={tones[order.status] ?? 'plain'}>{t(`account.status.${order.status}`)}</Badge>
      </div>
      <p className="figures mt-1 text-sm text-muted">
        {[order.orderNumber, day, money(order.total, order.currency)].join(' · ')}
      </p>
      <ul className="mt-5 flex flex-wrap gap-3">
        {order.items.slice(0, shown_max).map((item) => (
          <li key={item.variantId} className="w-20 md:w-24">
            <Link to={`/p/${item.productId}`} title={item.name} aria-label={item.name}>
              <Picture src={item.imageUrl} alt="" sizes="6rem" className="w-full rounded-md" />
            </Link>
          </li>
        ))}
        {rest > 0 && (
          <li className="grid w-20 place-items-center rounded-md bg-canvas text-sm text-muted md:w-24">
            {t('account.latest.more', { count: rest })}
          </li>
        )}
      </ul>
      <div className="mt-6 flex flex-wrap gap-3">
        <ButtonLink to={to} kind="primary">
          {t('account.latest.track')}
        </ButtonLink>
        <ButtonLink to="/orders">{t('account.latest.all')}</ButtonLink>
      </div>
    </section>
  );
}
