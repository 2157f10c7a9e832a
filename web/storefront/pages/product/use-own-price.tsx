import { useState } from 'react';
import { useApp } from '../../app.tsx';
import { useLater } from '../../shell/later.tsx';
import { useStore } from '../../state/store.ts';
import type { Own } from './own-price.tsx';
import type { ProductVariant } from './page.tsx';

const own = { load: () => import('./own-price.tsx'), area: 'buying' } as const;

/** A variant at the price of whoever is signed in, and what says so; both come after the page. */
export function useOwnPrice(variant: ProductVariant | null) {
  const who = useStore(useApp().session.state);
  const userId = who.kind === 'user' ? who.user.userId : '';
  const Part = useLater(own, userId !== '' && variant !== null);
  const [mine, setMine] = useState<Own | null>(null);
  const fits = mine?.userId === userId && mine.variantId === variant?.variantId;
  return {
    priced: variant !== null && fits ? { ...variant, ...mine.prices } : variant,
    said: Part !== null && variant !== null && userId !== '' && (
      <Part key={userId} {...{ userId, variant }} onPrice={setMine} />
    ),
  };
}
