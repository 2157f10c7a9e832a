import { useLocation } from 'react-router';
import { Link, NavLink } from '../../ui/link.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useApp, useSpeech } from '../app.tsx';
import { useStore } from '../state/store.ts';
import { DeliverTo } from './deliver-to.tsx';
import { Bell } from './bell.tsx';
import { Logo } from './logo.tsx';
import { Preferences } from './preferences.tsx';
import type { Department } from './root.ts';
import { SearchBox } from './search-box.tsx';

/** Search first and widest; then where to deliver, who is here, and the cart. */
export function Header({ departments }: { departments: readonly Department[] }) {
  const { t } = useSpeech();
  return (
    <header className="sticky top-0 z-30 border-b border-line bg-canvas max-md:static">
      <div className="page grid grid-cols-[auto_1fr_auto] items-center gap-x-4 gap-y-2 py-3 md:gap-x-8">
        <Logo />
        <div className="col-span-3 row-start-2 md:col-span-1 md:col-start-2 md:row-start-1">
          <SearchBox />
        </div>
        <div className="col-start-3 row-start-1 flex items-center justify-end gap-1">
          <DeliverTo />
          <Bell />
          <AccountLink />
          <CartLink />
        </div>
      </div>
      <div className="page flex items-center gap-6 pb-2 max-md:pb-1">
        <nav aria-label={t('departments')} className="min-w-0 flex-1">
          <ul className="rail -mx-2 gap-1 text-sm whitespace-nowrap">
            {departments.map(({ name, path }) => (
              <li key={path}>
                <NavLink
                  to={`/c/${path}`}
                  className="inline-flex min-h-9 items-center rounded-full px-2.5 text-muted hover:text-ink aria-[current=page]:font-semibold aria-[current=page]:text-ink"
                >
                  {name}
                </NavLink>
              </li>
            ))}
          </ul>
        </nav>
        <Preferences />
      </div>
    </header>
  );
}

/** For the checkout: nothing that leads away but the way back to the cart. */
export function FocusHeader() {
  const { t } = useSpeech();
  return (
    <header className="border-b border-line bg-canvas">
      <div className="page flex items-center justify-between py-3">
        <Logo />
        <Link to="/cart" className="link target">
          {t('cart.back')}
        </Link>
      </div>
    </header>
  );
}

const iconLink =
  'relative inline-flex min-h-11 min-w-11 items-center justify-center gap-2 rounded-full px-2 ' +
  'hover:bg-surface';

function AccountLink() {
  const { session } = useApp();
  const { t } = useSpeech();
  const state = useStore(session.state);
  const { pathname, search } = useLocation();
  const name = state.kind === 'user' ? (state.user.name ?? '').split(' ')[0] : '';
  return (
    <Link
      to={state.kind === 'user' ? '/account' : '/sign-in'}
      state={{ next: `${pathname}${search}` }}
      className={iconLink}
    >
      <Icon name="person" />
      <span className="max-lg:unseen inline-block min-w-16 truncate text-sm font-medium">
        {name === '' || name === undefined ? t('sign-in') : name}
      </span>
    </Link>
  );
}

function CartLink() {
  const { cart } = useApp();
  const { t, number } = useSpeech();
  const count = useStore(cart.state).cart?.itemCount ?? 0;
  return (
    <Link to="/cart" className={iconLink} aria-label={t('cart.link', { count })}>
      <Icon name="cart" />
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
