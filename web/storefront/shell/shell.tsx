import { Outlet, ScrollRestoration, useMatches, useRouteLoaderData } from 'react-router';
import { LinkBase } from '../../ui/link.tsx';
import { useSpeech } from '../app.tsx';
import { basenameOf } from '../i18n/locale.ts';
import type { Handle } from '../page.ts';
import { Announcer } from './announcer.tsx';
import { Footer } from './footer.tsx';
import { FocusHeader, Header } from './header.tsx';
import type { RootData } from './root.ts';
import { Toasts } from './toasts.tsx';

/** The frame of every page: skip link, header, the page, footer, notices. */
export function Shell() {
  return (
    <Frame>
      <Outlet />
    </Frame>
  );
}

export function Frame({ children }: { children: React.ReactNode }) {
  const { t, locale } = useSpeech();
  const root = useRouteLoaderData('root') as RootData | undefined;
  const departments = root?.departments ?? [];
  const focused = useMatches().some(
    (match) => (match.handle as Handle<unknown> | undefined)?.frame === 'focus',
  );
  return (
    <LinkBase value={basenameOf(locale).replace(/\/$/, '')}>
      <a
        href="#main"
        className="fixed start-4 top-2 z-50 -translate-y-24 rounded-md bg-ink px-4 py-3 text-canvas focus:translate-y-0"
      >
        {t('skip')}
      </a>
      {focused ? <FocusHeader /> : <Header departments={departments} />}
      <main id="main" tabIndex={-1} className="min-h-[60vh]">
        {children}
      </main>
      <Footer departments={focused ? [] : departments} />
      <Toasts />
      <Announcer />
      <ScrollRestoration />
    </LinkBase>
  );
}
