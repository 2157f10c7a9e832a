import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { ProductCard, type Card } from './product-card.tsx';

export interface ProductGridProps {
  cards: readonly Card[];
  label: string;
  /** Beside a column of filters there is room for fewer. */
  narrow?: boolean;
  /** One product a line. */
  rows?: boolean;
  /** How many are on screen at first. */
  priority?: number;
  buy?: boolean;
  heading?: 'h2' | 'h3';
  titleOf?: ((card: Card) => ReactNode) | undefined;
}

const wide = '(min-width: 80rem) 17rem, (min-width: 48rem) 30vw, 46vw';
const line = '(min-width: 40rem) 10rem, 7rem';

export function ProductGrid(props: ProductGridProps) {
  const { cards, label, narrow = false, rows = false, priority = 0 } = props;
  const { buy = false, heading = 'h3' } = props;
  const shape = { buy, heading, rows };
  return (
    <ul
      aria-label={label}
      className={clsx(
        'grid',
        rows ? 'gap-6' : 'grid-cols-2 gap-x-4 gap-y-10 sm:gap-x-6 md:grid-cols-3',
        !rows && !narrow && 'lg:grid-cols-4',
      )}
    >
      {cards.map((card, at) => (
        <li key={card.productId} className="grid">
          <ProductCard
            card={card}
            title={props.titleOf?.(card)}
            sizes={rows ? line : wide}
            priority={at < priority}
            {...shape}
          />
        </li>
      ))}
    </ul>
  );
}
