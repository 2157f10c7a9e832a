import { Link } from '../../../ui/link.tsx';
import type { ReplyOf } from '../../../client/request.ts';
import { useApp } from '../../app.tsx';
import { placeText } from '../../state/deliver-to.ts';
import { useStore } from '../../state/store.ts';
import { useQuery } from '../../state/use-query.ts';
import type { ProductVariant } from './page.tsx';

type Offer = ReplyOf<'GET /variants/{variantId}/offers'>['offers'][number];

export interface OffersProps {
  variant: ProductVariant;
}

const cell = 'py-2.5 pe-4 text-start align-top font-normal';

/** Everybody who sells it, by what it costs in the end, each with the reason for its place. */
export default function Offers({ variant }: OffersProps) {
  const { api, currency, deliverTo, speech } = useApp();
  const { t } = speech;
  const place = useStore(deliverTo.place);
  const { variantId } = variant;
  const where = place === null ? '' : placeText(place);
  const { data } = useQuery(`${variantId} ${currency} ${where}`, (signal) =>
    api.request('GET /variants/{variantId}/offers', {
      params: { variantId },
      query: {
        currency,
        ...(place === null ? {} : { country: place.country, postalCode: place.postalCode }),
      },
      signal,
    }),
  );
  const offers = data?.offers ?? [];
  if (offers.length === 0) return null;
  const heads = ['seller', 'price', 'delivery', 'total', 'why'] as const;
  return (
    <section id="offers" className="mt-16 border-t border-line pt-12">
      <h2 className="text-xl">{t('buying.offers', { count: offers.length })}</h2>
      <p className="mt-2 text-sm text-muted">
        {place === null
          ? t('buying.offers.bare')
          : t('buying.offers.placed', { place: placeText(place) })}
      </p>
      <div
        className="mt-4 overflow-x-auto"
        tabIndex={0}
        role="group"
        aria-label={t('buying.offers', { count: offers.length })}
      >
        <table className="w-full min-w-xl text-sm">
          <thead>
            <tr className="border-b border-line text-muted">
              {heads.map((head) => (
                <th key={head} scope="col" className={cell}>
                  {t(`buying.offers.${head}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {offers.map((offer) => (
              <Row key={offer.variantId} offer={offer} first={offers[0] ?? offer} own={variantId} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Row({ offer, first, own }: { offer: Offer; first: Offer; own: string }) {
  const { speech } = useApp();
  const { t, money } = speech;
  const { seller, delivery, currency, slug, attributes, variantId, reason } = offer;
  const name = seller.name ?? seller.sellerId;
  const search = new URLSearchParams(attributes).toString();
  const amount = money(offer.total - first.total, currency);
  return (
    <tr className="border-b border-line" aria-current={variantId === own || undefined}>
      <th scope="row" className={cell}>
        {variantId === own ? (
          <>
            <span className="font-semibold">{name}</span>{' '}
            <span className="block text-muted">{t('buying.offers.this')}</span>
          </>
        ) : (
          <Link to={`/p/${slug}${search === '' ? '' : `?${search}`}`} className="target link">
            {name}
          </Link>
        )}
      </th>
      <td className={`${cell} figures`}>{money(offer.price, currency)}</td>
      <td className={`${cell} figures`}>
        {delivery === null ? (
          '–'
        ) : (
          <>
            {delivery.amount === 0 ? t('product.delivery.free') : money(delivery.amount, currency)}
            <span className="block text-muted">
              {t('buying.days', { from: delivery.minDays, to: delivery.maxDays })}
            </span>
          </>
        )}
      </td>
      <td className={`${cell} figures font-semibold`}>{money(offer.total, currency)}</td>
      <td className={`${cell} text-muted`}>{t(`buying.reason.${reason}`, { amount })}</td>
    </tr>
  );
}
