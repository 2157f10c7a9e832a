import { useState } from 'react';
import type { ReplyOf } from '../../../client/request.ts';
import { Button } from '../../../ui/button.tsx';
import { Picture } from '../../../ui/picture.tsx';
import { useApp } from '../../app.tsx';
import { useQuery } from '../../state/use-query.ts';
import { useTry } from './use-try.ts';
import Zoom from './zoom.tsx';

type Photos = ReplyOf<'GET /products/{productId}/review-pictures'>;

/** Reviews whose photos come at a time. */
const reviews_count = 12;

/** Photos of buyers, all in a row; a press shows them large. Loaded when its place comes near. */
export default function PhotoWall({ productId }: { productId: string }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const [more, setMore] = useState<Photos[]>([]);
  const [large, setLarge] = useState<number | null>(null);
  const action = useTry();
  const page = (query: { limit: number; cursor?: string }, signal?: AbortSignal) =>
    api.request('GET /products/{productId}/review-pictures', {
      params: { productId },
      query,
      ...(signal === undefined ? {} : { signal }),
    });
  const first = useQuery(`${productId} photos`, (signal) => page({ limit: reviews_count }, signal));
  const pages = first.data === null ? [] : [first.data, ...more];
  const cursor = pages.at(-1)?.nextCursor ?? null;
  const pictures = pages
    .flatMap((one) => one.data)
    .flatMap(({ title, pictures: list }) =>
      list.map(({ url }) => ({ url, alt: title || t('buying.wall') })),
    );
  const load = async () => {
    const next = await page({ limit: reviews_count, cursor: cursor ?? '' });
    setMore((all) => [...all, next]);
  };
  if (pictures.length === 0) return null;
  return (
    <section aria-label={t('buying.wall')} className="grid grid-cols-1 gap-3">
      <h3 className="text-lg">{t('buying.wall')}</h3>
      <ul className="rail items-center gap-3">
        {pictures.map(({ url, alt }, at) => (
          <li key={url}>
            <button
              type="button"
              className="cursor-zoom-in overflow-hidden rounded-md"
              aria-label={`${t('product.zoom')}: ${alt}`}
              onClick={() => setLarge(at)}
            >
              <Picture
                src={url}
                alt=""
                sizes="7rem"
                among={{ min: 96, max: 320 }}
                className="size-28"
              />
            </button>
          </li>
        ))}
        {cursor !== null && (
          <li>
            <Button size="sm" busy={action.busy} onClick={() => void action.run(load)}>
              {t('reviews.more')}
            </Button>
          </li>
        )}
      </ul>
      {large !== null && (
        <Zoom
          pictures={pictures}
          first={large}
          name={t('buying.wall')}
          onClose={() => setLarge(null)}
        />
      )}
    </section>
  );
}
