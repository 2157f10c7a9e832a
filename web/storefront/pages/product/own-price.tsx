import { useEffect } from 'react';
import { useApp } from '../../app.tsx';
import { useQuery } from '../../state/use-query.ts';
import type { ProductVariant } from './page.tsx';

/** A price that is one person's, of one variant. */
export interface Own {
  userId: string;
  variantId: string;
  prices: Pick<ProductVariant, 'price' | 'salePrice'>;
}

export interface OwnPriceProps {
  userId: string;
  /** As everybody sees it. */
  variant: ProductVariant;
  onPrice(own: Own | null): void;
}

/**
 * Asks what it costs whoever is signed in, once the page is there: the page itself is the same for
 * everybody and may be kept by anybody.
 */
export default function OwnPrice({ userId, variant, onPrice }: OwnPriceProps) {
  const { api, currency, speech } = useApp();
  const { variantId } = variant;
  const { data } = useQuery(`${userId} ${variantId} ${currency} own`, (signal) =>
    api.request('GET /prices', { query: { variantIds: variantId, currency }, signal }),
  );
  const found = data?.data.find((one) => one.variantId === variantId && one.currency === currency);
  const { price = null, salePrice = null } = found ?? {};
  const all = variant.salePrice ?? variant.price;
  const own = salePrice ?? price;
  const isOther = own !== null && own !== all;
  useEffect(() => {
    onPrice(isOther ? { userId, variantId, prices: { price, salePrice } } : null);
  }, [isOther, onPrice, price, salePrice, userId, variantId]);
  if (!isOther || all === null || own > all) return null;
  return <p className="text-sm font-medium text-accent">{speech.t('buying.own')}</p>;
}
