import { useEffect, useState } from 'react';
import { Picture } from '../../../ui/picture.tsx';
import { useSpeech } from '../../app.tsx';
import { useLater } from '../../shell/later.tsx';
import type { Product, ProductVariant } from './page.tsx';

const zoom = { load: () => import('./zoom.tsx'), area: 'buying' } as const;

export const gallerySizes = '(min-width: 84rem) 41rem, (min-width: 64rem) 52vw, 92vw';

/** The variant's picture first; the others beside it. A press enlarges it. */
export function Gallery({
  product,
  variant,
}: {
  product: Product;
  variant: ProductVariant | null;
}) {
  const { t } = useSpeech();
  const own = variant?.imageUrl ?? null;
  const alone = { imageId: 'variant', url: own ?? '', alt: product.name, variantId: null };
  const known = product.images.some((image) => image.url === own);
  const images = own === null || known ? product.images : [alone, ...product.images];
  const [url, setUrl] = useState(own ?? images[0]?.url ?? null);
  const [large, setLarge] = useState(false);
  const Zoom = useLater(zoom, large);
  useEffect(() => {
    if (own !== null) setUrl(own);
  }, [own]);
  const shown = images.find((image) => image.url === url) ?? images[0] ?? null;
  const alt = shown === null || shown.alt === '' ? product.name : shown.alt;
  return (
    <section
      aria-label={t('product.gallery', { name: product.name })}
      className="grid content-start gap-3"
    >
      <button
        type="button"
        aria-label={`${t('product.zoom')}: ${alt}`}
        className="cursor-zoom-in overflow-hidden rounded-lg"
        onClick={() => setLarge(true)}
      >
        <Picture
          src={shown?.url ?? null}
          alt={alt}
          sizes={gallerySizes}
          priority
          className="w-full"
        />
      </button>
      {images.length > 1 && (
        <ul className="rail gap-3">
          {images.map((image, at) => (
            <li key={image.imageId}>
              <button
                type="button"
                aria-label={t('product.picture', { nth: at + 1 })}
                aria-pressed={image.url === shown?.url}
                className="overflow-hidden rounded-md border-2 border-transparent aria-pressed:border-accent"
                onClick={() => setUrl(image.url)}
              >
                <Picture src={image.url} alt="" sizes="5rem" className="size-20" />
              </button>
            </li>
          ))}
        </ul>
      )}
      {large && Zoom !== null && (
        <Zoom
          pictures={images}
          first={Math.max(
            0,
            images.findIndex((image) => image === shown),
          )}
          name={product.name}
          onClose={() => setLarge(false)}
        />
      )}
    </section>
  );
}
