import '../ui/tokens.css';
import { followLinks } from '../ui/link.tsx';
import { hydrateRoot } from 'react-dom/client';
import type { Messages } from '@lingui/core';
import { RouterContextProvider } from 'react-router';
import { appContext, AppProvider } from './app.tsx';
import { browserApp, startApp } from './browser-app.ts';
import { areaLoader } from './i18n/load.ts';
import { basenameOf, splitPath } from './i18n/locale.ts';
import { speechOf } from './i18n/translate.ts';
import { routesWith } from './routes.tsx';
import { BrowserRouter, openRoute, type PageRoute } from './router/browser.ts';
import { RouterProvider } from './router/slim.tsx';
import type { PageData } from './page-data.ts';

interface Words {
  default: Messages;
}

const offline = '/offline';

/**
 * Without a network one page stands in for all others (see service-worker.ts). It is not what its
 * address says, so it is not brought to life as that: it only waits for the network.
 */
function standIn(): void {
  const again = () => location.reload();
  for (const button of document.querySelectorAll('main button')) {
    button.addEventListener('click', again);
  }
  addEventListener('online', again);
  // It may have come back before anybody listened, or only the shop was away.
  if (navigator.onLine) setTimeout(again, 10_000);
}

/** Brings the page that the server rendered to life: same routes, same data, same words. */
async function start(): Promise<void> {
  const element = document.getElementById('data');
  const root = document.getElementById('root');
  if (element === null || root === null) return;
  const data = JSON.parse(element.textContent) as PageData;
  if (data.path === offline && splitPath(location.pathname).path !== offline) {
    standIn();
    return;
  }
  const speech = speechOf(data.locale);
  const loadArea = areaLoader(speech, async (area) => {
    const module = (await import(/* @vite-ignore */ data.words[area] ?? '')) as Words;
    return module.default;
  });
  const { currency, currencies, origin } = data;
  const dev = data.dev === true;
  const app = browserApp({ speech, currency, currencies, origin, learn: loadArea, dev });
  const router = new BrowserRouter(routesWith(loadArea) as PageRoute[], {
    basename: basenameOf(data.locale),
    hydrationData: data.hydration,
    context: () => {
      const context = new RouterContextProvider();
      context.set(appContext, app);
      return context;
    },
  });
  // What is on screen must be loaded before it can be taken over.
  const { matches } = router.state;
  await Promise.all([loadArea('common'), ...matches.map(({ route }) => openRoute(route))]);
  hydrateRoot(
    root,
    <AppProvider app={app}>
      <RouterProvider router={router} />
    </AppProvider>,
  );
  followLinks((path, options) => void router.visit(path, options));
  const later = window.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 1));
  const begin = () => {
    startApp(app);
    // Tests wait for it; nothing else reads it.
    document.documentElement.dataset['alive'] = '';
  };
  later(begin, { timeout: 500 });
  if ('serviceWorker' in navigator && window.isSecureContext) {
    // Its absence only means that there is no page without a network.
    navigator.serviceWorker.register('/sw.js').catch(() => undefined);
  }
}

void start();
