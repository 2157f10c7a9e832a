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
  /** The source file, to find its built files by; the same as in `load`. */
  source: string;
  load(): Promise<PageModule>;
  areas: readonly Area[];
}

const pages: readonly Page[] = [
  {
    path: '/',
    source: 'pages/home/page.tsx',
    load: () => import('./pages/home/page.tsx'),
    areas: ['home'],
  },
  {
    path: '/c/*',
    source: 'pages/category/page.tsx',
    load: () => import('./pages/category/page.tsx'),
    areas: ['category'],
  },
  {
    path: '/p/:slug',
    source: 'pages/product/page.tsx',
    load: () => import('./pages/product/page.tsx'),
    areas: ['product', 'reviews'],
  },
  {
    path: '/cart',
    source: 'pages/cart/page.tsx',
    load: () => import('./pages/cart/page.tsx'),
    areas: ['cart'],
  },
  {
    path: '/compare',
    source: 'pages/compare/page.tsx',
    load: () => import('./pages/compare/page.tsx'),
    areas: ['compare'],
  },
  {
    // One page: the checkout that is opened on it goes into its address, and nothing is lost.
    path: '/checkout/*',
    source: 'pages/checkout/page.tsx',
    load: () => import('./pages/checkout/page.tsx'),
    areas: ['checkout', 'cart', 'kept'],
  },
  {
    path: '/search',
    source: 'pages/search/page.tsx',
    load: () => import('./pages/search/page.tsx'),
    areas: ['category', 'search'],
  },
  {
    path: '/s/:seller',
    source: 'pages/seller/page.tsx',
    load: () => import('./pages/seller/page.tsx'),
    areas: ['category', 'seller'],
  },
  {
    path: '/sale/:saleId/*',
    source: 'pages/sale/page.tsx',
    load: () => import('./pages/sale/page.tsx'),
    areas: ['sale', 'auth'],
  },
  {
    path: '/events',
    source: 'pages/events/page.tsx',
    load: () => import('./pages/events/page.tsx'),
    areas: ['events'],
  },
  {
    path: '/e/:slug/*',
    source: 'pages/event/page.tsx',
    load: () => import('./pages/event/page.tsx'),
    areas: ['events'],
  },
  {
    path: '/tickets',
    source: 'pages/tickets/page.tsx',
    load: () => import('./pages/tickets/page.tsx'),
    areas: ['account', 'events', 'hands'],
  },
  {
    path: '/tickets/take',
    source: 'pages/tickets-take/page.tsx',
    load: () => import('./pages/tickets-take/page.tsx'),
    areas: ['events', 'hands'],
  },
  {
    path: '/about',
    source: 'pages/about/page.tsx',
    load: () => import('./pages/about/page.tsx'),
    areas: ['about'],
  },
  {
    path: '/help',
    source: 'pages/help/page.tsx',
    load: () => import('./pages/help/page.tsx'),
    areas: ['help'],
  },
  {
    path: '/contact',
    source: 'pages/contact/page.tsx',
    load: () => import('./pages/contact/page.tsx'),
    areas: [],
  },
  {
    path: '/delivery',
    source: 'pages/policy/delivery.tsx',
    load: () => import('./pages/policy/delivery.tsx'),
    areas: ['policies'],
  },
  {
    path: '/wishlists',
    source: 'pages/wishlists/page.tsx',
    load: () => import('./pages/wishlists/page.tsx'),
    areas: ['account', 'wish', 'wishes'],
  },
  {
    path: '/w/:token',
    source: 'pages/wishlist/page.tsx',
    load: () => import('./pages/wishlist/page.tsx'),
    areas: ['wishes'],
  },
  {
    path: '/alerts/:what',
    source: 'pages/alert/page.tsx',
    load: () => import('./pages/alert/page.tsx'),
    areas: ['wishes'],
  },
  {
    path: '/returns-policy',
    source: 'pages/policy/returns.tsx',
    load: () => import('./pages/policy/returns.tsx'),
    areas: ['policies'],
  },
  {
    path: '/privacy',
    source: 'pages/policy/privacy.tsx',
    load: () => import('./pages/policy/privacy.tsx'),
    areas: ['policies'],
  },
  {
    path: '/terms',
    source: 'pages/policy/terms.tsx',
    load: () => import('./pages/policy/terms.tsx'),
    areas: ['policies'],
  },
  {
    path: '/orders',
    source: 'pages/orders/page.tsx',
    load: () => import('./pages/orders/page.tsx'),
    areas: ['orders'],
  },
  {
    path: '/orders/lookup',
    source: 'pages/order-lookup/page.tsx',
    load: () => import('./pages/order-lookup/page.tsx'),
    areas: ['orders'],
  },
  {
    path: '/orders/:number',
    source: 'pages/order/page.tsx',
    load: () => import('./pages/order/page.tsx'),
    areas: ['orders', 'returns'],
  },
  {
    path: '/orders/:number/return',
    source: 'pages/return-flow/page.tsx',
    load: () => import('./pages/return-flow/page.tsx'),
    areas: ['orders', 'returns', 'photos'],
  },
  {
    path: '/returns/:number',
    source: 'pages/return/page.tsx',
    load: () => import('./pages/return/page.tsx'),
    areas: ['orders', 'returns', 'photos'],
  },
  {
    path: '/orders/:number/review',
    source: 'pages/review/page.tsx',
    load: () => import('./pages/review/page.tsx'),
    areas: ['account', 'reviewing', 'photos'],
  },
  {
    path: '/orders/:number/confirmed',
    source: 'pages/order-confirmed/page.tsx',
    load: () => import('./pages/order-confirmed/page.tsx'),
    areas: ['orders'],
  },
  {
    path: '/sign-in',
    source: 'pages/sign-in/page.tsx',
    load: () => import('./pages/sign-in/page.tsx'),
    areas: ['auth'],
  },
  {
    path: '/sign-up',
    source: 'pages/sign-up/page.tsx',
    load: () => import('./pages/sign-up/page.tsx'),
    areas: ['auth'],
  },
  {
    path: '/forgot-password',
    source: 'pages/forgot-password/page.tsx',
    load: () => import('./pages/forgot-password/page.tsx'),
    areas: ['auth'],
  },
  {
    path: '/reset-password',
    source: 'pages/reset-password/page.tsx',
    load: () => import('./pages/reset-password/page.tsx'),
    areas: ['auth'],
  },
  {
    path: '/verify-email',
    source: 'pages/verify-email/page.tsx',
    load: () => import('./pages/verify-email/page.tsx'),
    areas: ['auth'],
  },
  {
    path: '/account',
    source: 'pages/account/page.tsx',
    load: () => import('./pages/account/page.tsx'),
    areas: ['account', 'auth'],
  },
  {
    path: '/account/messages',
    source: 'pages/messages/list.tsx',
    load: () => import('./pages/messages/list.tsx'),
    areas: ['account', 'messages'],
  },
  {
    path: '/account/messages/:threadId',
    source: 'pages/messages/thread.tsx',
    load: () => import('./pages/messages/thread.tsx'),
    areas: ['account', 'messages'],
  },
  {
    path: '/selling/*',
    source: 'pages/selling/page.tsx',
    load: () => import('./pages/selling/page.tsx'),
    areas: ['selling', 'goods', 'orders', 'returns', 'photos'],
  },
  {
    path: '/selling/events/*',
    source: 'pages/selling-events/page.tsx',
    load: () => import('./pages/selling-events/page.tsx'),
    areas: ['selling', 'events', 'organising'],
  },
  {
    path: '/selling/messages',
    source: 'pages/messages/selling-list.tsx',
    load: () => import('./pages/messages/selling-list.tsx'),
    areas: ['messages', 'selling'],
  },
  {
    path: '/selling/messages/:threadId',
    source: 'pages/messages/selling-thread.tsx',
    load: () => import('./pages/messages/selling-thread.tsx'),
    areas: ['messages', 'selling'],
  },
  {
    path: '/account/addresses',
    source: 'pages/addresses/page.tsx',
    load: () => import('./pages/addresses/page.tsx'),
    areas: ['account', 'address'],
  },
  {
    path: '/account/payments',
    source: 'pages/payments/page.tsx',
    load: () => import('./pages/payments/page.tsx'),
    areas: ['account', 'kept'],
  },
  {
    path: '/account/reviews',
    source: 'pages/my-reviews/page.tsx',
    load: () => import('./pages/my-reviews/page.tsx'),
    areas: ['account', 'reviewing', 'photos'],
  },
  {
    path: '/account/security',
    source: 'pages/security/page.tsx',
    load: () => import('./pages/security/page.tsx'),
    areas: ['account', 'auth', 'told'],
  },
  {
    path: '/account/preferences',
    source: 'pages/preferences/page.tsx',
    load: () => import('./pages/preferences/page.tsx'),
    areas: ['account', 'told'],
  },
  {
    path: '/notifications',
    source: 'pages/notifications/page.tsx',
    load: () => import('./pages/notifications/page.tsx'),
    areas: ['account', 'told'],
  },
  {
    path: '/admin/reviews',
    source: 'pages/admin-reviews/page.tsx',
    load: () => import('./pages/admin-reviews/page.tsx'),
    areas: ['moderation', 'photos'],
  },
  {
    path: '/admin/sync',
    source: 'pages/admin-sync/page.tsx',
    load: () => import('./pages/admin-sync/page.tsx'),
    areas: ['sync'],
  },
  {
    path: '/admin/shipping/*',
    source: 'pages/admin-shipping/page.tsx',
    load: () => import('./pages/admin-shipping/page.tsx'),
    areas: ['pricing', 'shipping'],
  },
  {
    path: '/admin/price-lists/*',
    source: 'pages/admin-price-lists/page.tsx',
    load: () => import('./pages/admin-price-lists/page.tsx'),
    areas: ['pricing', 'flash', 'lists'],
  },
  {
    path: '/admin/competitor-prices',
    source: 'pages/admin-competitors/page.tsx',
    load: () => import('./pages/admin-competitors/page.tsx'),
    areas: ['pricing', 'flash', 'rivals'],
  },
  {
    path: '/admin/:desk/*',
    source: 'pages/admin-pricing/page.tsx',
    load: () => import('./pages/admin-pricing/page.tsx'),
    areas: ['pricing', 'flash', 'sale'],
  },
  {
    path: '/offline',
    source: 'pages/offline/page.tsx',
    load: () => import('./pages/offline/page.tsx'),
    areas: [],
  },
  {
    path: '*',
    source: 'pages/not-found/page.tsx',
    load: () => import('./pages/not-found/page.tsx'),
    areas: [],
  },
];

/** The routes; loading a page loads its words too. */
export function routesWith(loadArea: LoadArea): RouteObject[] {
  const children = pages.map(({ path, source, load, areas }): RouteObject => ({
    id: source,
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
  return pages.find((page) => page.source === source)?.areas ?? [];
}
