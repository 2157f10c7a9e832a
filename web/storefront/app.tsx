/** What every page and component of the storefront can reach: the API, words, and shared state. */
import { createContext, useContext, type ReactNode } from 'react';
import { createContext as routerContext } from 'react-router';
import type { Client } from '../client/request.ts';
import type { Area } from './i18n/areas.ts';
import type { Speech } from './i18n/translate.ts';
import type { CartStore } from './state/cart.ts';
import type { DeliverTo } from './state/deliver-to.ts';
import type { Notices } from './state/notices.ts';
import type { Session } from './state/session.ts';
import type { Toasts } from './state/toasts.ts';

export interface App {
  readonly api: Client;
  readonly speech: Speech;
  readonly currency: string;
  /** What the shop names prices in now. */
  readonly currencies: readonly string[];
  /** https://shop.example, for canonical addresses. */
  readonly origin: string;
  /** On the server pages are rendered for nobody in particular. */
  readonly onServer: boolean;
  /** On the server: the visitor may be signed in, so what is personal waits for the browser. */
  readonly personal: boolean;
  readonly session: Session;
  readonly cart: CartStore;
  readonly toasts: Toasts;
  readonly deliverTo: DeliverTo;
  readonly notices: Notices;
  /** Milliseconds from anywhere, while somebody works on the shop; null in production. */
  readonly stopwatch: (() => number) | null;
  /** Loads the words of a part that is loaded later than its page. */
  learn(area: Area): Promise<void>;
}

/** For loaders: `context.get(appContext)`; see `appOf` in page.ts. */
export const appContext = routerContext<App>();

const Context = createContext<App | null>(null);

export function AppProvider({ app, children }: { app: App; children: ReactNode }) {
  return <Context value={app}>{children}</Context>;
}

export function useApp(): App {
  const app = useContext(Context);
  if (app === null) throw new Error('there is no app around this component');
  return app;
}

/** Words and figures in the page's language. */
export function useSpeech(): Speech {
  return useApp().speech;
}
