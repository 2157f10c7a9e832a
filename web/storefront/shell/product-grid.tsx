import { clsx } from 'clsx';
import { ProductCard, type Card } from './product-card.tsx';

export interface ProductGridProps {
  cards: readonly Card[];
  label: string;
  /** Beside a column of filters there is room for fewer. */
  narrow?: boolean;
  /** How many are on screen at first. */
  priority?: number;
  buy?: boolean;
  heading?: 'h2' | 'h3';
}

const wide = '(min-width: 80rem) 17rem, (min-width: 48rem) 30vw, 46vw';

export function ProductGrid(props: ProductGridProps) {
  const { cards, label, narrow = false, priority = 0, buy = false, heading = 'h3' } = props;
  return (
    <ul
      aria-label={label}
      className={clsx(
        'grid grid-cols-2 gap-x-4 gap-y-10 sm:gap-x-6',
        narrow ? 'md:grid-cols-3' : 'md:grid-cols-3 lg:grid-cols-4',
      )}
    >
      {cards.map((card, at) => (
        <li key={card.productId} className="grid">
          <ProductCard card={card} sizes={wide} priority={at < priority} {...{ buy, heading }} />
        </li>
      ))}
    </ul>
  );
}
