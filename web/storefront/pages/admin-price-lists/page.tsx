/** Price lists and one of them, in a part of their own: nobody else loads any of it. */
import { useParams } from 'react-router';
import { notFound, pageLoader, type Handle } from '../../page.ts';
import { Lists } from './lists.tsx';
import { OneList } from './one-list.tsx';

type Params = Readonly<Record<string, string | undefined>>;

/** '' is the table, `new` makes another; deeper than one id there is nothing. */
const whichOf = (params: Params) => params['*'] ?? '';
const isThere = (params: Params) => !whichOf(params).includes('/');

export const loader = pageLoader<null>(async ({ params }) => (isThere(params) ? null : notFound()));

export const handle: Handle<null> = {
  meta: ({ app, params }) => {
    const which = whichOf(params);
    const id = which === '' ? 'pricing.nav.lists' : which === 'new' ? 'lists.add' : 'lists.one';
    return { title: app.speech.t(id), noindex: true };
  },
};

export function Component() {
  const params = useParams();
  const which = whichOf(params);
  return which === '' ? <Lists /> : <OneList key={which} which={which} />;
}
