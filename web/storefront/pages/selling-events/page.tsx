/** Events of a seller, in one part: the list, a plan, one event, its door. */
import { useParams } from 'react-router';
import { notFound, pageLoader, type Handle } from '../../page.ts';
import { DoorPage } from './door.tsx';
import { Edit } from './edit.tsx';
import { List } from './list.tsx';
import { One } from './one.tsx';
import { Plan } from './plan-form.tsx';

/** `''`, `new`, `evn_…`, `evn_…/door`, `evn_…/edit`. */
function shownBy(params: Readonly<Record<string, string | undefined>>) {
  const [which = '', part = '', ...more] = (params['*'] ?? '').split('/');
  const isEvent = /^evn_[0-9a-f]{32}$/.test(which);
  const isKnown = which === '' || which === 'new' || isEvent;
  if (
    !isKnown ||
    more.length > 0 ||
    (part !== '' && !(isEvent && (part === 'door' || part === 'edit')))
  )
    return null;
  return { which, part };
}

export const loader = pageLoader<null>(async ({ params }) =>
  shownBy(params) === null ? notFound() : null,
);

export const handle: Handle<null> = {
  meta: ({ app, params }) => {
    const isDoor = shownBy(params)?.part === 'door';
    return { title: app.speech.t(isDoor ? 'door.title' : 'organising.title'), noindex: true };
  },
};

export function Component() {
  const shown = shownBy(useParams());
  if (shown === null) return null;
  const { which, part } = shown;
  if (which === '') return <List />;
  if (which === 'new') return <Plan />;
  if (part === 'door') return <DoorPage key={which} eventId={which} />;
  if (part === 'edit') return <Edit key={which} eventId={which} />;
  return <One key={which} eventId={which} />;
}
