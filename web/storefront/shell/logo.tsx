import { Link } from '../../ui/link.tsx';
import { useSpeech } from '../app.tsx';
import { shopName } from './title.ts';

/** Three things standing on a shelf that is level. */
export function Logo() {
  const { t } = useSpeech();
  return (
    <Link
      to="/"
      aria-label={t('home.link', { shop: shopName })}
      className="inline-flex min-h-11 items-center gap-2.5 text-[1.375rem] font-bold tracking-[-0.035em] text-ink"
    >
      <svg viewBox="0 0 28 28" className="size-7 text-accent" aria-hidden="true">
        <path fill="currentColor" d="M4 8h5v12H4zM11.5 4h5v16h-5zM19 11h5v9h-5z" />
        <path fill="currentColor" d="M1.5 22h25v2.5h-25z" />
      </svg>
      <span dir="ltr">{shopName.toLowerCase()}</span>
    </Link>
  );
}
