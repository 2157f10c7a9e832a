import { useEffect, useState } from 'react';
import { lookAt } from '../../client/pictures.ts';
import { Icon } from '../../ui/icon.tsx';
import { useApp } from '../app.tsx';

export interface PrivatePhotoProps {
  /** Below /api/v1: only who may see it gets it. */
  path: string;
  alt: string;
  className?: string;
}

/** A picture that not everybody may see: fetched with the token of who is here. */
export function PrivatePhoto({ path, alt, className = '' }: PrivatePhotoProps) {
  const { session } = useApp();
  const [shown, setShown] = useState<string | null>(null);
  useEffect(() => {
    let over = false;
    let url: string | null = null;
    lookAt(session, path).then(
      (blob) => {
        if (over) return;
        url = URL.createObjectURL(blob);
        setShown(url);
      },
      // It is gone, or not to be had now: its place says that there is one.
      () => undefined,
    );
    return () => {
      over = true;
      setShown(null);
      if (url !== null) URL.revokeObjectURL(url);
    };
  }, [path, session]);
  if (shown === null) {
    return (
      <span
        role="img"
        aria-label={alt}
        className={`grid aspect-square place-items-center bg-surface text-muted ${className}`}
      >
        <Icon name="box" className="size-1/4" />
      </span>
    );
  }
  return <img src={shown} alt={alt} className={`aspect-square object-cover ${className}`} />;
}
