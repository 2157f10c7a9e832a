/**
 * The table of pages. A page is a folder below pages/ with a `page.tsx` (component, loader, handle)
 * and the areas of messages it speaks; it is loaded when somebody goes there.
 */
import type { RouteObject } from 'react-router';
import type { Area } from './i18n/areas.ts';
import type { LoadArea } from './i18n/load.ts';
import type { Handle } from './page.ts';
import { ErrorPage, FrameError } from './shell/error-page.tsx';
import { rootLoader } from './shell/root.ts';
import { Shell } from './shell/shell.tsx';

interface PageModule {
  Component(): React.ReactNode;
  loader?: RouteObject['loader'];
  // Each page's handle knows the data of its own loader.
  // oxlint-disable-next-line no-explicit-any -- the table holds pages of every kind of data
  handle: Handle<any>; // any: the table holds pages of every kind of data
  shouldRevalidate?: RouteObject['shouldRevalidate'];
}

interface Page {
  path: string;
  /** Its folder below pages/, or a file of one, the same as in `load`. */
  name: string;
  load(): Promise<PageModule>;
  areas: readonly Area[];
}

const pages: readonly Page[] = [
  {
    path: '/',
    name: 'home',
    load: () => import('./pages/home/page.tsx'),
    areas: ['home'],
  },
  {
    path: '/c/*',
    name: 'category',
    load: () => import('./pages/category/page.tsx'),
    areas: ['category'],
  },
  {
    path: '/p/:slug',
    name: 'product',
    load: () => import('./pages/product/page.tsx'),
    areas: ['product', 'reviews'],
  },
  {
    path: '/cart',
    name: 'cart',
    load: () => import('./pages/cart/page.tsx'),
    areas: ['cart'],
  },
  {
    path: '/compare',
    name: 'compare',
    load: () => import('./pages/compare/page.tsx'),
    areas: ['compare'],
  },
  {
    // One page: the checkout that is opened on it goes into its address, and nothing is lost.
    path: '/checkout/*',
    name: 'checkout',
    load: () => import('./pages/checkout/page.tsx'),
    areas: ['checkout', 'cart', 'kept'],
  },
  {
    path: '/search',
    name: 'search',
    load: () => import('./pages/search/page.tsx'),
    areas: ['category', 'search'],
  },
  {
    path: '/s/:seller',
    name: 'seller',
    load: () => import('./pages/seller/page.tsx'),
    areas: ['category', 'seller'],
  },
  {
    path: '/sale/:saleId/*',
    name: 'sale',
    load: () => import('./pages/sale/page.tsx'),
    areas: ['sale', 'auth'],
  },
  {
    path: '/events',
    name: 'events',
    load: () => import('./pages/events/page.tsx'),
    areas: ['events'],
  },
  {
    path: '/e/:slug/*',
    name: 'event',
    load: () => import('./pages/event/page.tsx'),
    areas: ['events'],
  },
  {
    path: '/tickets',
    name: 'tickets',
    load: () => import('./pages/tickets/page.tsx'),
    areas: ['account', 'events', 'hands'],
  },
  {
    path: '/tickets/take',
    name: 'tickets-take',
    load: () => import('./pages/tickets-take/page.tsx'),
    areas: ['events', 'hands'],
  },
  {
    path: '/about',
    name: 'about',
    load: () => import('./pages/about/page.tsx'),
    areas: ['about'],
  },
  {
    path: '/help',
    name: 'help',
    load: () => import('./pages/help/page.tsx'),
    areas: ['help'],
  },
  {
    path: '/contact',
    name: 'contact',
    load: () => import('./pages/contact/page.tsx'),
    areas: [],
  },
  {
    path: '/delivery',
    name: 'policy/delivery',
    load: () => import('./pages/policy/delivery.tsx'),
    areas: ['policies'],
  },
  {
    path: '/wishlists',
    name: 'wishlists',
    load: () => import('./pages/wishlists/page.tsx'),
    areas: ['account', 'wish', 'wishes'],
  },
  {
    path: '/w/:token',
    name: 'wishlist',
    load: () => import('./pages/wishlist/page.tsx'),
    areas: ['wishes'],
  },
  {
    path: '/alerts/:what',
    name: 'alert',
    load: () => import('./pages/alert/page.tsx'),
    areas: ['wishes'],
  },
  {
    path: '/returns-policy',
    name: 'policy/returns',
    load: () => import('./pages/policy/returns.tsx'),
    areas: ['policies'],
  },
  {
    path: '/privacy',
    name: 'policy/privacy',
    load: () => import('./pages/policy/privacy.tsx'),
    areas: ['policies'],
  },
  {
    path: '/terms',
    name: 'policy/terms',
    load: () => import('./pages/policy/terms.tsx'),
    areas: ['policies'],
  },
  {
    path: '/orders',
    name: 'orders',
    load: () => import('./pages/orders/page.tsx'),
    areas: ['orders'],
  },
  {
    path: '/orders/lookup',
    name: 'order-lookup',
    load: () => import('./pages/order-lookup/page.tsx'),
    areas: ['orders'],
  },
  {
    path: '/orders/:number',
    name: 'order',
    load: () => import('./pages/order/page.tsx'),
    areas: ['orders', 'returns'],
  },
  {
    path: '/orders/:number/return',
    name: 'return-flow',
    load: () => import('./pages/return-flow/page.tsx'),
    areas: ['orders', 'returns', 'photos'],
  },
  {
    path: '/returns/:number',
    name: 'return',
    load: () => import('./pages/return/page.tsx'),
    areas: ['orders', 'returns', 'photos'],
  },
  {
    path: '/orders/:number/review',
    name: 'review',
    load: () => import('./pages/review/page.tsx'),
    areas: ['account', 'reviewing', 'photos'],
  },
  {
    path: '/orders/:number/confirmed',
    name: 'order-confirmed',
    load: () => import('./pages/order-confirmed/page.tsx'),
    areas: ['orders'],
  },
  {
    path: '/sign-in',
    name: 'sign-in',
    load: () => import('./pages/sign-in/page.tsx'),
    areas: ['auth'],
  },
  {
    path: '/sign-up',
    name: 'sign-up',
    load: () => import('./pages/sign-up/page.tsx'),
    areas: ['auth'],
  },
  {
    path: '/forgot-password',
    name: 'forgot-password',
    load: () => import('./pages/forgot-password/page.tsx'),
    areas: ['auth'],
  },
  {
    path: '/reset-password',
    name: 'reset-password',
    load: () => import('./pages/reset-password/page.tsx'),
    areas: ['auth'],
  },
  {
    path: '/verify-email',
    name: 'verify-email',
    load: () => import('./pages/verify-email/page.tsx'),
    areas: ['auth'],
  },
  {
    path: '/account',
    name: 'account',
    load: () => import('./pages/account/page.tsx'),
    areas: ['account', 'auth'],
  },
  {
    path: '/account/messages',
    name: 'messages/list',
    load: () => import('./pages/messages/list.tsx'),
    areas: ['account', 'messages'],
  },
  {
    path: '/account/messages/:threadId',
    name: 'messages/thread',
    load: () => import('./pages/messages/thread.tsx'),
    areas: ['account', 'messages'],
  },
  {
    path: '/selling/*',
    name: 'selling',
    load: () => import('./pages/selling/page.tsx'),
    areas: ['selling', 'goods', 'orders', 'returns', 'photos'],
  },
  {
    path: '/selling/events/*',
    name: 'selling-events',
    load: () => import('./pages/selling-events/page.tsx'),
    areas: ['selling', 'events', 'organising'],
  },
  {
    path: '/selling/messages',
    name: 'messages/selling-list',
    load: () => import('./pages/messages/selling-list.tsx'),
    areas: ['messages', 'selling'],
  },
  {
    path: '/selling/messages/:threadId',
    name: 'messages/selling-thread',
    load: () => import('./pages/messages/selling-thread.tsx'),
    areas: ['messages', 'selling'],
  },
  {
    path: '/account/addresses',
    name: 'addresses',
    load: () => import('./pages/addresses/page.tsx'),
    areas: ['account', 'address'],
  },
  {
    path: '/account/payments',
    name: 'payments',
    load: () => import('./pages/payments/page.tsx'),
    areas: ['account', 'kept'],
  },
  {
    path: '/account/reviews',
    name: 'my-reviews',
    load: () => import('./pages/my-reviews/page.tsx'),
    areas: ['account', 'reviewing', 'photos'],
  },
  {
    path: '/account/security',
    name: 'security',
    load: () => import('./pages/security/page.tsx'),
    areas: ['account', 'auth', 'told'],
  },
  {
    path: '/account/preferences',
    name: 'preferences',
    load: () => import('./pages/preferences/page.tsx'),
    areas: ['account', 'told'],
  },
  {
    path: '/notifications',
    name: 'notifications',
    load: () => import('./pages/notifications/page.tsx'),
    areas: ['account', 'told'],
  },
  {
    path: '/admin/reviews',
    name: 'admin-reviews',
    load: () => import('./pages/admin-reviews/page.tsx'),
    areas: ['moderation', 'photos'],
  },
  {
    path: '/admin/sync',
    name: 'admin-sync',
    load: () => import('./pages/admin-sync/page.tsx'),
    areas: ['sync'],
  },
  {
    path: '/admin/shipping/*',
    name: 'admin-shipping',
    load: () => import('./pages/admin-shipping/page.tsx'),
    areas: ['pricing', 'shipping'],
  },
  {
    path: '/admin/price-lists/*',
    name: 'admin-price-lists',
    load: () => import('./pages/admin-price-lists/page.tsx'),
    areas: ['pricing', 'flash', 'lists'],
  },
  {
    path: '/admin/competitor-prices',
    name: 'admin-competitors',
    load: () => import('./pages/admin-competitors/page.tsx'),
    areas: ['pricing', 'flash', 'lists'],
  },
  {
    path: '/admin/:desk/*',
    name: 'admin-pricing',
    load: () => import('./pages/admin-pricing/page.tsx'),
    areas: ['pricing', 'flash', 'sale'],
  },
  {
    path: '/offline',
    name: 'offline',
    load: () => import('./pages/offline/page.tsx'),
    areas: [],
  },
  {
    path: '*',
    name: 'not-found',
    load: () => import('./pages/not-found/page.tsx'),
    areas: [],
  },
];

/** The source file of a page, to find its built files by; not in the table, which all load. */
const sourceOf = (name: string) => `pages/${name.includes('/') ? name : `${name}/page`}.tsx`;

/** The routes; loading a page loads its words too. */
export function routesWith(loadArea: LoadArea): RouteObject[] {
  const children = pages.map(({ path, name, load, areas }): RouteObject => ({
    id: sourceOf(name),
    path,
    lazy: async () => {
      const [module] = await Promise.all([load(), ...areas.map((area) => loadArea(area))]);
      return module;
    },
  }));
  return [
    {
      id: 'root',
      loader: rootLoader,
      shouldRevalidate: () => false,
      Component: Shell,
      ErrorBoundary: FrameError,
      children: [{ id: 'pages', ErrorBoundary: ErrorPage, children }],
    },
  ];
}

/** The source files of a page's words, to preload them. */
export function areasOf(source: string): readonly Area[] {
  return pages.find(({ name }) => sourceOf(name) === source)?.areas ?? [];
}
