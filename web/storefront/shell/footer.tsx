import { useLocation } from 'react-router';
import { Link } from '../../ui/link.tsx';
import { useSpeech } from '../app.tsx';
import { Logo } from './logo.tsx';
import { PreferenceLists } from './preferences.tsx';
import type { Department } from './root.ts';

/** Departments, what people look for when in doubt, and language, currency and look. */
export function Footer({ departments }: { departments: readonly Department[] }) {
  const { t } = useSpeech();
  const { pathname, search } = useLocation();
  const links = [
    { to: '/events', text: t('footer.events') },
    { to: '/orders', text: t('footer.orders') },
    { to: '/help', text: t('footer.help') },
    { to: '/delivery', text: t('footer.delivery') },
    { to: '/returns-policy', text: t('footer.returns') },
    { to: '/privacy', text: t('footer.privacy') },
    { to: '/terms', text: t('footer.terms') },
    { to: '/about', text: t('footer.about') },
  ];
  return (
    <footer className="mt-24 border-t border-line bg-surface">
      <div className="page grid gap-10 py-14 md:grid-cols-[1.3fr_1fr_1fr_1.6fr]">
        <div className="grid content-start gap-3">
          <Logo />
          <p className="max-w-xs text-sm text-muted">{t('footer.promise')}</p>
        </div>
        <List title={t('footer.departments')}>
          {departments.map(({ name, path }) => ({ to: `/c/${path}`, text: name }))}
        </List>
        <List title={t('footer.service')}>{links}</List>
        <div className="-ms-3 grid grid-cols-2 gap-4 text-sm">
          <PreferenceLists here={`${pathname}${search}`} />
        </div>
      </div>
    </footer>
  );
}

function List({ title, children }: { title: string; children: { to: string; text: string }[] }) {
  if (children.length === 0) return <div />;
  return (
    <nav aria-label={title} className="text-sm">
      <p className="pb-2 font-semibold">{title}</p>
      <ul className="grid gap-0.5">
        {children.map(({ to, text }) => (
          <li key={to}>
            <Link
              to={to}
              className="target inline-flex min-h-8 items-center text-muted hover:text-ink"
            >
              {text}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
