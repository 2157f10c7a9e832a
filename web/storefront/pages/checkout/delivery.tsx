/** The ways a cart can go: when it is there, what it costs, in which parcels, where it waits. */
import { useEffect } from 'react';
import { ErrorNotice, Notice } from '../../../ui/notice.tsx';
import { Button } from '../../../ui/button.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { problemIn } from '../../../client/problem.ts';
import { useApp } from '../../app.tsx';
import type { Speech } from '../../i18n/translate.ts';
import type { Client, ReplyOf } from '../../../client/request.ts';
import { countryName } from '../../shell/countries.ts';
import { problemText } from '../../shell/problem-text.ts';
import type { Cart } from '../../state/cart.ts';
import { useQuery, type Query } from '../../state/use-query.ts';
import { shapeOf, type SentAddress } from './address.ts';
import { Choice, Choices } from './choice.tsx';
import { methodOf, type Pickup, type ShippingMethod } from './draft.ts';
import { PickupPlaces } from './pickup.tsx';
import { isToken } from './steps.ts';
import { wayDates } from './way-dates.ts';

type Estimate = Pick<ReplyOf<'GET /cart/estimate'>, 'methods' | 'currency'>;
export type Ways = Query<Estimate>;
export type Way = Estimate['methods'][number];

/** The ways this cart can go to an address, and what each costs: what the checkout will charge. */
export function useWays(cart: Cart | null, address: SentAddress): Ways {
  const { api } = useApp();
  const { country, state, postalCode } = address;
  const { items = [], subtotal = 0, discount = 0, currency = '' } = cart ?? {};
  const place = { country, postalCode, ...(state === undefined || state === '' ? {} : { state }) };
  const lines = items.map(({ itemId, quantity }) => `${itemId}:${quantity}`).join();
  // The country decides; a postal code that is being typed must not ask with every letter.
  const key =
    items.length === 0 ? null : `${country} ${state} ${lines} ${subtotal} ${discount} ${currency}`;
  return useQuery(key, async (signal): Promise<Estimate> => {
    if (cart !== null && isToken(cart.cartId ?? '')) return unitWays(api, { cart, place, signal });
    try {
      return await api.request('GET /cart/estimate', { query: place, signal });
    } catch (error) {
      // No way goes there: an answer, which has words of its own.
      if (problemIn(error)?.code === 'shipping-unavailable') return { methods: [], currency };
      throw error;
    }
  });
}

interface UnitWays {
  cart: Cart;
  place: Pick<SentAddress, 'country' | 'state' | 'postalCode'>;
  signal: AbortSignal;
}

/** A unit of a sale is in no cart: the ways for its weight and price. */
async function unitWays(api: Client, { cart, place, signal }: UnitWays): Promise<Estimate> {
  const { subtotal, weight_g: weightGrams, currency } = cart;
  const query = { ...place, subtotal, weightGrams, currency };
  const { methods } = await api.request('GET /shipping/methods', { query, signal });
  const ways = methods.map(({ amount: shipping, ...way }) => {
    const sums = { shipping, tax: null, includedTax: 0, total: subtotal + shipping };
    return { ...way, ...sums, parcels: [] };
  });
  return { methods: ways.filter(({ method }) => method !== 'PICKUP'), currency };
}

export function wayName({ maybe }: Speech, { method, name }: Pick<Way, 'method' | 'name'>): string {
  return maybe(`shipping.${method}`) ?? maybe(`checkout.way.${method}`) ?? name;
}

export interface DeliveryProps {
  cart: Cart;
  ways: Ways;
  address: SentAddress;
  method: ShippingMethod;
  pickup: Pickup | null;
  onChoose(method: ShippingMethod): void;
  onPickup(pickup: Pickup): void;
}

/** When it is there, and what that costs; the name of the service comes second. */
export function Delivery(props: DeliveryProps) {
  const { cart, ways, address, method, pickup, onChoose, onPickup } = props;
  const { speech } = useApp();
  const { t, money, locale } = speech;
  const list = ways.data?.methods ?? null;
  const known = list?.some((way) => way.method === method) ?? true;
  const first = list?.[0]?.method;
  useEffect(() => {
    // A way that does not go there is not chosen silently for another price: the cheapest is.
    if (!known && first !== undefined) onChoose(methodOf(first));
  }, [known, first]);
  if (list === null && ways.problem !== null) {
    const again = (
      <Button size="sm" onClick={ways.reload}>
        {t('retry')}
      </Button>
    );
    return (
      <ErrorNotice
        title={t('checkout.delivery.problem')}
        text={problemText(speech, ways.problem)}
        actions={again}
      />
    );
  }
  if (list === null) return <Skeleton className="h-31" />;
  const country = countryName(address.country, locale);
  if (list.length === 0) {
    return (
      <Notice tone="warn" title={t('checkout.delivery.none', { country })}>
        {t('checkout.delivery.none.text')}
      </Notice>
    );
  }
  const currency = ways.data?.currency ?? cart.currency;
  const town = shapeOf(address.country).hasPostal ? address.postalCode : address.city;
  return (
    <div className="grid gap-3" aria-busy={ways.loading || undefined}>
      <p className="text-sm text-muted">
        {t('checkout.delivery.to', { place: [town, country].filter(Boolean).join(', ') })}
      </p>
      <Choices label={t('checkout.delivery')}>
        {list.map((way) => (
          <Choice
            key={way.method}
            name="delivery"
            value={way.method}
            checked={way.method === method}
            onChoose={() => onChoose(methodOf(way.method))}
            title={wayDates(speech, way)}
            text={wayName(speech, way)}
            end={way.shipping === 0 ? t('checkout.free') : money(way.shipping, currency)}
          >
            {way.method === 'PICKUP' ? (
              <PickupPlaces address={address} chosen={pickup} onChoose={onPickup} />
            ) : (
              way.parcels.length > 1 && <Parcels cart={cart} way={way} currency={currency} />
            )}
          </Choice>
        ))}
      </Choices>
    </div>
  );
}

/** What travels together, when it is there and its part of the cost. */
function Parcels({ cart, way, currency }: { cart: Cart; way: Way; currency: string }) {
  const { speech } = useApp();
  const { t, money, list } = speech;
  const names = new Map(cart.items.map(({ itemId, name }) => [itemId, name]));
  return (
    <div className="grid gap-2 text-sm">
      <p>{t('checkout.parcels', { count: way.parcels.length })}</p>
      <ol className="grid gap-2" data-parcels={way.method}>
        {way.parcels.map((one, at) => (
          <li key={at} className="flex justify-between gap-4 border-t border-line pt-2">
            <span className="min-w-0">
              <span className="block">{wayDates(speech, one)}</span>
              <span className="line-clamp-2 text-muted">
                <bdi>{list(one.itemIds.flatMap((id) => names.get(id) ?? []))}</bdi>
              </span>
            </span>
            <span className="figures shrink-0">
              {one.shipping === 0 ? t('checkout.free') : money(one.shipping, currency)}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
