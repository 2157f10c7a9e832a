import { useEffect } from 'react';
import { Link } from '../../ui/link.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useApp } from '../app.tsx';
import { useStore } from '../state/store.ts';

/** The way to the notifications with how many are unread; its place is kept for nobody, too. */
export function Bell() {
  const { notices, session, speech } = useApp();
  const { t, number } = speech;
  const { kind } = useStore(session.state);
  const count = useStore(notices.unread) ?? 0;
  useEffect(() => notices.follow(), [notices]);
  if (kind !== 'user' && kind !== 'guest') return <span className="size-11 max-sm:hidden" />;
  return (
    <Link
      to="/notifications"
      className="relative inline-flex size-11 items-center justify-center rounded-full hover:bg-surface"
      aria-label={t('notices.link', { count })}
    >
      <Icon name="bell" />
      {count > 0 && (
        <span
          aria-hidden="true"
          className="figures absolute start-6 top-0 grid h-5 min-w-5 place-items-center rounded-full bg-accent px-1.5 text-xs font-bold text-accent-ink"
        >
          {number(count)}
        </span>
      )}
    </Link>
  );
}
