import type { ReactNode } from 'react';
import { Link, NavLink } from '../../../ui/link.tsx';
import { MoreIcon } from '../../../ui/icon-more.tsx';
import { Icon, type IconName } from '../../../ui/icon.tsx';
import { useApp } from '../../app.tsx';
import type { MessageId } from '../../i18n/areas.ts';
import { useStore } from '../../state/store.ts';
import { Heading } from '../../shell/heading.tsx';

export interface AccountPart {
  to: string;
  icon: IconName | 'heart';
  name: MessageId;
  text: MessageId;
}

/** Everything that belongs to a person, in the order in which people look for it. */
export const parts: readonly AccountPart[] = [
  { to: '/orders', icon: 'truck', name: 'account.orders', text: 'account.orders.text' },
  { to: '/tickets', icon: 'card', name: 'account.tickets', text: 'account.tickets.text' },
  {
    to: '/notifications',
    icon: 'bell',
    name: 'account.notifications',
    text: 'account.notifications.text',
  },
  {
    to: '/account/messages',
    icon: 'person',
    name: 'account.messages',
    text: 'account.messages.text',
  },
  {
    to: '/wishlists',
    icon: 'heart',
    name: 'account.wishlists',
    text: 'account.wishlists.text',
  },
  { to: '/account/reviews', icon: 'star', name: 'account.reviews', text: 'account.reviews.text' },
  {
    to: '/account/addresses',
    icon: 'place',
    name: 'account.addresses',
    text: 'account.addresses.text',
  },
  {
    to: '/account/payments',
    icon: 'card',
    name: 'account.payments',
    text: 'account.payments.text',
  },
  {
    to: '/account/security',
    icon: 'shield',
    name: 'account.security',
    text: 'account.security.text',
  },
  {
    to: '/account/preferences',
    icon: 'sliders',
    name: 'account.preferences',
    text: 'account.preferences.text',
  },
  { to: '/help', icon: 'info', name: 'account.help', text: 'account.help.text' },
];

const selling: AccountPart = {
  to: '/selling',
  icon: 'box',
  name: 'account.selling',
  text: 'account.selling.text',
};

/** The parts of who is here: with the desk for whoever works for a seller. */
export function useParts(): readonly AccountPart[] {
  const state = useStore(useApp().session.state);
  const sells = state.kind === 'user' && state.user.sellers.length > 0;
  return sells ? [selling, ...parts] : parts;
}

export function PartIcon({ icon, className }: { icon: AccountPart['icon']; className: string }) {
  if (icon === 'heart') return <MoreIcon name={icon} className={className} />;
  return <Icon name={icon} className={className} />;
}

export interface AccountFrameProps {
  title: string;
  lead?: ReactNode;
  /** Beside the heading. */
  action?: ReactNode;
  children: ReactNode;
}

/** A page of the account: the others beside it where there is room, the way back on a phone. */
export function AccountFrame({ title, lead, action, children }: AccountFrameProps) {
  const { t } = useApp().speech;
  return (
    <div className="page grid gap-x-16 gap-y-6 pt-6 pb-10 md:pt-10 lg:grid-cols-[15rem_minmax(0,1fr)]">
      <div className="lg:pt-1">
        <p className="lg:hidden">
          <Link to="/account" className="target inline-flex items-center gap-1 text-sm text-muted">
            <Icon name="chevron" className="size-4 -scale-x-100 rtl:scale-x-100" />
            {t('account.title')}
          </Link>
        </p>
        <SideNav />
      </div>
      <div className="grid min-w-0 max-w-3xl content-start gap-8">
        <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
          <div className="grid gap-2">
            <Heading className="text-2xl">{title}</Heading>
            {lead !== undefined && <div className="max-w-xl text-muted">{lead}</div>}
          </div>
          {action}
        </div>
        {children}
      </div>
    </div>
  );
}

function SideNav() {
  const { notices, speech } = useApp();
  const { t, number } = speech;
  const unread = useStore(notices.unread) ?? 0;
  const all = useParts();
  return (
    <nav aria-label={t('account.title')} className="sticky top-36 max-lg:hidden">
      <ul className="grid gap-1">
        <li>
          <Link to="/account" className={sideLink}>
            <Icon name="person" className="size-5" />
            {t('account.title')}
          </Link>
        </li>
        {all.map(({ to, icon, name }) => (
          <li key={to}>
            <NavLink to={to} className={sideLink}>
              <PartIcon icon={icon} className="size-5" />
              <span className="flex-1">{t(name)}</span>
              {to === '/notifications' && unread > 0 && (
                <span className="figures text-sm">{number(unread)}</span>
              )}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

const sideLink =
  'flex min-h-11 items-center gap-3 rounded-md px-3 text-muted hover:bg-surface hover:text-ink ' +
  'aria-[current=page]:bg-surface aria-[current=page]:font-semibold aria-[current=page]:text-ink';
