import { ButtonLink } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useApp } from '../../app.tsx';
import { momentOf } from '../../sale/moments.ts';
import { useQuery } from '../../state/use-query.ts';

const looked_max = 20;

/** This very thing is in a flash sale that is announced or on: for how much, when, and the way. */
export function InSale({ variantId }: { variantId: string }) {
  const { api, speech } = useApp();
  const { t, money } = speech;
  const { data } = useQuery('flash sales', (signal) =>
    api.request('GET /flash-sales', { query: { limit: looked_max }, signal }),
  );
  const sale = data?.data.find(
    ({ state, items }) => state !== 'ENDED' && items.some((one) => one.variantId === variantId),
  );
  const item = sale?.items.find((one) => one.variantId === variantId);
  if (sale === undefined || item === undefined) return null;
  const isBefore = sale.state === 'ANNOUNCED' || sale.state === 'PRE_QUEUE';
  const time = momentOf(speech, isBefore ? sale.startsAt : sale.endsAt, undefined);
  return (
    <Notice
      tone="good"
      title={t('wish.flash.title', { price: money(item.price, sale.currency) })}
      actions={
        <ButtonLink size="sm" to={`/sale/${sale.saleId}`}>
          {t('wish.flash.go')}
        </ButtonLink>
      }
    >
      <span className="figures">
        {t(isBefore ? 'wish.flash.starts' : 'wish.flash.until', { time, name: sale.name })}
      </span>
    </Notice>
  );
}
