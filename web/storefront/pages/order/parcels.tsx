import { Link } from '../../../ui/link.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import type { Speech } from '../../i18n/translate.ts';
import { unlessMissing } from '../../page.ts';
import { useQuery } from '../../state/use-query.ts';
import { Items } from './items.tsx';
import type { AnyOrder, Parcel } from './progress.ts';
import { dayText, daysText, momentText } from './words.ts';

type Sellers = Readonly<Record<string, { name: string; slug: string }>>;

const sellers_max = 20;

/** Names of the sellers of an order; those that are not open any more have none. */
export function useSellers(ids: readonly string[]): Sellers {
  const { api } = useApp();
  const asked = [...new Set(ids)].toSorted().slice(0, sellers_max);
  const query = useQuery(asked.length === 0 ? null : asked.join(' '), async (signal) => {
    const found = await Promise.all(
      asked.map((sellerId) =>
        unlessMissing(api.request('GET /sellers/{sellerId}', { params: { sellerId }, signal })),
      ),
    );
    const open = found.filter((one) => one !== null);
    return Object.fromEntries(open.map(({ sellerId, name, slug }) => [sellerId, { name, slug }]));
  });
  return query.data ?? {};
}

/** Each parcel by itself: its seller, its dates, its carrier, what is in it. */
export function Parcels({ order }: { order: AnyOrder }) {
  const { t } = useSpeech();
  const { deliveries, currency } = order;
  const cancelled = order.items.filter((item) => item.status === 'CANCELLED');
  const sellers = useSellers(order.items.map((item) => item.sellerId));
  if (deliveries.length === 0) {
    return (
      <section aria-labelledby="items" className="grid gap-5">
        <h2 id="items" className="text-lg">
          {t('orders.items')}
        </h2>
        <Items items={order.items} currency={currency} />
      </section>
    );
  }
  return (
    <section aria-labelledby="parcels">
      <h2 id="parcels" className="text-lg">
        {t('orders.parcels', { count: deliveries.length })}
      </h2>
      <ol className="mt-2">
        {deliveries.map((parcel, index) => (
          <li
            key={parcel.shipmentId ?? `rest ${parcel.sellerId}`}
            className="border-b border-line py-6 last:border-0"
          >
            <OneParcel {...{ order, parcel, sellers }} nth={index + 1} />
          </li>
        ))}
      </ol>
      {cancelled.length > 0 && (
        <div className="mt-2 grid gap-4 border-t border-line pt-6">
          <h3 className="font-semibold">{t('orders.items.cancelled')}</h3>
          <Items items={cancelled} currency={currency} />
        </div>
      )}
    </section>
  );
}

interface OneParcelProps {
  order: AnyOrder;
  parcel: Parcel;
  nth: number;
  sellers: Sellers;
}

function OneParcel({ order, parcel, nth, sellers }: OneParcelProps) {
  const speech = useSpeech();
  const { t } = speech;
  const count = order.deliveries.length;
  const quantities = new Map(parcel.items.map((one) => [one.lineNo, one.quantity]));
  const items = order.items.filter((item) => quantities.has(item.lineNo));
  const seller = sellers[parcel.sellerId];
  return (
    <article aria-labelledby={`parcel-${nth}`} className="grid gap-4">
      <div className="grid gap-1">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h3 id={`parcel-${nth}`} className="font-semibold">
            {count > 1 ? t('orders.parcel.nth', { nth, count }) : t('orders.parcel')}
          </h3>
          <ParcelState parcel={parcel} />
        </div>
        <p className="font-semibold text-accent">{arrivalText(speech, parcel)}</p>
        {parcel.late && <p className="text-sm font-medium text-warn">{t('orders.parcel.late')}</p>}
        <p className="text-sm text-muted">
          {seller !== undefined && (
            <Link to={`/s/${seller.slug}`} className="hover:underline">
              {t('orders.parcel.seller', { seller: seller.name })}
            </Link>
          )}
          {seller !== undefined && parcel.from.length > 0 && ' · '}
          {parcel.from.length > 0 &&
            t('orders.parcel.from', { places: speech.list(parcel.from.map((one) => one.name)) })}
        </p>
      </div>
      <Tracking parcel={parcel} />
      <Items items={items} currency={order.currency} quantities={quantities} />
    </article>
  );
}

function ParcelState({ parcel }: { parcel: Parcel }) {
  const { t } = useSpeech();
  if (parcel.arrivedAt !== null) return <Badge tone="accent">{t('orders.parcel.arrived')}</Badge>;
  if (parcel.late) return <Badge tone="warn">{t('orders.parcel.delayed')}</Badge>;
  if (parcel.shippedAt !== null) return <Badge tone="accent">{t('orders.parcel.left')}</Badge>;
  return <Badge>{t('orders.parcel.waiting')}</Badge>;
}

function arrivalText(speech: Speech, { arrivedAt, expectedFrom, expectedTo }: Parcel): string {
  const { t } = speech;
  if (arrivedAt !== null) return t('orders.arrived', { day: momentText(speech, arrivedAt) });
  if (expectedFrom === null || expectedTo === null) return t('orders.expected.unknown');
  if (expectedFrom === expectedTo)
    return t('orders.expected', { days: dayText(speech, expectedTo) });
  return t('orders.expected', { days: daysText(speech, { from: expectedFrom, to: expectedTo }) });
}

/** Carrier and number, to look up there, and what we know of its way. */
function Tracking({ parcel }: { parcel: Parcel }) {
  const { toasts, speech } = useApp();
  const { t } = speech;
  const { carrier, trackingNumber, shippedAt, arrivedAt } = parcel;
  if (carrier === null || trackingNumber === null || shippedAt === null) return null;
  const copy = async () => {
    await navigator.clipboard.writeText(trackingNumber);
    toasts.show({ text: t('orders.tracking.copied'), tone: 'good' });
  };
  return (
    <div className="grid gap-2 rounded-md bg-surface px-4 py-3 text-sm">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-medium">{carrier}</span>
        <bdi className="figures break-all">{trackingNumber}</bdi>
        <button
          type="button"
          aria-label={t('orders.tracking.copy.named', { number: trackingNumber })}
          className="target inline-flex items-center gap-1 underline underline-offset-4"
          onClick={() => void copy()}
        >
          <Icon name="copy" className="size-4" />
          {t('failed.copy')}
        </button>
      </p>
      <ul className="figures text-muted">
        {arrivedAt !== null && (
          <li>{t('orders.tracking.arrived', { at: momentText(speech, arrivedAt) })}</li>
        )}
        <li>{t('orders.tracking.left', { carrier, at: momentText(speech, shippedAt) })}</li>
      </ul>
    </div>
  );
}
