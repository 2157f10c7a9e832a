import { useState } from 'react';
import { Dialog } from '../../ui/dialog.tsx';
import { useSpeech } from '../app.tsx';
import { PrivatePhoto } from './private-photo.tsx';

export interface PrivatePhotosProps {
  title: string;
  photos: readonly { pictureId: string }[];
  /** Before `/pictures/…`: '' for one's own, '/admin', '/seller'. */
  base: '' | '/admin' | '/seller';
}

/** Pictures in a row; a press shows one as large as the screen. */
export function PrivatePhotos({ title, photos, base }: PrivatePhotosProps) {
  const { t } = useSpeech();
  const [large, setLarge] = useState<number | null>(null);
  const pathOf = (pictureId: string) => `${base}/pictures/${pictureId}/file`;
  const shown = large === null ? undefined : photos[large];
  return (
    <>
      <ul aria-label={title} className="flex flex-wrap gap-3">
        {photos.map(({ pictureId }, at) => (
          <li key={pictureId}>
            <button
              type="button"
              className="cursor-zoom-in overflow-hidden rounded-md"
              onClick={() => setLarge(at)}
            >
              <PrivatePhoto
                path={pathOf(pictureId)}
                alt={t('photos.nth', { nth: at + 1 })}
                className="size-24"
              />
            </button>
          </li>
        ))}
      </ul>
      {shown !== undefined && (
        <Dialog
          open
          onClose={() => setLarge(null)}
          title={title}
          closeLabel={t('close')}
          shape="wide"
        >
          <PrivatePhoto
            path={pathOf(shown.pictureId)}
            alt={t('photos.nth', { nth: (large ?? 0) + 1 })}
            className="mx-auto max-h-[80dvh] rounded-md !object-contain"
          />
        </Dialog>
      )}
    </>
  );
}
