import { clsx } from 'clsx';
import { Icon } from './icon.tsx';
import { pictureAt, pictureSet } from './picture-address.ts';

export interface PictureProps {
  /** Address of the original; null shows a placeholder. */
  src: string | null;
  alt: string;
  /** How wide it is shown, as for `sizes` of an image. */
  sizes: string;
  /** The largest thing on screen at first: fetched early, not lazily. */
  priority?: boolean;
  /** Widths in pixels worth offering where it is never shown larger or smaller. */
  among?: { min: number; max: number };
  className?: string;
}

/** A square picture in the right size and format. It keeps its place while it loads. */
export function Picture(props: PictureProps) {
  const { src, alt, sizes, priority = false, among, className } = props;
  if (src === null) {
    return (
      <span
        role={alt === '' ? undefined : 'img'}
        aria-label={alt === '' ? undefined : alt}
        className={clsx('grid aspect-square place-items-center bg-surface text-muted', className)}
      >
        <Icon name="box" className="size-1/4" />
      </span>
    );
  }
  return (
    <img
      src={pictureAt(src, Math.min(480, among?.max ?? 480))}
      srcSet={pictureSet(src, among)}
      sizes={sizes}
      alt={alt}
      width={800}
      height={800}
      loading={priority ? 'eager' : 'lazy'}
      fetchPriority={priority ? 'high' : 'auto'}
      decoding="async"
      className={clsx('picture aspect-square bg-surface object-cover', className)}
    />
  );
}
