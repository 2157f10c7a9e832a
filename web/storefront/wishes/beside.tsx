/** Below the buttons of a product: its sale, to be told of its return, to keep it in mind. */
import { InSale } from '../pages/product/in-sale.tsx';
import type { Shown } from '../pages/product/page.tsx';
import Heart from './heart.tsx';
import TellMe from './tell-me.tsx';

export default function WishesBeside({ product, variant }: Shown) {
  if (variant === null) return null;
  const { productId, name } = product;
  const { variantId } = variant;
  return (
    <div className="grid gap-3">
      <InSale variantId={variantId} />
      {!variant.inStock && <TellMe key={variantId} ask={{ kind: 'back', productId, variantId }} />}
      <Heart of={{ productId, variantId, name }} wide />
    </div>
  );
}
