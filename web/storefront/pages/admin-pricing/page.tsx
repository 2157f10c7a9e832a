/** The desks of whoever keeps prices, in one part: nobody else loads any of it. */
import { useParams } from 'react-router';
import { notFound, pageLoader, type Handle } from '../../page.ts';
import { Component as Coupon } from '../admin-coupon/page.tsx';
import { Component as Coupons } from '../admin-coupons/page.tsx';
import { Component as Prices } from '../admin-prices/page.tsx';
import { Component as Promotion } from '../admin-promotion/page.tsx';
import { Component as Promotions } from '../admin-promotions/page.tsx';
import { Component as Rule } from '../admin-rule/page.tsx';
import { Component as Rules } from '../admin-rules/page.tsx';
import { List as Sales, OneSale } from '../admin-sales/page.tsx';

/** Each with its list and the page of one of them. */
const desks = {
  promotions: { title: 'pricing.nav.promotions', List: Promotions, One: Promotion },
  coupons: { title: 'pricing.nav.coupons', List: Coupons, One: Coupon },
  rules: { title: 'pricing.nav.rules', List: Rules, One: Rule },
  prices: { title: 'pricing.nav.prices', List: Prices, One: null },
  'flash-sales': { title: 'flash.title', List: Sales, One: OneSale },
} as const;

const deskOf = (name: string | undefined) =>
  name !== undefined && Object.hasOwn(desks, name) ? desks[name as keyof typeof desks] : null;

/** Not shown: `/admin/prices/x`, `/admin/coupons/x/y`, `/admin/anything`. */
function shownBy(params: Readonly<Record<string, string | undefined>>) {
  const desk = deskOf(params['desk']);
  const which = params['*'] ?? '';
  const isThere = desk !== null && !which.includes('/') && (which === '' || desk.One !== null);
  return isThere ? { desk, which } : null;
}

export const loader = pageLoader<null>(async ({ params }) =>
  shownBy(params) === null ? notFound() : null,
);

export const handle: Handle<null> = {
  meta: ({ app, params }) => ({
    title: app.speech.t(deskOf(params['desk'])?.title ?? 'pricing.nav.prices'),
    noindex: true,
  }),
};

export function Component() {
  const shown = shownBy(useParams());
  if (shown === null) return null;
  const { List, One } = shown.desk;
  return shown.which === '' || One === null ? <List /> : <One which={shown.which} />;
}
