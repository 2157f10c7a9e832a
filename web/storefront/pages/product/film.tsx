import { useState } from 'react';
import { Notice } from '../../../ui/notice.tsx';
import { pictureAt } from '../../../ui/picture-address.ts';
import { useSpeech } from '../../app.tsx';
import type { Product } from './page.tsx';

export interface FilmProps {
  video: Product['videos'][number];
  name: string;
}

const poster_px = 800;

/** A film with the browser's own controls. It never begins by itself; it is fetched when told. */
export default function Film({ video, name }: FilmProps) {
  const { t, locale } = useSpeech();
  const [failed, setFailed] = useState(false);
  const { url, poster, title, captions } = video;
  const label = t('buying.film', { name: title === '' ? name : title });
  const named = new Intl.DisplayNames([locale], { type: 'language', fallback: 'code' });
  const spoken = captions.find((one) => one.locale === locale)?.locale ?? captions[0]?.locale;
  if (failed) {
    return (
      <div className="p-6">
        <Notice tone="warn" live>
          {t('buying.film.failed')}{' '}
          <a href={url} className="link target">
            {t('buying.film.open')}
          </a>
        </Notice>
      </div>
    );
  }
  return (
    <video
      aria-label={label}
      src={url}
      poster={poster === null ? undefined : pictureAt(poster, poster_px)}
      preload="none"
      controls
      playsInline
      className="size-full"
      onError={() => setFailed(true)}
    >
      {captions.map((one) => (
        <track
          key={one.locale}
          kind="captions"
          src={one.url}
          srcLang={one.locale}
          label={named.of(one.locale) ?? one.locale}
          default={one.locale === spoken}
        />
      ))}
    </video>
  );
}
