/**
 * Message catalogues, one for each page that has words of its own, so that a page loads no words
 * of others. A new area is a file in each language and a line here.
 */
type Catalogues = {
  common: typeof import('./locales/en/common.json');
  home: typeof import('./locales/en/home.json');
  category: typeof import('./locales/en/category.json');
  product: typeof import('./locales/en/product.json');
  buying: typeof import('./locales/en/buying.json');
  cart: typeof import('./locales/en/cart.json');
  /** No page speaks it: the server does, while there are none. */
  closed: typeof import('./locales/en/closed.json');
  compare: typeof import('./locales/en/compare.json');
  checkout: typeof import('./locales/en/checkout.json');
  seller: typeof import('./locales/en/seller.json');
  /** Of whoever works for a seller. */
  selling: typeof import('./locales/en/selling.json');
  goods: typeof import('./locales/en/goods.json');
  search: typeof import('./locales/en/search.json');
  about: typeof import('./locales/en/about.json');
  help: typeof import('./locales/en/help.json');
  policies: typeof import('./locales/en/policies.json');
  orders: typeof import('./locales/en/orders.json');
  returns: typeof import('./locales/en/returns.json');
  auth: typeof import('./locales/en/auth.json');
  account: typeof import('./locales/en/account.json');
  kept: typeof import('./locales/en/kept.json');
  address: typeof import('./locales/en/address.json');
  told: typeof import('./locales/en/told.json');
  recommended: typeof import('./locales/en/recommended.json');
  deliver: typeof import('./locales/en/deliver.json');
  /** Of a cart in another currency. */
  recount: typeof import('./locales/en/recount.json');
  asking: typeof import('./locales/en/asking.json');
  reviews: typeof import('./locales/en/reviews.json');
  reviewing: typeof import('./locales/en/reviewing.json');
  photos: typeof import('./locales/en/photos.json');
  messages: typeof import('./locales/en/messages.json');
  /** Of operators. */
  pricing: typeof import('./locales/en/pricing.json');
  /** Price lists, and what competitors ask. */
  lists: typeof import('./locales/en/lists.json');
  shipping: typeof import('./locales/en/shipping.json');
  moderation: typeof import('./locales/en/moderation.json');
  sync: typeof import('./locales/en/sync.json');
  wish: typeof import('./locales/en/wish.json');
  wishes: typeof import('./locales/en/wishes.json');
  sale: typeof import('./locales/en/sale.json');
  flash: typeof import('./locales/en/flash.json');
  events: typeof import('./locales/en/events.json');
  organising: typeof import('./locales/en/organising.json');
  /** Of tickets that change hands. */
  hands: typeof import('./locales/en/hands.json');
  /** Of the waiting room, which is a document of its own. */
  queue: typeof import('./locales/en/queue.json');
};

export type Area = keyof Catalogues;
export type MessageId = { [A in Area]: Exclude<keyof Catalogues[A], 'default'> }[Area];

const all: Record<Area, true> = {
  common: true,
  home: true,
  category: true,
  product: true,
  buying: true,
  cart: true,
  closed: true,
  compare: true,
  checkout: true,
  seller: true,
  selling: true,
  goods: true,
  search: true,
  about: true,
  help: true,
  policies: true,
  orders: true,
  returns: true,
  auth: true,
  account: true,
  kept: true,
  address: true,
  told: true,
  recommended: true,
  deliver: true,
  recount: true,
  asking: true,
  reviews: true,
  reviewing: true,
  photos: true,
  messages: true,
  pricing: true,
  lists: true,
  shipping: true,
  moderation: true,
  sync: true,
  wish: true,
  wishes: true,
  sale: true,
  flash: true,
  organising: true,
  hands: true,
  events: true,
  queue: true,
};
export const areas = Object.keys(all) as Area[];
