/** A unit of a flash sale in place of a cart: what it is, what it costs, and how long it waits. */
import type { ReactNode } from 'react';
import { ButtonLink } from '../../../ui/button.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import { useApp } from '../../app.tsx';
import { Heading } from '../../shell/heading.tsx';
import { QueryFailed } from '../../shell/query-failed.tsx';
import type { Cart, CartItem } from '../../state/cart.ts';
import { useStore } from '../../state/store.ts';
import { useQuery } from '../../state/use-query.ts';
import type { Checkout } from './machine.ts';
import { Blank } from './parts.tsx';
import type { SaleToken } from './steps.ts';

const none = {
  discount: 0,
  discounts: [],
  freeShipping: false,
  coupon: null,
  changes: [],
  unconfirmed: [],
};

const line = (
  of: Omit<CartItem, 'itemId' | 'sellerId' | 'sku' | 'available' | 'inStock' | 'notices'>,
) => ({
  ...of,
  itemId: of.variantId,
  sellerId: '',
  sku: '',
  available: null,
  inStock: true,
  notices: [],
});

/** What is bought by a checkout that was begun with a token, as a cart would say it. */
export function cartLike({ cartId, items, subtotal, currency }: Checkout): Cart {
  return {
    ...none,
    cartId,
    currency,
    subtotal,
    weight_g: 0,
    itemCount: items.length,
    items: items.map(({ total: lineTotal, ...item }) => line({ ...item, lineTotal })),
  };
}

interface FromSaleProps {
  sale: SaleToken;
  children(cart: Cart): ReactNode;
}

export function FromSale({ sale, children }: FromSaleProps) {
  const { api, session, speech } = useApp();
  const { t, date } = speech;
  const { saleId, tokenId } = sale;
  const person = useStore(session.state);
  const isKnown = person.kind === 'user' || person.kind === 'guest';
  const found = useQuery(isKnown ? `sale ${saleId} ${tokenId}` : null, async (signal) => {
    const call = { params: { saleId }, signal };
    const [plan, token] = await Promise.all([
      api.request('GET /flash-sales/{saleId}', call),
      api.request('GET /flash-sales/{saleId}/token', call),
    ]);
    return { plan, token };
  });
  const { data, problem } = found;
  const item = data?.plan.items.find((one) => one.variantId === data.token.variantId);
  const isNone = person.kind === 'anonymous' || problem?.code === 'sale-token-not-valid';
  if (isNone || (data !== null && (item === undefined || data.token.tokenId !== tokenId))) {
    return (
      <div className="page pt-10">
        <Heading className="unseen">{t('checkout.title')}</Heading>
        <EmptyState
          icon="clock"
          title={t('checkout.sale.over.title')}
          text={t('checkout.sale.none.text')}
        >
          <ButtonLink to={`/sale/${saleId}/turn`} kind="primary">
            {t('checkout.sale.back')}
          </ButtonLink>
        </EmptyState>
      </div>
    );
  }
  if (problem !== null) {
    return (
      <div className="page max-w-2xl py-16">
        <Heading className="pb-6 text-2xl">{t('checkout.title')}</Heading>
        <QueryFailed of={found} title={t('checkout.open.problem')} />
      </div>
    );
  }
  if (data === null || item === undefined) return <Blank />;
  const { plan, token } = data;
  const { quantity, price: unitPrice, currency } = token;
  const { variantId, productId, name, imageUrl } = item;
  const lineTotal = unitPrice * quantity;
  const cart: Cart = {
    ...none,
    cartId: tokenId,
    currency,
    subtotal: lineTotal,
    weight_g: item.weight_g * quantity,
    itemCount: 1,
    items: [line({ variantId, productId, name, imageUrl, quantity, unitPrice, lineTotal })],
  };
  const minutes = Math.max(1, Math.round(plan.checkoutSeconds / 60));
  const time = date(token.expiresAt, { timeStyle: 'short' });
  return (
    <>
      {token.state === 'HELD' && (
        <div className="page pt-6" data-from-sale>
          <Notice title={t('checkout.sale.before', { time })}>
            {t('checkout.sale.before.text', { minutes })}
          </Notice>
        </div>
      )}
      {children(cart)}
    </>
  );
}
