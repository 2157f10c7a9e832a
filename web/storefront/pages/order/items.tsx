import { Link } from '../../../ui/link.tsx';
import { Picture } from '../../../ui/picture.tsx';
import { useSpeech } from '../../app.tsx';
import type { AnyOrder } from './progress.ts';

type Item = AnyOrder['items'][number];

export interface ItemsProps {
  items: readonly Item[];
  currency: string;
  /** How many of each line, when not all of it: a parcel may have a part. */
  quantities?: ReadonlyMap<number, number>;
}

/** What was bought, as it was then. */
export function Items({ items, currency, quantities }: ItemsProps) {
  const { t, money, number } = useSpeech();
  return (
    <ul className="grid gap-4">
      {items.map((item) => {
        const quantity = quantities?.get(item.lineNo) ?? item.quantity;
        const all = quantity === item.quantity;
        return (
          <li key={item.lineNo} className="grid grid-cols-[4rem_1fr_auto] gap-x-4">
            <Link to={`/p/${item.productId}`} tabIndex={-1} aria-hidden="true">
              <Picture src={item.imageUrl} alt="" sizes="4rem" className="w-full rounded-md" />
            </Link>
            <div className="min-w-0">
              <Link
                to={`/p/${item.productId}`}
                className="leading-snug font-medium hover:underline"
              >
                <bdi>{item.name}</bdi>
              </Link>
              <p suppressHydrationWarning className="figures text-sm text-muted">
                {all
                  ? t('orders.item.quantity', { quantity: number(quantity) })
                  : t('orders.item.part', {
                      quantity: number(quantity),
                      all: number(item.quantity),
                    })}
                {item.quantity > 1 &&
                  ` · ${t('orders.item.each', { price: money(item.unitPrice, currency) })}`}
              </p>
            </div>
            <p className="figures text-end text-sm font-medium">
              {all && money(item.total, currency)}
            </p>
          </li>
        );
      })}
    </ul>
  );
}
