/**
 * Message catalogues, one for each page that has words of its own, so that a page loads no words
 * of others. A new area is a file in each language, a line here and a line in MessageId.
 */
import type about from './locales/en/about.json';
import type account from './locales/en/account.json';
import type address from './locales/en/address.json';
import type auth from './locales/en/auth.json';
import type cart from './locales/en/cart.json';
import type category from './locales/en/category.json';
import type common from './locales/en/common.json';
import type help from './locales/en/help.json';
import type home from './locales/en/home.json';
import type policies from './locales/en/policies.json';
import type orders from './locales/en/orders.json';
import type product from './locales/en/product.json';
import type search from './locales/en/search.json';
import type seller from './locales/en/seller.json';
import type told from './locales/en/told.json';

export const areas = [
  'common',
  'home',
  'category',
  'product',
  'cart',
  'seller',
  'search',
  'about',
  'help',
  'policies',
  'orders',
  'auth',
  'account',
  'address',
  'told',
] as const;
export type Area = (typeof areas)[number];

export type MessageId =
  | keyof typeof common
  | keyof typeof home
  | keyof typeof category
  | keyof typeof product
  | keyof typeof cart
  | keyof typeof seller
  | keyof typeof search
  | keyof typeof about
  | keyof typeof help
  | keyof typeof policies
  | keyof typeof orders
  | keyof typeof auth
  | keyof typeof account
  | keyof typeof address
  | keyof typeof told;
