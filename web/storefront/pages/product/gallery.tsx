import { useEffect, useState } from 'react';
import { Picture } from '../../../ui/picture.tsx';
import { useSpeech } from '../../app.tsx';
import { useLater } from '../../shell/later.tsx';
import type { Product, ProductVariant } from './page.tsx';

const film = { load: () => import('./film.tsx'), area: 'buying' } as const;
const zoom = { load: () => import('./zoom.tsx'), area: 'buying' } as const;

export const gallerySizes = '(min-width: 84rem) 41rem, (min-width: 64rem) 52vw, 92vw';

const thumb = 'overflow-hidden rounded-md border-2 border-transparent aria-pressed:border-accent';

/** 65 seconds are 1:05. */
const lengthOf = (seconds: number) =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/**
 * The variant's picture first; the others beside it, then the films. A press enlarges a picture;
 * a film is loaded when it is chosen, and plays when it is told to.
 */
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
  const [playing, setPlaying] = useState<string | null>(null);
  const video = product.videos.find((one) => one.videoId === playing) ?? null;
  const Zoom = useLater(zoom, large);
  const Film = useLater(film, video !== null);
  useEffect(() => {
    if (own === null) return;
    setUrl(own);
    setPlaying(null);
  }, [own]);
  const shown = images.find((image) => image.url === url) ?? images[0] ?? null;
  const alt = shown === null || shown.alt === '' ? product.name : shown.alt;
  return (
    <section
      aria-label={t('product.gallery', { name: product.name })}
      className="grid content-start gap-3"
    >
      {video !== null ? (
        <div className="aspect-square overflow-hidden rounded-lg bg-surface">
          {Film !== null && <Film key={video.videoId} video={video} name={product.name} />}
        </div>
      ) : (
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
      )}
      {(images.length > 1 || product.videos.length > 0) && (
        <ul className="rail gap-3">
          {images.map((image, at) => (
            <li key={image.imageId}>
              <button
                type="button"
                aria-label={t('product.picture', { nth: at + 1 })}
                aria-pressed={video === null && image.url === shown?.url}
                className={thumb}
                onClick={() => {
                  setUrl(image.url);
                  setPlaying(null);
                }}
              >
                <Picture src={image.url} alt="" sizes="5rem" className="size-20" />
              </button>
            </li>
          ))}
          {product.videos.map(({ videoId, poster, seconds }) => (
            <li key={videoId} className="needs-js">
              <button
                type="button"
                aria-label={t('product.film', { length: lengthOf(seconds) })}
                aria-pressed={videoId === playing}
                className={`relative ${thumb}`}
                onClick={() => setPlaying(videoId)}
              >
                <Picture src={poster} alt="" sizes="5rem" className="size-20" />
                <span
                  aria-hidden="true"
                  className="figures absolute start-1 bottom-1 rounded-full bg-ink px-2 text-xs text-canvas"
                >
                  ▸ {lengthOf(seconds)}
                </span>
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
