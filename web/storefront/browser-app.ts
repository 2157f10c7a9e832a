/** Puts the app together in the browser, with what tabs share: locks, messages, storage. */
import { apiClient } from '../client/request.ts';
import type { App } from './app.tsx';
import type { LoadArea } from './i18n/load.ts';
import type { Speech } from './i18n/translate.ts';
import { createCart } from './state/cart.ts';
import { createDeliverTo } from './state/deliver-to.ts';
import { forgetDrafts } from './state/forget-drafts.ts';
import { createNotices } from './state/notices.ts';
import { createSession } from './state/session.ts';
import { createToasts } from './state/toasts.ts';

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Storage that a strict browser may refuse: then things are remembered for this page only. */
export function storage(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  try {
    const probe = 'trueshelf.probe';
    localStorage.setItem(probe, '1');
    localStorage.removeItem(probe);
    return localStorage;
  } catch {
    const kept = new Map<string, string>();
    return {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    };
  }
}

export interface BrowserAppOptions {
  speech: Speech;
  currency: string;
  currencies: readonly string[];
  origin: string;
  learn: LoadArea;
  dev: boolean;
}

export function browserApp({ speech, origin, learn, dev, ...money }: BrowserAppOptions): App {
  const memory = storage();
  const common = {
    origin: '',
    fetch: (url: string, init: RequestInit) => fetch(url, init),
    sleep,
  };
  const session = createSession({
    bare: apiClient(common),
    locale: speech.locale,
    memory,
    // Only secure pages have locks; without them a lost race is mended by further tries.
    alone: async (work) =>
      'locks' in navigator ? navigator.locks.request('trueshelf.session', work) : work(),
    channel: new BroadcastChannel('trueshelf.session'),
    now: () => Date.now(),
    sleep,
  });
  const api = apiClient({ ...common, token: session.token, renew: session.renew });
  const carts = new BroadcastChannel('trueshelf.cart');
  const cart = createCart(api, carts);
  carts.onmessage = () => void cart.load();
  return {
    api,
    speech,
    ...money,
    origin,
    onServer: false,
    personal: false,
    session,
    cart,
    learn,
    stopwatch: dev ? () => performance.now() : null,
    toasts: createToasts(),
    deliverTo: createDeliverTo(memory),
    notices: createNotices({ api, session, channel: new BroadcastChannel('trueshelf.notices') }),
  };
}

/** When the page has come to life: who is here, what is in the cart, where it should go. */
export function startApp(app: App): void {
  app.deliverTo.recall();
  let before = app.session.state.get().kind;
  app.session.state.subscribe(() => {
    const state = app.session.state.get();
    const { kind } = state;
    // Another person, another cart. From unknown it is loaded below anyway.
    if (before !== 'unknown' && kind !== before) void app.cart.load();
    if (kind === 'anonymous') app.deliverTo.forgetOwn();
    // Who signs out takes along what was typed; who was signed out finds it again.
    if (kind === 'anonymous' && before !== 'unknown' && !('ended' in state || 'unreached' in state))
      forgetDrafts();
    else if (kind !== before) void deliverHome(app);
    before = kind;
  });
  void app.session
    .start()
    .then(() => app.cart.load())
    // The page before this one was left to be shown in another currency.
    .then(() => (storage().getItem('recount') ? import('./shell/recount.ts') : null))
    .then((part) => part?.tell(app));
}

/** Who has named no place yet is delivered to at their default address. */
async function deliverHome({ api, deliverTo }: App): Promise<void> {
  if (deliverTo.place.get() !== null) return;
  const list = await api
    .request('GET /me/addresses', { query: { limit: 100 } })
    .catch(() => ({ data: [] }));
  const home = list.data.find(({ isDefault }) => isDefault);
  if (home === undefined || deliverTo.place.get() !== null) return;
  deliverTo.choose({ country: home.country, postalCode: home.postalCode, own: true });
}
