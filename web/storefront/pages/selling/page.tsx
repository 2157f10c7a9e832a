/** The pages of a seller, in one part: nobody else loads any of it. */
import { useParams } from 'react-router';
import { notFound, pageLoader, type Handle } from '../../page.ts';
import { Desk } from './desk.tsx';
import { OneOrder, Orders } from './orders.tsx';
import { OneProduct } from './product.tsx';
import { Products } from './products.tsx';
import { Questions } from './questions.tsx';
import { OneReturn } from './return.tsx';
import { Returns } from './returns.tsx';

/** Each with its list and the page of one of them. */
const desks = {
  '': { title: 'selling.nav.desk', List: Desk, One: null },
  orders: { title: 'selling.nav.orders', List: Orders, One: OneOrder },
  returns: { title: 'selling.nav.returns', List: Returns, One: OneReturn },
  products: { title: 'selling.nav.products', List: Products, One: OneProduct },
  questions: { title: 'selling.nav.questions', List: Questions, One: null },
} as const;

/** Not shown: `/selling/questions/x`, `/selling/orders/x/y`, `/selling/anything`. */
function shownBy(params: Readonly<Record<string, string | undefined>>) {
  const [name = '', which = '', ...more] = (params['*'] ?? '').split('/');
  if (!Object.hasOwn(desks, name) || more.length > 0) return null;
  const desk = desks[name as keyof typeof desks];
  return which !== '' && desk.One === null ? null : { desk, which };
}

export const loader = pageLoader<null>(async ({ params }) =>
  shownBy(params) === null ? notFound() : null,
);

export const handle: Handle<null> = {
  meta: ({ app, params }) => ({
    title: app.speech.t(shownBy(params)?.desk.title ?? 'selling.nav.desk'),
    noindex: true,
  }),
};

export function Component() {
  const shown = shownBy(useParams());
  if (shown === null) return null;
  const { List, One } = shown.desk;
  return shown.which === '' || One === null ? <List /> : <One key={shown.which} {...shown} />;
}
