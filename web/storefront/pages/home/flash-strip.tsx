/** Flash sales that are announced or on, with the way to each. */
import type { ReplyOf } from '../../../client/request.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Link } from '../../../ui/link.tsx';
import { useApp, type App } from '../../app.tsx';
import { unlessAway } from '../../page.ts';
import { momentOf, useZone } from '../../sale/moments.ts';

export type FlashSale = Pick<
  ReplyOf<'GET /flash-sales'>['data'][number],
  'saleId' | 'name' | 'state' | 'startsAt' | 'endsAt'
>;

const looked_max = 5;

/** As little of each as is shown: it travels with the page. */
export async function openFlashSales(app: App, signal: AbortSignal): Promise<FlashSale[]> {
  const { data } = await unlessAway<{ data: FlashSale[] }>(
    app.api.request('GET /flash-sales', { query: { limit: looked_max }, signal }),
    { data: [] },
  );
  return data
    .filter(({ state }) => state !== 'ENDED')
    .map(({ saleId, name, state, startsAt, endsAt }) => ({
      saleId,
      name,
      state,
      startsAt,
      endsAt,
    }));
}

export function FlashStrip({ sales }: { sales: readonly FlashSale[] }) {
  const { speech } = useApp();
  const { t } = speech;
  const zone = useZone();
  if (sales.length === 0) return null;
  return (
    <section aria-label={t('home.flash')} className="page pt-4">
      <ul className="grid gap-2">
        {sales.map(({ saleId, name, state, startsAt, endsAt }) => {
          const isBefore = state === 'ANNOUNCED' || state === 'PRE_QUEUE';
          const time = momentOf(speech, isBefore ? startsAt : endsAt, zone);
          return (
            <li
              key={saleId}
              data-flash={saleId}
              className="flex flex-wrap items-baseline gap-x-3 gap-y-1 rounded-md bg-accent-soft px-4 py-3"
            >
              <Badge tone="accent">{t('home.flash')}</Badge>
              <Link to={`/sale/${saleId}`} className="link font-medium wrap-anywhere">
                <bdi>{name}</bdi>
              </Link>
              <span suppressHydrationWarning className="figures text-sm">
                {t(isBefore ? 'home.flash.starts' : 'home.flash.until', { time })}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
